//! Bindings to users and groups, which need no policy: one answer each, and one for all.

use crate::host::Subject;

use super::{
    binding::{Binding, Bound},
    decision::Answer,
    mode::Mode,
};

/// What a binding answers that needs no policy.
pub(super) struct Static<'b> {
    binding: &'b Binding,
    passing: bool,
}

/// Answers the bindings among these that need no policy, and all of them that count as one.
pub(super) fn answer<'b>(
    bindings: impl Iterator<Item = &'b Binding>,
    most: usize,
    mode: Mode,
    subject: &dyn Subject,
) -> (Vec<Static<'b>>, Option<bool>) {
    let mut answers = Vec::with_capacity(most);
    answers.extend(bindings.filter_map(|one| Static::of(one, subject)));
    let counted = answers.iter().filter(|one| !one.binding.terms.dry_run);
    let aggregate = mode.aggregate(counted.map(|one| one.passing));
    (answers, aggregate)
}

impl<'b> Static<'b> {
    fn of(binding: &'b Binding, subject: &dyn Subject) -> Option<Self> {
        let matches = match &binding.what {
            Bound::Policy(_) => return None,
            Bound::User(user) => subject.is_user(user),
            Bound::Group(group) => subject.is_member(group),
            Bound::Nothing => false,
        };
        let passing = binding.terms.answer_static(subject.is_anonymous(), matches);
        Some(Self { binding, passing })
    }

    /// Adds it to the answers of a decision.
    pub(super) fn answer_in(&self, answers: &mut Vec<Answer>) {
        self.binding.answer_in(answers).passing = self.passing;
    }
}
