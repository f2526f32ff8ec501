//! Makers of the errors that several steps of reading share.

use crate::error::{SyntaxError, SyntaxErrorClass};
use crate::source::{Place, Span};

/// A `SyntaxError`.
#[cold]
pub(crate) fn syntax(message: impl Into<String>, span: Span) -> SyntaxError {
    SyntaxError {
        class: SyntaxErrorClass::Syntax,
        message: message.into(),
        span,
    }
}

/// An `IndentationError`.
#[cold]
pub(crate) fn indentation(message: impl Into<String>, span: Span) -> SyntaxError {
    SyntaxError {
        class: SyntaxErrorClass::Indentation,
        message: message.into(),
        span,
    }
}

/// The last column of the indentation before a word, or the word where there is none.
pub(crate) fn before_word(source: &str, at: usize) -> Span {
    let indented = source
        .get(..at)
        .is_some_and(|before| before.ends_with([' ', '\t', '\x0c']));
    if indented {
        Span::new(at - 1, at)
    } else {
        Span::new(at, at)
    }
}

/// Tabs and spaces by which two lines cannot be compared.
#[cold]
pub(crate) fn tabs(source: &str, at: usize) -> SyntaxError {
    let before = source.get(..at).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    SyntaxError {
        class: SyntaxErrorClass::Tab,
        message: "inconsistent use of tabs and spaces in indentation".into(),
        span: Span::new(start, at),
    }
}

/// A line that ends blocks, but stands at the column of none.
#[cold]
pub(crate) fn unindent(source: &str, at: usize) -> SyntaxError {
    let rest = source.get(at..).unwrap_or("");
    let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
    indentation(
        "unindent does not match any outer indentation level",
        Span::new(end, end),
    )
}

/// A string literal without its closing quotes.
#[cold]
pub(crate) fn unterminated(source: &str, start: usize, quotes: &str) -> SyntaxError {
    let rest = source.get(start..).unwrap_or("");
    let (kind, end) = if quotes.len() == 3 {
        (
            "triple-quoted string",
            source.trim_end_matches(['\n', '\r']).len(),
        )
    } else {
        ("string", start + line_end(rest))
    };
    let line = Place::of(source, Span::new(end, end).start).line;
    syntax(
        format!("unterminated {kind} literal (detected at line {line})"),
        Span::new(start, start + 1),
    )
}

/// Where a line ends that backslashes may join to following ones.
fn line_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if matches!(c, '\n' | '\r') && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// A bracket without its partner.
#[cold]
pub(crate) fn unclosed(source: &str, at: usize) -> SyntaxError {
    let open = source
        .get(at..)
        .and_then(|s| s.chars().next())
        .unwrap_or('(');
    syntax(format!("'{open}' was never closed"), Span::new(at, at + 1))
}

/// A text without a statement: the wrapping function, on line 1 of what is compiled, has no body.
#[cold]
pub(crate) fn no_statement(source: &str) -> SyntaxError {
    let end = source.len();
    indentation(
        "expected an indented block after function definition on line 1",
        Span::new(end, end),
    )
}

/// Whether CPython looks no further for faults in the rest of a text.
pub(crate) fn stands(error: &SyntaxError) -> bool {
    error.class == SyntaxErrorClass::Indentation && error.message.starts_with("unexpected ")
}

/// Whether CPython names this fault of a text only when its parser gets there.
pub(crate) fn waits(error: &SyntaxError) -> bool {
    error.class != SyntaxErrorClass::Syntax || error.message.starts_with("unexpected ")
}

/// A character that no word can begin with.
#[cold]
pub(crate) fn character(source: &str, at: usize) -> SyntaxError {
    let c = source
        .get(at..)
        .and_then(|s| s.chars().next())
        .unwrap_or('\0');
    let span = Span::new(at, at + c.len_utf8());
    let code = u32::from(c);
    match c {
        '\0' => syntax("source code string cannot contain null bytes", span),
        _ if is_printable(c) => syntax(format!("invalid character '{c}' (U+{code:04X})"), span),
        _ => syntax(
            format!("invalid non-printable character U+{code:04X}"),
            span,
        ),
    }
}

/// What `str.isprintable` says of one character.
fn is_printable(c: char) -> bool {
    use unicode_general_category::{GeneralCategory as G, get_general_category};
    c == ' '
        || !matches!(
            get_general_category(c),
            G::Control
                | G::Format
                | G::Surrogate
                | G::PrivateUse
                | G::Unassigned
                | G::LineSeparator
                | G::ParagraphSeparator
                | G::SpaceSeparator
        )
}
