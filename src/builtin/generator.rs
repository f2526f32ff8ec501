//! The class of generators: its methods end in what the machine does.

use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::exceptions::BASE_EXCEPTION;
use crate::value::native::{Args, Ending};
use crate::value::value::{Generator, Phase, Stop};

/// `generator`.
pub static CLASS: Class = Class {
    methods: METHODS,
    getters: GETTERS,
    ..Class::named("generator")
};

static METHODS: &[Row] = &[
    Row::tail("close", "self, /", close),
    Row::tail("send", "self, value, /", send),
    Row::tail("throw", "self, type, value=None, traceback=None, /", throw),
];

static GETTERS: &[Getter] = &[
    Getter {
        name: "gi_running",
        get: |_, me| Ok(Value::bool(is_in(me, Phase::Running))),
    },
    Getter {
        name: "gi_suspended",
        get: |_, me| Ok(Value::bool(is_in(me, Phase::Suspended))),
    },
];

fn is_in(me: Value<'_>, phase: Phase) -> bool {
    matches!(me, Value::Generator(generator) if generator.phase.get() == phase)
}

fn receiver<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Generator<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Generator(generator) => Ok(generator),
        other => Err(cx.wrong_receiver("generator", other)),
    }
}

fn close<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    receiver(cx, &args).map(Ending::Close)
}

fn send<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let generator = receiver(cx, &args)?;
    let send = args.value(1);
    if generator.phase.get() == Phase::Created && !matches!(send, Value::None) {
        return Err(cx.type_error(format_args!(
            "can't send non-None value to a just-started generator"
        )));
    }
    Ok(Ending::Resume {
        generator,
        send,
        default: Value::Unbound,
    })
}

fn throw<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let generator = receiver(cx, &args)?;
    if !matches!(args.value(3), Value::None) {
        return Err(cx.type_error(format_args!(
            "throw() third argument must be a traceback object"
        )));
    }
    let error = match (args.value(1), args.value(2)) {
        (Value::Exc(exception), Value::None) => exception,
        (Value::Exc(_), _) => {
            return Err(cx.type_error(format_args!(
                "instance exception may not have a separate value"
            )));
        }
        (Value::Class(class), Value::Exc(exception)) if exception.class.derives(class) => exception,
        (Value::Class(class), value) if class.derives(&BASE_EXCEPTION) => match value {
            Value::None => cx.exception(class, &[])?,
            Value::Tuple(tuple) => cx.exception(class, tuple.items)?,
            other => cx.exception(class, &[other])?,
        },
        (other, _) => {
            return Err(cx.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                other.type_name()
            )));
        }
    };
    Ok(Ending::Throw {
        generator,
        error: Stop::Raised(error),
    })
}
