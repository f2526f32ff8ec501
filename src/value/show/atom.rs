//! The repr of what holds no other values.

use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::number::print;
use crate::value::value::{Method, Record, Stop, Value};
use crate::value::{float, octets};

/// What stands where CPython shows an address: nothing visible may depend on a real one.
const ADDRESS: &str = "0x7f0000000000";

impl<'h> Context<'h> {
    /// Appends the repr of a value that holds no others, or whose content is not shown.
    pub(super) fn write_atom(&self, value: Value<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let text = match value {
            Value::None => "None",
            Value::False => "False",
            Value::True => "True",
            Value::Ellipsis => "Ellipsis",
            Value::NotImplemented => "NotImplemented",
            Value::Int(int) => return self.put(out, &int.to_string()),
            Value::Float(bits) => return self.put(out, &float::layout::repr(bits.get())),
            Value::Big(_) => {
                let Some(int) = value.as_int() else {
                    return Ok(());
                };
                // Up to 4300 digits, in quadratic time.
                self.charge(64)?;
                let digits = self.settled(print::decimal(int))?;
                return self.put(out, &digits);
            }
            Value::Bytes(bytes) => {
                let bytes = bytes.as_slice();
                self.reserve(out, bytes.len().saturating_mul(4))?;
                octets::quote::quote(bytes, out);
                return Ok(());
            }
            Value::Host(host) => match host.object.text() {
                Some(text) => return self.put(out, &text),
                None => {
                    let name = host.object.class_name();
                    return self.put(out, &format!("<{name} object>"));
                }
            },
            other => return self.put(out, &describe(other)),
        };
        self.put(out, text)
    }
}

/// The repr of a value that is known by its name.
fn describe(value: Value<'_>) -> String {
    match value {
        Value::Function(function) => format!("<function {} at {ADDRESS}>", function.name),
        Value::Native(row) if value.type_name() == "method_descriptor" => {
            format!("<method '{}'>", row.name)
        }
        Value::Native(row) => format!("<built-in function {}>", row.name),
        Value::Bound(bound) if let Method::Function(function) = bound.method => format!(
            "<bound method {} of {} object>",
            function.function_name(),
            bound.receiver.type_name()
        ),
        Value::Bound(bound) => format!(
            "<built-in method {} of {} object at {ADDRESS}>",
            method_name(bound.method),
            bound.receiver.type_name()
        ),
        Value::Made(made) => {
            let class = made.class.qualified;
            format!("<{class} object at {ADDRESS}>")
        }
        Value::Type(class) => format!("<class '{}'>", class.qualified),
        Value::Class(class) => class_repr(class),
        Value::Record(record) => record_repr(record),
        Value::Generator(generator) if generator.class.get().is_none() => {
            format!("<generator object {} at {ADDRESS}>", generator.name)
        }
        Value::Module(module) => format!("<module '{}' (built-in)>", module.name),
        Value::Object(object) => match object.class.module {
            "builtins" => format!("<{} object at {ADDRESS}>", object.class.name),
            module => format!("<{module}.{} object at {ADDRESS}>", object.class.name),
        },
        other => format!("<{} object at {ADDRESS}>", other.type_name()),
    }
}

fn method_name(method: Method<'_>) -> &str {
    match method {
        Method::Row(row) => row.name,
        Method::Named(name) => name,
        Method::Function(function) => function.function_name(),
    }
}

fn class_repr(class: &Class) -> String {
    match class.module {
        "builtins" => format!("<class '{}'>", class.name),
        module => format!("<class '{module}.{}'>", class.name),
    }
}

fn record_repr(record: &Record<'_>) -> String {
    format!("<class '{}.{}'>", record.module, record.name)
}
