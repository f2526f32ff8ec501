//! Actions that check what the grammar reads too much: targets, parameters, arguments, `with`.

use super::build::{Builder, Built, Item, Slot, refuse, span};
use super::tree::{Arg, Expr, ExprKind, Ident, Param, Params, StmtKind, WithItem};
use crate::ops::BinaryOp;

impl<'s, 't> Builder<'s, 't> {
    pub(crate) fn assign(
        &self,
        targets: Vec<Expr<'t>>,
        value: Expr<'t>,
    ) -> Built<'s, StmtKind<'t>> {
        targets.iter().try_for_each(|target| assignable(target))?;
        let (targets, value) = (self.slice(targets), self.put(value));
        Ok(StmtKind::Assign { targets, value })
    }

    pub(crate) fn aug_assign(
        &self,
        target: Expr<'t>,
        op: BinaryOp,
        value: Expr<'t>,
    ) -> Built<'s, StmtKind<'t>> {
        if !is_single(&target) {
            return Err(refuse(
                "illegal expression for augmented assignment",
                target.span,
            ));
        }
        let (target, value) = (self.put(target), self.put(value));
        Ok(StmtKind::AugAssign { target, op, value })
    }

    /// `l` is where the target begins, parentheses included.
    pub(crate) fn ann_assign(
        &self,
        l: u32,
        target: Expr<'t>,
        annotation: Expr<'t>,
        value: Option<Expr<'t>>,
    ) -> Built<'s, StmtKind<'t>> {
        if !is_single(&target) {
            return Err(refuse("illegal target for annotation", target.span));
        }
        let simple = matches!(target.kind, ExprKind::Name(_)) && target.span.start == l;
        Ok(StmtKind::AnnAssign {
            target: self.put(target),
            annotation: self.put(annotation),
            value: self.put_any(value),
            simple,
        })
    }

    pub(crate) fn delete(&self, targets: Vec<Expr<'t>>) -> Built<'s, StmtKind<'t>> {
        targets.iter().try_for_each(|target| deletable(target))?;
        Ok(StmtKind::Delete(self.slice(targets)))
    }

