//! What policies changed: the ordered list of writes, and the final states that differ.

use super::differ::{dict_differs, plain_entries};
use super::events::CLEANSED;
use super::param::Param;
use super::plan::REDIRECT;
use super::world::World;
use crate::value::context::{Context, Deed, Write};
use crate::value::plain::Plain;
use crate::value::value::{Dict, Lent, Mapping, Object, Stop, Value};

/// What a decision, or one policy, changed of what was lent. Nothing is applied: that is up to the
/// embedder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// The writes, in order.
    pub changes: Vec<Change>,
    /// The final state of each of `context`, `plan_context`, `redirect`, `user_attributes`,
    /// `pending_user_attributes` and `session` that differs from what was lent, as Python's `==` sees
    /// it. Entries without a JSON form are left out.
    pub state: Vec<(String, Plain)>,
}

/// One write.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Names and keys from the request down to what was written, such as `context`, `prompt_data`,
    /// `username`.
    pub path: Vec<String>,
    /// What was done there.
    pub action: Action,
    /// The policy that did it failed afterwards.
    pub failed: bool,
}

/// What a write does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Sets a key or attribute.
    Set(Plain),
    /// Sets it to something without a JSON form, given by its class.
    SetObject(String),
    /// Removes it.
    Remove,
    /// A row was made, with these fields; the path is the model's label and the key.
    Create(Vec<(String, Plain)>),
    /// A row was saved: the fields that changed.
    Update(Vec<(String, Plain)>),
    /// A row was deleted.
    Delete,
    /// A relation, the third name of the path, got the row with this key.
    Link(String),
    /// A relation lost the row with this key.
    Unlink(String),
    /// A helper was called, by the name that is the path, with these arguments.
    Call(Vec<(String, Plain)>),
}

impl Action {
    /// Whether it is a write to the request, which the final states tell too.
    #[must_use]
    pub fn is_of_request(&self) -> bool {
        matches!(self, Self::Set(_) | Self::SetObject(_) | Self::Remove)
    }
}

impl Effects {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.state.is_empty()
    }

    /// What was changed in a world until now. The world must have been entered.
    ///
    /// # Errors
    /// `RecursionError` if something written contains itself, [`Stop::Fatal`] by a limit.
    pub fn of<'h>(cx: &Context<'h>, world: &'h World<'h>) -> Result<Self, Stop<'h>> {
        let mut effects = Self::default();
        effects.note(cx, world)?;
        Ok(effects)
    }

    /// Adds what was changed in a world until now to effects that are empty, and leaves them so if it
    /// cannot be told.
    ///
    /// # Errors
    /// Those of [`Effects::of`].
    #[inline(always)]
    pub(crate) fn note<'h>(
        &mut self,
        cx: &Context<'h>,
        world: &'h World<'h>,
    ) -> Result<(), Stop<'h>> {
        // Whoever wrote nothing, and got hold of nothing that can be written to without a note, changed nothing.
        match (cx.journal.get(), cx.written.get() || cx.exposed.get()) {
            (None, false) => Ok(()),
            _ => self.note_all(cx, world),
        }
    }

    #[inline(never)]
    fn note_all<'h>(&mut self, cx: &Context<'h>, world: &'h World<'h>) -> Result<(), Stop<'h>> {
        let noted = world.within(cx, || {
            note_changes(cx, &mut self.changes)?;
            note_state(cx, world, &mut self.state)
        });
        if noted.is_err() {
            *self = Self::default();
        }
        noted
    }
}

fn note_changes<'h>(cx: &Context<'h>, changes: &mut Vec<Change>) -> Result<(), Stop<'h>> {
    let mut next = cx.journal.get();
    while let Some(write) = next {
        cx.charge(4)?;
        changes.push(Change {
            path: path(cx, write)?,
            action: action(cx, write)?,
            failed: write.failed.get(),
        });
        next = write.before;
    }
    changes.reverse();
    Ok(())
}

