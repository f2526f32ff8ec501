//! The class `str`.

use crate::value::class::Class;

/// `str`.
pub static CLASS: Class = Class::named("str");
