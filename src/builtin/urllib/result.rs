//! What splitting gives: named tuples that know their host and port.

use super::address::{self, Url};
use super::coerce::{Kind, texts};
use crate::builtin::tuple;
use crate::value::chars::quote;
use crate::value::class::{Class, Getter, Make, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Record, Stop, Tuple, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

const SPLIT_FIELDS: &[&str] = &["scheme", "netloc", "path", "query", "fragment"];
const PARSE_FIELDS: &[&str] = &["scheme", "netloc", "path", "params", "query", "fragment"];
const DEFRAG_FIELDS: &[&str] = &["url", "fragment"];

const GETTERS: &[Getter] = &[
    Getter {
        name: "hostname",
        get: hostname,
    },
    Getter {
        name: "password",
        get: |cx, me| Ok(user(cx, me)?.1),
    },
    Getter {
        name: "port",
        get: port,
    },
    Getter {
        name: "username",
        get: |cx, me| Ok(user(cx, me)?.0),
    },
];

const ENCODE: Row = Row::leaf(
    "encode",
    "self, encoding='ascii', errors='strict'",
    |cx, args| recoded(cx, args, Kind::Bytes),
);
const DECODE: Row = Row::leaf(
    "decode",
    "self, encoding='ascii', errors='strict'",
    |cx, args| recoded(cx, args, Kind::Text),
);
const GETURL: Row = Row::leaf("geturl", "self", |cx, args| whole(cx, args.value(0)));

static DEFRAG_TEXT: Class = Class {
    base: Some(&tuple::RECORD),
    methods: &[ENCODE, GETURL],
    ..Class::named("DefragResult")
};
static DEFRAG_BYTES: Class = Class {
    base: Some(&tuple::RECORD),
    methods: &[DECODE, GETURL],
    ..Class::named("DefragResultBytes")
};
static HOST_TEXT: Class = Class {
    base: Some(&tuple::RECORD),
    methods: &[ENCODE, GETURL],
    getters: GETTERS,
    ..Class::named("SplitResult")
};
static HOST_BYTES: Class = Class {
    base: Some(&tuple::RECORD),
    methods: &[DECODE, GETURL],
    getters: GETTERS,
    ..Class::named("SplitResultBytes")
};

/// The shapes of results.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Of `urldefrag`.
    Defrag,
    /// Of `urlsplit`.
    Split,
    /// Of `urlparse`.
    Parse,
}

/// A result's class, as a constant of the module.
pub(super) const fn class(shape: Shape, kind: Kind) -> (&'static str, Make) {
    match (shape, kind) {
        (Shape::Defrag, Kind::Text) => ("DefragResult", |cx| {
            record(cx, "DefragResult", DEFRAG_FIELDS, &DEFRAG_TEXT)
        }),
        (Shape::Defrag, Kind::Bytes) => ("DefragResultBytes", |cx| {
            record(cx, "DefragResultBytes", DEFRAG_FIELDS, &DEFRAG_BYTES)
        }),
        (Shape::Split, Kind::Text) => ("SplitResult", |cx| {
            record(cx, "SplitResult", SPLIT_FIELDS, &HOST_TEXT)
        }),
        (Shape::Split, Kind::Bytes) => ("SplitResultBytes", |cx| {
            record(cx, "SplitResultBytes", SPLIT_FIELDS, &HOST_BYTES)
        }),
        (Shape::Parse, Kind::Text) => ("ParseResult", |cx| {
            record(cx, "ParseResult", PARSE_FIELDS, &HOST_TEXT)
        }),
        (Shape::Parse, Kind::Bytes) => ("ParseResultBytes", |cx| {
            record(cx, "ParseResultBytes", PARSE_FIELDS, &HOST_BYTES)
        }),
    }
}

fn record<'h>(
    cx: &Context<'h>,
    name: &'static str,
    fields: &'static [&'static str],
    class: &'static Class,
) -> Answer<'h> {
    let record = Record {
        name,
        module: "urllib.parse",
        fields,
        defaults: &[],
        class: Some(class),
    };
    Ok(Value::Record(cx.memory(cx.heap.alloc(record))?))
}

/// A result of a shape.
pub(super) fn make<'h>(cx: &Context<'h>, shape: Shape, kind: Kind, parts: &[&str]) -> Answer<'h> {
    let items = parts
        .iter()
        .map(|part| kind.value(cx, part))
        .collect::<Result<Vec<_>, _>>()?;
    of_items(cx, shape, kind, &items)
}

fn of_items<'h>(cx: &Context<'h>, shape: Shape, kind: Kind, items: &[Value<'h>]) -> Answer<'h> {
    let (name, make) = class(shape, kind);
    let record = match cx.once(&format!("urllib.parse.{name}"), make)? {
        Value::Record(record) => Some(record),
        _ => None,
    };
    let items = cx.memory(cx.heap.slice(items))?;
    Ok(Value::Tuple(
        cx.memory(cx.heap.alloc(Tuple { items, record }))?,
    ))
}

fn items<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'h [Value<'h>], Stop<'h>> {
    match me {
        Value::Tuple(tuple) => Ok(tuple.items),
        other => Err(cx.wrong_receiver("tuple", other)),
    }
}

