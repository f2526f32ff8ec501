//! `for` and `while`.

use super::super::fold::{fold, truth};
use super::block::BlockKind;
use super::emitter::{Done, Emitter};
use crate::code::Instr;
use crate::syntax::tree::{Body, Expr};

impl<'t> Emitter<'_, 't> {
    pub(super) fn for_loop(
        &mut self,
        target: &'t Expr<'t>,
        iter: &'t Expr<'t>,
        body: Body<'t>,
        orelse: Body<'t>,
    ) -> Done {
        let (again, done, end) = (self.label(), self.label(), self.label());
        self.iterable(iter)?;
        self.within(iter.span, |inner| {
            inner.put(Instr::GetIter)?;
            inner.place(again);
            inner.put(Instr::ForIter(done))
        })?;
        self.in_block(
            BlockKind::Loop {
                again,
                end,
                iterator: true,
            },
            |inner| {
                inner.assign_to(target)?;
                inner.statements(body)?;
                inner.put(Instr::Jump(again))
            },
        )?;
        self.place(done);
        self.statements(orelse)?;
        self.place(end);
        Ok(())
    }

    /// The test stands behind the body: one jump a turn.
    pub(super) fn while_loop(
        &mut self,
        test: &'t Expr<'t>,
        body: Body<'t>,
        orelse: Body<'t>,
    ) -> Done {
        let (top, again, end) = (self.label(), self.label(), self.label());
        let constant = fold(test).as_ref().map(truth);
        let kind = BlockKind::Loop {
            again,
            end,
            iterator: false,
        };
        match constant {
            Some(false) => {
                self.dead(|inner| inner.in_block(kind, |inner| inner.statements(body)))?;
            }
            Some(true) => {
                self.place(again);
                self.in_block(kind, |inner| inner.statements(body))?;
                self.put(Instr::Jump(again))?;
            }
            None => {
                self.unit.foresee(top);
                self.put(Instr::Jump(again))?;
                self.place(top);
                self.in_block(kind, |inner| inner.statements(body))?;
                self.place(again);
                self.jump_if(test, true, top)?;
            }
        }
        self.statements(orelse)?;
        self.place(end);
        Ok(())
    }
}
