//! Values as text in a wanted form: format specs, the fields of `str.format`, the `%` operator's directives.

pub mod field;
pub mod number;
mod operator;
pub mod percent;
pub mod spec;
pub mod text;
mod value;
