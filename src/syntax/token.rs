//! The words of the language: what logos tells apart, and what the layout adds between them.

use logos::Logos;

/// A token as the grammar reads it.
///
/// What was written stands in the source, between the token's ends.
/// `Quote` and `Digit` are openings only: the scanner reads on by hand and puts a whole literal in
/// their place. The variants without a pattern are made by the scanner and the layout.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\x0c]+")]
pub(crate) enum Token {
    /// The end of a logical line.
    Newline,
    /// A block begins.
    Indent,
    /// A block ends.
    Dedent,
    /// A number literal.
    Number,
    /// A plain string or bytes literal: prefix and quotes included.
    Str,
    /// The prefix and opening quotes of an f-string.
    FStart,
    /// Literal text of an f-string.
    FText,
    /// The same where backslashes are plain.
    RawText,
    /// The closing quotes of an f-string.
    FEnd,
    /// The `!` before an f-string's conversion.
    Bang,
    /// A `(` behind `with` that holds context managers rather than an expression.
    WithOpen,
    /// `match`; of the scanner's it is one only where it begins a statement.
    #[token("match")]
    Match,
    /// `case` where it begins a case.
    Case,
    /// A character or operator that no rule knows.
    #[regex(r"[$?!`]|<>")]
    Stray,

    /// The end of a physical line.
    #[regex(r"\r\n|\n|\r")]
    LineBreak,
    /// A comment.
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    /// A backslash outside a string.
    #[token("\\")]
    Backslash,
    /// The opening of a string, bytes or f-string literal.
    #[regex(r#"([rR]|[bB]|[uU]|[fF]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])?("|'|"""|''')"#)]
    Quote,
    /// The first characters of a number.
    #[regex(r"\.?[0-9]")]
    Digit,
    /// A name.
    #[regex("[A-Za-z_][A-Za-z0-9_]*")]
    Name,
    /// A name with other letters than those of ASCII; whether they may stand in one is checked by the
    /// scanner, which makes a `Name` of it.
    #[regex(r"([A-Za-z_][A-Za-z0-9_]*)?[\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*")]
    Wide,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LBracket,
    #[token("]")]
    RBracket,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semi,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Arrow,
    #[token(":=")]
    Walrus,
    #[token("=")]
    Assign,

    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("**")]
    DoubleStar,
    #[token("@")]
    At,
    #[token("<<")]
    Shl,
    #[token(">>")]
    Shr,
    #[token("|")]
    Pipe,
    #[token("&")]
    Amp,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,

    #[token("==")]
    EqEq,
    #[token("!=")]
    NotEq,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEq,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEq,

    #[token("+=")]
    PlusAssign,
    #[token("-=")]
    MinusAssign,
    #[token("*=")]
    StarAssign,
    #[token("/=")]
    SlashAssign,
    #[token("//=")]
    DoubleSlashAssign,
    #[token("%=")]
    PercentAssign,
    #[token("**=")]
    DoubleStarAssign,
    #[token("@=")]
    AtAssign,
    #[token("<<=")]
    ShlAssign,
    #[token(">>=")]
    ShrAssign,
    #[token("|=")]
    PipeAssign,
    #[token("&=")]
    AmpAssign,
    #[token("^=")]
    CaretAssign,
}
