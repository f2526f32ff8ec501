//! Bindings: a policy, a user or a group attached to a target.

use std::{sync::Arc, time::Duration};

use crate::host::{Group, User};

use smol_str::SmolStr;

use super::decision::{Answer, Kind};
use super::mode::Terms;

/// What a binding attaches.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Bound {
    /// The policy of this name.
    Policy(String),
    /// A user: the subject must be this one.
    User(Arc<User>),
    /// A group: the subject must be a member, directly or through a parent.
    Group(Arc<Group>),
    /// Nothing: nobody passes.
    Nothing,
}

/// A policy, user or group attached to a target.
///
/// ```
/// use ordain::engine::Binding;
///
/// let binding = Binding::policy("office-hours").order(10).negate().failure_result(true);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Binding {
    pub(super) what: Bound,
    /// How answers name it.
    pub(super) name: SmolStr,
    pub(super) order: i64,
    pub(super) enabled: bool,
    pub(super) terms: Terms,
    pub(super) timeout: Option<Duration>,
    /// Seconds since 1970 from which on it is not seen.
    pub(super) expires: Option<i64>,
    /// Where the policy of its name stands among those of the engine.
    pub(super) place: Option<usize>,
}

impl Binding {
    /// Attaches something: enabled, of order 0, not negated, failing where the policy raises, with
    /// the engine's own timeout and without an end.
    pub fn new(what: Bound) -> Self {
        let name = SmolStr::new(match &what {
            Bound::Policy(name) => name,
            Bound::User(user) => &user.username,
            Bound::Group(group) => &group.name,
            Bound::Nothing => "invalid",
        });
        Self {
            what,
            name,
            order: 0,
            enabled: true,
            terms: Terms::default(),
            timeout: None,
            expires: None,
            place: None,
        }
    }

    /// Attaches a policy by its name.
    pub fn policy(name: impl Into<String>) -> Self {
        Self::new(Bound::Policy(name.into()))
    }

    /// Attaches a user.
    pub fn user(user: impl Into<Arc<User>>) -> Self {
        Self::new(Bound::User(user.into()))
    }

    /// Attaches a group.
    pub fn group(group: impl Into<Arc<Group>>) -> Self {
        Self::new(Bound::Group(group.into()))
    }

    /// Sets its place among the bindings of its target: lower ones are asked first, equal ones in the
    /// order in which they were bound.
    pub fn order(mut self, order: i64) -> Self {
        self.order = order;
        self
    }

    /// Makes it invisible.
    pub fn disabled(mut self) -> Self {
        self.enabled = false;
        self
    }

    /// Flips its answer, but neither its messages nor the answer for a policy that raised.
    pub fn negate(mut self) -> Self {
        self.terms.negate = true;
        self
    }

    /// Sets the answer for a policy that raises, does not compile or meets a limit.
    pub fn failure_result(mut self, passing: bool) -> Self {
        self.terms.failure_result = passing;
        self
    }

    /// Records its answer without counting it.
    pub fn dry_run(mut self) -> Self {
        self.terms.dry_run = true;
        self
    }

    /// Sets how long its policy may run.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }

    /// Sets when it ends, in seconds since 1970: from then on it is not seen.
    pub fn expires(mut self, seconds: i64) -> Self {
        self.expires = Some(seconds);
        self
    }

    /// Whether it has a part in decisions at a time, in seconds since 1970, which few have to know.
    pub(super) fn is_seen(&self, now: impl FnOnce() -> i64) -> bool {
        self.enabled && self.expires.is_none_or(|end| now() < end)
    }

    /// Adds its answer, which has cost nothing yet, and hands it out. It is filled in where it stays: what is
    /// moved soon after it was written in pieces makes the processor wait.
    pub(super) fn answer_in<'a>(&self, answers: &'a mut Vec<Answer>) -> &'a mut Answer {
        let answer = answers.push_mut(Answer::NONE);
        answer.order = self.order;
        answer.kind = match self.what {
            Bound::Policy(_) => Kind::Policy,
            Bound::User(_) => Kind::User,
            Bound::Group(_) => Kind::Group,
            Bound::Nothing => Kind::Invalid,
        };
        answer.name = self.name.clone();
        answer.negated = self.terms.negate;
        answer.dry_run = self.terms.dry_run;
        answer.counted = !self.terms.dry_run;
        answer
    }

    /// The name of the policy, if it binds one.
    pub(super) fn policy_name(&self) -> Option<&str> {
        match &self.what {
            Bound::Policy(name) => Some(name),
            _ => None,
        }
    }
}
