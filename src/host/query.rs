//! Query sets: lent objects looked through by Django's filter language.

use super::lookup::{Lookup, field};
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::native::Args;
use crate::value::value::{
    Data, Host, Instance, Iter, IterState, Lent, List, Object, Sequence, Stop, Text, Value,
};

/// `django.core.exceptions.ObjectDoesNotExist`.
pub static DOES_NOT_EXIST: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("DoesNotExist")
};
/// `django.core.exceptions.MultipleObjectsReturned`.
pub static MULTIPLE_OBJECTS: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("MultipleObjectsReturned")
};

/// The class of query sets and of the managers that stand for all objects.
pub static QUERY_SET: Class = Class {
    module: "django.db.models.query",
    methods: METHODS,
    behaviour: &QuerySet,
    ..Class::named("QuerySet")
};

static METHODS: &[Row] = &[
    Row::leaf("all", "self", all),
    Row::leaf("count", "self", count),
    Row::leaf("distinct", "self", all),
    Row::leaf("exclude", "self, **lookups", exclude),
    Row::leaf("exists", "self", exists),
    Row::leaf("filter", "self, **lookups", filter),
    Row::leaf("first", "self", first),
    Row::leaf("get", "self, **lookups", one),
    Row::leaf("last", "self", last),
    Row::leaf("order_by", "self, *fields", order_by),
    Row::leaf("values_list", "self, *fields, flat=False", values_list),
];

/// `ak_is_group_member(user, **filters)`: whether any group of a user, inherited ones included, matches.
pub static AK_IS_GROUP_MEMBER: Row = Row::leaf(
    "ak_is_group_member",
    "user, **group_filters",
    ak_is_group_member,
);

/// The query set of all objects of a sequence.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn of_lent<'h>(cx: &Context<'h>, objects: &'h dyn Sequence) -> Result<Value<'h>, Stop<'h>> {
    let fields = cx.memory(cx.heap.cells(1, Value::Unbound))?;
    cx.object(&QUERY_SET, Data::Lent(objects, fields))
}

/// Whether a query set holds an object, by identity.
pub(super) fn has_object<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    object: &dyn Object,
) -> Result<Value<'h>, Stop<'h>> {
    let found = objects(cx, query)?.iter().any(|value| match value {
        Value::Host(host) => same(host.object, object),
        _ => false,
    });
    Ok(Value::bool(found))
}

fn same(a: &dyn Object, b: &dyn Object) -> bool {
    match (a.identity(), b.identity()) {
        (Some(a_key), Some(b_key)) => a.class_name() == b.class_name() && a_key == b_key,
        _ => std::ptr::addr_eq(a, b),
    }
}

/// The objects of a query set, made values once.
fn objects<'h>(cx: &Context<'h>, query: Value<'h>) -> Result<&'h List<'h>, Stop<'h>> {
    match query {
        Value::Object(me) if me.class.is(&QUERY_SET) => listed(cx, me),
        other => Err(cx.type_error(format_args!(
            "descriptor requires a 'QuerySet' object but received '{}'",
            other.type_name()
        ))),
    }
}

fn listed<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<&'h List<'h>, Stop<'h>> {
    match (me.field(0), me.data) {
        (Value::List(list), _) => Ok(list),
        (_, Data::Lent(objects, _)) => match cx.lend(Lent::List(objects), None)? {
            Value::List(list) => {
                me.set_field(0, Value::List(list));
                Ok(list)
            }
            _ => cx.list(&[]),
        },
        _ => cx.list(&[]),
    }
}

fn of_values<'h>(cx: &Context<'h>, values: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let list = cx.list(values)?;
    cx.fields_instance(&QUERY_SET, &[Value::List(list)])
}

fn all<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    of_values(cx, &objects(cx, args.value(0))?.to_vec())
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(Value::Int(objects(cx, args.value(0))?.len() as i64))
}

fn exists<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(Value::bool(!objects(cx, args.value(0))?.is_empty()))
}

fn first<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(objects(cx, args.value(0))?.item(0).unwrap_or(Value::None))
}

fn last<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let last = objects(cx, args.value(0))?.iter().next_back();
    Ok(last.unwrap_or(Value::None))
}

fn filter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let kept = matching(cx, args.value(0), args.keywords, true)?;
    of_values(cx, &kept)
}

fn exclude<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let kept = matching(cx, args.value(0), args.keywords, false)?;
    of_values(cx, &kept)
}

fn one<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match matching(cx, args.value(0), args.keywords, true)?.as_slice() {
        [one] => Ok(*one),
        [] => Err(cx.raise(
            &DOES_NOT_EXIST,
            format_args!("object matching query does not exist."),
        )),
        several => Err(cx.raise(
            &MULTIPLE_OBJECTS,
            format_args!(
                "get() returned more than one object -- it returned {}!",
                several.len()
            ),
        )),
    }
}

