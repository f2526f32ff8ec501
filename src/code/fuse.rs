//! Fused instructions: one step over what loops and conditions are made of.
//!
//! A fused instruction stands in the place of the first of the instructions it stands for, and these
//! stay behind it. Where its shortcut applies, it does the work of all and skips them; where it does
//! not, it does what the first alone would do, and the others follow. So jumps into their midst, the
//! places of errors and the steps that are counted are those of the plain code, but for items that a
//! search passes over. Fusing is the last thing that happens to verified code; files hold plain code.

use super::instr::{Instr, Slot};
use super::making::Making;
use super::search::search;
use crate::ops::{BinaryOp, CompareOp};

/// Fuses the instructions of a verified chunk.
pub(super) fn fuse(code: &mut [Instr]) {
    let mut loops = false;
    for at in 0..code.len() {
        if let Some(fused) = shortcut(code, at)
            && let Some(instr) = code.get_mut(at)
        {
            *instr = fused;
            loops |= matches!(fused, Instr::ForStore { .. });
        }
    }
    if !loops {
        return;
    }
    for at in 0..code.len() {
        if let Some(Instr::Jump(head)) = code.get(at).copied()
            && let Some(Instr::ForStore { slot, .. }) = code.get(head.0 as usize).copied()
            && let Some(instr) = code.get_mut(at)
        {
            *instr = Instr::NextStore { head, slot };
        }
    }
}

/// The fused instruction for the plain code that begins somewhere.
fn shortcut(code: &[Instr], at: usize) -> Option<Instr> {
    let (first, rest) = code.get(at..)?.split_first()?;
    match *first {
        Instr::Load(slot) => of_local(slot, rest, at),
        Instr::True | Instr::False => match *rest {
            [Instr::Return, ..] => Some(Instr::ReturnBool(*first == Instr::True)),
            _ => None,
        },
        Instr::Binary(BinaryOp::Add) => Some(Instr::Add),
        Instr::LoadCell(slot) => match *rest {
            [Instr::Load(_), Instr::Call(1), ..] => Some(Instr::CallCell(slot)),
            [
                Instr::Load(_),
                Instr::Int(int),
                Instr::Binary(op),
                Instr::Call(1),
                ..,
            ] => {
                addend(op, int)?;
                Some(Instr::CallCell(slot))
            }
            _ => None,
        },
        Instr::LoadAttr(name) => match *rest {
            [Instr::Compare(op @ (CompareOp::In | CompareOp::NotIn)), ..] => Some(Instr::AttrHas {
                name,
                negated: op == CompareOp::NotIn,
            }),
            _ => None,
        },
        Instr::LoadParam(slot) => match *rest {
            [Instr::LoadAttr(name), Instr::LoadAttr(_), ..] => {
                Some(Instr::ParamPath { slot, name })
            }
            [Instr::LoadAttr(name), ..] => Some(Instr::ParamAttr { slot, name }),
            [Instr::Const(id), Instr::Call(1), Instr::Pop, ..] => {
                Some(Instr::CallParam { slot, id })
            }
            _ => None,
        },
        Instr::ForIter(end) => match *rest {
            _ if search(code, at).is_some() => Some(Instr::ForNetwork(end)),
            [Instr::Store(slot), ..] => Some(Instr::ForStore { end, slot }),
            _ => None,
        },
        Instr::Int(int) => match *rest {
            [Instr::Compare(op), Instr::JumpIfFalse(to), ..] => Some(Instr::CompareIntBranch {
                orders: op.orders()?,
                int: i16::try_from(int).ok()?,
                to,
            }),
            _ => None,
        },
        Instr::Compare(op) => match *rest {
            [Instr::JumpIfFalse(to), ..] => Some(Instr::CompareBranch { op, to }),
            _ => None,
        },
        Instr::Const(id) => match *rest {
            [Instr::Compare(op @ (CompareOp::In | CompareOp::NotIn)), ..] => Some(Instr::InConst {
                id,
                negated: op == CompareOp::NotIn,
            }),
            [Instr::GetIter, ..] => Some(Instr::IterConst(id)),
            [Instr::CallMethod { count: 1, .. }, ..] => Some(Instr::MethodConst(id)),
            _ if Making::read(rest)?.takes_defaults() => Some(Instr::Defaults(id)),
            _ => None,
        },
        Instr::InPlace(BinaryOp::Add) => match *rest {
            [Instr::Store(slot), ..] => Some(Instr::AddStore(slot)),
            _ => None,
        },
        _ => None,
    }
}

