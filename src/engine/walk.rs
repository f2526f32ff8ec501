//! The walk over a target's policies: who is asked, in which order, and when it is over.

use super::mode::{Mode, Terms};

/// What a walk needs to know of its target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub mode: Mode,
    pub empty_result: bool,
    /// End the walk with the binding that settles the mode.
    pub short_circuit: bool,
}

/// Asks the policy bindings in their order for their answers, and says whether the target is open.
/// `statics` is the answer of all user and group bindings together, which costs nothing to know and
/// changes with nothing that a policy writes.
///
/// A short circuit leaves out a tail of the policies and never one before another that is asked: a
/// policy may depend on what those before it wrote.
pub(super) fn walk<E>(
    rules: Rules,
    statics: Option<bool>,
    policies: impl IntoIterator<Item = Terms>,
    mut ask: impl FnMut(usize) -> Result<bool, E>,
) -> Result<bool, E> {
    let settled = |answer: bool| rules.short_circuit && rules.mode.is_settled_by(answer);
    let mut combined = statics;
    if !statics.is_some_and(settled) {
        for (at, terms) in policies.into_iter().enumerate() {
            let answer = ask(at)?;
            if terms.dry_run {
                continue;
            }
            combined = Some(rules.mode.join(combined, answer));
            if settled(answer) {
                break;
            }
        }
    }
    Ok(combined.unwrap_or(rules.empty_result))
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
        let terms = policies.iter().map(|policy| policy.terms);
        let (mut context, mut outcomes) = (0, Vec::new());
        let passing = walk(rules, statics, terms.clone(), |at| {
            let policy = policies[at];
            context += policy.writes;
            let returned = Outcome::Returned(context % policy.modulus == 0);
            let outcome = if policy.raises {
                Outcome::Raised
            } else {
                returned
            };
            outcomes.push(outcome);
            Ok::<_, ()>(policy.terms.answer(outcome))
        })
        .unwrap();
        let answers = terms
            .zip(&outcomes)
            .map(|(terms, outcome)| terms.answer(*outcome));
        (passing, answers.collect(), outcomes)
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
