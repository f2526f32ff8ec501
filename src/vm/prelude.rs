//! The prelude: functions written in the language that natives end in.
//!
//! A program of the prelude defines functions in its body. The body runs when one of them is first
//! called in a session, at the cost of the policy that calls it.

use std::collections::HashMap;

use crate::code::{Program, Slot};
use crate::value::value::ChunkId;

/// Two programs of the prelude define a function of one name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the prelude defines {0} twice")]
pub struct DefinedTwice(pub String);

/// The programs of the prelude, and where each of their functions stands.
#[derive(Default)]
pub struct Prelude {
    programs: Vec<Program>,
    functions: HashMap<String, (usize, Slot)>,
}

impl Prelude {
    /// A prelude of compiled programs: every name that the body of one assigns is a function.
    ///
    /// # Errors
    /// A name that two of them assign.
    pub fn new(programs: Vec<Program>) -> Result<Self, DefinedTwice> {
        let mut functions = HashMap::new();
        for (at, program) in programs.iter().enumerate() {
            let locals = program
                .chunk(ChunkId(0))
                .map_or(&[][..], |body| &body.locals);
            for (slot, name) in (0..).zip(locals) {
                let place = (at, Slot(slot));
                if functions.insert(name.as_str().to_owned(), place).is_some() {
                    return Err(DefinedTwice(name.as_str().to_owned()));
                }
            }
        }
        Ok(Self {
            programs,
            functions,
        })
    }

    /// Whether it defines a function.
    #[must_use]
    pub fn defines(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// The program that defines a function, and the slot of its body that holds it.
    pub(super) fn function(&self, name: &str) -> Option<(&Program, Slot)> {
        let (at, slot) = self.functions.get(name)?;
        Some((self.programs.get(*at)?, *slot))
    }

    /// Whether a program is one of the prelude's.
    pub(super) fn holds(&self, program: &Program) -> bool {
        self.programs.iter().any(|own| std::ptr::eq(own, program))
    }
}