/// The fused instruction for a local and what comes behind it.
fn of_local(slot: Slot, rest: &[Instr], at: usize) -> Option<Instr> {
    match *rest {
        [Instr::LoadAttr(name), ..] => Some(Instr::LocalAttr { slot, name }),
        [Instr::Return, ..] => Some(Instr::LocalReturn(slot)),
        [Instr::Int(int), Instr::InPlace(op), Instr::Store(to), ..] if slot == to => {
            let int = addend(op, int)?;
            Some(Instr::LocalIncrement { slot, int })
        }
        [Instr::Int(int), Instr::Binary(op), ..] if on_ints(op) => Some(match addend(op, int) {
            Some(int) => Instr::LocalAddInt { slot, int },
            None => Instr::LocalBinaryInt { op, slot, int },
        }),
        [
            Instr::Int(int),
            Instr::Compare(op),
            Instr::JumpIfFalse(to),
            ..,
        ] => Some(Instr::LocalCompareInt {
            orders: op.orders()?,
            slot,
            int: i16::try_from(int).ok()?,
            skip: u16::try_from((to.0 as usize).checked_sub(at + 4)?).ok()?,
        }),
        [
            Instr::Load(from),
            Instr::Int(int),
            Instr::Binary(op),
            Instr::InPlace(BinaryOp::Add),
            Instr::Store(to),
            ..,
        ] if slot == to => {
            let (op, int) = match (op, addend(op, int)) {
                (_, Some(int)) => (BinaryOp::Add, int),
                (BinaryOp::Mul | BinaryOp::BitAnd, None) => (op, int),
                _ => return None,
            };
            Some(Instr::LocalAccumulate {
                op,
                to,
                slot: from,
                int: i16::try_from(int).ok()?,
            })
        }
        _ => None,
    }
}

/// What an operator with this right operand adds, if it adds.
fn addend(op: BinaryOp, int: i32) -> Option<i32> {
    match op {
        BinaryOp::Add => Some(int),
        BinaryOp::Sub => int.checked_neg(),
        _ => None,
    }
}

/// Whether the machine computes it in place for two ints.
fn on_ints(op: BinaryOp) -> bool {
    match op {
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul => true,
        BinaryOp::FloorDiv | BinaryOp::Mod => true,
        BinaryOp::BitOr | BinaryOp::BitAnd | BinaryOp::BitXor => true,
        BinaryOp::Div | BinaryOp::Pow | BinaryOp::MatMul => false,
        BinaryOp::Shl | BinaryOp::Shr => false,
    }
}

impl Instr {
    /// The plain instruction in whose place a fused one stands; a plain one is itself.
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::ForStore { end, .. } | Self::ForNetwork(end) => Self::ForIter(end),
            Self::NextStore { head, .. } => Self::Jump(head),
            Self::LocalIncrement { slot, .. }
            | Self::LocalAddInt { slot, .. }
            | Self::LocalBinaryInt { slot, .. }
            | Self::LocalCompareInt { slot, .. }
            | Self::LocalAttr { slot, .. }
            | Self::LocalReturn(slot) => Self::Load(slot),
            Self::LocalAccumulate { to, .. } => Self::Load(to),
            Self::ReturnBool(true) => Self::True,
            Self::ReturnBool(false) => Self::False,
            Self::CallCell(slot) => Self::LoadCell(slot),
            Self::AttrHas { name, .. } => Self::LoadAttr(name),
            Self::ParamAttr { slot, .. }
            | Self::ParamPath { slot, .. }
            | Self::CallParam { slot, .. } => Self::LoadParam(slot),
            Self::CompareIntBranch { int, .. } => Self::Int(int.into()),
            Self::CompareBranch { op, .. } => Self::Compare(op),
            Self::InConst { id, .. } | Self::IterConst(id) | Self::MethodConst(id) => {
                Self::Const(id)
            }
            Self::Defaults(id) => Self::Const(id),
            Self::Add => Self::Binary(BinaryOp::Add),
            Self::AddStore(_) => Self::InPlace(BinaryOp::Add),
            plain => plain,
        }
    }

    /// Whether it is fused.
    #[must_use]
    pub fn is_fused(self) -> bool {
        matches!(
            self,
            Self::ForStore { .. }
                | Self::NextStore { .. }
                | Self::ForNetwork(_)
                | Self::IterConst(_)
                | Self::Defaults(_)
                | Self::LocalBinaryInt { .. }
                | Self::LocalAddInt { .. }
                | Self::LocalIncrement { .. }
                | Self::LocalAccumulate { .. }
                | Self::Add
                | Self::AddStore(_)
                | Self::InConst { .. }
                | Self::LocalCompareInt { .. }
                | Self::CompareIntBranch { .. }
                | Self::CompareBranch { .. }
                | Self::LocalReturn(_)
                | Self::CallCell(_)
                | Self::AttrHas { .. }
                | Self::LocalAttr { .. }
                | Self::ParamAttr { .. }
                | Self::ParamPath { .. }
                | Self::ReturnBool(_)
                | Self::CallParam { .. }
                | Self::MethodConst(_)
        )
    }
}

/// How the instructions of a chunk are written to a file: plain.
pub(super) mod plainly {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Instr;

