//! Engines put together by an embedder: broken policies, limits, events, the optional short circuit,
//! and blueprints that are refused.

#![cfg(test)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ordain::engine::{
    Binding, Bound, DecideError, Decision, Engine, Mode, SystemServices, Target, Total,
};
use ordain::host::{Entries, Events, Executed, Failed, Group, Item, Request, User};
use ordain::limits::Limits;
use ordain::value::plain::Plain;
use proptest::prelude::*;

fn texts(messages: &[Plain]) -> Vec<&str> {
    messages
        .iter()
        .map(|message| message.as_str().unwrap())
        .collect()
}

fn decide(engine: &Engine) -> Decision {
    engine.decide("id:door", &Request::anonymous()).unwrap()
}

#[test]
fn a_policy_that_does_not_compile_answers_by_failure_result() {
    let engine = Engine::builder()
        .policy("broken", "if True:\n    return 1\n  return 2")
        .policy("caller", "return ak_call_policy('broken').messages")
        .target(
            Target::id("door")
                .mode(Mode::All)
                .bind(Binding::policy("broken").failure_result(true))
                .bind(Binding::policy("broken").negate().order(1)),
        )
        .build();
    let decision = decide(&engine);
    let message = "unindent does not match any outer indentation level (broken, line 3)";
    assert_eq!(texts(&decision.messages), [message, message]);
    assert!(decision.bindings[0].passing && decision.bindings[0].raised);
    assert!(!decision.bindings[1].passing);
    let failure = decision.bindings[0].failure.as_ref().unwrap();
    assert_eq!(failure.class, "IndentationError");
}

#[test]
fn a_policy_that_is_not_there_answers_as_one_that_raised() {
    let door = Target::id("door").bind(Binding::policy("nobody").negate());
    let engine = Engine::builder().target(door).build();
    let decision = decide(&engine);
    assert!(!decision.passing);
    assert_eq!(texts(&decision.messages), ["Policy 'nobody' not found."]);
}

#[test]
fn a_binding_to_nothing_fails() {
    let door = Target::id("door").bind(Binding::new(Bound::Nothing));
    assert!(!decide(&Engine::builder().target(door).build()).passing);
}

#[test]
fn what_one_binding_wastes_another_does_not_miss() {
    let limits = Limits {
        steps: 200_000,
        bytes: 1 << 20,
        ..Limits::default()
    };
    let engine = Engine::builder()
        .policy("spins", "while True: pass")
        .policy(
            "hoards",
            "a = []\nwhile True: a.append('x' * (5000 + len(a)))",
        )
        .policy("works", "return len([n for n in range(1000)]) == 1000")
        .target(
            Target::id("door")
                .mode(Mode::All)
                .bind(Binding::policy("spins").failure_result(true))
                .bind(Binding::policy("hoards").failure_result(true).order(1))
                .bind(Binding::policy("works").order(2)),
        )
        .limits(limits)
        .build();
    let decision = decide(&engine);
    assert!(decision.passing, "{decision:?}");
    assert_eq!(decision.bindings[0].steps, 200_000);
    assert!(decision.bindings[1].bytes > 900_000);
    let memory = "the policy needs more than 1048576 bytes of memory";
    assert_eq!(texts(&decision.bindings[1].messages), [memory]);
    assert!(!decision.bindings[2].raised);
    let sum: u64 = decision.bindings.iter().map(|answer| answer.steps).sum();
    assert_eq!(decision.steps, sum);
}

#[test]
fn no_failure_result_answers_for_the_decision_as_a_whole() {
    let build = |source: &str, steps, total| {
        Engine::builder()
            .policy("wastes", source)
            .target(
                Target::id("door")
                    .bind(Binding::policy("wastes").failure_result(true))
                    .bind(Binding::policy("wastes").failure_result(true).order(1))
                    .bind(Binding::policy("wastes").failure_result(true).order(2)),
            )
            .limits(Limits {
                steps,
                bytes: 1 << 20,
                ..Limits::default()
            })
            .total(total)
            .build()
    };
    let steps = Total {
        steps: 25_000,
        ..Total::default()
    };
    let error = build("while True: pass", 10_000, steps)
        .decide("id:door", &Request::anonymous())
        .unwrap_err();
    assert_eq!(error, DecideError::Steps(25_000));
    assert_eq!(error.class(), "DecisionLimit");
    let bytes = Total {
        bytes: 5 << 18,
        ..Total::default()
    };
    let hoard = "a = [0]\nwhile True: a = a + a";
    let error = build(hoard, 1_000_000, bytes).decide("id:door", &Request::anonymous());
    assert_eq!(error.unwrap_err(), DecideError::Bytes(5 << 18));
}

