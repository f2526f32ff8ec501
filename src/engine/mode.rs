//! Any and All: how the answers of a target's bindings become one. Pure functions, all of the table.

use serde::{Deserialize, Serialize};

/// How the answers of a target's bindings are combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One passing answer is enough.
    #[default]
    Any,
    /// Every answer must pass.
    All,
}

impl Mode {
    /// The mode of a name, as authentik spells it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "any" => Some(Self::Any),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Combines answers; none at all give `empty_result`.
    #[must_use]
    pub fn combine(self, empty_result: bool, answers: impl IntoIterator<Item = bool>) -> bool {
        self.aggregate(answers).unwrap_or(empty_result)
    }

    /// Combines an answer with those before it, if there are any.
    #[must_use]
    pub(super) fn join(self, before: Option<bool>, passing: bool) -> bool {
        match (before, self) {
            (None, _) => passing,
            (Some(before), Self::Any) => before || passing,
            (Some(before), Self::All) => before && passing,
        }
    }

    /// Whether after this answer no further one can change the combined answer.
    #[must_use]
    pub fn is_settled_by(self, passing: bool) -> bool {
        match self {
            Self::Any => passing,
            Self::All => !passing,
        }
    }

    /// User and group bindings are one answer together: none, if there are none.
    #[must_use]
    pub fn aggregate(self, statics: impl IntoIterator<Item = bool>) -> Option<bool> {
        let join = |before, passing| Some(self.join(before, passing));
        statics.into_iter().fold(None, join)
    }
}

/// How a policy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It returned, and what it returned is true or false in Python's sense.
    Returned(bool),
    /// It raised, did not compile, or met a limit.
    Raised,
}

/// What a binding makes of an outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Flips what the policy returned. What it raised is not flipped.
    pub negate: bool,
    /// The answer for a policy that raised.
    pub failure_result: bool,
    /// The answer is recorded and not counted.
    pub dry_run: bool,
}

impl Terms {
    /// The answer of a binding to a policy.
    #[must_use]
    pub fn answer(self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Returned(passing) => passing != self.negate,
            Outcome::Raised => self.failure_result,
        }
    }

    /// The answer of a binding to a user or group. Nobody passes none of them, negated or not.
    #[must_use]
    pub fn answer_static(self, anonymous: bool, matches: bool) -> bool {
        !anonymous && matches != self.negate
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Outcome, Terms};

    #[test]
    fn any_needs_one_and_all_needs_all() {
        let table = [
            (Mode::Any, &[][..], true, true),
            (Mode::Any, &[], false, false),
            (Mode::All, &[], true, true),
            (Mode::All, &[], false, false),
            (Mode::Any, &[false, true], false, true),
            (Mode::Any, &[false, false], true, false),
            (Mode::All, &[true, true], false, true),
            (Mode::All, &[false, true], true, false),
        ];
        for (mode, answers, empty, expected) in table {
            let answers = answers.iter().copied();
            assert_eq!(mode.combine(empty, answers), expected);
        }
    }

    #[test]
    fn statics_are_one_answer() {
        assert_eq!(Mode::All.aggregate([]), None);
        assert_eq!(Mode::All.aggregate([true, false]), Some(false));
        assert_eq!(Mode::Any.aggregate([true, false]), Some(true));
    }

    #[test]
    fn negation_flips_what_was_returned_and_not_what_was_raised() {
        for failure_result in [false, true] {
            let terms = Terms {
                negate: true,
                failure_result,
                dry_run: false,
            };
            assert!(terms.answer(Outcome::Returned(false)));
            assert!(!terms.answer(Outcome::Returned(true)));
            assert_eq!(terms.answer(Outcome::Raised), failure_result);
        }
    }

    #[test]
    fn nobody_passes_a_user_or_group_binding() {
        for negate in [false, true] {
            let terms = Terms {
                negate,
                ..Terms::default()
            };
            assert!(!terms.answer_static(true, true));
            assert!(!terms.answer_static(true, false));
            assert_eq!(terms.answer_static(false, true), !negate);
            assert_eq!(terms.answer_static(false, false), negate);
        }
    }
}
