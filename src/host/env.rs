//! A request written as JSON: what case files and `--request` hold.

use std::net::IpAddr;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::geo;
use super::group::Group;
use super::http::{Headers, HttpRequest};
use super::item::{Entries, Item};
use super::memory::MemoryDirectory;
use super::moment;
use super::plan::FlowPlan;
use super::record::Record;
use super::request::Request;
use super::user::User;

/// A request and its surroundings, read from JSON. [`Env::request`] lends it.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// Who asks.
    pub user: Arc<User>,
    /// The HTTP request.
    pub http: Option<HttpRequest>,
    /// What is decided about.
    pub obj: Option<Record>,
    /// The context.
    pub context: Entries,
    /// The address of the client.
    pub client_ip: Option<IpAddr>,
    /// `ak_is_sso_flow`.
    pub sso: Option<bool>,
    /// Sources of policies, for `ak_call_policy`.
    pub policies: IndexMap<String, String>,
    /// Where the clock stands still: seconds and nanoseconds since 1970 in UTC.
    pub now: Option<(i64, u32)>,
    /// Keys that mean nothing here, by their JSON path.
    pub warnings: Vec<String>,
    geoip: Option<Item>,
    asn: Option<Item>,
}

/// JSON that is no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", if path.is_empty() { "the request" } else { path })]
pub struct EnvError {
    /// The JSON path of what is wrong, such as `request.user.groups[2].name`; empty for the whole.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Env {
    /// Reads a request. `directory` resolves users by name and groups by key or name; what it does
    /// not know stands for itself.
    ///
    /// # Errors
    /// A value of a wrong type, with its path. Unknown keys are warnings.
    pub fn of_json(json: &Json, directory: &MemoryDirectory) -> Result<Self, EnvError> {
        let mut reader = Reader {
            directory,
            warnings: Vec::new(),
            user: Arc::default(),
        };
        let mut env = reader.env(&At::root(json))?;
        env.warnings = reader.warnings;
        Ok(env)
    }

    /// The request, lent.
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        let mut request = Request::new(&*self.user)
            .with_context(&self.context)
            .with_geo(self.geoip.as_ref(), self.asn.as_ref());
        if let Some(http) = &self.http {
            request = request.over(http);
        }
        if let Some(obj) = &self.obj {
            request = request.about(obj);
        }
        if let Some(address) = self.client_ip {
            request = request.from_address(address);
        }
        if let Some(sso) = self.sso {
            request = request.in_sso_flow(sso);
        }
        request
    }
}

/// A JSON value and its path.
struct At<'j> {
    json: &'j Json,
    path: String,
}

impl<'j> At<'j> {
    fn root(json: &'j Json) -> Self {
        let path = String::new();
        Self { json, path }
    }

    fn below(&self, key: &str, json: &'j Json) -> Self {
        let path = if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        };
        Self { json, path }
    }

    fn item(&self, at: usize, json: &'j Json) -> Self {
        let path = format!("{}[{at}]", self.path);
        Self { json, path }
    }

    fn wrong(&self, wanted: &str) -> EnvError {
        let found = match self.json {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        };
        self.error(format!("expected {wanted}, found {found}"))
    }

    fn error(&self, reason: String) -> EnvError {
        let path = self.path.clone();
        EnvError { path, reason }
    }

    fn object(&self) -> Result<&'j Map<String, Json>, EnvError> {
        self.json.as_object().ok_or_else(|| self.wrong("an object"))
    }

    fn array(&self) -> Result<&'j Vec<Json>, EnvError> {
        self.json.as_array().ok_or_else(|| self.wrong("an array"))
    }

    fn text(&self) -> Result<&'j str, EnvError> {
        self.json.as_str().ok_or_else(|| self.wrong("a string"))
    }

    fn flag(&self) -> Result<bool, EnvError> {
        self.json
            .as_bool()
            .ok_or_else(|| self.wrong("true or false"))
    }

    /// The entries of an object, those that are null left out.
    fn fields(&self) -> Result<impl Iterator<Item = (&'j String, At<'j>)>, EnvError> {
        let fields = self.object()?;
        let given = fields.iter().filter(|(_, json)| !json.is_null());
        Ok(given.map(|(key, json)| (key, self.below(key, json))))
    }
}

struct Reader<'a> {
    directory: &'a MemoryDirectory,
    warnings: Vec<String>,
    user: Arc<User>,
}

