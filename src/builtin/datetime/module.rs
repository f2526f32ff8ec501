//! The module `datetime`.

use super::days::DATE;
use super::moments::DATETIME;
use super::span::TIMEDELTA;
use super::times::TIME;
use super::zones::{self, TIMEZONE, TZINFO};
use crate::value::Value;
use crate::value::module::{Member, Module};

/// `datetime`.
pub static MODULE: Module = Module {
    name: "datetime",
    members: &[
        ("MAXYEAR", Member::Constant(|_| Ok(Value::Int(9999)))),
        ("MINYEAR", Member::Constant(|_| Ok(Value::Int(1)))),
        ("UTC", Member::Constant(zones::utc)),
        ("date", Member::Class(&DATE)),
        ("datetime", Member::Class(&DATETIME)),
        ("time", Member::Class(&TIME)),
        ("timedelta", Member::Class(&TIMEDELTA)),
        ("timezone", Member::Class(&TIMEZONE)),
        ("tzinfo", Member::Class(&TZINFO)),
    ],
};