fn action<'h>(cx: &Context<'h>, write: &Write<'h>) -> Result<Action, Stop<'h>> {
    let value = write.value;
    Ok(match write.deed {
        Deed::Set => match value {
            Value::Unbound => Action::Remove,
            value => match Plain::of(cx, value)? {
                Some(plain) => Action::Set(plain),
                None => Action::SetObject(value.type_name().to_owned()),
            },
        },
        Deed::Create => Action::Create(fields(cx, value)?),
        Deed::Update => Action::Update(fields(cx, value)?),
        Deed::Delete => Action::Delete,
        Deed::Link => Action::Link(cx.display(value)?),
        Deed::Unlink => Action::Unlink(cx.display(value)?),
        Deed::Call => Action::Call(fields(cx, value)?),
    })
}

/// The entries of a dict; what has no plain form stands as its text.
fn fields<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Vec<(String, Plain)>, Stop<'h>> {
    let mut fields = Vec::new();
    if let Value::Dict(dict) = value {
        dict.settle(cx)?;
        for (name, value) in dict.stored() {
            let plain = match Plain::of(cx, value)? {
                Some(plain) => plain,
                None => Plain::Str(cx.display(value)?),
            };
            fields.push((cx.display(name)?, plain));
        }
    }
    Ok(fields)
}

fn path<'h>(cx: &Context<'h>, write: &Write<'h>) -> Result<Vec<String>, Stop<'h>> {
    let mut path = vec![match Plain::of(cx, write.key)? {
        Some(Plain::Str(key)) => key,
        Some(Plain::Int(key)) => key.to_string(),
        _ => format!("<{}>", write.key.type_name()),
    }];
    let mut place = Some(write.origin);
    while let Some(origin) = place {
        if origin.parent.is_some() {
            path.push(origin.key.to_owned());
        }
        place = origin.parent;
    }
    path.reverse();
    Ok(path)
}

fn note_state<'h>(
    cx: &Context<'h>,
    world: &World<'h>,
    state: &mut Vec<(String, Plain)>,
) -> Result<(), Stop<'h>> {
    let request = world.request();
    let Value::Host(view) = world.made(Param::Request) else {
        return Ok(());
    };
    // The request has few attributes: looking through what was read of them beats hashing each name.
    let (mut context, mut user, mut http) = (None, None, None);
    for (name, value) in view.memo.stored() {
        let place = match name {
            Value::Str(name) => match name.as_str() {
                "context" => &mut context,
                "user" => &mut user,
                "http_request" => &mut http,
                _ => continue,
            },
            _ => continue,
        };
        *place = Some(value);
    }
    if let Some(Value::Dict(context)) = context {
        keep(cx, state, "context", context, request.context)?;
        plan_state(cx, state, context)?;
    }
    let pending = match context {
        Some(Value::Dict(context)) => object_in(context, "pending_user"),
        _ => None,
    };
    let pending = match (pending, context) {
        // It was removed.
        (None, Some(Value::Dict(context))) if context.lent().is_none() => None,
        (None, _) => known(cx, request.context.value("pending_user"))?,
        (pending, _) => pending,
    };
    attributes_state(cx, state, "pending_user_attributes", pending)?;
    let user = match user {
        None => known(cx, request.attr("user"))?,
        user => user,
    };
    attributes_state(cx, state, "user_attributes", user)?;
    if let (Some(Value::Host(http)), Some(lent)) = (http, &request.http)
        && let Some(Value::Dict(session)) = http.memo.stored_str("session")
    {
        keep(cx, state, "session", session, &lent.http.session)?;
    }
    Ok(())
}

/// What shows an object, if it was handed out under whichever name: the user of a request may be the pending
/// one too, and the one of its HTTP request.
fn known<'h>(cx: &Context<'h>, lent: Option<Lent<'h>>) -> Result<Option<Value<'h>>, Stop<'h>> {
    match (cx.hosts.get(), lent) {
        (Some(hosts), Some(Lent::Object(object))) => Ok(hosts.find(cx, object)?.map(Value::Host)),
        _ => Ok(None),
    }
}

/// What a dict holds under a key, of what was handed out or written.
fn object_in<'h>(dict: &Dict<'h>, key: &str) -> Option<Value<'h>> {
    match (dict.lent(), dict.extra().and_then(|extra| extra.memo)) {
        (Some(_), Some(memo)) => memo.stored_str(key),
        _ => dict.stored_str(key),
    }
}

