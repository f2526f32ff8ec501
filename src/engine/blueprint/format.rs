//! Python's `%` formatting of texts with the values that YAML can write.

use serde_json::Value;

/// The widest field, and the most digits.
const WIDEST: usize = 10_000;

/// One conversion, such as `%-10.3f`.
#[derive(Default)]
struct Field {
    left: bool,
    plus: bool,
    space: bool,
    zero: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
}

/// `template % tuple(arguments)`, of at most `limit` bytes; the error is what Python would say.
pub(super) fn percent(template: &str, arguments: &[Value], limit: usize) -> Result<String, String> {
    let mut out = String::with_capacity(template.len());
    let mut arguments = arguments.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (field, kind, behind) = parse(after)?;
        rest = behind;
        if kind == '%' {
            out.push('%');
            continue;
        }
        let few = || "not enough arguments for format string".to_owned();
        let argument = arguments.next().ok_or_else(few)?;
        out.push_str(&field.pad(convert(&field, kind, argument)?, kind));
        if out.len() > limit {
            return Err(format!("the text is longer than {limit} bytes"));
        }
    }
    out.push_str(rest);
    match arguments.next() {
        None => Ok(out),
        Some(_) => Err("not all arguments converted during string formatting".to_owned()),
    }
}

/// Splits what follows a `%` into the field, the kind of conversion and the rest.
fn parse(text: &str) -> Result<(Field, char, &str), String> {
    let mut field = Field::default();
    let mut rest = text;
    while let Some(flag) = rest.chars().next() {
        match flag {
            '-' => field.left = true,
            '+' => field.plus = true,
            ' ' => field.space = true,
            '0' => field.zero = true,
            '#' => field.alternate = true,
            _ => break,
        }
        rest = rest.get(1..).unwrap_or("");
    }
    (field.width, rest) = digits(rest)?;
    if let Some(after) = rest.strip_prefix('.') {
        let (precision, behind) = digits(after)?;
        (field.precision, rest) = (Some(precision), behind);
    }
    rest = rest.trim_start_matches(['l', 'h', 'L']);
    let mut chars = rest.chars();
    match chars.next() {
        Some('(') => Err("format requires a mapping".to_owned()),
        Some(kind) => Ok((field, kind, chars.as_str())),
        None => Err("incomplete format".to_owned()),
    }
}

fn digits(text: &str) -> Result<(usize, &str), String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    if digits.is_empty() {
        return Ok((0, rest));
    }
    match digits.parse() {
        Ok(number) if number <= WIDEST => Ok((number, rest)),
        _ => Err(format!("width or precision larger than {WIDEST}")),
    }
}

fn convert(field: &Field, kind: char, argument: &Value) -> Result<String, String> {
    match kind {
        's' | 'r' | 'a' => {
            let text = if kind == 's' {
                show(argument)
            } else {
                quote(argument)
            };
            Ok(field
                .precision
                .map_or(text.clone(), |n| text.chars().take(n).collect()))
        }
        'd' | 'i' | 'u' => {
            let number = integer(argument).or_else(|| truncated(argument));
            let wrong = || {
                format!(
                    "%{kind} format: a real number is required, not {}",
                    class(argument)
                )
            };
            Ok(field.signed(number.ok_or_else(wrong)?, |n| n.to_string()))
        }
        'x' | 'X' | 'o' => {
            let wrong = || {
                format!(
                    "%{kind} format: an integer is required, not {}",
                    class(argument)
                )
            };
            let number = integer(argument).ok_or_else(wrong)?;
            Ok(field.signed(number, |n| match (kind, field.alternate) {
                ('x', false) => format!("{n:x}"),
                ('x', true) => format!("{n:#x}"),
                ('X', false) => format!("{n:X}"),
                ('X', true) => format!("0X{n:X}"),
                (_, false) => format!("{n:o}"),
                (_, true) => format!("{n:#o}"),
            }))
        }
        'f' | 'F' => {
            let wrong = || format!("must be real number, not {}", class(argument));
            let number = real(argument).ok_or_else(wrong)?;
            let precision = field.precision.unwrap_or(6);
            let sign = field.sign(number.is_sign_negative());
            Ok(format!("{sign}{:.precision$}", number.abs()))
        }
        'c' => character(argument),
        other => Err(format!("unsupported format character '{other}'")),
    }
}

impl Field {
    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (.., true) => " ",
            _ => "",
        }
    }

    fn signed(&self, number: i128, digits: impl Fn(u128) -> String) -> String {
        let digits = digits(number.unsigned_abs());
        let least = self.precision.unwrap_or(0);
        format!("{}{digits:0>least$}", self.sign(number < 0))
    }

    fn pad(&self, text: String, kind: char) -> String {
        let width = self.width;
        if self.left {
            return format!("{text:<width$}");
        }
        let numeric = !matches!(kind, 's' | 'r' | 'a' | 'c');
        if !(self.zero && numeric) {
            return format!("{text:>width$}");
        }
        let signed = usize::from(text.starts_with(['-', '+', ' ']));
        let prefix = if self.alternate { 2 } else { 0 };
        let (sign, digits) = text
            .split_at_checked(signed + prefix)
            .unwrap_or(("", &text));
        let width = width.saturating_sub(sign.len());
        format!("{sign}{digits:0>width$}")
    }
}

fn integer(value: &Value) -> Option<i128> {
    match value {
        Value::Bool(truth) => Some(i128::from(*truth)),
        Value::Number(n) => n.as_i64().map(i128::from).or(n.as_u64().map(i128::from)),
        _ => None,
    }
}

fn truncated(value: &Value) -> Option<i128> {
    value.as_f64().map(|float| float.trunc() as i128)
}

fn real(value: &Value) -> Option<f64> {
    integer(value).map(|n| n as f64).or(value.as_f64())
}

fn character(value: &Value) -> Result<String, String> {
    let wrong = || "%c requires int or char".to_owned();
    match value {
        Value::String(text) if text.chars().count() == 1 => Ok(text.clone()),
        Value::Number(n) => {
            let code = n.as_u64().and_then(|n| u32::try_from(n).ok());
            code.and_then(char::from_u32)
                .map(String::from)
                .ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

/// The name of the type that Python gives the value.
fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(n) if n.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// `str(value)`.
fn show(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => quote(other),
    }
}

/// `repr(value)`.
fn quote(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(n) => n.to_string(),
        Value::String(text) => {
            let mark = if text.contains('\'') && !text.contains('"') {
                '"'
            } else {
                '\''
            };
            let inner = text
                .replace('\\', "\\\\")
                .replace('\n', "\\n")
                .replace('\t', "\\t");
            let inner = if mark == '\'' {
                inner.replace('\'', "\\'")
            } else {
                inner
            };
            format!("{mark}{inner}{mark}")
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(quote).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(map) => {
            let pair = |(key, value): (&String, &Value)| {
                format!("{}: {}", quote(&Value::String(key.clone())), quote(value))
            };
            let items: Vec<_> = map.iter().map(pair).collect();
            format!("{{{}}}", items.join(", "))
        }
    }
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
