//! Policies with settings: annotated assignments at the top of a text, which are given other values
//! before the rest is compiled.

mod declare;
mod error;
mod fill;
mod parts;
mod setting;

pub use declare::{Declared, declare};
pub use error::{DeclareError, SettingError};
pub use fill::{Part, check, compile_with};
pub use setting::{Kind, Setting};
