//! Bindings to users and groups, which need no policy: one answer each, and one for all.

use crate::host::Subject;

use super::{
    binding::{Binding, Bound},
    decision::{Answer, Kind},
    mode::Mode,
};

/// Answers the bindings among these that need no policy, and all of them that count as one.
pub(super) fn answer<'b>(
    bindings: impl Iterator<Item = &'b Binding>,
    most: usize,
    mode: Mode,
    subject: &dyn Subject,
) -> (Vec<Answer>, Option<bool>) {
    let mut answers = Vec::with_capacity(most);
    answers.extend(bindings.filter_map(|one| answer_one(one, subject)));
    let counted = answers.iter().filter(|answer| answer.counted);
    let aggregate = mode.aggregate(counted.map(|answer| answer.passing));
    (answers, aggregate)
}

fn answer_one(binding: &Binding, subject: &dyn Subject) -> Option<Answer> {
    let (kind, name, matches) = match &binding.what {
        Bound::Policy(_) => return None,
        Bound::User(user) => (Kind::User, user.username.as_str(), subject.is_user(user)),
        Bound::Group(group) => (Kind::Group, group.name.as_str(), subject.is_member(group)),
        Bound::Nothing => (Kind::Invalid, "invalid", false),
    };
    let passing = binding.terms.answer_static(subject.is_anonymous(), matches);
    Some(Answer::of(binding, kind, name, passing))
}
