//! All that a set of blueprints comes to.

use super::{
    directory,
    policies::{self, Source},
    targets,
};
use crate::{
    engine::{
        blueprint::{BlueprintError, Blueprints},
        target::Target,
    },
    host::MemoryDirectory,
};

/// What a set of blueprints comes to.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Catalogue {
    pub directory: MemoryDirectory,
    pub policies: Vec<Source>,
    pub targets: Vec<Target>,
}

impl Catalogue {
    /// Reads the objects of blueprints.
    pub fn of(blueprints: &Blueprints) -> Result<Self, BlueprintError> {
        let members = directory::read(blueprints)?;
        Ok(Self {
            policies: policies::read(blueprints)?,
            targets: targets::read(blueprints, &members)?,
            directory: members.directory,
        })
    }
}
