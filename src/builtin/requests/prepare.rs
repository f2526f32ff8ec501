//! A call made ready to be sent: address, headers, body.

use std::time::Duration;

use base64::Engine as _;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::auth::BASIC_AUTH;
use super::errors::{self, INVALID_SCHEMA, INVALID_URL, MISSING_SCHEMA};
use super::options::{Defaults, Options};
use crate::builtin::library;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Ending;
use crate::value::services::HttpCall;
use crate::value::value::Stop;

/// What `quote_plus` leaves as it is, letters and digits aside.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b' ');

/// What stands in addresses as it is.
const ADDRESS: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^');

type Pairs = Vec<(String, String)>;

/// Makes a call ready.
///
/// # Errors
/// `MissingSchema` and the like for an address that is none, `TypeError` for values of wrong types.
pub(super) fn prepare<'h>(
    cx: &Context<'h>,
    method: &str,
    options: &Options<'h>,
    defaults: &Defaults<'h>,
) -> Result<HttpCall, Stop<'h>> {
    let mut headers = Pairs::new();
    add_headers(cx, &mut headers, defaults.headers)?;
    add_headers(cx, &mut headers, options.headers)?;
    let url = cx.display(options.url)?;
    let mut params = pairs(cx, defaults.params)?;
    params.extend(pairs(cx, options.params)?);
    let url = address(cx, &url, &params, options.params)?;
    let (body, kind) = body(cx, options)?;
    if let Some(kind) = kind {
        set_default(&mut headers, "Content-Type", kind);
    }
    let auth = match options.auth {
        Value::None => defaults.auth,
        auth => auth,
    };
    if let Some(credentials) = credentials(cx, auth)? {
        set(&mut headers, "Authorization", credentials);
    }
    let cookies = pairs(cx, options.cookies)?;
    if !cookies.is_empty() {
        let cookies: Vec<String> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        set_default(&mut headers, "Cookie", &cookies.join("; "));
    }
    let truth = |given: Option<Value<'h>>, default| match given {
        Some(given) => cx.truth(given),
        None => Ok(default),
    };
    Ok(HttpCall {
        method: method.to_owned(),
        url,
        headers,
        body,
        timeout: timeout(cx, options.timeout)?,
        left: cx.meter.time_left(),
        follow: truth(options.follow, method != "HEAD")?,
        verify: truth(options.verify, true)?,
    })
}

fn set(headers: &mut Pairs, name: &str, value: String) {
    headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    headers.push((name.to_owned(), value));
}

fn set_default(headers: &mut Pairs, name: &str, value: &str) {
    if !headers
        .iter()
        .any(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        headers.push((name.to_owned(), value.to_owned()));
    }
}

/// Adds headers in front of what is there; `None` takes one out.
fn add_headers<'h>(
    cx: &Context<'h>,
    headers: &mut Pairs,
    given: Value<'h>,
) -> Result<(), Stop<'h>> {
    let Value::Dict(given) = given else {
        return Ok(());
    };
    given.settle(cx)?;
    for (name, value) in given.stored() {
        cx.charge(1)?;
        let name = text_of(cx, name)?;
        if let Value::None = value {
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
            continue;
        }
        let value = header_value(cx, &name, value)?;
        set(headers, &name, value);
    }
    Ok(())
}

fn header_value<'h>(cx: &Context<'h>, name: &str, value: Value<'h>) -> Result<String, Stop<'h>> {
    let text = match value {
        Value::Str(text) => text.as_str().to_owned(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes.as_slice()).into_owned(),
        other => {
            let shown = cx.repr(other)?;
            let class = other.type_name();
            let text = format!(
                "Header part ({shown}) from ({}, {shown}) must be of type str or bytes, not <class '{class}'>",
                quoted(name)
            );
            return Err(errors::raise(
                cx,
                &errors::INVALID_HEADER,
                &text,
                Value::None,
            ));
        }
    };
    if text.contains(['\r', '\n']) {
        let text = format!(
            "Invalid leading whitespace, reserved character(s), or return character(s) in header value: {}",
            quoted(&text)
        );
        return Err(errors::raise(
            cx,
            &errors::INVALID_HEADER,
            &text,
            Value::None,
        ));
    }
    Ok(text)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\r', "\\r").replace('\n', "\\n"))
}

/// The address, checked, with query parameters.
fn address<'h>(
    cx: &Context<'h>,
    url: &str,
    params: &Pairs,
    given: Value<'h>,
) -> Result<String, Stop<'h>> {
    cx.charge_bytes(url.len())?;
    let url = url.trim_start();
    let refuse = |class, text: String| errors::raise(cx, class, &text, Value::None);
    let Some((scheme, rest)) = url.split_once("://") else {
        if let Some((scheme, _)) = url.split_once(':')
            && !scheme.contains(['/', '.'])
        {
            let text = format!("No connection adapters were found for {}", quoted(url));
            return Err(refuse(&INVALID_SCHEMA, text));
        }
        let text = format!(
            "Invalid URL {}: No scheme supplied. Perhaps you meant https://{url}?",
            quoted(url)
        );
        return Err(refuse(&MISSING_SCHEMA, text));
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        let text = format!("No connection adapters were found for {}", quoted(url));
        return Err(refuse(&INVALID_SCHEMA, text));
    }
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (rest, None),
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    if host.is_empty() {
        let text = format!("Invalid URL {}: No host supplied", quoted(url));
        return Err(refuse(&INVALID_URL, text));
    }
    let after = rest.get(host.len()..).unwrap_or_default();
    let (path, query) = match after.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (after, None),
    };
    let path = if path.is_empty() { "/" } else { path };
    let mut query = query.unwrap_or_default().to_owned();
    let added = match given {
        Value::Str(text) => text.as_str().to_owned(),
        _ => encoded(params),
    };
    if !added.is_empty() {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&added);
    }
    let mut whole = format!("{}://{host}{path}", scheme.to_ascii_lowercase());
    if !query.is_empty() {
        whole.push('?');
        whole.push_str(&query);
    }
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    Ok(utf8_percent_encode(&whole, ADDRESS).to_string())
}

