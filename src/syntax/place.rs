//! Words and brackets that mean something only in their place, told apart before the grammar reads them:
//! it looks but one token ahead.

use super::scan::Lexeme;
use super::token::Token;
use crate::source::Span;

/// Tells the `(` of `with (a, b):` from that of `with (a, b) as c:` by what follows its `)`.
pub(crate) fn mark_with(tokens: &mut [Lexeme]) {
    let mut open = Vec::new();
    let mut marks = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [(_, before, _), (_, token, _)] = pair else {
            continue;
        };
        let at = at + 1;
        match token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                open.push((at, *before == Token::With))
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                let begun = open.pop().filter(|(start, with)| *with && at - start > 1);
                let colon = tokens
                    .get(at + 1)
                    .is_some_and(|next| next.1 == Token::Colon);
                marks.extend(begun.filter(|_| colon).map(|(start, _)| start));
            }
            _ => {}
        }
    }
    for at in marks {
        if let Some(token) = tokens.get_mut(at) {
            token.1 = Token::WithOpen;
        }
    }
}

/// Makes keywords of `match` where its line begins a block, and of `case` where it begins a line of that
/// block. No other line that begins with a name can have a block.
pub(crate) fn mark_match(source: &str, tokens: &mut [Lexeme]) {
    let is = |lexeme: &Lexeme, word: &str| {
        let (start, token, end) = *lexeme;
        token == Token::Name && source.get(start as usize..end as usize) == Some(word)
    };
    let mut marks = Vec::new();
    // For each block whether it holds cases.
    let mut blocks = vec![false];
    let (mut line, mut begins) = (0, true);
    for (at, lexeme) in tokens.iter().enumerate() {
        match lexeme.1 {
            Token::Newline => begins = true,
            Token::Indent => {
                let cases = tokens.get(line).is_some_and(|head| is(head, "match"));
                marks.extend(cases.then_some((line, Token::Match)));
                blocks.push(cases);
            }
            Token::Dedent => {
                blocks.pop();
            }
            _ if begins => {
                (line, begins) = (at, false);
                if blocks.last() == Some(&true) && is(lexeme, "case") {
                    marks.push((at, Token::Case));
                }
            }
            _ => {}
        }
    }
    for (at, mark) in marks {
        if let Some(token) = tokens.get_mut(at) {
            token.1 = mark;
        }
    }
}

/// The names that belong to a class because they stand in its body and begin with two underscores:
/// where, and the class's name.
pub(crate) fn private_names<'s>(source: &'s str, tokens: &[Lexeme]) -> Vec<(u32, &'s str)> {
    let mut names = Vec::new();
    let text = |lexeme: &Lexeme| {
        source
            .get(lexeme.0 as usize..lexeme.2 as usize)
            .unwrap_or("")
    };
    // The ends and names of the classes around.
    let mut around: Vec<(u32, &'s str)> = Vec::new();
    let mut coming: Option<(Span, &'s str)> = None;
    for (at, lexeme) in tokens.iter().enumerate() {
        let start = lexeme.0;
        around.retain(|class| start < class.0);
        if let Some((body, name)) = coming.filter(|class| class.0.start <= start) {
            around.push((body.end, name));
            coming = None;
        }
        match (lexeme.1, tokens.get(at + 1)) {
            (Token::Class, Some(name)) if name.1 == Token::Name => {
                let rest = tokens.get(at + 2..).unwrap_or_default();
                coming = body_of(rest).map(|body| (body, text(name)));
            }
            (Token::Name, _) if text(lexeme).starts_with("__") && !text(lexeme).ends_with("__") => {
                names.extend(around.last().map(|class| (start, class.1)));
            }
            _ => {}
        }
    }
    names
}

/// The body of a class behind its name. Where another class begins in the head, or in a body on the
/// same line, there is none: no class can stand there.
fn body_of(tokens: &[Lexeme]) -> Option<Span> {
    let (mut open, mut blocks, mut start) = (0_usize, 0_usize, None);
    for (at, (place, token, end)) in tokens.iter().enumerate() {
        match token {
            Token::LParen | Token::LBracket | Token::LBrace => open += 1,
            Token::RParen | Token::RBracket | Token::RBrace => open = open.saturating_sub(1),
            Token::Colon if open == 0 && start.is_none() => start = Some(*end),
            Token::Indent => blocks += 1,
            Token::Dedent => blocks = blocks.saturating_sub(1),
            Token::Class if blocks == 0 => return None,
            _ => {}
        }
        let line = *token == Token::Newline
            && tokens
                .get(at + 1)
                .is_none_or(|next| next.1 != Token::Indent);
        if blocks == 0 && (line || *token == Token::Dedent) {
            return start.map(|start| Span { start, end: *place });
        }
    }
    start.map(|start| Span {
        start,
        end: u32::MAX,
    })
}
