//! The request: who asks, from where, about what.

use std::borrow::Cow;
use std::net::IpAddr;

use super::group::Group;
use super::http::{ANONYMOUS, HttpRequest, HttpView};
use super::item::Item;
use super::user::User;
use crate::value::value::{Lent, Mapping, Object};

/// Somebody a decision can be about: an object with an identity and memberships.
pub trait Subject: Object {
    /// Whether nobody is signed in: then every user and group binding fails.
    fn is_anonymous(&self) -> bool;
    /// Whether it is this user.
    fn is_user(&self, user: &User) -> bool;
    /// Whether it is a member of this group, directly or by inheritance.
    fn is_member(&self, group: &Group) -> bool;
    /// The object that policies see as `request.user`, if that is not the subject itself.
    fn shown(&self) -> Option<&dyn Object> {
        None
    }
}

impl Subject for User {
    fn is_anonymous(&self) -> bool {
        self.is_anonymous()
    }

    fn is_user(&self, user: &User) -> bool {
        if self.pk.is_null() || user.pk.is_null() {
            self.username == user.username
        } else {
            self.pk == user.pk
        }
    }

    fn is_member(&self, group: &Group) -> bool {
        self.is_member(group)
    }
}

/// What a policy is asked about: authentik's `PolicyRequest`. Everything is lent, and read in place.
#[derive(Clone, Copy)]
pub struct Request<'d> {
    pub(super) user: &'d dyn Subject,
    pub(super) obj: Option<&'d dyn Object>,
    pub(super) http: Option<HttpView<'d>>,
    pub(super) context: &'d dyn Mapping,
    pub(super) client_ip: Option<IpAddr>,
    pub(super) sso: Option<bool>,
    pub(super) geoip: Option<&'d Item>,
    pub(super) asn: Option<&'d Item>,
    pub(super) debug: bool,
}

impl<'d> Request<'d> {
    /// A request of a user, with an empty context and no HTTP request.
    #[must_use]
    pub fn new(user: &'d dyn Subject) -> Self {
        Self {
            user,
            obj: None,
            http: None,
            context: &NO_CONTEXT,
            client_ip: None,
            sso: None,
            geoip: None,
            asn: None,
            debug: false,
        }
    }

    /// A request of nobody.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(&*ANONYMOUS)
    }

    /// With the object that is decided about (`request.obj`).
    #[must_use]
    pub fn about(mut self, obj: &'d dyn Object) -> Self {
        self.obj = Some(obj);
        self
    }

    /// With an HTTP request; only then `http_request` and `ak_client_ip` are defined.
    #[must_use]
    pub fn over(mut self, http: &'d HttpRequest) -> Self {
        let user = self.user.shown().unwrap_or(self.user);
        self.http = Some(HttpView { http, user });
        self
    }

    /// With a context: a JSON object, [`Entries`](super::Entries), or any other [`Mapping`].
    #[must_use]
    pub fn with_context(mut self, context: &'d dyn Mapping) -> Self {
        self.context = context;
        self
    }

    /// With the address of the client; without one `ak_client_ip` is 255.255.255.255.
    #[must_use]
    pub fn from_address(mut self, address: IpAddr) -> Self {
        self.client_ip = Some(address);
        self
    }

    /// With `ak_is_sso_flow`; without it the context's `is_sso` counts.
    #[must_use]
    pub fn in_sso_flow(mut self, sso: bool) -> Self {
        self.sso = Some(sso);
        self
    }

    /// With the names `geoip` and `asn`, an older shape of the language.
    #[must_use]
    pub fn with_geo(mut self, geoip: Option<&'d Item>, asn: Option<&'d Item>) -> Self {
        self.geoip = geoip;
        self.asn = asn;
        self
    }

    /// The same request, of nobody.
    #[must_use]
    pub fn by_nobody(mut self) -> Self {
        self.user = &*ANONYMOUS;
        self
    }

    /// The same request of somebody else; who sent the HTTP request stays.
    #[must_use]
    pub fn by(mut self, user: &'d dyn Subject) -> Self {
        self.user = user;
        self
    }

    /// As a trial: no events are recorded.
    #[must_use]
    pub fn as_trial(mut self) -> Self {
        self.debug = true;
        self
    }

    /// Who asks.
    #[must_use]
    pub fn user(&self) -> &'d dyn Subject {
        self.user
    }

    /// The context.
    #[must_use]
    pub fn context(&self) -> &'d dyn Mapping {
        self.context
    }

    /// The address of the client.
    #[must_use]
    pub fn client_ip(&self) -> Option<IpAddr> {
        self.client_ip
    }

    /// Whether it is a trial.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.debug
    }
}

impl Object for Request<'_> {
    fn class_name(&self) -> &str {
        "PolicyRequest"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "user" => Lent::Object(self.user.shown().unwrap_or(self.user)),
            "context" => Lent::Map(self.context),
            "obj" => self.obj.map_or(Lent::None, Lent::Object),
            "http_request" => match &self.http {
                Some(http) => Lent::Object(http),
                None => Lent::None,
            },
            "debug" => Lent::Bool(self.debug),
            "should_cache" => Lent::Bool(!self.debug && !self.user.is_anonymous()),
            _ => return None,
        })
    }

    fn attr_names(&self) -> Vec<&str> {
        vec!["user", "http_request", "obj", "context", "debug"]
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        let user = self.user.text().unwrap_or_default();
        let mut text = format!("<PolicyRequest user={user}");
        for (name, object) in [
            ("obj", self.obj),
            (
                "http_request",
                self.http.as_ref().map(|http| http as &dyn Object),
            ),
        ] {
            if let Some(shown) = object.and_then(Object::text) {
                text.push_str(&format!(" {name}={shown}"));
            }
        }
        text.push('>');
        Some(Cow::Owned(text))
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }
}

struct NoContext;

static NO_CONTEXT: NoContext = NoContext;

impl Mapping for NoContext {
    fn len(&self) -> usize {
        0
    }

    fn value(&self, _key: &str) -> Option<Lent<'_>> {
        None
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(std::iter::empty())
    }
}
