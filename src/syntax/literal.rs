//! Where literals and names end: the part of scanning that is done by hand.

use memchr::memchr2;

use super::fault;
use crate::error::SyntaxError;
use crate::source::Span;

/// Divides the opening of a literal into its prefix and its quotes.
pub(crate) fn split_prefix(opening: &str) -> (&str, &str) {
    let at = opening
        .bytes()
        .position(|byte| matches!(byte, b'"' | b'\''))
        .unwrap_or(opening.len());
    opening.split_at_checked(at).unwrap_or((opening, ""))
}

/// The bytes up to and with the closing quotes of a plain literal, from behind its opening.
pub(crate) fn string_end(rest: &str, quotes: &str) -> Option<usize> {
    let mut at = 0;
    let (bytes, quotes) = (rest.as_bytes(), quotes.as_bytes());
    let quote = *quotes.first()?;
    let ends = |byte: &u8| *byte == quote || matches!(byte, b'\\' | b'\n' | b'\r');
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(ends)?;
        match *bytes.get(at)? {
            b'\\' => at += escaped_length(bytes, at),
            byte if byte == quote
                && (quotes.len() == 1 || bytes.get(at..)?.starts_with(quotes)) =>
            {
                return Some(at + quotes.len());
            }
            b'\n' | b'\r' if quotes.len() == 1 => return None,
            _ => at += 1,
        }
    }
}

/// The same of a literal without prefix that ends in its line, in a text without backslashes.
pub(crate) fn plain_end(rest: &str, quotes: &str) -> Option<usize> {
    let [quote] = *quotes.as_bytes() else {
        return None;
    };
    let at = memchr2(quote, b'\n', rest.as_bytes())?;
    (rest.as_bytes().get(at) == Some(&quote)).then_some(at + 1)
}

/// The bytes of a backslash and of what it escapes.
fn escaped_length(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'\r') && bytes.get(at + 2) == Some(&b'\n') {
        3
    } else {
        2
    }
}

/// The bytes of an f-string's literal text: up to a lone brace or the closing quotes.
pub(crate) fn text_end(rest: &str, quotes: &str, raw: bool, in_spec: bool) -> Option<usize> {
    let mut at = 0;
    let bytes = rest.as_bytes();
    loop {
        let next = bytes.get(at + 1);
        match *bytes.get(at)? {
            b'\\' if matches!(next, Some(b'{' | b'}')) => at += 1,
            b'\\' if !raw && next == Some(&b'N') && bytes.get(at + 2) == Some(&b'{') => {
                let tail = rest.get(at..).unwrap_or("");
                at += tail.find(['}', '"', '\'', '\n']).map_or(3, |end| {
                    end + usize::from(tail.as_bytes().get(end) == Some(&b'}'))
                });
            }
            b'\\' => at += escaped_length(bytes, at),
            b'\n' | b'\r' if quotes.len() == 1 => return None,
            b @ (b'{' | b'}') if !in_spec && next == Some(&b) => at += 2,
            b'{' | b'}' => return Some(at),
            _ if rest.get(at..).is_some_and(|r| r.starts_with(quotes)) => return Some(at),
            _ => at += 1,
        }
    }
}

/// Refuses letters that cannot stand in a name.
pub(crate) fn check_name(source: &str, start: usize, name: &str) -> Result<(), SyntaxError> {
    if name.is_ascii() {
        return Ok(());
    }
    for (at, c) in name.char_indices() {
        let fits = if at == 0 {
            c == '_' || unicode_ident::is_xid_start(c)
        } else {
            unicode_ident::is_xid_continue(c)
        };
        if !fits {
            return Err(fault::character(source, start + at));
        }
    }
    Ok(())
}

