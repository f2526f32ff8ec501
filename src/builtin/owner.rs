//! Whose a row is, for messages: `list.append()`, `math.sin()`.

use super::modules::MODULES;
use super::names::CLASSES;
use super::{generator, view};
use crate::value::class::{Class, Row};
use crate::value::module::Member;

/// The name of a row as messages about its arguments give it.
#[must_use]
pub fn qualified(row: &Row) -> String {
    let more = [&generator::CLASS, &view::KEYS, &view::ITEMS];
    let class = CLASSES
        .iter()
        .copied()
        .chain(more)
        .find(|class| owns(class, row));
    if let Some(class) = class {
        return format!("{}.{}", class.name, row.name);
    }
    for module in MODULES {
        for (_, member) in module.members {
            match member {
                Member::Function(own) if std::ptr::eq(own, row) => {
                    return format!("{}.{}", module.name, row.name);
                }
                Member::Class(class) if owns(class, row) => {
                    return format!("{}.{}", class.name, row.name);
                }
                _ => {}
            }
        }
    }
    row.name.to_owned()
}

fn owns(class: &Class, row: &Row) -> bool {
    let mut rows = class.methods.iter().chain(class.statics);
    rows.any(|own| std::ptr::eq(own, row))
}
