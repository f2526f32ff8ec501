//! Policies as blueprints describe them, compiled.

use std::sync::Arc;

use super::blueprint::{BlueprintError, Object, Reason};
use super::catalogue::{Kind, Source};
use super::policy::Policy;
use crate::limits::Limits;
use crate::source::Place;

impl Policy {
    /// The policy that an object of a blueprint describes.
    ///
    /// # Errors
    /// A text that does not compile, a type that is not known, or settings that it refuses, with their place.
    pub fn of_object(object: &Object) -> Result<Self, BlueprintError> {
        Source::of(object)?.compile()
    }
}

impl Source {
    /// The policy.
    pub fn compile(&self) -> Result<Policy, BlueprintError> {
        let name = self.name.as_str();
        let compile = |text: &Arc<str>| {
            Policy::of_text(name, text, &Limits::default()).map_err(|error| BlueprintError {
                file: self.object.file.clone(),
                place: self.object.locate(Place::of(text, error.span.start)),
                reason: Reason::Policy {
                    name: name.to_owned(),
                    class: error.class.name(),
                    message: error.message,
                },
            })
        };
        match &self.kind {
            Kind::Expression(text) => compile(text),
            Kind::Typed(kind, values) => kind.make(name, values).map_err(|error| BlueprintError {
                file: self.object.file.clone(),
                place: self.object.place,
                reason: Reason::Setting {
                    name: name.to_owned(),
                    error,
                },
            }),
        }
    }
}
