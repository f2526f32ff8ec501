//! cel-rust: one expression for each policy. An expression has no way to say a message.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use cel::{Context, Env, ExecutionError, Program, Value, extensions};
use harness::workload::{BLOCKS, Data, numbered, section};
use harness::{Bench, Done, Fault, Peer, Workload, lend};
use serde_json::{Map, Value as Json};

const POLICIES: &str = include_str!("../policies.cel");

struct Cel {
    data: Data,
    env: Arc<Env>,
    lent: Context<'static, 'static>,
}

impl Cel {
    fn new() -> Result<Self, Fault> {
        let mut env = Env::stdlib();
        env.add_extension(extensions::strings).map_err(text_of)?;
        let env = Arc::new(env);
        let data = Data::load()?;
        let lent = lent(&env, &data)?;
        Ok(Self { data, env, lent })
    }

    fn compile(&self, text: &str) -> Result<Program, String> {
        self.env.compile(text).map_err(text_of)
    }

    fn measure_bindings(&self, bench: &mut Bench) -> Done {
        let policies: Result<Vec<Program>, Fault> = (0..self.data.groups.len())
            .map(|at| {
                let text = section(POLICIES, &format!("P9_{at}")).ok_or("no such policy")?;
                Ok(self.compile(text)?)
            })
            .collect();
        let policies = policies?;
        let (tree, member_of) = self.data.visitor()?;
        bench.full(|| {
            let context = self.with_request(black_box(&tree));
            lend::any_of(&self.data.groups, &member_of, |at| {
                let policy = policies.get(at).ok_or("no such policy")?;
                passes(policy, &context)
            })
        });
        Ok(())
    }

    fn with_request(&self, tree: &Map<String, Json>) -> Context<'_, '_> {
        let mut context = self.lent.new_inner_scope();
        context.add_variable_from_value("request", convert_map(tree));
        context
    }
}

fn text_of(error: impl ToString) -> String {
    error.to_string()
}

fn passes(policy: &Program, context: &Context<'_, '_>) -> Result<bool, String> {
    match policy.execute(context) {
        Ok(value) => Ok(value == Value::Bool(true)),
        Err(error) => Err(error.to_string()),
    }
}

/// What the host lends.
fn lent(env: &Arc<Env>, data: &Data) -> Result<Context<'static, 'static>, Fault> {
    let mut context = Context::with_env(Arc::clone(env));
    let networks = data.parsed_networks()?;
    let is_in_any = move |address: Arc<String>| -> Result<bool, ExecutionError> {
        raised(lend::is_in_networks(&address, &networks))
    };
    context
        .add_function("ip_in_networks", is_in_any)
        .map_err(text_of)?;
    let is_in = |address: Arc<String>, network: Arc<String>| -> Result<bool, ExecutionError> {
        raised(lend::is_in_network(&address, &network))
    };
    context.add_function("ip_in", is_in).map_err(text_of)?;
    let matches = |text: Arc<String>, pattern: Arc<String>| -> Result<bool, ExecutionError> {
        raised(lend::regex_match(&text, &pattern))
    };
    context
        .add_function("regex_match", matches)
        .map_err(text_of)?;
    Ok(context)
}

fn raised(found: Result<bool, Fault>) -> Result<bool, ExecutionError> {
    found.map_err(|fault| ExecutionError::function_error("lent", fault))
}

fn convert_map(map: &Map<String, Json>) -> Value {
    let entries = map.iter().map(|(key, value)| (key.clone(), convert(value)));
    entries.collect::<HashMap<String, Value>>().into()
}

fn convert(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => Value::Int(number.as_i64().unwrap_or(0)),
        Json::String(text) => Value::String(Arc::new(text.clone())),
        Json::Array(items) => Value::List(Arc::new(items.iter().map(convert).collect())),
        Json::Object(map) => convert_map(map),
    }
}

/// The text of a workload; the blocks of the long one are added up two by two, since the parser has a
/// limit of depth.
fn text(workload: Workload) -> Option<String> {
    if workload != Workload::P10 {
        return section(POLICIES, workload.name()).map(str::to_owned);
    }
    let block = section(POLICIES, "P10.block")?;
    let mut terms: Vec<String> = (0..BLOCKS).map(|at| numbered(block, at)).collect();
    while terms.len() > 1 {
        let pairs = terms.chunks(2);
        terms = pairs
            .map(|pair| format!("({})", pair.join(" + ")))
            .collect();
    }
    terms.pop().map(|sum| format!("{sum} == 0"))
}

impl Peer for Cel {
    type Kept = Program;

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        if workload == Workload::P9 {
            return self.measure_bindings(bench);
        }
        let Some(text) = text(workload) else {
            bench.skip(match workload {
                Workload::P2Json => "the same as P2",
                _ => "an expression has no state, functions or recursion",
            });
            return Ok(());
        };
        let policy = self.compile(&text)?;
        let tree = self.data.request(workload)?;
        bench.full(|| passes(&policy, &self.with_request(black_box(&tree))));
        bench.compile(|| self.compile(black_box(&text)));
        Ok(())
    }

    fn keep(&self, number: usize) -> Result<Self::Kept, Fault> {
        let text = section(POLICIES, "small").ok_or("no small policy")?;
        Ok(self.compile(&numbered(text, number))?)
    }
}

fn main() -> Done {
    harness::run(&Cel::new()?)
}
