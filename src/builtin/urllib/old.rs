//! The functions that `urllib.parse` keeps for old programs.

use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

fn text<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h str, Stop<'h>> {
    match args.value(0) {
        Value::Str(text) => {
            cx.charge_bytes(text.as_str().len())?;
            Ok(text.as_str())
        }
        other => Err(cx.type_error(format_args!(
            "expected string or bytes-like object, got '{}'",
            other.type_name()
        ))),
    }
}

fn pair<'h>(cx: &Context<'h>, first: Option<&'h str>, second: Option<&'h str>) -> Answer<'h> {
    let value = |text: Option<&'h str>| text.map_or(Ok(Value::None), |text| cx.lent_str(text));
    cx.tuple(&[value(first)?, value(second)?])
}

pub(super) fn scheme<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let url = text(cx, args)?;
    match url.split_once(':') {
        Some((scheme, rest)) if !scheme.is_empty() && !scheme.contains('/') => {
            cx.tuple(&[cx.str(&scheme.to_lowercase())?, cx.lent_str(rest)?])
        }
        _ => pair(cx, None, Some(url)),
    }
}

pub(super) fn host<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let url = text(cx, args)?;
    let Some(rest) = url.strip_prefix("//") else {
        return pair(cx, None, Some(url));
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if path.is_empty() || path.starts_with('/') {
        return pair(cx, Some(host), Some(path));
    }
    cx.tuple(&[cx.lent_str(host)?, cx.str(&format!("/{path}"))?])
}

pub(super) fn user<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let host = text(cx, args)?;
    match host.rsplit_once('@') {
        Some((user, host)) => pair(cx, Some(user), Some(host)),
        None => pair(cx, None, Some(host)),
    }
}

pub(super) fn passwd<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (user, password) = super::address::cut(text(cx, args)?, ':');
    pair(cx, Some(user), password)
}

pub(super) fn value<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (attr, value) = super::address::cut(text(cx, args)?, '=');
    pair(cx, Some(attr), value)
}

pub(super) fn port<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let host = text(cx, args)?;
    match host.rsplit_once(':') {
        Some((host, port))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            pair(cx, Some(host), Some(port))
        }
        Some((host, "")) => pair(cx, Some(host), None),
        _ => pair(cx, Some(host), None),
    }
}

pub(super) fn nport<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let default = args.given(1).unwrap_or(Value::Int(-1));
    let whole = text(cx, args)?;
    let (host, port) = match whole.rsplit_once(':') {
        None => (whole, default),
        Some((host, "")) => (host, default),
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            let read = crate::value::number::parse::int(port, 10, || port.to_owned());
            (host, cx.whole(cx.settled(read)?)?)
        }
        Some((host, _)) => (host, Value::None),
    };
    cx.tuple(&[cx.lent_str(host)?, port])
}

pub(super) fn query<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    last(cx, text(cx, args)?, '?')
}

pub(super) fn tag<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    last(cx, text(cx, args)?, '#')
}

fn last<'h>(cx: &Context<'h>, url: &'h str, sign: char) -> Answer<'h> {
    match url.rsplit_once(sign) {
        Some((path, part)) => pair(cx, Some(path), Some(part)),
        None => pair(cx, Some(url), None),
    }
}

pub(super) fn attr<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut words = text(cx, args)?.split(';');
    let path = cx.lent_str(words.next().unwrap_or_default())?;
    let rest = cx.list(&[])?;
    for word in words {
        rest.push(cx, cx.lent_str(word)?)?;
    }
    cx.tuple(&[path, Value::List(rest)])
}

pub(super) fn to_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    match args.value(0) {
        Value::Str(text) if !text.is_ascii() => {
            let shown = cx.repr(args.value(0))?;
            Err(cx.raise(
                &exceptions::UNICODE_ERROR,
                format_args!("URL {shown} contains non-ASCII characters"),
            ))
        }
        other => Ok(other),
    }
}

pub(super) fn unwrap<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut url = cx.display_text(args.value(0))?.as_str().trim();
    if let Some(inner) = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')) {
        url = inner.trim();
    }
    if let Some(inner) = url.strip_prefix("URL:") {
        url = inner.trim();
    }
    cx.lent_str(url)
}
