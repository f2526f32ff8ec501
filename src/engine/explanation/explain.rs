//! An explanation: the statement at which a policy ended, and its values.

use bumpalo::Bump;
use serde::{Serialize, Serializer};

use super::cleanse::shown;
use super::names::{Chain, Link, chains, chains_of};
use super::statement::{one_line, text_of, way_to};
use crate::host::World;
use crate::source::Place;
use crate::syntax::tree::StmtKind;
use crate::syntax::{ParseLimits, parse};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::Stop;
use crate::vm::{Ended, Session};

/// Values that are shown at most.
const MOST: usize = 16;
/// Conditions that are shown: the last ones.
const CONDITIONS: usize = 8;

/// Values by the names under which the author wrote them, as `repr()` shows them: cut, and without secrets.
pub type Shown = Vec<(String, String)>;

/// The statement that settled what a policy answered: the `return` that was taken, or what raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The line where it begins, in the author's text.
    pub line: u32,
    /// The statement in one line; none if the text ended without a `return`.
    pub source: Option<String>,
    /// What the names in it held when the policy ended: names, their attributes, and constant keys of what
    /// they hold. Those of which that cannot be told are left out.
    #[serde(serialize_with = "as_map")]
    pub values: Shown,
    /// The conditions that led there, the first one first: those of the `if`s around the statement, and of
    /// those before it that would have returned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// The first policies that were called on the way, in the order in which they ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<CalledExplanation>,
}

/// Why a called policy answered as it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalledExplanation {
    /// Its name.
    pub name: String,
    /// Its verdict.
    pub passing: bool,
    /// It raised, or did not compile.
    pub raised: bool,
    /// The statement that settled it; none if it does not compile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A condition on the way to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The line where it begins, in the author's text.
    pub line: u32,
    /// The condition in one line.
    pub source: String,
    /// Whether it held.
    pub held: bool,
    /// What the names in it held when the policy ended.
    #[serde(serialize_with = "as_map")]
    pub values: Shown,
}

/// Bytes that explaining one answer may take beside what policies do.
const EXPLAINING: usize = 4 << 20;

/// Explains the policy that ended last in a session, and those it called; `source_of` knows the texts of
/// policies. What it takes is charged to nobody.
#[cold]
pub(in crate::engine) fn explain_last<'h, 's>(
    cx: &Context<'h>,
    session: &Session<'h>,
    world: &'h World<'h>,
    (source, raised): (Option<&str>, bool),
    source_of: impl Fn(&str) -> Option<&'s str>,
) -> Option<Box<Explanation>> {
    let (ended, called) = (session.take_ended(), session.take_called_ends());
    let limit = cx.heap.used().saturating_add(EXPLAINING);
    cx.heap.set_limit(limit);
    let mut explanation = explain(cx, world, source?, &ended?, raised)?;
    let called = called.into_iter().map(|verdict| CalledExplanation {
        name: verdict.name.to_owned(),
        passing: verdict.passing,
        raised: verdict.raised,
        explanation: verdict.end.and_then(|end| {
            let source = source_of(verdict.name)?;
            explain(cx, end.world, source, &end.ended, verdict.raised)
        }),
    });
    explanation.called = called.collect();
    Some(Box::new(explanation))
}

/// Explains the end of a policy with this text. None if the text is not the one that ran.
fn explain<'h>(
    cx: &Context<'h>,
    world: &'h World<'h>,
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
    let settles = |kind: &StmtKind<'_>| raised || matches!(kind, StmtKind::Return(_));
    let way = way_to(body, ended.place.offset(source), settles);
    let line_of = |offset: u32| Place::of(source, offset).line;
    let values = |chains: Vec<Chain<'_>>| shown_values(cx, world, source, ended, &chains);
    let skipped = way.conditions.len().saturating_sub(CONDITIONS);
    let conditions = way.conditions.iter().skip(skipped);
    let conditions = conditions.map(|(test, held)| Condition {
        line: line_of(test.span.start),
        source: one_line(source, test.span),
        held: *held,
        values: values(chains_of(test)),
    });
    Some(Explanation {
        called: Vec::new(),
        conditions: conditions.collect(),
        line: match way.stmt {
            Some(stmt) => line_of(stmt.span.start),
            None => u32::try_from(source.lines().count()).unwrap_or(u32::MAX),
        },
        source: way.stmt.map(|stmt| text_of(source, stmt)),
        values: way
            .stmt
            .map(|stmt| values(chains(stmt)))
            .unwrap_or_default(),
    })
}

fn shown_values<'h>(
    cx: &Context<'h>,
    world: &'h World<'h>,
    source: &str,
    ended: &Ended<'h>,
    chains: &[Chain<'_>],
) -> Shown {
    let mut values = Shown::new();
    for chain in chains {
        let name = one_line(source, chain.span);
        if values.len() == MOST || values.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let value = world.within(cx, || cx.firmly(|| show(cx, chain, ended)));
        if let Ok(Some(value)) = value {
            values.push((name, value));
        }
    }
    values
}

/// What a chain holds; none if that says nothing.
fn show<'h>(
    cx: &Context<'h>,
    chain: &Chain<'_>,
    ended: &Ended<'h>,
) -> Result<Option<String>, Stop<'h>> {
    // The variables of comprehensions stand behind the function's own.
    let mut variables = ended.variables.iter();
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
