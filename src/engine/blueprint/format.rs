//! The `%` formatting of blueprints is the language's own.

use serde_json::Value as Json;

use crate::engine::services::SystemServices;
use crate::heap::Heap;
use crate::limits::{Limits, Meter};
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Lent, Stop};

/// `template % tuple(arguments)`, of at most `limit` bytes; the error is what Python would say.
pub(super) fn percent(template: &str, arguments: &[Json], limit: usize) -> Result<String, String> {
    let limits = Limits::default();
    let (heap, meter) = (Heap::default(), Meter::new(&limits));
    heap.set_limit(limits.bytes);
    let services = SystemServices::new();
    let cx = Context::new(&heap, &meter, &services);
    let long = || format!("the text is longer than {limit} bytes");
    match filled(&cx, template, arguments) {
        Ok(text) if text.len() > limit => Err(long()),
        Ok(text) => Ok(text),
        Err(Stop::Raised(error)) => Err(cx.display(Value::Exc(error)).unwrap_or_default()),
        Err(Stop::Fatal) => Err(long()),
    }
}

fn filled<'h>(
    cx: &Context<'h>,
    template: &'h str,
    arguments: &'h [Json],
) -> Result<String, Stop<'h>> {
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(cx.lend(Lent::Json(argument), None)?);
    }
    let (template, values) = (cx.lent_str(template)?, cx.tuple(&values)?);
    let text = cx.binary(BinaryOp::Mod, template, values)?;
    cx.display(text)
}

#[cfg(test)]
mod tests {
    use super::percent;
    use serde_json::{Value, json};

    /// What CPython gives for `template % tuple(arguments)`.
    #[test]
    fn formats_as_python_does() {
        let cases: &[(&str, Value, Result<&str, &str>)] = &[
            ("%s-%s", json!(["a", 1]), Ok("a-1")),
            ("100%%", json!([]), Ok("100%")),
            ("%s", json!([null]), Ok("None")),
            ("%s %s", json!([true, 1.5]), Ok("True 1.5")),
            ("%r", json!(["it's"]), Ok("\"it's\"")),
            (
                "%s",
                json!([["a", {"b": false}]]),
                Ok("['a', {'b': False}]"),
            ),
            ("%05d|%-5d|%+d", json!([42, 42, 42]), Ok("00042|42   |+42")),
            ("%05d", json!([-42]), Ok("-0042")),
            ("%.3d", json!([-7]), Ok("-007")),
            (
                "%x %X %#x %o",
                json!([255, 255, 255, 8]),
                Ok("ff FF 0xff 10"),
            ),
            ("%#010x", json!([255]), Ok("0x000000ff")),
            ("%d", json!([3.9]), Ok("3")),
            ("%.2f %f", json!([1.005, 2]), Ok("1.00 2.000000")),
            (
                "%6.2f|%-8.1f|%06.1f",
                json!([1.5, 1.5, -1.5]),
                Ok("  1.50|1.5     |-001.5"),
            ),
            (
                "%5s|%-5s|%.2s",
                json!(["ab", "ab", "abc"]),
                Ok("   ab|ab   |ab"),
            ),
            ("%c%c", json!(["x", 65]), Ok("xA")),
            (
                "%*d|%e|%g",
                json!([5, 42, 1.5, 0.0001]),
                Ok("   42|1.500000e+00|0.0001"),
            ),
            ("%s %r", json!([1e16, "é\u{7f}"]), Ok("1e+16 'é\\x7f'")),
            (
                "%s",
                json!([]),
                Err("not enough arguments for format string"),
            ),
            (
                "a",
                json!([1]),
                Err("not all arguments converted during string formatting"),
            ),
            ("%(a)s", json!([1]), Err("format requires a mapping")),
            ("%", json!([1]), Err("incomplete format")),
            (
                "%d",
                json!(["a"]),
                Err("%d format: a real number is required, not str"),
            ),
            (
                "%x",
                json!([1.5]),
                Err("%x format: an integer is required, not float"),
            ),
        ];
        for (template, arguments, expected) in cases {
            let arguments = arguments.as_array().unwrap();
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(percent(template, arguments, 100), expected, "{template}");
        }
        assert!(percent("%99999999999d", &[json!(1)], 100).is_err());
        assert!(percent("%9000d", &[json!(1)], 100).is_err());
    }
}
