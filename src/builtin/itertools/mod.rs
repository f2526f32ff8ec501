//! The module `itertools`. What works without a function and over anything that is drained first is
//! native; the rest ends in functions of the prelude, whose generators show the classes declared here.

mod choices;
mod endless;
mod lazy;
mod table;

pub use lazy::shown_class;
pub use table::MODULE;
