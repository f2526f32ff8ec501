//! What a plain scalar means. Blueprints are YAML 1.1 as PyYAML reads it: `yes` is true, `010` is 8,
//! `1e3` is a text and `1:30` is 90.

use serde_json::{Number, Value};

/// The value of an untagged plain scalar.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            return Value::Bool(true);
        }
        "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

/// A plain scalar as a number, if it is one.
pub(super) fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| matches!(c, '-' | '+' | '.' | '0'..='9')) {
        return None;
    }
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if let Some(magnitude) = int(body) {
        return whole(negative, magnitude);
    }
    // A sign before a leading point is no part of PyYAML's pattern.
    if body.starts_with('.') && body.len() != text.len() {
        return None;
    }
    let value = float(body)?;
    Number::from_f64(if negative { -value } else { value })
}

fn whole(negative: bool, magnitude: u128) -> Option<Number> {
    let signed = i128::try_from(magnitude).ok()?;
    let signed = if negative { -signed } else { signed };
    let exact = i64::try_from(signed).map(Number::from);
    let exact = exact.or_else(|_| u64::try_from(signed).map(Number::from));
    exact.ok().or_else(|| Number::from_f64(signed as f64))
}

fn int(body: &str) -> Option<u128> {
    if let Some(digits) = body.strip_prefix("0b") {
        return radix(digits, 2);
    }
    if let Some(digits) = body.strip_prefix("0x") {
        return radix(digits, 16);
    }
    match body.as_bytes() {
        [b'0'] => Some(0),
        [b'0', ..] => radix(body, 8),
        [b'1'..=b'9', ..] if body.contains(':') => sexagesimal(body),
        [b'1'..=b'9', ..] => radix(body, 10),
        _ => None,
    }
}

/// Digits of one base, among underscores that mean nothing.
fn radix(digits: &str, base: u32) -> Option<u128> {
    if !digits.chars().all(|c| c == '_' || c.is_digit(base)) {
        return None;
    }
    u128::from_str_radix(&digits.replace('_', ""), base).ok()
}

/// `1:30`: every part behind the first is below 60.
fn sexagesimal(body: &str) -> Option<u128> {
    let (first, rest) = body.split_once(':')?;
    let mut total = radix(first, 10)?;
    for part in rest.split(':') {
        let below_sixty = matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
        if !below_sixty {
            return None;
        }
        total = total.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    Some(total)
}

fn float(body: &str) -> Option<f64> {
    let (base, fraction) = match body.rsplit_once(':') {
        Some((high, low)) => (sexagesimal(&format!("{high}:0"))?, low),
        None => (0, body),
    };
    let (mantissa, exponent) = match fraction.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (fraction, None),
    };
    let (before, after) = mantissa.split_once('.')?;
    let digits = |part: &str| part.chars().all(|c| c == '_' || c.is_ascii_digit());
    let starts = if before.is_empty() { after } else { before };
    if !digits(before) || !digits(after) || !starts.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let signed = |e: &str| {
        let digits = e.strip_prefix(['-', '+'])?;
        (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())).then_some(())
    };
    match exponent {
        Some(_) if body.len() != fraction.len() => return None,
        Some(exponent) => signed(exponent)?,
        None => {}
    }
    let value: f64 = fraction.replace('_', "").parse().ok()?;
    Some(base as f64 + value)
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use serde_json::{Value, json};

    /// What `yaml.load(text, SafeLoader)` of PyYAML gives.
    #[test]
    fn plain_scalars_mean_what_pyyaml_says() {
        let cases: &[(&str, Value)] = &[
            ("yes", json!(true)),
            ("yEs", json!("yEs")),
            ("Off", json!(false)),
            ("y", json!("y")),
            ("tRue", json!("tRue")),
            ("~", json!(null)),
            ("nUll", json!("nUll")),
            ("0", json!(0)),
            ("00", json!(0)),
            ("010", json!(8)),
            ("0o10", json!("0o10")),
            ("08", json!("08")),
            ("0x1F", json!(31)),
            ("0xg", json!("0xg")),
            ("-0x10", json!(-16)),
            ("0b101", json!(5)),
            ("0b2", json!("0b2")),
            ("0b", json!("0b")),
            ("1_000", json!(1000)),
            ("_1", json!("_1")),
            ("1_", json!(1)),
            ("+5", json!(5)),
            ("--1", json!("--1")),
            ("1:30", json!(90)),
            ("1:60", json!("1:60")),
            ("190:20:30", json!(685_230)),
            ("-1:30", json!(-90)),
            ("1.5", json!(1.5)),
            ("1.", json!(1.0)),
            (".5", json!(0.5)),
            ("-.5", json!("-.5")),
            (".", json!(".")),
            (".5.", json!(".5.")),
            ("1.5e3", json!("1.5e3")),
            ("1.5e+3", json!(1500.0)),
            ("1e+3", json!("1e+3")),
            ("1_0.5", json!(10.5)),
            ("1:30.5", json!(90.5)),
            ("0_7", json!(7)),
            ("2001-01-01", json!("2001-01-01")),
            (
                "12345678901234567890",
                json!(12_345_678_901_234_567_890_u64),
            ),
            ("-", json!("-")),
            ("1.2.3", json!("1.2.3")),
        ];
        for (text, expected) in cases {
            assert_eq!(&resolve(text), expected, "{text}");
        }
    }
}
