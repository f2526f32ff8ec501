//! Python's pattern syntax: alternatives, sequences and repeats.

use super::error::{PatternError, Refusal};
use super::escapes::{self, Escaped};
use super::flags::Flags;
use super::sets::{self, Item};
use super::tokens::{Token, Tokens};
use super::tree::{Fold, Greed, Look, Node, Width};
use std::sync::Arc;

/// How deep groups can stand in one another.
const DEEPEST: usize = 200;

/// A pattern, read and checked.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// What it matches.
    pub(crate) root: Node,
    /// The flags, those of the pattern's start included.
    pub(crate) flags: Flags,
    /// The number of groups.
    pub(crate) groups: u32,
    /// The groups that have names, in the order of their numbers.
    pub(crate) names: Vec<(String, u32)>,
}

/// What is known of the pattern while it is read.
pub(super) struct Parser<'p> {
    pub(super) tokens: Tokens<'p>,
    /// The flags of the whole pattern.
    pub(super) flags: Flags,
    pub(super) names: Vec<(String, u32)>,
    /// The width of each group once it is closed; the first stands for the whole match.
    pub(super) widths: Vec<Option<Width>>,
    /// Inside a lookbehind: the number of the first group that it cannot refer to.
    pub(super) behind: Option<u32>,
    /// Groups that conditions asked for by number before they were open, and where.
    pub(super) forward: Vec<(u32, usize)>,
}

/// Reads a pattern; `text` says whether it is a str (else the characters are bytes).
pub(crate) fn parse(chars: &[char], text: bool, flags: Flags) -> Result<Pattern, PatternError> {
    let mut parser = Parser {
        tokens: Tokens::new(chars, text)?,
        flags,
        names: Vec::new(),
        widths: vec![None],
        behind: None,
        forward: Vec::new(),
    };
    let root = parser.alternatives(flags, 0)?;
    let flags = parser.flags.complete(text)?;
    if parser.tokens.next.is_some() {
        return Err(parser.tokens.error("unbalanced parenthesis", 0));
    }
    for (group, position) in &parser.forward {
        if *group >= parser.open() {
            let message = format!("invalid group reference {group}");
            return Err(PatternError::at(message, *position));
        }
    }
    check_lookbehinds(&root)?;
    let groups = parser.open() - 1;
    Ok(Pattern {
        root,
        flags,
        groups,
        names: parser.names,
    })
}

/// A lookbehind must know how far to go back.
fn check_lookbehinds(node: &Node) -> Result<(), PatternError> {
    if let Node::Around {
        ahead: false,
        width,
        ..
    } = node
    {
        if width.least > u64::from(u32::MAX) {
            return Err(PatternError::plain(
                Refusal::Pattern,
                "looks too much behind",
            ));
        }
        if width.least != width.most {
            let message = "look-behind requires fixed-width pattern";
            return Err(PatternError::plain(Refusal::Pattern, message));
        }
    }
    node.children().into_iter().try_for_each(check_lookbehinds)
}

