//! One piece of work, as often as told: `counts WORK TIMES`. `.ci/counts` runs it under valgrind, which counts
//! instructions where clocks are too noisy.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::Arc;

use ordain::{
    Binding, Engine, Evaluator, Group, HttpRequest, Limits, Mode, Policies, Policy, Request,
    SystemServices, Target, User,
};
use serde_json::{Map, Value, json};

const SMALL: &str = include_str!("policies/group-or-domain.policy");
const LOOP: &str = "s = 0\nfor i in range(1000):\n    s += i & 7\nreturn s == 3500\n";

/// Policies that a decision runs through, each behind a group that does not decide.
const BINDINGS: [&str; 10] = [
    "return not request.user.is_active",
    "return request.user.email.endswith(\"@elsewhere.example\") or ak_is_group_member(request.user, name=\"night\")",
    "return request.context[\"client_ip\"].startswith(\"10.\")",
    "return request.context.get(\"device\") == \"laptop\" and http_request.headers.get(\"X-Forwarded-Proto\") == \"ftp\"",
    "return request.user.attributes.get(\"level\", 0) >= 8",
    "return request.user.groups.count() > 4",
    "return regex_match(request.user.username, r\"^[A-Z][a-z0-9_.-]{2,31}$\")",
    "return request.user.username in [\"grace\", \"alan\", \"barbara\"]",
    "if request.context.get(\"risk\", 0) < 10:\n    return True\nak_message(\"risk too high\")\nreturn False",
    "return \"curl\" in http_request.headers[\"User-Agent\"].lower()",
];

/// Who asks, and what is known.
struct Visit {
    user: User,
    http: HttpRequest,
    context: Map<String, Value>,
}

impl Visit {
    fn new() -> Self {
        let mut user = User::new(17, "ada").with_email("ada@harbour.example");
        user.attributes.insert("level".into(), json!(5));
        let context = [
            ("client_ip", json!("192.0.2.17")),
            ("device", json!("laptop")),
            ("risk", json!(12)),
        ];
        Self {
            user: user.in_group(Arc::new(Group::new("staff"))),
            http: HttpRequest::get("/")
                .with_header("User-Agent", "Mozilla/5.0")
                .with_header("X-Forwarded-Proto", "https"),
            context: context
                .map(|(name, x)| (name.to_owned(), x))
                .into_iter()
                .collect(),
        }
    }

    fn request(&self) -> Request<'_> {
        Request::new(&self.user)
            .over(&self.http)
            .from_address(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 17)))
            .with_context(&self.context)
    }
}

/// Does it once more than told, so that what only the first time costs is never among what is counted.
fn times<T>(count: usize, mut work: impl FnMut() -> T) {
    for _ in 0..=count {
        black_box(work());
    }
}

/// The policy of 500 lines that the comparison with other engines compiles.
fn long() -> String {
    let block = include_str!("peers/policies/P10.block.policy");
    let blocks = (0..100).map(|number| block.replace("{i}", &number.to_string()));
    format!(
        "score = 0\n{}return score == 0\n",
        blocks.collect::<String>()
    )
}

fn evaluate(text: &str, count: usize) -> bool {
    let Ok(policy) = Policy::compile("policy", text) else {
        return false;
    };
    let (policies, services, visit) = (Policies::new(), SystemServices::new(), Visit::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    times(count, || {
        evaluator.evaluate(&policy, black_box(&visit.request()))
    });
    evaluator
        .evaluate(&policy, &visit.request())
        .outcome
        .is_ok()
}

fn decide(count: usize) -> bool {
    let mut engine = Engine::builder();
    let mut target = Target::id("door").mode(Mode::Any);
    for (order, text) in (0..).zip(BINDINGS) {
        let name = format!("policy {order}");
        engine = engine.policy(&name, text);
        target = target
            .bind(Binding::group(Group::new(format!("group {order}"))).order(order * 2))
            .bind(Binding::policy(name).order(order * 2 + 1));
    }
    let (engine, visit) = (engine.target(target).build(), Visit::new());
    times(count, || {
        engine.decide("id:door", black_box(&visit.request()))
    });
    let decision = engine.decide("id:door", &visit.request());
    decision.is_ok_and(|decision| {
        decision.bindings.len() == 20 && decision.bindings.iter().all(|answer| !answer.raised)
    })
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (work, count) = (
        args.next(),
        args.next().and_then(|count| count.parse().ok()),
    );
    // Without a count this is `cargo bench`, which has nothing to measure here.
    let (Some(work), Some(count)) = (work, count) else {
        return ExitCode::SUCCESS;
    };
    let done = match work.as_str() {
        "compile" => {
            times(count, || Policy::compile("policy", black_box(SMALL)));
            true
        }
        "long" => {
            let text = long();
            times(count, || Policy::compile("policy", black_box(&text)));
            true
        }
        "constant" => evaluate("return True", count),
        "group" => evaluate(SMALL, count),
        "networks" => evaluate(include_str!("policies/networks.policy"), count),
        "texts" => evaluate(include_str!("peers/policies/P4.policy"), count),
        "bindings" => decide(count),
        "loop" => evaluate(LOOP, count),
        _ => false,
    };
    match done {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
