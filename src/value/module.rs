//! Modules of the standard library, as static tables.

use super::class::{Class, Make, Row, find};

/// A module.
pub struct Module {
    /// Its dotted name.
    pub name: &'static str,
    /// What it holds, sorted by name.
    pub members: &'static [(&'static str, Member)],
}

/// What a module holds.
pub enum Member {
    /// A function.
    Function(Row),
    /// A class.
    Class(&'static Class),
    /// A constant, made when it is read.
    Constant(Make),
    /// Another module.
    Module(&'static Module),
}

impl Module {
    /// What stands under a name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        find(self.members, name, |member| member.0).map(|member| &member.1)
    }
}
