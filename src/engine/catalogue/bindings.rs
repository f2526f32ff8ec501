//! The bindings that blueprints describe.

use std::time::Duration;

use serde_json::Value;

use super::{
    directory::Members,
    directory::key,
    fields::{self, refused},
};
use crate::engine::{
    binding::{Binding, Bound},
    blueprint::{BlueprintError, Blueprints, Object, Reason},
};

/// Reads one binding.
pub(super) fn read(
    blueprints: &Blueprints,
    members: &Members,
    object: &Object,
) -> Result<Binding, BlueprintError> {
    let mut binding = Binding::new(bound(blueprints, members, object)?)
        .order(fields::whole(object, "order", 0)?)
        .failure_result(fields::flag(object, "failure_result", false)?);
    if fields::flag(object, "negate", false)? {
        binding = binding.negate();
    }
    if fields::flag(object, "dry_run", false)? {
        binding = binding.dry_run();
    }
    if !fields::flag(object, "enabled", true)? {
        binding = binding.disabled();
    }
    let timeout = fields::count(object, "timeout", 30)?;
    if let seconds @ 1.. = timeout {
        binding = binding.timeout(Duration::from_secs(seconds));
    }
    let end = fields::moment(object, "expires")?;
    if let (Some(end), true) = (end, fields::flag(object, "expiring", true)?) {
        binding = binding.expires(end);
    }
    Ok(binding)
}

fn bound(
    blueprints: &Blueprints,
    members: &Members,
    object: &Object,
) -> Result<Bound, BlueprintError> {
    let pk = |field: &str| object.attrs.get(field).filter(|pk| !pk.is_null());
    let bound = if let Some(pk) = pk("policy") {
        policy(blueprints, pk).map(Bound::Policy)
    } else if let Some(pk) = pk("user") {
        members.users.get(&key(pk)).cloned().map(Bound::User)
    } else if let Some(pk) = pk("group") {
        members.groups.get(&key(pk)).cloned().map(Bound::Group)
    } else {
        None
    };
    bound.ok_or_else(|| refused(object, object.place, Reason::NothingBound))
}

/// The name of the policy with a primary key.
pub(super) fn policy(blueprints: &Blueprints, pk: &Value) -> Option<String> {
    let object = blueprints
        .referred("policy", pk)
        .filter(|object| object.model.is_policy());
    object.map(|object| object.name().to_owned())
}