    pub(crate) fn targets(
        &self,
        l: u32,
        items: (Vec<Expr<'t>>, bool),
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        let target = self.tuple_or_one(l, items, r)?;
        assignable(&target)?;
        Ok(target)
    }

    pub(crate) fn with_item(
        &self,
        context: Expr<'t>,
        target: Option<Expr<'t>>,
    ) -> Built<'s, WithItem<'t>> {
        target.iter().try_for_each(|target| assignable(target))?;
        Ok(WithItem {
            context,
            target: self.put_any(target),
        })
    }

    /// `with (...):` holds managers if each is a plain expression, else one expression.
    pub(crate) fn with_parens(
        &self,
        l: u32,
        (items, comma): (Vec<(Expr<'t>, Option<Expr<'t>>)>, bool),
        r: u32,
    ) -> Built<'s, &'t [WithItem<'t>]> {
        let bound = items.iter().any(|item| item.1.is_some());
        let odd = items
            .iter()
            .map(|item| item.0)
            .find(|x| matches!(x.kind, ExprKind::Starred(_) | ExprKind::Walrus { .. }));
        match odd {
            Some(x) if bound => Err(refuse("invalid syntax", x.span)),
            Some(_) => {
                let items = items.into_iter().map(|item| item.0).collect();
                let context = self.tuple_or_one(l, (items, comma), r)?;
                Ok(self.with_one(context))
            }
            None => {
                let items = items
                    .into_iter()
                    .map(|(context, target)| self.with_item(context, target));
                Ok(self.slice(items.collect::<Built<'s, Vec<_>>>()?))
            }
        }
    }

    pub(crate) fn with_one(&self, context: Expr<'t>) -> &'t [WithItem<'t>] {
        self.slice(vec![WithItem {
            context,
            target: None,
        }])
    }

    pub(crate) fn param(&self, name: Ident<'t>, annotation: Option<Expr<'t>>) -> Param<'t> {
        Param {
            name,
            annotation: self.put_any(annotation),
            default: None,
        }
    }

    /// `*args: *Ts`
    pub(crate) fn star_param(
        &self,
        name: Ident<'t>,
        l: u32,
        value: Expr<'t>,
        r: u32,
    ) -> Built<'s, Param<'t>> {
        let annotation = self.expr(l, ExprKind::Starred(self.put(value)), r)?;
        Ok(self.param(name, Some(annotation)))
    }

    pub(crate) fn params(&self, (slots, _): (Vec<Slot<'t>>, bool)) -> Built<'s, &'t Params<'t>> {
        let mut list = ParamList::default();
        for slot in slots {
            if let Some(kwargs) = list.kwargs {
                return Err(refuse(
                    "arguments cannot follow var-keyword argument",
                    kwargs.name.span,
                ));
            }
            match slot {
                Slot::Plain(param, default) => list.plain(Param {
                    default: self.put_any(default),
                    ..param
                })?,
                Slot::Slash(at) => list.slash(at)?,
                Slot::Star(at, param) => list.star(at, param)?,
                Slot::DoubleStar(at, param) => {
                    list.named_follow(at)?;
                    list.kwargs = Some(param);
                }
            }
        }
        list.named_follow(list.star_at.unwrap_or(0))?;
        Ok(self.arena.alloc(Params {
            positional: self.slice(list.positional),
            positional_only: list.positional_only,
            varargs: list.varargs.map(|p| &*self.arena.alloc(p)),
            keyword_only: self.slice(list.keyword_only),
            kwargs: list.kwargs.map(|p| &*self.arena.alloc(p)),
        }))
    }

    /// `open` is where the parenthesis stands, which a lone generator expression shares.
    pub(crate) fn call(
        &self,
        l: u32,
        callee: Expr<'t>,
        open: u32,
        (items, comma): (Vec<Item<'t>>, bool),
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        let items = match items.as_slice() {
            [Item::Generator(x)] if !comma => vec![Item::Plain(Expr {
                span: span(open, r),
                ..*x
            })],
            _ => items,
        };
        let mut order = ArgumentOrder::default();
        let args = items
            .into_iter()
            .map(|item| order.next(item))
            .collect::<Built<'s, Vec<_>>>()?;
        let (callee, args) = (self.put(callee), self.slice(args));
        self.expr(l, ExprKind::Call { callee, args }, r)
    }
}

/// The kinds of arguments seen so far, from left to right.
#[derive(Default)]
struct ArgumentOrder {
    named: bool,
    unpacked: bool,
}

impl ArgumentOrder {
    fn next<'s, 't>(&mut self, item: Item<'t>) -> Built<'s, Arg<'t>> {
        match item {
            Item::Generator(x) => Err(refuse("Generator expression must be parenthesized", x.span)),
            Item::Plain(x) if self.unpacked => Err(refuse(
                "positional argument follows keyword argument unpacking",
                x.span,
            )),
            Item::Plain(x) if self.named => Err(refuse(
                "positional argument follows keyword argument",
                x.span,
            )),
            Item::Plain(x) => Ok(Arg::Positional(x)),
            Item::Star(x) if self.unpacked => Err(refuse(
                "iterable argument unpacking follows keyword argument unpacking",
                x.span,
            )),
            Item::Star(x) => Ok(Arg::Star(x)),
            Item::Keyword(name, x) => {
                self.named = true;
                Ok(Arg::Keyword(name, x))
            }
            Item::DoubleStar(x) => {
                self.unpacked = true;
                Ok(Arg::DoubleStar(x))
            }
        }
    }
}

/// The parameters seen so far, from left to right.
#[derive(Default)]
struct ParamList<'t> {
    positional: Vec<Param<'t>>,
    positional_only: usize,
    slash: bool,
    varargs: Option<Param<'t>>,
    star_at: Option<u32>,
    keyword_only: Vec<Param<'t>>,
    kwargs: Option<Param<'t>>,
}

impl<'t> ParamList<'t> {
    fn plain<'s>(&mut self, param: Param<'t>) -> Built<'s, ()> {
        if self.star_at.is_some() {
            self.keyword_only.push(param);
            return Ok(());
        }
        let defaults = self.positional.last().is_some_and(|p| p.default.is_some());
        if defaults && param.default.is_none() {
            return Err(refuse(
                "non-default argument follows default argument",
                param.name.span,
            ));
        }
        self.positional.push(param);
        Ok(())
    }

    fn slash<'s>(&mut self, at: u32) -> Built<'s, ()> {
        let message = if self.slash {
            "/ may appear only once"
        } else if self.star_at.is_some() {
            "/ must be ahead of *"
        } else if self.positional.is_empty() {
            "at least one argument must precede /"
        } else {
            self.slash = true;
            self.positional_only = self.positional.len();
            return Ok(());
        };
        Err(refuse(message, span(at, at + 1)))
    }

    fn star<'s>(&mut self, at: u32, param: Option<Param<'t>>) -> Built<'s, ()> {
        if self.star_at.is_some() {
            return Err(refuse("* argument may appear only once", span(at, at + 1)));
        }
        self.star_at = Some(at);
        self.varargs = param;
        Ok(())
    }

    /// A bare `*` needs a parameter behind it that has a name of its own.
    fn named_follow<'s>(&self, at: u32) -> Built<'s, ()> {
        if self.star_at.is_some() && self.varargs.is_none() && self.keyword_only.is_empty() {
            return Err(refuse(
                "named arguments must follow bare *",
                span(at, at + 1),
            ));
        }
        Ok(())
    }
}

/// A name, attribute or subscript.
fn is_single(x: &Expr<'_>) -> bool {
    matches!(
        x.kind,
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..)
    )
}

/// Refuses what cannot be assigned to.
fn assignable<'s>(x: &Expr<'_>) -> Built<'s, ()> {
    match x.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(assignable),
        ExprKind::Starred(inner) => assignable(inner),
        _ if is_single(x) => Ok(()),
        _ => Err(refuse("cannot assign to expression", x.span)),
    }
}

/// Refuses what cannot be deleted.
fn deletable<'s>(x: &Expr<'_>) -> Built<'s, ()> {
    match x.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(deletable),
        _ if is_single(x) => Ok(()),
        _ => Err(refuse("cannot delete expression", x.span)),
    }
}
