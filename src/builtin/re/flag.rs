//! `re.RegexFlag`: the flags as policies see them.

use super::flags::Flags;
use crate::ops::{BinaryOp, UnaryOp};
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Constant, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop, Value};

/// The names, in the order of their values.
const NAMES: [(&str, u32); 9] = [
    ("TEMPLATE", Flags::TEMPLATE),
    ("IGNORECASE", Flags::IGNORECASE),
    ("LOCALE", Flags::LOCALE),
    ("MULTILINE", Flags::MULTILINE),
    ("DOTALL", Flags::DOTALL),
    ("UNICODE", Flags::UNICODE),
    ("VERBOSE", Flags::VERBOSE),
    ("DEBUG", Flags::DEBUG),
    ("ASCII", Flags::ASCII),
];

/// The names in the order in which a repr lists them.
const SHOWN: [&str; 9] = [
    "ASCII",
    "IGNORECASE",
    "LOCALE",
    "UNICODE",
    "MULTILINE",
    "DOTALL",
    "VERBOSE",
    "TEMPLATE",
    "DEBUG",
];

const ALL: i64 = 511;

/// All flags, and as many bits as a value has that is none of them.
fn all_of(bits: i64) -> i64 {
    let width = i64::BITS - bits.max(0).leading_zeros();
    ALL | (1i64.checked_shl(width).unwrap_or(0) - 1).max(0)
}

/// The class.
pub static REGEX_FLAG: Class = Class {
    module: "re",
    construct: Some(&Row::leaf("RegexFlag", "value, /", construct)),
    getters: &[
        Getter {
            name: "name",
            get: name,
        },
        Getter {
            name: "value",
            get: number,
        },
    ],
    constants: &[
        Constant {
            name: "A",
            make: |cx| make(cx, Flags::ASCII),
        },
        Constant {
            name: "ASCII",
            make: |cx| make(cx, Flags::ASCII),
        },
        Constant {
            name: "DEBUG",
            make: |cx| make(cx, Flags::DEBUG),
        },
        Constant {
            name: "DOTALL",
            make: |cx| make(cx, Flags::DOTALL),
        },
        Constant {
            name: "I",
            make: |cx| make(cx, Flags::IGNORECASE),
        },
        Constant {
            name: "IGNORECASE",
            make: |cx| make(cx, Flags::IGNORECASE),
        },
        Constant {
            name: "L",
            make: |cx| make(cx, Flags::LOCALE),
        },
        Constant {
            name: "LOCALE",
            make: |cx| make(cx, Flags::LOCALE),
        },
        Constant {
            name: "M",
            make: |cx| make(cx, Flags::MULTILINE),
        },
        Constant {
            name: "MULTILINE",
            make: |cx| make(cx, Flags::MULTILINE),
        },
        Constant {
            name: "NOFLAG",
            make: |cx| make(cx, 0),
        },
        Constant {
            name: "S",
            make: |cx| make(cx, Flags::DOTALL),
        },
        Constant {
            name: "T",
            make: |cx| make(cx, Flags::TEMPLATE),
        },
        Constant {
            name: "TEMPLATE",
            make: |cx| make(cx, Flags::TEMPLATE),
        },
        Constant {
            name: "U",
            make: |cx| make(cx, Flags::UNICODE),
        },
        Constant {
            name: "UNICODE",
            make: |cx| make(cx, Flags::UNICODE),
        },
        Constant {
            name: "VERBOSE",
            make: |cx| make(cx, Flags::VERBOSE),
        },
        Constant {
            name: "X",
            make: |cx| make(cx, Flags::VERBOSE),
        },
    ],
    behaviour: &FlagBehaviour,
    ..Class::named("RegexFlag")
};

/// A flag as a value.
pub(super) fn make<'h>(cx: &Context<'h>, bits: u32) -> Result<Value<'h>, Stop<'h>> {
    of(cx, i64::from(bits))
}

fn of<'h>(cx: &Context<'h>, bits: i64) -> Result<Value<'h>, Stop<'h>> {
    cx.instance(&REGEX_FLAG, bits)
}

