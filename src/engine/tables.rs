//! What an engine decides by: policies, targets by their names, and the directory, all compiled.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::host::MemoryDirectory;
use crate::source::Place;
use crate::value::hash::Names;
use crate::vm::{Failure, Library};

use super::{
    binding::Binding,
    blueprint::{BlueprintError, Blueprints},
    catalogue::{Catalogue, Kind, Source},
    decision::DecideError,
    policy::{Policies, Policy},
    target::Target,
    target_kind::TargetKind,
};

/// Everything that decisions read.
#[derive(Clone, Default)]
pub(super) struct Tables {
    pub directory: MemoryDirectory,
    pub policies: Policies,
    /// Policies whose executions are events.
    pub logged: HashSet<String, Names>,
    targets: Vec<Target>,
    names: HashMap<String, Named, Names>,
    /// What the policies were made of, so that one that did not change is not compiled again.
    made_of: HashMap<String, Kind>,
    /// The stages of each flow, by its slug, in their order.
    stages: HashMap<String, Vec<usize>, Names>,
    /// The keys of policies, in hex.
    keys: HashMap<String, String>,
}

#[derive(Clone, Copy)]
enum Named {
    One(usize),
    Several,
}

impl Tables {
    /// The target of a name, and the name.
    pub fn target<'t>(&'t self, name: &'t str) -> Result<&'t Target, DecideError> {
        match self.names.get(name) {
            Some(Named::One(at)) => self.targets.get(*at),
            Some(Named::Several) => return Err(DecideError::AmbiguousTarget(name.to_owned())),
            None => None,
        }
        .ok_or_else(|| DecideError::UnknownTarget(name.to_owned()))
    }

    /// The policy that a binding binds by this name, or what it answers with.
    pub fn bound(&self, binding: &Binding, name: &str) -> Result<&Policy, Failure> {
        match self.policies.placed(binding.place, name) {
            Some(policy) => Ok(policy),
            None => self.policy(name),
        }
    }

    /// Notes with each binding where its policy stands.
    pub fn resolve(&mut self) {
        for binding in self
            .targets
            .iter_mut()
            .flat_map(|target| &mut target.bindings)
        {
            let name = binding.policy_name();
            binding.place = name.and_then(|name| self.policies.place(name));
        }
    }

    /// The policy of a name, or what its binding answers with: an error of the author's, as a
    /// policy that raised.
    pub fn policy(&self, name: &str) -> Result<&Policy, Failure> {
        let (class, message, place) = match self.policies.policy(name) {
            Some(Ok(policy)) => return Ok(policy),
            Some(Err(error)) => {
                let text = match self.made_of.get(name) {
                    Some(Kind::Expression(text)) => text,
                    _ => "",
                };
                let message = match Library::policy(&self.policies, name) {
                    Some(Err(message)) => message.to_owned(),
                    _ => error.message.clone(),
                };
                let place = Place::of(text, error.span.start);
                (error.class.name(), message, Some(place))
            }
            None => ("ValueError", format!("Policy '{name}' not found."), None),
        };
        Err(Failure {
            class: class.to_owned(),
            message,
            place,
            calls: Vec::new(),
            limit: None,
        })
    }

    /// The text of a policy, or of its type, as far as it has an author.
    pub fn source(&self, name: &str) -> Option<&str> {
        self.policies.policy(name)?.ok().map(Policy::source)
    }

    /// The stages of a flow, in their order.
    pub fn stages(&self, flow: &str) -> impl Iterator<Item = &Target> {
        let stages = self.stages.get(flow).into_iter().flatten();
        stages.filter_map(|at| self.targets.get(*at))
    }

    /// Whether a policy of this key is bound to a notification rule.
    pub fn is_of_a_rule(&self, key: &str) -> bool {
        let key = hex(key);
        let rules = self.targets.iter();
        rules
            .filter(|target| matches!(target.kind, TargetKind::Rule))
            .flat_map(|rule| &rule.bindings)
            .filter_map(|binding| self.keys.get(binding.policy_name()?))
            .any(|known| *known == key)
    }

    /// All targets.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Adds a policy that may not compile.
    pub fn add_policy(&mut self, name: &str, source: &str) {
        let source = Arc::from(source);
        self.policies.add_text(name, &source);
        let kind = Kind::Expression(source);
        self.made_of.insert(name.to_owned(), kind);
    }

    /// Adds a policy.
    pub fn insert_policy(&mut self, policy: Policy) {
        self.made_of.remove(policy.name());
        self.policies.insert(policy);
    }

    /// Adds a target.
    pub fn add_target(&mut self, mut target: Target) {
        target.bindings.sort_by_key(|binding| binding.order);
        let at = self.targets.len();
        for name in &target.names {
            self.names
                .entry(name.clone())
                .and_modify(|named| *named = Named::Several)
                .or_insert(Named::One(at));
        }
        if let TargetKind::Stage(terms) = &target.kind {
            let stages = self.stages.entry(terms.flow.clone()).or_default();
            let order = |at: &usize| match self.targets.get(*at).map(|stage| &stage.kind) {
                Some(TargetKind::Stage(stage)) => stage.order,
                _ => i64::MIN,
            };
            let place = stages.partition_point(|known| order(known) <= terms.order);
            stages.insert(place, at);
        }
        self.targets.push(target);
    }

    /// Adds all that blueprints describe. Their policies must compile. `before` lends what it has
    /// compiled already.
    pub fn add_blueprints(
        &mut self,
        blueprints: &Blueprints,
        before: &Self,
    ) -> Result<(), BlueprintError> {
        let catalogue = Catalogue::of(blueprints)?;
        for source in catalogue.policies {
            self.add_source(source, before)?;
        }
        self.directory.add_all(&catalogue.directory);
        for target in catalogue.targets {
            self.add_target(target);
        }
        Ok(())
    }

    fn add_source(&mut self, source: Source, before: &Self) -> Result<(), BlueprintError> {
        let unchanged = before.made_of.get(&source.name) == Some(&source.kind);
        let policy = match before.policies.policy(&source.name) {
            Some(Ok(policy)) if unchanged => policy.clone(),
            _ => source.compile()?,
        };
        self.policies.insert(policy);
        let key = hex(source.object.pk.as_str().unwrap_or_default());
        self.keys.insert(source.name.clone(), key);
        if source.logged {
            self.logged.insert(source.name.clone());
        }
        self.made_of.insert(source.name, source.kind);
        Ok(())
    }
}

/// A UUID as events show it.
fn hex(key: &str) -> String {
    key.replace('-', "").to_ascii_lowercase()
}
