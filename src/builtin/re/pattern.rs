//! `re.Pattern`: the object and its methods.

use super::all::{self, Walk};
use super::flag;
use super::flags::Flags;
use super::matched;
use super::matcher::How;
use super::object::{Compiled, compiled, instance};
use super::replace;
use super::subject::Subject;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::chars::quote;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The class.
pub static PATTERN: Class = Class {
    title: "re.Pattern",
    module: "re",
    methods: &[
        Row::leaf(
            "findall",
            "self, string, pos=0, endpos=9223372036854775807",
            findall,
        ),
        Row::leaf(
            "finditer",
            "self, string, pos=0, endpos=9223372036854775807",
            finditer,
        ),
        Row::leaf(
            "fullmatch",
            "self, string, pos=0, endpos=9223372036854775807",
            fullmatch,
        ),
        Row::leaf(
            "match",
            "self, string, pos=0, endpos=9223372036854775807",
            match_,
        ),
        Row::leaf(
            "scanner",
            "self, string, pos=0, endpos=9223372036854775807",
            scanner,
        ),
        Row::leaf(
            "search",
            "self, string, pos=0, endpos=9223372036854775807",
            search,
        ),
        Row::leaf("split", "self, string, maxsplit=0", split),
        Row::tail("sub", "self, repl, string, count=0", sub),
        Row::tail("subn", "self, repl, string, count=0", subn),
    ],
    getters: &[
        Getter {
            name: "flags",
            get: flags,
        },
        Getter {
            name: "groupindex",
            get: groupindex,
        },
        Getter {
            name: "groups",
            get: groups,
        },
        Getter {
            name: "pattern",
            get: pattern,
        },
    ],
    behaviour: &PatternBehaviour,
    ..Class::named("Pattern")
};

/// The text that a method was given, and the bytes from `pos` to `endpos`.
pub(super) fn subject<'h>(
    cx: &Context<'h>,
    compiled: &Compiled,
    args: Args<'_, 'h>,
) -> Result<(Subject<'h>, (usize, usize)), Stop<'h>> {
    let subject = Subject::of(cx, args.value(1), compiled.matcher.is_text())?;
    let within = |at: i64| {
        usize::try_from(at.max(0))
            .unwrap_or(usize::MAX)
            .min(subject.len())
    };
    let (start, end) = (args.clamped(cx, 2, 0)?, args.clamped(cx, 3, i64::MAX)?);
    Ok((
        subject,
        (
            subject.offset(cx, within(start))?,
            subject.offset(cx, within(end))?,
        ),
    ))
}

/// One search, as a method of a pattern is asked for.
pub(super) fn once<'h>(cx: &Context<'h>, args: Args<'_, 'h>, how: How) -> Answer<'h> {
    let pattern = args.value(0);
    let compiled = compiled(cx, pattern)?;
    let (subject, range) = subject(cx, compiled, args)?;
    match compiled.find(cx, subject, range, how, false)? {
        Some(found) => matched::make(cx, pattern, subject, range, &found),
        None => Ok(Value::None),
    }
}

fn search<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Search)
}

fn match_<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Match)
}

fn fullmatch<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Full)
}

pub(super) fn findall<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let compiled = compiled(cx, args.value(0))?;
    let (subject, range) = subject(cx, compiled, args)?;
    all::findall(cx, compiled, subject, range)
}

pub(super) fn finditer<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (subject, range) = subject(cx, compiled(cx, args.value(0))?, args)?;
    Walk::start(args.value(0), subject, range).into_iterator(cx)
}

fn scanner<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (subject, range) = subject(cx, compiled(cx, args.value(0))?, args)?;
    Walk::start(args.value(0), subject, range).into_scanner(cx)
}

pub(super) fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let compiled = compiled(cx, args.value(0))?;
    let subject = Subject::of(cx, args.value(1), compiled.matcher.is_text())?;
    all::split(cx, compiled, subject, args.clamped(cx, 2, 0)?)
}

pub(super) fn sub<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    replace::run(cx, args, false)
}

pub(super) fn subn<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    replace::run(cx, args, true)
}

fn flags<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    Ok(Value::Int(i64::from(compiled(cx, me)?.matcher.flags().0)))
}

fn groups<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    Ok(Value::Int(i64::from(compiled(cx, me)?.matcher.groups())))
}

fn groupindex<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let index = cx.dict()?;
    for (name, group) in compiled(cx, me)?.matcher.names() {
        index.insert_str(cx, name, Value::Int(i64::from(*group)))?;
    }
    Ok(Value::Dict(index))
}

fn pattern<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    match me {
        Value::Object(object) => Ok(object.field(0)),
        other => Err(cx.wrong_receiver("re.Pattern", other)),
    }
}

struct PatternBehaviour;

impl Behaviour for PatternBehaviour {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let shown = match me.field(0) {
            Value::Str(text) => quote::repr(text.as_str()),
            Value::Bytes(bytes) => crate::value::octets::quote::repr(bytes.as_slice()),
            _ => String::new(),
        };
        let shown: String = shown.chars().take(200).collect();
        let mut flags = compiled(cx, Value::Object(me))?.matcher.flags().0;
        if matches!(me.field(0), Value::Str(_)) {
            flags &= !Flags::UNICODE;
        }
        Ok(Some(match flags {
            0 => format!("re.compile({shown})"),
            flags => format!("re.compile({shown}, {})", flag::shown(i64::from(flags))),
        }))
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let Some(other) = instance(other) else {
            return Ok(None);
        };
        let (a, b) = (
            compiled(cx, Value::Object(me))?,
            compiled(cx, Value::Object(other))?,
        );
        let same =
            a.matcher.flags() == b.matcher.flags() && cx.equal(me.field(0), other.field(0))?;
        Ok(Some(same && a.matcher.is_text() == b.matcher.is_text()))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        cx.hash(me.field(0)).map(Some)
    }
}
