//! The targets that blueprints describe: whatever policies can be bound to, and whatever they are
//! bound to.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    bindings,
    directory::Members,
    directory::key,
    fields::{self, refused},
};
use crate::{
    engine::{
        binding::Binding,
        blueprint::{BlueprintError, Blueprints, Model, Object, Reason},
        target::Target,
    },
    host::Record,
};

/// Reads all targets with their bindings.
pub(super) fn read(
    blueprints: &Blueprints,
    members: &Members,
) -> Result<Vec<Target>, BlueprintError> {
    let mut bound: HashMap<String, Vec<Binding>> = HashMap::new();
    for object in blueprints
        .objects()
        .filter(|object| object.model == Model::Binding)
    {
        let binding = bindings::read(blueprints, members, object)?;
        let target = object.attrs.get("target").unwrap_or(&Value::Null);
        bound.entry(key(target)).or_default().push(binding);
    }
    let mut targets = Vec::new();
    for object in blueprints.objects() {
        let bindings = bound.remove(&key(&object.pk)).unwrap_or_default();
        let is_prompt = object.model == Model::PromptStage;
        if object.model.is_bindable() || is_prompt || !bindings.is_empty() {
            let mut target = target(blueprints, object)?;
            if is_prompt {
                target.bindings = validation(blueprints, object)?;
            }
            target.bindings.extend(bindings);
            targets.push(target);
        }
    }
    Ok(targets)
}

fn target(blueprints: &Blueprints, object: &Object) -> Result<Target, BlueprintError> {
    let target = match object.model {
        Model::Application => Target::application(object.name()).mode(fields::mode(object)?),
        Model::Flow => Target::flow(object.name()).mode(fields::mode(object)?),
        Model::Source(_) => Target::source(object.name()).mode(fields::mode(object)?),
        Model::PromptStage => Target::prompt(object.name()),
        Model::NotificationRule => Target::rule(object.name()),
        Model::StageBinding => {
            let flow = object
                .attrs
                .get("target")
                .and_then(|pk| blueprints.object(pk));
            let order = fields::whole(object, "order", 0)?;
            let flow = flow.map_or("", Object::name);
            Target::stage(flow, order).mode(fields::mode(object)?)
        }
        _ => {
            let mut ids = object.ids.iter();
            let first = ids.next().map_or_else(|| key(&object.pk), String::clone);
            Target::id(first).mode(fields::mode(object)?)
        }
    };
    let names = object.ids.iter().map(|id| format!("id:{id}"));
    let mut target = names.fold(target, Target::also);
    target.names.dedup();
    Ok(target.object(record(blueprints, object, 2)))
}

/// The policies that validate a prompt, as bindings in their order.
fn validation(blueprints: &Blueprints, object: &Object) -> Result<Vec<Binding>, BlueprintError> {
    let keys = fields::keys(object, "validation_policies")?;
    let policies = (0_i64..).zip(&keys).map(|(order, pk)| {
        let name = bindings::policy(blueprints, pk);
        let binding = name.map(|name| Binding::policy(name).order(order));
        binding.ok_or_else(|| {
            let (field, expected) = ("validation_policies", "policy");
            let key = key(pk);
            refused(
                object,
                object.place,
                Reason::NoReference {
                    field,
                    key,
                    expected,
                },
            )
        })
    });
    policies.collect()
}

/// What policies see of an object as `request.obj`: its fields, and the objects that they refer to.
fn record(blueprints: &Blueprints, object: &Object, depth: u8) -> Record {
    let mut fields = Map::new();
    fields.insert("pk".to_owned(), object.pk.clone());
    fields.insert("pbm_uuid".to_owned(), object.pk.clone());
    fields.insert("policy_engine_mode".to_owned(), Value::from("any"));
    fields.extend(object.attrs.clone());
    let mut record = Record::of_json(class(object), &fields);
    for field in references(&object.model) {
        let referred = object
            .attrs
            .get(*field)
            .and_then(|pk| blueprints.object(pk));
        if let (Some(referred), 1..) = (referred, depth) {
            record = record.with(*field, self::record(blueprints, referred, depth - 1));
        }
    }
    record
}

/// The fields that refer to other objects.
fn references(model: &Model) -> &'static [&'static str] {
    match model {
        Model::Application => &["provider"],
        Model::StageBinding => &["target", "stage"],
        Model::Source(_) => &["authentication_flow", "enrollment_flow"],
        _ => &[],
    }
}

/// The name of the class that authentik gives such an object.
fn class(object: &Object) -> &str {
    match &object.model {
        Model::Application => "Application",
        Model::Flow => "Flow",
        Model::StageBinding => "FlowStageBinding",
        Model::PromptStage => "PromptStage",
        Model::NotificationRule => "NotificationRule",
        Model::Source(name) => match name.as_str() {
            "oauthsource" => "OAuthSource",
            "ldapsource" => "LDAPSource",
            "samlsource" => "SAMLSource",
            "plexsource" => "PlexSource",
            "kerberossource" => "KerberosSource",
            "scimsource" => "SCIMSource",
            "telegramsource" => "TelegramSource",
            _ => "Source",
        },
        _ => object.label.rsplit('.').next().unwrap_or("object"),
    }
}
