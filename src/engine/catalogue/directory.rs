//! The users and groups that blueprints describe, and who belongs to what.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde_json::{Map, Value};

use super::fields::{self, refused};
use crate::{
    engine::blueprint::{BlueprintError, Blueprints, Model, Object, Reason},
    host::{
        Group, Item, MemoryDirectory, Record, User,
        model::{people::USER, registry},
    },
};

/// How many groups may stand within each other.
const DEEPEST: usize = 100;

/// Users and groups, also by the text of their primary keys.
#[derive(Default)]
pub(super) struct Members {
    pub directory: MemoryDirectory,
    pub users: HashMap<String, Arc<User>>,
    pub groups: HashMap<String, Arc<Group>>,
}

/// A primary key as a text.
pub(super) fn key(pk: &Value) -> String {
    pk.as_str().map_or_else(|| pk.to_string(), str::to_owned)
}

/// Reads all users and groups.
pub(super) fn read(blueprints: &Blueprints) -> Result<Members, BlueprintError> {
    let mut members = Members::default();
    groups(blueprints, &mut members)?;
    let mut of_groups: HashMap<String, Vec<Arc<Group>>> = HashMap::new();
    for object in objects(blueprints, &Model::Group) {
        if let Some(group) = members.groups.get(&key(&object.pk)) {
            for user in fields::keys(object, "users")? {
                of_groups
                    .entry(key(&user))
                    .or_default()
                    .push(Arc::clone(group));
            }
        }
    }
    for object in objects(blueprints, &Model::User) {
        let pk = key(&object.pk);
        let mut user = user(object, &members)?;
        for group in of_groups.remove(&pk).unwrap_or_default() {
            if !user.groups.iter().any(|known| known.is(&group)) {
                user = user.in_group(group);
            }
        }
        let user = Arc::new(user);
        members.directory.add_user(Arc::clone(&user));
        members.users.insert(pk, user);
    }
    rows(blueprints, &mut members.directory);
    Ok(members)
}

/// Adds the rows of all other models that policies can look up.
fn rows(blueprints: &Blueprints, directory: &mut MemoryDirectory) {
    for object in blueprints.objects() {
        let label = match &object.model {
            model if model.is_policy() => "authentik_policies.policy",
            model if model.is_stage() => "authentik_flows.stage",
            _ => object.label.as_str(),
        };
        let Some(known) = registry::by_label(label) else {
            continue;
        };
        if matches!(object.model, Model::User | Model::Group) {
            continue;
        }
        let mut row = Record::new(known.class.name).with("pk", object.pk.clone());
        if object.model.is_bindable() {
            row = row.with("pbm_uuid", object.pk.clone());
        }
        for (name, value) in &object.attrs {
            row = row.with(name, value.clone());
        }
        directory.add(row);
    }
}

fn objects<'b>(blueprints: &'b Blueprints, model: &'b Model) -> impl Iterator<Item = &'b Object> {
    blueprints
        .objects()
        .filter(move |object| object.model == *model)
}

/// Makes groups, parents first.
fn groups(blueprints: &Blueprints, members: &mut Members) -> Result<(), BlueprintError> {
    let mut waiting: Vec<&Object> = objects(blueprints, &Model::Group).collect();
    let known: HashSet<String> = waiting.iter().map(|object| key(&object.pk)).collect();
    for _ in 0..DEEPEST {
        let mut later = Vec::new();
        let mut made = Vec::new();
        for object in waiting {
            let parents = parents(object, &known)?;
            match parents
                .iter()
                .map(|pk| members.groups.get(pk).cloned())
                .collect()
            {
                Some(parents) => made.push((key(&object.pk), group(object, parents)?)),
                None => later.push(object),
            }
        }
        members.groups.extend(made);
        waiting = later;
        if waiting.is_empty() {
            break;
        }
    }
    if let Some(object) = waiting.first() {
        let limit = DEEPEST;
        return Err(refused(object, object.place, Reason::TooDeep { limit }));
    }
    // In the order in which they are described.
    for object in objects(blueprints, &Model::Group) {
        if let Some(group) = members.groups.get(&key(&object.pk)) {
            members.directory.add_group(Arc::clone(group));
        }
    }
    Ok(())
}

/// The keys of a group's parents, among the groups that are described.
fn parents(object: &Object, known: &HashSet<String>) -> Result<Vec<String>, BlueprintError> {
    let mut parents = fields::keys(object, "parents")?;
    parents.extend(fields::keys(object, "parent")?);
    let keys = parents.iter().map(key);
    Ok(keys.filter(|pk| known.contains(pk)).collect())
}

fn group(object: &Object, parents: Vec<Arc<Group>>) -> Result<Arc<Group>, BlueprintError> {
    let known = [
        "name",
        "is_superuser",
        "attributes",
        "parents",
        "parent",
        "users",
        "roles",
    ];
    Ok(Arc::new(Group {
        pk: object.pk.clone(),
        name: fields::text(object, "name")?,
        is_superuser: fields::flag(object, "is_superuser", false)?,
        attributes: fields::mapping(object, "attributes")?,
        parents,
        fields: further(object, &known),
    }))
}

fn user(object: &Object, members: &Members) -> Result<User, BlueprintError> {
    let known = [
        "username",
        "name",
        "email",
        "uid",
        "is_active",
        "is_superuser",
        "attributes",
        "groups",
        "ak_groups",
        "password",
        "permissions",
    ];
    let mut user = User::new(object.pk.clone(), fields::text(object, "username")?);
    user.name = fields::text(object, "name")?;
    user.email = fields::text(object, "email")?;
    user.uid = fields::text(object, "uid")?;
    user.is_active = fields::flag(object, "is_active", true)?;
    user.attributes = fields::mapping(object, "attributes")?;
    for (field, value) in further(object, &known) {
        let item = Item::of_field(&USER, &field, value);
        user.fields.insert(field, item);
    }
    let mut groups = fields::keys(object, "groups")?;
    groups.extend(fields::keys(object, "ak_groups")?);
    user = user.with_defaults();
    for pk in groups {
        if let Some(group) = members.groups.get(&key(&pk)) {
            user = user.in_group(Arc::clone(group));
        }
    }
    Ok(user)
}

/// The fields that have no place of their own.
fn further(object: &Object, known: &[&str]) -> Map<String, Value> {
    let fields = object.attrs.iter();
    let further = fields.filter(|(field, _)| !known.contains(&field.as_str()));
    further
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect()
}
