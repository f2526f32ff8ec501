//! Deep copies: of values a policy holds, and of a request for a policy that another one calls.

use std::cell::Cell;
use std::collections::HashMap;

use super::context::Context;
use super::value::{Data, Dict, DictExtra, Host, Hosts, List, Made, Stop, Value};

/// Copies values deeply; what is reachable twice is copied once.
pub struct Copier<'h> {
    seen: HashMap<usize, Value<'h>>,
    /// Where copies of lent objects are entered, if they form a new world.
    hosts: Option<&'h Hosts<'h>>,
}

impl<'h> Copier<'h> {
    /// A copier; copies of lent objects are entered in `hosts`.
    #[must_use]
    pub fn new(hosts: Option<&'h Hosts<'h>>) -> Self {
        Self {
            seen: HashMap::new(),
            hosts,
        }
    }

    /// Leaves a value as it is, wherever it occurs.
    pub fn share(&mut self, value: Value<'h>) {
        if let Value::Host(host) = value {
            let address = std::ptr::from_ref(host).addr();
            self.seen.insert(address, value);
        }
    }

    /// A deep copy of a value. What never changes is shared.
    ///
    /// # Errors
    /// `RecursionError` if it nests too deeply, [`Stop::Fatal`] by a limit.
    pub fn copy(&mut self, cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        cx.charge(1)?;
        match value {
            Value::List(list) => self.copy_list(cx, list),
            Value::Dict(dict) => self.copy_dict(cx, dict).map(Value::Dict),
            Value::Set(set) if !set.frozen => {
                let copy = cx.set(false)?;
                for (key, _) in set.table.stored() {
                    copy.table.insert(cx, key, Value::None)?;
                }
                Ok(Value::Set(copy))
            }
            Value::Tuple(tuple) => {
                let mut items = Vec::with_capacity(tuple.items.len());
                for item in tuple.items {
                    items.push(cx.nested(|| self.copy(cx, *item))?);
                }
                if items.iter().zip(tuple.items).all(|(a, b)| a.is(*b)) {
                    return Ok(value);
                }
                let items = cx.memory(cx.heap.slice(&items))?;
                let record = tuple.record;
                let copy = super::value::Tuple { items, record };
                Ok(Value::Tuple(cx.memory(cx.heap.alloc(copy))?))
            }
            Value::Host(host) => self.copy_host(cx, host).map(Value::Host),
            Value::Made(made) => self.copy_made(cx, made),
            Value::Object(object) => match object.class.behaviour.copied(cx, object)? {
                None => Ok(value),
                Some(Value::Object(copy)) => {
                    if let Data::Fields(fields) | Data::Both(_, fields) = copy.data {
                        for field in fields {
                            field.set(cx.nested(|| self.copy(cx, field.get()))?);
                        }
                    }
                    Ok(Value::Object(copy))
                }
                Some(copy) => Ok(copy),
            },
            _ => Ok(value),
        }
    }

    /// A copy of an instance; one whose class says how it is copied, is refused.
    fn copy_made(&mut self, cx: &Context<'h>, made: &'h Made<'h>) -> Result<Value<'h>, Stop<'h>> {
        let address = std::ptr::from_ref(made).addr();
        if let Some(copy) = self.seen.get(&address) {
            return Ok(*copy);
        }
        let copy = cx.copy_of_made(made)?;
        self.seen.insert(address, Value::Made(copy));
        self.copy_entries(cx, made.attributes, copy.attributes)?;
        Ok(Value::Made(copy))
    }

    fn copy_list(&mut self, cx: &Context<'h>, list: &'h List<'h>) -> Result<Value<'h>, Stop<'h>> {
        let address = std::ptr::from_ref(list).addr();
        if let Some(copy) = self.seen.get(&address) {
            return Ok(*copy);
        }
        let copy = cx.list(&[])?;
        self.seen.insert(address, Value::List(copy));
        for item in list.iter() {
            copy.push(cx, cx.nested(|| self.copy(cx, item))?)?;
        }
        Ok(Value::List(copy))
    }

    /// A deep copy of a dict. A lent one that was not touched costs nothing: only a new root over the
    /// same data is made.
    ///
    /// # Errors
    /// `RecursionError` if it nests too deeply, [`Stop::Fatal`] by a limit.
    pub fn copy_dict(
        &mut self,
        cx: &Context<'h>,
        dict: &'h Dict<'h>,
    ) -> Result<&'h Dict<'h>, Stop<'h>> {
        let address = std::ptr::from_ref(dict).addr();
        if let Some(Value::Dict(copy)) = self.seen.get(&address) {
            return Ok(copy);
        }
        let copy = cx.dict()?;
        self.seen.insert(address, Value::Dict(copy));
        if let Some(extra) = dict.extra() {
            let memo = cx.dict()?;
            copy.extra.set(Some(cx.memory(cx.heap.alloc(DictExtra {
                kind: extra.kind,
                factory: extra.factory.clone(),
                lent: extra.lent.clone(),
                unhashed: Cell::new(false),
                shown: extra.shown,
                memo: Some(memo),
                origin: None,
            }))?));
            if let (Some(_), Some(handed_out)) = (dict.lent(), extra.memo) {
                self.copy_entries(cx, handed_out, memo)?;
                return Ok(copy);
            }
        }
        self.copy_entries(cx, dict, copy)?;
        Ok(copy)
    }

    fn copy_entries(
        &mut self,
        cx: &Context<'h>,
        from: &Dict<'h>,
        to: &Dict<'h>,
    ) -> Result<(), Stop<'h>> {
        for (key, value) in from.stored() {
            let key = cx.nested(|| self.copy(cx, key))?;
            let value = cx.nested(|| self.copy(cx, value))?;
            to.insert(cx, key, value)?;
        }
        Ok(())
    }

    /// A deep copy of a lent object: the same object, with copies of what the policy did to it.
    ///
    /// # Errors
    /// `RecursionError` if it nests too deeply, [`Stop::Fatal`] by a limit.
    pub fn copy_host(
        &mut self,
        cx: &Context<'h>,
        host: &'h Host<'h>,
    ) -> Result<&'h Host<'h>, Stop<'h>> {
        let address = std::ptr::from_ref(host).addr();
        if let Some(Value::Host(copy)) = self.seen.get(&address) {
            return Ok(copy);
        }
        let fresh = Host::new(host.object, None, None);
        let copy = match self.hosts {
            None => cx.memory(cx.heap.alloc(fresh))?,
            Some(hosts) => {
                let before = cx.hosts.replace(Some(hosts));
                let copy = cx.lend_object(host.object, None);
                cx.hosts.set(before);
                match copy? {
                    Value::Host(copy) => copy,
                    _ => cx.memory(cx.heap.alloc(fresh))?,
                }
            }
        };
        self.seen.insert(address, Value::Host(copy));
        self.copy_entries(cx, &host.memo, &copy.memo)?;
        Ok(copy)
    }
}
