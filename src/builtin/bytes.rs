//! The class `bytes`.

use crate::value::class::Class;

/// `bytes`.
pub static CLASS: Class = Class::named("bytes");
