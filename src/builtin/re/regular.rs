//! Regular patterns as automata, which read a text once: the fast way for what needs no going back.
//!
//! An automaton is built for a kind of text. In an ASCII text the sets shrink to their ASCII members and word
//! boundaries are simple; a `$` is the end of a text that does not end in a newline. Other texts of such patterns
//! are left to the machine that goes back.

use super::tree::{Greed, Look, Node};
use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_syntax::hir::{
    self, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir,
};

/// The texts an automaton is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A str of ASCII characters.
    Ascii,
    /// Any str.
    Text,
    /// Bytes.
    Bytes,
}

/// What a pattern asks of a text before an automaton can search it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Only the machine that goes back can search for it.
    pub(super) going_back: bool,
    /// The text must not end in a newline.
    pub(super) no_last_newline: bool,
    /// The text must be ASCII (or bytes).
    pub(super) ascii: bool,
    /// The text must not be empty.
    pub(super) some: bool,
}

impl Needs {
    /// What a tree asks for.
    pub(super) fn of(node: &Node) -> Self {
        let mut needs = Self::default();
        needs.add(node);
        needs
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Look(Look::LastLineEnd) => self.no_last_newline = true,
            Node::Look(Look::Word { .. }) => self.ascii = true,
            Node::Look(Look::NotWord { .. }) => (self.ascii, self.some) = (true, true),
            Node::Backref(..) | Node::If(..) | Node::Around { .. } | Node::Atomic(_) => {
                self.going_back = true
            }
            Node::Repeat {
                most, greed, body, ..
            } => {
                // Automata have their own opinion on turns that take nothing.
                let endless = most.is_none_or(|most| most > 1) && body.width(&[]).least == 0;
                self.going_back |= endless || *greed == Greed::Possessive;
            }
            _ => {}
        }
        for child in node.children() {
            self.add(child);
        }
    }
}

/// The automaton for a tree; None if it would be too large.
pub(super) fn build(root: &Node, kind: Kind, full: bool) -> Option<Regex> {
    let whole = Hir::capture(hir::Capture {
        index: 0,
        name: None,
        sub: Box::new(translate(root, kind)),
    });
    let whole = match whole.into_kind() {
        hir::HirKind::Capture(capture) => *capture.sub,
        _ => return None,
    };
    let whole = if full {
        Hir::concat(vec![whole, Hir::look(hir::Look::End)])
    } else {
        whole
    };
    let config = Config::new()
        .utf8_empty(kind != Kind::Bytes)
        .nfa_size_limit(Some(1 << 20))
        .onepass_size_limit(Some(1 << 18))
        .hybrid_cache_capacity(1 << 18);
    Regex::builder()
        .configure(config)
        .build_from_hir(&whole)
        .ok()
}

fn translate(node: &Node, kind: Kind) -> Hir {
    match node {
        Node::Char(c) => literal(*c, kind),
        Node::Set(class) => set(class, kind),
        Node::Look(look) => Hir::look(match look {
            Look::Start => hir::Look::Start,
            Look::LineStart => hir::Look::StartLF,
            Look::End | Look::LastLineEnd => hir::Look::End,
            Look::LineEnd => hir::Look::EndLF,
            Look::Word { .. } => hir::Look::WordAscii,
            Look::NotWord { .. } => hir::Look::WordAsciiNegate,
        }),
        Node::Concat(parts) => {
            Hir::concat(parts.iter().map(|part| translate(part, kind)).collect())
        }
        Node::Alt(arms) => Hir::alternation(arms.iter().map(|arm| translate(arm, kind)).collect()),
        Node::Capture(group, body) => Hir::capture(hir::Capture {
            index: *group,
            name: None,
            sub: Box::new(translate(body, kind)),
        }),
        Node::Repeat {
            least,
            most,
            greed,
            body,
        } => Hir::repetition(hir::Repetition {
            min: *least,
            max: *most,
            greedy: *greed == Greed::Greedy,
            sub: Box::new(translate(body, kind)),
        }),
        Node::Atomic(body) => translate(body, kind),
        Node::Backref(..) | Node::If(..) | Node::Around { .. } => Hir::fail(),
    }
}

fn literal(c: char, kind: Kind) -> Hir {
    match kind {
        Kind::Bytes => u8::try_from(c).map_or_else(|_| Hir::fail(), |byte| Hir::literal([byte])),
        Kind::Ascii if !c.is_ascii() => Hir::fail(),
        Kind::Ascii | Kind::Text => {
            let mut buffer = [0; 4];
            Hir::literal(c.encode_utf8(&mut buffer).as_bytes())
        }
    }
}

fn set(class: &ClassUnicode, kind: Kind) -> Hir {
    match kind {
        Kind::Text => Hir::class(Class::Unicode(class.clone())),
        Kind::Ascii => {
            let mut ascii = class.clone();
            ascii.intersect(&ClassUnicode::new([ClassUnicodeRange::new('\0', '\x7f')]));
            Hir::class(Class::Unicode(ascii))
        }
        Kind::Bytes => {
            let bytes = class.iter().filter_map(|range| {
                let low = u8::try_from(range.start()).ok()?;
                let high = u8::try_from(range.end()).unwrap_or(u8::MAX);
                Some(ClassBytesRange::new(low, high))
            });
            Hir::class(Class::Bytes(ClassBytes::new(bytes)))
        }
    }
}

/// The group closed last: of those that end last the innermost of the latest, then what closes with it.
pub(super) fn last_closed(captures: &Captures, parents: &[u32]) -> Option<u32> {
    let spans = captures.iter().enumerate().skip(1);
    let spans = spans.filter_map(|(group, span)| span.map(|span| (span.end, span.start, group)));
    let (end, _, mut group) = spans.max()?;
    loop {
        let parent = parents.get(group).map_or(0, |parent| *parent as usize);
        match captures.get_group(parent) {
            Some(span) if parent != 0 && span.end == end => group = parent,
            _ => return u32::try_from(group).ok(),
        }
    }
}
