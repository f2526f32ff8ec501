//! The table of the module, and the operators.

use super::getters::{ATTRGETTER, ITEMGETTER, METHODCALLER};
use crate::builtin::functions::FUNCTIONS;
use crate::ops::{BinaryOp, CompareOp, UnaryOp};
use crate::value::Value;
use crate::value::class::{Row, find};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

macro_rules! function {
    ($name:literal, $params:literal, $run:expr) => {
        ($name, Member::Function(Row::leaf($name, $params, $run)))
    };
}

macro_rules! binary {
    ($name:literal, $op:ident) => {
        function!($name, "a, b, /", |cx, args| {
            cx.binary(BinaryOp::$op, args.value(0), args.value(1))
        })
    };
}

macro_rules! in_place {
    ($name:literal, $op:ident) => {
        function!($name, "a, b, /", |cx, args| in_place(
            cx,
            args,
            BinaryOp::$op
        ))
    };
}

macro_rules! unary {
    ($name:literal, $op:ident) => {
        function!($name, "a, /", |cx, args| cx
            .unary(UnaryOp::$op, args.value(0)))
    };
}

macro_rules! compare {
    ($name:literal, $op:ident) => {
        function!($name, "a, b, /", |cx, args| {
            cx.comparison(CompareOp::$op, args.value(0), args.value(1))
        })
    };
}

/// `operator`.
pub static MODULE: Module = Module {
    name: "operator",
    members: &[
        ("abs", Member::Function(Row::tail("abs", "a, /", abs))),
        binary!("add", Add),
        binary!("and_", BitAnd),
        ("attrgetter", Member::Class(&ATTRGETTER)),
        (
            "call",
            Member::Function(Row::tail("call", "obj, /, *args, **keywords", call)),
        ),
        function!("concat", "a, b, /", concat),
        function!("contains", "@a, b, /", |cx, args| {
            cx.contains(args.value(0), args.value(1)).map(Value::bool)
        }),
        function!("countOf", "@a, b, /", count_of),
        function!("delitem", "a, b, /", |cx, args| {
            cx.delete_item(args.value(0), args.value(1))
                .map(|()| Value::None)
        }),
        compare!("eq", Eq),
        binary!("floordiv", FloorDiv),
        compare!("ge", Ge),
        function!("getitem", "a, b, /", |cx, args| cx
            .item(args.value(0), args.value(1))),
        compare!("gt", Gt),
        in_place!("iadd", Add),
        in_place!("iand", BitAnd),
        function!("iconcat", "a, b, /", |cx, args| {
            concat(cx, args)?;
            in_place(cx, args, BinaryOp::Add)
        }),
        in_place!("ifloordiv", FloorDiv),
        in_place!("ilshift", Shl),
        in_place!("imatmul", MatMul),
        in_place!("imod", Mod),
        in_place!("imul", Mul),
        function!("index", "a, /", |cx, args| cx.index(args.value(0))),
        function!("indexOf", "@a, b, /", index_of),
        unary!("inv", Invert),
        unary!("invert", Invert),
        in_place!("ior", BitOr),
        in_place!("ipow", Pow),
        in_place!("irshift", Shr),
        compare!("is_", Is),
        compare!("is_not", IsNot),
        in_place!("isub", Sub),
        ("itemgetter", Member::Class(&ITEMGETTER)),
        in_place!("itruediv", Div),
        in_place!("ixor", BitXor),
        compare!("le", Le),
        function!("length_hint", "obj, default=0, /", length_hint),
        binary!("lshift", Shl),
        compare!("lt", Lt),
        binary!("matmul", MatMul),
        ("methodcaller", Member::Class(&METHODCALLER)),
        binary!("mod", Mod),
        binary!("mul", Mul),
        compare!("ne", Ne),
        unary!("neg", Neg),
        function!("not_", "a, /", |cx, args| {
            cx.truth(args.value(0)).map(|truth| Value::bool(!truth))
        }),
        binary!("or_", BitOr),
        unary!("pos", Pos),
        binary!("pow", Pow),
        binary!("rshift", Shr),
        function!("setitem", "a, b, c, /", |cx, args| {
            cx.store_item(args.value(0), args.value(1), args.value(2))
                .map(|()| Value::None)
        }),
        binary!("sub", Sub),
        binary!("truediv", Div),
        function!("truth", "a, /", |cx, args| cx
            .truth(args.value(0))
            .map(Value::bool)),
        binary!("xor", BitXor),
    ],
};

fn in_place<'h>(cx: &Context<'h>, args: Args<'_, 'h>, op: BinaryOp) -> Answer<'h> {
    cx.in_place(op, args.value(0), args.value(1))
}

/// The builtin of that name.
fn abs<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let Some(row) = find(FUNCTIONS, "abs", |row| row.name) else {
        return Err(Stop::Fatal);
    };
    let args = cx.memory(cx.heap.slice(&[args.value(0)]))?;
    Ok(Ending::Call {
        callee: Value::Native(row),
        args,
        keywords: None,
    })
}

fn call<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
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
    let rest = cx.memory(cx.heap.slice(args.rest))?;
    Ok(Ending::Call {
        callee: args.value(0),
        args: rest,
        keywords,
    })
}

fn concat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (a, b) = (args.value(0), args.value(1));
    let sequence = match a {
        Value::Object(object) => object.class.behaviour.len(cx, object)?.is_some(),
        other => matches!(
            other,
            Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_)
        ),
    };
    match sequence {
        true => cx.binary(BinaryOp::Add, a, b),
        false => Err(cx.type_error(format_args!(
            "'{}' object can't be concatenated",
            a.type_name()
        ))),
    }
}

fn count_of<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut count = 0;
    cx.each(args.value(0), |item| {
        count += i64::from(cx.same(item, args.value(1))?);
        Ok(true)
    })?;
    Ok(Value::Int(count))
}

fn index_of<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (mut at, mut found) = (0, false);
    cx.each(args.value(0), |item| {
        found = cx.same(item, args.value(1))?;
        at += i64::from(!found);
        Ok(!found)
    })?;
    match found {
        true => Ok(Value::Int(at)),
        false => {
            let text = "sequence.index(x): x not in sequence";
            Err(cx.value_error(format_args!("{text}")))
        }
    }
}

fn length_hint<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let default = args.int(cx, 1, 0)?;
    Ok(Value::Int(match cx.size(args.value(0))? {
        Some(size) => size as i64,
        None => default,
    }))
}