#[test]
fn a_binding_has_its_own_timeout() {
    let engine = Engine::builder()
        .policy("spins", "while True: pass")
        .target(Target::id("door").bind(Binding::policy("spins").timeout(Duration::from_millis(1))))
        .build();
    let decision = decide(&engine);
    assert_eq!(
        texts(&decision.messages),
        ["the policy ran longer than 1ms"]
    );
    assert!(!decision.passing);
}

#[test]
fn an_expired_binding_is_seen_until_its_end() {
    let door = |end| Target::id("door").bind(Binding::policy("no").expires(end));
    let engine = |end| {
        Engine::builder()
            .policy("no", "return False")
            .target(door(end))
            .services(SystemServices::standing_still((1000, 0)))
            .build()
    };
    assert!(decide(&engine(1000)).passing);
    assert!(!decide(&engine(1001)).passing);
}

#[test]
fn source_results_are_the_policies_that_count_and_one_for_users_and_groups() {
    let staff = Arc::new(Group::new("staff"));
    let ann = User::new(1, "ann").in_group(Arc::clone(&staff));
    let engine = Engine::builder()
        .policy("says", "ak_message('a')\nreturn 'yes'")
        .target(
            Target::id("door")
                .bind(Binding::policy("says"))
                .bind(Binding::policy("says").dry_run().order(1))
                .bind(Binding::group(staff).order(2))
                .bind(Binding::user(User::new(2, "ben")).order(3)),
        )
        .build();
    let decision = engine.decide("id:door", &Request::new(&ann)).unwrap();
    let results: Vec<_> = decision
        .source_results()
        .iter()
        .map(|result| (result.passing, result.messages.len(), result.value.clone()))
        .collect();
    let value = Some(Plain::Str("yes".to_owned()));
    assert_eq!(results, [(true, 1, value), (true, 0, None)]);
    assert_eq!(texts(&decision.messages), ["a"]);
}

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Events for &'static Log {
    fn executed(&self, event: &Executed<'_>) {
        let context = serde_json::Value::Object(event.request.cleansed_context());
        let line = format!(
            "{} {} {} {:?} {context}",
            event.message(),
            event.name,
            event.passing,
            event.messages.len(),
        );
        self.0.lock().unwrap().push(line);
    }

    fn failed(&self, event: &Failed<'_>) {
        let line = format!(
            "{} {} {}: {}",
            event.target, event.name, event.class, event.reason
        );
        self.0.lock().unwrap().push(line);
    }
}

#[test]
fn logged_policies_dry_runs_and_failures_are_reported() {
    let log: &'static Log = Box::leak(Box::default());
    let mut engine = Engine::builder().events(log).build();
    let blueprint = "entries:
  - {model: authentik_core.application, id: app, identifiers: {slug: app}}
  - model: authentik_policies_expression.expressionpolicy
    id: logged
    identifiers: {name: logged}
    attrs: {execution_logging: true, expression: \"ak_message('dummy')\"}
  - model: authentik_policies_expression.expressionpolicy
    id: bad
    identifiers: {name: bad}
    attrs: {execution_logging: true, expression: return 1 / 0}
  - {model: authentik_core.group, id: g, identifiers: {name: g}}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, policy: !KeyOf logged, order: 0}}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, policy: !KeyOf bad, order: 1}}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, group: !KeyOf g, order: 2}, attrs: {dry_run: true}}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, group: !KeyOf g, order: 3}}
