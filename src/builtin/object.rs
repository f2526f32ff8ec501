//! `object`, and the classes that have no methods of their own.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

macro_rules! plain {
    ($($constant:ident = $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $constant: Class = Class::named($name);
        )*
    };
}

plain! {
    FUNCTION = "function";
    BUILTIN_FUNCTION = "builtin_function_or_method";
    DESCRIPTOR = "method_descriptor";
    METHOD = "method";
    MODULE = "module";
}

macro_rules! singletons {
    ($($constant:ident = $name:literal makes $value:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $constant: Class = Class {
                construct: Some(&Row::leaf($name, "", |_, _| Ok($value))),
                ..Class::named($name)
            };
        )*
    };
}

singletons! {
    NONE_TYPE = "NoneType" makes Value::None;
    ELLIPSIS = "ellipsis" makes Value::Ellipsis;
    NOT_IMPLEMENTED = "NotImplementedType" makes Value::NotImplemented;
}

/// `object`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    ..Class::named("object")
};

static CONSTRUCT: Row = Row::leaf("object", "", construct);

fn construct<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.fields_instance(&CLASS, &[])
}
