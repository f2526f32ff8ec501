//! Tuples, lists, sets and dicts as they are written down.

use super::super::fold::{fold, fold_all};
use super::emitter::{Done, Emitter};
use crate::code::{Const, Instr};
use crate::syntax::tree::{DictItem, Expr, ExprKind};

/// More items are not collected on the stack, but added one by one.
const WIDTH: usize = 64;

/// Fewer constants are not worth a constant of their own.
const CONSTANTS: usize = 3;

fn is_starred(item: &Expr<'_>) -> bool {
    matches!(item.kind, ExprKind::Starred(_))
}

impl<'t> Emitter<'_, 't> {
    pub(super) fn tuple_display(&mut self, items: &'t [Expr<'t>]) -> Done {
        if items.len() <= WIDTH && !items.iter().any(is_starred) {
            items.iter().try_for_each(|item| self.expr(item))?;
            return self.put(Instr::BuildTuple(self.count(items.len())?));
        }
        self.collect_list(items)?;
        self.put(Instr::ListToTuple)
    }

    pub(super) fn list_display(&mut self, items: &'t [Expr<'t>]) -> Done {
        match fold_all(items).filter(|items| items.len() >= CONSTANTS) {
            Some(constants) => {
                self.put(Instr::BuildList(0))?;
                self.constant(Const::Tuple(constants.into()))?;
                self.put(Instr::ListExtend)
            }
            None => self.collect_list(items),
        }
    }

    /// `-- [..]`
    pub(super) fn collect_list(&mut self, items: &'t [Expr<'t>]) -> Done {
        self.collect(
            items,
            Instr::BuildList,
            Instr::ListAppend(1),
            Instr::ListExtend,
        )
    }

    pub(super) fn set_display(&mut self, items: &'t [Expr<'t>]) -> Done {
        match fold_all(items).filter(|items| items.len() >= CONSTANTS) {
            Some(constants) => {
                self.put(Instr::BuildSet(0))?;
                self.constant(Const::FrozenSet(constants.into()))?;
                self.put(Instr::SetUpdate)
            }
            None => self.collect(items, Instr::BuildSet, Instr::SetAdd(1), Instr::SetUpdate),
        }
    }

    /// Builds from what stands before the first star, then adds.
    fn collect(
        &mut self,
        items: &'t [Expr<'t>],
        build: fn(u16) -> Instr,
        add: Instr,
        extend: Instr,
    ) -> Done {
        let plain = items.iter().position(is_starred).unwrap_or(items.len());
        let plain = if plain > WIDTH { 0 } else { plain };
        let (first, rest) = items.split_at_checked(plain).unwrap_or((&[], items));
        first.iter().try_for_each(|item| self.expr(item))?;
        self.put(build(self.count(first.len())?))?;
        for item in rest {
            match item.kind {
                ExprKind::Starred(xs) => {
                    self.expr(xs)?;
                    self.within(item.span, |inner| inner.put(extend))?;
                }
                _ => {
                    self.expr(item)?;
                    self.put(add)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn dict_display(&mut self, items: &'t [DictItem<'t>]) -> Done {
        let plain = items
            .iter()
            .position(|item| item.key.is_none())
            .unwrap_or(items.len());
        let plain = if plain > WIDTH { 0 } else { plain };
        let (first, rest) = items.split_at_checked(plain).unwrap_or((&[], items));
        for item in first {
            self.pair(item)?;
        }
        self.put(Instr::BuildDict(self.count(first.len())?))?;
        for item in rest {
            self.pair(item)?;
            self.put(match item.key {
                Some(_) => Instr::DictInsert(1),
                None => Instr::DictUpdate,
            })?;
        }
        Ok(())
    }

    fn pair(&mut self, item: &'t DictItem<'t>) -> Done {
        if let Some(key) = &item.key {
            self.expr(key)?;
        }
        self.expr(&item.value)
    }

    /// What is only looked into: a list may be a tuple, a set of constants a constant.
    pub(super) fn members(&mut self, expr: &'t Expr<'t>) -> Done {
        self.within(expr.span, |inner| match expr.kind {
            ExprKind::Set(items) => match fold_all(items) {
                Some(constants) => inner.constant(Const::FrozenSet(constants.into())),
                None => inner.expr(expr),
            },
            _ => inner.iterable(expr),
        })
    }

    /// What is only iterated.
    pub(super) fn iterable(&mut self, expr: &'t Expr<'t>) -> Done {
        self.within(expr.span, |inner| match expr.kind {
            ExprKind::List(items) => match fold_all(items) {
                Some(constants) => inner.constant(Const::Tuple(constants.into())),
                None => inner.tuple_display(items),
            },
            _ => inner.expr(expr),
        })
    }

    /// `-- (..)`  The values of expressions that do not stand side by side.
    pub(super) fn tuple_of(&mut self, values: &[&'t Expr<'t>]) -> Done {
        let constants: Option<Vec<Const>> = values.iter().map(|value| fold(value)).collect();
        if let Some(constants) = constants {
            let constants = constants.into_boxed_slice();
            return self.constant(Const::Tuple(constants.into()));
        }
        values.iter().try_for_each(|value| self.expr(value))?;
        self.put(Instr::BuildTuple(self.count(values.len())?))
    }
}
