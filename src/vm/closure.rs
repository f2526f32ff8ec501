//! Functions that capture variables: what loads these, gathers them and makes the function is one step. The
//! verifier saw to it that these instructions stand together, and that nothing jumps among them.

use super::build;
use super::machine::Machine;
use crate::code::Instr;
use crate::value::Value;
use crate::value::value::Stop;

impl<'h> Machine<'_, 'h> {
    /// `[defaults] [keyword defaults] -- f`: the instructions from the first [`Instr::LoadShared`], which was
    /// just read, to the [`Instr::MakeFunction`].
    pub(super) fn make_closure(&mut self) -> Result<(), Stop<'h>> {
        let (cx, frame) = (self.cx, self.frame);
        let first = frame.pc.get().wrapping_sub(1) as usize;
        let code = frame.chunk().code.get(first..).ok_or(Stop::Fatal)?;
        let is_load = |instr: &&Instr| matches!(instr, Instr::LoadShared(_));
        let count = code.iter().take_while(is_load).count();
        let (loads, making) = code.split_at_checked(count).ok_or(Stop::Fatal)?;
        let [
            Instr::BuildTuple(_),
            Instr::MakeFunction { chunk, closure },
            ..,
        ] = *making
        else {
            return Err(Stop::Fatal);
        };
        let captured = cx.memory(cx.heap.filled(count, Value::Unbound))?;
        for (to, load) in captured.iter_mut().zip(loads) {
            if let Instr::LoadShared(slot) = *load {
                *to = self.local(slot)?;
            }
        }
        let n = build::closure_operands(closure);
        let given = self.operands(n)?;
        let function = build::function(cx, frame.loaded(), (chunk, closure), given, captured)?;
        self.fold(n, function)?;
        // What is skipped is charged like what is read.
        let behind = count + 1;
        cx.charge(behind)?;
        frame.pc.update(|pc| pc.wrapping_add(behind as u32));
        Ok(())
    }
}
