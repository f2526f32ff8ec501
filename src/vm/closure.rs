//! Functions are made in one step: what loads the variables that one captures, gathers them and makes it.

use super::machine::Machine;
use crate::code::{Chunk, ConstId, Instr, Making};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Function, Stop};

type Values<'h> = &'h [Value<'h>];

impl<'h> Machine<'_, 'h> {
    /// `[defaults] [keyword defaults] -- f`: the instructions from the one that was just read on.
    pub(super) fn make_function(&mut self) -> Result<(), Stop<'h>> {
        let first = self.frame.pc.get().wrapping_sub(1);
        self.make_function_from(first as usize, None)
    }

    /// `-- f`: the instructions behind the one that was just read, a constant with the defaults.
    pub(super) fn make_function_with(&mut self, defaults: ConstId) -> Result<(), Stop<'h>> {
        let defaults = self.frame.loaded().members(self.cx, defaults)?;
        self.make_function_from(self.frame.pc.get() as usize, Some(defaults))
    }

    fn make_function_from(
        &mut self,
        first: usize,
        known: Option<Values<'h>>,
    ) -> Result<(), Stop<'h>> {
        let (cx, frame) = (self.cx, self.frame);
        let code = frame.chunk().code.get(first..).ok_or(Stop::Fatal)?;
        let making = Making::read(code).ok_or(Stop::Fatal)?;
        let captured = cx.memory(cx.heap.filled(making.loads.len(), Value::Unbound))?;
        for (to, load) in captured.iter_mut().zip(making.loads) {
            if let Instr::LoadShared(slot) = *load {
                *to = self.local(slot)?;
            }
        }
        let loaded = frame.loaded();
        let code = loaded.code(making.chunk)?;
        let keyword_defaults = match making.closure.keyword_defaults {
            true => keyword_defaults(cx, code.chunk, self.pop()?)?,
            false => &[],
        };
        let defaults = match known {
            Some(known) => known,
            None if making.closure.defaults => tuple_items(self.pop()?)?,
            None => &[],
        };
        let function = cx.memory(cx.heap.alloc(Function {
            program: loaded.id,
            chunk: making.chunk,
            name: loaded.program.function(code.chunk),
            defaults,
            keyword_defaults,
            captured,
            attributes: Default::default(),
            about: Default::default(),
        }))?;
        self.push(Value::Function(function))?;
        // What is passed over counts like what is read.
        frame.pc.set((first + making.count) as u32);
        Ok(())
    }
}

fn tuple_items(tuple: Value<'_>) -> Result<Values<'_>, Stop<'_>> {
    match tuple {
        Value::Tuple(tuple) => Ok(tuple.items),
        _ => Err(Stop::Fatal),
    }
}

/// The defaults of the keyword-only parameters in their order, unbound where there is none.
fn keyword_defaults<'h>(
    cx: &Context<'h>,
    chunk: &Chunk,
    given: Value<'h>,
) -> Result<Values<'h>, Stop<'h>> {
    let Value::Dict(given) = given else {
        return Err(Stop::Fatal);
    };
    let count = usize::from(chunk.shape.keyword_only);
    let names = chunk.locals.iter().skip(chunk.shape.positional.into());
    let defaults = cx.memory(cx.heap.filled(count, Value::Unbound))?;
    for (to, name) in defaults.iter_mut().zip(names) {
        *to = given.stored_str(name.as_str()).unwrap_or(Value::Unbound);
    }
    Ok(defaults)
}