impl Reader<'_> {
    fn env(&mut self, at: &At<'_>) -> Result<Env, EnvError> {
        let mut env = Env::default();
        let mut contexts = Vec::new();
        for (key, at) in at.fields()? {
            match key.as_str() {
                "request" => self.request(&at, &mut env)?,
                "context" => contexts.push(at),
                "geoip" => env.geoip = Some(Item::object_of_json(at.json)),
                "asn" => {
                    env.asn = Some(match at.json {
                        Json::Object(network) => geo::network(network.clone()),
                        other => Item::Json(other.clone()),
                    });
                }
                "ak_client_ip" => env.client_ip = Some(address(&at)?),
                "ak_is_sso_flow" => env.sso = Some(at.flag()?),
                "policies" => {
                    for (name, at) in at.fields()? {
                        env.policies.insert(name.clone(), at.text()?.to_owned());
                    }
                }
                "now" => env.now = Some(now(&at)?),
                _ => self.warnings.push(at.path),
            }
        }
        self.user = Arc::clone(&env.user);
        if let Some(context) = at
            .json
            .get("request")
            .and_then(|request| request.get("context"))
            .filter(|context| !context.is_null())
        {
            let place = At {
                json: context,
                path: "request.context".to_owned(),
            };
            contexts.insert(0, place);
        }
        for context in contexts {
            for (key, json) in context.object()? {
                let item = match (key.as_str(), json) {
                    ("geoip", Json::Object(place)) if !has_marker(json) => {
                        geo::place(place.clone())
                    }
                    ("asn", Json::Object(net)) if !has_marker(json) => geo::network(net.clone()),
                    _ => self.item(&context.below(key, json))?,
                };
                env.context.0.insert(key.clone(), item);
            }
        }
        for (key, item) in [("geoip", &env.geoip), ("asn", &env.asn)] {
            if let Some(item) = item {
                let entry = env.context.0.entry(key.to_owned());
                entry.or_insert_with(|| item.clone());
            }
        }
        Ok(env)
    }

    fn request(&mut self, at: &At<'_>, env: &mut Env) -> Result<(), EnvError> {
        for (key, at) in at.fields()? {
            match key.as_str() {
                "user" => env.user = self.user(&at)?,
                "obj" => env.obj = Some(Record::of_json("SimpleNamespace", at.object()?)),
                "http_request" => env.http = Some(self.http(&at)?),
                "context" => {
                    at.object()?;
                }
                _ => self.warnings.push(at.path),
            }
        }
        Ok(())
    }

    fn user(&mut self, at: &At<'_>) -> Result<Arc<User>, EnvError> {
        if let Json::String(name) = at.json {
            let known = self.directory.user(name).cloned();
            return known.ok_or_else(|| at.error(format!("no user has the username {name:?}")));
        }
        let mut user = User {
            is_active: true,
            is_superuser: Some(false),
            ..User::default()
        };
        for (key, at) in at.fields()? {
            match key.as_str() {
                "pk" => user.pk = at.json.clone(),
                "username" => user.username = at.text()?.to_owned(),
                "name" => user.name = at.text()?.to_owned(),
                "email" => user.email = at.text()?.to_owned(),
                "uid" => user.uid = at.text()?.to_owned(),
                "is_active" => user.is_active = at.flag()?,
                "is_superuser" => user.is_superuser = Some(at.flag()?),
                "attributes" => user.attributes = at.object()?.clone(),
                "groups" | "ak_groups" => user.groups = self.groups(&at)?,
                _ => {
                    let item = self.item(&at)?;
                    user.fields.insert(key.clone(), item);
                }
            }
        }
        match self.directory.find_user(&user.pk, &user.username) {
            Some(known) => Ok(Arc::new(overlay(known, user, at))),
            None => Ok(Arc::new(user)),
        }
    }

    fn groups(&mut self, at: &At<'_>) -> Result<Vec<Arc<Group>>, EnvError> {
        let groups = at.array()?.iter().enumerate();
        groups
            .map(|(index, json)| self.group(&at.item(index, json)))
            .collect()
    }

    fn group(&mut self, at: &At<'_>) -> Result<Arc<Group>, EnvError> {
        if let Json::String(name) = at.json {
            let known = self.directory.group(name).cloned();
            return Ok(known.unwrap_or_else(|| Arc::new(Group::new(name.clone()))));
        }
        let mut group = Group::default();
        for (key, at) in at.fields()? {
            match key.as_str() {
                "pk" => group.pk = at.json.clone(),
                "name" => group.name = at.text()?.to_owned(),
                "is_superuser" => group.is_superuser = at.flag()?,
                "attributes" => group.attributes = at.object()?.clone(),
                "parents" => group.parents = self.groups(&at)?,
                "parent" => group.parents = vec![self.group(&at)?],
                _ => {
                    group.fields.insert(key.clone(), at.json.clone());
                }
            }
        }
        match self.directory.find_group(&group.pk, &group.name) {
            Some(known) => Ok(Arc::clone(known)),
            None => Ok(Arc::new(group)),
        }
    }

    fn http(&mut self, at: &At<'_>) -> Result<HttpRequest, EnvError> {
        let mut http = HttpRequest::default();
        let sent = at.json.pointer("/META/HTTP_HOST").and_then(Json::as_str);
        if let Some(host) = sent {
            host.clone_into(&mut http.host);
        }
        for (key, at) in at.fields()? {
            match key.as_str() {
                "path" => http.path = at.text()?.to_owned(),
                "method" => http.method = at.text()?.to_owned(),
                "host" => http.host = at.text()?.to_owned(),
                "secure" => http.secure = at.flag()?,
                "META" => http.meta = at.object()?.clone(),
                "GET" => http.get = at.object()?.clone(),
                "POST" => http.post = at.object()?.clone(),
                "COOKIES" => http.cookies = at.object()?.clone(),
                "headers" => http.headers = Headers(at.object()?.clone()),
                "session" => http.session = at.object()?.clone(),
                _ => {
                    let field = match has_marker(at.json) {
                        true => self.item(&at)?,
                        false => Item::object_of_json(at.json),
                    };
                    http.fields.insert(key.clone(), field);
                }
            }
        }
        Ok(http)
    }

    /// A value of the context; an object with a single key that begins with `$` is a marker.
    fn item(&mut self, at: &At<'_>) -> Result<Item, EnvError> {
        match at.json {
            json if !has_marker(json) => Ok(Item::Json(json.clone())),
            Json::Array(_) => Ok(Item::List(self.items(at)?)),
            Json::Object(map) => match map.iter().next() {
                Some((key, json)) if map.len() == 1 && key.starts_with('$') => {
                    self.marker(key, &at.below(key, json))
                }
                _ => Ok(Item::Map(self.entries(at)?)),
            },
            json => Ok(Item::Json(json.clone())),
        }
    }

    fn items(&mut self, at: &At<'_>) -> Result<Vec<Item>, EnvError> {
        let items = at.array()?.iter().enumerate();
        items
            .map(|(index, json)| self.item(&at.item(index, json)))
            .collect()
    }

    fn entries(&mut self, at: &At<'_>) -> Result<Entries, EnvError> {
        let mut entries = Entries::new();
        for (key, json) in at.object()? {
            let item = self.item(&at.below(key, json))?;
            entries.0.insert(key.clone(), item);
        }
        Ok(entries)
    }

    fn marker(&mut self, marker: &str, at: &At<'_>) -> Result<Item, EnvError> {
        match marker {
            "$user" => Ok(Item::Object(self.user(at)?)),
            "$ref" => match at.text()? {
                "user" => Ok(Item::Object(Arc::clone(&self.user) as _)),
                other => Err(at.error(format!("there is nothing to refer to as {other:?}"))),
            },
            "$obj" => {
                let mut record = Record::new("SimpleNamespace");
                for (key, json) in at.object()? {
                    record = record.with(key, self.item(&at.below(key, json))?);
                }
                Ok(record.into())
            }
            "$flow_plan" => Ok(Item::object(FlowPlan::new(self.entries(at)?))),
            "$set" => Ok(Item::Set(self.items(at)?)),
            "$datetime" => datetime(at),
            _ => Err(at.error(format!("{marker} is not a marker"))),
        }
    }
}

