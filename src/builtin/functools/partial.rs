//! `partial`: a callable with some of its arguments.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Dict, Instance, Stop, Text};

/// `functools.partial`.
pub(super) static PARTIAL: Class = Class {
    module: "functools",
    title: "functools.partial",
    construct: Some(&Row::leaf("partial", "*args, **keywords", construct)),
    getters: &[
        Getter::new("args", |_, me| Ok(field(me, 1))),
        Getter::new("func", |_, me| Ok(field(me, 0))),
        Getter::new("keywords", |_, me| Ok(field(me, 2))),
    ],
    behaviour: &Call,
    ..Class::named("partial")
};

fn field(value: Value<'_>, at: usize) -> Value<'_> {
    match value {
        Value::Object(me) => me.field(at),
        _ => Value::None,
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let [function, rest @ ..] = args.rest else {
        let text = "type 'partial' takes at least one argument";
        return Err(cx.type_error(format_args!("{text}")));
    };
    if !is_callable(*function) {
        return Err(cx.type_error(format_args!("the first argument must be callable")));
    }
    made(cx, *function, rest, args.keywords)
}

/// Whether it can be called.
pub(super) fn is_callable(value: Value<'_>) -> bool {
    match value {
        Value::Object(object) => object.class.behaviour.callable(),
        other => matches!(
            other,
            Value::Function(_)
                | Value::Native(_)
                | Value::Bound(_)
                | Value::Class(_)
                | Value::Record(_)
        ),
    }
}

/// A callable with arguments in front and keywords set. A partial of a partial is one of its function.
pub(super) fn made<'h>(
    cx: &Context<'h>,
    function: Value<'h>,
    args: &[Value<'h>],
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<Value<'h>, Stop<'h>> {
    let set = cx.dict()?;
    let (mut function, mut all) = (function, args.to_vec());
    if let Some((inner, before, known)) = parts(function) {
        all = before.iter().chain(args).copied().collect();
        set.fill_from(cx, known)?;
        function = inner;
    }
    for (name, value) in keywords {
        set.insert(cx, Value::Str(name), *value)?;
    }
    cx.fields_instance(&PARTIAL, &[function, cx.tuple(&all)?, Value::Dict(set)])
}

type Parts<'h> = (Value<'h>, &'h [Value<'h>], &'h Dict<'h>);

/// Function, arguments and keywords of a partial.
fn parts(value: Value<'_>) -> Option<Parts<'_>> {
    match value {
        Value::Object(me) if me.class.is(&PARTIAL) => held(me),
        _ => None,
    }
}

fn held<'h>(me: &'h Instance<'h>) -> Option<Parts<'h>> {
    match (me.field(1), me.field(2)) {
        (Value::Tuple(args), Value::Dict(keywords)) => Some((me.field(0), args.items, keywords)),
        _ => None,
    }
}

struct Call;

impl Behaviour for Call {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let Some((function, args, keywords)) = held(me) else {
            return Ok(None);
        };
        let mut text = String::new();
        let address = std::ptr::from_ref(me).addr();
        cx.shown_once(address, "...", &mut text, |out| {
            out.push_str("functools.partial(");
            cx.write_repr(function, out)?;
            for arg in args {
                cx.put(out, ", ")?;
                cx.write_repr(*arg, out)?;
            }
            for (name, value) in keywords.items(cx)? {
                cx.put(out, &format!(", {}=", cx.display(name)?))?;
                cx.write_repr(value, out)?;
            }
            out.push(')');
            Ok(())
        })?;
        Ok(Some(text))
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
        let Some((callee, before, known)) = held(me) else {
            return Ok(None);
        };
        cx.charge(before.len() + args.rest.len())?;
        let all: Vec<Value<'h>> = before.iter().chain(args.rest).copied().collect();
        let mut keywords = Some(known).filter(|known| !known.is_empty());
        if !args.keywords.is_empty() {
            let merged = cx.copy_dict(known)?;
            for (name, value) in args.keywords {
                merged.insert(cx, Value::Str(name), *value)?;
            }
            keywords = Some(merged);
        }
        let args = cx.memory(cx.heap.slice(&all))?;
        Ok(Some(Ending::Call {
            callee,
            args,
            keywords,
        }))
    }

    fn copied<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        match held(me) {
            Some((function, args, keywords)) => {
                let keywords = Value::Dict(cx.copy_dict(keywords)?);
                let fields = [function, cx.tuple(args)?, keywords];
                cx.fields_instance(&PARTIAL, &fields).map(Some)
            }
            None => Ok(None),
        }
    }
}