    pub(crate) fn serialize<S: Serializer>(code: &[Instr], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(code.iter().map(|instr| instr.plain()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Box<[Instr]>, D::Error> {
        Box::deserialize(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::instr::{ConstId, Label, NameId};

    #[test]
    fn fused_code_is_the_plain_code_with_shortcuts() {
        let (i, s) = (Slot(0), Slot(1));
        let plain = [
            Instr::ForIter(Label(8)),
            Instr::Store(i),
            Instr::Load(s),
            Instr::Load(i),
            Instr::Int(7),
            Instr::Binary(BinaryOp::BitAnd),
            Instr::InPlace(BinaryOp::Add),
            Instr::Store(s),
            Instr::Jump(Label(0)),
        ];
        let mut code = plain;
        fuse(&mut code);
        let end = Label(8);
        assert_eq!(code.first(), Some(&Instr::ForStore { end, slot: i }));
        let head = Label(0);
        assert_eq!(code.last(), Some(&Instr::NextStore { head, slot: i }));
        assert_eq!(code.iter().filter(|instr| instr.is_fused()).count(), 5);
        assert_eq!(code.map(Instr::plain), plain);
    }

    #[test]
    fn what_is_added_up_is_told_apart_by_few_operators() {
        let (i, s) = (Slot(0), Slot(1));
        let summed = |op, int| {
            let first = [
                Instr::Load(s),
                Instr::Load(i),
                Instr::Int(int),
                Instr::Binary(op),
            ];
            let plain = [
                &first[..],
                &[Instr::InPlace(BinaryOp::Add), Instr::Store(s)],
            ]
            .concat();
            let mut code = plain.clone();
            fuse(&mut code);
            let again: Vec<_> = code.iter().map(|instr| instr.plain()).collect();
            assert_eq!(again, plain);
            match code.first() {
                Some(Instr::LocalAccumulate { op, int, .. }) => Some((*op, *int)),
                _ => None,
            }
        };
        assert_eq!(summed(BinaryOp::Sub, 7), Some((BinaryOp::Add, -7)));
        assert_eq!(summed(BinaryOp::Add, -7), Some((BinaryOp::Add, -7)));
        assert_eq!(summed(BinaryOp::Mul, 3), Some((BinaryOp::Mul, 3)));
        assert_eq!(summed(BinaryOp::BitAnd, 3), Some((BinaryOp::BitAnd, 3)));
        assert_eq!(summed(BinaryOp::Mod, 3), None);
        assert_eq!(summed(BinaryOp::Sub, i32::MIN), None);
    }

    #[test]
    fn a_call_with_one_plain_argument_begins_where_its_callee_is_loaded() {
        let (f, n) = (Slot(1), Slot(0));
        let near = |op| {
            let code = [Instr::LoadCell(f), Instr::Load(n), Instr::Int(1)];
            [code.as_slice(), &[Instr::Binary(op), Instr::Call(1)]].concat()
        };
        let alone = vec![Instr::LoadCell(f), Instr::Load(n), Instr::Call(1)];
        for plain in [near(BinaryOp::Add), near(BinaryOp::Sub), alone] {
            let mut code = plain.clone();
            fuse(&mut code);
            assert_eq!(code.first(), Some(&Instr::CallCell(f)));
            let again: Vec<_> = code.into_iter().map(Instr::plain).collect();
            assert_eq!(again, plain);
        }
        let mut product = near(BinaryOp::Mul);
        fuse(&mut product);
        assert_eq!(product.first(), Some(&Instr::LoadCell(f)));
    }

    #[test]
    fn what_policies_are_made_of_is_one_step_each() {
        let (slot, name, id) = (Slot(1), NameId(2), ConstId(3));
        let (load, attr, constant) = (
            Instr::LoadParam(slot),
            Instr::LoadAttr(name),
            Instr::Const(id),
        );
        let method = |count| Instr::CallMethod { name, count };
        let fused: [(&[Instr], Instr); 9] = [
            (&[load, attr], Instr::ParamAttr { slot, name }),
            (&[load, attr, attr], Instr::ParamPath { slot, name }),
            (
                &[load, constant, Instr::Call(1), Instr::Pop],
                Instr::CallParam { slot, id },
            ),
            (&[load, constant, Instr::Call(1), Instr::Return], load),
            (&[load, constant, Instr::Call(2), Instr::Pop], load),
            (&[constant, method(1)], Instr::MethodConst(id)),
            (&[constant, method(2)], constant),
            (&[Instr::True, Instr::Return], Instr::ReturnBool(true)),
            (&[Instr::False, Instr::Return], Instr::ReturnBool(false)),
        ];
        for (plain, first) in fused {
            let mut code = plain.to_vec();
            fuse(&mut code);
            assert_eq!(code.first(), Some(&first));
            let again: Vec<_> = code.into_iter().map(Instr::plain).collect();
            assert_eq!(again, plain);
        }
    }

    #[test]
    fn what_is_looked_for_in_an_attribute_is_looked_for_there() {
        let name = NameId(3);
        for (op, negated) in [(CompareOp::In, false), (CompareOp::NotIn, true)] {
            let plain = [Instr::LoadAttr(name), Instr::Compare(op)];
            let mut code = plain;
            fuse(&mut code);
            assert_eq!(code.first(), Some(&Instr::AttrHas { name, negated }));
            assert_eq!(code.map(Instr::plain), plain);
        }
    }
}
