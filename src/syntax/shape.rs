//! Actions that check what the grammar reads too much: targets, parameters, arguments, `with`.

use super::build::{Builder, Built, Item, Slot, refuse, span};
use super::list::List;
use super::tree::{Arg, Expr, ExprKind, Param, Params, Stmt, StmtKind, WithItem};
use crate::ops::BinaryOp;
use crate::source::Span;

impl<'t> Builder<'t> {
    pub(crate) fn assign(
        &self,
        l: u32,
        targets: List<'t, &'t Expr<'t>>,
        value: &'t Expr<'t>,
        r: u32,
    ) -> Built<&'t Stmt<'t>> {
        let targets = self.nodes(targets);
        targets.iter().try_for_each(assignable)?;
        self.stmt(l, StmtKind::Assign { targets, value }, r)
    }

    pub(crate) fn aug_assign(
        &self,
        l: u32,
        target: &'t Expr<'t>,
        op: BinaryOp,
        value: &'t Expr<'t>,
        r: u32,
    ) -> Built<&'t Stmt<'t>> {
        if !is_single(target) {
            return Err(refuse(
                "illegal expression for augmented assignment",
                target.span,
            ));
        }
        self.stmt(l, StmtKind::AugAssign { target, op, value }, r)
    }

    /// `l` is where the target begins, parentheses included.
    pub(crate) fn ann_assign(
        &self,
        l: u32,
        target: &'t Expr<'t>,
        annotation: &'t Expr<'t>,
        value: Option<&'t Expr<'t>>,
        r: u32,
    ) -> Built<&'t Stmt<'t>> {
        if !is_single(target) {
            return Err(refuse("illegal target for annotation", target.span));
        }
        let simple = matches!(target.kind, ExprKind::Name(_)) && target.span.start == l;
        let kind = StmtKind::AnnAssign {
            target,
            annotation,
            value,
            simple,
        };
        self.stmt(l, kind, r)
    }

    pub(crate) fn delete(
        &self,
        l: u32,
        targets: List<'t, &'t Expr<'t>>,
        r: u32,
    ) -> Built<&'t Stmt<'t>> {
        let targets = self.nodes(targets);
        targets.iter().try_for_each(deletable)?;
        self.stmt(l, StmtKind::Delete(targets), r)
    }

    pub(crate) fn targets(
        &self,
        l: u32,
        items: (List<'t, &'t Expr<'t>>, bool),
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        let target = self.tuple_or_one(l, items, r)?;
        assignable(target)?;
        Ok(target)
    }

    pub(crate) fn with_item(
        &self,
        context: &'t Expr<'t>,
        target: Option<&'t Expr<'t>>,
    ) -> Built<&'t WithItem<'t>> {
        target.map_or(Ok(()), assignable)?;
        Ok(self.put(WithItem {
            context: *context,
            target,
        }))
    }

    /// `with (...):` holds managers if each is a plain expression, else one expression.
    pub(crate) fn with_parens(
        &self,
        l: u32,
        (items, comma): (List<'t, (&'t Expr<'t>, Option<&'t Expr<'t>>)>, bool),
        r: u32,
    ) -> Built<&'t [WithItem<'t>]> {
        let slots = self.slice(items);
        let bound = slots.iter().any(|item| item.1.is_some());
        let odd = slots
            .iter()
            .map(|item| item.0)
            .find(|x| matches!(x.kind, ExprKind::Starred(_) | ExprKind::Walrus { .. }));
        match odd {
            Some(x) if bound => Err(refuse("invalid syntax", x.span)),
            Some(_) => {
                let items = slots
                    .iter()
                    .fold(self.none(), |items, slot| self.push(items, slot.0));
                Ok(self.with_one(self.tuple_or_one(l, (items, comma), r)?))
            }
            None => {
                let mut items = self.none();
                for (context, target) in slots {
                    items = self.push(items, self.with_item(context, *target)?);
                }
                Ok(self.nodes(items))
            }
        }
    }

    pub(crate) fn with_one(&self, context: &'t Expr<'t>) -> &'t [WithItem<'t>] {
        std::slice::from_ref(self.put(WithItem {
            context: *context,
            target: None,
        }))
    }

    pub(crate) fn param(&self, name: Span, annotation: Option<&'t Expr<'t>>) -> &'t Param<'t> {
        self.put(Param {
            name: self.ident(name),
            annotation,
            default: None,
        })
    }

    /// `*args: *Ts`
    pub(crate) fn star_param(
        &self,
        name: Span,
        l: u32,
        value: &'t Expr<'t>,
        r: u32,
    ) -> Built<&'t Param<'t>> {
        let annotation = self.expr(l, ExprKind::Starred(value), r)?;
        Ok(self.param(name, Some(annotation)))
    }

