//! Words and brackets that mean something only in their place, told apart before the grammar reads them:
//! it looks but one token ahead.

use super::scan::Lexeme;
use super::token::Token;

/// Tells the `(` of `with (a, b):` from that of `with (a, b) as c:` by what follows its `)`.
pub(crate) fn mark_with(tokens: &mut [Lexeme]) {
    if tokens.iter().all(|token| token.1 != Token::With) {
        return;
    }
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
