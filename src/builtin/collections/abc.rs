//! The module `collections.abc`: classes that say what other classes can do.
//!
//! Nothing derives from them; a table says which classes pass for them.

use crate::value::class::Class;
use crate::value::module::{Member, Module};

macro_rules! classes {
    ($($constant:ident = $name:literal: $passing:expr;)*) => {
        $(#[doc = concat!("`", $name, "`.")] pub static $constant: Class = Class { module: MODULE_NAME, ..Class::named($name) };)*

        /// `collections.abc`.
        pub static ABC: Module = Module {
            name: MODULE_NAME,
            members: &[$(($name, Member::Class(&$constant))),*],
        };

        /// The names of the classes that pass for each.
        static PASSING: &[(&Class, &[&[&str]])] = &[$((&$constant, &$passing)),*];
    };
}

const MODULE_NAME: &str = "collections.abc";

const MAPPINGS: &[&str] = &["dict", "OrderedDict", "defaultdict", "Counter", "ChainMap"];
const SEQUENCES: &[&str] = &[
    "list",
    "tuple",
    "str",
    "bytes",
    "bytearray",
    "range",
    "deque",
];
const LISTS: &[&str] = &["list", "bytearray", "deque"];
const KEYS: &[&str] = &["dict_keys", "odict_keys"];
const ITEMS: &[&str] = &["dict_items", "odict_items"];
const VALUES: &[&str] = &["dict_values", "odict_values"];
const SETS: &[&str] = &["set", "frozenset"];
const FUNCTIONS: &[&str] = &[
    "function",
    "builtin_function_or_method",
    "method_descriptor",
    "method",
    "type",
    "partial",
];
const COLLECTIONS: &[&str] = &[
    "ByteString",
    "Collection",
    "ItemsView",
    "KeysView",
    "Mapping",
    "MutableMapping",
    "MutableSequence",
    "MutableSet",
    "Sequence",
    "Set",
    "ValuesView",
];
const VIEWS: &[&str] = &["ItemsView", "KeysView", "MappingView", "ValuesView"];

classes! {
    ASYNC_GENERATOR = "AsyncGenerator": [];
    ASYNC_ITERABLE = "AsyncIterable": [&["AsyncGenerator", "AsyncIterator"]];
    ASYNC_ITERATOR = "AsyncIterator": [&["AsyncGenerator"]];
    AWAITABLE = "Awaitable": [&["Coroutine"]];
    BYTE_STRING = "ByteString": [&["bytes", "bytearray"]];
    CALLABLE = "Callable": [FUNCTIONS];
    COLLECTION = "Collection": [MAPPINGS, SEQUENCES, SETS, KEYS, ITEMS, VALUES, COLLECTIONS];
    CONTAINER = "Container": [MAPPINGS, SEQUENCES, SETS, KEYS, ITEMS, VALUES, COLLECTIONS];
    COROUTINE = "Coroutine": [];
    GENERATOR = "Generator": [&["generator"]];
    HASHABLE = "Hashable": [];
    ITEMS_VIEW = "ItemsView": [ITEMS];
    ITERABLE = "Iterable": [
        MAPPINGS, SEQUENCES, SETS, KEYS, ITEMS, VALUES, COLLECTIONS, &["Iterator", "Generator", "Reversible"]
    ];
    ITERATOR = "Iterator": [&["Generator"]];
    KEYS_VIEW = "KeysView": [KEYS];
    MAPPING = "Mapping": [MAPPINGS, &["MutableMapping"]];
    MAPPING_VIEW = "MappingView": [KEYS, ITEMS, VALUES, VIEWS];
    MUTABLE_MAPPING = "MutableMapping": [MAPPINGS];
    MUTABLE_SEQUENCE = "MutableSequence": [LISTS];
    MUTABLE_SET = "MutableSet": [&["set"]];
    REVERSIBLE = "Reversible": [
        MAPPINGS, SEQUENCES, KEYS, ITEMS, VALUES, &["ByteString", "MutableSequence", "Sequence"]
    ];
    SEQUENCE = "Sequence": [SEQUENCES, &["ByteString", "MutableSequence"]];
    SET = "Set": [SETS, KEYS, ITEMS, &["ItemsView", "KeysView", "MutableSet"]];
    SIZED = "Sized": [MAPPINGS, SEQUENCES, SETS, KEYS, ITEMS, VALUES, COLLECTIONS, VIEWS];
    VALUES_VIEW = "ValuesView": [VALUES];
}

/// The classes whose instances cannot be hashed.
const UNHASHABLE: [&[&str]; 5] = [MAPPINGS, LISTS, KEYS, ITEMS, &["set", "slice"]];

/// Whether a class passes for an abstract one.
#[must_use]
pub fn passes(class: &Class, abstraction: &Class) -> bool {
    if abstraction.module != MODULE_NAME {
        return false;
    }
    let Some((_, passing)) = PASSING.iter().find(|(known, _)| known.is(abstraction)) else {
        return false;
    };
    let among = |names: &[&[&str]]| {
        class
            .lineage()
            .any(|class| names.iter().any(|names| names.contains(&class.name)))
    };
    among(passing)
        || (abstraction.is(&HASHABLE) && class.module != MODULE_NAME && !among(&UNHASHABLE))
        || (is_iterator(class) && (abstraction.is(&ITERATOR) || abstraction.is(&ITERABLE)))
        || (class.behaviour.callable() && abstraction.is(&CALLABLE))
}

fn is_iterator(class: &Class) -> bool {
    let known = ["enumerate", "filter", "generator", "map", "reversed", "zip"];
    class.module == "itertools" || known.contains(&class.name) || class.name.ends_with("iterator")
}
