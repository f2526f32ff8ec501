//! Loops that look for the network an address lies in: networks that it does not lie in are passed over,
//! without a turn of the loop for each.

use std::any::Any;
use std::net::IpAddr;

use super::machine::Machine;
use crate::builtin::Global;
use crate::builtin::ipaddress::{address_of, is_ip_network, lies_outside};
use crate::code::{Instr, Label, Members, search};
use crate::value::Value;
use crate::value::value::{Iter, IterState, Stop};

/// What a loop looks for, as far as the machine knows.
#[derive(Clone, Copy)]
struct Wanted {
    address: IpAddr,
    /// The items are texts of networks, not networks.
    texts: bool,
}

impl Wanted {
    /// Whether the loop would only go on with the next item.
    fn passes_over(self, item: Value<'_>) -> bool {
        matches!(item, Value::Str(_)) == self.texts && lies_outside(self.address, item)
    }
}

impl<'h> Machine<'_, 'h> {
    /// `it -- it item | it --`: advances the iterator of a loop that looks for a network to the first item
    /// that is to be looked at.
    pub(super) fn for_network(&mut self, end: Label) -> Result<(), Stop<'h>> {
        let iter = match self.peek(1)? {
            Value::Iter(iter) => iter,
            Value::Generator(generator) => return self.iterate(generator, end),
            _ => return Err(Stop::Fatal),
        };
        if let Some(wanted) = self.wanted()? {
            self.pass_over(iter, wanted)?;
        }
        match self.cx.advance(iter)? {
            Some(item) => self.push(item),
            None => {
                self.cut(1);
                self.frame.go(self.cx, end)
            }
        }
    }

    /// What the loop looks for whose head was just read.
    fn wanted(&self) -> Result<Option<Wanted>, Stop<'h>> {
        let head = self.frame.pc.get().saturating_sub(1);
        let Some(search) = search(&self.frame.chunk().code, head as usize) else {
            return Ok(None);
        };
        let texts = match search.reads {
            None => false,
            Some(load) => match self.loaded_by(load)? {
                Value::Native(row) if is_ip_network(row) => true,
                _ => return Ok(None),
            },
        };
        let address = address_of(self.loaded_by(search.address)?);
        Ok(address.map(|address| Wanted { address, texts }))
    }

    /// What a variable holds that an instruction would load; unbound if that raises, or is not known.
    fn loaded_by(&self, load: Instr) -> Result<Value<'h>, Stop<'h>> {
        let loaded = self.frame.loaded();
        match load {
            Instr::Load(slot) | Instr::LoadParam(slot) | Instr::LoadOuter(slot) => self.local(slot),
            Instr::LoadCell(slot) | Instr::LoadOuterCell(slot) => match self.local(slot)? {
                Value::Shared(shared) => Ok(shared.get()),
                _ => Err(Stop::Fatal),
            },
            Instr::LoadGlobal(name) if loaded.globals.get().is_empty() => {
                match loaded.program.global(name) {
                    Some(Global::Native(row)) => Ok(Value::Native(row)),
                    _ => Ok(Value::Unbound),
                }
            }
            _ => Ok(Value::Unbound),
        }
    }

    /// Passes over networks that an address does not lie in, a step for each, or for each that a table is
    /// asked for. The last item is left: the loop's variable holds it when the loop has ended.
    fn pass_over(&self, iter: &Iter<'h>, wanted: Wanted) -> Result<(), Stop<'h>> {
        if let IterState::Fixed(items, at) = iter.state.get()
            && wanted.texts
            && let Some(members) = (items as &dyn Any).downcast_ref::<Members>()
            && let Some(networks) = members.networks()
        {
            self.cx.charge(networks.depth())?;
            let last = members.len().saturating_sub(1);
            let found = networks.first(wanted.address, at).unwrap_or(last);
            iter.state.set(IterState::Fixed(items, found.max(at)));
            return Ok(());
        }
        loop {
            let (item, after, next) = match iter.state.get() {
                IterState::List(list, at) => {
                    let after = IterState::List(list, at + 1);
                    (list.item(at), after, list.item(at + 1))
                }
                IterState::Slice(items, at) => {
                    let after = IterState::Slice(items, at + 1);
                    (items.get(at).copied(), after, items.get(at + 1).copied())
                }
                IterState::Fixed(items, at) => {
                    let after = IterState::Fixed(items, at + 1);
                    (items.item(at), after, items.item(at + 1))
                }
                _ => return Ok(()),
            };
            match item {
                Some(item) if next.is_some() && wanted.passes_over(item) => {
                    self.cx.charge(1)?;
                    iter.state.set(after);
                }
                _ => return Ok(()),
            }
        }
    }
}
