//! `!Find` and `!FindObject`: look-ups among the objects that were described so far.

use serde_json::{Map, Value};

use super::{
    error::Reason,
    json::{as_key, contains, same},
    node::Node,
    object::Object,
    objects::Objects,
    read::Fault,
    resolve::Resolver,
    tag::form,
};

impl Resolver<'_> {
    /// The primary key of the first object that fits, or all of its fields; null if none does.
    pub(super) fn find(&mut self, node: &Node, whole: bool) -> Result<Value, Fault> {
        let tag = if whole { "!FindObject" } else { "!Find" };
        let wrong = |node: &Node| form(node, tag, "a model and pairs of a field and its value");
        let items = node.items().and_then(<[_]>::split_first);
        let (first, rest) = items.ok_or_else(|| wrong(node))?;
        let label = as_key(&self.value(first)?).to_lowercase();
        if !label.contains('.') {
            return Err((first.place, Reason::NoModel));
        }
        let mut conditions = Vec::with_capacity(rest.len());
        for pair in rest {
            let Some([field, value]) = pair.items() else {
                return Err(wrong(pair));
            };
            let look_up = LookUp::parse(&as_key(&self.value(field)?), self.value(value)?);
            conditions.push(look_up.map_err(|name| (field.place, Reason::LookUp(name)))?);
        }
        let found = self.first(&label, &conditions, node)?;
        match (found, whole) {
            (None, _) => Ok(Value::Null),
            (Some(object), false) => Ok(object.pk.clone()),
            (Some(object), true) => self.copy(&serialised(object), node.place),
        }
    }

    fn first(
        &self,
        label: &str,
        conditions: &[LookUp],
        node: &Node,
    ) -> Result<Option<&Object>, Fault> {
        for object in self.objects.all() {
            self.spend(1, node.place)?;
            let fits = || conditions.iter().all(|one| one.fits(object, &self.objects));
            if object.model.is_a(&object.label, label) && fits() {
                return Ok(Some(object));
            }
        }
        Ok(None)
    }
}

/// What an object looks like from outside.
fn serialised(object: &Object) -> Value {
    let mut fields = Map::from_iter([("pk".to_owned(), object.pk.clone())]);
    fields.extend(object.attrs.clone());
    Value::Object(fields)
}

/// One condition: a path of fields, how to compare, and with what.
struct LookUp {
    path: Vec<String>,
    how: How,
    /// Texts are compared without regard to case.
    folded: bool,
    wanted: Value,
}

#[derive(Clone, Copy)]
enum How {
    Exact,
    Contains,
    StartsWith,
    EndsWith,
    In,
    IsNull,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl LookUp {
    /// Reads `field__field__look_up`; the error is a look-up that is not supported.
    fn parse(key: &str, wanted: Value) -> Result<Self, String> {
        let mut path: Vec<String> = key.split("__").map(str::to_owned).collect();
        let known = match path.last().map(String::as_str) {
            Some("exact") => Some((How::Exact, false)),
            Some("iexact") => Some((How::Exact, true)),
            Some("contains") => Some((How::Contains, false)),
            Some("icontains") => Some((How::Contains, true)),
            Some("startswith") => Some((How::StartsWith, false)),
            Some("istartswith") => Some((How::StartsWith, true)),
            Some("endswith") => Some((How::EndsWith, false)),
            Some("iendswith") => Some((How::EndsWith, true)),
            Some("in") => Some((How::In, false)),
            Some("isnull") => Some((How::IsNull, false)),
            Some("lt") => Some((How::Less, false)),
            Some("lte") => Some((How::LessOrEqual, false)),
            Some("gt") => Some((How::Greater, false)),
            Some("gte") => Some((How::GreaterOrEqual, false)),
            Some(name @ ("regex" | "iregex")) => return Err(name.to_owned()),
            _ => None,
        };
        if known.is_some() && path.len() > 1 {
            path.pop();
        }
        let (how, folded) = known.unwrap_or((How::Exact, false));
        let wanted = if folded { fold(&wanted) } else { wanted };
        Ok(Self {
            path,
            how,
            folded,
            wanted,
        })
    }

    fn fits(&self, object: &Object, objects: &Objects) -> bool {
        let found = self.path.split_first().and_then(|(first, rest)| {
            let start = field(object, first)?;
            follow(first, start, rest, objects)
        });
        let found = found.unwrap_or(&Value::Null);
        if self.folded {
            compare(self.how, &fold(found), &self.wanted)
        } else {
            compare(self.how, found, &self.wanted)
        }
    }
}

fn field<'o>(object: &'o Object, name: &str) -> Option<&'o Value> {
    match name {
        "pk" | "id" | "uuid" | "pbm_uuid" => object.attrs.get(name).or(Some(&object.pk)),
        _ => object.attrs.get(name),
    }
}

/// Follows a path into JSON, and from a primary key to the object that has it.
fn follow<'o>(
    name: &str,
    start: &'o Value,
    path: &[String],
    objects: &'o Objects,
) -> Option<&'o Value> {
    let mut from = name;
    path.iter().try_fold(start, |value, step| {
        let found = match value {
            Value::Object(map) => map.get(step),
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            key => field(objects.referred(from, key)?, step),
        };
        from = step;
        found
    })
}

fn compare(how: How, found: &Value, wanted: &Value) -> bool {
    match how {
        How::Exact => same(found, wanted),
        How::In => wanted
            .as_array()
            .is_some_and(|all| all.iter().any(|one| same(found, one))),
        How::IsNull => found.is_null() == (wanted == &Value::Bool(true)),
        How::Contains => contains(found, wanted),
        How::StartsWith => texts(found, wanted, |a, b| a.starts_with(b)),
        How::EndsWith => texts(found, wanted, |a, b| a.ends_with(b)),
        How::Less => ordered(found, wanted).is_some_and(|o| o.is_lt()),
        How::LessOrEqual => ordered(found, wanted).is_some_and(|o| o.is_le()),
        How::Greater => ordered(found, wanted).is_some_and(|o| o.is_gt()),
        How::GreaterOrEqual => ordered(found, wanted).is_some_and(|o| o.is_ge()),
    }
}

/// A text in lower case.
fn fold(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.to_lowercase()),
        other => other.clone(),
    }
}

fn texts(a: &Value, b: &Value, test: impl Fn(&str, &str) -> bool) -> bool {
    !a.is_null() && !b.is_null() && test(&as_key(a), &as_key(b))
}

fn ordered(a: &Value, b: &Value) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
