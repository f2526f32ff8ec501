//! The HTTP request behind a decision.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value as Json};

use super::item::Item;
use super::user::User;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Host, Lent, Mapping, Object, Stop, Value};

/// What is escaped in a query, but for spaces.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b' ');

/// An HTTP request, in Django's words.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// The path, without the query.
    pub path: String,
    /// The method.
    pub method: String,
    /// The host for absolute addresses.
    pub host: String,
    /// Came over TLS.
    pub secure: bool,
    /// Query parameters.
    pub get: Map<String, Json>,
    /// Form fields.
    pub post: Map<String, Json>,
    /// `META`.
    pub meta: Map<String, Json>,
    /// Headers; look-ups ignore case.
    pub headers: Headers,
    /// Cookies.
    pub cookies: Map<String, Json>,
    /// The session; writes to it are effects.
    pub session: Map<String, Json>,
    /// Any further attribute (`brand`, `tenant`, `request_id`, ...).
    pub fields: indexmap::IndexMap<String, Item>,
}

impl Default for HttpRequest {
    fn default() -> Self {
        Self {
            path: "/".to_owned(),
            method: "GET".to_owned(),
            host: "localhost".to_owned(),
            secure: true,
            get: Map::new(),
            post: Map::new(),
            meta: Map::new(),
            headers: Headers::default(),
            cookies: Map::new(),
            session: Map::new(),
            fields: indexmap::IndexMap::new(),
        }
    }
}

impl HttpRequest {
    /// A `GET` of a path.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            ..Self::default()
        }
    }

    /// With a header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.0.insert(name.into(), value.into().into());
        self
    }

    /// The path and the query: as it came, if `META` says so, else as a browser would send the parameters.
    fn full_path(&self) -> String {
        let query = match self.meta.get("QUERY_STRING") {
            Some(Json::String(query)) => query.clone(),
            _ => self.query(),
        };
        match query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    fn query(&self) -> String {
        let pairs = self.get.iter().flat_map(|(key, value)| {
            let values = match value {
                Json::Array(values) => values.as_slice(),
                value => std::slice::from_ref(value),
            };
            values.iter().map(move |value| (key, value))
        });
        let pairs = pairs.map(|(key, value)| match value {
            Json::String(text) => format!("{}={}", encoded(key), encoded(text)),
            other => format!("{}={}", encoded(key), encoded(&other.to_string())),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    fn absolute(&self, location: Option<&str>) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        let here = format!("{scheme}://{}", self.host);
        let Some(location) = location else {
            return format!("{here}{}", self.full_path());
        };
        match location.bytes().next() {
            _ if has_scheme(location) => location.to_owned(),
            Some(b'/') if location.starts_with("//") => format!("{scheme}:{location}"),
            Some(b'/') => format!("{here}{location}"),
            None | Some(b'?' | b'#') => format!("{here}{}{location}", self.path),
            Some(_) => {
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{here}{folder}/{location}")
            }
        }
    }
}

/// Whether a location names its scheme and host; one that only carries an address in its query does not.
fn has_scheme(location: &str) -> bool {
    let scheme = location
        .split_once("://")
        .map(|(scheme, _)| scheme.as_bytes());
    scheme.is_some_and(|scheme| {
        let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        scheme.first().is_some_and(u8::is_ascii_alphabetic) && scheme.iter().all(part)
    })
}

/// A key or value as it stands in a query.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, QUERY)
        .to_string()
        .replace(' ', "+")
}

/// Headers: a dict whose look-ups ignore case.
#[derive(Clone, Debug, Default)]
pub struct Headers(pub Map<String, Json>);

impl Mapping for Headers {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        let exact = Mapping::value(&self.0, key);
        exact.or_else(|| Mapping::value(&self.0, self.spelling(key)?))
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Lent<'_>)> + '_> {
        Mapping::entries(&self.0)
    }

    fn spelling(&self, key: &str) -> Option<&str> {
        let mut names = self.0.keys().map(String::as_str);
        names.find(|name| name.eq_ignore_ascii_case(key))
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.0.keys().map(String::as_str))
    }
}

