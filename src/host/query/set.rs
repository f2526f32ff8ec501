//! Query sets, and what can be asked of them without changing anything.

use super::apply::Output;
use super::base::{NAME, after, instance, listed, look_up, matching, same};
use super::errors;
use super::evaluate::evaluate;
use super::steps::{self, CACHE, Step};
use super::write;
use crate::host::rows::node::Node;
use crate::ops::BinaryOp;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{
    Data, Host, Instance, Iter, IterState, Lent, Object, Sequence, Stop, Value,
};

/// The class of query sets.
pub static QUERY_SET: Class = Class {
    module: "django.db.models.query",
    methods: METHODS,
    behaviour: &QuerySet,
    ..Class::named(NAME)
};

static METHODS: &[Row] = &[
    Row::leaf("all", "self", itself),
    Row::leaf("bulk_create", "self, @objs, **options", write::bulk_create),
    Row::leaf("contains", "self, obj", contains),
    Row::leaf("count", "self", count),
    Row::leaf("create", "self, **fields", write::create),
    Row::leaf("defer", "self, *fields", itself),
    Row::leaf("delete", "self", write::delete),
    Row::leaf("distinct", "self, *fields", |cx, args| {
        after(cx, args.value(0), Step::Distinct, Value::None)
    }),
    Row::leaf("earliest", "self, *fields", |cx, args| end(cx, args, false)),
    Row::leaf("exclude", "self, *conditions, **lookups", |cx, args| {
        look_up(cx, args, Step::Exclude)
    }),
    Row::leaf("exclude_anonymous", "self", |cx, args| {
        let anonymous = (cx.lent_text("username")?, cx.lent_str("AnonymousUser")?);
        let keywords = &[anonymous];
        look_up(cx, Args { keywords, ..args }, Step::Exclude)
    }),
    Row::leaf("exists", "self", exists),
    Row::leaf("filter", "self, *conditions, **lookups", |cx, args| {
        look_up(cx, args, Step::Filter)
    }),
    Row::leaf("first", "self", first),
    Row::leaf("get", "self, *conditions, **lookups", one),
    Row::leaf(
        "get_or_create",
        "self, defaults=None, **lookups",
        write::get_or_create,
    ),
    Row::leaf("in_bulk", "self, @ids=None", in_bulk),
    Row::leaf("iterator", "self, chunk_size=None", itself),
    Row::leaf("last", "self", last),
    Row::leaf("latest", "self, *fields", |cx, args| end(cx, args, true)),
    Row::leaf("none", "self", |cx, args| {
        after(cx, args.value(0), Step::Nothing, Value::None)
    }),
    Row::leaf("only", "self, *fields", itself),
    Row::leaf("order_by", "self, *fields", order_by),
    Row::leaf("prefetch_related", "self, *lookups", itself),
    Row::leaf("reverse", "self", |cx, args| {
        after(cx, args.value(0), Step::Reverse, Value::None)
    }),
    Row::leaf("select_related", "self, *fields", itself),
    Row::leaf("union", "self, other", |cx, args| {
        either(cx, args.value(0), args.value(1))
    }),
    Row::leaf("update", "self, **fields", write::update),
    Row::leaf(
        "update_or_create",
        "self, defaults=None, **lookups",
        write::update_or_create,
    ),
    Row::leaf("using", "self, alias", itself),
    Row::leaf("values", "self, *fields", |cx, args| {
        project(cx, args, Step::Values)
    }),
    Row::leaf(
        "values_list",
        "self, *fields, flat=False, named=False",
        values_list,
    ),
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

/// The query set of a row's relation and of what that inherits from.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn inherited<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    relation: &str,
) -> Result<Value<'h>, Stop<'h>> {
    let args = cx.tuple(&[Value::Host(host), cx.str(relation)?])?;
    let fields = steps::fields(Value::None, Step::Inherited, args);
    cx.fields_instance(&QUERY_SET, &fields)
}

fn itself<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    // An order of nothing changes nothing.
    let nothing = cx.tuple(&[])?;
    after(cx, args.value(0), Step::Order, nothing)
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    let count = match me.field(CACHE) {
        Value::List(list) => list.len(),
        _ => evaluate(cx, me, usize::MAX)?.len(),
    };
    Ok(Value::Int(count as i64))
}