fn plan_state<'h>(
    cx: &Context<'h>,
    state: &mut Vec<(String, Plain)>,
    context: &Dict<'h>,
) -> Result<(), Stop<'h>> {
    let Some(Value::Host(plan)) = object_in(context, "flow_plan") else {
        return Ok(());
    };
    if let (Some(Value::Dict(dict)), Some(Lent::Map(lent))) =
        (plan.memo.stored_str("context"), plan.object.attr("context"))
    {
        keep(cx, state, "plan_context", dict, lent)?;
    }
    if let Some(redirect) = plan.memo.stored_str(REDIRECT)
        && let Some(plain) = Plain::of(cx, redirect)?
    {
        state.push(("redirect".to_owned(), plain));
    }
    Ok(())
}

fn attributes_state<'h>(
    cx: &Context<'h>,
    state: &mut Vec<(String, Plain)>,
    name: &str,
    user: Option<Value<'h>>,
) -> Result<(), Stop<'h>> {
    if let Some(Value::Host(user)) = user
        && let Some(Value::Dict(dict)) = user.memo.stored_str("attributes")
        && let Some(Lent::Map(lent)) = user.object.attr("attributes")
    {
        keep(cx, state, name, dict, lent)?;
    }
    Ok(())
}

/// Adds the final state of a dict, if it differs.
fn keep<'h>(
    cx: &Context<'h>,
    state: &mut Vec<(String, Plain)>,
    name: &str,
    dict: &'h Dict<'h>,
    lent: &'h dyn Mapping,
) -> Result<(), Stop<'h>> {
    if !dict_differs(cx, dict, lent)? {
        return Ok(());
    }
    let before = plain_entries(lent);
    let mut after = Vec::new();
    dict.settle(cx)?;
    for (key, value) in dict.stored() {
        if let Value::Str(key) = key
            && let Some(plain) = Plain::of(cx, value)?
        {
            after.push((key.as_str().to_owned(), plain));
        }
    }
    let after = Plain::Dict(after);
    if after != Plain::Dict(before) {
        state.push((name.to_owned(), after));
    }
    Ok(())
}

impl serde::Serialize for Effects {
    /// As the map of final states, and under `changes` what was done outside the request.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let outside = self.changes.iter();
        let outside: Vec<&Change> = outside
            .filter(|change| !change.action.is_of_request())
            .collect();
        let count = self.state.len() + usize::from(!outside.is_empty());
        let mut map = serializer.serialize_map(Some(count))?;
        for (name, state) in &self.state {
            map.serialize_entry(name, state)?;
        }
        if !outside.is_empty() {
            map.serialize_entry("changes", &outside)?;
        }
        map.end()
    }
}

impl serde::Serialize for Change {
    /// As `{"path": [...], "action": "update", "fields": {...}}`, with what the action has to tell. A
    /// password that was set is not shown.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let fields = |fields: &Vec<(String, Plain)>| {
            let shown = fields.iter().map(|(name, value)| match value {
                Plain::Str(text) if name == "password" && !text.starts_with('!') => {
                    (name.clone(), Plain::Str(CLEANSED.to_owned()))
                }
                value => (name.clone(), value.clone()),
            });
            Some(("fields", Plain::Dict(shown.collect())))
        };
        let (action, told) = match &self.action {
            Action::Set(value) => ("set", Some(("value", value.clone()))),
            Action::SetObject(class) => ("set", Some(("class", Plain::Str(class.clone())))),
            Action::Remove => ("remove", None),
            Action::Create(given) => ("create", fields(given)),
            Action::Update(given) => ("update", fields(given)),
            Action::Delete => ("delete", None),
            Action::Link(key) => ("link", Some(("key", Plain::Str(key.clone())))),
            Action::Unlink(key) => ("unlink", Some(("key", Plain::Str(key.clone())))),
            Action::Call(given) => ("call", fields(given)),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("action", action)?;
        if let Some((name, value)) = told {
            map.serialize_entry(name, &value)?;
        }
        if self.failed {
            map.serialize_entry("failed", &true)?;
        }
        map.end()
    }
}
