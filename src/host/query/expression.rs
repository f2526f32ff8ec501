//! `F`: what another field of the same row holds, in look-ups and updates, alone or in a sum.

use super::columns::column;
use crate::host::rows::node::Node;
use crate::ops::BinaryOp;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::model::Model;
use crate::value::value::{Instance, Stop, Value};

/// `django.db.models.F`: its field is the name.
pub static F: Class = Class {
    module: "django.db.models.expressions",
    construct: Some(&Row::leaf("F", "name", |cx, args| {
        let name = args.str(cx, 0, "name")?;
        cx.fields_instance(&F, &[Value::Str(name)])
    })),
    behaviour: &Arithmetic,
    ..Class::named("F")
};

/// Two operands and what joins them: the place of the operator in [`OPERATORS`], left, and right.
static COMBINED: Class = Class {
    module: "django.db.models.expressions",
    behaviour: &Arithmetic,
    ..Class::named("CombinedExpression")
};

/// The operators that expressions have.
const OPERATORS: [BinaryOp; 6] = [
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::Div,
    BinaryOp::Mod,
    BinaryOp::Pow,
];

struct Arithmetic;

impl Behaviour for Arithmetic {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        match me.class.is(&F) {
            true => Ok(Some(format!("F({})", cx.repr(me.field(0))?))),
            false => Ok(None),
        }
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        let Some(at) = OPERATORS.iter().position(|known| *known == op) else {
            return Ok(None);
        };
        let fields = [Value::Int(at as i64), left, right];
        cx.fields_instance(&COMBINED, &fields).map(Some)
    }
}

/// Whether a value is an expression.
#[must_use]
pub(super) fn is_expression(value: Value<'_>) -> bool {
    matches!(value, Value::Object(me) if me.class.is(&F) || me.class.is(&COMBINED))
}

/// Whether a value is the field alone.
#[must_use]
pub(super) fn is_field(value: Value<'_>) -> bool {
    matches!(value, Value::Object(me) if me.class.is(&F))
}

/// What an expression is for a row; other values are what they are. `None` makes all of it `None`.
///
/// # Errors
/// `FieldError` for a name that is no field, and those of the operators.
pub(super) fn resolve<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    row: Node<'h>,
    value: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(1)?;
    let Value::Object(me) = value else {
        return Ok(value);
    };
    if me.class.is(&F) {
        let Value::Str(name) = me.field(0) else {
            return Ok(Value::None);
        };
        let found = column(cx, model, row, name.as_str())?;
        return Ok(found.first().copied().unwrap_or(Value::None));
    }
    let (true, Value::Int(at)) = (me.class.is(&COMBINED), me.field(0)) else {
        return Ok(value);
    };
    let left = cx.nested(|| resolve(cx, model, row, me.field(1)))?;
    let right = cx.nested(|| resolve(cx, model, row, me.field(2)))?;
    let op = usize::try_from(at).ok().and_then(|at| OPERATORS.get(at));
    match (left, right, op) {
        (Value::None, _, _) | (_, Value::None, _) | (_, _, None) => Ok(Value::None),
        (Value::Int(a), Value::Int(b), Some(op)) if b != 0 => match whole(*op, a, b) {
            Some(found) => Ok(Value::Int(found)),
            None => cx.binary(*op, left, right),
        },
        (left, right, Some(op)) => cx.binary(*op, left, right),
    }
}

/// Whole numbers are divided as PostgreSQL divides them: towards zero.
fn whole(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinaryOp::Div => a.checked_div(b),
        BinaryOp::Mod => a.checked_rem(b),
        _ => None,
    }
}
