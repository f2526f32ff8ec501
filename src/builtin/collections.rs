//! The dict classes of the module `collections`.

use super::dict;
use crate::value::class::Class;

/// `collections.OrderedDict`.
pub static ORDERED_DICT: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    ..Class::named("OrderedDict")
};

/// `collections.Counter`.
pub static COUNTER: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    ..Class::named("Counter")
};

/// `collections.defaultdict`.
pub static DEFAULT_DICT: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    ..Class::named("defaultdict")
};
