//! What a name means as a method of the classes whose methods policies call all the time: found out once
//! for each name, not at each call.

use super::{dict, list, str};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::value::DictKind;

/// The methods of one name.
pub struct Methods {
    str: Option<&'static Row>,
    list: Option<&'static Row>,
    dict: Option<&'static Row>,
}

impl Methods {
    /// The methods of a name; none of a name that begins with two underscores, which policies may not
    /// read.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let open = !name.starts_with("__");
        let method = |class: &'static Class| class.method(name).filter(|_| open);
        Self {
            str: method(&str::CLASS),
            list: method(&list::CLASS),
            dict: method(&dict::CLASS),
        }
    }

    /// The method of a value; none: it has none, or its class is another.
    #[inline]
    #[must_use]
    pub fn row(&self, value: Value<'_>) -> Option<&'static Row> {
        match value {
            Value::Str(_) => self.str,
            Value::List(_) => self.list,
            Value::Dict(dict) if dict.kind() == DictKind::Plain => self.dict,
            _ => None,
        }
    }
}
