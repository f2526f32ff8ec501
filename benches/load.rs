//! Large blueprints: how long 100,000 bindings over 10,000 policies take to load, and that a decision
//! about one target of so many costs what it costs where there is no other.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use ordain::engine::blueprint::{BlueprintError, BlueprintLimits, Blueprints};
use ordain::{Engine, Request, User};

/// Bindings of each target.
const BINDINGS: usize = 10;

/// A blueprint of as many applications as policies; each application has ten of the policies bound.
fn blueprint(policies: usize) -> String {
    let mut text = String::from("entries:\n");
    let mut line = |line: std::fmt::Arguments<'_>| {
        let _ = writeln!(text, "{line}");
    };
    for at in 0..policies {
        line(format_args!(
            "- {{model: authentik_policies_expression.expressionpolicy, id: p{at}, identifiers: {{name: p{at}}}, \
             attrs: {{expression: 'return request.user.username != \"nobody{at}\"'}}}}"
        ));
        line(format_args!(
            "- {{model: authentik_core.application, id: a{at}, identifiers: {{slug: a{at}}}, \
             attrs: {{name: A{at}, policy_engine_mode: all}}}}"
        ));
    }
    for at in 0..policies * BINDINGS {
        let (target, order) = (at / BINDINGS, at % BINDINGS);
        let policy = (target + order * 7) % policies;
        line(format_args!(
            "- {{model: authentik_policies.policybinding, \
             identifiers: {{target: !KeyOf a{target}, policy: !KeyOf p{policy}, order: {order}}}}}"
        ));
    }
    text
}

fn load(text: &str) -> Result<Engine, BlueprintError> {
    let limits = BlueprintLimits {
        file_bytes: 64 << 20,
        values: 10_000_000,
        entries: 1_000_000,
        expansion: 1 << 30,
        ..BlueprintLimits::default()
    };
    let mut blueprints = Blueprints::new().with_limits(limits);
    blueprints.load("large.yaml", text)?;
    let mut engine = Engine::builder().build();
    engine.replace(blueprints)?;
    Ok(engine)
}

fn loads(c: &mut Criterion) {
    if let Err(fault) = measure(c) {
        println!("a blueprint of the bench is refused: {fault}");
        std::process::exit(1);
    }
}

fn measure(c: &mut Criterion) -> Result<(), BlueprintError> {
    let (few, some) = (blueprint(10), blueprint(100));
    c.bench_function("load/1,000 bindings", |b| b.iter(|| load(black_box(&some))));
    let (user, small) = (User::new(17, "ada"), load(&few)?);
    let request = Request::new(&user);
    c.bench_function("decide/of 100 bindings", |b| {
        b.iter(|| small.decide("application:a7", black_box(&request)));
    });
    let all = blueprint(10_000);
    let begun = Instant::now();
    let large = load(&all)?;
    println!("load/100,000 bindings took {:.2?}", begun.elapsed());
    let decision = large.decide("application:a7", &request);
    let all_passed =
        |decision: ordain::Decision| decision.passing && decision.bindings.len() == BINDINGS;
    assert!(decision.is_ok_and(all_passed), "every policy must be asked");
    c.bench_function("decide/of 100,000 bindings", |b| {
        b.iter(|| large.decide("application:a7", black_box(&request)));
    });
    Ok(())
}

criterion_group!(benches, loads);
criterion_main!(benches);
