//! Whether a row meets look-ups: the walk along their paths, through relations and JSON.
//!
//! What SQL does by joins is told by a number: how often the row comes, once for each row of a
//! relation that meets all look-ups behind that relation.

use super::compare::{Seen, meets, micros};
use super::errors;
use super::lookup::Lookup;
use crate::host::differ;
use crate::host::moment::in_utc;
use crate::host::rows::node::{Node, Piece};
use crate::host::rows::related::{reference, related};
use crate::value::context::Context;
use crate::value::model::{Field, Kind};
use crate::value::plain::Plain;
use crate::value::value::{Lent, Sequence, Stop, Value};

/// How often a row comes if it meets look-ups; none if that cannot be said.
pub(super) type Times = Option<usize>;

/// Where a row stands on a path; nowhere if a relation leads to nothing.
type Place<'h> = Option<Node<'h>>;

/// How often a row meets all look-ups.
///
/// # Errors
/// What reading it raises.
pub(super) fn times<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    lookups: &[&Lookup<'h>],
) -> Result<Times, Stop<'h>> {
    if !lookups.iter().any(|lookup| lookup.asks_row()) {
        return behind(cx, Some(node), lookups, 0);
    }
    let mut own = Vec::new();
    for lookup in lookups.iter().filter(|lookup| lookup.asks_row()) {
        match lookup.for_row(cx, node)? {
            Some(lookup) => own.push(lookup),
            None => return Ok(lookup.asks_field().then_some(0)),
        }
    }
    let others = lookups.iter().filter(|lookup| !lookup.asks_row());
    let all: Vec<&Lookup<'h>> = others.copied().chain(&own).collect();
    behind(cx, Some(node), &all, 0)
}

fn behind<'h>(
    cx: &Context<'h>,
    place: Place<'h>,
    lookups: &[&Lookup<'h>],
    at: usize,
) -> Result<Times, Stop<'h>> {
    let mut times: Times = Some(1);
    for (index, lookup) in lookups.iter().enumerate() {
        cx.charge(1)?;
        if lookup.path.len() <= at + 1 {
            let met = test(cx, place, lookup, at)?;
            times = both(times, met.map(usize::from));
        } else if let Some(field) = lookup.path.get(at) {
            let earlier = lookups.iter().take(index);
            if earlier
                .into_iter()
                .any(|other| starts_with(other, field, at))
            {
                continue;
            }
            let same = lookups.iter().filter(|other| starts_with(other, field, at));
            let same: Vec<&Lookup<'h>> = same.copied().collect();
            times = both(times, through(cx, place, field, &same, at)?);
        }
        if times == Some(0) {
            break;
        }
    }
    Ok(times)
}

fn starts_with(lookup: &Lookup<'_>, field: &'static Field, at: usize) -> bool {
    let own = lookup.path.get(at);
    lookup.path.len() > at + 1 && own.is_some_and(|own| std::ptr::eq(*own, field))
}

fn both(a: Times, b: Times) -> Times {
    match (a, b) {
        (Some(0), _) | (_, Some(0)) => Some(0),
        (Some(a), Some(b)) => Some(a.saturating_mul(b)),
        _ => None,
    }
}

/// How often the look-ups are met behind a relation.
fn through<'h>(
    cx: &Context<'h>,
    place: Place<'h>,
    field: &'static Field,
    lookups: &[&Lookup<'h>],
    at: usize,
) -> Result<Times, Stop<'h>> {
    let Some(node) = place else {
        return behind(cx, None, lookups, at + 1);
    };
    if let Kind::One(model) = field.kind
        && lookups.iter().all(|lookup| {
            lookup
                .path
                .get(at + 1)
                .is_some_and(|f| std::ptr::eq(*f, &model.key))
        })
    {
        let seen = match reference(cx, node, field)? {
            Some(key) => Seen::Value(key),
            None => Seen::Value(Plain::None),
        };
        let kind = Some(model.key.kind);
        let met = lookups
            .iter()
            .map(|lookup| meets(lookup.op, kind, &seen, &lookup.wanted).map(usize::from));
        return Ok(met.fold(Some(1), both));
    }
    let rows = related(cx, node, field)?;
    if rows.is_empty() {
        return behind(cx, None, lookups, at + 1);
    }
    let mut sum = Some(0_usize);
    for row in rows {
        cx.charge(1)?;
        let times = behind(cx, Some(row), lookups, at + 1)?;
        sum = match (sum, times) {
            (Some(sum), Some(times)) => Some(sum.saturating_add(times)),
            (Some(sum), None) if sum > 0 => Some(sum),
            (None, Some(times)) if times > 0 => Some(times),
            _ => None,
        };
    }
    Ok(sum)
}