    pub(crate) fn params(&self, slots: List<'t, &'t Slot<'t>>) -> Built<&'t Params<'t>> {
        let mut list = ParamList::default();
        for slot in self.slice(slots) {
            if let Some(kwargs) = list.kwargs {
                return Err(refuse(
                    "arguments cannot follow var-keyword argument",
                    kwargs.name.span,
                ));
            }
            match **slot {
                Slot::Plain(param, default) => list.plain(Param { default, ..*param })?,
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
            positional: self.arena.alloc_slice_copy(&list.positional),
            positional_only: list.positional_only,
            varargs: list.varargs,
            keyword_only: self.arena.alloc_slice_copy(&list.keyword_only),
            kwargs: list.kwargs,
        }))
    }

    /// What stands in the parentheses of a call; a lone generator expression shares them.
    pub(crate) fn arguments(
        &self,
        open: u32,
        (items, comma): (List<'t, &'t Item<'t>>, bool),
        r: u32,
    ) -> Built<&'t [Arg<'t>]> {
        Ok(match items.only() {
            None => {
                let mut order = ArgumentOrder::default();
                let all = self.slice(items);
                all.iter().try_for_each(|item| order.next(item))?;
                items.slice(self.arena, |item| argument(*item))
            }
            Some(Item::Generator(x)) if !comma => {
                std::slice::from_ref(self.put(Arg::Positional(Expr {
                    span: span(open, r),
                    ..**x
                })))
            }
            Some(item) => {
                ArgumentOrder::default().next(item)?;
                std::slice::from_ref(self.put(argument(*item)))
            }
        })
    }

    /// What stands in the parentheses of a class: a generator expression has its own.
    pub(crate) fn class_arguments(
        &self,
        open: u32,
        items: (List<'t, &'t Item<'t>>, bool),
        r: u32,
    ) -> Built<&'t [Arg<'t>]> {
        match items.0.only() {
            Some(Item::Generator(x)) => Err(refuse("invalid syntax", x.span)),
            _ => self.arguments(open, items, r),
        }
    }

    /// `open` is where the parenthesis stands.
    pub(crate) fn call(
        &self,
        l: u32,
        callee: &'t Expr<'t>,
        open: u32,
        items: (List<'t, &'t Item<'t>>, bool),
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        let args = self.arguments(open, items, r)?;
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
    fn next(&mut self, item: &Item<'_>) -> Built<()> {
        let message = match item {
            Item::Generator(_) => "Generator expression must be parenthesized",
            Item::Plain(_) if self.unpacked => {
                "positional argument follows keyword argument unpacking"
            }
            Item::Plain(_) if self.named => "positional argument follows keyword argument",
            Item::Star(_) if self.unpacked => {
                "iterable argument unpacking follows keyword argument unpacking"
            }
            Item::Plain(_) | Item::Star(_) => return Ok(()),
            Item::Keyword(..) => {
                self.named = true;
                return Ok(());
            }
            Item::DoubleStar(_) => {
                self.unpacked = true;
                return Ok(());
            }
        };
        Err(refuse(message, item.value().span))
    }
}

/// The argument that an item is.
fn argument(item: Item<'_>) -> Arg<'_> {
    match item {
        Item::Plain(x) | Item::Generator(x) => Arg::Positional(*x),
        Item::Star(x) => Arg::Star(*x),
        Item::Keyword(name, x) => Arg::Keyword(name, *x),
        Item::DoubleStar(x) => Arg::DoubleStar(*x),
    }
}

/// The parameters seen so far, from left to right.
#[derive(Default)]
struct ParamList<'t> {
    positional: Vec<Param<'t>>,
    positional_only: usize,
    slash: bool,
    varargs: Option<&'t Param<'t>>,
    star_at: Option<u32>,
    keyword_only: Vec<Param<'t>>,
    kwargs: Option<&'t Param<'t>>,
}

impl<'t> ParamList<'t> {
    fn plain(&mut self, param: Param<'t>) -> Built<()> {
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

    fn slash(&mut self, at: u32) -> Built<()> {
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

    fn star(&mut self, at: u32, param: Option<&'t Param<'t>>) -> Built<()> {
        if self.star_at.is_some() {
            return Err(refuse("* argument may appear only once", span(at, at + 1)));
        }
        self.star_at = Some(at);
        self.varargs = param;
        Ok(())
    }

    /// A bare `*` needs a parameter behind it that has a name of its own.
    fn named_follow(&self, at: u32) -> Built<()> {
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
fn assignable(x: &Expr<'_>) -> Built<()> {
    match x.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(assignable),
        ExprKind::Starred(inner) => assignable(inner),
        _ if is_single(x) => Ok(()),
        _ => Err(refuse("cannot assign to expression", x.span)),
    }
}

/// Refuses what cannot be deleted.
fn deletable(x: &Expr<'_>) -> Built<()> {
    match x.kind {
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(deletable),
        _ if is_single(x) => Ok(()),
        _ => Err(refuse("cannot delete expression", x.span)),
    }
}
