//! The prelude: functions written in the language that natives end in.
//!
//! A program of the prelude defines functions in its body. The body runs when one of them is first
//! called in a session, at the cost of the policy that calls it.

use std::collections::HashMap;

use crate::code::{Program, Slot};
use crate::value::value::ChunkId;

/// The programs of the prelude, and where each of their functions stands.
pub struct Prelude {
    programs: Vec<Program>,
    functions: HashMap<String, (usize, Slot)>,
}

impl Prelude {
    /// A prelude of compiled programs: every name that the body of one assigns is a function.
    #[must_use]
    pub fn new(programs: Vec<Program>) -> Self {
        let mut functions = HashMap::new();
        for (at, program) in programs.iter().enumerate() {
            let locals = program
                .chunk(ChunkId(0))
                .map_or(&[][..], |body| &body.locals);
            for (slot, name) in (0..).zip(locals) {
                functions.insert(name.as_str().to_owned(), (at, Slot(slot)));
            }
        }
        Self {
            programs,
            functions,
        }
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
