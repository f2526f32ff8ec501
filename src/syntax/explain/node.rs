//! What the second reading keeps of an expression: enough to name it in a message.

use crate::source::Span;

/// An expression, as far as messages speak of it.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    /// Where it stands, without surrounding parentheses.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) shape: Shape<'a>,
}

/// What an expression is.
#[derive(Clone, Copy)]
pub(crate) enum Shape<'a> {
    Name(&'a str),
    Attribute,
    Subscript,
    Starred(&'a Node<'a>),
    Tuple(&'a [Node<'a>]),
    List(&'a [Node<'a>]),
    /// The left operand, if the first comparison is `in`.
    Comparison(Option<&'a Node<'a>>),
    /// Everything that no message looks into, by its name in messages.
    Other(&'static str),
}

impl<'a> Node<'a> {
    /// What CPython calls such an expression.
    pub(crate) fn name(&self) -> &'static str {
        match self.shape {
            Shape::Name(_) => "name",
            Shape::Attribute => "attribute",
            Shape::Subscript => "subscript",
            Shape::Starred(_) => "starred",
            Shape::Tuple(_) => "tuple",
            Shape::List(_) => "list",
            Shape::Comparison(_) => "comparison",
            Shape::Other(name) => name,
        }
    }

    /// A name, attribute or subscript.
    pub(crate) fn is_single_target(&self) -> bool {
        matches!(
            self.shape,
            Shape::Name(_) | Shape::Attribute | Shape::Subscript
        )
    }

    /// The first part of it that cannot be a target of this kind.
    pub(crate) fn wrong_target(&self, kind: Target) -> Option<Node<'a>> {
        match self.shape {
            Shape::Name(_) | Shape::Attribute | Shape::Subscript => None,
            Shape::Tuple(items) | Shape::List(items) => {
                items.iter().find_map(|x| x.wrong_target(kind))
            }
            Shape::Starred(_) if kind == Target::Delete => Some(*self),
            Shape::Starred(x) => x.wrong_target(kind),
            Shape::Comparison(left) if kind == Target::Loop => {
                left.and_then(|x| x.wrong_target(kind))
            }
            Shape::Comparison(_) | Shape::Other(_) => Some(*self),
        }
    }
}

/// Where a target stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Before `=`, behind `as`.
    Assign,
    /// Behind `for`, where an `in` belongs to the loop.
    Loop,
    /// Behind `del`.
    Delete,
}

/// The arguments of a call, as far as messages speak of them.
#[derive(Clone, Copy, Default)]
pub(crate) struct Arguments<'a> {
    /// Arguments without a name, `*x` included.
    pub(crate) positional: usize,
    /// The last of these.
    pub(crate) last: Option<Node<'a>>,
    /// There is a `**x`.
    pub(crate) unpacked: bool,
    /// They end with some that have names, or that may stand among such.
    pub(crate) named: bool,
}