";
    engine.load("b.yaml", blueprint).unwrap();
    let secrets = Entries::new()
        .with("password", "hunter2")
        .with("seen", Item::Set(vec![Item::from(1)]));
    let context = Entries::new().with("list", Item::List(vec![Item::Map(secrets)]));
    let request = Request::anonymous().with_context(&context);
    engine.decide("application:app", &request).unwrap();
    let shown = r#"{"list":[{"password":"********************","seen":[1]}]}"#;
    let expected = [
        format!("Policy Execution logged false 1 {shown}"),
        "application:app bad ZeroDivisionError: division by zero".to_owned(),
        format!("Policy Execution (dry run) g false 0 {shown}"),
    ];
    assert_eq!(*log.0.lock().unwrap(), expected);
    engine
        .decide("application:app", &request.as_trial())
        .unwrap();
    assert_eq!(log.0.lock().unwrap().len(), 3);
}

#[test]
fn called_policies_are_reported_before_the_one_that_called_them() {
    let log: &'static Log = Box::leak(Box::default());
    let mut engine = Engine::builder().events(log).build();
    let policy = |name: &str, logging: bool, text: &str| {
        format!(
            "  - model: authentik_policies_expression.expressionpolicy
    id: {name}
    identifiers: {{name: {name}}}
    attrs: {{execution_logging: {logging}, expression: \"{text}\"}}\n"
        )
    };
    let calls = "[ak_call_policy(name) for name in ('logged', 'quiet', 'bad', 'outer')]";
    let blueprint = [
        "entries:\n  - {model: authentik_core.application, id: app, identifiers: {slug: app}}\n",
        &policy("logged", true, "return ak_message('inner')"),
        &policy("quiet", false, "return True"),
        &policy("bad", true, "return 1 / 0"),
        &policy("outer", true, "return not ak_call_policy('logged').passing"),
        &policy("main", true, calls),
        "  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, policy: !KeyOf main, order: 0}}\n",
    ];
    engine.load("b.yaml", &blueprint.concat()).unwrap();
    let request = Request::anonymous();
    engine.decide("application:app", &request).unwrap();
    let expected = [
        "Policy Execution logged false 1 {}",
        "application:app bad ZeroDivisionError: division by zero",
        "Policy Execution logged false 1 {}",
        "Policy Execution outer true 0 {}",
        "Policy Execution main false 0 {}",
    ];
    assert_eq!(*log.0.lock().unwrap(), expected);
    engine
        .decide("application:app", &request.as_trial())
        .unwrap();
    assert_eq!(log.0.lock().unwrap().len(), expected.len());
}

#[test]
fn a_refused_blueprint_leaves_what_was_there() {
    let mut engine = Engine::builder().build();
    let good = "entries:
  - {model: authentik_core.application, id: app, identifiers: {slug: app}}
  - model: authentik_policies_expression.expressionpolicy
    id: p
    identifiers: {name: p}
    attrs: {expression: return False}
  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, policy: !KeyOf p, order: 0}}
";
    engine.load("good.yaml", good).unwrap();
    let bad = "entries:
  - model: authentik_policies_expression.expressionpolicy
    identifiers: {name: p}
    attrs: {expression: return True}
  - model: authentik_policies_expression.expressionpolicy
    identifiers: {name: q}
    attrs:
      expression: |
        x = 1
        return x +
";
    let error = engine.load("bad.yaml", bad).unwrap_err();
    let text = "bad.yaml:10:19: policy 'q': SyntaxError: invalid syntax";
    assert_eq!(error.to_string(), text);
    assert!(!engine.policies().contains("q"));
    let decision = engine
        .decide("application:app", &Request::anonymous())
        .unwrap();
    assert!(!decision.passing);
}

#[test]
fn targets_have_one_meaning() {
    let engine = Engine::builder()
        .target(Target::id("a"))
        .target(Target::flow("login").also("id:b"))
        .target(Target::stage("login", 10).also("id:b"))
        .build();
    let ask = |name: &str| {
        engine
            .decide(name, &Request::anonymous())
            .map(|decision| decision.passing)
    };
    assert_eq!(ask("id:a"), Ok(true));
    assert_eq!(ask("flow:login"), Ok(true));
    assert_eq!(ask("stage:login/10"), Ok(true));
    assert_eq!(
        ask("id:b"),
        Err(DecideError::AmbiguousTarget("id:b".to_owned()))
    );
    assert_eq!(
        ask("login"),
        Err(DecideError::UnknownTarget("login".to_owned()))
    );
}

