//! `try` and `with`.

use super::super::refusal::refused;
use super::block::BlockKind;
use super::emitter::{Done, Emitter};
use crate::code::{Instr, Label};
use crate::syntax::tree::{Body, Handler, WithItem};

impl<'t> Emitter<'_, 't> {
    pub(super) fn try_statement(
        &mut self,
        body: Body<'t>,
        handlers: &'t [Handler<'t>],
        orelse: Body<'t>,
        finally: Body<'t>,
    ) -> Done {
        if finally.is_empty() {
            return self.try_except(body, handlers, orelse);
        }
        let (raised, end) = (self.label(), self.label());
        self.enter(BlockKind::Finally(finally), Some(raised))?;
        if handlers.is_empty() {
            self.statements(body)?;
            self.statements(orelse)?;
        } else {
            self.try_except(body, handlers, orelse)?;
        }
        self.exit();
        self.statements(finally)?;
        self.put(Instr::Jump(end))?;
        self.place(raised);
        self.clean(finally)?;
        self.place(end);
        Ok(())
    }

    /// `exc --`  Runs a `finally` because of an exception, which then goes on.
    fn clean(&mut self, finally: Body<'t>) -> Done {
        // Nothing raises here: the copy for the normal way has been checked.
        if !self.reachable() {
            return Ok(());
        }
        let raised = self.label();
        self.put(Instr::EnterHandler)?;
        self.enter(BlockKind::Cleaning, Some(raised))?;
        self.statements(finally)?;
        self.exit();
        self.go_on_raising(raised)
    }

    /// `before exc --`  Lies behind code of which `raised` is the handler: what was handled before is
    /// handled again, and the exception goes on.
    fn go_on_raising(&mut self, raised: Label) -> Done {
        self.place(raised);
        self.put(Instr::Swap(2))?;
        self.put(Instr::LeaveHandler)?;
        self.put(Instr::Reraise)
    }

    fn try_except(
        &mut self,
        body: Body<'t>,
        handlers: &'t [Handler<'t>],
        orelse: Body<'t>,
    ) -> Done {
        let (caught, raised, end) = (self.label(), self.label(), self.label());
        self.enter(BlockKind::Try, Some(caught))?;
        self.statements(body)?;
        self.exit();
        self.statements(orelse)?;
        self.put(Instr::Jump(end))?;
        self.place(caught);
        self.put(Instr::EnterHandler)?;
        self.enter(BlockKind::Handling, Some(raised))?;
        for (at, handler) in handlers.iter().enumerate() {
            if handler.class.is_none() && at + 1 < handlers.len() {
                return Err(refused("default 'except:' must be last", handler.span));
            }
            self.within(handler.span, |inner| inner.clause(handler, raised, end))?;
        }
        self.exit();
        self.go_on_raising(raised)?;
        self.place(end);
        Ok(())
    }

    /// `before exc -- before exc`  Tries one clause; if it fits, runs it and goes on at `end`.
    fn clause(&mut self, handler: &'t Handler<'t>, raised: Label, end: Label) -> Done {
        let (next, failed) = (self.label(), self.label());
        if let Some(class) = handler.class {
            self.expr(class)?;
            self.put(Instr::MatchClass)?;
            self.put(Instr::JumpIfFalse(next))?;
        }
        let name = handler.name.map(|name| name.name);
        match name {
            Some(name) => self.store(name)?,
            None => self.put(Instr::Pop)?,
        }
        self.enter(BlockKind::Clause(name), name.map(|_| failed))?;
        self.statements(handler.body)?;
        self.exit();
        if let Some(name) = name {
            self.forget(name)?;
        }
        self.put(Instr::LeaveHandler)?;
        self.pause(|inner| {
            inner.put(Instr::Jump(end))?;
            inner.place(failed);
            if let Some(name) = name {
                inner.forget(name)?;
            }
            inner.put(Instr::Jump(raised))
        })?;
        self.place(next);
        Ok(())
    }

    /// Writes code that the handler of the innermost block does not cover.
    fn pause(&mut self, work: impl FnOnce(&mut Self) -> Done) -> Done {
        let region = self.blocks.last().and_then(|block| block.region);
        if let Some(region) = region {
            self.unit.leave(region);
        }
        work(self)?;
        if let Some(block) = self.blocks.last_mut() {
            block.region = region.map(|region| self.unit.again(region));
        }
        Ok(())
    }

    pub(super) fn with(&mut self, items: &'t [WithItem<'t>], body: Body<'t>) -> Done {
        let Some((item, rest)) = items.split_first() else {
            return self.statements(body);
        };
        let (raised, end) = (self.label(), self.label());
        self.expr(&item.context)?;
        self.put(Instr::WithEnter)?;
        self.enter(BlockKind::With, Some(raised))?;
        match item.target {
            Some(target) => self.assign_to(target)?,
            None => self.put(Instr::Pop)?,
        }
        self.with(rest, body)?;
        self.exit();
        self.put(Instr::WithExit)?;
        self.put(Instr::Jump(end))?;
        self.place(raised);
        self.with_except()?;
        self.place(end);
        Ok(())
    }

    /// `manager exc --`  Leaves a `with` because of an exception.
    fn with_except(&mut self) -> Done {
        let (raised, swallowed) = (self.label(), self.label());
        self.put(Instr::EnterHandler)?;
        self.enter(BlockKind::Handling, Some(raised))?;
        self.put(Instr::WithExcept)?;
        self.put(Instr::JumpIfTrue(swallowed))?;
        self.exit();
        self.go_on_raising(raised)?;
        self.place(swallowed);
        self.put(Instr::Pop)?;
        self.put(Instr::LeaveHandler)?;
        self.put(Instr::Pop)
    }
}
