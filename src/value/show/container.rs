//! The repr of containers.

use std::ptr::from_ref;

use num_traits::ToPrimitive;

use crate::value::context::Context;
use crate::value::value::{Dict, DictKind, List, Range, Set, Stop, Tuple, Value, View, ViewKind};

/// An entry of a dict.
type Pair<'h> = (Value<'h>, Value<'h>);

impl<'h> Context<'h> {
    /// Appends values, separated by commas.
    fn write_items(
        &self,
        items: impl Iterator<Item = Value<'h>>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        for (at, item) in items.enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            self.write_repr(item, out)?;
        }
        Ok(())
    }

    /// Appends keys with their values, separated by commas.
    fn write_pairs(
        &self,
        pairs: impl Iterator<Item = Pair<'h>>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        for (at, (key, value)) in pairs.enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            self.write_repr(key, out)?;
            out.push_str(": ");
            self.write_repr(value, out)?;
        }
        Ok(())
    }

    /// Appends `name(arguments)`.
    pub(super) fn write_call(
        &self,
        name: &str,
        arguments: &[Value<'h>],
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        self.put(out, name)?;
        out.push('(');
        self.write_items(arguments.iter().copied(), out)?;
        out.push(')');
        Ok(())
    }

    pub(super) fn write_list(&self, list: &'h List<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        self.shown_once(from_ref(list).addr(), "[...]", out, |out| {
            out.push('[');
            // By position: showing an item can change the list.
            let items = (0..).map_while(|at| list.item(at));
            self.write_items(items, out)?;
            out.push(']');
            Ok(())
        })
    }

    pub(super) fn write_tuple(
        &self,
        tuple: &'h Tuple<'h>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        let Some(record) = tuple.record else {
            return self.shown_once(from_ref(tuple).addr(), "(...)", out, |out| {
                self.write_parentheses(tuple.items, out)
            });
        };
        self.shown_once(from_ref(tuple).addr(), "...", out, |out| {
            self.put(out, record.name)?;
            out.push('(');
            for (at, (field, item)) in record.fields.iter().zip(tuple.items).enumerate() {
                self.put(out, if at > 0 { ", " } else { "" })?;
                self.put(out, field)?;
                out.push('=');
                self.write_repr(*item, out)?;
            }
            out.push(')');
            Ok(())
        })
    }

    /// Appends the items as a tuple shows them.
    pub(super) fn write_parentheses(
        &self,
        items: &[Value<'h>],
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        out.push('(');
        self.write_items(items.iter().copied(), out)?;
        out.push_str(if items.len() == 1 { ",)" } else { ")" });
        Ok(())
    }

    pub(super) fn write_set(&self, set: &'h Set<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let name = if set.frozen { "frozenset" } else { "set" };
        if set.is_empty() {
            return self.write_call(name, &[], out);
        }
        self.shown_once(from_ref(set).addr(), &format!("{name}(...)"), out, |out| {
            out.push_str(if set.frozen { "frozenset({" } else { "{" });
            self.write_items(set.iter(), out)?;
            out.push_str(if set.frozen { "})" } else { "}" });
            Ok(())
        })
    }

    pub(super) fn write_dict(&self, dict: &'h Dict<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let kind = dict.kind();
        let cycle = match kind {
            DictKind::Plain => "{...}",
            DictKind::Ordered | DictKind::Counter => "...",
            DictKind::Default => "defaultdict(...)",
        };
        self.shown_once(from_ref(dict).addr(), cycle, out, |out| match kind {
            DictKind::Plain => self.write_braces(dict.items(self)?, out),
            DictKind::Ordered | DictKind::Counter if dict.is_empty() => {
                self.write_call(kind.name(), &[], out)
            }
            DictKind::Ordered => {
                out.push_str("OrderedDict([");
                for (at, (key, value)) in dict.items(self)?.enumerate() {
                    self.put(out, if at > 0 { ", " } else { "" })?;
                    self.write_parentheses(&[key, value], out)?;
                }
                out.push_str("])");
                Ok(())
            }
            DictKind::Counter => {
                out.push_str("Counter(");
                self.write_braces(self.most_common(dict)?.into_iter(), out)?;
                out.push(')');
                Ok(())
            }
            DictKind::Default => {
                out.push_str("defaultdict(");
                let factory = dict.extra().map(|extra| extra.factory.get());
                self.write_repr(factory.unwrap_or(Value::None), out)?;
                out.push_str(", ");
                self.write_braces(dict.items(self)?, out)?;
                out.push(')');
                Ok(())
            }
        })
    }

    fn write_braces(
        &self,
        pairs: impl Iterator<Item = Pair<'h>>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        out.push('{');
        self.write_pairs(pairs, out)?;
        out.push('}');
        Ok(())
    }

    /// The entries of a counter, the largest counts first; in their own order if counts cannot be compared.
    fn most_common(&self, dict: &'h Dict<'h>) -> Result<Vec<Pair<'h>>, Stop<'h>> {
        let mut pairs: Vec<Pair<'h>> = dict.items(self)?.collect();
        self.charge(pairs.len().saturating_mul(8))?;
        let count = |pair: &Pair<'h>| match pair.1 {
            Value::Float(float) => Some(float.get()),
            other => other.to_big().and_then(|int| int.to_f64()),
        };
        if pairs.iter().all(|pair| count(pair).is_some()) {
            pairs.sort_by(|a, b| count(b).unwrap_or(0.0).total_cmp(&count(a).unwrap_or(0.0)));
        }
        Ok(pairs)
    }

    pub(super) fn write_view(&self, view: &'h View<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        self.shown_once(from_ref(view).addr(), "...", out, |out| {
            self.put(out, view.name())?;
            out.push_str("([");
            let pairs = view.dict.items(self)?;
            match view.kind {
                ViewKind::Keys => self.write_items(pairs.map(|(key, _)| key), out)?,
                ViewKind::Values => self.write_items(pairs.map(|(_, value)| value), out)?,
                ViewKind::Items => {
                    for (at, (key, value)) in pairs.enumerate() {
                        self.put(out, if at > 0 { ", " } else { "" })?;
                        self.write_parentheses(&[key, value], out)?;
                    }
                }
            }
            out.push_str("])");
            Ok(())
        })
    }

    pub(super) fn write_range(
        &self,
        range: &'h Range<'h>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        match range.step {
            Value::Int(1) => self.write_call("range", &[range.start, range.stop], out),
            step => self.write_call("range", &[range.start, range.stop, step], out),
        }
    }
}
