//! What there is to ask about a target: its bindings at one moment, for one subject.

use crate::host::Subject;

use super::{
    binding::Binding,
    statics::{self, Static},
    target::Target,
    walk::Rules,
};

/// A policy binding that has a part in the decision.
pub(super) struct Asked<'t> {
    pub binding: &'t Binding,
    pub policy: &'t str,
}

/// The bindings of a target that are seen; users and groups have answered already.
pub(super) struct Hearing<'t> {
    pub rules: Rules,
    pub statics: Vec<Static<'t>>,
    /// All users and groups that count, as one answer.
    pub aggregate: Option<bool>,
    pub policies: Vec<Asked<'t>>,
    /// How many bindings the target has.
    pub most: usize,
}

impl<'t> Hearing<'t> {
    /// What there is to ask about a target at a time in seconds since 1970, which is asked for if it matters.
    pub fn of(
        target: &'t Target,
        now: impl Fn() -> i64,
        short_circuit: bool,
        subject: &dyn Subject,
    ) -> Self {
        let most = target.bindings.len();
        let seen = || (target.bindings.iter()).filter(|binding| binding.is_seen(&now));
        let (statics, aggregate) = statics::answer(seen(), most, target.mode, subject);
        let mut policies = Vec::with_capacity(most);
        policies.extend(seen().filter_map(|binding| {
            let policy = binding.policy_name()?;
            Some(Asked { binding, policy })
        }));
        let rules = Rules {
            mode: target.mode,
            empty_result: target.empty_result,
            short_circuit,
        };
        Self {
            rules,
            statics,
            aggregate,
            policies,
            most,
        }
    }

    /// With another answer where no binding counts.
    pub fn with_empty_result(mut self, passing: bool) -> Self {
        self.rules.empty_result = passing;
        self
    }

    /// How many bindings are seen.
    pub fn len(&self) -> usize {
        self.policies.len() + self.statics.len()
    }
}
