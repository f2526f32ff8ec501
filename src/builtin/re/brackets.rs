//! Sets in brackets.

use super::error::PatternError;
use super::escapes;
use super::flags::Flags;
use super::parse::Parser;
use super::sets::{self, Item};
use super::tokens::Token;
use super::tree::Node;
use std::sync::Arc;

impl Parser<'_> {
    /// `[...]`, behind the opening bracket.
    pub(super) fn set(&mut self, flags: Flags) -> Result<Node, PatternError> {
        let start = self.tokens.tell().saturating_sub(1);
        let negate = self.tokens.accept('^')?;
        let mut items: Vec<Item> = Vec::new();
        loop {
            let this = self.member(start)?;
            if this == Token::Char(']') && !items.is_empty() {
                break;
            }
            let low = self.item(this)?;
            if !self.tokens.accept('-')? {
                items.push(low);
                continue;
            }
            let that = self.member(start)?;
            if that == Token::Char(']') {
                items.extend([low, Item::Literal(u32::from('-'))]);
                break;
            }
            let high = self.item(that)?;
            match (low, high) {
                (Item::Literal(low), Item::Literal(high)) if low <= high => {
                    items.push(Item::Range(low, high))
                }
                _ => {
                    let message = format!("bad character range {}-{}", this.text(), that.text());
                    return Err(self.tokens.error(message, this.len() + 1 + that.len()));
                }
            }
        }
        items.dedup();
        Ok(Node::Set(Arc::new(sets::build(
            &items,
            negate,
            flags,
            self.tokens.text,
        ))))
    }

    /// The next token inside brackets that opened at `start`.
    fn member(&mut self, start: usize) -> Result<Token, PatternError> {
        let this = self.tokens.take()?;
        this.ok_or_else(|| PatternError::at("unterminated character set", start))
    }

    fn item(&mut self, token: Token) -> Result<Item, PatternError> {
        match token {
            Token::Escape(letter) => escapes::in_set(&mut self.tokens, letter),
            Token::Char(c) => Ok(Item::Literal(u32::from(c))),
        }
    }
}