fn exists<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    Ok(Value::bool(match me.field(CACHE) {
        Value::List(list) => !list.is_empty(),
        _ => evaluate(cx, me, 1)?.len() > 0,
    }))
}

fn first<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    let first = match evaluate(cx, me, 1)? {
        Output::Rows(rows) => match rows.first() {
            Some(row) => Some(Value::Host(row.show(cx)?)),
            None => None,
        },
        Output::Values(values) => values.first().copied(),
    };
    Ok(first.unwrap_or(Value::None))
}

fn last<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    let last = listed(cx, me)?.iter().next_back();
    Ok(last.unwrap_or(Value::None))
}

/// `latest` and `earliest`.
fn end<'h>(cx: &Context<'h>, args: Args<'_, 'h>, latest: bool) -> Result<Value<'h>, Stop<'h>> {
    let sorted = order_by(cx, args)?;
    let me = instance(cx, sorted)?;
    let list = listed(cx, me)?;
    let found = if latest {
        list.iter().next_back()
    } else {
        list.item(0)
    };
    match found {
        Some(row) => Ok(row),
        None => Err(errors::absent(cx, steps::model_of(cx, me)?)),
    }
}

fn one<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let chosen = look_up(cx, args, Step::Filter)?;
    let found = evaluate(cx, instance(cx, chosen)?, usize::MAX)?.values(cx)?;
    let model = || steps::model_of(cx, instance(cx, args.value(0))?);
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(errors::absent(cx, model()?)),
        several => Err(errors::several(cx, model()?, several.len())),
    }
}

/// The keys of the rows of a query set.
fn keys<'h>(cx: &Context<'h>, query: Value<'h>) -> Result<Vec<Value<'h>>, Stop<'h>> {
    let mut keys = Vec::new();
    for row in listed(cx, instance(cx, query)?)?.iter() {
        if let Value::Host(row) = row
            && let Some(key) = row.object.identity()
        {
            keys.push(cx.str(&key)?);
        }
    }
    Ok(keys)
}

/// The rows of a query set whose keys are among some.
fn among<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    keys: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let dict = cx.dict_with(1)?;
    dict.insert_str(cx, "pk__in", Value::List(cx.list(keys)?))?;
    after(cx, query, Step::Filter, Value::Dict(dict))
}

/// `a | b`: the rows of both, each once, in the order of their table.
fn either<'h>(cx: &Context<'h>, a: Value<'h>, b: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = steps::model_of(cx, instance(cx, a)?)?;
    let Some(model) = model else {
        return Err(cx.type_error(format_args!("the rows of no model cannot be joined")));
    };
    let fields = steps::fields(Value::None, Step::Table, Value::Class(model.class));
    let all = cx.fields_instance(&QUERY_SET, &fields)?;
    let wanted = [keys(cx, a)?, keys(cx, b)?].concat();
    among(cx, all, &wanted)
}

/// `in_bulk(ids)`: a dict of rows by key.
fn in_bulk<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut query = args.value(0);
    if !matches!(args.value(1), Value::None) {
        let mut wanted = Vec::new();
        cx.each(args.value(1), |key| {
            wanted.push(key);
            Ok(true)
        })?;
        query = among(cx, query, &wanted)?;
    }
    let found = cx.dict()?;
    for row in listed(cx, instance(cx, query)?)?.iter() {
        let key = cx.attribute(row, cx.lent_text("pk")?)?;
        found.insert(cx, key, row)?;
    }
    Ok(Value::Dict(found))
}

fn contains<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    holds(cx, me, args.value(1)).map(Value::bool)
}

fn order_by<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    if steps::is_sliced(cx, me)? {
        return Err(cx.type_error(format_args!(
            "Cannot reorder a query once a slice has been taken."
        )));
    }
    let names = cx.tuple(args.rest)?;
    after(cx, args.value(0), Step::Order, names)
}

fn project<'h>(cx: &Context<'h>, args: Args<'_, 'h>, step: Step) -> Result<Value<'h>, Stop<'h>> {
    let names = cx.tuple(args.rest)?;
    after(cx, args.value(0), step, names)
}

fn values_list<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if !cx.truth(args.value(1))? {
        return project(cx, args, Step::Tuples);
    }
    if args.rest.len() != 1 {
        return Err(cx.type_error(format_args!(
            "'flat' is not valid when values_list is called with more than one field."
        )));
    }
    project(cx, args, Step::Flat)
}

