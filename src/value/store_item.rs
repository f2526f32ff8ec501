//! `x[key] = value` and `del x[key]`.

use super::context::Context;
use super::exceptions::ATTRIBUTE_ERROR;
use super::slicing::Cut;
use super::value::{List, Slice, Stop, Value};

impl<'h> Context<'h> {
    /// `x[key] = value`.
    ///
    /// # Errors
    /// `TypeError`, `IndexError`, `ValueError`, or what an own class raises.
    #[inline]
    pub fn store_item(
        &self,
        target: Value<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match target {
            Value::Dict(dict) => dict.insert(self, key, value).map(drop),
            Value::List(list) => match key {
                Value::Slice(slice) => self.store_slice(list, slice, value),
                _ => self.store_position(list, key, value),
            },
            Value::Object(object) => {
                let behaviour = object.class.behaviour;
                if behaviour.store_item(self, object, key, value)? {
                    return Ok(());
                }
                Err(self.no_items(target, "does not support item assignment"))
            }
            Value::Made(_) | Value::Exc(_)
                if let Some(_) = self.ask_special(target, "__setitem__", &[key, value])? =>
            {
                Ok(())
            }
            _ => {
                self.check_other_special(target, "__delitem__", "__setitem__")?;
                self.check_sequence_key(target, key)?;
                Err(self.no_items(target, "does not support item assignment"))
            }
        }
    }

    /// A class that says one of writing and deleting items lacks the other by its name.
    fn check_other_special(
        &self,
        target: Value<'h>,
        has: &str,
        lacks: &str,
    ) -> Result<(), Stop<'h>> {
        match target.special(has) {
            Some(_) => Err(self.raise(&ATTRIBUTE_ERROR, format_args!("{lacks}"))),
            None => Ok(()),
        }
    }

    /// Whether a value that cannot be written to has positions; then the key is looked at first.
    fn check_sequence_key(&self, target: Value<'h>, key: Value<'h>) -> Result<bool, Stop<'h>> {
        let sequence = matches!(
            target,
            Value::Str(_)
                | Value::Bytes(_)
                | Value::Tuple(_)
                | Value::Range(_)
                | Value::Set(_)
                | Value::View(_)
                | Value::Made(_)
        );
        if !sequence || self.maybe_index(key)?.is_none() {
            return Ok(false);
        }
        self.position(key).map(|_| true)
    }

    /// `del x[key]`.
    ///
    /// # Errors
    /// `TypeError`, `IndexError` or `KeyError`.
    pub fn delete_item(&self, target: Value<'h>, key: Value<'h>) -> Result<(), Stop<'h>> {
        match target {
            Value::Dict(dict) => match dict.remove(self, key)? {
                Some(_) => Ok(()),
                None if dict.is_counter() => Ok(()),
                None => Err(self.key_error(key)),
            },
            Value::List(list) => match key {
                Value::Slice(slice) => {
                    let cut = self.cut(slice, list.len())?;
                    self.charge(list.len() / 16)?;
                    self.delete_cut(list, cut)
                }
                _ => {
                    let at = self.assigned_position(list, key)?;
                    self.charge(list.len() / 16)?;
                    list.splice(self, at, at + 1, &[])
                }
            },
            Value::Object(object) => {
                let behaviour = object.class.behaviour;
                if behaviour.store_item(self, object, key, Value::Unbound)? {
                    return Ok(());
                }
                Err(self.no_items(target, "doesn't support item deletion"))
            }
            Value::Made(_) | Value::Exc(_)
                if let Some(_) = self.ask_special(target, "__delitem__", &[key])? =>
            {
                Ok(())
            }
            _ => {
                self.check_other_special(target, "__setitem__", "__delitem__")?;
                Err(match self.check_sequence_key(target, key)? {
                    true => self.no_items(target, "doesn't support item deletion"),
                    false => self.no_items(target, "does not support item deletion"),
                })
            }
        }
    }

    #[cold]
    fn no_items(&self, value: Value<'h>, text: &str) -> Stop<'h> {
        let class = value.type_name();
        self.type_error(format_args!("'{class}' object {text}"))
    }

    fn assigned_position(&self, list: &List<'h>, key: Value<'h>) -> Result<usize, Stop<'h>> {
        let at = self.sequence_position("list indices", key, list.len())?;
        if at < list.len() {
            return Ok(at);
        }
        Err(self.index_error(format_args!("list assignment index out of range")))
    }

    fn store_position(
        &self,
        list: &List<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let at = self.assigned_position(list, key)?;
        if let Some(cell) = list.cells().get(at) {
            cell.set(value);
        }
        Ok(())
    }

    fn store_slice(
        &self,
        list: &'h List<'h>,
        slice: &Slice<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        self.cut(slice, list.len())?;
        let iterable = matches!(value, Value::List(_)) || self.maybe_iterate(value)?.is_some();
        let simple = matches!(slice.step, Value::None | Value::Int(1));
        if !iterable {
            return Err(self.type_error(format_args!(
                "{}",
                if simple {
                    "can only assign an iterable"
                } else {
                    "must assign iterable to extended slice"
                }
            )));
        }
        let items = self.collect(value)?;
        let cut = self.cut(slice, list.len())?;
        self.charge(list.len() / 16)?;
        if cut.step == 1 {
            let start = cut.start as usize;
            return list.splice(self, start, start + cut.count, &items);
        }
        if items.len() != cut.count {
            return Err(self.value_error(format_args!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                cut.count
            )));
        }
        for (at, item) in cut.positions().zip(items) {
            if let Some(cell) = list.cells().get(at) {
                cell.set(item);
            }
        }
        Ok(())
    }

    fn delete_cut(&self, list: &List<'h>, cut: Cut) -> Result<(), Stop<'h>> {
        if let Some(range) = cut.range() {
            return list.splice(self, range.start, range.end, &[]);
        }
        for at in cut.positions() {
            if let Some(cell) = list.cells().get(at) {
                cell.set(Value::Unbound);
            }
        }
        let kept = list.iter().filter(|item| !matches!(item, Value::Unbound));
        let kept: Vec<_> = kept.collect();
        list.splice(self, 0, list.len(), &kept)
    }
}
