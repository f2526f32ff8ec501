//! Refused sources, drawn for people.

use std::fmt::Write;

use crate::error::SyntaxError;
use crate::source::Place;

/// A syntax error as the end of a CPython traceback: place, source line, caret, class and message.
#[must_use]
pub fn draw(name: &str, text: &str, error: &SyntaxError) -> String {
    let start = Place::of(text, error.span.start);
    let end = Place::of(text, error.span.end);
    let line = text
        .lines()
        .nth(start.line as usize - 1)
        .unwrap_or_default();
    let shown = line.trim_start();
    let cut = line.chars().count() - shown.chars().count();
    let from = (start.column as usize).saturating_sub(cut + 1);
    let last = if end.line == start.line {
        (end.column as usize).saturating_sub(cut + 1)
    } else {
        shown.chars().count()
    };
    let carets = "^".repeat(last.saturating_sub(from).max(1));
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "  File \"{name}\", line {}, column {}",
        start.line, start.column
    );
    let _ = writeln!(out, "    {shown}");
    let _ = writeln!(out, "    {}{carets}", " ".repeat(from));
    let _ = writeln!(out, "{}: {}", error.class.name(), error.message);
    out
}

/// A syntax error as the message that a decision shows for a policy that does not compile:
/// `TEXT (NAME, line N)`.
#[must_use]
pub fn line(name: &str, text: &str, error: &SyntaxError) -> String {
    let place = Place::of(text, error.span.start);
    format!("{} ({name}, line {})", error.message, place.line)
}

#[cfg(test)]
mod tests {
    use super::{draw, line};
    use crate::error::{SyntaxError, SyntaxErrorClass};
    use crate::source::Span;

    #[test]
    fn draws_the_line_and_underlines_the_place() {
        let text = "x = 1\n    y = = 2\n";
        let error = SyntaxError {
            class: SyntaxErrorClass::Syntax,
            message: "invalid syntax".to_owned(),
            span: Span::new(14, 15),
        };
        let drawn =
            "  File \"p\", line 2, column 9\n    y = = 2\n        ^\nSyntaxError: invalid syntax\n";
        assert_eq!(draw("p", text, &error), drawn);
        assert_eq!(line("p", text, &error), "invalid syntax (p, line 2)");
    }
}
