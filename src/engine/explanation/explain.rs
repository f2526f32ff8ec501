//! An explanation: the statement at which a policy ended, and its values.

use bumpalo::Bump;
use serde::{Serialize, Serializer};

use super::cleanse::shown;
use super::names::{Chain, Link, chains};
use super::statement::{statement_at, text_of};
use crate::host::World;
use crate::syntax::tree::StmtKind;
use crate::syntax::{ParseLimits, parse};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::Stop;
use crate::vm::Ended;

/// Values that are shown at most.
const MOST: usize = 16;
/// Characters of a statement that are shown.
const LONGEST: usize = 200;

/// The statement that settled what a policy answered: the `return` that was taken, or what raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The line where it begins, in the author's text.
    pub line: u32,
    /// The statement in one line; none if the text ended without a `return`.
    pub source: Option<String>,
    /// What the names in it held, as `repr()` shows it, cut, and without secrets: names, their
    /// attributes, and constant keys of what they hold. Values of which that cannot be told are left out.
    #[serde(serialize_with = "as_map")]
    pub values: Vec<(String, String)>,
}

/// Explains the end of a policy with this text. None if the text is not the one that ran.
pub(in crate::engine) fn explain<'h>(
    cx: &Context<'h>,
    world: &World<'h>,
    source: &str,
    ended: &Ended<'h>,
    raised: bool,
) -> Option<Explanation> {
    let arena = Bump::new();
    // It was compiled, so it is in the language; taller trees than usual may have been allowed.
    let limits = ParseLimits {
        nesting: u16::MAX,
        bytes: source.len(),
    };
    let body = parse(source, &arena, &limits).ok()?;
    let stmt = statement_at(body, ended.place.offset(source));
    let settles = |kind: &StmtKind<'_>| raised || matches!(kind, StmtKind::Return(_));
    let Some(stmt) = stmt.filter(|stmt| settles(&stmt.kind)) else {
        let line = u32::try_from(source.lines().count()).unwrap_or(u32::MAX);
        return Some(Explanation {
            line,
            source: None,
            values: Vec::new(),
        });
    };
    let mut text = text_of(source, stmt);
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
    }
    let mut values: Vec<(String, String)> = Vec::new();
    for chain in chains(stmt) {
        let name = name_of(source, &chain);
        if values.len() == MOST || values.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let value = world.within(cx, || cx.firmly(|| show(cx, &chain, ended)));
        if let Ok(Some(value)) = value {
            values.push((name, value));
        }
    }
    let place = crate::source::Place::of(source, stmt.span.start);
    Some(Explanation {
        line: place.line,
        source: Some(text),
        values,
    })
}

/// A chain as its author wrote it, in one line.
fn name_of(source: &str, chain: &Chain<'_>) -> String {
    let (start, end) = (chain.span.start as usize, chain.span.end as usize);
    let text = source.get(start..end).unwrap_or(chain.root);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a chain holds; none if that says nothing.
fn show<'h>(
    cx: &Context<'h>,
    chain: &Chain<'_>,
    ended: &Ended<'h>,
) -> Result<Option<String>, Stop<'h>> {
    let mut variables = ended.variables.iter().rev();
    let Some((_, mut value)) = variables.find(|(name, _)| *name == chain.root).copied() else {
        return Ok(None);
    };
    for link in &chain.links {
        value = follow(cx, value, *link)?;
    }
    if matches!(
        value,
        Value::Module(_)
            | Value::Native(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Bound(_)
    ) {
        return Ok(None);
    }
    let links = chain.links.iter().filter_map(|link| match link {
        Link::Attribute(name) | Link::Key(name) | Link::Get(name) => Some(*name),
        Link::Index(_) => None,
    });
    shown(cx, links.chain([chain.root]), value).map(Some)
}

fn follow<'h>(cx: &Context<'h>, value: Value<'h>, link: Link<'_>) -> Result<Value<'h>, Stop<'h>> {
    match link {
        Link::Attribute(name) => cx.attribute(value, cx.copied_text(name)?),
        Link::Key(key) => cx.item(value, cx.str(key)?),
        Link::Index(index) => cx.item(value, Value::Int(index)),
        Link::Get(key) => match value {
            Value::Dict(dict) => Ok(dict.get(cx, cx.str(key)?)?.unwrap_or(Value::None)),
            _ => Err(cx.no_call()),
        },
    }
}

fn as_map<S: Serializer>(values: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(name, value)| (name, value)))
}
