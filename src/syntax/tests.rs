//! The tokens of small texts, as text in `tests/golden/tokens`.

#[path = "../../tests/support/golden.rs"]
mod golden;

use super::scan::scan;
use super::token::Token;
use crate::source::Place;

#[test]
fn tokens() {
    golden::check("tokens", "tokens", |source| {
        let scanned = scan(source);
        assert!(scanned.fault.is_none(), "{:?}", scanned.fault);
        let lines = scanned.tokens.iter().map(|(start, token, end)| {
            let (from, to) = (Place::of(source, *start), Place::of(source, *end));
            let (from, to) = (
                format!("{}.{}", from.line, from.column),
                format!("{}.{}", to.line, to.column),
            );
            let written = match token {
                Token::Name | Token::Number | Token::Str => Some((*start, *end)),
                Token::FStart | Token::FText | Token::RawText => Some((*start, *end)),
                _ => None,
            };
            let written = written.map_or(String::new(), |(start, end)| {
                format!("({:?})", &source[start as usize..end as usize])
            });
            format!("{from}-{to} {token:?}{written}\n")
        });
        lines.collect()
    });
}

#[test]
fn the_end_of_the_text_ends_lines_and_blocks() {
    let tokens = |source: &str| -> Vec<String> {
        let scanned = scan(source);
        scanned
            .tokens
            .iter()
            .map(|token| format!("{:?}", token.1))
            .collect()
    };
    assert_eq!(tokens("if a:\n  b"), tokens("if a:\n  b\n"));
    assert_eq!(tokens("a # b"), tokens("a\n"));
}
