//! The class `ChainMap`: several dicts seen as one. Its only field is the list of them.

use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::exceptions::{KEY_ERROR, LOOKUP_ERROR};
use crate::value::native::Args;
use crate::value::value::{Dict, Instance, Iter, List, Stop, ViewKind};

/// `collections.ChainMap`.
pub(super) static CHAIN_MAP: Class = Class {
    module: "collections",
    construct: Some(&Row::leaf("ChainMap", "*maps", construct)),
    methods: METHODS,
    statics: &[Row::leaf("fromkeys", "@iterable, value=None, /", from_keys)],
    getters: &[Getter::new("maps", maps), Getter::new("parents", parents)],
    behaviour: &Layers,
    ..Class::named("ChainMap")
};

static METHODS: &[Row] = &[
    Row::leaf("clear", "self", clear),
    Row::leaf("copy", "self", copy),
    Row::leaf("get", "self, key, default=None", get),
    Row::leaf("items", "self", |cx, args| view(cx, args, ViewKind::Items)),
    Row::leaf("keys", "self", |cx, args| view(cx, args, ViewKind::Keys)),
    Row::leaf("new_child", "self, m=None, **kwargs", new_child),
    Row::leaf("pop", "self, key, *args", pop),
    Row::leaf("popitem", "self", pop_item),
    Row::leaf("setdefault", "self, key, default=None", set_default),
    Row::leaf("update", "self, @other=(), /, **keywords", update),
    Row::leaf("values", "self", |cx, args| {
        view(cx, args, ViewKind::Values)
    }),
];

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

fn made<'h>(cx: &Context<'h>, maps: &[Value<'h>]) -> Answer<'h> {
    let maps = match maps {
        [] => cx.list(&[Value::Dict(cx.dict()?)])?,
        maps => cx.list(maps)?,
    };
    cx.fields_instance(&CHAIN_MAP, &[Value::List(maps)])
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, args.rest)
}

fn from_keys<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let dict = cx.dict()?;
    cx.each(args.value(0), |key| {
        dict.insert(cx, key, args.value(1)).map(|_| true)
    })?;
    made(cx, &[Value::Dict(dict)])
}

/// The dicts of a chain, the first that is asked in front.
fn layers(value: Value<'_>) -> Option<&List<'_>> {
    match value {
        Value::Object(me) if me.class.is(&CHAIN_MAP) => match me.field(0) {
            Value::List(maps) => Some(maps),
            _ => None,
        },
        _ => None,
    }
}

fn mine<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h List<'h>, Stop<'h>> {
    layers(value).ok_or_else(|| cx.wrong_receiver("ChainMap", value))
}

/// The dict that is written to.
fn first<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let first = mine(cx, value)?.item(0);
    first.ok_or_else(|| cx.index_error(format_args!("list index out of range")))
}

fn maps<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    mine(cx, value).map(Value::List)
}

fn parents<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let rest: Vec<Value<'h>> = mine(cx, value)?.iter().skip(1).collect();
    made(cx, &rest)
}

/// The value of a key in the first dict that has it.
fn found<'h>(cx: &Context<'h>, me: Value<'h>, key: Value<'h>) -> Maybe<'h, Value<'h>> {
    for map in mine(cx, me)?.iter() {
        cx.charge(1)?;
        match cx.item(map, key) {
            Ok(value) => return Ok(Some(value)),
            Err(Stop::Raised(error)) if error.class.derives(&KEY_ERROR) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(None)
}

/// All of it as one dict, in the order in which Python goes through it.
fn flat<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'h Dict<'h>, Stop<'h>> {
    let flat = cx.dict()?;
    for map in mine(cx, me)?.iter().rev() {
        cx.each(map, |key| {
            let value = cx.item(map, key)?;
            flat.insert(cx, key, value).map(|_| true)
        })?;
    }
    Ok(flat)
}

fn get<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(found(cx, args.value(0), args.value(1))?.unwrap_or(args.value(2)))
}

fn view<'h>(cx: &Context<'h>, args: Args<'_, 'h>, kind: ViewKind) -> Answer<'h> {
    cx.view(flat(cx, args.value(0))?, kind).map(Value::View)
}

fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if let Value::Dict(dict) = first(cx, args.value(0))? {
        dict.clear(cx)?;
    }
    Ok(Value::None)
}

fn copied<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let mut maps = mine(cx, me)?.to_vec();
    if let Some(Value::Dict(dict)) = maps.first_mut() {
        *dict = cx.copy_dict(dict)?;
    }
    made(cx, &maps)
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    copied(cx, args.value(0))
}

fn new_child<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let child = match args.value(1) {
        Value::None => Value::Dict(cx.dict()?),
        child => child,
    };
    for (name, value) in args.keywords {
        cx.store_item(child, Value::Str(name), *value)?;
    }
    let mut maps = vec![child];
    maps.extend(mine(cx, args.value(0))?.iter());
    made(cx, &maps)
}

