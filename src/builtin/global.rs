//! What a global name stands for.

use crate::value::Value;
use crate::value::class::{Class, Make, Row};
use crate::value::context::Context;
use crate::value::value::Stop;

/// What a global name stands for.
#[derive(Clone, Copy)]
pub enum Global {
    /// A function.
    Native(&'static Row),
    /// A class.
    Class(&'static Class),
    /// A constant, made when it is first read: its name.
    Constant(&'static str, Make),
}

impl Global {
    /// Its value.
    ///
    /// # Errors
    /// What making a constant raises.
    pub fn value<'h>(&self, cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
        match self {
            Self::Native(row) => Ok(Value::Native(row)),
            Self::Class(class) => Ok(Value::Class(class)),
            Self::Constant(name, make) => cx.once(name, *make),
        }
    }
}
