//! cedar-policy: decisions without messages. The request is the context; there are no entities.

use std::hint::black_box;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};
use harness::workload::{Data, blocks, numbered, section};
use harness::{Bench, Done, Fault, Peer, Workload};
use serde_json::{Map, Value as Json};

const POLICIES: &str = include_str!("../policies.cedar");

struct Cedar {
    data: Data,
    authorizer: Authorizer,
    entities: Entities,
    principal: EntityUid,
    action: EntityUid,
    resource: EntityUid,
}

impl Cedar {
    fn new() -> Result<Self, Fault> {
        Ok(Self {
            data: Data::load()?,
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            principal: "User::\"jdoe.smith\"".parse()?,
            action: "Action::\"access\"".parse()?,
            resource: "App::\"grafana\"".parse()?,
        })
    }

    fn full(&self, policies: &PolicySet, tree: &Map<String, Json>) -> Result<bool, Fault> {
        let pairs: Result<Vec<_>, Fault> = tree
            .iter()
            .map(|(key, value)| Ok((key.clone(), convert(value)?)))
            .collect();
        let request = Request::new(
            self.principal.clone(),
            self.action.clone(),
            self.resource.clone(),
            Context::from_pairs(pairs?)?,
            None,
        )?;
        let response = (self.authorizer).is_authorized(&request, policies, &self.entities);
        Ok(response.decision() == Decision::Allow)
    }
}

fn convert(json: &Json) -> Result<RestrictedExpression, Fault> {
    Ok(match json {
        Json::Null => return Err("there is no null".into()),
        Json::Bool(truth) => RestrictedExpression::new_bool(*truth),
        Json::Number(number) => RestrictedExpression::new_long(number.as_i64().unwrap_or(0)),
        Json::String(text) => RestrictedExpression::new_string(text.clone()),
        Json::Array(items) => {
            let items: Result<Vec<_>, Fault> = items.iter().map(convert).collect();
            RestrictedExpression::new_set(items?)
        }
        Json::Object(map) => {
            let fields: Result<Vec<_>, Fault> = map
                .iter()
                .map(|(key, value)| Ok((key.clone(), convert(value)?)))
                .collect();
            RestrictedExpression::new_record(fields?)?
        }
    })
}

fn text(workload: Workload) -> Option<String> {
    if workload == Workload::P10 {
        let permit = section(POLICIES, "P1")?;
        return Some(format!(
            "{permit}{}",
            blocks(section(POLICIES, "P10.block")?)
        ));
    }
    section(POLICIES, workload.name()).map(str::to_owned)
}

impl Peer for Cedar {
    type Kept = PolicySet;

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        let Some(text) = text(workload) else {
            bench.skip(match workload {
                Workload::P2Json => "the same as P2",
                Workload::P3 => "no functions of the host",
                _ => "no regexes, changes of text, sizes, loops or functions",
            });
            return Ok(());
        };
        let policies: PolicySet = text.parse()?;
        let tree = self.data.request(workload)?;
        bench.full(|| self.full(&policies, black_box(&tree)));
        bench.compile(|| black_box(&text).parse::<PolicySet>().ok());
        Ok(())
    }

    fn keep(&self, number: usize) -> Result<Self::Kept, Fault> {
        let text = section(POLICIES, "small").ok_or("no small policy")?;
        Ok(numbered(text, number).parse()?)
    }
}

fn main() -> Done {
    harness::run(&Cedar::new()?)
}
