//! Decisions in `tests/golden/decisions`, plans in `tests/golden/plans`, and decisions that are explained
//! in `tests/golden/explanations`.

#![cfg(test)]

#[path = "support/decisions.rs"]
mod decisions;

use decisions::{compare, compare_with};
use ordain::engine::{Binding, Engine, Evaluator, Policy, PolicyType, SystemServices, Target};
use ordain::host::Request;
use ordain::limits::Limits;
use serde_json::json;

#[test]
fn golden_decisions() {
    assert!(compare("tests/golden/decisions") > 40);
}

#[test]
fn golden_plans() {
    assert!(compare("tests/golden/plans") > 5);
}

#[test]
fn golden_explanations() {
    let explained = Engine::builder().explained();
    assert!(compare_with(&explained, "tests/golden/explanations") > 5);
}

#[test]
fn policies_of_types_and_those_evaluated_by_themselves_are_explained() {
    let kind = PolicyType::standard("dummy").unwrap();
    let values = json!({"result": true});
    let engine = Engine::builder()
        .policy_of(kind, "made", values.as_object().unwrap())
        .unwrap()
        .policy("broken", "return (")
        .target(Target::id("door").bind(Binding::policy("made")))
        .explained()
        .build();
    let decision = engine.decide("id:door", &Request::anonymous()).unwrap();
    let why = decision.bindings[0].explanation.as_ref().unwrap();
    assert_eq!(why.source.as_deref(), Some("return result"));

    let source =
        "for _ in range(40):\n    ak_call_policy('made')\nreturn ak_call_policy('broken').passing";
    let policy = Policy::compile("caller", source).unwrap();
    let services = SystemServices::new();
    let evaluator = Evaluator::new(engine.policies(), &services, Limits::default());
    let plain = evaluator.evaluate(&policy, &Request::anonymous());
    let explained = evaluator.explained();
    let explained = explained.evaluate(&policy, &Request::anonymous());
    assert!(plain.explanation.is_none());
    assert_eq!(
        (plain.steps, plain.bytes),
        (explained.steps, explained.bytes)
    );
    let why = explained.explanation.unwrap();
    assert_eq!((why.line, why.called.len()), (3, 32));
    assert_eq!(why.called[0].name, "made");

    let broken = Policy::compile("caller", "return ak_call_policy('broken').messages").unwrap();
    let evaluator = Evaluator::new(engine.policies(), &services, Limits::default());
    let evaluation = evaluator
        .explained()
        .evaluate(&broken, &Request::anonymous());
    let why = evaluation.explanation.unwrap();
    assert!(why.called[0].raised && why.called[0].explanation.is_none());
}

#[test]
fn an_explanation_changes_nothing_else() {
    let explained = Engine::builder().explained();
    compare_with(&explained, "tests/golden/decisions");
    compare_with(&explained, "tests/golden/plans");
}
