//! Words and brackets that mean something only in their place, told apart before the grammar reads them:
//! it looks but one token ahead.

use super::scan::Lexeme;
use super::token::Token;

/// Tells the `(` of `with (a, b):` from that of `with (a, b) as c:` by what follows its `)`.
pub(crate) fn mark_with(tokens: &mut [Lexeme<'_>]) {
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
pub(crate) fn mark_match(tokens: &mut [Lexeme<'_>]) {
    let mut marks = Vec::new();
    // For each block whether it holds cases.
    let mut blocks = vec![false];
    let (mut line, mut begins) = (0, true);
    for (at, (_, token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Newline => begins = true,
            Token::Indent => {
                let head = tokens.get(line).map(|first| first.1);
                let cases = head == Some(Token::Name("match"));
                marks.extend(cases.then_some((line, Token::Match)));
                blocks.push(cases);
            }
            Token::Dedent => {
                blocks.pop();
            }
            word if begins => {
                (line, begins) = (at, false);
                if *word == Token::Name("case") && blocks.last() == Some(&true) {
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
