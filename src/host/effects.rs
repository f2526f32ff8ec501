//! What policies changed: the ordered list of writes, and the final states that differ.

use super::param::Param;
use super::plan::REDIRECT;
use super::world::World;
use crate::value::context::{Context, Write};
use crate::value::plain::Plain;
use crate::value::value::{Dict, Lent, List, Mapping, Stop, Value};

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
    pub fn of<'h>(cx: &Context<'h>, world: &World<'h>) -> Result<Self, Stop<'h>> {
        Ok(Self {
            changes: changes(cx)?,
            state: state(cx, world)?,
        })
    }
}

fn changes<'h>(cx: &Context<'h>) -> Result<Vec<Change>, Stop<'h>> {
    let mut changes = Vec::new();
    let mut next = cx.journal.get();
    while let Some(write) = next {
        cx.charge(4)?;
        changes.push(Change {
            path: path(cx, write)?,
            action: match write.value {
                Value::Unbound => Action::Remove,
                value => match Plain::of(cx, value)? {
                    Some(plain) => Action::Set(plain),
                    None => Action::SetObject(value.type_name().to_owned()),
                },
            },
        });
        next = write.before;
    }
    changes.reverse();
    Ok(changes)
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

fn state<'h>(cx: &Context<'h>, world: &World<'h>) -> Result<Vec<(String, Plain)>, Stop<'h>> {
    let mut state = Vec::new();
    let request = world.request();
    let Value::Host(view) = world.made(Param::Request) else {
        return Ok(state);
    };
    if let Some(Value::Dict(context)) = view.memo.stored_str("context") {
        keep(cx, &mut state, "context", context, request.context)?;
        plan_state(cx, &mut state, context)?;
        let pending = object_in(context, "pending_user");
        attributes_state(cx, &mut state, "pending_user_attributes", pending)?;
    }
    let user = view.memo.stored_str("user");
    attributes_state(cx, &mut state, "user_attributes", user)?;
    if let (Some(Value::Host(http)), Some(lent)) =
        (view.memo.stored_str("http_request"), &request.http)
        && let Some(Value::Dict(session)) = http.memo.stored_str("session")
    {
        keep(cx, &mut state, "session", session, &lent.http.session)?;
    }
    Ok(state)
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

/// Whether a dict differs from the map it was lent as; looks only at what was handed out, unless the
/// dict was taken over as a whole.
fn dict_differs<'h>(
    cx: &Context<'h>,
    dict: &Dict<'h>,
    lent: &'h dyn Mapping,
) -> Result<bool, Stop<'h>> {
    let (entries, whole) = match (dict.lent(), dict.extra().and_then(|extra| extra.memo)) {
        (Some(_), Some(memo)) => (memo, false),
        _ => (dict, true),
    };
    if whole && dict.len() != lent.len() {
        return Ok(true);
    }
    for (key, value) in entries.stored() {
        cx.charge(1)?;
        let Value::Str(key) = key else {
            return Ok(true);
        };
        let Some(before) = lent.value(key.as_str()) else {
            return Ok(true);
        };
        if cx.nested(|| differs(cx, value, before))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn differs<'h>(cx: &Context<'h>, value: Value<'h>, lent: Lent<'h>) -> Result<bool, Stop<'h>> {
    match (value, lent) {
        (Value::Dict(dict), Lent::Map(map)) => dict_differs(cx, dict, map),
        (Value::Dict(dict), Lent::Json(serde_json::Value::Object(map))) => {
            dict_differs(cx, dict, map)
        }
        (Value::List(list), Lent::List(items)) => list_differs(cx, list, items),
        (Value::List(list), Lent::Json(serde_json::Value::Array(items))) => {
            list_differs(cx, list, items)
        }
        (Value::Dict(_) | Value::List(_), _) => Ok(true),
        (Value::Host(host), Lent::Object(object)) => Ok(!std::ptr::addr_eq(host.object, object)),
        (Value::Host(_), _) => Ok(true),
        (value, lent) => match (Plain::of(cx, value)?, plain(&lent)) {
            (Some(after), Some(before)) => Ok(after != before),
            (None, None) => Ok(false),
            _ => Ok(true),
        },
    }
}

fn list_differs<'h>(
    cx: &Context<'h>,
    list: &List<'h>,
    lent: &'h dyn crate::value::value::Sequence,
) -> Result<bool, Stop<'h>> {
    if list.len() != lent.len() {
        return Ok(true);
    }
    for (at, value) in list.iter().enumerate() {
        cx.charge(1)?;
        let Some(before) = lent.item(at) else {
            return Ok(true);
        };
        if cx.nested(|| differs(cx, value, before))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn plain_entries(map: &dyn Mapping) -> Vec<(String, Plain)> {
    map.keys()
        .filter_map(|key| Some((key.to_owned(), plain(&map.value(key)?)?)))
        .collect()
}

fn plain(lent: &Lent<'_>) -> Option<Plain> {
    Some(match lent {
        Lent::None => Plain::None,
        Lent::Bool(truth) => Plain::Bool(*truth),
        Lent::Int(int) => Plain::Int(*int),
        Lent::Float(float) if float.is_finite() => Plain::Float(*float),
        Lent::Str(text) => Plain::Str((*text).to_owned()),
        Lent::Text(text) => Plain::Str(text.clone()),
        Lent::Json(json) => Plain::of_json(json),
        Lent::Map(map) => {
            let entries = plain_entries(*map);
            if entries.len() < map.len() {
                return None;
            }
            Plain::Dict(entries)
        }
        Lent::List(items) => {
            let items: Option<Vec<Plain>> =
                (0..items.len()).map(|at| plain(&items.item(at)?)).collect();
            Plain::List(items?)
        }
        _ => return None,
    })
}

impl serde::Serialize for Effects {
    /// As the map of final states.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(self.state.len()))?;
        for (name, state) in &self.state {
            map.serialize_entry(name, state)?;
        }
        map.end()
    }
}