impl Parser<'_> {
    /// The number of groups opened so far, the whole match included.
    pub(super) fn open(&self) -> u32 {
        u32::try_from(self.widths.len()).unwrap_or(u32::MAX)
    }

    /// `a|b|c`.
    pub(super) fn alternatives(
        &mut self,
        flags: Flags,
        depth: usize,
    ) -> Result<Node, PatternError> {
        let mut flags = flags;
        let mut arms = vec![self.sequence(&mut flags, depth, depth == 0)?];
        while self.tokens.accept('|')? {
            arms.push(self.sequence(&mut flags, depth, false)?);
        }
        match arms.pop() {
            Some(only) if arms.is_empty() => Ok(only),
            last => {
                arms.extend(last);
                Ok(Node::Alt(arms))
            }
        }
    }

    /// One arm: what stands between `|` and parentheses. `first` says that the pattern's own flags may stand here.
    pub(super) fn sequence(
        &mut self,
        flags: &mut Flags,
        depth: usize,
        first: bool,
    ) -> Result<Node, PatternError> {
        if depth > DEEPEST {
            let message = "maximum recursion depth exceeded";
            return Err(PatternError::plain(Refusal::Recursion, message));
        }
        let mut parts = Vec::new();
        while let Some(this) = self.tokens.next {
            if matches!(this, Token::Char('|' | ')')) {
                break;
            }
            self.tokens.take()?;
            if flags.has(Flags::VERBOSE) && self.skipped(this)? {
                continue;
            }
            match this {
                Token::Escape(letter) => parts.push(self.escape(letter, *flags)?),
                Token::Char('[') => parts.push(self.set(*flags)?),
                Token::Char(sign @ ('*' | '+' | '?' | '{')) => {
                    self.repeat(sign, &mut parts, *flags)?
                }
                Token::Char('.') => {
                    let class = sets::any(flags.has(Flags::DOTALL));
                    parts.push(Node::Set(Arc::new(class)));
                }
                Token::Char('(') => self.group(&mut parts, flags, depth, first)?,
                Token::Char('^') => parts.push(Node::Look(match flags.has(Flags::MULTILINE) {
                    true => Look::LineStart,
                    false => Look::Start,
                })),
                Token::Char('$') => parts.push(Node::Look(match flags.has(Flags::MULTILINE) {
                    true => Look::LineEnd,
                    false => Look::LastLineEnd,
                })),
                Token::Char(c) => parts.push(self.literal(Item::Literal(u32::from(c)), *flags)),
            }
        }
        Ok(Node::Concat(parts))
    }

    /// In VERBOSE: whether this is white space or a comment, which is then read to its end.
    fn skipped(&mut self, this: Token) -> Result<bool, PatternError> {
        match this {
            Token::Char(' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') => Ok(true),
            Token::Char('#') => {
                while !matches!(self.tokens.take()?, None | Some(Token::Char('\n'))) {}
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn unicode(&self, flags: Flags) -> bool {
        self.tokens.text && !flags.has(Flags::ASCII)
    }

    /// How back references compare under the flags.
    pub(super) fn fold(&self, flags: Flags) -> Fold {
        match (flags.has(Flags::IGNORECASE), self.unicode(flags)) {
            (false, _) => Fold::Exact,
            (true, true) => Fold::Unicode,
            (true, false) => Fold::Ascii,
        }
    }

    /// One character or category outside brackets.
    fn literal(&self, item: Item, flags: Flags) -> Node {
        if let Item::Literal(code) = item {
            let cased = flags.has(Flags::IGNORECASE)
                && (code > 0x7f || char::from_u32(code).is_some_and(char::is_alphabetic));
            if let (false, Some(c)) = (cased, char::from_u32(code)) {
                return Node::Char(c);
            }
        }
        Node::Set(Arc::new(sets::build(
            &[item],
            false,
            flags,
            self.tokens.text,
        )))
    }

    fn escape(&mut self, letter: char, flags: Flags) -> Result<Node, PatternError> {
        let unicode = self.unicode(flags);
        Ok(match escapes::in_pattern(&mut self.tokens, letter)? {
            Escaped::Item(item) => self.literal(item, flags),
            Escaped::Place('A') => Node::Look(Look::Start),
            Escaped::Place('b') => Node::Look(Look::Word { unicode }),
            Escaped::Place('B') => Node::Look(Look::NotWord { unicode }),
            Escaped::Place(_) => Node::Look(Look::End),
            Escaped::Group(group, length) => {
                if group >= self.open() {
                    let message = format!("invalid group reference {group}");
                    return Err(self.tokens.error(message, length - 1));
                }
                self.closed(group, length)?;
                self.outside_lookbehind(group)?;
                Node::Backref(group, self.fold(flags))
            }
        })
    }

    /// A group can be referred to once it is closed; `back` is where the reference began.
    pub(super) fn closed(&self, group: u32, back: usize) -> Result<(), PatternError> {
        match self.widths.get(group as usize) {
            Some(Some(_)) => Ok(()),
            _ => Err(self.tokens.error("cannot refer to an open group", back)),
        }
    }

    /// A lookbehind cannot refer to a group of its own.
    pub(super) fn outside_lookbehind(&self, group: u32) -> Result<(), PatternError> {
        let Some(first) = self.behind else {
            return Ok(());
        };
        self.closed(group, 0)?;
        if group >= first {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.tokens.error(message, 0));
        }
        Ok(())
    }

    /// `* + ? {m,n}` behind its first sign: repeats the last part.
    fn repeat(
        &mut self,
        sign: char,
        parts: &mut Vec<Node>,
        flags: Flags,
    ) -> Result<(), PatternError> {
        let here = self.tokens.tell();
        let bounds = match sign {
            '?' => Some((0, Some(1))),
            '*' => Some((0, None)),
            '+' => Some((1, None)),
            _ => self.bounds(here)?,
        };
        let Some((least, most)) = bounds else {
            parts.push(self.literal(Item::Literal(u32::from(sign)), flags));
            return Ok(());
        };
        match parts.last() {
            None | Some(Node::Look(_)) => {
                return Err(PatternError::at(
                    "nothing to repeat",
                    here.saturating_sub(1),
                ));
            }
            Some(Node::Repeat { .. }) => {
                return Err(PatternError::at("multiple repeat", here.saturating_sub(1)));
            }
            Some(_) => {}
        }
        let greed = if self.tokens.accept('?')? {
            Greed::Lazy
        } else if self.tokens.accept('+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        if let Some(body) = parts.pop() {
            parts.push(Node::Repeat {
                least,
                most,
                greed,
                body: Box::new(body),
            });
        }
        Ok(())
    }

    /// The bounds in braces, or None where the brace stands for itself.
    fn bounds(&mut self, here: usize) -> Result<Option<(u32, Option<u32>)>, PatternError> {
        if self.tokens.next == Some(Token::Char('}')) {
            return Ok(None);
        }
        let (mut low, mut high) = (String::new(), String::new());
        self.tokens
            .take_while(usize::MAX, |c| c.is_ascii_digit(), &mut low)?;
        if self.tokens.accept(',')? {
            self.tokens
                .take_while(usize::MAX, |c| c.is_ascii_digit(), &mut high)?;
        } else {
            high.clone_from(&low);
        }
        if !self.tokens.accept('}')? {
            self.tokens.seek(here)?;
            return Ok(None);
        }
        let least = if low.is_empty() { 0 } else { count(&low)? };
        let most = if high.is_empty() {
            None
        } else {
            Some(count(&high)?)
        };
        if most.is_some_and(|most| most < least) {
            let back = self.tokens.tell().saturating_sub(here);
            return Err(self
                .tokens
                .error("min repeat greater than max repeat", back));
        }
        Ok(Some((least, most)))
    }
}

/// A bound of a repeat.
fn count(digits: &str) -> Result<u32, PatternError> {
    let number = digits.parse::<u32>().ok().filter(|n| *n < u32::MAX);
    number
        .ok_or_else(|| PatternError::plain(Refusal::Overflow, "the repetition number is too large"))
}
