//! starlark-rust: a frozen module for each policy, one call of its function for each request.

use std::hint::black_box;

use anyhow::{Context, anyhow};
use harness::workload::{Data, EXPRESSIONS, Network, section, small};
use harness::{Bench, Done, Fault, Outcome, Peer, Workload, lend};
use serde_json::{Map, Value as Json};
use starlark::environment::{Globals, GlobalsBuilder, LibraryExtension, Module};
use starlark::eval::Evaluator;
use starlark::starlark_module;
use starlark::syntax::{AstModule, Dialect};
use starlark::values::dict::AllocDict;
use starlark::values::list::AllocList;
use starlark::values::none::NoneType;
use starlark::values::structs::AllocStruct;
use starlark::values::{Heap, OwnedFrozenValue, Value};

/// Where the language of the policies differs from Python.
const POLICIES: &str = include_str!("../policies.star");

/// The limiter's allowance, which no workload uses up.
const TICKS: u64 = 100_000_000;

thread_local! {
    static NETWORKS: Vec<Network> = Data::load()
        .and_then(|data| data.parsed_networks())
        .unwrap_or_default();
}

#[starlark_module]
fn lent(builder: &mut GlobalsBuilder) {
    fn ak_message(text: &str) -> anyhow::Result<NoneType> {
        lend::say(text.to_owned());
        Ok(NoneType)
    }

    fn regex_match(text: &str, pattern: &str) -> anyhow::Result<bool> {
        lend::regex_match(text, pattern).map_err(|fault| anyhow!("{fault}"))
    }

    fn ip_in(address: &str, network: &str) -> anyhow::Result<bool> {
        lend::is_in_network(address, network).map_err(|fault| anyhow!("{fault}"))
    }

    fn ip_in_networks(address: &str) -> anyhow::Result<bool> {
        let found = NETWORKS.with(|networks| lend::is_in_networks(address, networks));
        found.map_err(|fault| anyhow!("{fault}"))
    }
}

struct Starlark {
    data: Data,
    globals: Globals,
}

/// A compiled policy: a function that keeps the memory of its module.
type Policy = OwnedFrozenValue;

impl Starlark {
    fn compile(&self, text: &str) -> anyhow::Result<Policy> {
        let dialect = Dialect {
            enable_f_strings: true,
            ..Dialect::Standard
        };
        let tree = AstModule::parse("policy", text.to_owned(), &dialect);
        let tree = tree.map_err(starlark::Error::into_anyhow)?;
        let module = Module::with_temp_heap(|module| {
            let done = Evaluator::new(&module).eval_module(tree, &self.globals);
            done.map_err(starlark::Error::into_anyhow)?;
            anyhow::Ok(module.freeze()?)
        })?;
        module.get("policy")
    }

    fn measure_bindings(&self, bench: &mut Bench) -> Done {
        let policies: anyhow::Result<Vec<Policy>> = EXPRESSIONS
            .iter()
            .map(|body| self.compile(&as_function("", body)))
            .collect();
        let policies = policies?;
        let (tree, member_of) = self.data.visitor()?;
        bench.full(|| {
            in_module(black_box(&tree), None, |evaluator, request| {
                lend::any_of(&self.data.groups, &member_of, |at| {
                    let policy = policies.get(at).context("no such policy")?;
                    call(policy, evaluator, request)
                })
            })
        });
        Ok(())
    }
}

/// Runs something with the request converted into a heap of its own, and collects its messages.
fn in_module(
    tree: &Map<String, Json>,
    ticks: Option<u64>,
    run: impl for<'v> FnOnce(&mut Evaluator<'v, '_, '_>, Value<'v>) -> anyhow::Result<bool>,
) -> anyhow::Result<Outcome> {
    let passing = Module::with_temp_heap(|module| {
        let request = request(tree, module.heap());
        let mut evaluator = Evaluator::new(&module);
        if let Some(ticks) = ticks {
            evaluator.set_max_tick_count(ticks)?;
        }
        run(&mut evaluator, request)
    });
    passing.map(|passing| Outcome {
        passing,
        messages: lend::said(),
    })
}

fn call<'v>(
    policy: &Policy,
    evaluator: &mut Evaluator<'v, '_, '_>,
    request: Value<'v>,
) -> anyhow::Result<bool> {
    let function = evaluator.heap().access_owned_frozen_value(policy);
    let value = evaluator.eval_function(function, &[request], &[]);
    Ok(value.map_err(starlark::Error::into_anyhow)?.to_bool())
}

/// The request, its user and its visit are structs; all else is a dict.
fn request<'v>(tree: &Map<String, Json>, heap: Heap<'v>) -> Value<'v> {
    let parts = tree.iter().map(|(name, part)| {
        let part = match part {
            Json::Object(fields) if name != "context" => {
                let fields = fields.iter();
                let fields = fields.map(|(name, field)| (name.as_str(), convert(field, heap)));
                heap.alloc(AllocStruct(fields.collect::<Vec<_>>()))
            }
            other => convert(other, heap),
        };
        (name.as_str(), part)
    });
    heap.alloc(AllocStruct(parts.collect::<Vec<_>>()))
}

fn convert<'v>(json: &Json, heap: Heap<'v>) -> Value<'v> {
    match json {
        Json::Null => Value::new_none(),
        Json::Bool(truth) => Value::new_bool(*truth),
        Json::Number(number) => heap.alloc(number.as_i64().unwrap_or(0)),
        Json::String(text) => heap.alloc(text.as_str()),
        Json::Array(items) => heap.alloc(AllocList(items.iter().map(|item| convert(item, heap)))),
        Json::Object(map) => {
            let entries = map.iter();
            let entries = entries.map(|(key, value)| (key.as_str(), convert(value, heap)));
            heap.alloc(AllocDict(entries))
        }
    }
}

fn as_function(functions: &str, body: &str) -> String {
    let mut text = format!("{functions}def policy(request):\n");
    for line in body.lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn text(workload: Workload) -> Result<String, Fault> {
    let source = workload.source().ok_or("no single text")?;
    let name = workload.name();
    let own_functions = section(POLICIES, &format!("{name}.functions"));
    let body = section(POLICIES, name).unwrap_or(&source.body);
    Ok(as_function(own_functions.unwrap_or(source.functions), body))
}

impl Peer for Starlark {
    type Kept = Policy;

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        match workload {
            Workload::P9 => return self.measure_bindings(bench),
            Workload::P2Json => {
                bench.skip("the same as P2");
                return Ok(());
            }
            _ => {}
        }
        let text = text(workload)?;
        let policy = self.compile(&text)?;
        let tree = self.data.request(workload)?;
        let run = |ticks| {
            in_module(black_box(&tree), ticks, |evaluator, request| {
                call(&policy, evaluator, request)
            })
        };
        bench.full(|| run(None));
        bench.limited(|| run(Some(TICKS)));
        bench.compile(|| self.compile(black_box(&text)));
        Ok(())
    }

    fn keep(&self, number: usize) -> Result<Self::Kept, Fault> {
        Ok(self.compile(&as_function("", &small(number)))?)
    }
}

fn main() -> Done {
    let builder = GlobalsBuilder::extended_by(&[LibraryExtension::StructType]);
    let starlark = Starlark {
        data: Data::load()?,
        globals: builder.with(lent).build(),
    };
    harness::run(&starlark)
}
