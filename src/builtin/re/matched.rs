//! `re.Match`: what a search found.
//!
//! An instance's fields are the pattern, the text, `pos`, `endpos`, the group closed last, and then two byte
//! offsets for each group.

use super::fill::write;
use super::matcher::Found;
use super::object::{Compiled, compiled};
use super::refuse::{characters, raise};
use super::subject::Subject;
use super::template;
use crate::builtin::writer::Writer;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// Where the offsets of the groups begin.
const SPANS: usize = 5;

/// The class.
pub static MATCH: Class = Class {
    title: "re.Match",
    module: "re",
    methods: &[
        Row::leaf("end", "self, group=0, /", end),
        Row::leaf("expand", "self, template", expand),
        Row::leaf("group", "self, *groups", group),
        Row::leaf("groupdict", "self, default=None", groupdict),
        Row::leaf("groups", "self, default=None", groups),
        Row::leaf("span", "self, group=0, /", span),
        Row::leaf("start", "self, group=0, /", start),
    ],
    getters: &[
        Getter {
            name: "endpos",
            get: |cx, me| place(cx, me, 3),
        },
        Getter {
            name: "lastgroup",
            get: lastgroup,
        },
        Getter {
            name: "lastindex",
            get: |cx, me| field(cx, me, 4),
        },
        Getter {
            name: "pos",
            get: |cx, me| place(cx, me, 2),
        },
        Getter {
            name: "re",
            get: |cx, me| field(cx, me, 0),
        },
        Getter {
            name: "regs",
            get: regs,
        },
        Getter {
            name: "string",
            get: |cx, me| field(cx, me, 1),
        },
    ],
    behaviour: &MatchBehaviour,
    ..Class::named("Match")
};

fn offset<'h>(at: usize) -> Value<'h> {
    Value::Int(i64::try_from(at).unwrap_or(i64::MAX))
}

/// The match object of what was found between two places.
pub(super) fn make<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    subject: Subject<'h>,
    (pos, endpos): (usize, usize),
    found: &Found,
) -> Answer<'h> {
    let last = found
        .last
        .map_or(Value::None, |last| Value::Int(i64::from(last)));
    let mut fields = vec![pattern, subject.value, offset(pos), offset(endpos), last];
    for span in &found.spans {
        let (start, end) = span.map_or((Value::None, Value::None), |(start, end)| {
            (offset(start), offset(end))
        });
        fields.extend([start, end]);
    }
    cx.fields_instance(&MATCH, &fields)
}

/// A match object, taken apart.
#[derive(Clone, Copy)]
struct Matched<'h> {
    me: &'h Instance<'h>,
    subject: Subject<'h>,
    compiled: &'h Compiled,
}

impl<'h> Matched<'h> {
    fn of(cx: &Context<'h>, value: Value<'h>) -> Result<Self, Stop<'h>> {
        match value {
            Value::Object(me) if me.class.is(&MATCH) => {
                let compiled = compiled(cx, me.field(0))?;
                Ok(Self {
                    me,
                    subject: Subject::again(me.field(1)),
                    compiled,
                })
            }
            other => Err(cx.wrong_receiver("re.Match", other)),
        }
    }

    /// The bytes of a group that took part.
    fn span(self, group: usize) -> Option<(usize, usize)> {
        let at = |n| usize::try_from(self.me.field(n).as_int()?.small()?).ok();
        let first = group.checked_mul(2)?.checked_add(SPANS)?;
        Some((at(first)?, at(first + 1)?))
    }

    /// The number of groups, the whole match included.
    fn len(self) -> usize {
        self.compiled.matcher.groups() as usize + 1
    }

    /// The text of a group, or a default.
    fn text(self, cx: &Context<'h>, group: usize, default: Value<'h>) -> Answer<'h> {
        match self.span(group) {
            Some((start, end)) => self.subject.part(cx, start, end),
            None => Ok(default),
        }
    }

    /// The group that a number or name means.
    fn group(self, cx: &Context<'h>, key: Value<'h>) -> Result<usize, Stop<'h>> {
        let names = self.compiled.matcher.names();
        let group = match (cx.maybe_index(key)?, key) {
            (Some(index), _) => usize::try_from(index.cut()).ok(),
            (None, Value::Str(name)) => {
                let known = names.iter().find(|(known, _)| known == name.as_str());
                known.map(|(_, group)| *group as usize)
            }
            _ => None,
        };
        let group = group.filter(|group| *group < self.len());
        group.ok_or_else(|| cx.index_error(format_args!("no such group")))
    }

    /// A group's start or end in characters; -1 if it took no part.
    fn places(self, cx: &Context<'h>, group: usize) -> Result<[Value<'h>; 2], Stop<'h>> {
        match self.span(group) {
            Some((start, end)) => Ok([
                Value::Int(self.subject.place(cx, start)?),
                Value::Int(self.subject.place(cx, end)?),
            ]),
            None => Ok([Value::Int(-1); 2]),
        }
    }
}

