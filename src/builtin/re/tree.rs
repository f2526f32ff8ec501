//! A parsed pattern: every construct of Python's pattern language, with the flags already applied.

use regex_syntax::hir::ClassUnicode;
use std::sync::Arc;

/// How a repeat chooses the number of its turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Greed {
    /// As many as possible, fewer if the rest asks for it.
    Greedy,
    /// As few as possible, more if the rest asks for it.
    Lazy,
    /// As many as possible, never reconsidered.
    Possessive,
}

/// What holds at a position, without taking text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// `\A`, and `^` outside MULTILINE.
    Start,
    /// `^` in MULTILINE.
    LineStart,
    /// `\Z`.
    End,
    /// `$` outside MULTILINE: the end, or before a newline that ends the text.
    LastLineEnd,
    /// `$` in MULTILINE.
    LineEnd,
    /// `\b`, with Unicode's or ASCII's word characters.
    Word {
        /// Whether word characters are Unicode's.
        unicode: bool,
    },
    /// `\B`; never holds in an empty text.
    NotWord {
        /// Whether word characters are Unicode's.
        unicode: bool,
    },
}

/// How a back reference compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    /// Letter by letter.
    Exact,
    /// Ignoring the case of ASCII letters.
    Ascii,
    /// Ignoring case as Unicode has it.
    Unicode,
}

/// The least and the greatest number of characters something matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Width {
    /// At least so many.
    pub(crate) least: u64,
    /// At most so many; saturates.
    pub(crate) most: u64,
}

/// A node of the pattern.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// This one character (a byte of a bytes pattern is its Latin-1 character).
    Char(char),
    /// One character of a set.
    Set(Arc<ClassUnicode>),
    /// A condition on the position.
    Look(Look),
    /// One after the other; also a group that does not capture.
    Concat(Vec<Node>),
    /// The first that leads to a match.
    Alt(Vec<Node>),
    /// A capturing group.
    Capture(u32, Box<Node>),
    /// A repeat; `most` is None without a bound.
    Repeat {
        /// The least number of turns.
        least: u32,
        /// The greatest number of turns.
        most: Option<u32>,
        /// How turns are chosen.
        greed: Greed,
        /// What is repeated.
        body: Box<Node>,
    },
    /// The text that a group matched, again.
    Backref(u32, Fold),
    /// One branch if a group took part in the match, the other if not.
    If(u32, Box<Node>, Box<Node>),
    /// Lookahead or lookbehind.
    Around {
        /// Whether it looks ahead.
        ahead: bool,
        /// Whether it must not match.
        negate: bool,
        /// The width of the body.
        width: Width,
        /// What is looked for.
        body: Box<Node>,
    },
    /// What matches first is kept.
    Atomic(Box<Node>),
}

impl Width {
    /// Exactly `n` characters.
    pub(crate) const fn exactly(n: u64) -> Self {
        Self { least: n, most: n }
    }

    fn then(self, next: Self) -> Self {
        Self {
            least: self.least.saturating_add(next.least),
            most: self.most.saturating_add(next.most),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    fn times(self, least: u32, most: Option<u32>) -> Self {
        let most = match most {
            None if self.most > 0 => u64::MAX,
            None => 0,
            Some(n) => self.most.saturating_mul(u64::from(n)),
        };
        Self {
            least: self.least.saturating_mul(u64::from(least)),
            most,
        }
    }
}

impl Node {
    /// The pattern that matches the empty text.
    pub(crate) const EMPTY: Self = Self::Concat(Vec::new());

    /// How many characters this can match; `groups` holds the widths of the closed groups.
    pub(crate) fn width(&self, groups: &[Option<Width>]) -> Width {
        match self {
            Self::Char(_) | Self::Set(_) => Width::exactly(1),
            Self::Look(_) | Self::Around { .. } => Width::exactly(0),
            Self::Concat(parts) => {
                let widths = parts.iter().map(|part| part.width(groups));
                widths.fold(Width::exactly(0), Width::then)
            }
            Self::Alt(arms) => {
                let widths = arms.iter().map(|arm| arm.width(groups));
                widths.reduce(Width::or).unwrap_or(Width::exactly(0))
            }
            Self::Capture(_, body) | Self::Atomic(body) => body.width(groups),
            Self::Repeat {
                least, most, body, ..
            } => body.width(groups).times(*least, *most),
            Self::Backref(group, _) => {
                let known = groups.get(*group as usize).copied().flatten();
                known.unwrap_or(Width {
                    least: 0,
                    most: u64::MAX,
                })
            }
            Self::If(_, yes, no) => yes.width(groups).or(no.width(groups)),
        }
    }

    /// The nodes directly below.
    pub(crate) fn children(&self) -> Vec<&Self> {
        match self {
            Self::Char(_) | Self::Set(_) | Self::Look(_) | Self::Backref(..) => Vec::new(),
            Self::Concat(parts) | Self::Alt(parts) => parts.iter().collect(),
            Self::Capture(_, body) | Self::Atomic(body) => vec![body],
            Self::Repeat { body, .. } | Self::Around { body, .. } => vec![body],
            Self::If(_, yes, no) => vec![yes, no],
        }
    }

    /// At how many places of the pattern a search can stand at once, about: what is repeated counts as often
    /// as it is written out.
    pub(crate) fn places(&self) -> usize {
        let inner = self.children().into_iter().map(Self::places);
        let inner = inner.fold(1, usize::saturating_add);
        match self {
            Self::Repeat { least, most, .. } => {
                let turns = most.unwrap_or(least.saturating_add(1)).max(1);
                inner.saturating_mul(turns as usize)
            }
            _ => inner,
        }
    }
}
