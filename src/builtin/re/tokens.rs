//! A pattern's characters, read one at a time; a backslash and what follows it are one token.

use super::error::PatternError;

/// A character, or an escape of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A character as it stands.
    Char(char),
    /// A backslash and this character.
    Escape(char),
}

impl Token {
    /// How many characters it was written with.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Char(_) => 1,
            Self::Escape(_) => 2,
        }
    }

    /// As it was written.
    pub(super) fn push_to(self, text: &mut String) {
        match self {
            Self::Char(c) => text.push(c),
            Self::Escape(c) => text.extend(['\\', c]),
        }
    }

    /// As it was written.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    /// The plain character, if it is one.
    pub(super) fn plain(self) -> Option<char> {
        match self {
            Self::Char(c) => Some(c),
            Self::Escape(_) => None,
        }
    }
}

/// The reader: one token ahead.
pub(super) struct Tokens<'p> {
    chars: &'p [char],
    index: usize,
    /// The token that comes.
    pub(super) next: Option<Token>,
    /// Whether the pattern is a str, not bytes.
    pub(super) text: bool,
}

impl<'p> Tokens<'p> {
    /// A reader at the start.
    pub(super) fn new(chars: &'p [char], text: bool) -> Result<Self, PatternError> {
        let mut tokens = Self {
            chars,
            index: 0,
            next: None,
            text,
        };
        tokens.advance()?;
        Ok(tokens)
    }

    fn advance(&mut self) -> Result<(), PatternError> {
        let Some(first) = self.chars.get(self.index) else {
            self.next = None;
            return Ok(());
        };
        if *first != '\\' {
            self.index += 1;
            self.next = Some(Token::Char(*first));
            return Ok(());
        }
        let Some(second) = self.chars.get(self.index + 1) else {
            let last = self.chars.len().saturating_sub(1);
            return Err(PatternError::at("bad escape (end of pattern)", last));
        };
        self.index += 2;
        self.next = Some(Token::Escape(*second));
        Ok(())
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Result<Option<Token>, PatternError> {
        let this = self.next;
        self.advance()?;
        Ok(this)
    }

    /// Takes the next token if it is this plain character.
    pub(super) fn accept(&mut self, wanted: char) -> Result<bool, PatternError> {
        let found = self.next == Some(Token::Char(wanted));
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// Appends at most `most` plain characters that `wanted` takes.
    pub(super) fn take_while(
        &mut self,
        most: usize,
        wanted: impl Fn(char) -> bool,
        into: &mut String,
    ) -> Result<(), PatternError> {
        for _ in 0..most {
            match self.next {
                Some(Token::Char(c)) if wanted(c) => into.push(c),
                _ => break,
            }
            self.advance()?;
        }
        Ok(())
    }

    /// Takes everything up to a terminator, which is taken as well; `name` says what is read.
    pub(super) fn take_until(&mut self, end: char, name: &str) -> Result<String, PatternError> {
        let mut taken = String::new();
        let mut length = 0;
        loop {
            let this = self.take()?;
            match this {
                None if length == 0 => return Err(self.error(format!("missing {name}"), 0)),
                None => {
                    let message = format!("missing {end}, unterminated name");
                    return Err(self.error(message, length));
                }
                Some(Token::Char(c)) if c == end => {
                    if length == 0 {
                        return Err(self.error(format!("missing {name}"), 1));
                    }
                    return Ok(taken);
                }
                Some(token) => {
                    length += token.len();
                    token.push_to(&mut taken);
                }
            }
        }
    }

    /// Where the next token starts.
    pub(super) fn tell(&self) -> usize {
        self.index - self.next.map_or(0, Token::len)
    }

    /// Goes back to a place that `tell` gave.
    pub(super) fn seek(&mut self, index: usize) -> Result<(), PatternError> {
        self.index = index;
        self.advance()
    }

    /// An error `back` characters before the next token.
    #[cold]
    pub(super) fn error(&self, message: impl Into<String>, back: usize) -> PatternError {
        let mut message = message.into();
        if !self.text && !message.is_ascii() {
            message = message.chars().map(backslashed).collect();
        }
        PatternError::at(message, self.tell().saturating_sub(back))
    }
}

/// A character of a message about bytes, which stays within ASCII.
fn backslashed(c: char) -> String {
    match u32::from(c) {
        0..=0x7f => c.to_string(),
        n @ 0x80..=0xff => format!("\\x{n:02x}"),
        n @ 0x100..=0xffff => format!("\\u{n:04x}"),
        n => format!("\\U{n:08x}"),
    }
}
