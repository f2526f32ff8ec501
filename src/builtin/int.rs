//! The class `int`.

use crate::value::class::Class;

/// `int`.
pub static CLASS: Class = Class::named("int");
