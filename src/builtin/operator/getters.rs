//! `itemgetter`, `attrgetter`, `methodcaller`: objects that are called.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Dict, Instance, Stop};

/// `operator.itemgetter`.
pub(super) static ITEMGETTER: Class = Class {
    module: "operator",
    title: "operator.itemgetter",
    construct: Some(&Row::leaf("itemgetter", "*items", itemgetter)),
    behaviour: &Items,
    ..Class::named("itemgetter")
};

/// `operator.attrgetter`.
pub(super) static ATTRGETTER: Class = Class {
    module: "operator",
    title: "operator.attrgetter",
    construct: Some(&Row::leaf("attrgetter", "*attributes", attrgetter)),
    behaviour: &Attributes,
    ..Class::named("attrgetter")
};

/// `operator.methodcaller`.
pub(super) static METHODCALLER: Class = Class {
    module: "operator",
    title: "operator.methodcaller",
    construct: Some(&Row::leaf(
        "methodcaller",
        "*args, **keywords",
        methodcaller,
    )),
    behaviour: &Caller,
    ..Class::named("methodcaller")
};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

fn missing<'h>(cx: &Context<'h>, name: &str, given: usize) -> Stop<'h> {
    cx.type_error(format_args!("{name} expected 1 argument, got {given}"))
}

fn itemgetter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    match args.rest {
        [] => Err(missing(cx, "itemgetter", 0)),
        items => cx.fields_instance(&ITEMGETTER, items),
    }
}

fn attrgetter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    match args.rest {
        [] => Err(missing(cx, "attrgetter", 0)),
        names if names.iter().all(|name| matches!(name, Value::Str(_))) => {
            cx.fields_instance(&ATTRGETTER, names)
        }
        _ => Err(cx.type_error(format_args!("attribute name must be a string"))),
    }
}

/// The fields are the method's name, its arguments as a tuple, its keywords as a dict.
fn methodcaller<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let [name, rest @ ..] = args.rest else {
        let text = "methodcaller needs at least one argument, the method name";
        return Err(cx.type_error(format_args!("{text}")));
    };
    if !matches!(name, Value::Str(_)) {
        return Err(cx.type_error(format_args!("method name must be a string")));
    }
    let keywords = cx.dict()?;
    for (keyword, value) in args.keywords {
        keywords.insert(cx, Value::Str(keyword), *value)?;
    }
    cx.fields_instance(
        &METHODCALLER,
        &[*name, cx.tuple(rest)?, Value::Dict(keywords)],
    )
}

/// The only argument of a call.
fn single<'h>(cx: &Context<'h>, args: Args<'_, 'h>, name: &str) -> Answer<'h> {
    match (args.rest, args.keywords) {
        ([value], []) => Ok(*value),
        (given, []) => Err(missing(cx, name, given.len())),
        _ => Err(cx.type_error(format_args!("{name}() takes no keyword arguments"))),
    }
}

fn shown<'h>(cx: &Context<'h>, me: &'h Instance<'h>, values: &[Value<'h>]) -> Maybe<'h, String> {
    let mut text = format!("{}(", me.class.title);
    for (at, value) in values.iter().enumerate() {
        cx.put(&mut text, if at > 0 { ", " } else { "" })?;
        cx.write_repr(*value, &mut text)?;
    }
    Ok(Some(text + ")"))
}

fn fields<'h>(me: &'h Instance<'h>) -> Vec<Value<'h>> {
    me.fields().iter().map(std::cell::Cell::get).collect()
}

/// One value, or a tuple of several.
fn one_or_all<'h>(cx: &Context<'h>, found: &[Value<'h>]) -> Answer<'h> {
    match found {
        [only] => Ok(*only),
        all => cx.tuple(all),
    }
}

struct Items;

impl Behaviour for Items {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        shown(cx, me, &fields(me))
    }

    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let object = single(cx, args, "itemgetter")?;
        let mut found = Vec::new();
        for key in fields(me) {
            cx.charge(1)?;
            found.push(cx.item(object, key)?);
        }
        one_or_all(cx, &found).map(|found| Some(Ending::Value(found)))
    }
}

struct Attributes;

impl Behaviour for Attributes {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        shown(cx, me, &fields(me))
    }

    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let object = single(cx, args, "attrgetter")?;
        let mut found = Vec::new();
        for name in fields(me) {
            let Value::Str(path) = name else { continue };
            let mut value = object;
            for name in path.as_str().split('.') {
                cx.charge(1)?;
                value = cx.attribute(value, cx.lent_text(name)?)?;
            }
            found.push(value);
        }
        one_or_all(cx, &found).map(|found| Some(Ending::Value(found)))
    }
}

struct Caller;

impl Caller {
    fn keywords<'h>(me: &'h Instance<'h>) -> Option<&'h Dict<'h>> {
        match me.field(2) {
            Value::Dict(keywords) => Some(keywords),
            _ => None,
        }
    }
}

impl Behaviour for Caller {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let mut text = format!("{}({}", me.class.title, cx.repr(me.field(0))?);
        if let Value::Tuple(args) = me.field(1) {
            for value in args.items {
                cx.put(&mut text, ", ")?;
                cx.write_repr(*value, &mut text)?;
            }
        }
        if let Some(keywords) = Self::keywords(me) {
            for (name, value) in keywords.items(cx)? {
                cx.put(&mut text, &format!(", {}=", cx.display(name)?))?;
                cx.write_repr(value, &mut text)?;
            }
        }
        Ok(Some(text + ")"))
    }

    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let object = single(cx, args, "methodcaller")?;
        let (Value::Str(name), Value::Tuple(args)) = (me.field(0), me.field(1)) else {
            return Ok(None);
        };
        let callee = cx.attribute(object, name)?;
        let keywords = Self::keywords(me).filter(|keywords| !keywords.is_empty());
        Ok(Some(Ending::Call {
            callee,
            args: args.items,
            keywords,
        }))
    }
}
