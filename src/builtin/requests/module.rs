//! The modules `requests` and `requests.exceptions`.

use super::auth::AUTH;
use super::errors;
use super::options::Options;
use super::response::RESPONSE;
use super::session::{SESSION, call, passing};
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::Stop;

/// `requests.exceptions`.
pub static EXCEPTIONS: Module = Module {
    name: "requests.exceptions",
    members: &[
        (
            "ChunkedEncodingError",
            Member::Class(&errors::CHUNKED_ENCODING_ERROR),
        ),
        ("ConnectTimeout", Member::Class(&errors::CONNECT_TIMEOUT)),
        ("ConnectionError", Member::Class(&errors::CONNECTION_ERROR)),
        (
            "ContentDecodingError",
            Member::Class(&errors::CONTENT_DECODING_ERROR),
        ),
        ("HTTPError", Member::Class(&errors::HTTP_ERROR)),
        ("InvalidHeader", Member::Class(&errors::INVALID_HEADER)),
        (
            "InvalidJSONError",
            Member::Class(&errors::INVALID_JSON_ERROR),
        ),
        ("InvalidSchema", Member::Class(&errors::INVALID_SCHEMA)),
        ("InvalidURL", Member::Class(&errors::INVALID_URL)),
        ("JSONDecodeError", Member::Class(&errors::JSON_DECODE_ERROR)),
        ("MissingSchema", Member::Class(&errors::MISSING_SCHEMA)),
        ("ProxyError", Member::Class(&errors::PROXY_ERROR)),
        ("ReadTimeout", Member::Class(&errors::READ_TIMEOUT)),
        (
            "RequestException",
            Member::Class(&errors::REQUEST_EXCEPTION),
        ),
        ("RetryError", Member::Class(&errors::RETRY_ERROR)),
        ("SSLError", Member::Class(&errors::SSL_ERROR)),
        ("Timeout", Member::Class(&errors::TIMEOUT)),
        (
            "TooManyRedirects",
            Member::Class(&errors::TOO_MANY_REDIRECTS),
        ),
        ("URLRequired", Member::Class(&errors::URL_REQUIRED)),
    ],
};

macro_rules! function {
    ($name:literal, $method:literal, $names:expr) => {
        (
            $name,
            Member::Function(Row::leaf($name, "*args, **kwargs", |cx, args| {
                by(cx, &args, $name, $method, $names)
            })),
        )
    };
}

/// `requests`.
pub static MODULE: Module = Module {
    name: "requests",
    members: &[
        ("ConnectTimeout", Member::Class(&errors::CONNECT_TIMEOUT)),
        ("ConnectionError", Member::Class(&errors::CONNECTION_ERROR)),
        ("HTTPError", Member::Class(&errors::HTTP_ERROR)),
        ("JSONDecodeError", Member::Class(&errors::JSON_DECODE_ERROR)),
        ("ReadTimeout", Member::Class(&errors::READ_TIMEOUT)),
        (
            "RequestException",
            Member::Class(&errors::REQUEST_EXCEPTION),
        ),
        ("Response", Member::Class(&RESPONSE)),
        ("Session", Member::Class(&SESSION)),
        ("Timeout", Member::Class(&errors::TIMEOUT)),
        (
            "TooManyRedirects",
            Member::Class(&errors::TOO_MANY_REDIRECTS),
        ),
        ("URLRequired", Member::Class(&errors::URL_REQUIRED)),
        ("auth", Member::Module(&AUTH)),
        function!("delete", "DELETE", &["url"]),
        ("exceptions", Member::Module(&EXCEPTIONS)),
        function!("get", "GET", &["url", "params"]),
        function!("head", "HEAD", &["url"]),
        function!("options", "OPTIONS", &["url"]),
        function!("patch", "PATCH", &["url", "data"]),
        function!("post", "POST", &["url", "data", "json"]),
        function!("put", "PUT", &["url", "data"]),
        (
            "request",
            Member::Function(Row::leaf("request", "method, *args, **kwargs", request)),
        ),
        (
            "session",
            Member::Function(Row::leaf("session", "", |cx, _| passing(cx))),
        ),
    ],
};

fn by<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    function: &str,
    method: &str,
    names: &[&str],
) -> Result<Value<'h>, Stop<'h>> {
    let options = Options::read(cx, function, names, args)?;
    call(cx, passing(cx)?, method, &options)
}

fn request<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let method = cx.display(args.value(0))?.to_uppercase();
    by(cx, &args, "request", &method, &["url"])
}
