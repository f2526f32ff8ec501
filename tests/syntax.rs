//! Reading a text: trees and errors as text in `tests/golden`, and what holds for every text.

#![cfg(test)]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/show.rs"]
mod show;

use bumpalo::Bump;
use ordain::error::SyntaxError;
use ordain::report;
use ordain::source::Place;
use ordain::syntax::{ParseLimits, parse};
use proptest::prelude::*;

/// What divides the texts of one golden file.
const NEXT: &str = "===\n";

fn tree(source: &str) -> String {
    let arena = Bump::new();
    match parse(source, &arena, &ParseLimits::default()) {
        Ok(body) => show::tree(body, false),
        Err(error) => panic!("{}", report::draw("golden", source, &error)),
    }
}

fn refusal(source: &str, limits: &ParseLimits) -> Option<SyntaxError> {
    parse(source, &Bump::new(), limits).err()
}

fn drawing(source: &str) -> String {
    match refusal(source, &ParseLimits::default()) {
        Some(error) => as_python(source, &error),
        None => panic!("not refused: {source}"),
    }
}

/// How CPython ends a traceback with such an error, so that the files can be compared with it.
fn as_python(source: &str, error: &SyntaxError) -> String {
    let place = Place::of(source, error.span.start);
    let line = source
        .split('\n')
        .nth(place.line as usize - 1)
        .unwrap()
        .trim_end();
    let shown = line.trim_start_matches([' ', '\x0c']);
    let mut out = format!("  File \"golden\", line {}\n", place.line);
    if !shown.is_empty() {
        let column = (place.column as usize - 1).saturating_sub(line.len() - shown.len());
        let blank = |c: char| if c.is_whitespace() { c } else { ' ' };
        let gap = shown
            .chars()
            .map(blank)
            .chain(std::iter::repeat(' '))
            .take(column);
        let covered = &source[error.span.start as usize..error.span.end as usize];
        let marks = covered.split('\n').next().unwrap().chars().count();
        let room = (shown.chars().count() + 1).saturating_sub(column).max(1);
        let marks = "^".repeat(marks.clamp(1, room));
        out += &format!("    {shown}\n    {}{marks}\n", gap.collect::<String>());
    }
    out + &format!("{}: {}", error.class.name(), error.message)
}

#[test]
fn trees() {
    golden::check("trees", "tree", tree);
}

#[test]
fn errors() {
    golden::check("errors", "errors", |sources| {
        let drawings: Vec<String> = sources.split(NEXT).map(drawing).collect();
        drawings.join("\n")
    });
}

#[test]
fn what_is_too_large_is_refused() {
    let limits = ParseLimits {
        nesting: 50,
        bytes: 100_000,
    };
    let deep = [
        format!("x = {}1{}", "[".repeat(60), "]".repeat(60)),
        format!("x = {}1", "-".repeat(60)),
        format!("x = {}1", "not ".repeat(60)),
        format!("x = a{}", ".b".repeat(60)),
        format!("x = 1{}", " + 1".repeat(60)),
        format!("x = {}1", "lambda: ".repeat(60)),
        format!("x = {}1", "2 ** ".repeat(60)),
        format!("x = {}1", "1 if 1 else ".repeat(60)),
        format!("if 1: pass\n{}", "elif 1: pass\n".repeat(60)),
        (0..60)
            .map(|depth| format!("{}if 1:\n", " ".repeat(depth)))
            .collect::<String>()
            + &" ".repeat(60)
            + "pass",
    ];
    for source in deep {
        let error = refusal(&source, &limits).expect("too deep");
        assert_eq!(
            error.message, "too many nested expressions or blocks",
            "{source}"
        );
    }
    let error = refusal(&" ".repeat(100_001), &limits).expect("too long");
    assert_eq!(error.message, "source code is too large");
}