/// The length of the number that begins at `start`, judged as CPython's tokenizer does.
pub(crate) fn number(source: &str, start: usize) -> Result<usize, SyntaxError> {
    let digits = source.as_bytes().get(start..).unwrap_or(&[]);
    let mut reader = Reader {
        start,
        bytes: digits,
        at: 0,
    };
    match (digits.first(), digits.get(1).map(u8::to_ascii_lowercase)) {
        (Some(b'0'), Some(b'x')) => reader.prefixed(16, "hexadecimal")?,
        (Some(b'0'), Some(b'o')) => reader.prefixed(8, "octal")?,
        (Some(b'0'), Some(b'b')) => reader.prefixed(2, "binary")?,
        _ => reader.decimal()?,
    }
    Ok(reader.at)
}

/// Reads the characters of one number.
struct Reader<'s> {
    start: usize,
    bytes: &'s [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// An error at the last character that was read.
    fn refuse(&self, message: String) -> SyntaxError {
        let at = self.start + self.at;
        fault::syntax(message, Span::new(at.saturating_sub(1), at))
    }

    /// Digits of a base behind its prefix, in groups divided by underscores.
    fn prefixed(&mut self, base: u32, kind: &str) -> Result<(), SyntaxError> {
        self.at = 2;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            if !char::from(self.peek()).is_digit(base) {
                return Err(self.wrong_digit(kind));
            }
            while char::from(self.peek()).is_digit(base) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            return Err(self.wrong_digit(kind));
        }
        self.end(kind)
    }

    fn wrong_digit(&mut self, kind: &str) -> SyntaxError {
        let digit = char::from(self.peek());
        if digit.is_ascii_digit() {
            self.at += 1;
            return self.refuse(format!("invalid digit '{digit}' in {kind} literal"));
        }
        self.refuse(format!("invalid {kind} literal"))
    }

    fn decimal(&mut self) -> Result<(), SyntaxError> {
        let mut leading = 0;
        if self.peek() != b'.' {
            self.digits()?;
            let written = self.bytes.get(..self.at).unwrap_or(&[]);
            leading = written
                .iter()
                .take_while(|b| matches!(b, b'0' | b'_'))
                .count();
        }
        let whole = self.at;
        if self.peek() == b'.' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.digits()?;
            }
        }
        let exponent = self.exponent()?;
        if matches!(self.peek(), b'j' | b'J') {
            self.at += 1;
            return self.end("imaginary");
        }
        if self.at == whole && !exponent && leading > 0 && leading < whole {
            return Err(fault::syntax(
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                Span::new(self.start, self.start + leading),
            ));
        }
        self.end("decimal")
    }

    /// Decimal digits in groups divided by single underscores.
    fn digits(&mut self) -> Result<(), SyntaxError> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return Err(self.refuse("invalid decimal literal".into()));
            }
        }
    }

    /// Reads an exponent if one is there; an `e` may also begin the word `else`.
    fn exponent(&mut self) -> Result<bool, SyntaxError> {
        if !matches!(self.peek(), b'e' | b'E') {
            return Ok(false);
        }
        let letter = self.at;
        self.at += 1;
        if matches!(self.peek(), b'+' | b'-') {
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return Err(self.refuse("invalid decimal literal".into()));
            }
        } else if !self.peek().is_ascii_digit() {
            self.at = letter;
            self.end("decimal")?;
            return Ok(true);
        }
        self.digits()?;
        Ok(true)
    }

    /// A number may touch a following keyword, but no other word of ASCII letters; of `if`, `in` and
    /// `is` CPython sees the two letters alone.
    fn end(&self, kind: &str) -> Result<(), SyntaxError> {
        const WORDS: [&[u8]; 5] = [b"and", b"else", b"for", b"or", b"not"];
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let is_letter = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        let length = rest
            .iter()
            .take_while(|b| is_letter(b) || !b.is_ascii())
            .count();
        let word = rest.get(..length).unwrap_or(&[]);
        let keyword = WORDS.contains(&word) || matches!(word, [b'i', b'f' | b'n' | b's', ..]);
        if rest.first().is_some_and(is_letter) && !keyword {
            return Err(self.refuse(format!("invalid {kind} literal")));
        }
        Ok(())
    }
}
