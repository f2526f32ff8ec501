//! One request on the way of a call: the first, or where a redirect leads.

use base64::Engine;
use ordain::host::{HttpCall, NetworkError};
use ureq::http::{self, HeaderMap, Method, Request, StatusCode, header};
use url::Url;

/// Headers that say where and how a call is carried: not the policy's to set.
const CARRIED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// One request.
#[derive(Clone, Debug)]
pub(super) struct Hop {
    pub url: Url,
    method: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Hop {
    /// The request that a policy made.
    pub fn first(call: &HttpCall) -> Result<Self, NetworkError> {
        let url = Url::parse(&call.url);
        let url = url.map_err(|error| NetworkError::Unreachable(error.to_string()))?;
        let mut hop = Self {
            method: call.method.clone(),
            headers: call.headers.clone(),
            body: call.body.clone(),
            url,
        };
        hop.headers
            .retain(|(name, _)| !CARRIED.contains(&name.to_ascii_lowercase().as_str()));
        let credentials = credentials(&hop.url);
        let named = |name: &str| {
            hop.headers
                .iter()
                .any(|(n, _)| n.eq_ignore_ascii_case(name))
        };
        if let Some(credentials) = credentials
            && !named("Authorization")
        {
            let header = ("Authorization".to_owned(), credentials);
            hop.headers.push(header);
        }
        Ok(hop)
    }

    /// Where a redirect leads, as `requests` follows it.
    pub fn redirected(mut self, status: StatusCode, to: &str) -> Result<Self, NetworkError> {
        let url = self.url.join(to).map_err(|error| {
            NetworkError::Unreachable(format!("a redirect leads nowhere: {error}"))
        })?;
        let from = std::mem::replace(&mut self.url, url);
        if self.url.fragment().is_none() {
            self.url.set_fragment(from.fragment());
        }
        if strips_credentials(&from, &self.url) {
            self.drop_headers(&["Authorization"]);
        }
        if from.origin() != self.url.origin() {
            self.drop_headers(&["Cookie"]);
        }
        let becomes_get = match status.as_u16() {
            303 | 302 => self.method != "HEAD",
            301 => self.method == "POST",
            _ => false,
        };
        if becomes_get {
            "GET".clone_into(&mut self.method);
        }
        if !matches!(status.as_u16(), 307 | 308) {
            self.drop_headers(&["Content-Type"]);
            self.body = None;
        }
        Ok(self)
    }

    fn drop_headers(&mut self, names: &[&str]) {
        self.headers
            .retain(|(name, _)| !names.iter().any(|drop| name.eq_ignore_ascii_case(drop)));
    }

    /// Whether there is a body to send: also an empty one, where the method calls for its length.
    pub fn sends_body(&self) -> bool {
        self.body.is_some() || matches!(self.method.as_str(), "POST" | "PUT" | "PATCH")
    }

    /// The request in the form in which it is sent.
    pub fn request(&self) -> Result<Request<Vec<u8>>, http::Error> {
        let mut url = self.url.clone();
        url.set_fragment(None);
        // Whether it worked does not matter: without a host nothing is sent at all.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let method = Method::from_bytes(self.method.as_bytes())?;
        let request = Request::builder().method(method).uri(url.as_str());
        let headers = self.headers.iter();
        let request = headers.fold(request, |request, (name, value)| {
            request.header(name.trim(), value)
        });
        request.body(self.body.clone().unwrap_or_default())
    }
}

/// Where an answer redirects to, if it does.
pub(super) fn location(status: StatusCode, headers: &HeaderMap) -> Option<String> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.get(header::LOCATION)?.as_bytes();
    Some(String::from_utf8_lossy(location).into_owned())
}

/// The user and password that stand in an address.
fn credentials(url: &Url) -> Option<String> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let plain = |text: &str| {
        let text = percent_encoding::percent_decode_str(text);
        text.decode_utf8_lossy().into_owned()
    };
    let both = format!(
        "{}:{}",
        plain(url.username()),
        plain(url.password().unwrap_or_default())
    );
    let both = base64::engine::general_purpose::STANDARD.encode(both);
    Some(format!("Basic {both}"))
}