fn field<'h>(cx: &Context<'h>, me: Value<'h>, at: usize) -> Answer<'h> {
    Ok(Matched::of(cx, me)?.me.field(at))
}

fn place<'h>(cx: &Context<'h>, me: Value<'h>, at: usize) -> Answer<'h> {
    let matched = Matched::of(cx, me)?;
    let offset = usize::try_from(matched.me.field(at).cut()).unwrap_or(0);
    Ok(Value::Int(matched.subject.place(cx, offset)?))
}

fn group<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let matched = Matched::of(cx, args.value(0))?;
    match args.rest {
        [] => matched.text(cx, 0, Value::None),
        [one] => matched.text(cx, matched.group(cx, *one)?, Value::None),
        several => {
            let texts = several
                .iter()
                .map(|key| matched.text(cx, matched.group(cx, *key)?, Value::None));
            cx.tuple(&texts.collect::<Result<Vec<_>, _>>()?)
        }
    }
}

fn groups<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let matched = Matched::of(cx, args.value(0))?;
    let texts = (1..matched.len()).map(|group| matched.text(cx, group, args.value(1)));
    cx.tuple(&texts.collect::<Result<Vec<_>, _>>()?)
}

fn groupdict<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let matched = Matched::of(cx, args.value(0))?;
    let dict = cx.dict()?;
    for (name, group) in matched.compiled.matcher.names() {
        dict.insert_str(cx, name, matched.text(cx, *group as usize, args.value(1))?)?;
    }
    Ok(Value::Dict(dict))
}

fn places<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<[Value<'h>; 2], Stop<'h>> {
    let matched = Matched::of(cx, args.value(0))?;
    let group = args.given(1).map_or(Ok(0), |key| matched.group(cx, key))?;
    matched.places(cx, group)
}

fn start<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let [start, _] = places(cx, args)?;
    Ok(start)
}

fn end<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let [_, end] = places(cx, args)?;
    Ok(end)
}

fn span<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.tuple(&places(cx, args)?)
}

fn regs<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let matched = Matched::of(cx, me)?;
    let spans = (0..matched.len()).map(|group| cx.tuple(&matched.places(cx, group)?));
    cx.tuple(&spans.collect::<Result<Vec<_>, _>>()?)
}

fn lastgroup<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let matched = Matched::of(cx, me)?;
    let last = matched.me.field(4).as_int().and_then(|last| last.small());
    let mut names = matched.compiled.matcher.names().iter();
    match names.find(|(_, group)| Some(i64::from(*group)) == last) {
        Some((name, _)) => cx.str(name),
        None => Ok(Value::None),
    }
}

fn expand<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let matched = Matched::of(cx, args.value(0))?;
    let matcher = &matched.compiled.matcher;
    let chars = characters(cx, args.value(1))?;
    let text = matches!(args.value(1), Value::Str(_));
    let pieces = template::parse(&chars, text, matcher.groups(), matcher.names());
    let pieces = pieces.map_err(|error| raise(cx, &error, args.value(1), &chars))?;
    let mut out = Writer::new(cx);
    write(&mut out, &pieces, text, |group| match matched.span(group) {
        Some((start, end)) => matched.subject.bytes(start, end),
        None => &[],
    })?;
    out.into_value(text)
}

struct MatchBehaviour;

impl Behaviour for MatchBehaviour {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let matched = Matched::of(cx, Value::Object(me))?;
        let [start, end] = matched.places(cx, 0)?;
        let shown = match matched.text(cx, 0, Value::None)? {
            Value::Str(text) => crate::value::chars::quote::repr(text.as_str()),
            Value::Bytes(bytes) => crate::value::octets::quote::repr(bytes.as_slice()),
            _ => String::new(),
        };
        let shown: String = shown.chars().take(50).collect();
        let (start, end) = (start.cut(), end.cut());
        Ok(Some(format!(
            "<re.Match object; span=({start}, {end}), match={shown}>"
        )))
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let matched = Matched::of(cx, Value::Object(me))?;
        matched
            .text(cx, matched.group(cx, key)?, Value::None)
            .map(Some)
    }
}
