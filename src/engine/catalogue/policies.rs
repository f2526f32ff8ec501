//! The policies that blueprints describe.

use std::collections::HashSet;
use std::sync::Arc;

use super::fields::{self, refused};
use super::settings;
use crate::engine::blueprint::{BlueprintError, Blueprints, Model, Object, Reason};
use crate::engine::policy_type::PolicyType;
use serde_json::{Map, Value};

/// A policy as described.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Source {
    pub name: String,
    pub kind: Kind,
    /// Its executions are events.
    pub logged: bool,
    /// Where it was described.
    pub object: Object,
}

/// What a policy is made of.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::engine) enum Kind {
    /// A text in the language.
    Expression(Arc<str>),
    /// A type, and values for its settings.
    Typed(PolicyType, Map<String, Value>),
}

/// Reads all policies.
pub(super) fn read(blueprints: &Blueprints) -> Result<Vec<Source>, BlueprintError> {
    let mut names = HashSet::new();
    let mut policies = Vec::new();
    for object in blueprints
        .objects()
        .filter(|object| object.model.is_policy())
    {
        let source = Source::of(object)?;
        if source.name.is_empty() || !names.insert(source.name.clone()) {
            let what = format!("the name '{}' of a policy", source.name);
            let expected = "there, and that of no other policy";
            return Err(refused(
                object,
                object.place,
                Reason::WrongType { what, expected },
            ));
        }
        policies.push(source);
    }
    Ok(policies)
}

impl Source {
    /// Reads one policy.
    pub fn of(object: &Object) -> Result<Self, BlueprintError> {
        Ok(Self {
            name: fields::text(object, "name")?,
            kind: kind(object)?,
            logged: fields::flag(object, "execution_logging", false)?,
            object: object.clone(),
        })
    }
}

fn kind(object: &Object) -> Result<Kind, BlueprintError> {
    match &object.model {
        Model::ExpressionPolicy => {
            let text = fields::text(object, "expression")?;
            Ok(Kind::Expression(text.into()))
        }
        Model::Policy(name) => match PolicyType::of_model(name) {
            Some(kind) => {
                let values = settings::values(object, kind.settings())?;
                Ok(Kind::Typed(kind.clone(), values))
            }
            None => Err(unknown(object)),
        },
        _ => Err(unknown(object)),
    }
}

/// A type that is not there, or the base of all of them, which does not say how it passes.
fn unknown(object: &Object) -> BlueprintError {
    let name = object.name().to_owned();
    let reason = match object.label.as_str() {
        "authentik_policies.policy" => Reason::RootType { name },
        label => Reason::PolicyType {
            name,
            label: label.to_owned(),
        },
    };
    refused(object, object.place, reason)
}
