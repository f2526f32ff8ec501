//! Decisions in `tests/golden/decisions` and plans in `tests/golden/plans`.

#![cfg(test)]

#[path = "support/decisions.rs"]
mod decisions;

use decisions::compare;

#[test]
fn golden_decisions() {
    assert!(compare("tests/golden/decisions") > 40);
}

#[test]
fn golden_plans() {
    assert!(compare("tests/golden/plans") > 5);
}