#[test]
fn an_engine_is_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let engine = Engine::builder()
        .policy("p", "return sum(range(100)) == 4950")
        .target(Target::id("door").bind(Binding::policy("p")))
        .build();
    shared(&engine);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| assert!(decide(&engine).passing)));
        }
    });
}

/// A policy that depends on how many ran before it, writes, says something, and may raise.
fn source(modulus: u32, raises: bool) -> String {
    let end = if raises {
        "raise ValueError('no')"
    } else {
        "return count % N == 0"
    };
    format!(
        "count = context.get('count', 0) + 1\ncontext['count'] = count\nak_message(str(count))\n{}",
        end.replace('N', &modulus.to_string()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_short_circuit_passes_what_the_plain_walk_passes(
        all in any::<bool>(),
        empty in any::<bool>(),
        member in any::<bool>(),
        policies in prop::collection::vec(
            (1..4_u32, prop::bool::weighted(0.3), any::<[bool; 3]>(), 0..3_i64), 0..6),
        groups in prop::collection::vec((any::<bool>(), any::<bool>(), 0..3_i64), 0..3),
    ) {
        let group = Arc::new(Group::new("g"));
        let mut target = Target::id("door").empty_result(empty);
        let mut builder = Engine::builder();
        for (at, (modulus, raises, [negate, failure, dry], order)) in policies.iter().enumerate() {
            let name = format!("p{at}");
            builder = builder.policy(&name, &source(*modulus, *raises));
            let mut binding = Binding::policy(name).order(*order).failure_result(*failure);
            if *negate { binding = binding.negate(); }
            if *dry { binding = binding.dry_run(); }
            target = target.bind(binding);
        }
        for (negate, dry, order) in groups {
            let mut binding = Binding::group(Arc::clone(&group)).order(order);
            if negate { binding = binding.negate(); }
            if dry { binding = binding.dry_run(); }
            target = target.bind(binding);
        }
        let mut user = User::new(1, "u");
        if member { user = user.in_group(group); }
        let mode = if all { Mode::All } else { Mode::Any };
        let builder = builder.target(target.mode(mode));
        let context = Entries::new();
        let request = Request::new(&user).with_context(&context);
        let short = builder.clone().short_circuit().build().decide("id:door", &request).unwrap();
        let plain = builder.build().decide("id:door", &request).unwrap();
        prop_assert_eq!(short.passing, plain.passing);
        let answers = |decision: &Decision| -> Vec<_> {
            let policies = decision.bindings.iter().filter(|answer| answer.steps > 0);
            policies
                .map(|answer| (answer.name.clone(), answer.passing, answer.messages.clone(), answer.steps))
                .collect()
        };
        let (short, plain) = (answers(&short), answers(&plain));
        prop_assert_eq!(&plain[..short.len()], &short[..]);
    }
}

/// Every policy of a decision is found again when another one calls it, however many there are.
#[test]
fn policies_of_a_large_decision_are_told_apart() {
    let count = 100;
    let mut engine = Engine::builder();
    let mut target = Target::id("many").mode(Mode::All);
    for at in 0..count {
        let before = (at + count - 1) % count;
        let source = format!(
            "if context.get('called'):\n    return {at}\n\
             ak_message(ak_call_policy('{before}', called=True).raw_result)\nreturn True"
        );
        engine = engine.policy(&at.to_string(), &source);
        target = target.bind(Binding::policy(at.to_string()).order(at));
    }
    let engine = engine.target(target).build();
    let decision = engine.decide("id:many", &Request::anonymous()).unwrap();
    let said: Vec<Plain> = (0..count)
        .map(|at| Plain::Int((at + count - 1) % count))
        .collect();
    assert!(decision.passing);
    assert_eq!(decision.messages, said);
}
