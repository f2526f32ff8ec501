//! One policy: compiled once, evaluated as often as needed.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::code::{self, Program};
use crate::compile;
use crate::error::SyntaxError;
use crate::limits::Limits;
use crate::value::hash::Names;
use crate::vm::Library;

/// A compiled policy. Cloning it shares the program; threads may share it too.
#[derive(Clone)]
pub struct Policy {
    program: Arc<Program>,
    source: Arc<str>,
}

impl Policy {
    /// Compiles the body of a Python function, under the default limits.
    ///
    /// # Errors
    /// The first error in the text, as CPython words it, with its place.
    pub fn compile(name: &str, source: &str) -> Result<Self, SyntaxError> {
        Self::compile_with(name, source, &Limits::default())
    }

    /// Compiles under the given limits of nesting and size.
    ///
    /// # Errors
    /// The first error in the text, as CPython words it, with its place.
    pub fn compile_with(name: &str, source: &str, limits: &Limits) -> Result<Self, SyntaxError> {
        Self::of_text(name, &Arc::from(source), limits)
    }

    /// Compiles a text that is shared.
    pub(super) fn of_text(
        name: &str,
        source: &Arc<str>,
        limits: &Limits,
    ) -> Result<Self, SyntaxError> {
        let program = compile::compile(name, source, limits)?;
        Ok(Self::of(program, source))
    }

    /// A program, and the text that it was made of.
    pub(super) fn of(program: Program, source: &Arc<str>) -> Self {
        Self {
            program: Arc::new(program),
            source: Arc::clone(source),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.program.name()
    }

    /// Its text, or that of its type.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its bytecode as text.
    #[must_use]
    pub fn listing(&self) -> String {
        code::listing(&self.program)
    }

    /// Its program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }
}

/// Policies by name, for `ak_call_policy`.
#[derive(Clone, Default)]
pub struct Policies {
    policies: IndexMap<String, Result<Policy, Refused>, Names>,
}

/// Why a policy does not compile, and how that reads as the message of a decision.
#[derive(Clone, Debug)]
struct Refused {
    error: SyntaxError,
    message: String,
}

impl Policies {
    /// No policies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles a policy and adds it. One that does not compile is kept as such: calling it gives a
    /// failing result with the error as its message.
    pub fn add(&mut self, name: &str, source: &str) {
        self.add_text(name, &Arc::from(source));
    }

    /// The same of a text that is shared.
    pub(super) fn add_text(&mut self, name: &str, source: &Arc<str>) {
        let policy = Policy::of_text(name, source, &Limits::default()).map_err(|error| Refused {
            message: crate::report::line(name, source, &error),
            error,
        });
        self.policies.insert(name.to_owned(), policy);
    }

    /// Adds a compiled policy.
    pub fn insert(&mut self, policy: Policy) {
        self.policies.insert(policy.name().to_owned(), Ok(policy));
    }

    /// Whether there is a policy of a name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.policies.contains_key(name)
    }

    /// Where the policy of a name stands.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.policies.get_index_of(name)
    }

    /// The policy at a place, if it has this name and compiles.
    pub(super) fn placed(&self, place: Option<usize>, name: &str) -> Option<&Policy> {
        match self.policies.get_index(place?)? {
            (known, Ok(policy)) if known == name => Some(policy),
            _ => None,
        }
    }

    /// The policy of a name, or why it does not compile.
    #[must_use]
    pub fn policy(&self, name: &str) -> Option<Result<&Policy, &SyntaxError>> {
        let policy = self.policies.get(name)?;
        Some(policy.as_ref().map_err(|refused| &refused.error))
    }
}

impl Library for Policies {
    fn policy(&self, name: &str) -> Option<Result<&Program, &str>> {
        match self.policies.get(name)? {
            Ok(policy) => Some(Ok(policy.program())),
            Err(refused) => Some(Err(&refused.message)),
        }
    }
}
