//! Decisions in `tests/golden/decisions`, plans in `tests/golden/plans`, and decisions that are explained
//! in `tests/golden/explanations`.

#![cfg(test)]

#[path = "support/decisions.rs"]
mod decisions;

use decisions::{compare, compare_with};
use ordain::engine::Engine;

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
fn an_explanation_changes_nothing_else() {
    let explained = Engine::builder().explained();
    compare_with(&explained, "tests/golden/decisions");
    compare_with(&explained, "tests/golden/plans");
}