fn shape(items: &[Value<'_>]) -> Shape {
    match items.len() {
        2 => Shape::Defrag,
        5 => Shape::Split,
        _ => Shape::Parse,
    }
}

/// The URL that a result describes.
pub(super) fn whole<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let (url, kind) = url(cx, items(cx, value)?)?;
    kind.value(cx, &address::unsplit(&url))
}

/// The URL of two, five or six parts.
pub(super) fn url<'h>(cx: &Context<'h>, items: &[Value<'h>]) -> Result<(Url, Kind), Stop<'h>> {
    let owned = |text: &str| text.to_owned();
    Ok(match *items {
        [path, fragment] => {
            let ([path, fragment], kind) = texts(cx, [path, fragment])?;
            (
                Url {
                    path: owned(path),
                    fragment: owned(fragment),
                    ..Url::default()
                },
                kind,
            )
        }
        [scheme, host, path, query, fragment] => {
            let (parts, kind) = texts(cx, [scheme, host, path, query, fragment])?;
            let [scheme, host, path, query, fragment] = parts.map(owned);
            (
                Url {
                    scheme,
                    host,
                    path,
                    query,
                    fragment,
                },
                kind,
            )
        }
        [scheme, host, path, params, query, fragment] => {
            let (parts, kind) = texts(cx, [scheme, host, path, params, query, fragment])?;
            let [scheme, host, path, params, query, fragment] = parts.map(owned);
            let path = address::with_parameters(&path, &params);
            (
                Url {
                    scheme,
                    host,
                    path,
                    query,
                    fragment,
                },
                kind,
            )
        }
        _ => (Url::default(), Kind::Text),
    })
}

fn recoded<'h>(cx: &Context<'h>, args: Args<'_, 'h>, kind: Kind) -> Answer<'h> {
    let items = items(cx, args.value(0))?;
    let text = |at: usize, default: &'static str| match args.given(at) {
        Some(Value::Str(text)) => text.as_str(),
        _ => default,
    };
    let (encoding, errors) = (text(1, "ascii"), text(2, "strict"));
    let recoded = items.iter().map(|item| match *item {
        Value::Str(text) => cx.encode(text, encoding, errors),
        Value::Bytes(bytes) => cx.decode(bytes, encoding, errors),
        other => Ok(other),
    });
    of_items(
        cx,
        shape(items),
        kind,
        &recoded.collect::<Result<Vec<_>, _>>()?,
    )
}

/// The host part with its kind.
fn netloc<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<(&'h str, Kind), Stop<'h>> {
    let netloc = items(cx, me)?.get(1).copied().unwrap_or(Value::None);
    let ([netloc], kind) = texts(cx, [netloc])?;
    Ok((netloc, kind))
}

fn user<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<(Value<'h>, Value<'h>), Stop<'h>> {
    let (netloc, kind) = netloc(cx, me)?;
    let Some((user, _)) = netloc.rsplit_once('@') else {
        return Ok((Value::None, Value::None));
    };
    let (name, password) = address::cut(user, ':');
    let password = password.map_or(Ok(Value::None), |password| kind.value(cx, password))?;
    Ok((kind.value(cx, name)?, password))
}

/// Host and port, as written.
fn host(netloc: &str) -> (&str, Option<&str>) {
    let host = netloc.rsplit_once('@').map_or(netloc, |(_, host)| host);
    let (name, port) = match address::cut(host, '[') {
        (_, Some(bracketed)) => {
            let (name, rest) = address::cut(bracketed, ']');
            (name, address::cut(rest.unwrap_or_default(), ':').1)
        }
        (host, None) => address::cut(host, ':'),
    };
    (name, port.filter(|port| !port.is_empty()))
}

/// The host in small letters; the zone of an address keeps its own.
fn hostname<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let (netloc, kind) = netloc(cx, me)?;
    let (name, _) = host(netloc);
    if name.is_empty() {
        return Ok(Value::None);
    }
    let (name, zone) = name
        .split_at_checked(name.find('%').unwrap_or(name.len()))
        .unwrap_or((name, ""));
    let name = crate::value::chars::casing::lower(name);
    kind.value(cx, &format!("{name}{zone}"))
}

fn port<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let (netloc, kind) = netloc(cx, me)?;
    let Some(port) = host(netloc).1 else {
        return Ok(Value::None);
    };
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        let prefix = if kind == Kind::Bytes { "b" } else { "" };
        let shown = quote::repr(port);
        return Err(cx.value_error(format_args!(
            "Port could not be cast to integer value as {prefix}{shown}"
        )));
    }
    match port.trim_start_matches('0').parse::<u16>() {
        Ok(port) => Ok(Value::Int(i64::from(port))),
        Err(_) if port.bytes().all(|byte| byte == b'0') => Ok(Value::Int(0)),
        Err(_) => Err(cx.value_error(format_args!("Port out of range 0-65535"))),
    }
}
