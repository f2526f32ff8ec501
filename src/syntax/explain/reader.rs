//! The second reading's hold on the tokens: where it is, how far it has looked, what it remembers.

use std::collections::HashMap;

use bumpalo::Bump;

use super::node::Node;
use crate::error::SyntaxError;
use crate::source::Span;
use crate::syntax::fault;
use crate::syntax::scan::Lexeme;
use crate::syntax::token::Token;

/// Why the reading ends: with the error it was looking for, or without one.
pub(crate) enum Stop {
    /// The error.
    Error(SyntaxError),
    /// The text is too deep or too twisted to go on.
    GiveUp,
}

/// Whether a rule matched; the reader stands behind the match, or where it stood before.
pub(crate) type Match<T> = Result<Option<T>, Stop>;

/// The rules whose answers are remembered, as CPython does: without, nesting would cost exponentially.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    Simple,
    Block,
    Expression,
    StarExpression,
    Disjunction,
    BitOr,
    Primary,
    Arguments,
    NamedMistake,
}

/// How many expressions or blocks may stand inside each other, and how much work a token may cause.
const MAX_DEPTH: usize = 400;
const FUEL: usize = 400;

pub(crate) struct Reader<'a> {
    pub(crate) source: &'a str,
    pub(crate) tokens: &'a [Lexeme],
    pub(crate) arena: &'a Bump,
    /// What a look behind the last token meets, if not the end of a sound text.
    pub(crate) behind: Option<SyntaxError>,
    /// F-strings that begin here or later may be wrong inside.
    pub(crate) suspect: usize,
    /// The rules for mistakes are tried too.
    pub(crate) mistakes: bool,
    pub(crate) at: usize,
    /// How many tokens have been looked at.
    pub(crate) seen: usize,
    /// Open brackets behind each token.
    levels: Vec<usize>,
    memory: HashMap<(Rule, usize), (Option<&'a Node<'a>>, usize)>,
    depth: usize,
    fuel: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        source: &'a str,
        tokens: &'a [Lexeme],
        arena: &'a Bump,
        behind: Option<SyntaxError>,
        suspect: usize,
    ) -> Self {
        let mut level = 0_usize;
        let levels = tokens.iter().map(|token| {
            match token.1 {
                Token::LParen | Token::LBracket | Token::LBrace => level += 1,
                Token::RParen | Token::RBracket | Token::RBrace => level = level.saturating_sub(1),
                _ => {}
            }
            level
        });
        Self {
            source,
            tokens,
            arena,
            behind,
            suspect,
            mistakes: false,
            at: 0,
            seen: 0,
            levels: levels.collect(),
            memory: HashMap::new(),
            depth: 0,
            fuel: (tokens.len() + 10) * FUEL,
        }
    }

    /// Begins the reading that also tries the rules for mistakes.
    pub(crate) fn again(&mut self) {
        self.at = 0;
        self.mistakes = true;
        self.memory.clear();
    }

    /// The next token; none at the end of the text.
    pub(crate) fn peek(&mut self) -> Result<Option<Token>, Stop> {
        self.seen = self.seen.max(self.at + 1);
        match (self.tokens.get(self.at), &self.behind) {
            (Some(token), _) => Ok(Some(token.1)),
            (None, Some(error)) => Err(Stop::Error(error.clone())),
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn is(&mut self, token: Token) -> Result<bool, Stop> {
        Ok(self.peek()? == Some(token))
    }

    /// Passes over `token` if it is next.
    pub(crate) fn accept(&mut self, token: Token) -> Result<bool, Stop> {
        let found = self.is(token)?;
        self.at += usize::from(found);
        Ok(found)
    }

    /// Passes over the next token, which must be this one: CPython says so on its first reading.
    pub(crate) fn force(&mut self, token: Token, text: &str) -> Result<(), Stop> {
        if self.accept(token)? {
            return Ok(());
        }
        Err(raise(self.span_at(self.at), format!("expected '{text}'")))
    }

    /// Raises if `token` is next.
    pub(crate) fn refuse_token(&mut self, token: Token, message: &str) -> Result<(), Stop> {
        let span = self.span_at(self.at);
        if self.accept(token)? {
            Err(raise(span, message))
        } else {
            Ok(())
        }
    }

    /// What is written of the next token.
    pub(crate) fn word(&self) -> &'a str {
        let span = self.span_at(self.at);
        self.source
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// A name that is next.
    pub(crate) fn name(&mut self) -> Match<&'a str> {
        match self.peek()? {
            Some(Token::Name) => {
                let name = self.word();
                self.at += 1;
                Ok(Some(name))
            }
            _ => Ok(None),
        }
    }

    /// The reader goes back and answers that nothing matched.
    pub(crate) fn back<T>(&mut self, start: usize) -> Match<T> {
        self.at = start;
        Ok(None)
    }

    /// The place of a token; behind the last one, the end of the text.
    pub(crate) fn span_at(&self, at: usize) -> Span {
        match self.tokens.get(at) {
            Some(&(start, _, end)) => Span { start, end },
            None => Span::new(self.source.len(), self.source.len()),
        }
    }

    /// From a token to the last one that was passed.
    pub(crate) fn span_from(&self, start: usize) -> Span {
        let first = self.span_at(start);
        let last = self.span_at(self.at.saturating_sub(1).max(start));
        first.to(last)
    }

    pub(crate) fn level_before(&self) -> usize {
        self.levels
            .get(self.at.saturating_sub(1))
            .copied()
            .unwrap_or(0)
    }

    /// The last token that was looked at: where CPython puts an error that has no better place.
    pub(crate) fn furthest(&self) -> usize {
        self.seen.saturating_sub(1)
    }

    /// An error at the last token that was looked at.
    pub(crate) fn raise_here(&self, message: &str) -> Stop {
        raise(self.layout_span(self.furthest()), message)
    }

    /// An `IndentationError` at the last token that was looked at.
    pub(crate) fn raise_indentation(&self, message: String) -> Stop {
        Stop::Error(fault::indentation(
            message,
            self.layout_span(self.furthest()),
        ))
    }

    /// The place of a token that may be layout: the last column of an indentation, or, where the text
    /// ends, the end of its last line.
    pub(crate) fn layout_span(&self, at: usize) -> Span {
        let span = self.span_at(at);
        match self.tokens.get(at) {
            Some((_, Token::Indent | Token::Dedent, _))
                if (span.start as usize) < self.source.len() =>
            {
                return fault::before_word(self.source, span.start as usize);
            }
            Some((_, Token::Dedent, _)) | None => {}
            Some(_) => return span,
        }
        let tokens = self.tokens.get(..at).unwrap_or(self.tokens);
        let newline = tokens.iter().rfind(|t| t.1 == Token::Newline);
        newline.map_or(span, |&(start, _, _)| Span { start, end: start })
    }

    pub(crate) fn put(&self, node: Node<'a>) -> &'a Node<'a> {
        self.arena.alloc(node)
    }

    /// Reads one level deeper, within bounds.
    pub(crate) fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            return Err(Stop::GiveUp);
        }
        self.depth += 1;
        self.fuel -= 1;
        let answer = read(self);
        self.depth -= 1;
        answer
    }

    /// Reads a rule, or remembers what it answered here.
    pub(crate) fn remembered(
        &mut self,
        rule: Rule,
        read: impl FnOnce(&mut Self) -> Match<Node<'a>>,
    ) -> Match<Node<'a>> {
        let start = self.at;
        if let Some(&(node, end)) = self.memory.get(&(rule, start)) {
            self.at = end;
            return Ok(node.copied());
        }
        let node = self.deeper(read)?;
        let kept = node.map(|node| self.put(node));
        self.memory.insert((rule, start), (kept, self.at));
        Ok(node)
    }

    /// Reads without the rules for mistakes.
    pub(crate) fn innocently<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mistakes = std::mem::replace(&mut self.mistakes, false);
        let answer = read(self);
        self.mistakes = mistakes;
        answer
    }
}

/// An error at a place.
#[cold]
pub(crate) fn raise(span: Span, message: impl Into<String>) -> Stop {
    Stop::Error(fault::syntax(message, span))
}
