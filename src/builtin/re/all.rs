//! Searching again and again: `findall`, `finditer`, `split`, and the scanner below them.

use super::matched;
use super::matcher::{Found, How};
use super::object::{Compiled, compiled};
use super::subject::Subject;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Iter, IterState, Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// What `finditer` gives: fields are the pattern, the text, start and end, where to go on, and whether to advance.
pub static ITERATOR: Class = Class {
    module: "builtins",
    behaviour: &Walking,
    ..Class::named("callable_iterator")
};

/// What `Pattern.scanner` gives, with the same fields.
pub static SCANNER: Class = Class {
    title: "_sre.SRE_Scanner",
    module: "_sre",
    methods: &[
        Row::leaf("match", "self", |cx, args| step_once(cx, args, How::Match)),
        Row::leaf("search", "self", |cx, args| {
            step_once(cx, args, How::Search)
        }),
    ],
    getters: &[Getter {
        name: "pattern",
        get: |_, me| Ok(object(me).map_or(Value::None, |me| me.field(0))),
    }],
    ..Class::named("SRE_Scanner")
};

/// Where a series of searches stands.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    at: usize,
    end: usize,
    /// The last match was empty: the next one cannot be empty at the same place.
    advance: bool,
}

impl Steps {
    pub(super) fn new((start, end): (usize, usize)) -> Self {
        Self {
            at: start,
            end,
            advance: false,
        }
    }

    /// The next match.
    pub(super) fn next<'h>(
        &mut self,
        cx: &Context<'h>,
        compiled: &Compiled,
        subject: Subject<'h>,
        how: How,
    ) -> Maybe<'h, (Found, (usize, usize))> {
        let found = compiled.find(cx, subject, (self.at, self.end), how, self.advance)?;
        let Some((found, span)) =
            found.and_then(|found| found.spans.first().copied().flatten().map(|s| (found, s)))
        else {
            return Ok(None);
        };
        self.at = span.1;
        self.advance = span.0 == span.1;
        Ok(Some((found, span)))
    }
}

/// `findall`.
pub(super) fn findall<'h>(
    cx: &Context<'h>,
    compiled: &Compiled,
    subject: Subject<'h>,
    range: (usize, usize),
) -> Answer<'h> {
    let (list, empty) = (cx.list(&[])?, subject.empty(cx)?);
    let mut steps = Steps::new(range);
    while let Some((found, (start, end))) = steps.next(cx, compiled, subject, How::Search)? {
        let part = |span: &Option<(usize, usize)>| match span {
            Some((start, end)) => subject.part(cx, *start, *end),
            None => Ok(empty),
        };
        list.push(
            cx,
            match found.spans.get(1..).unwrap_or_default() {
                [] => subject.part(cx, start, end)?,
                [one] => part(one)?,
                several => cx.tuple(&several.iter().map(part).collect::<Result<Vec<_>, _>>()?)?,
            },
        )?;
    }
    Ok(Value::List(list))
}

/// `split`.
pub(super) fn split<'h>(
    cx: &Context<'h>,
    compiled: &Compiled,
    subject: Subject<'h>,
    most: i64,
) -> Answer<'h> {
    let list = cx.list(&[])?;
    let whole = (0, subject.up_to(usize::MAX).len());
    let (mut steps, mut last, mut times) = (Steps::new(whole), 0, 0);
    while most == 0 || times < most {
        let Some((found, (start, end))) = steps.next(cx, compiled, subject, How::Search)? else {
            break;
        };
        list.push(cx, subject.part(cx, last, start)?)?;
        for span in found.spans.get(1..).unwrap_or_default() {
            list.push(
                cx,
                match span {
                    Some((start, end)) => subject.part(cx, *start, *end)?,
                    None => Value::None,
                },
            )?;
        }
        (last, times) = (end, times + 1);
    }
    list.push(cx, subject.part(cx, last, whole.1)?)?;
    Ok(Value::List(list))
}

/// A series of searches that the policy steps through.
pub(super) struct Walk<'h> {
    fields: [Value<'h>; 6],
}

impl<'h> Walk<'h> {
    /// The series from the first place.
    pub(super) fn start(
        pattern: Value<'h>,
        subject: Subject<'h>,
        (start, end): (usize, usize),
    ) -> Self {
        let int = |at: usize| Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
        Self {
            fields: [
                pattern,
                subject.value,
                int(start),
                int(end),
                int(start),
                Value::False,
            ],
        }
    }

    /// As an iterator.
    pub(super) fn into_iterator(self, cx: &Context<'h>) -> Answer<'h> {
        match cx.fields_instance(&ITERATOR, &self.fields)? {
            Value::Object(walk) => Ok(Value::Iter(cx.iter(IterState::Other(walk))?)),
            other => Ok(other),
        }
    }

    /// As a scanner.
    pub(super) fn into_scanner(self, cx: &Context<'h>) -> Answer<'h> {
        cx.fields_instance(&SCANNER, &self.fields)
    }
}

fn object(value: Value<'_>) -> Option<&Instance<'_>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// The next match of a walk.
fn step<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
    how: How,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let offset = |field: usize| usize::try_from(me.field(field).cut()).unwrap_or(0);
    let subject = Subject::again(me.field(1));
    let compiled = compiled(cx, me.field(0))?;
    let mut steps = Steps {
        at: offset(4),
        end: offset(3),
        advance: matches!(me.field(5), Value::True),
    };
    let found = steps.next(cx, compiled, subject, how)?;
    let Some((found, _)) = found else {
        return Ok(None);
    };
    me.set_field(4, Value::Int(i64::try_from(steps.at).unwrap_or(i64::MAX)));
    me.set_field(5, Value::bool(steps.advance));
    matched::make(cx, me.field(0), subject, (offset(2), offset(3)), &found).map(Some)
}

fn step_once<'h>(cx: &Context<'h>, args: Args<'_, 'h>, how: How) -> Answer<'h> {
    match object(args.value(0)) {
        Some(me) if me.class.is(&SCANNER) => Ok(step(cx, me, how)?.unwrap_or(Value::None)),
        _ => Err(cx.wrong_receiver("_sre.SRE_Scanner", args.value(0))),
    }
}

struct Walking;

impl Behaviour for Walking {
    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        cx.iter(IterState::Other(me)).map(Some)
    }

    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        step(cx, me, How::Search)
    }
}
