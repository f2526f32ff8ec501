//! Operators between operands: the grammar reads them as they come, and here each takes its operands by
//! how tightly it binds. A grammar with a level for each strength would pass every name through all of
//! them.

use super::build::{Builder, Built};
use super::list::List;
use super::tree::{BinaryOp, CompareOp, Comparison, Expr, ExprKind, UnaryOp};

/// What stands between two operands.
#[derive(Clone, Copy)]
pub(crate) enum Infix {
    /// `or`
    Or,
    /// `and`
    And,
    /// A comparison.
    Compare(CompareOp),
    /// Any other operator.
    Binary(BinaryOp),
}

/// An operand and where it begins and ends, parentheses included.
#[derive(Clone, Copy)]
pub(crate) struct Operand<'t> {
    pub(crate) l: u32,
    pub(crate) x: &'t Expr<'t>,
    pub(crate) r: u32,
}

/// Operands and operators as far as they are read.
#[derive(Clone, Copy)]
pub(crate) struct Chain<'t> {
    /// The operators that do not have their right operand yet, innermost first.
    waiting: Option<&'t Waiting<'t>>,
    last: Operand<'t>,
}

/// An operator before its right operand.
#[derive(Clone, Copy)]
struct Waiting<'t> {
    pending: Pending<'t>,
    below: Option<&'t Waiting<'t>>,
}

#[derive(Clone, Copy)]
enum Pending<'t> {
    /// `not`, and where it stands.
    Not(u32),
    /// An operator behind its left operand.
    Infix(Infix, Operand<'t>),
}

/// How tightly `not` binds.
const NOT: u8 = 2;
/// How tightly a comparison binds; from here on downwards operators take all their operands at once.
const COMPARE: u8 = 3;

impl Infix {
    fn level(self) -> u8 {
        match self {
            Self::Or => 0,
            Self::And => 1,
            Self::Compare(_) => COMPARE,
            Self::Binary(op) => match op {
                BinaryOp::BitOr => 4,
                BinaryOp::BitXor => 5,
                BinaryOp::BitAnd => 6,
                BinaryOp::Shl | BinaryOp::Shr => 7,
                BinaryOp::Add | BinaryOp::Sub => 8,
                _ => 9,
            },
        }
    }
}

impl<'t> Waiting<'t> {
    fn level(&self) -> u8 {
        match self.pending {
            Pending::Not(_) => NOT,
            Pending::Infix(op, _) => op.level(),
        }
    }

    /// This operator and those right below it that bind alike, innermost first, each with its left operand.
    fn alike(&'t self) -> impl Iterator<Item = (Infix, Operand<'t>, Option<&'t Self>)> {
        let level = self.level();
        let all = std::iter::successors(Some(self), |waiting| waiting.below);
        all.map_while(move |waiting| match waiting.pending {
            Pending::Infix(op, left) if op.level() == level => Some((op, left, waiting.below)),
            _ => None,
        })
    }
}

impl<'t> Builder<'t> {
    /// The chain that begins with an operand, behind any number of `not`s.
    pub(crate) fn begun(&self, nots: List<'t, u32>, x: Operand<'t>) -> &'t Chain<'t> {
        let waiting = self.wait_negated(None, nots);
        self.arena.alloc(Chain { waiting, last: x })
    }

    /// Adds an operator and its right operand.
    pub(crate) fn joined(
        &self,
        chain: &Chain<'t>,
        op: Infix,
        nots: List<'t, u32>,
        x: Operand<'t>,
    ) -> Built<&'t Chain<'t>> {
        let level = op.level();
        let settled = self.settle_above(*chain, |top| {
            top > level || (top == level && level > COMPARE)
        })?;
        let pending = Pending::Infix(op, settled.last);
        let waiting = self.wait(settled.waiting, pending);
        let waiting = self.wait_negated(waiting, nots);
        Ok(self.arena.alloc(Chain { waiting, last: x }))
    }

