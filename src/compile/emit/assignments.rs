//! Assignments and deletions.

use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use crate::code::Instr;
use crate::ops::BinaryOp;
use crate::syntax::tree::{Expr, ExprKind};

impl<'t> Emitter<'_, 't> {
    pub(super) fn assign(&mut self, targets: &'t [Expr<'t>], value: &'t Expr<'t>) -> Done {
        if let [target] = targets
            && self.exchange(target, value)?
        {
            return Ok(());
        }
        self.expr(value)?;
        let Some((last, rest)) = targets.split_last() else {
            return self.put(Instr::Pop);
        };
        for target in rest {
            self.put(Instr::Copy(1))?;
            self.assign_to(target)?;
        }
        self.assign_to(last)
    }

    /// `a, b = b, a` makes no tuple.
    fn exchange(
        &mut self,
        target: &'t Expr<'t>,
        value: &'t Expr<'t>,
    ) -> Result<bool, crate::error::SyntaxError> {
        let (ExprKind::Tuple(targets), ExprKind::Tuple(values)) = (target.kind, value.kind) else {
            return Ok(false);
        };
        let starred =
            |items: &[Expr<'_>]| items.iter().any(|x| matches!(x.kind, ExprKind::Starred(_)));
        if targets.len() != values.len()
            || starred(targets)
            || starred(values)
            || !(2..=3).contains(&values.len())
        {
            return Ok(false);
        }
        values.iter().try_for_each(|value| self.expr(value))?;
        self.put(Instr::Swap(self.count(values.len())?))?;
        targets
            .iter()
            .try_for_each(|target| self.assign_to(target))?;
        Ok(true)
    }

    /// `x --`  Assigns what lies on top.
    pub(super) fn assign_to(&mut self, target: &'t Expr<'t>) -> Done {
        self.within(target.span, |inner| match target.kind {
            ExprKind::Name(name) => inner.store(name),
            ExprKind::Attribute(object, name) => {
                if name.name == "__debug__" {
                    return Err(refused("cannot assign to __debug__", target.span));
                }
                inner.expr(object)?;
                let name = inner.name(name.name)?;
                inner.put(Instr::StoreAttr(name))
            }
            ExprKind::Subscript(object, index) => {
                inner.expr(object)?;
                inner.expr(index)?;
                inner.put(Instr::StoreItem)
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => inner.unpack(items),
            ExprKind::Starred(_) => Err(refused(
                "starred assignment target must be in a list or tuple",
                target.span,
            )),
            _ => Err(refused("cannot assign to expression", target.span)),
        })
    }

    fn unpack(&mut self, targets: &'t [Expr<'t>]) -> Done {
        let mut stars = targets
            .iter()
            .enumerate()
            .filter(|(_, x)| matches!(x.kind, ExprKind::Starred(_)));
        let first = stars.next();
        if stars.next().is_some() {
            return Err(refused(
                "multiple starred expressions in assignment",
                self.at,
            ));
        }
        match first {
            None => self.put(Instr::Unpack(self.count(targets.len())?))?,
            Some((at, _)) => {
                let many = || refused("too many expressions in star-unpacking assignment", self.at);
                let whole = u16::try_from(targets.len())
                    .ok()
                    .filter(|n| *n < u16::MAX)
                    .ok_or_else(many)?;
                let before = u16::try_from(at)
                    .ok()
                    .filter(|n| *n < 256)
                    .ok_or_else(many)?;
                let after = whole - before - 1;
                self.put(Instr::UnpackStar { before, after })?;
            }
        }
        targets.iter().try_for_each(|target| match target.kind {
            ExprKind::Starred(inner) => self.assign_to(inner),
            _ => self.assign_to(target),
        })
    }

    pub(super) fn aug_assign(
        &mut self,
        target: &'t Expr<'t>,
        op: BinaryOp,
        value: &'t Expr<'t>,
    ) -> Done {
        match target.kind {
            ExprKind::Name(name) => {
                self.within(target.span, |inner| inner.load(name))?;
                self.expr(value)?;
                self.put(Instr::InPlace(op))?;
                self.within(target.span, |inner| inner.store(name))
            }
            ExprKind::Attribute(object, name) => {
                if name.name == "__debug__" {
                    return Err(refused("cannot assign to __debug__", target.span));
                }
                let name = self.name(name.name)?;
                self.within(target.span, |inner| {
                    inner.expr(object)?;
                    inner.put(Instr::Copy(1))?;
                    inner.put(Instr::LoadAttr(name))
                })?;
                self.expr(value)?;
                self.put(Instr::InPlace(op))?;
                self.within(target.span, |inner| {
                    inner.put(Instr::Swap(2))?;
                    inner.put(Instr::StoreAttr(name))
                })
            }
            ExprKind::Subscript(object, index) => {
                self.within(target.span, |inner| {
                    inner.expr(object)?;
                    inner.expr(index)?;
                    inner.put(Instr::Copy(2))?;
                    inner.put(Instr::Copy(2))?;
                    inner.put(Instr::LoadItem)
                })?;
                self.expr(value)?;
                self.put(Instr::InPlace(op))?;
                self.within(target.span, |inner| {
                    inner.put(Instr::Swap(3))?;
                    inner.put(Instr::Swap(2))?;
                    inner.put(Instr::StoreItem)
                })
            }
            _ => Err(refused(
                "illegal expression for augmented assignment",
                target.span,
            )),
        }
    }

    /// `target: annotation = value`: in a function the annotation is not evaluated.
    pub(super) fn ann_assign(&mut self, target: &'t Expr<'t>, value: Option<&'t Expr<'t>>) -> Done {
        if let Some(value) = value {
            self.expr(value)?;
            return self.assign_to(target);
        }
        match target.kind {
            ExprKind::Name("__debug__") => Err(refused("cannot assign to __debug__", target.span)),
            ExprKind::Attribute(_, name) if name.name == "__debug__" => {
                Err(refused("cannot assign to __debug__", target.span))
            }
            ExprKind::Attribute(object, _) => {
                self.expr(object)?;
                self.put(Instr::Pop)
            }
            ExprKind::Subscript(object, index) => {
                self.expr(object)?;
                self.put(Instr::Pop)?;
                self.parts_of_index(index)
            }
            _ => Ok(()),
        }
    }

    /// Evaluates an index for its effects.
    fn parts_of_index(&mut self, index: &'t Expr<'t>) -> Done {
        match index.kind {
            ExprKind::Slice(start, stop, step) => [start, stop, step]
                .into_iter()
                .flatten()
                .try_for_each(|part| self.parts_of_index(part)),
            ExprKind::Tuple(items) => items.iter().try_for_each(|item| self.parts_of_index(item)),
            _ => {
                self.expr(index)?;
                self.put(Instr::Pop)
            }
        }
    }

    pub(super) fn delete(&mut self, target: &'t Expr<'t>) -> Done {
        self.within(target.span, |inner| match target.kind {
            ExprKind::Name(name) => inner.delete_name(name),
            ExprKind::Attribute(object, name) => {
                if name.name == "__debug__" {
                    return Err(refused("cannot delete __debug__", target.span));
                }
                inner.expr(object)?;
                let name = inner.name(name.name)?;
                inner.put(Instr::DeleteAttr(name))
            }
            ExprKind::Subscript(object, index) => {
                inner.expr(object)?;
                inner.expr(index)?;
                inner.put(Instr::DeleteItem)
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| inner.delete(item))
            }
            _ => Err(refused("cannot delete expression", target.span)),
        })
    }
}
