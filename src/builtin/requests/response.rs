//! `Response`.

use serde_json::{Map, Value as Json};

use super::errors::{self, HTTP_ERROR, JSON_DECODE_ERROR};
use super::status;
use crate::builtin::datetime;
use crate::builtin::json::DECODE_ERROR;
use crate::builtin::library;
use crate::host::Headers;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::services::{HttpCall, HttpReply};
use crate::value::value::{Instance, Iter, Lent, Stop};

/// `requests.Response`. Its fields stand in the order of [`Field`].
pub(super) static RESPONSE: Class = Class {
    module: "requests.models",
    methods: METHODS,
    getters: GETTERS,
    behaviour: &Responses,
    ..Class::named("Response")
};

#[derive(Clone, Copy)]
enum Field {
    Status,
    Reason,
    Url,
    Headers,
    Content,
    Encoding,
    Elapsed,
}

static METHODS: &[Row] = &[
    Row::leaf("__enter__", "self", |_, args| Ok(args.value(0))),
    Row::leaf("__exit__", "self, *exc", |_, _| Ok(Value::False)),
    Row::leaf("close", "self", |_, _| Ok(Value::None)),
    Row::leaf("json", "self, **kwargs", json),
    Row::leaf("raise_for_status", "self", raise_for_status),
];

static GETTERS: &[Getter] = &[
    Getter::new("content", |_, me| Ok(field(me, Field::Content))),
    Getter::new("cookies", |cx, _| cx.dict().map(Value::Dict)),
    Getter::new("elapsed", |_, me| Ok(field(me, Field::Elapsed))),
    Getter::new("encoding", |_, me| Ok(field(me, Field::Encoding))),
    Getter::new("headers", |_, me| Ok(field(me, Field::Headers))),
    Getter::new("history", |cx, _| cx.list(&[]).map(Value::List)),
    Getter::new("is_redirect", |_, me| {
        Ok(Value::bool((300..400).contains(&status_of(me))))
    }),
    Getter::new("ok", |_, me| Ok(Value::bool(status_of(me) < 400))),
    Getter::new("reason", |_, me| Ok(field(me, Field::Reason))),
    Getter::new("status_code", |_, me| Ok(field(me, Field::Status))),
    Getter::new("text", text),
    Getter::new("url", |_, me| Ok(field(me, Field::Url))),
];

fn field<'h>(me: Value<'h>, field: Field) -> Value<'h> {
    match me {
        Value::Object(response) => response.field(field as usize),
        _ => Value::None,
    }
}

fn status_of(me: Value<'_>) -> i64 {
    match field(me, Field::Status) {
        Value::Int(status) => status,
        _ => 0,
    }
}

/// The response that a reply is.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub(super) fn make<'h>(
    cx: &Context<'h>,
    call: &HttpCall,
    reply: HttpReply,
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge_bytes(reply.body.len())?;
    let content = cx.bytes(&reply.body)?;
    let mut named: Map<String, Json> = Map::new();
    for (name, value) in &reply.headers {
        cx.charge(1)?;
        match named.get_mut(name) {
            Some(Json::String(known)) => *known = format!("{known}, {value}"),
            _ => {
                named.insert(name.clone(), Json::from(value.as_str()));
            }
        }
    }
    let encoding = encoding(&named);
    let bytes = reply.headers.iter().map(|(k, v)| k.len() + v.len()).sum();
    let headers = cx.memory(cx.heap.own(Headers(named), bytes))?;
    let reason = if reply.reason.is_empty() {
        cx.lent_str(status::reason(reply.status))?
    } else {
        cx.str(&reply.reason)?
    };
    let url = if reply.url.is_empty() {
        &call.url
    } else {
        &reply.url
    };
    let micros = i64::try_from(reply.elapsed.as_micros()).unwrap_or(i64::MAX);
    let fields = [
        Value::Int(i64::from(reply.status)),
        reason,
        cx.str(url)?,
        cx.lend(Lent::Map(headers), None)?,
        content,
        match encoding {
            Some(encoding) => cx.str(&encoding)?,
            None => Value::None,
        },
        datetime::span_value(cx, micros)?,
    ];
    cx.fields_instance(&RESPONSE, &fields)
}

/// The encoding that the headers name; of a text without one it is Latin-1, of JSON UTF-8.
fn encoding(headers: &Map<String, Json>) -> Option<String> {
    let mut headers = headers.iter();
    let (_, kind) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    let kind = kind.as_str()?;
    let mut parameters = kind.split(';').skip(1);
    let charset = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    });
    match charset {
        Some(charset) => Some(charset.to_owned()),
        None if kind.contains("text") => Some("ISO-8859-1".to_owned()),
        None if kind.contains("application/json") => Some("utf-8".to_owned()),
        None => None,
    }
}

fn text<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Bytes(content) = field(me, Field::Content) else {
        return cx.lent_str("");
    };
    if let Value::Str(encoding) = field(me, Field::Encoding) {
        match cx.decode(content, encoding.as_str(), "replace") {
            Err(Stop::Raised(_)) => {}
            decoded => return decoded,
        }
    }
    cx.decode(content, "utf-8", "replace")
}

fn json<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.value(0);
    let text = match field(me, Field::Content) {
        Value::Bytes(content) => cx.decode(content, "utf-8", "replace")?,
        _ => cx.lent_str("")?,
    };
    match library::call(cx, "json", "loads", &[text]) {
        Ok(Ending::Value(value)) => Ok(value),
        Ok(_) => Err(Stop::Fatal),
        Err(Stop::Raised(error)) if error.class.is(&DECODE_ERROR) => {
            let own = cx.exception(&JSON_DECODE_ERROR, error.args.get())?;
            own.fields.set(error.fields.get());
            Err(Stop::Raised(own))
        }
        Err(stop) => Err(stop),
    }
}

fn raise_for_status<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.value(0);
    let status = status_of(me);
    let side = match status {
        400..500 => "Client",
        500..600 => "Server",
        _ => return Ok(Value::None),
    };
    let reason = cx.display(field(me, Field::Reason))?;
    let url = cx.display(field(me, Field::Url))?;
    let text = format!("{status} {side} Error: {reason} for url: {url}");
    Err(errors::raise(cx, &HTTP_ERROR, &text, me))
}

struct Responses;

impl Behaviour for Responses {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let status = status_of(Value::Object(me));
        Ok(Some(format!("<Response [{status}]>")))
    }

    fn truth<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, bool> {
        Ok(Some(status_of(Value::Object(me)) < 400))
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        // In pieces of 128 bytes.
        let pieces = cx.list(&[])?;
        if let Value::Bytes(content) = field(Value::Object(me), Field::Content) {
            cx.charge(content.as_slice().len() / 64)?;
            for piece in content.as_slice().chunks(128) {
                pieces.push(cx, cx.bytes(piece)?)?;
            }
        }
        cx.native_iter(Value::List(pieces)).map(Some)
    }

    fn store_attribute<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        name: &str,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        let settable = name == "encoding";
        if settable {
            me.set_field(Field::Encoding as usize, value);
        }
        Ok(settable)
    }
}
