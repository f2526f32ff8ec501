//! The answer about a target, with what each of its bindings answered and cost.

use std::time::Duration;

use serde::{Serialize, Serializer};
use smol_str::SmolStr;

use crate::host::Effects;
use crate::value::plain::Plain;
use crate::vm::Failure;

use super::{evaluation::PolicyResult, explanation::Explanation};

/// The combined answer of a target's bindings. Explaining it is reading it.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// Whether the target is open.
    pub passing: bool,
    /// The messages of all bindings that count, in their order, whether they pass or not.
    pub messages: Vec<Plain>,
    /// What the policies changed, those in a dry run included. Applying it is up to the embedder.
    pub effects: Effects,
    /// Steps that all policies took.
    pub steps: u64,
    /// What each binding answered: policies in their order, then users and groups in theirs.
    pub bindings: Vec<Answer>,
    /// The one answer of all users and groups that count.
    #[serde(skip)]
    pub(super) aggregate: Option<bool>,
}

impl Decision {
    /// A refusal for which no binding was asked.
    pub(super) fn closed() -> Self {
        Self {
            passing: false,
            messages: Vec::new(),
            effects: Effects::default(),
            steps: 0,
            bindings: Vec::new(),
            aggregate: None,
        }
    }

    /// The results that were combined: one for each policy that counts, and at last a single one for
    /// all users and groups that count.
    #[must_use]
    pub fn source_results(&self) -> Vec<PolicyResult> {
        let policies = self
            .bindings
            .iter()
            .filter(|answer| answer.kind == Kind::Policy);
        let counted = policies
            .filter(|answer| answer.counted)
            .map(|answer| PolicyResult {
                passing: answer.passing,
                messages: answer.messages.clone(),
                value: answer.value.clone(),
            });
        let aggregate = self.aggregate.map(|passing| PolicyResult {
            passing,
            messages: Vec::new(),
            value: None,
        });
        counted.chain(aggregate).collect()
    }

    /// The same with a message.
    pub(super) fn denied(message: &str) -> Self {
        Self {
            messages: vec![Plain::Str(message.to_owned())],
            ..Self::closed()
        }
    }
}

/// What one binding answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Its place among the bindings of the target.
    pub order: i64,
    /// What it binds.
    pub kind: Kind,
    /// The name of the policy or group, or the username. Names of up to 23 bytes need no memory of
    /// their own.
    pub name: SmolStr,
    /// Its answer, negation included.
    pub passing: bool,
    /// The policy raised, did not compile or met a limit: `failure_result` answered.
    pub raised: bool,
    /// It is a negated binding.
    pub negated: bool,
    /// It is in a dry run.
    pub dry_run: bool,
    /// Its answer counts.
    pub counted: bool,
    /// Its messages.
    pub messages: Vec<Plain>,
    /// What its policy returned, if that has a JSON form.
    #[serde(skip)]
    pub value: Option<Plain>,
    /// Steps that its policy took.
    pub steps: u64,
    /// Bytes of memory that its policy used.
    pub bytes: usize,
    /// How long its policy ran, if the engine measures it.
    #[serde(
        rename = "micros",
        serialize_with = "micros",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<Duration>,
    /// The statement that its policy ended with, and what the names there held, if the engine explains
    /// answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Box<Explanation>>,
    /// Why its policy raised.
    #[serde(skip)]
    pub failure: Option<Box<Failure>>,
    /// The policies that its policy called and that are to be reported, in their order: those that
    /// failed, and those whose executions are logged.
    #[serde(skip)]
    pub called: Vec<CalledPolicy>,
}

impl Answer {
    /// The answer of no binding, at no cost.
    pub(super) const NONE: Self = Self {
        order: 0,
        kind: Kind::Invalid,
        name: SmolStr::new_static(""),
        passing: false,
        raised: false,
        negated: false,
        dry_run: false,
        counted: false,
        messages: Vec::new(),
        value: None,
        steps: 0,
        bytes: 0,
        time: None,
        explanation: None,
        failure: None,
        called: Vec::new(),
    };
}

/// What became of a policy that another one called.
#[derive(Clone, Debug)]
pub struct CalledPolicy {
    /// Its name.
    pub name: String,
    /// Its verdict.
    pub passing: bool,
    /// Its messages.
    pub messages: Vec<Plain>,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// What a binding binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A policy.
    Policy,
    /// A user.
    User,
    /// A group.
    Group,
    /// Nothing.
    Invalid,
}

/// Why there is no decision. No `failure_result` answers for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// There is no target of this name.
    #[error("there is no target '{0}'")]
    UnknownTarget(String),
    /// Several targets have this name.
    #[error("there are several targets '{0}'")]
    AmbiguousTarget(String),
    /// All policies together took more steps than a decision may.
    #[error("the decision took more than {0} steps")]
    Steps(u64),
    /// All policies together needed more memory than a decision may.
    #[error("the decision needs more than {0} bytes of memory")]
    Bytes(usize),
    /// What the policies wrote cannot be told: it contains itself, or is too much.
    #[error("the effects of the decision cannot be told: {0}")]
    Effects(String),
}

impl DecideError {
    /// The class that reports give for it.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::UnknownTarget(_) | Self::AmbiguousTarget(_) => "UnknownTarget",
            Self::Steps(_) | Self::Bytes(_) => "DecisionLimit",
            Self::Effects(_) => "EffectsError",
        }
    }
}

fn micros<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    let micros = time.unwrap_or_default().as_micros();
    serializer.serialize_u64(u64::try_from(micros).unwrap_or(u64::MAX))
}
