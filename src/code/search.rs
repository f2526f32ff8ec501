//! The loops that look for the network an address lies in: `if address in ip_network(item)` and nothing
//! before it, or `if address in item`.

use super::instr::{Instr, Slot};
use crate::ops::CompareOp;

/// What such a loop looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    /// Loads the address.
    pub(crate) address: Instr,
    /// Loads the function that makes the network of an item; none: the item is the network.
    pub(crate) reads: Option<Instr>,
}

/// What the loop looks for whose [`Instr::ForIter`] stands at `head`, if that is all it does with an item
/// that it goes on from.
pub(crate) fn search(code: &[Instr], head: usize) -> Option<Search> {
    let plain = |at: usize| code.get(head + at).map(|instr| instr.plain());
    let Some(Instr::Store(item)) = plain(1) else {
        return None;
    };
    let address = plain(2).filter(|load| loads_another(*load, item))?;
    let (reads, compare) = match plain(3)? {
        load if loads(load, item) => (None, 4),
        load if loads_another(load, item) => {
            let called = loads(plain(4)?, item) && plain(5)? == Instr::Call(1);
            (called.then_some(Some(load))?, 6)
        }
        _ => return None,
    };
    let again = |at: usize| at == head || is_jump(code, at, head);
    let behind = head + compare + 2;
    let goes_on = match (plain(compare)?, plain(compare + 1)?) {
        (Instr::Compare(CompareOp::In), Instr::JumpIfFalse(to)) => again(to.0 as usize),
        (Instr::Compare(CompareOp::In), Instr::JumpIfTrue(_)) => is_jump(code, behind, head),
        _ => false,
    };
    goes_on.then_some(Search { address, reads })
}

/// Whether an instruction jumps to a place.
fn is_jump(code: &[Instr], at: usize, to: usize) -> bool {
    let jump = code.get(at).map(|instr| instr.plain());
    matches!(jump, Some(Instr::Jump(label)) if label.0 as usize == to)
}

/// Whether it loads the variable of a slot.
fn loads(instr: Instr, slot: Slot) -> bool {
    matches!(instr, Instr::Load(from) | Instr::LoadOuter(from) if from == slot)
}

/// Whether it loads a variable or global that the loop does not set.
fn loads_another(instr: Instr, item: Slot) -> bool {
    match instr {
        Instr::Load(slot) | Instr::LoadParam(slot) | Instr::LoadOuter(slot) => slot != item,
        Instr::LoadCell(_) | Instr::LoadOuterCell(_) | Instr::LoadGlobal(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::{Label, NameId};

    const ITEM: Slot = Slot(1);
    const ADDRESS: Instr = Instr::Load(Slot(0));
    const READS: Instr = Instr::LoadGlobal(NameId(0));

    /// A loop that begins so, whose condition jumps to its end, `behind` which stands a jump to the head.
    fn looping(condition: &[Instr], leaves: impl Fn(Label) -> Instr) -> Vec<Instr> {
        let jump = condition.len() as u32 + 5;
        let before = [Instr::ForIter(Label(jump + 1)), Instr::Store(ITEM)];
        let behind = [
            leaves(Label(jump)),
            Instr::True,
            Instr::Return,
            Instr::Jump(Label(0)),
        ];
        [before.as_slice(), condition, behind.as_slice()].concat()
    }

    const READ: [Instr; 5] = [
        ADDRESS,
        READS,
        Instr::Load(ITEM),
        Instr::Call(1),
        Instr::Compare(CompareOp::In),
    ];
    const PLAIN: [Instr; 3] = [ADDRESS, Instr::Load(ITEM), Instr::Compare(CompareOp::In)];

    #[test]
    fn a_loop_that_looks_for_a_network_is_known() {
        let address = ADDRESS;
        for (condition, reads) in [(READ.as_slice(), Some(READS)), (PLAIN.as_slice(), None)] {
            let found = Some(Search { address, reads });
            let code = looping(condition, Instr::JumpIfFalse);
            assert_eq!(search(&code, 0), found);
            let back = looping(condition, |_| Instr::JumpIfFalse(Label(0)));
            assert_eq!(search(&back, 0), found);
            let mut any = looping(condition, Instr::JumpIfTrue);
            any.insert(condition.len() + 3, Instr::Jump(Label(0)));
            assert_eq!(search(&any, 0), found);
        }
    }

    #[test]
    fn what_does_more_or_something_else_is_not() {
        for condition in [READ.as_slice(), &PLAIN] {
            assert_eq!(search(&looping(condition, Instr::JumpIfTrue), 0), None);
            let on = looping(condition, |jump| Instr::JumpIfFalse(Label(jump.0 - 2)));
            assert_eq!(search(&on, 0), None);
            for at in 0..condition.len() {
                let mut other = condition.to_vec();
                other.insert(at, Instr::None);
                assert_eq!(search(&looping(&other, Instr::JumpIfFalse), 0), None);
                other.remove(at);
                if let Some(instr) = other.get_mut(at) {
                    *instr = Instr::Compare(CompareOp::NotIn);
                }
                assert_eq!(search(&looping(&other, Instr::JumpIfFalse), 0), None);
            }
        }
        let own = [
            Instr::Load(ITEM),
            Instr::Load(ITEM),
            Instr::Compare(CompareOp::In),
        ];
        assert_eq!(search(&looping(&own, Instr::JumpIfFalse), 0), None);
    }
}
