//! The class `float`.

use crate::value::class::Class;

/// `float`.
pub static CLASS: Class = Class::named("float");