/// The objects that meet all look-ups (or, unless `wanted`, that do not).
fn matching<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    lookups: &[(&'h Text<'h>, Value<'h>)],
    wanted: bool,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    let objects = objects(cx, query)?;
    let lookups = parse(cx, lookups)?;
    let mut kept = Vec::new();
    for object in objects.iter() {
        cx.charge(1 + lookups.len())?;
        let mut met = true;
        for lookup in &lookups {
            met = met && lookup.matches(cx, object)?;
        }
        if met == wanted {
            kept.push(object);
        }
    }
    Ok(kept)
}

fn parse<'h>(
    cx: &Context<'h>,
    lookups: &[(&'h Text<'h>, Value<'h>)],
) -> Result<Vec<Lookup<'h>>, Stop<'h>> {
    lookups
        .iter()
        .map(|(name, value)| Lookup::parse(cx, name.as_str(), *value))
        .collect()
}

fn order_by<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut values = objects(cx, args.value(0))?.to_vec();
    cx.charge(values.len().saturating_mul(8))?;
    for key in args.rest.iter().rev() {
        let Value::Str(key) = key else {
            return Err(cx.type_error(format_args!("order_by() takes names of fields")));
        };
        let (name, backwards) = match key.as_str().strip_prefix('-') {
            Some(name) => (name, true),
            None => (key.as_str(), false),
        };
        let mut keyed = Vec::with_capacity(values.len());
        for value in values {
            keyed.push((
                super::lookup::order_key(cx, field(cx, value, name)?)?,
                value,
            ));
        }
        keyed.sort_by(|(a, _), (b, _)| if backwards { b.cmp(a) } else { a.cmp(b) });
        values = keyed.into_iter().map(|(_, value)| value).collect();
    }
    of_values(cx, &values)
}

fn values_list<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let flat = matches!(args.value(1), Value::True);
    if flat && args.rest.len() != 1 {
        return Err(cx.type_error(format_args!(
            "'flat' is not valid when values_list is called with more than one field."
        )));
    }
    let rows = cx.list(&[])?;
    for object in objects(cx, args.value(0))?.iter() {
        cx.charge(args.rest.len())?;
        let mut row = Vec::with_capacity(args.rest.len());
        for name in args.rest {
            let Value::Str(name) = name else {
                return Err(cx.type_error(format_args!("values_list() takes names of fields")));
            };
            row.push(field(cx, object, name.as_str())?);
        }
        let item = match (flat, row.as_slice()) {
            (true, [one]) => *one,
            _ => cx.tuple(&row)?,
        };
        rows.push(cx, item)?;
    }
    cx.fields_instance(&QUERY_SET, &[Value::List(rows)])
}

fn ak_is_group_member<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Host(user) = args.value(0) else {
        return Err(cx.attribute_error(args.value(0).type_name(), "all_groups"));
    };
    let groups = all_groups(cx, user)?;
    let lookups = parse(cx, args.keywords)?;
    if let Value::Object(query) = groups
        && let Data::Lent(lent, _) = query.data
        && cx.journal.get().is_none()
        && let [lookup] = lookups.as_slice()
        && let Some((name, wanted)) = lookup.exact_text()
    {
        return is_among(cx, lent, name, wanted);
    }
    let kept = matching(cx, groups, args.keywords, true)?;
    Ok(Value::bool(!kept.is_empty()))
}

fn all_groups<'h>(cx: &Context<'h>, user: &'h Host<'h>) -> Result<Value<'h>, Stop<'h>> {
    user.object
        .call(cx, user, "all_groups", Args::positional(&[]))
}

/// Whether any object has this text as an attribute. As long as nothing was written, the objects can
/// be asked directly, without making values of them.
fn is_among<'h>(
    cx: &Context<'h>,
    objects: &'h dyn Sequence,
    name: &str,
    wanted: &str,
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(objects.len())?;
    for at in 0..objects.len() {
        let Some(Lent::Object(object)) = objects.item(at) else {
            continue;
        };
        match object.attr(name) {
            Some(Lent::Str(text)) if text == wanted => return Ok(Value::True),
            Some(Lent::Json(serde_json::Value::String(text))) if text == wanted => {
                return Ok(Value::True);
            }
            None => return Err(super::lookup::field_error(cx, object, name)),
            _ => {}
        }
    }
    Ok(Value::False)
}

struct QuerySet;

impl Behaviour for QuerySet {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let shown: Vec<String> = listed(cx, me)?
            .iter()
            .map(|value| match value {
                Value::Host(host) => {
                    let text = host.object.text().unwrap_or_default();
                    format!("<{}: {text}>", host.object.class_name())
                }
                other => format!("<{} object>", other.type_name()),
            })
            .collect();
        Ok(Some(format!("<QuerySet [{}]>", shown.join(", "))))
    }

    fn len<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, usize> {
        Ok(Some(listed(cx, me)?.len()))
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        let list = listed(cx, me)?;
        cx.iter(IterState::List(list, 0)).map(Some)
    }

    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        let list = listed(cx, me)?;
        cx.charge(list.len())?;
        let found = list.iter().any(|value| match (value, item) {
            (Value::Host(a), Value::Host(b)) => same(a.object, b.object),
            (Value::Str(a), Value::Str(b)) => a.as_str() == b.as_str(),
            (a, b) => a.is(b),
        });
        Ok(Some(found))
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let list = listed(cx, me)?;
        match key {
            Value::Int(at) if at < 0 => {
                Err(cx.value_error(format_args!("Negative indexing is not supported.")))
            }
            Value::Int(at) => match usize::try_from(at).ok().and_then(|at| list.item(at)) {
                Some(item) => Ok(Some(item)),
                None => Err(cx.index_error(format_args!("list index out of range"))),
            },
            _ => Ok(None),
        }
    }
}