fn ak_is_group_member<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Host(user) = args.value(0) else {
        return Err(cx.attribute_error(args.value(0).type_name(), "all_groups"));
    };
    if let (false, [(name, Value::Str(wanted))], Some(groups)) = (
        cx.written.get(),
        args.keywords,
        user.object.related("all_groups"),
    ) && name.as_str() == "name"
    {
        return is_among(cx, groups, wanted.as_str());
    }
    let groups = match user.object.class() {
        Some(_) => inherited(cx, user, "groups")?,
        None => {
            let none = Args::positional(&[]);
            user.object.call(cx, user, "all_groups", none)?
        }
    };
    let kept = matching(cx, groups, args.keywords, 1)?;
    Ok(Value::bool(!kept.is_empty()))
}

/// Whether any group has a name. As long as nothing was written the groups can be asked directly,
/// without making values of them.
fn is_among<'h>(
    cx: &Context<'h>,
    groups: &'h dyn Sequence,
    wanted: &str,
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(groups.len())?;
    if let Some(found) = groups.any_with("name", wanted) {
        return Ok(Value::bool(found));
    }
    for at in 0..groups.len() {
        let Some(Lent::Object(group)) = groups.item(at) else {
            continue;
        };
        if matches!(group.attr("name"), Some(Lent::Str(name)) if name == wanted) {
            return Ok(Value::True);
        }
    }
    Ok(Value::False)
}

fn holds<'h>(cx: &Context<'h>, me: &'h Instance<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
    let list = listed(cx, me)?;
    cx.charge(list.len())?;
    for value in list.iter() {
        let found = match (value, item) {
            (Value::Host(a), Value::Host(b)) => same(a.object, b.object),
            (a, b) => cx.equal(a, b)?,
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many items a repr shows.
const SHOWN: usize = 20;

struct QuerySet;

impl Behaviour for QuerySet {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let list = listed(cx, me)?;
        let mut shown = Vec::with_capacity(list.len().min(SHOWN));
        for value in list.iter().take(SHOWN) {
            shown.push(match value {
                Value::Host(host) => {
                    let text = host.object.text().unwrap_or_default();
                    format!("<{}: {text}>", host.object.class_name())
                }
                other => cx.repr(other)?,
            });
        }
        if list.len() > SHOWN {
            shown.push("'...(remaining elements truncated)...'".to_owned());
        }
        Ok(Some(format!("<QuerySet [{}]>", shown.join(", "))))
    }

    fn len<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, usize> {
        Ok(Some(listed(cx, me)?.len()))
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        let list = listed(cx, me)?;
        cx.iter(IterState::List(list, 0)).map(Some)
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        if instance(cx, left).is_err() || instance(cx, right).is_err() {
            return Ok(None);
        }
        match op {
            BinaryOp::BitOr => either(cx, left, right).map(Some),
            BinaryOp::BitAnd => {
                let wanted = keys(cx, right)?;
                among(cx, left, &wanted).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        holds(cx, me, item).map(Some)
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let negative =
            |cx: &Context<'h>| cx.value_error(format_args!("Negative indexing is not supported."));
        match key {
            Value::Int(at) if at < 0 => Err(negative(cx)),
            Value::Int(at) => match usize::try_from(at).ok() {
                Some(at) => match listed(cx, me)?.item(at) {
                    Some(item) => Ok(Some(item)),
                    None => Err(cx.index_error(format_args!("list index out of range"))),
                },
                None => Ok(None),
            },
            Value::Slice(slice) => {
                for bound in [slice.start, slice.stop] {
                    if cx.slice_bound(bound)?.is_some_and(|bound| bound < 0) {
                        return Err(negative(cx));
                    }
                }
                after(cx, Value::Object(me), Step::Slice, key).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// Whether a relation of a row and what that inherits from holds an object.
///
/// # Errors
/// What looking it up raises.
pub fn is_inherited<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    relation: &str,
    object: &dyn Object,
) -> Result<bool, Stop<'h>> {
    let groups = inherited(cx, host, relation)?;
    Ok(match evaluate(cx, instance(cx, groups)?, usize::MAX)? {
        Output::Rows(rows) => rows.iter().any(|row: &Node<'h>| same(row.object(), object)),
        Output::Values(_) => false,
    })
}