/// Whether credentials stay behind: at another host, port or scheme, but not on the step from http to
/// https at their own ports.
fn strips_credentials(from: &Url, to: &Url) -> bool {
    if from.host() != to.host() {
        return true;
    }
    let secured = (from.scheme(), to.scheme()) == ("http", "https");
    if secured && from.port().is_none() && to.port().is_none() {
        return false;
    }
    from.origin() != to.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(method: &str, url: &str) -> Hop {
        let headers = [
            ("Authorization", "Basic x"),
            ("Cookie", "a=b"),
            ("Content-Type", "text/plain"),
            ("Host", "evil.example"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Hop::first(&HttpCall {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: headers.into(),
            body: Some(b"body".to_vec()),
            ..HttpCall::default()
        })
        .unwrap()
    }

    fn names(hop: &Hop) -> Vec<&str> {
        hop.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The table of `requests.Session.rebuild_method`.
    #[test]
    fn methods_change_as_in_requests() {
        for (method, status, becomes, keeps_body) in [
            ("POST", 301, "GET", false),
            ("PUT", 301, "PUT", false),
            ("POST", 302, "GET", false),
            ("PUT", 302, "GET", false),
            ("HEAD", 302, "HEAD", false),
            ("DELETE", 303, "GET", false),
            ("HEAD", 303, "HEAD", false),
            ("POST", 307, "POST", true),
            ("PUT", 308, "PUT", true),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            let next = hop(method, "http://a.example/x").redirected(status, "/y");
            let next = next.unwrap();
            assert_eq!(next.method, becomes, "{method} {status}");
            assert_eq!(next.body.is_some(), keeps_body, "{method} {status}");
            let typed = names(&next).contains(&"Content-Type");
            assert_eq!(typed, keeps_body, "{method} {status}");
        }
    }

    #[test]
    fn credentials_stay_behind_at_another_host() {
        for (from, to, kept) in [
            ("http://a.example/", "/y", true),
            ("http://a.example/", "http://a.example:80/y", true),
            ("http://a.example/", "https://a.example/y", true),
            ("http://a.example:80/", "https://a.example:443/y", true),
            ("https://a.example/", "http://a.example/y", false),
            ("http://a.example/", "http://a.example:8080/y", false),
            ("http://a.example/", "//b.example/y", false),
            ("http://a.example/", "http://sub.a.example/y", false),
        ] {
            let next = hop("GET", from).redirected(StatusCode::TEMPORARY_REDIRECT, to);
            let next = next.unwrap();
            let kept_now = names(&next).contains(&"Authorization");
            assert_eq!(kept_now, kept, "{from} -> {to}");
        }
    }

    #[test]
    fn the_fragment_is_kept_and_not_sent() {
        let next = hop("GET", "http://a.example/x#part");
        let next = next.redirected(StatusCode::FOUND, "y?z=1").unwrap();
        assert_eq!(next.url.as_str(), "http://a.example/y?z=1#part");
        let request = next.request().unwrap();
        assert_eq!(request.uri().to_string(), "http://a.example/y?z=1");
    }

    #[test]
    fn an_address_gives_credentials_and_takes_no_host() {
        let call = HttpCall {
            method: "GET".to_owned(),
            url: "http://ada:p%40ss@a.example/".to_owned(),
            headers: vec![("host".to_owned(), "b.example".to_owned())],
            ..HttpCall::default()
        };
        let request = Hop::first(&call).unwrap().request().unwrap();
        assert_eq!(request.uri().to_string(), "http://a.example/");
        let headers = request.headers();
        assert_eq!(headers["authorization"], "Basic YWRhOnBAc3M=");
        assert!(!headers.contains_key("host"));
    }
}