/// The bits of a flag or an int.
pub(super) fn bits<'h>(cx: &Context<'h>, flags: Value<'h>) -> Result<Flags, Stop<'h>> {
    match any_bits(flags) {
        Some(bits) => Ok(Flags(u32::try_from(bits).unwrap_or(0))),
        None => Err(cx.type_error(format_args!(
            "unsupported operand type(s) for &: '{}' and 'RegexFlag'",
            flags.type_name()
        ))),
    }
}

fn any_bits(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Object(object) => object
            .own::<i64>()
            .copied()
            .filter(|_| object.class.is(&REGEX_FLAG)),
        Value::Int(_) | Value::True | Value::False | Value::Big(_) => Some(value.cut()),
        _ => None,
    }
}

fn own(me: &Instance<'_>) -> i64 {
    me.own::<i64>().copied().unwrap_or(0)
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match any_bits(args.value(0)) {
        Some(bits) => of(cx, bits),
        None => {
            let shown = cx.repr(args.value(0))?;
            Err(cx.value_error(format_args!("{shown} is not a valid RegexFlag")))
        }
    }
}

fn name<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let bits = any_bits(me).unwrap_or(0);
    let names = NAMES.iter().filter(|(_, bit)| bits & i64::from(*bit) != 0);
    let names: Vec<&str> = names.map(|(name, _)| *name).collect();
    if names.is_empty() {
        Ok(Value::None)
    } else {
        cx.str(&names.join("|"))
    }
}

fn number<'h>(_: &Context<'h>, me: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(Value::Int(any_bits(me).unwrap_or(0)))
}

/// `re.IGNORECASE|re.DOTALL`; bits without a name as a number.
pub(super) fn shown(bits: i64) -> String {
    let bit = |name: &str| {
        NAMES
            .iter()
            .find(|known| known.0 == name)
            .map_or(0, |known| i64::from(known.1))
    };
    let names = SHOWN.iter().filter(|name| bits & bit(name) != 0);
    let mut shown: Vec<String> = names.map(|name| format!("re.{name}")).collect();
    let rest = bits & !ALL;
    if rest != 0 {
        shown.push(format!("{rest:#x}"));
    }
    if shown.is_empty() {
        "re.NOFLAG".to_owned()
    } else {
        shown.join("|")
    }
}

struct FlagBehaviour;

impl Behaviour for FlagBehaviour {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Some(match own(me) {
            bits if bits != 0 && bits & ALL == 0 => format!("re.RegexFlag({bits})"),
            bits => shown(bits),
        }))
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(any_bits(other).map(|other| other == own(me)))
    }

    fn order<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, std::cmp::Ordering> {
        Ok(any_bits(other).map(|other| own(me).cmp(&other)))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        cx.hash(Value::Int(own(me))).map(Some)
    }

    fn truth<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, bool> {
        Ok(Some(own(me) != 0))
    }

    fn contains<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        Ok(any_bits(item).map(|item| item & own(me) == item))
    }

    fn int<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, _: bool) -> Maybe<'h, Value<'h>> {
        Ok(Some(Value::Int(own(me))))
    }

    fn unary<'h>(
        &self,
        cx: &Context<'h>,
        op: UnaryOp,
        me: &'h Instance<'h>,
    ) -> Maybe<'h, Value<'h>> {
        match op {
            UnaryOp::Invert => of(cx, !own(me) & all_of(own(me))).map(Some),
            op => cx.unary(op, Value::Int(own(me))).map(Some),
        }
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        let (Some(a), Some(b)) = (any_bits(left), any_bits(right)) else {
            return Ok(None);
        };
        match op {
            BinaryOp::BitOr => of(cx, a | b).map(Some),
            BinaryOp::BitAnd => of(cx, a & b).map(Some),
            BinaryOp::BitXor => of(cx, a ^ b).map(Some),
            op => cx.binary(op, Value::Int(a), Value::Int(b)).map(Some),
        }
    }
}
