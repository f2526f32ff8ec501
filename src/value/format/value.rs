//! `format(value, spec)` of any value.

use super::spec::{Kind, Spec};
use super::{number, text};
use crate::value::context::Context;
use crate::value::number::integer::IntRef;
use crate::value::number::print;
use crate::value::value::{Stop, Value};

impl<'h> Context<'h> {
    /// `format(x, spec)`.
    ///
    /// # Errors
    /// `ValueError` for a spec that the value does not have, `TypeError` if it has none at all.
    pub fn format(&self, value: Value<'h>, spec: &str) -> Result<Value<'h>, Stop<'h>> {
        if spec.is_empty() && value.made_class().is_none() {
            return self.display_value(value);
        }
        let mut out = String::new();
        self.write_format(value, spec, &mut out)?;
        self.str(&out)
    }

    /// Appends `format(x, spec)`.
    ///
    /// # Errors
    /// Those of [`Context::format`].
    pub fn write_format(
        &self,
        value: Value<'h>,
        spec: &str,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        if value.special("__format__").is_some() {
            let spec = self.str(spec)?;
            let text = self.made_text(value, "__format__", &[spec])?;
            return self.put(out, text.unwrap_or(""));
        }
        if spec.is_empty() {
            return self.write_display(value, out);
        }
        self.charge_bytes(spec.len())?;
        let formatted = match value {
            Value::Str(value) => {
                let spec = self.spec(spec, Kind::Text, "str", out)?;
                self.reserve(out, value.as_str().len())?;
                self.settled(text::text(value.as_str(), value.is_ascii(), &spec))?
            }
            Value::Float(value) => {
                let spec = self.spec(spec, Kind::Float, "float", out)?;
                self.charge_digits(value.get(), spec.precision.unwrap_or(0))?;
                self.settled(number::float(value.get(), &spec, "float"))?
            }
            Value::Object(object) => match object.class.behaviour.format(self, object, spec)? {
                Some(text) => {
                    self.reserve(out, text.len())?;
                    text
                }
                None => return Err(self.no_format(value)),
            },
            _ => match value.as_int() {
                Some(int) => self.format_int(int, spec, value.type_name(), out)?,
                None => return Err(self.no_format(value)),
            },
        };
        out.push_str(&formatted);
        Ok(())
    }

    fn format_int(
        &self,
        value: IntRef<'h>,
        spec: &str,
        class: &str,
        out: &str,
    ) -> Result<String, Stop<'h>> {
        let spec = self.spec(spec, Kind::Integer, class, out)?;
        if let IntRef::Big(_) = value {
            let digits = usize::try_from(print::length(value, 2)).unwrap_or(usize::MAX);
            self.reserve(out, digits.saturating_mul(2))?;
        }
        self.settled(number::integer(value, &spec, class))
    }

    /// A spec taken apart, and what it can make charged.
    fn spec(&self, spec: &str, kind: Kind, class: &str, out: &str) -> Result<Spec, Stop<'h>> {
        let spec = self.settled(Spec::parse(spec, kind, class))?;
        self.reserve(out, spec.size())?;
        Ok(spec)
    }

    #[cold]
    fn no_format(&self, value: Value<'h>) -> Stop<'h> {
        let class = value.type_name();
        self.type_error(format_args!(
            "unsupported format string passed to {class}.__format__"
        ))
    }
}
