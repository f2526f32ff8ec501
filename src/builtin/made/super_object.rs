//! `super`: an object as an instance of the classes behind one of its lineage.

use super::inherited::native_method;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::native::Args;
use crate::value::value::{Instance, Method, Stop, Type};

/// `super`: its fields are the class and the object or class that it is bound to.
pub static SUPER: Class = Class {
    construct: Some(&Row::leaf("super", "*args", construct)),
    behaviour: &Behind,
    ..Class::named("super")
};

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let [class, object] = args.rest else {
        return Err(cx.raise(&RUNTIME_ERROR, format_args!("super(): no arguments")));
    };
    let fits = match (class, own_class(*object)) {
        (Value::Type(class), Some((own, _))) => own.derives(class),
        (Value::Class(class), Some((own, _))) => own.derives_native(class),
        _ => false,
    };
    if !fits {
        return Err(cx.type_error(format_args!(
            "super(type, obj): obj must be an instance or subtype of type"
        )));
    }
    cx.fields_instance(&SUPER, &[*class, *object])
}

/// The class whose lineage is followed, and whether the object is an instance rather than a class.
fn own_class(object: Value<'_>) -> Option<(&Type<'_>, bool)> {
    match object {
        Value::Type(class) => Some((class, false)),
        other => Some((other.made_class()?, true)),
    }
}

struct Behind;

impl Behaviour for Behind {
    fn attribute<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        name: &str,
    ) -> Maybe<'h, Value<'h>> {
        let (class, object) = (me.field(0), me.field(1));
        let Some((own, instance)) = own_class(object) else {
            return Ok(None);
        };
        let place = own.lineage.get().iter().position(|entry| entry.is(class));
        let from = place.map_or(0, |at| at + 1);
        cx.charge(own.lineage.get().len() / 4)?;
        if let Some(found) = own.find_after(name, from) {
            let object = if instance { object } else { Value::Unbound };
            // `__new__` takes the class, however it is found.
            return match name {
                "__new__" => Ok(Some(found)),
                _ => cx.bind_found(found, object, own).map(Some),
            };
        }
        match native_method(own.native, name) {
            Some(row) if instance && name != "__new__" && name != "__init_subclass__" => {
                cx.bound(object, Method::Row(row)).map(Some)
            }
            Some(row) => Ok(Some(Value::Native(row))),
            None => Ok(None),
        }
    }
}
