//! What each stage costs: lexing alone, lexing and parsing, compiling, one evaluation, one decision of 20
//! bindings, a loop of a million turns and a recursive function. Where python3 is found, CPython's time for
//! the same stage of the same text is measured in the same run and printed beside.

use std::hint::black_box;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ordain::syntax::{ParseLimits, count_tokens, parse};
use ordain::{
    Binding, Engine, Evaluator, Group, HttpRequest, Limits, Mode, Policies, Policy, Request,
    SystemServices, Target, User,
};

const SMALL: &str = include_str!("policies/group-or-domain.policy");

const POLICIES: &[(&str, &str)] = &[
    ("group-or-domain", SMALL),
    ("networks", include_str!("policies/networks.policy")),
    ("loop", include_str!("policies/loop.policy")),
    ("fib", include_str!("policies/fib.policy")),
];

/// Prepares the names that the policies read, takes the text as the body of a function, and prints the
/// nanoseconds that a stage takes at best: lexing, parsing, compiling or calling it, or calling ten such
/// functions and asking for ten groups.
const ORACLE: &str = r#"
import ast, io, ipaddress, sys, textwrap, timeit, tokenize, types
text = sys.stdin.read()
group = types.SimpleNamespace(name="staff")
user = types.SimpleNamespace(username="ada", email="ada@harbour.example", groups=[group])
is_member = lambda user, name: any(g.name == name for g in user.groups)
names = {
    "request": types.SimpleNamespace(user=user, context={}),
    "ak_client_ip": ipaddress.ip_address("192.0.2.17"),
    "ak_message": [].append,
    "ip_network": ipaddress.ip_network,
    "ak_is_group_member": is_member,
}
module = "def handler():\n" + textwrap.indent(text, "    ")
exec(module, names)
handler = names["handler"]
stage = {
    "lex": lambda: list(tokenize.generate_tokens(io.StringIO(module).readline)),
    "parse": lambda: ast.parse(module),
    "compile": lambda: compile(module, "policy", "exec"),
    "evaluate": handler,
    "decide": lambda: all([bool(f()) and is_member(user, "staff") for f in [handler] * 10]),
}
timer = timeit.Timer(stage[sys.argv[1]])
count, _ = timer.autorange()
print(min(timer.repeat(5, count)) / count * 1e9)
"#;

/// Prints CPython's time for a stage of a policy, where python3 is found.
fn print_cpython(bench: &str, stage: &str, text: &str) {
    if let Some(nanos) = cpython(stage, text) {
        println!("{bench}: CPython takes {nanos:.0} ns");
    }
}

/// CPython's time for a stage of a policy, in nanoseconds.
fn cpython(stage: &str, text: &str) -> Option<f64> {
    let mut child = Command::new("python3")
        .args(["-c", ORACLE, stage])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn ada() -> User {
    User::new(17, "ada")
        .with_email("ada@harbour.example")
        .in_group(Arc::new(Group::new("staff")))
}

fn stages(c: &mut Criterion) {
    let text = SMALL;
    for stage in ["lex", "parse", "compile"] {
        print_cpython(stage, stage, text);
    }
    c.bench_function("lex", |b| b.iter(|| count_tokens(black_box(text))));
    c.bench_function("parse", |b| {
        let mut arena = bumpalo::Bump::new();
        b.iter(|| {
            arena.reset();
            parse(black_box(text), &arena, &ParseLimits::default()).map(<[_]>::len)
        });
    });
    c.bench_function("compile", |b| {
        b.iter(|| Policy::compile("policy", black_box(text)))
    });
}

fn evaluations(c: &mut Criterion) {
    let (policies, services) = (Policies::new(), SystemServices::new());
    let limits = Limits {
        steps: 100_000_000,
        ..Limits::default()
    };
    let evaluator = Evaluator::new(&policies, &services, limits);
    let (user, http) = (ada(), HttpRequest::get("/"));
    let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 17));
    let request = Request::new(&user).over(&http).from_address(address);
    let mut group = c.benchmark_group("evaluate");
    for (name, text) in POLICIES {
        let Ok(policy) = Policy::compile(name, text) else {
            continue;
        };
        let outcome = evaluator.evaluate(&policy, &request).outcome;
        assert!(outcome.is_ok_and(|result| result.passing), "{name}");
        print_cpython(&format!("evaluate/{name}"), "evaluate", text);
        group.bench_function(*name, |b| {
            b.iter(|| evaluator.evaluate(&policy, black_box(&request)))
        });
    }
    group.finish();
}

fn decisions(c: &mut Criterion) {
    let mut target = Target::application("wiki").mode(Mode::All);
    let mut engine = Engine::builder();
    for order in 0..10 {
        let name = format!("policy-{order}");
        engine = engine.policy(&name, SMALL);
        target = target
            .bind(Binding::policy(name).order(order * 2))
            .bind(Binding::group(Group::new("staff")).order(order * 2 + 1));
    }
    let engine = engine.target(target).build();
    let user = ada();
    let request = Request::new(&user);
    let decision = engine.decide("application:wiki", &request);
    assert!(decision.is_ok_and(|decision| decision.passing));
    print_cpython("decide/20-bindings", "decide", SMALL);
    c.bench_function("decide/20-bindings", |b| {
        b.iter(|| engine.decide("application:wiki", black_box(&request)));
    });
}

criterion_group!(benches, stages, evaluations, decisions);
criterion_main!(benches);
