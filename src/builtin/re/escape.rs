//! `re.escape`.

/// Whether `re.escape` puts a backslash before this character.
pub(crate) fn special(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '?'
            | '*'
            | '+'
            | '-'
            | '|'
            | '^'
            | '$'
            | '\\'
            | '.'
            | '&'
            | '~'
            | '#'
            | ' '
            | '\t'
            | '\n'
            | '\r'
            | '\x0b'
            | '\x0c'
    )
}

/// A character as `re.escape` gives it.
pub(crate) fn escaped(c: char) -> String {
    if special(c) {
        format!("\\{c}")
    } else {
        c.to_string()
    }
}
