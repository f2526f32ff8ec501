//! The order in which attributes are looked for: C3, as Python has it.

use super::class::Class;
use super::context::Context;
use super::value::{Stop, Value};

impl<'h> Context<'h> {
    /// The lineage of a class with these bases, without the class itself.
    ///
    /// # Errors
    /// `TypeError` if there is no order that keeps that of each base.
    pub fn lineage(
        &self,
        bases: &[Value<'h>],
        object: &'static Class,
    ) -> Result<Vec<Value<'h>>, Stop<'h>> {
        let mut lists: Vec<Vec<Value<'h>>> = Vec::with_capacity(bases.len() + 1);
        for base in bases {
            lists.push(own_lineage(*base, object));
        }
        lists.push(bases.to_vec());
        let mut merged = Vec::new();
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Ok(merged);
            }
            let entries: usize = lists.iter().map(Vec::len).sum();
            self.charge(entries)?;
            let heads = lists.iter().filter_map(|list| list.first().copied());
            let good = heads.into_iter().find(|head| {
                lists
                    .iter()
                    .all(|list| !list.iter().skip(1).any(|class| class.is(*head)))
            });
            let Some(next) = good else {
                let names: Vec<&str> = bases.iter().map(|base| class_name(*base)).collect();
                return Err(self.type_error(format_args!(
                    "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            merged.push(next);
            for list in &mut lists {
                if list.first().is_some_and(|class| class.is(next)) {
                    list.remove(0);
                }
            }
        }
    }
}

/// The name of a class of either kind.
#[must_use]
pub fn class_name(class: Value<'_>) -> &str {
    match class {
        Value::Type(class) => class.name,
        Value::Class(class) => class.name,
        other => other.type_name(),
    }
}

fn own_lineage<'h>(class: Value<'h>, object: &'static Class) -> Vec<Value<'h>> {
    match class {
        Value::Type(class) => class.lineage.get().to_vec(),
        Value::Class(class) if class.is(object) => vec![Value::Class(object)],
        Value::Class(class) => {
            let mut classes = Vec::new();
            let mut next = Some(class);
            while let Some(class) = next {
                classes.push(Value::Class(class));
                next = class.base;
            }
            if let Some(second) = class.second {
                classes.insert(1, Value::Class(second));
            }
            classes.push(Value::Class(object));
            classes
        }
        _ => Vec::new(),
    }
}