/// Pairs as a form encodes them.
fn encoded(pairs: &Pairs) -> String {
    let quote = |text: &str| {
        let text = utf8_percent_encode(text, PLAIN).to_string();
        text.replace(' ', "+")
    };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", quote(key), quote(value)))
        .collect();
    pairs.join("&")
}

/// The pairs of a dict, or of a list of pairs; a value that is a list gives several.
fn pairs<'h>(cx: &Context<'h>, given: Value<'h>) -> Result<Pairs, Stop<'h>> {
    let mut pairs = Pairs::new();
    let mut add = |key: Value<'h>, value: Value<'h>| -> Result<(), Stop<'h>> {
        cx.charge(1)?;
        let key = text_of(cx, key)?;
        match value {
            Value::None => {}
            Value::List(_) | Value::Tuple(_) | Value::Set(_) => cx.each(value, |value| {
                pairs.push((key.clone(), text_of(cx, value)?));
                Ok(true)
            })?,
            value => pairs.push((key, text_of(cx, value)?)),
        }
        Ok(())
    };
    match given {
        Value::Dict(dict) => {
            dict.settle(cx)?;
            for (key, value) in dict.stored() {
                add(key, value)?;
            }
        }
        Value::List(_) | Value::Tuple(_) => cx.each(given, |pair| {
            match pair {
                Value::Tuple(pair) => match pair.items {
                    [key, value] => add(*key, *value)?,
                    _ => return Err(not_pairs(cx)),
                },
                _ => return Err(not_pairs(cx)),
            }
            Ok(true)
        })?,
        _ => {}
    }
    Ok(pairs)
}

#[cold]
fn not_pairs<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.value_error(format_args!("cannot encode objects that are not 2-tuples"))
}

fn text_of<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<String, Stop<'h>> {
    match value {
        Value::Bytes(bytes) => Ok(String::from_utf8_lossy(bytes.as_slice()).into_owned()),
        value => cx.display(value),
    }
}

type Body = (Option<Vec<u8>>, Option<&'static str>);

/// The body, and its type.
fn body<'h>(cx: &Context<'h>, options: &Options<'h>) -> Result<Body, Stop<'h>> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let given = cx.truth(options.data)?;
    if !given && !matches!(options.json, Value::None) {
        let ended = library::call(cx, "json", "dumps", &[options.json])?;
        if let Ending::Value(Value::Str(text)) = ended {
            cx.charge_bytes(text.as_str().len())?;
            let body = text.as_str().as_bytes().to_vec();
            return Ok((Some(body), Some("application/json")));
        }
    }
    Ok(match options.data {
        _ if !given => (None, None),
        Value::Str(text) => {
            cx.charge_bytes(text.as_str().len())?;
            (Some(text.as_str().as_bytes().to_vec()), Some(FORM))
        }
        Value::Bytes(bytes) => {
            cx.charge_bytes(bytes.as_slice().len())?;
            (Some(bytes.as_slice().to_vec()), None)
        }
        data => (Some(encoded(&pairs(cx, data)?).into_bytes()), Some(FORM)),
    })
}

/// The header for a pair of user and password.
fn credentials<'h>(cx: &Context<'h>, auth: Value<'h>) -> Result<Option<String>, Stop<'h>> {
    let (user, password) = match auth {
        Value::Tuple(pair) => match pair.items {
            [user, password] => (*user, *password),
            _ => return Ok(None),
        },
        Value::Object(basic) if basic.class.is(&BASIC_AUTH) => (basic.field(0), basic.field(1)),
        _ => return Ok(None),
    };
    let (user, password) = (text_of(cx, user)?, text_of(cx, password)?);
    let both = format!("{user}:{password}");
    let both = base64::engine::general_purpose::STANDARD.encode(both);
    Ok(Some(format!("Basic {both}")))
}

/// Seconds, or a pair of them for connecting and reading: the longer one. Never more than is left.
fn timeout<'h>(cx: &Context<'h>, given: Value<'h>) -> Result<Option<Duration>, Stop<'h>> {
    let seconds = |value: Value<'h>| match value {
        Value::Int(int) => Some(int as f64),
        Value::Float(float) => Some(float.get()),
        _ => None,
    };
    let asked = match given {
        Value::Tuple(pair) => {
            let both = pair.items.iter().filter_map(|value| seconds(*value));
            both.reduce(f64::max)
        }
        value => seconds(value),
    };
    let asked = match asked {
        Some(asked) if asked <= 0.0 => {
            return Err(cx.value_error(format_args!(
                "Attempted to set connect timeout to {asked}, but the timeout cannot be set to a value less than or equal to 0."
            )));
        }
        Some(asked) => Duration::try_from_secs_f64(asked).ok(),
        None => None,
    };
    let left = cx.meter.time_left();
    Ok(match (asked, left) {
        (Some(asked), Some(left)) => Some(asked.min(left)),
        (asked, left) => asked.or(left),
    })
}
