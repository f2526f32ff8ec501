//! What policies cost that reach for things: lent objects and containers, methods, helpers, texts.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ordain::{
    Evaluator, Group, HttpRequest, Limits, Policies, Policy, Request, SystemServices, User,
};
use serde_json::{Map, Value, json};

const POLICIES: &[(&str, &str)] = &[
    (
        "group-or-domain",
        include_str!("policies/group-or-domain.policy"),
    ),
    ("networks", include_str!("policies/networks.policy")),
    ("patterns", include_str!("policies/patterns.policy")),
    ("map", include_str!("policies/map.policy")),
    ("list", include_str!("policies/list.policy")),
    ("attributes", include_str!("policies/attributes.policy")),
    ("keywords", include_str!("policies/keywords.policy")),
];

fn ada() -> User {
    let user = User::new(17, "ada")
        .with_email("Ada@harbour.example")
        .with_attribute("berth", 4)
        .with_attribute("depth", 12);
    let groups = ["staff", "pilots", "anglers", "divers", "night watch"];
    groups.iter().fold(user, |user, name| {
        user.in_group(Arc::new(Group::new(*name)))
    })
}

fn context() -> Map<String, Value> {
    let harbours: Map<String, Value> = (0..50)
        .map(|at| {
            (
                format!("harbour_{at:02}"),
                json!(format!("dock-{}", at * 7 % 50)),
            )
        })
        .collect();
    let mut context = Map::new();
    context.insert("harbours".to_owned(), Value::Object(harbours));
    context.insert("depths".to_owned(), (0..100).collect());
    context
}

fn reach(c: &mut Criterion) {
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let (user, http, context) = (ada(), HttpRequest::get("/"), context());
    let request = Request::new(&user)
        .over(&http)
        .from_address(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 17)))
        .with_context(&context);
    let mut group = c.benchmark_group("reach");
    for (name, text) in POLICIES {
        let Ok(policy) = Policy::compile(name, text) else {
            continue;
        };
        let outcome = evaluator.evaluate(&policy, &request).outcome;
        assert!(outcome.is_ok_and(|result| result.passing), "{name}");
        group.bench_function(*name, |b| {
            b.iter(|| evaluator.evaluate(&policy, black_box(&request)))
        });
    }
    group.finish();
}

criterion_group!(benches, reach);
criterion_main!(benches);