/// An HTTP request together with the user it comes from, as policies see it.
#[derive(Clone, Copy)]
pub(super) struct HttpView<'d> {
    pub(super) http: &'d HttpRequest,
    pub(super) user: &'d dyn Object,
}

impl Object for HttpView<'_> {
    fn class_name(&self) -> &str {
        "WSGIRequest"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        let http = self.http;
        if let Some(given) = http.fields.get(name) {
            return Some(given.lend());
        }
        Some(match name {
            "path" | "path_info" => Lent::Str(&http.path),
            "method" => Lent::Str(&http.method),
            "scheme" => Lent::Str(if http.secure { "https" } else { "http" }),
            "GET" => Lent::Map(&http.get),
            "POST" => Lent::Map(&http.post),
            "META" => Lent::Map(&http.meta),
            "headers" => Lent::Map(&http.headers),
            "COOKIES" => Lent::Map(&http.cookies),
            "session" => Lent::Map(&http.session),
            "user" => Lent::Object(self.user),
            "build_absolute_uri" | "get_full_path" | "get_host" | "is_secure" => Lent::Method,
            _ => return None,
        })
    }

    fn attr_names(&self) -> Vec<&str> {
        [
            "path", "method", "GET", "POST", "META", "headers", "session",
        ]
        .to_vec()
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        let (method, path) = (&self.http.method, self.http.full_path());
        Some(Cow::Owned(format!("<WSGIRequest: {method} '{path}'>")))
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        _me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match (name, args.rest) {
            ("build_absolute_uri", [] | [Value::None]) => cx.str(&self.http.absolute(None)),
            ("build_absolute_uri", [Value::Str(location)]) => {
                cx.str(&self.http.absolute(Some(location.as_str())))
            }
            ("get_full_path", _) => cx.str(&self.http.full_path()),
            ("get_host", _) => cx.lent_str(&self.http.host),
            ("is_secure", _) => Ok(Value::bool(self.http.secure)),
            ("build_absolute_uri", _) => Err(cx.type_error(format_args!(
                "build_absolute_uri() takes at most one location, a str"
            ))),
            _ => Err(cx.attribute_error("WSGIRequest", name)),
        }
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }
}

/// The user that a request without a user has.
pub(super) static ANONYMOUS: std::sync::LazyLock<User> = std::sync::LazyLock::new(User::anonymous);

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(get: Json) -> HttpRequest {
        let mut http = HttpRequest::get("/if/flow/");
        if let Json::Object(get) = get {
            http.get = get;
        }
        http
    }

    #[test]
    fn a_query_is_what_a_browser_sends() {
        let mut http = request(json!({"next": "/a b?c=1&d", "t": ["x", "\u{e9}"], "n": 5}));
        let query = "next=%2Fa+b%3Fc%3D1%26d&t=x&t=%C3%A9&n=5";
        assert_eq!(http.full_path(), format!("/if/flow/?{query}"));
        http.meta
            .insert("QUERY_STRING".to_owned(), json!("raw=%20"));
        assert_eq!(http.full_path(), "/if/flow/?raw=%20");
        http.meta.insert("QUERY_STRING".to_owned(), json!(""));
        assert_eq!(http.full_path(), "/if/flow/");
    }

    #[test]
    fn a_location_is_taken_from_where_the_request_is() {
        let http = request(json!({"a": "b"}));
        for (location, address) in [
            (None, "https://localhost/if/flow/?a=b"),
            (Some("/x"), "https://localhost/x"),
            (Some("x/y"), "https://localhost/if/flow/x/y"),
            (Some("?c=d"), "https://localhost/if/flow/?c=d"),
            (Some("#top"), "https://localhost/if/flow/#top"),
            (Some(""), "https://localhost/if/flow/"),
            (Some("//cdn.example/x"), "https://cdn.example/x"),
            (Some("http://other.example/"), "http://other.example/"),
            (
                Some("/x?next=https://other.example/"),
                "https://localhost/x?next=https://other.example/",
            ),
            (
                Some("?next=https://other.example/"),
                "https://localhost/if/flow/?next=https://other.example/",
            ),
        ] {
            assert_eq!(http.absolute(location), address, "{location:?}");
        }
    }
}
