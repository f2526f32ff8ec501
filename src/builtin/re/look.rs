//! What holds at a position of a text: line ends, word boundaries.

use super::fold;
use super::hay::Hay;
use super::sets;
use super::tree::Look;
use regex_syntax::hir::ClassUnicode;

fn member(set: &ClassUnicode, found: Option<(char, usize)>) -> bool {
    found.is_some_and(|(c, _)| fold::contains(set, c))
}

/// Whether a condition on the position holds.
pub(super) fn holds(look: Look, hay: impl Hay, at: usize) -> bool {
    let newline_follows = || matches!(hay.after(at), Some(('\n', _)));
    let boundary = |unicode| {
        let word = sets::word(unicode);
        member(word, hay.before(at)) != member(word, hay.after(at))
    };
    match look {
        Look::Start => at == 0,
        Look::LineStart => at == 0 || matches!(hay.before(at), Some(('\n', _))),
        Look::End => at == hay.end(),
        Look::LastLineEnd => at == hay.end() || at + 1 == hay.end() && newline_follows(),
        Look::LineEnd => at == hay.end() || newline_follows(),
        Look::Word { unicode } => boundary(unicode),
        Look::NotWord { unicode } => hay.end() > 0 && !boundary(unicode),
    }
}