    fn wait(
        &self,
        below: Option<&'t Waiting<'t>>,
        pending: Pending<'t>,
    ) -> Option<&'t Waiting<'t>> {
        Some(self.arena.alloc(Waiting { pending, below }))
    }

    #[inline]
    fn wait_negated(
        &self,
        below: Option<&'t Waiting<'t>>,
        nots: List<'t, u32>,
    ) -> Option<&'t Waiting<'t>> {
        if nots.is_empty() {
            return below;
        }
        let nots = nots.slice(self.arena, Pending::Not);
        nots.iter()
            .fold(below, |below, pending| self.wait(below, *pending))
    }

    /// The whole chain as one expression.
    pub(crate) fn settled(&self, chain: &Chain<'t>) -> Built<&'t Expr<'t>> {
        Ok(self.settle_above(*chain, |_| true)?.last.x)
    }

    /// Gives the innermost operators their right operands, as long as `binds` says so of their strength.
    fn settle_above(&self, mut chain: Chain<'t>, binds: impl Fn(u8) -> bool) -> Built<Chain<'t>> {
        while let Some(top) = chain.waiting.filter(|top| binds(top.level())) {
            chain = self.settle(top, chain.last)?;
        }
        Ok(chain)
    }

    /// Gives the innermost operator, with those alike, its right operand.
    fn settle(&self, top: &'t Waiting<'t>, last: Operand<'t>) -> Built<Chain<'t>> {
        let (l, kind, waiting) = match top.pending {
            Pending::Not(l) => (l, ExprKind::Unary(UnaryOp::Not, last.x), top.below),
            Pending::Infix(Infix::Binary(op), left) => {
                (left.l, ExprKind::Binary(op, left.x, last.x), top.below)
            }
            Pending::Infix(Infix::Compare(_), left) => self.comparison(top, left, last),
            Pending::Infix(Infix::And, left) => {
                let (l, items, below) = self.items(top, left, last);
                (l, ExprKind::And(items), below)
            }
            Pending::Infix(Infix::Or, left) => {
                let (l, items, below) = self.items(top, left, last);
                (l, ExprKind::Or(items), below)
            }
        };
        let r = last.r;
        let x = self.expr(l, kind, r)?;
        let last = Operand { l, x, r };
        Ok(Chain { waiting, last })
    }

    /// The operands of `and` or `or`.
    fn items(
        &self,
        top: &'t Waiting<'t>,
        mut first: Operand<'t>,
        last: Operand<'t>,
    ) -> (u32, &'t [Expr<'t>], Option<&'t Waiting<'t>>) {
        let mut below = None;
        let count = top.alike().count();
        let items = self.arena.alloc_slice_fill_copy(count + 1, *last.x);
        let places = items.iter_mut().rev().skip(1);
        for (place, (_, left, rest)) in places.zip(top.alike()) {
            *place = *left.x;
            (first, below) = (left, rest);
        }
        (first.l, items, below)
    }

    /// A comparison or several: `a < b <= c`.
    fn comparison(
        &self,
        top: &'t Waiting<'t>,
        mut first: Operand<'t>,
        last: Operand<'t>,
    ) -> (u32, ExprKind<'t>, Option<&'t Waiting<'t>>) {
        let mut below = top.below;
        let mut right = *last.x;
        if let Pending::Infix(Infix::Compare(op), _) = top.pending
            && below.is_none_or(|below| below.level() != COMPARE)
        {
            let link = std::slice::from_ref(self.arena.alloc(Comparison { op, right }));
            return (first.l, ExprKind::Compare(first.x, link), below);
        }
        let links = self.arena.alloc_slice_fill_copy(
            top.alike().count(),
            Comparison {
                op: CompareOp::Eq,
                right,
            },
        );
        for (link, (op, left, rest)) in links.iter_mut().rev().zip(top.alike()) {
            if let Infix::Compare(op) = op {
                *link = Comparison { op, right };
            }
            right = *left.x;
            (first, below) = (left, rest);
        }
        (first.l, ExprKind::Compare(first.x, links), below)
    }
}
