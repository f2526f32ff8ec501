//! The characters a match can start with, so that a search can pass over the rest.

use super::sets;
use super::tree::Node;
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// The characters a match of the tree starts with; None if it can be empty or start with any.
pub(super) fn of(root: &Node) -> Option<ClassUnicode> {
    let mut lead = Lead {
        class: ClassUnicode::empty(),
    };
    lead.add(root).then_some(lead.class)
}

struct Lead {
    class: ClassUnicode,
}

impl Lead {
    /// Adds what the node can start with; says whether it always takes something.
    fn add(&mut self, node: &Node) -> bool {
        match node {
            Node::Char(c) => {
                self.class.push(ClassUnicodeRange::new(*c, *c));
                true
            }
            Node::Set(class) => {
                self.class.union(class);
                true
            }
            Node::Look(_) | Node::Around { .. } => false,
            Node::Concat(parts) => parts.iter().any(|part| self.add(part)),
            Node::Alt(arms) => {
                let mut all = true;
                for arm in arms {
                    all &= self.add(arm);
                }
                all
            }
            Node::Capture(_, body) | Node::Atomic(body) => self.add(body),
            Node::Repeat {
                least, most, body, ..
            } => *most != Some(0) && self.add(body) && *least > 0,
            Node::If(_, yes, no) => {
                let yes = self.add(yes);
                self.add(no) && yes
            }
            Node::Backref(..) => {
                self.class = sets::any(true);
                false
            }
        }
    }
}
