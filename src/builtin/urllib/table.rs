//! The modules `urllib` and `urllib.parse`.

use super::address::{self, Url};
use super::coerce::{Kind, texts};
use super::result::{self, Shape};
use super::{old, query, quotes};
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// `urllib`.
pub static MODULE: Module = Module {
    name: "urllib",
    members: &[("parse", Member::Module(&PARSE))],
};

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

const fn class(shape: Shape, kind: Kind) -> (&'static str, Member) {
    let (name, make) = result::class(shape, kind);
    (name, Member::Constant(make))
}

/// `urllib.parse`.
pub static PARSE: Module = Module {
    name: "urllib.parse",
    members: &[
        class(Shape::Defrag, Kind::Text),
        class(Shape::Defrag, Kind::Bytes),
        class(Shape::Parse, Kind::Text),
        class(Shape::Parse, Kind::Bytes),
        class(Shape::Split, Kind::Text),
        class(Shape::Split, Kind::Bytes),
        function("_splitattr", "url", old::attr),
        function("_splithost", "url", old::host),
        function("_splitnport", "host, defport=-1", old::nport),
        function("_splitpasswd", "user", old::passwd),
        function("_splitport", "host", old::port),
        function("_splitquery", "url", old::query),
        function("_splittag", "url", old::tag),
        function("_splittype", "url", old::scheme),
        function("_splituser", "host", old::user),
        function("_splitvalue", "attr", old::value),
        function("_to_bytes", "url", old::to_bytes),
        function(
            "parse_qs",
            "qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', \
             max_num_fields=None, separator='&'",
            query::parse_qs,
        ),
        function(
            "parse_qsl",
            "qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', \
             max_num_fields=None, separator='&'",
            query::parse_qsl,
        ),
        function(
            "quote",
            "string, safe='/', encoding=None, errors=None",
            quotes::quote,
        ),
        function("quote_from_bytes", "bs, safe='/'", quotes::quote_from_bytes),
        function(
            "quote_plus",
            "string, safe='', encoding=None, errors=None",
            quotes::quote_plus,
        ),
        function(
            "unquote",
            "string, encoding='utf-8', errors='replace'",
            quotes::unquote,
        ),
        function(
            "unquote_plus",
            "string, encoding='utf-8', errors='replace'",
            quotes::unquote_plus,
        ),
        function("unquote_to_bytes", "string", quotes::unquote_to_bytes),
        function("unwrap", "url", old::unwrap),
        function("urldefrag", "url", urldefrag),
        (
            "urlencode",
            Member::Function(Row::tail(
                "urlencode",
                "query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus",
                query::urlencode,
            )),
        ),
        function("urljoin", "base, url, allow_fragments=True", urljoin),
        function("urlparse", "url, scheme='', allow_fragments=True", urlparse),
        function("urlsplit", "url, scheme='', allow_fragments=True", urlsplit),
        function("urlunparse", "components", |cx, args| {
            put_together(cx, args, 6)
        }),
        function("urlunsplit", "components", |cx, args| {
            put_together(cx, args, 5)
        }),
    ],
};

fn refused<'h, T>(cx: &Context<'h>, result: Result<T, String>) -> Result<T, Stop<'h>> {
    result.map_err(|text| cx.value_error(format_args!("{text}")))
}

fn taken_apart<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<(Url, Kind), Stop<'h>> {
    let scheme = args.given(1).map_or_else(|| cx.lent_str(""), Ok)?;
    let ([url, scheme], kind) = texts(cx, [args.value(0), scheme])?;
    Ok((
        refused(cx, address::split(url, scheme, args.truth(cx, 2, true)?))?,
        kind,
    ))
}

fn urlsplit<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (url, kind) = taken_apart(cx, args)?;
    result::make(
        cx,
        Shape::Split,
        kind,
        &[&url.scheme, &url.host, &url.path, &url.query, &url.fragment],
    )
}

fn urlparse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (url, kind) = taken_apart(cx, args)?;
    let (path, params) = address::parameters(&url.scheme, &url.path);
    result::make(
        cx,
        Shape::Parse,
        kind,
        &[
            &url.scheme,
            &url.host,
            path,
            params,
            &url.query,
            &url.fragment,
        ],
    )
}

fn put_together<'h>(cx: &Context<'h>, args: Args<'_, 'h>, wanted: usize) -> Answer<'h> {
    let parts = cx.collect(args.value(0))?;
    if parts.len() != wanted {
        // Functions of CPython unpack the parts and what they were decoded by.
        let (got, wanted) = (parts.len() + 1, wanted + 1);
        return Err(match got < wanted {
            true => cx.value_error(format_args!(
                "not enough values to unpack (expected {wanted}, got {got})"
            )),
            false => cx.value_error(format_args!(
                "too many values to unpack (expected {wanted})"
            )),
        });
    }
    let (url, kind) = result::url(cx, &parts)?;
    kind.value(cx, &address::unsplit(&url))
}

fn urljoin<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (base, url) = (args.value(0), args.value(1));
    if !cx.truth(base)? {
        return Ok(url);
    }
    if !cx.truth(url)? {
        return Ok(base);
    }
    let ([base, url], kind) = texts(cx, [base, url])?;
    let joined = refused(cx, address::join(base, url, args.truth(cx, 2, true)?))?;
    kind.value(cx, &joined)
}

fn urldefrag<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ([text], kind) = texts(cx, [args.value(0)])?;
    if !text.contains('#') {
        return result::make(cx, Shape::Defrag, kind, &[text, ""]);
    }
    let mut url = refused(cx, address::split(text, "", true))?;
    let fragment = std::mem::take(&mut url.fragment);
    result::make(
        cx,
        Shape::Defrag,
        kind,
        &[&address::unsplit(&url), &fragment],
    )
}
