//! The walk over a target's policies: who is asked, in which order, and when it is over.

use super::mode::{Mode, Outcome, Terms};

/// What a walk needs to know of its target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub mode: Mode,
    pub empty_result: bool,
    /// End the walk with the binding that settles the mode.
    pub short_circuit: bool,
}

/// What came out of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Walked {
    pub passing: bool,
    /// The answers of the policy bindings that were asked: all of them, or the first ones.
    pub answers: Vec<bool>,
}

/// Asks the policy bindings in their order. `statics` is the answer of all user and group bindings
/// together, which costs nothing to know and changes with nothing that a policy writes.
///
/// A short circuit leaves out a tail of the policies and never one before another that is asked: a
/// policy may depend on what those before it wrote.
pub(super) fn walk<E>(
    rules: Rules,
    statics: Option<bool>,
    policies: &[Terms],
    mut ask: impl FnMut(usize) -> Result<Outcome, E>,
) -> Result<Walked, E> {
    let settled = |answer: bool| rules.short_circuit && rules.mode.is_settled_by(answer);
    let mut answers = Vec::with_capacity(policies.len());
    if !statics.is_some_and(settled) {
        for (at, terms) in policies.iter().enumerate() {
            let answer = terms.answer(ask(at)?);
            answers.push(answer);
            if !terms.dry_run && settled(answer) {
                break;
            }
        }
    }
    let asked = policies.iter().zip(&answers);
    let counted = asked.filter(|(terms, _)| !terms.dry_run);
    let all = counted.map(|(_, answer)| *answer).chain(statics);
    Ok(Walked {
        passing: rules.mode.combine(rules.empty_result, all),
        answers,
    })
}

#[cfg(test)]
mod tests {
    use super::{Rules, walk};
    use crate::engine::mode::{Mode, Outcome, Terms};
    use proptest::prelude::*;

    /// A policy that answers by how often it and others before it wrote to the context.
    #[derive(Clone, Copy, Debug)]
    struct Policy {
        terms: Terms,
        raises: bool,
        modulus: u32,
        writes: u32,
    }

    fn run(
        rules: Rules,
        statics: Option<bool>,
        policies: &[Policy],
    ) -> (bool, Vec<bool>, Vec<Outcome>) {
        let terms: Vec<Terms> = policies.iter().map(|policy| policy.terms).collect();
        let (mut context, mut outcomes) = (0, Vec::new());
        let walked = walk(rules, statics, &terms, |at| {
            let policy = policies[at];
            context += policy.writes;
            let returned = Outcome::Returned(context % policy.modulus == 0);
            let outcome = if policy.raises {
                Outcome::Raised
            } else {
                returned
            };
            outcomes.push(outcome);
            Ok::<_, ()>(outcome)
        })
        .unwrap();
        (walked.passing, walked.answers, outcomes)
    }

    fn policy() -> impl Strategy<Value = Policy> {
        let terms = any::<[bool; 3]>().prop_map(|[negate, failure_result, dry_run]| Terms {
            negate,
            failure_result,
            dry_run,
        });
        (terms, prop::bool::weighted(0.3), 1..4_u32, 0..3_u32).prop_map(
            |(terms, raises, modulus, writes)| Policy {
                terms,
                raises,
                modulus,
                writes,
            },
        )
    }

    fn mode() -> impl Strategy<Value = Mode> {
        prop_oneof![Just(Mode::Any), Just(Mode::All)]
    }

    proptest! {
        #[test]
        fn a_short_circuit_never_changes_what_passes(
            mode in mode(),
            empty_result in any::<bool>(),
            statics in any::<Option<bool>>(),
            policies in prop::collection::vec(policy(), 0..8),
        ) {
            let plain = Rules { mode, empty_result, short_circuit: false };
            let short = Rules { short_circuit: true, ..plain };
            let (passing, answers, outcomes) = run(plain, statics, &policies);
            let (short_passing, short_answers, short_outcomes) = run(short, statics, &policies);
            prop_assert_eq!(passing, short_passing);
            prop_assert_eq!(answers.len(), policies.len());
            prop_assert_eq!(&answers[..short_answers.len()], &short_answers[..]);
            prop_assert_eq!(&outcomes[..short_outcomes.len()], &short_outcomes[..]);
        }

        #[test]
        fn dry_runs_are_asked_and_never_counted(
            mode in mode(),
            empty_result in any::<bool>(),
            statics in any::<Option<bool>>(),
            policies in prop::collection::vec(policy(), 0..8),
        ) {
            let rules = Rules { mode, empty_result, short_circuit: false };
            let (passing, answers, _) = run(rules, statics, &policies);
            let counted = policies.iter().zip(&answers).filter(|(policy, _)| !policy.terms.dry_run);
            let counted = counted.map(|(_, answer)| *answer).chain(statics);
            prop_assert_eq!(passing, mode.combine(empty_result, counted));
        }
    }
}
