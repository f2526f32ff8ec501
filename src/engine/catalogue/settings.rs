//! The values that a blueprint gives to the settings of a type of policies.

use serde_json::{Map, Value};

use super::fields;
use crate::compile::settings::{Kind, Setting};
use crate::engine::blueprint::{BlueprintError, Object};

/// What is given, spelt in any way that authentik takes. A null says that nothing is given, unless the
/// setting may be one.
pub(super) fn values(
    object: &Object,
    settings: &[Setting],
) -> Result<Map<String, Value>, BlueprintError> {
    let mut values = Map::new();
    for Setting { name, kind, .. } in settings {
        let Some(given) = object.attrs.get(name) else {
            continue;
        };
        let value = match kind {
            Kind::Optional(_) => given.clone(),
            _ if given.is_null() => continue,
            Kind::Bool => Value::Bool(fields::flag(object, name, false)?),
            Kind::Int => Value::from(fields::whole(object, name, 0)?),
            Kind::Str => Value::String(fields::text(object, name)?),
            _ => given.clone(),
        };
        values.insert(name.clone(), value);
    }
    Ok(values)
}
