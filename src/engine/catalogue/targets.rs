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
        target_kind::{Authentication, PromptField},
    },
    host::Record,
};

/// Reads all targets with their bindings.
pub(super) fn read(
    blueprints: &Blueprints,
    members: &Members,
) -> Result<Vec<Target>, BlueprintError> {
    let mut bound: HashMap<(String, String), Vec<Binding>> = HashMap::new();
    for object in blueprints
        .objects()
        .filter(|object| object.model == Model::Binding)
    {
        let binding = bindings::read(blueprints, members, object)?;
        let target = object.attrs.get("target").unwrap_or(&Value::Null);
        if let Some(target) = blueprints.referred("target", target) {
            bound.entry(mark(target)).or_default().push(binding);
        }
    }
    let mut targets = Vec::new();
    for object in blueprints.objects() {
        let bindings = bound.remove(&mark(object)).unwrap_or_default();
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

/// What tells an object from all others.
fn mark(object: &Object) -> (String, String) {
    (object.label.clone(), key(&object.pk))
}

fn target(blueprints: &Blueprints, object: &Object) -> Result<Target, BlueprintError> {
    let target = match object.model {
        Model::Application => Target::application(object.name()).mode(fields::mode(object)?),
        Model::Flow => Target::flow(object.name())
            .mode(fields::mode(object)?)
            .authentication(authentication(object)?),
        Model::Source(_) => Target::source(object.name()).mode(fields::mode(object)?),
        Model::PromptStage => prompt(blueprints, object)?,
        Model::NotificationRule => Target::rule(object.name()),
        Model::StageBinding => stage(blueprints, object)?,
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

/// Who may enter a flow at all.
fn authentication(object: &Object) -> Result<Authentication, BlueprintError> {
    let name = fields::text(object, "authentication")?;
    if name.is_empty() {
        return Ok(Authentication::None);
    }
    let (what, expected) = ("'authentication'".to_owned(), "none or one of require_*");
    Authentication::named(&name)
        .ok_or_else(|| refused(object, object.place, Reason::WrongType { what, expected }))
}

/// A stage of a flow.
fn stage(blueprints: &Blueprints, object: &Object) -> Result<Target, BlueprintError> {
    let referred = |field| {
        let pk = object.attrs.get(field);
        let object = pk.and_then(|pk| blueprints.referred(field, pk));
        object.map_or("", Object::name)
    };
    let order = fields::whole(object, "order", 0)?;
    Ok(Target::stage(referred("target"), order)
        .stage_name(referred("stage"))
        .evaluate_on_plan(fields::flag(object, "evaluate_on_plan", false)?)
        .re_evaluate(fields::flag(object, "re_evaluate_policies", true)?)
        .mode(fields::mode(object)?))
}

/// A prompt stage, with its fields.
fn prompt(blueprints: &Blueprints, object: &Object) -> Result<Target, BlueprintError> {
    let mut target = Target::prompt(object.name());
    for pk in fields::keys(object, "fields")? {
        let prompt = blueprints.referred("fields", &pk);
        if let Some(prompt) = prompt.filter(|prompt| prompt.model == Model::Prompt) {
            target = target.field(field(prompt)?);
        }
    }
    Ok(target)
}

/// A field of a prompt stage. Its default was called its placeholder once.
fn field(prompt: &Object) -> Result<PromptField, BlueprintError> {
    let key = fields::text(prompt, "field_key")?;
    let key = if key.is_empty() {
        prompt.name().to_owned()
    } else {
        key
    };
    let name = match prompt.attrs.contains_key("initial_value") {
        true => "initial_value",
        false => "placeholder",
    };
    let default = prompt.attrs.get(name).filter(|value| !value.is_null());
    Ok(match fields::text(prompt, "type")?.as_str() {
        "password" => PromptField::password(key),
        "static" | "hidden" | "text_read_only" | "text_area_read_only" => {
            match fields::flag(prompt, &format!("{name}_expression"), false)? {
                true => PromptField::computed(key),
                false => PromptField::fixed(key, default.cloned().unwrap_or_else(|| "".into())),
            }
        }
        _ => PromptField::new(key),
    })
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
            .and_then(|pk| blueprints.referred(field, pk));
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