/// `KeyError` of a key that the first dict does not have, whatever the others have.
fn not_in_first<'h>(cx: &Context<'h>, key: Value<'h>) -> Stop<'h> {
    match cx.repr(key) {
        Ok(shown) => match cx.str(&format!("Key not found in the first mapping: {shown}")) {
            Ok(text) => cx.key_error(text),
            Err(stop) => stop,
        },
        Err(stop) => stop,
    }
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Value::Dict(dict) = first(cx, args.value(0))? else {
        return Err(not_in_first(cx, args.value(1)));
    };
    match (dict.remove(cx, args.value(1))?, args.rest) {
        (Some((_, value)), _) => Ok(value),
        (None, [default, ..]) => Ok(*default),
        (None, []) => Err(not_in_first(cx, args.value(1))),
    }
}

fn pop_item<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let removed = match first(cx, args.value(0))? {
        Value::Dict(dict) => dict.remove_end(cx, true)?,
        _ => None,
    };
    match removed {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => Err(cx.key_error(cx.str("No keys found in the first mapping.")?)),
    }
}

fn set_default<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if let Some(value) = found(cx, args.value(0), args.value(1))? {
        return Ok(value);
    }
    cx.store_item(first(cx, args.value(0))?, args.value(1), args.value(2))?;
    Ok(args.value(2))
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if let Value::Dict(dict) = first(cx, args.value(0))? {
        if let Some(other) = args.given(1) {
            cx.merge(dict, other)?;
        }
        crate::builtin::dict::keywords(cx, dict, &args)?;
    }
    Ok(Value::None)
}

/// What operators do with chains.
struct Layers;

impl Behaviour for Layers {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let mut text = String::new();
        let address = std::ptr::from_ref(me).addr();
        cx.shown_once(address, "...", &mut text, |out| {
            out.push_str("ChainMap(");
            for (at, map) in mine(cx, Value::Object(me))?.iter().enumerate() {
                cx.put(out, if at > 0 { ", " } else { "" })?;
                cx.write_repr(map, out)?;
            }
            out.push(')');
            Ok(())
        })?;
        Ok(Some(text))
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let theirs = match other {
            Value::Dict(dict) => dict,
            other if layers(other).is_some() => flat(cx, other)?,
            _ => return Ok(None),
        };
        let mine = flat(cx, Value::Object(me))?;
        if mine.len() != theirs.len() {
            return Ok(Some(false));
        }
        for (key, value) in theirs.items(cx)? {
            match mine.get(cx, key)? {
                Some(own) if cx.same(own, value)? => {}
                _ => return Ok(Some(false)),
            }
        }
        Ok(Some(true))
    }

    fn hash<'h>(&self, cx: &Context<'h>, _: &'h Instance<'h>) -> Maybe<'h, i64> {
        Err(cx.type_error(format_args!("unhashable type: 'ChainMap'")))
    }

    fn truth<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, bool> {
        for map in mine(cx, Value::Object(me))?.iter() {
            if cx.truth(map)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    fn len<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, usize> {
        flat(cx, Value::Object(me)).map(|flat| Some(flat.len()))
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        match found(cx, Value::Object(me), key)? {
            Some(value) => Ok(Some(value)),
            None => Err(cx.key_error(key)),
        }
    }

    fn store_item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        let first = first(cx, Value::Object(me))?;
        if let Value::Unbound = value {
            return match cx.delete_item(first, key) {
                Err(Stop::Raised(error)) if error.class.derives(&LOOKUP_ERROR) => {
                    Err(not_in_first(cx, key))
                }
                other => other.map(|()| true),
            };
        }
        cx.store_item(first, key, value).map(|()| true)
    }

    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        for map in mine(cx, Value::Object(me))?.iter() {
            cx.charge(1)?;
            if cx.contains(map, item)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        let flat = flat(cx, Value::Object(me))?;
        cx.native_iter(Value::Dict(flat)).map(Some)
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        let is_map = |value: Value<'h>| matches!(value, Value::Dict(_)) || layers(value).is_some();
        if op != BinaryOp::BitOr || !is_map(left) || !is_map(right) {
            return Ok(None);
        }
        if reflected {
            let all = cx.dict()?;
            cx.merge(all, left)?;
            cx.merge(all, Value::Dict(flat(cx, right)?))?;
            return made(cx, &[Value::Dict(all)]).map(Some);
        }
        let copy = copied(cx, left)?;
        merge_first(cx, copy, right)?;
        Ok(Some(copy))
    }

    fn in_place<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: &'h Instance<'h>,
        right: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        if op != BinaryOp::BitOr {
            return Ok(None);
        }
        merge_first(cx, Value::Object(left), right)?;
        Ok(Some(Value::Object(left)))
    }

    fn copied<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        copied(cx, Value::Object(me)).map(Some)
    }
}

fn merge_first<'h>(cx: &Context<'h>, me: Value<'h>, other: Value<'h>) -> Result<(), Stop<'h>> {
    let other = match layers(other) {
        Some(_) => Value::Dict(flat(cx, other)?),
        None => other,
    };
    match first(cx, me)? {
        Value::Dict(dict) => cx.merge(dict, other),
        _ => Ok(()),
    }
}
