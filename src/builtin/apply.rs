//! Calling natives from natives: what needs no machine.

use crate::value::Value;
use crate::value::class::{Row, Run};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Method, Stop};

/// The result of a callable on positional arguments; none if only the machine can call it.
///
/// # Errors
/// What the callable raises.
pub fn apply<'h>(
    cx: &Context<'h>,
    callee: Value<'h>,
    args: &[Value<'h>],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if args.iter().any(|arg| matches!(arg, Value::Generator(_))) {
        return Ok(None);
    }
    match callee {
        Value::Native(row) => run(cx, row, args),
        Value::Class(class) => match class.construct {
            Some(row) => run(cx, row, args),
            None => Ok(None),
        },
        Value::Bound(bound) => match bound.method {
            Method::Row(row) => {
                let all: Vec<_> = std::iter::once(bound.receiver)
                    .chain(args.iter().copied())
                    .collect();
                run(cx, row, &all)
            }
            Method::Named(_) | Method::Function(_) => Ok(None),
        },
        Value::Object(object) => {
            let all = Args {
                fixed: &[],
                rest: args,
                keywords: &[],
            };
            match object.class.behaviour.call(cx, object, all)? {
                Some(Ending::Value(value)) => Ok(Some(value)),
                _ => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// The result of a row whose positional parameters fit the arguments.
fn run<'h>(cx: &Context<'h>, row: &Row, args: &[Value<'h>]) -> Result<Option<Value<'h>>, Stop<'h>> {
    let params = &row.params;
    let fits =
        args.len() >= usize::from(params.required) && args.len() <= usize::from(params.positional);
    match row.run {
        Run::Leaf(leaf) if fits => leaf(cx, Args::positional(args)).map(Some),
        _ => Ok(None),
    }
}
