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
    NONE_TYPE = "NoneType";
    ELLIPSIS = "ellipsis";
    NOT_IMPLEMENTED = "NotImplementedType";
    FUNCTION = "function";
    BUILTIN_FUNCTION = "builtin_function_or_method";
    DESCRIPTOR = "method_descriptor";
    MODULE = "module";
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
