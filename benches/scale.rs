//! What grows and what must not: a second thread over one engine, the number of bindings, and the size of a
//! context of which little is read.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use ordain::{Binding, Engine, Mode, Policies, Policy, Request, Target, User};
use ordain::{Evaluator, Limits, SystemServices};
use serde_json::{Map, Value as Json};

const SMALL: &str = include_str!("policies/group-or-domain.policy");

fn ada() -> User {
    User::new(17, "ada").with_email("ada@harbour.example")
}

/// An engine with one target, to which so many policies are bound.
fn engine(bindings: i64) -> Engine {
    let mut target = Target::application("wiki").mode(Mode::All);
    let mut engine = Engine::builder();
    for order in 0..bindings {
        let name = format!("policy-{order}");
        engine = engine.policy(&name, SMALL);
        target = target.bind(Binding::policy(name).order(order));
    }
    engine.target(target).build()
}

/// How long the threads take to make so many decisions each.
fn decide_in_threads(engine: &Engine, threads: usize, decisions: u64) -> Duration {
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let user = ada();
                let request = Request::new(&user);
                for _ in 0..decisions {
                    let decision = engine.decide("application:wiki", black_box(&request));
                    assert!(decision.is_ok());
                }
            });
        }
    });
    start.elapsed()
}

fn threads(c: &mut Criterion) {
    let engine = engine(10);
    let mut group = c.benchmark_group("threads");
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::from_parameter(threads), |b| {
            b.iter_custom(|decisions| decide_in_threads(&engine, threads, decisions));
        });
    }
    group.finish();
}

fn bindings(c: &mut Criterion) {
    let user = ada();
    let request = Request::new(&user);
    let mut group = c.benchmark_group("bindings");
    for bindings in [1, 10, 100, 1_000] {
        let engine = engine(bindings);
        group.bench_function(BenchmarkId::from_parameter(bindings), |b| {
            b.iter(|| engine.decide("application:wiki", black_box(&request)));
        });
    }
    group.finish();
}

/// Reads three keys of a context of many.
const THREE_KEYS: &str = r#"
first = request.context["key 1"]
return first + request.context.get("key 3", 0) < request.context["key 5"]
"#;

fn contexts(c: &mut Criterion) {
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let Ok(policy) = Policy::compile("three keys", THREE_KEYS) else {
        return;
    };
    let user = ada();
    let mut group = c.benchmark_group("context");
    for keys in [10, 1_000, 100_000] {
        let entries = (0..keys).map(|key| (format!("key {key}"), Json::from(key)));
        let context: Map<String, Json> = entries.collect();
        let request = Request::new(&user).with_context(&context);
        let outcome = evaluator.evaluate(&policy, &request).outcome;
        assert!(outcome.is_ok_and(|result| result.passing));
        group.bench_function(BenchmarkId::from_parameter(keys), |b| {
            b.iter(|| evaluator.evaluate(&policy, black_box(&request)));
        });
    }
    group.finish();
}

criterion_group!(benches, threads, bindings, contexts);
criterion_main!(benches);
