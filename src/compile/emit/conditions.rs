//! Conditions, compiled to jumps.

use super::super::fold::{fold, truth};
use super::emitter::{Done, Emitter};
use crate::code::{Instr, Label};
use crate::ops::UnaryOp;
use crate::syntax::tree::{Comparison, Expr, ExprKind};

impl<'t> Emitter<'_, 't> {
    /// Goes on at `label` if the truth of `test` is `wanted`.
    pub(super) fn jump_if(&mut self, test: &'t Expr<'t>, wanted: bool, label: Label) -> Done {
        if let Some(constant) = fold(test) {
            return match truth(&constant) == wanted {
                true => self.put(Instr::Jump(label)),
                false => Ok(()),
            };
        }
        self.within(test.span, |inner| match test.kind {
            ExprKind::Unary(UnaryOp::Not, value) => inner.jump_if(value, !wanted, label),
            ExprKind::And(items) => inner.jump_if_any(items, false, wanted, label),
            ExprKind::Or(items) => inner.jump_if_any(items, true, wanted, label),
            ExprKind::IfElse { test, body, orelse } => {
                let (otherwise, end) = (inner.label(), inner.label());
                inner.jump_if(test, false, otherwise)?;
                inner.jump_if(body, wanted, label)?;
                inner.put(Instr::Jump(end))?;
                inner.place(otherwise);
                inner.jump_if(orelse, wanted, label)?;
                inner.place(end);
                Ok(())
            }
            ExprKind::Compare(first, links) if links.len() > 1 => {
                inner.jump_if_chain(first, links, wanted, label)
            }
            _ => {
                inner.expr(test)?;
                inner.put(match wanted {
                    true => Instr::JumpIfTrue(label),
                    false => Instr::JumpIfFalse(label),
                })
            }
        })
    }

    /// `and` and `or`: the first operand whose truth is `decides` decides.
    fn jump_if_any(
        &mut self,
        items: &'t [Expr<'t>],
        decides: bool,
        wanted: bool,
        label: Label,
    ) -> Done {
        if decides == wanted {
            return items
                .iter()
                .try_for_each(|item| self.jump_if(item, wanted, label));
        }
        let end = self.label();
        if let Some((last, rest)) = items.split_last() {
            rest.iter()
                .try_for_each(|item| self.jump_if(item, decides, end))?;
            self.jump_if(last, wanted, label)?;
        }
        self.place(end);
        Ok(())
    }

    fn jump_if_chain(
        &mut self,
        first: &'t Expr<'t>,
        links: &'t [Comparison<'t>],
        wanted: bool,
        label: Label,
    ) -> Done {
        let (failed, end) = (self.label(), self.label());
        self.expr(first)?;
        if let Some((last, rest)) = links.split_last() {
            for link in rest {
                self.link(link)?;
                self.put(Instr::JumpIfFalse(failed))?;
            }
            self.operand(last)?;
            self.put(Instr::Compare(last.op))?;
        }
        self.put(match wanted {
            true => Instr::JumpIfTrue(label),
            false => Instr::JumpIfFalse(label),
        })?;
        self.put(Instr::Jump(end))?;
        self.place(failed);
        self.put(Instr::Pop)?;
        if !wanted {
            self.put(Instr::Jump(label))?;
        }
        self.place(end);
        Ok(())
    }

    /// `a -- b bool`: compares with the next operand of a chain and keeps it.
    pub(super) fn link(&mut self, link: &'t Comparison<'t>) -> Done {
        self.operand(link)?;
        self.put(Instr::Swap(2))?;
        self.put(Instr::Copy(2))?;
        self.put(Instr::Compare(link.op))
    }
}
