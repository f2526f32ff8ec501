//! What annotations are made of: `int | str` and `list[int]`.

use super::behaviour::{Behaviour, Maybe};
use super::class::Class;
use super::context::Context;
use super::native::{Args, Ending};
use super::value::{Instance, Iter, IterState, Stop, Value};
use crate::ops::BinaryOp;

/// `int | str`: its fields are the classes.
pub static UNION: Class = Class {
    module: "types",
    behaviour: &Union,
    ..Class::named("UnionType")
};

/// `list[int]`: its fields are the class, a tuple of what stands in the brackets, and whether it was
/// unpacked: `*tuple[int]`.
pub static ALIAS: Class = Class {
    module: "types",
    behaviour: &Alias,
    ..Class::named("GenericAlias")
};

/// The classes that take parameters in brackets.
const GENERIC: &[&str] = &[
    "Counter",
    "OrderedDict",
    "defaultdict",
    "deque",
    "dict",
    "enumerate",
    "frozenset",
    "list",
    "set",
    "tuple",
    "type",
];

struct Union;
struct Alias;

fn is_typelike(value: Value<'_>) -> bool {
    match value {
        Value::Class(_) | Value::Record(_) | Value::None => true,
        Value::Object(object) => object.class.is(&UNION) || object.class.is(&ALIAS),
        _ => false,
    }
}

fn type_text<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<String, Stop<'h>> {
    match value {
        Value::Class(class) if class.module == "builtins" => Ok(class.name.to_owned()),
        Value::Class(class) => Ok(format!("{}.{}", class.module, class.name)),
        Value::Ellipsis => Ok("...".to_owned()),
        other => cx.nested(|| cx.repr(other)),
    }
}

fn members<'h>(value: Value<'h>) -> Vec<Value<'h>> {
    match value {
        Value::Object(object) if object.class.is(&UNION) => {
            object.fields().iter().map(std::cell::Cell::get).collect()
        }
        Value::Class(class) if class.name == "NoneType" => vec![Value::None],
        other => vec![other],
    }
}

impl<'h> Context<'h> {
    /// `a | b` of classes.
    pub(super) fn union(&self, a: Value<'h>, b: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        if !(is_typelike(a) && is_typelike(b)) {
            return Ok(None);
        }
        let mut all = members(a);
        for class in members(b) {
            self.charge(all.len())?;
            if !all.iter().any(|known| known.is(class)) {
                all.push(class);
            }
        }
        match all.as_slice() {
            [one] => Ok(Some(*one)),
            all => self.fields_instance(&UNION, all).map(Some),
        }
    }

    /// `list[int]`; none for classes that take no parameters.
    pub(super) fn alias(
        &self,
        class: &'static Class,
        key: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if !GENERIC.contains(&class.name) {
            return Ok(None);
        }
        let parameters = match key {
            Value::Tuple(_) => key,
            other => self.tuple(&[other])?,
        };
        self.fields_instance(&ALIAS, &[Value::Class(class), parameters, Value::False])
            .map(Some)
    }
}

impl Behaviour for Union {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let names: Result<Vec<_>, _> = members(Value::Object(me))
            .into_iter()
            .map(|class| type_text(cx, class))
            .collect();
        Ok(Some(names?.join(" | ")))
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let (a, b) = (members(Value::Object(me)), members(other));
        let within = a.iter().all(|class| b.iter().any(|other| class.is(*other)));
        Ok(Some(a.len() == b.len() && within))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        let mut sum = 0i64;
        for class in members(Value::Object(me)) {
            sum = sum.wrapping_add(cx.hash(class)?);
        }
        Ok(Some(sum))
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        match op {
            BinaryOp::BitOr => cx.union(left, right),
            _ => Ok(None),
        }
    }
}

impl Behaviour for Alias {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let star = if cx.truth(me.field(2))? { "*" } else { "" };
        let mut text = format!("{star}{}", type_text(cx, me.field(0))?);
        let Value::Tuple(parameters) = me.field(1) else {
            return Ok(None);
        };
        let names: Result<Vec<_>, _> = parameters
            .items
            .iter()
            .map(|class| type_text(cx, *class))
            .collect();
        let names = match parameters.items {
            [] => "()".to_owned(),
            _ => names?.join(", "),
        };
        text.push_str(&format!("[{names}]"));
        Ok(Some(text))
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        match other {
            Value::Object(other) if other.class.is(&ALIAS) => Ok(Some(
                me.field(0).is(other.field(0))
                    && me.field(2).is(other.field(2))
                    && cx.equal(me.field(1), other.field(1))?,
            )),
            _ => Ok(None),
        }
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        cx.hash(me.field(1)).map(Some)
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        let fields = [me.field(0), me.field(1), Value::True];
        let unpacked = cx.fields_instance(&ALIAS, &fields)?;
        let items = cx.memory(cx.heap.slice(&[unpacked]))?;
        cx.iter(IterState::Slice(items, 0)).map(Some)
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        _: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let text = cx.repr(Value::Object(me))?;
        Err(cx.type_error(format_args!("{text} is not a generic class")))
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let keywords = match args.keywords {
            [] => None,
            given => {
                let keywords = cx.dict()?;
                for (name, value) in given {
                    keywords.insert(cx, Value::Str(name), *value)?;
                }
                Some(keywords)
            }
        };
        Ok(Some(Ending::Call {
            callee: me.field(0),
            args: cx.memory(cx.heap.slice(args.rest))?,
            keywords,
        }))
    }

    fn callable(&self) -> bool {
        true
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        match op {
            BinaryOp::BitOr => cx.union(left, right),
            _ => Ok(None),
        }
    }
}
