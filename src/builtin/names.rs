//! The names that every policy sees without an import: builtins, exceptions and authentik's helpers.

use super::functions::FUNCTIONS;
use super::global::Global;
use super::helpers::HELPERS;
use super::made::SUPER;
use super::{
    bool, bytes, dict, float, frozenset, int, iterators, list, object, range, set, slice, str,
    tuple, types,
};
use crate::value::Value;
use crate::value::class::{Class, find};
use crate::value::exceptions;
use crate::value::wrappers::{CLASS_METHOD, PROPERTY, STATIC_METHOD};

/// The classes that are builtins, sorted by name.
pub(super) static CLASSES: &[&Class] = &[
    &bool::CLASS,
    &bytes::CLASS,
    &CLASS_METHOD,
    &dict::CLASS,
    &iterators::ENUMERATE,
    &iterators::FILTER,
    &float::CLASS,
    &frozenset::CLASS,
    &int::CLASS,
    &list::CLASS,
    &iterators::MAP,
    &object::CLASS,
    &PROPERTY,
    &range::CLASS,
    &iterators::REVERSED,
    &set::CLASS,
    &slice::CLASS,
    &STATIC_METHOD,
    &str::CLASS,
    &SUPER,
    &tuple::CLASS,
    &types::TYPE,
    &iterators::ZIP,
];

/// Exceptions under a second name, and those that stand outside the list.
static ALIASES: &[(&str, &Class)] = &[
    ("EnvironmentError", &exceptions::OS_ERROR),
    ("ExceptionGroup", &exceptions::EXCEPTION_GROUP),
    ("IOError", &exceptions::OS_ERROR),
];

/// Whether a name leads to natives that read texts as patterns or addresses: a helper of them, or their
/// module.
#[must_use]
pub fn reads_texts(name: &str) -> bool {
    let helper = matches!(
        name,
        "regex_match" | "regex_replace" | "ip_address" | "ip_network"
    );
    helper || matches!(name, "re" | "ipaddress")
}

/// What a global name stands for, unless the policy assigns it.
#[must_use]
pub fn global(name: &str) -> Option<Global> {
    if let Some(row) = find(FUNCTIONS, name, |row| row.name) {
        return Some(Global::Native(row));
    }
    if let Some(class) = find(CLASSES, name, |class| class.name) {
        return Some(Global::Class(class));
    }
    if let Some(helper) = find(HELPERS, name, |helper| helper.0) {
        return Some(helper.1);
    }
    match name {
        "NotImplemented" => {
            return Some(Global::Constant("NotImplemented", |_| {
                Ok(Value::NotImplemented)
            }));
        }
        "Ellipsis" => return Some(Global::Constant("Ellipsis", |_| Ok(Value::Ellipsis))),
        "__debug__" => return Some(Global::Constant("__debug__", |_| Ok(Value::True))),
        _ => {}
    }
    let exception = exceptions::ALL.iter().find(|class| class.name == name);
    let alias = || {
        ALIASES
            .iter()
            .find(|alias| alias.0 == name)
            .map(|alias| &alias.1)
    };
    exception.or_else(alias).map(|class| Global::Class(class))
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, FUNCTIONS, HELPERS, global};

    #[test]
    fn tables_are_sorted() {
        assert!(CLASSES.is_sorted_by_key(|class| class.name));
        assert!(FUNCTIONS.is_sorted_by_key(|row| row.name));
        assert!(HELPERS.is_sorted_by_key(|helper| helper.0));
        for class in CLASSES {
            assert!(
                class.methods.is_sorted_by_key(|row| row.name),
                "{}",
                class.name
            );
            assert!(
                class.getters.is_sorted_by_key(|row| row.name),
                "{}",
                class.name
            );
        }
    }

    #[test]
    fn what_could_leave_the_box_is_absent() {
        for name in [
            "open", "eval", "exec", "compile", "globals", "locals", "vars", "input",
        ] {
            assert!(global(name).is_none(), "{name}");
        }
    }
}