/// Texts that make a careless reader slow or overrun its stack.
#[test]
fn hostile_texts_are_refused_in_time() {
    let many = 20_000;
    let hostile = [
        "(".repeat(many),
        "[".repeat(150) + "a b",
        "{".repeat(150) + "a b" + &"}".repeat(150),
        "f(".repeat(150) + "a b" + &")".repeat(150),
        "{1:".repeat(150) + "a b" + &"}".repeat(150),
        "(a for a in ".repeat(150) + "a b" + &")".repeat(150),
        "lambda: ".repeat(many) + "=",
        "not ".repeat(many) + "=",
        "-".repeat(many) + "=",
        "a if b else ".repeat(many) + "=",
        "a ".repeat(many),
        "a = ".repeat(many) + "1 1",
        "a, ".repeat(many) + "b c",
        "f'{".repeat(many),
        "f'{a}' ".repeat(many) + "=",
        "with ".repeat(many),
        "with (".repeat(150),
        "def f(a, ".repeat(many),
        "x = {".to_owned() + &"a: b, ".repeat(many) + "a b}",
        "f(".to_owned() + &"a=b, ".repeat(many) + "c)",
        "f(".to_owned() + &"a=b, ".repeat(many) + "d=e)",
        "if a:\n b\n".repeat(many) + "else",
        "try:\n a\nexcept:\n b\n".repeat(2_000) + "c d",
        (0..90)
            .map(|depth| format!("{}if a:\n", " ".repeat(depth)))
            .collect::<String>()
            + "b c",
        "\\\n".repeat(many),
        "match a, ".repeat(many),
        "match a:\n case ".to_owned() + &"[".repeat(150) + "a b" + &"]".repeat(150) + ": pass",
        "match a:\n case ".to_owned() + &"(".repeat(150) + "a b" + &")".repeat(150) + ": pass",
        "match a:\n case ".to_owned() + &"a(b=".repeat(150) + "a b" + &")".repeat(150) + ": pass",
        "match a:\n case ".to_owned() + &"{1: ".repeat(150) + "a b" + &"}".repeat(150) + ": pass",
        "match a:\n case ".to_owned() + &"1 | ".repeat(many) + "a b: pass",
        "match a:\n case 1: pass\n".repeat(many) + "a b",
        "print ".repeat(many),
        "a.b".repeat(many) + " c",
    ];
    for source in hostile {
        assert!(
            refusal(&source, &ParseLimits::default()).is_some(),
            "{:.60}",
            source
        );
    }
}

/// Pieces of texts, so that arbitrary texts are not refused at their first character.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "if",
        "else",
        "elif",
        "for",
        "in",
        "while",
        "def",
        "f",
        "x",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "=",
        "==",
        ":=",
        "->",
        "*",
        "**",
        "/",
        "+",
        ".",
        "1",
        "1_0",
        "0x",
        "'a'",
        "\"b\"",
        "f'{x",
        "}'",
        "{y!r:>{w}}'",
        "\"\"\"",
        "'",
        "\n",
        "\n ",
        "\n    ",
        "\n\t",
        "\\\n",
        " ",
        "#",
        "é",
        "\u{a0}",
        "lambda",
        "yield",
        "return",
        "try",
        "except",
        "finally",
        "with",
        "as",
        "not",
        "is",
        "None",
        "async",
        "class",
        "match",
        "case",
        "_",
        "@",
        ";",
        "del",
        "import",
        "from",
        "global",
        "\r",
        "\x0c",
        "\\",
        "print",
        "b'",
        "\\N{",
        "\u{1F600}",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..40)
        .prop_map(|words| words.concat())
}

/// What must hold for every text.
fn check(source: &str) {
    let arena = Bump::new();
    match parse(source, &arena, &ParseLimits::default()) {
        Ok(body) => {
            show::tree(body, true);
            for stmt in body {
                assert!(stmt.span.start <= stmt.span.end && stmt.span.end as usize <= source.len());
                assert!(
                    source
                        .get(stmt.span.start as usize..stmt.span.end as usize)
                        .is_some()
                );
            }
        }
        Err(error) => {
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            assert!(
                start <= end && end <= source.len(),
                "{error:?} in {source:?}"
            );
            assert!(
                source.is_char_boundary(start) && source.is_char_boundary(end),
                "{error:?} in {source:?}"
            );
            assert!(!report::draw("any", source, &error).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_or_refused(source in any::<String>()) {
        check(&source);
    }

    #[test]
    fn any_words_are_read_or_refused(source in pieces()) {
        check(&source);
    }
}
