//! The helpers that are functions of the standard library, in another order of arguments.

use crate::builtin::library::call;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

pub(super) static IP_ADDRESS: Row = Row::tail("ip_address", "address", |cx, args| {
    call(cx, "ipaddress", "ip_address", &[args.value(0)])
});

pub(super) static IP_NETWORK: Row = Row::tail("ip_network", "address, strict=True", |cx, args| {
    let strict = args.given(1).unwrap_or(Value::True);
    call(cx, "ipaddress", "ip_network", &[args.value(0), strict])
});

pub(super) static REGEX_MATCH: Row = Row::leaf("regex_match", "value, regex", regex_match);

pub(super) static REGEX_REPLACE: Row =
    Row::tail("regex_replace", "value, regex, repl", |cx, args| {
        call(
            cx,
            "re",
            "sub",
            &[args.value(1), args.value(2), args.value(0)],
        )
    });

fn regex_match<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let found = call(cx, "re", "search", &[args.value(1), args.value(0)])?;
    Ok(Value::bool(!matches!(found, Ending::Value(Value::None))))
}
