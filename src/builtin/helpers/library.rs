//! The helpers that are functions of the standard library, in another order of arguments.

use crate::builtin::{ipaddress, re};
use crate::value::Value;
use crate::value::class::Row;
use crate::value::native::Args;

pub(super) static IP_ADDRESS: Row = ipaddress::IP_ADDRESS;

pub(super) static IP_NETWORK: Row = ipaddress::IP_NETWORK;

pub(super) static REGEX_MATCH: Row = Row::leaf("regex_match", "value, regex", |cx, args| {
    re::is_found(cx, args.value(1), args.value(0)).map(Value::bool)
});

pub(super) static REGEX_REPLACE: Row =
    Row::tail("regex_replace", "value, regex, repl", |cx, args| {
        let args = [args.value(1), args.value(2), args.value(0)];
        re::sub(cx, Args::positional(&args))
    });