fn test<'h>(
    cx: &Context<'h>,
    place: Place<'h>,
    lookup: &Lookup<'h>,
    at: usize,
) -> Result<Option<bool>, Stop<'h>> {
    let field = lookup.path.get(at).copied();
    let kind = field.map(|field| field.kind);
    let seen = match place {
        Some(node) => seen(cx, node, field, &lookup.keys)?,
        None => Seen::Value(Plain::None),
    };
    if let Some(part) = lookup.transform {
        let seen = match seen {
            Seen::Value(Plain::None) | Seen::Missing => seen,
            Seen::Value(seen) => {
                let part = micros(&seen).and_then(|moment| part.of(moment));
                part.map_or(Seen::Missing, |part| Seen::Value(Plain::Int(part)))
            }
        };
        return Ok(meets(lookup.op, Some(part.kind()), &seen, &lookup.wanted));
    }
    let kind = match kind {
        Some(Kind::Json) if lookup.keys.is_empty() => None,
        kind => kind,
    };
    Ok(meets(lookup.op, kind, &seen, &lookup.wanted))
}

/// What a field, or keys behind it, hold.
fn seen<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    field: Option<&'static Field>,
    keys: &[String],
) -> Result<Seen, Stop<'h>> {
    let (name, keys) = match (field, keys.split_first()) {
        (Some(field), _) => (field.name, keys),
        (None, Some((first, keys))) => (first.as_str(), keys),
        (None, None) => return Ok(Seen::Missing),
    };
    if let (Some(field), Some(model)) = (field, node.model())
        && field.name == model.key.name
    {
        return Ok(Seen::Value(node.key().map_or(Plain::None, Plain::Str)));
    }
    match node.read(cx, name)? {
        Some(piece) => below(cx, piece, keys),
        None if field.is_none() => Err(errors::no_attribute(cx, node.object(), name)),
        None => Ok(Seen::Value(Plain::None)),
    }
}

fn below<'h>(cx: &Context<'h>, piece: Piece<'h>, keys: &[String]) -> Result<Seen, Stop<'h>> {
    cx.charge(1 + keys.len())?;
    let mut here = piece;
    for key in keys {
        match step(cx, here, key)? {
            Some(next) => here = next,
            None => return Ok(Seen::Missing),
        }
    }
    let plain = match here {
        Piece::Lent(Lent::Object(object)) => {
            object.identity().map(|key| Plain::Str(key.into_owned()))
        }
        Piece::Lent(Lent::DateTime { micros, offset }) => Some(Plain::Int(in_utc(micros, offset))),
        Piece::Lent(lent) => {
            charge_size(cx, &lent)?;
            differ::plain(&lent)
        }
        Piece::Value(Value::Host(host)) => {
            let key = host.object.identity();
            key.map(|key| Plain::Str(key.into_owned()))
        }
        Piece::Value(value) => match Plain::of(cx, value)? {
            None if matches!(value, Value::Object(_)) => Some(Plain::Str(cx.display(value)?)),
            plain => plain,
        },
    };
    Ok(plain.map_or(Seen::Missing, Seen::Value))
}

/// Charges for making a copy of something lent, in proportion to all of it.
fn charge_size<'h>(cx: &Context<'h>, lent: &Lent<'_>) -> Result<(), Stop<'h>> {
    match lent {
        Lent::Str(text) => cx.charge_bytes(text.len()),
        Lent::Map(map) => cx.nested(|| {
            cx.charge(map.len())?;
            for key in map.keys() {
                if let Some(value) = map.value(key) {
                    charge_size(cx, &value)?;
                }
            }
            Ok(())
        }),
        Lent::List(list) | Lent::Set(list) => cx.nested(|| {
            cx.charge(list.len())?;
            for at in 0..list.len() {
                if let Some(item) = list.item(at) {
                    charge_size(cx, &item)?;
                }
            }
            Ok(())
        }),
        Lent::Json(serde_json::Value::String(text)) => cx.charge_bytes(text.len()),
        Lent::Json(serde_json::Value::Array(items)) => charge_size(cx, &Lent::List(items)),
        Lent::Json(serde_json::Value::Object(map)) => charge_size(cx, &Lent::Map(map)),
        _ => Ok(()),
    }
}

/// What lies under a key.
fn step<'h>(cx: &Context<'h>, piece: Piece<'h>, key: &str) -> Result<Option<Piece<'h>>, Stop<'h>> {
    let index = || key.parse::<usize>().ok();
    Ok(match piece {
        Piece::Lent(Lent::Map(map)) => map.value(key).map(Piece::Lent),
        Piece::Lent(Lent::Json(serde_json::Value::Object(map))) => {
            map.get(key).map(Lent::Json).map(Piece::Lent)
        }
        Piece::Lent(Lent::Json(serde_json::Value::Array(items))) => {
            let item = index().and_then(|at| items.item(at));
            item.map(Piece::Lent)
        }
        Piece::Lent(Lent::List(items)) => index().and_then(|at| items.item(at)).map(Piece::Lent),
        Piece::Lent(Lent::Object(object)) => object.attr(key).map(Piece::Lent),
        Piece::Value(Value::Dict(dict)) => dict.get_str(cx, key)?.map(Piece::Value),
        Piece::Value(Value::List(list)) => index().and_then(|at| list.item(at)).map(Piece::Value),
        Piece::Value(Value::Host(host)) => host.attribute(cx, key)?.map(Piece::Value),
        _ => None,
    })
}
