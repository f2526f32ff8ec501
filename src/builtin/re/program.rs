//! A pattern as instructions for the backtracking machine, which takes every pattern Python takes.

use super::charset::CharSet;
use super::tree::{Fold, Greed, Look, Node, Width};

/// The place of an instruction.
pub(super) type Label = usize;
/// A register: group marks first, then what loops and assertions remember.
pub(super) type Register = usize;

/// How many turns a repeat may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// At least so many.
    pub(super) least: usize,
    /// At most so many.
    pub(super) most: usize,
}

/// One character's condition.
#[derive(Clone, Copy, Debug)]
pub(super) enum One {
    /// This character.
    Char(char),
    /// A member of the numbered set.
    Set(usize),
}

/// One step of the machine.
#[derive(Clone, Copy, Debug)]
pub(super) enum Op {
    /// Takes one character.
    One(One),
    /// Takes a run of characters.
    Run(One, Bounds, Greed),
    /// Checks the position.
    Look(Look),
    /// Marks the position in a register.
    Mark(Register),
    /// Marks the end of a group, which becomes the last one closed.
    Close(u32),
    /// Goes on, and later, if that fails, at the label.
    Fork(Label),
    /// Goes on at the label.
    Jump(Label),
    /// Starts counting the turns of a loop.
    Enter(Register),
    /// Before a turn of a greedy loop: one more turn, or out at the label.
    Turn(Register, Bounds, Label),
    /// Before a turn of a lazy loop: out at the label, or later at the next instruction.
    LazyTurn(Register, Bounds, Label),
    /// One more turn of a lazy loop, since leaving it failed.
    LazyMore(Register, Bounds),
    /// Takes what the group matched.
    Backref(u32, Fold),
    /// Goes on if the group matched, else at the label.
    IfGroup(u32, Label),
    /// Remembers in the register how much there is to reconsider.
    Fence(Register),
    /// Forgets what there was to reconsider since the fence.
    Cut(Register),
    /// Goes back to the place that the register holds.
    Return(Register),
    /// Goes back so many characters; failing that, fails.
    Back(u64),
    /// A negative assertion: goes on, and once that has failed at the label.
    Unless(Register, Label),
    /// The body of a negative assertion matched: undoes it and fails.
    Refuse(Register),
    /// The pattern has matched.
    Match,
}

/// The instructions of a pattern.
#[derive(Debug)]
pub(super) struct Program {
    /// What to do.
    pub(super) ops: Vec<Op>,
    /// The sets that the instructions name.
    pub(super) sets: Vec<CharSet>,
    /// How many registers they use.
    pub(super) registers: usize,
    /// The register of the group closed last.
    pub(super) last: Register,
}

impl Program {
    /// The instructions for a tree with so many groups.
    pub(super) fn new(root: &Node, groups: u32) -> Self {
        let last = (groups as usize).saturating_add(1).saturating_mul(2);
        let mut program = Self {
            ops: Vec::new(),
            sets: Vec::new(),
            registers: last + 1,
            last,
        };
        program.node(root);
        program.ops.push(Op::Match);
        program
    }

    fn register(&mut self, count: usize) -> Register {
        let first = self.registers;
        self.registers += count;
        first
    }

    fn here(&self) -> Label {
        self.ops.len()
    }

    /// Leaves room for an instruction that is known later.
    fn hole(&mut self) -> Label {
        self.ops.push(Op::Match);
        self.here() - 1
    }

    fn fill(&mut self, hole: Label, op: Op) {
        if let Some(place) = self.ops.get_mut(hole) {
            *place = op;
        }
    }

    fn one(&mut self, node: &Node) -> Option<One> {
        match node {
            Node::Char(c) => Some(One::Char(*c)),
            Node::Set(class) => {
                self.sets.push(CharSet::new(class));
                Some(One::Set(self.sets.len() - 1))
            }
            Node::Concat(parts) => match parts.as_slice() {
                [only] => self.one(only),
                _ => None,
            },
            _ => None,
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Char(_) | Node::Set(_) => {
                let one = self.one(node);
                self.ops.extend(one.map(Op::One));
            }
            Node::Look(look) => self.ops.push(Op::Look(*look)),
            Node::Concat(parts) => parts.iter().for_each(|part| self.node(part)),
            Node::Alt(arms) => self.alt(arms),
            Node::Capture(group, body) => {
                self.ops.push(Op::Mark(*group as usize * 2));
                self.node(body);
                self.ops.push(Op::Close(*group));
            }
            Node::Repeat {
                least,
                most,
                greed,
                body,
            } => {
                let most = most.map_or(usize::MAX, |most| most as usize);
                self.repeat(
                    Bounds {
                        least: *least as usize,
                        most,
                    },
                    *greed,
                    body,
                );
            }
            Node::Backref(group, fold) => self.ops.push(Op::Backref(*group, *fold)),
            Node::If(group, yes, no) => {
                let test = self.hole();
                self.node(yes);
                let skip = self.hole();
                self.fill(test, Op::IfGroup(*group, self.here()));
                self.node(no);
                self.fill(skip, Op::Jump(self.here()));
            }
            Node::Around {
                ahead,
                negate,
                width,
                body,
            } => self.around(*ahead, *negate, *width, body),
            Node::Atomic(body) => {
                let fence = self.register(1);
                self.ops.push(Op::Fence(fence));
                self.node(body);
                self.ops.push(Op::Cut(fence));
            }
        }
    }

    fn alt(&mut self, arms: &[Node]) {
        let mut skips = Vec::new();
        let Some((last, others)) = arms.split_last() else {
            return;
        };
        for arm in others {
            let fork = self.hole();
            self.node(arm);
            skips.push(self.hole());
            self.fill(fork, Op::Fork(self.here()));
        }
        self.node(last);
        for skip in skips {
            self.fill(skip, Op::Jump(self.here()));
        }
    }

    fn repeat(&mut self, bounds: Bounds, greed: Greed, body: &Node) {
        if let Some(one) = self.one(body) {
            self.ops.push(Op::Run(one, bounds, greed));
            return;
        }
        let count = self.register(3);
        self.ops.push(Op::Enter(count));
        match greed {
            Greed::Greedy => {
                let turn = self.hole();
                self.node(body);
                self.ops.push(Op::Jump(turn));
                self.fill(turn, Op::Turn(count, bounds, self.here()));
            }
            Greed::Lazy => {
                let turn = self.hole();
                self.ops.push(Op::LazyMore(count, bounds));
                self.node(body);
                self.ops.push(Op::Jump(turn));
                self.fill(turn, Op::LazyTurn(count, bounds, self.here()));
            }
            Greed::Possessive => {
                let fence = self.here();
                self.ops.push(Op::Fence(count + 2));
                let turn = self.hole();
                self.node(body);
                self.ops.push(Op::Cut(count + 2));
                self.ops.push(Op::Jump(fence));
                self.fill(turn, Op::Turn(count, bounds, self.here()));
            }
        }
    }

    fn around(&mut self, ahead: bool, negate: bool, width: Width, body: &Node) {
        let fence = self.register(2);
        let unless = negate.then(|| self.hole());
        if !negate {
            self.ops.push(Op::Fence(fence));
            self.ops.push(Op::Mark(fence + 1));
        }
        if !ahead {
            self.ops.push(Op::Back(width.least));
        }
        self.node(body);
        match unless {
            Some(unless) => {
                self.ops.push(Op::Refuse(fence));
                self.fill(unless, Op::Unless(fence, self.here()));
            }
            None => self.ops.extend([Op::Cut(fence), Op::Return(fence + 1)]),
        }
    }
}