/// A user of the directory, with what the request says of it in front.
fn overlay(known: &User, given: User, at: &At<'_>) -> User {
    let says = |key: &str| at.json.get(key).is_some_and(|json| !json.is_null());
    let pick = |key: &str, given: String, known: &String| {
        if says(key) { given } else { known.clone() }
    };
    let mut user = known.clone();
    user.all_groups = std::sync::OnceLock::new();
    user.name = pick("name", given.name, &known.name);
    user.email = pick("email", given.email, &known.email);
    user.uid = pick("uid", given.uid, &known.uid);
    user.fields.extend(given.fields);
    if says("is_active") {
        user.is_active = given.is_active;
    }
    if says("is_superuser") {
        user.is_superuser = given.is_superuser;
    }
    if says("attributes") {
        user.attributes = given.attributes;
    }
    if says("groups") || says("ak_groups") {
        user.groups = given.groups;
    }
    user
}

fn has_marker(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(has_marker),
        Json::Object(map) => map
            .iter()
            .any(|(key, value)| (map.len() == 1 && key.starts_with('$')) || has_marker(value)),
        _ => false,
    }
}

fn address(at: &At<'_>) -> Result<IpAddr, EnvError> {
    let text = at.text()?;
    text.parse()
        .map_err(|_| at.error(format!("{text:?} is not an IP address")))
}

fn clock_face(at: &At<'_>) -> Result<(i64, Option<i32>), EnvError> {
    let text = at.text()?;
    let face = moment::clock_face(text);
    face.ok_or_else(|| at.error(format!("{text:?} is not a date and time in ISO 8601")))
}

fn datetime(at: &At<'_>) -> Result<Item, EnvError> {
    let (micros, offset) = clock_face(at)?;
    Ok(Item::DateTime(micros, offset))
}

fn now(at: &At<'_>) -> Result<(i64, u32), EnvError> {
    let (face, offset) = clock_face(at)?;
    let micros = moment::in_utc(face, offset);
    let nanos = u32::try_from(micros.rem_euclid(1_000_000) * 1000).unwrap_or(0);
    Ok((micros.div_euclid(1_000_000), nanos))
}
