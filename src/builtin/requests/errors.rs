//! `requests.exceptions`.

use crate::builtin::json::DECODE_ERROR;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::{OS_ERROR, VALUE_ERROR};
use crate::value::services::NetworkError;
use crate::value::value::Stop;

macro_rules! hierarchy {
    ($($constant:ident = $name:literal < $base:expr, $second:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            pub static $constant: Class = Class {
                base: Some($base),
                second: $second,
                module: "requests.exceptions",
                ..Class::named($name)
            };
        )*
    };
}

hierarchy! {
    REQUEST_EXCEPTION = "RequestException" < &OS_ERROR, None;
    CHUNKED_ENCODING_ERROR = "ChunkedEncodingError" < &REQUEST_EXCEPTION, None;
    CONNECTION_ERROR = "ConnectionError" < &REQUEST_EXCEPTION, None;
    CONNECT_TIMEOUT = "ConnectTimeout" < &CONNECTION_ERROR, Some(&TIMEOUT);
    CONTENT_DECODING_ERROR = "ContentDecodingError" < &REQUEST_EXCEPTION, None;
    HTTP_ERROR = "HTTPError" < &REQUEST_EXCEPTION, None;
    INVALID_HEADER = "InvalidHeader" < &REQUEST_EXCEPTION, Some(&VALUE_ERROR);
    INVALID_JSON_ERROR = "InvalidJSONError" < &REQUEST_EXCEPTION, None;
    INVALID_SCHEMA = "InvalidSchema" < &REQUEST_EXCEPTION, Some(&VALUE_ERROR);
    INVALID_URL = "InvalidURL" < &REQUEST_EXCEPTION, Some(&VALUE_ERROR);
    JSON_DECODE_ERROR = "JSONDecodeError" < &INVALID_JSON_ERROR, Some(&DECODE_ERROR);
    MISSING_SCHEMA = "MissingSchema" < &REQUEST_EXCEPTION, Some(&VALUE_ERROR);
    PROXY_ERROR = "ProxyError" < &CONNECTION_ERROR, None;
    READ_TIMEOUT = "ReadTimeout" < &TIMEOUT, None;
    RETRY_ERROR = "RetryError" < &REQUEST_EXCEPTION, None;
    SSL_ERROR = "SSLError" < &CONNECTION_ERROR, None;
    TIMEOUT = "Timeout" < &REQUEST_EXCEPTION, None;
    TOO_MANY_REDIRECTS = "TooManyRedirects" < &REQUEST_EXCEPTION, None;
    URL_REQUIRED = "URLRequired" < &REQUEST_EXCEPTION, None;
}

/// The exception of a call that got no reply.
#[cold]
pub(in crate::builtin) fn of_network<'h>(cx: &Context<'h>, error: &NetworkError) -> Stop<'h> {
    let class = match error {
        NetworkError::ConnectTimeout(_) => &CONNECT_TIMEOUT,
        NetworkError::ReadTimeout(_) => &READ_TIMEOUT,
        NetworkError::Tls(_) => &SSL_ERROR,
        NetworkError::TooManyRedirects(_) => &TOO_MANY_REDIRECTS,
        NetworkError::Broken(_) => &CHUNKED_ENCODING_ERROR,
        NetworkError::Undecodable(_) => &CONTENT_DECODING_ERROR,
        _ => &CONNECTION_ERROR,
    };
    raise(cx, class, &error.to_string(), Value::None)
}

/// An exception with a text, which knows the response it is about.
#[cold]
pub(super) fn raise<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    text: &str,
    response: Value<'h>,
) -> Stop<'h> {
    let error = || {
        let error = cx.exception(class, &[cx.str(text)?])?;
        let fields = cx.dict()?;
        fields.insert_str(cx, "request", Value::None)?;
        fields.insert_str(cx, "response", response)?;
        error.fields.set(Some(fields));
        Ok(error)
    };
    error().map_or_else(|stop| stop, Stop::Raised)
}
