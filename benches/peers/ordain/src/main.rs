//! ordain, by its public door, with the default limits on: the request is lent and read in place.

mod visit;

use std::hint::black_box;

use harness::workload::{Data, EXPRESSIONS, small};
use harness::{Answer, Bench, Done, Fault, Peer, Workload};
use ordain::engine::{DecideError, Decision};
use ordain::value::plain::Plain;
use ordain::{
    Binding, Engine, Evaluation, Evaluator, Group, Limits, Policies, Policy, Request,
    SystemServices, Target,
};

use visit::{Held, JsonAccount};

/// The prepared networks are the host's; a policy asks it about them.
const IN_NETWORKS: &str = "return request.obj.is_in_networks(request.obj.client_ip)\n";

struct Ordain {
    data: Data,
    policies: Policies,
    services: SystemServices,
}

impl Ordain {
    fn measure_one(&self, workload: Workload, bench: &mut Bench) -> Done {
        let text = text(workload)?;
        let policy = Policy::compile(workload.name(), &text)?;
        let evaluator = Evaluator::new(&self.policies, &self.services, Limits::default());
        let mut tree = self.data.request(workload)?;
        if workload == Workload::P2Json {
            let user = JsonAccount(tree.remove("user").unwrap_or_default());
            let context = tree.remove("context").unwrap_or_default();
            let context = context.as_object().ok_or("the context is no object")?;
            bench.full(|| {
                let request = Request::new(black_box(&user)).with_context(context);
                Evaluated(evaluator.evaluate(&policy, &request))
            });
            return Ok(());
        }
        let held = Held::of_tree(tree, self.data.parsed_networks()?)?;
        bench.full(|| Evaluated(evaluator.evaluate(&policy, &request(black_box(&held)))));
        bench.compile(|| Policy::compile(workload.name(), black_box(&text)));
        Ok(())
    }

    fn measure_bindings(&self, bench: &mut Bench) -> Done {
        let mut engine = Engine::builder();
        let mut target = Target::id("door");
        for ((order, text), group) in (0..).zip(EXPRESSIONS).zip(&self.data.groups) {
            let name = format!("expression {order}");
            engine = engine.policy(&name, text);
            target = target
                .bind(Binding::group(Group::new(group.clone())).order(order * 2))
                .bind(Binding::policy(name).order(order * 2 + 1));
        }
        let engine = engine.target(target).build();
        let tree = self.data.request(Workload::P9)?;
        let held = Held::of_tree(tree, self.data.parsed_networks()?)?;
        bench.full(|| Decided(engine.decide("id:door", &request(black_box(&held)))));
        Ok(())
    }
}

impl Peer for Ordain {
    type Kept = Policy;

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        match workload {
            Workload::P9 => self.measure_bindings(bench),
            _ => self.measure_one(workload, bench),
        }
    }

    fn keep(&self, number: usize) -> Result<Self::Kept, Fault> {
        Ok(Policy::compile("small", &small(number))?)
    }
}

fn text(workload: Workload) -> Result<String, Fault> {
    if workload == Workload::P3 {
        return Ok(IN_NETWORKS.to_owned());
    }
    let source = workload.source().ok_or("no single text")?;
    Ok(format!("{}{}", source.functions, source.body))
}

fn request(held: &Held) -> Request<'_> {
    Request::new(&held.user)
        .about(&held.obj)
        .with_context(&held.context)
}

struct Evaluated(Evaluation);

impl Answer for Evaluated {
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String> {
        let result = self.0.outcome.map_err(|failure| failure.to_string())?;
        Ok((result.passing, Some(texts(&result.messages))))
    }
}

struct Decided(Result<Decision, DecideError>);

impl Answer for Decided {
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String> {
        let decision = self.0.map_err(|error| error.to_string())?;
        if let Some(raised) = decision.bindings.iter().find(|answer| answer.raised) {
            return Err(format!("{}: {:?}", raised.name, raised.messages));
        }
        Ok((decision.passing, Some(texts(&decision.messages))))
    }
}

fn texts(messages: &[Plain]) -> Vec<String> {
    let texts = messages.iter().filter_map(Plain::as_str);
    texts.map(str::to_owned).collect()
}

fn main() -> Done {
    let ordain = Ordain {
        data: Data::load()?,
        policies: Policies::new(),
        services: SystemServices::new(),
    };
    harness::run(&ordain)
}
