//! Leaving statements: what `return`, `break` and `continue` do on their way out.

use super::super::refusal::refused;
use super::block::{Block, BlockKind};
use super::emitter::{Done, Emitter};
use crate::code::{Instr, Label};
use crate::error::SyntaxError;
use crate::syntax::tree::Expr;

/// Statements within statements at most, as in Python.
const NESTING: usize = 20;

impl<'t> Emitter<'_, 't> {
    /// Puts a block in force. Exceptions inside go to `handler`.
    pub(super) fn enter(&mut self, kind: BlockKind<'t>, handler: Option<Label>) -> Done {
        if self.blocks.len() >= NESTING {
            return Err(refused("too many statically nested blocks", self.at));
        }
        // What lies on top then is in the way of the exception that the handler gets.
        let dropped = match kind {
            BlockKind::Cleaning | BlockKind::Handling | BlockKind::With => 1,
            _ => 0,
        };
        self.blocks.push(Block {
            kind,
            region: handler.map(|handler| self.unit.protect(handler, dropped)),
            span: self.at,
        });
        Ok(())
    }

    /// Ends the innermost block where its code ends.
    pub(super) fn exit(&mut self) {
        if let Some(region) = self.blocks.pop().and_then(|block| block.region) {
            self.unit.leave(region);
        }
    }

    /// Runs what the blocks from number `down_to` on do when they are left; with `value`, what is
    /// returned lies on top and stays there. The blocks are handed back for [`Self::resume`].
    fn unwind(&mut self, down_to: usize, value: bool) -> Result<Vec<Block<'t>>, SyntaxError> {
        let mut left = Vec::new();
        if !self.reachable() {
            return Ok(left);
        }
        while self.blocks.len() > down_to {
            let Some(block) = self.blocks.pop() else {
                break;
            };
            if let Some(region) = block
                .region
                .filter(|_| !matches!(block.kind, BlockKind::Handling))
            {
                self.unit.leave(region);
            }
            self.within(block.span, |inner| inner.leave(block, value))?;
            left.push(block);
        }
        Ok(left)
    }

    /// Behind the jump out of them, blocks are in force again.
    fn resume(&mut self, left: Vec<Block<'t>>) {
        for mut block in left.into_iter().rev() {
            block.region = block.region.map(|region| self.unit.again(region));
            self.blocks.push(block);
        }
    }

    fn leave(&mut self, block: Block<'t>, value: bool) -> Done {
        let under = |inner: &mut Self| match value {
            true => inner.put(Instr::Swap(2)),
            false => Ok(()),
        };
        match block.kind {
            BlockKind::Loop {
                iterator: false, ..
            }
            | BlockKind::Try => Ok(()),
            BlockKind::Loop { .. } | BlockKind::Returning => {
                under(self)?;
                self.put(Instr::Pop)
            }
            BlockKind::Finally(body) if value => {
                self.in_block(BlockKind::Returning, |inner| inner.statements(body))
            }
            BlockKind::Finally(body) => self.statements(body),
            BlockKind::Cleaning => {
                under(self)?;
                self.put(Instr::Pop)?;
                under(self)?;
                self.put(Instr::LeaveHandler)
            }
            BlockKind::Handling => {
                under(self)?;
                self.put(Instr::LeaveHandler)?;
                if let Some(region) = block.region {
                    self.unit.leave(region);
                }
                Ok(())
            }
            BlockKind::Clause(Some(name)) => self.forget(name),
            BlockKind::Clause(None) => Ok(()),
            BlockKind::With => {
                under(self)?;
                self.put(Instr::WithExit)
            }
        }
    }

    pub(super) fn return_value(&mut self, value: Option<&'t Expr<'t>>) -> Done {
        match value {
            Some(value) => self.expr(value)?,
            None => self.put(Instr::None)?,
        }
        let plain = |block: &Block<'_>| {
            matches!(
                block.kind,
                BlockKind::Loop { .. } | BlockKind::Try | BlockKind::Returning
            )
        };
        let first = self.blocks.iter().position(|block| !plain(block));
        let left = self.unwind(first.unwrap_or(self.blocks.len()), true)?;
        self.put(Instr::Return)?;
        self.resume(left);
        Ok(())
    }

    /// `break`, or with `again` `continue`.
    pub(super) fn jump_out(&mut self, again: bool) -> Done {
        let found = self
            .blocks
            .iter()
            .rposition(|block| matches!(block.kind, BlockKind::Loop { .. }));
        let block = found.and_then(|at| Some((at, self.blocks.get(at)?)));
        let Some((
            at,
            Block {
                kind:
                    BlockKind::Loop {
                        again: start,
                        end,
                        iterator,
                    },
                ..
            },
        )) = block
        else {
            let message = if again {
                "'continue' not properly in loop"
            } else {
                "'break' outside loop"
            };
            return Err(refused(message, self.at));
        };
        let (start, end, iterator) = (*start, *end, *iterator);
        let left = self.unwind(at + 1, false)?;
        if iterator && !again {
            self.put(Instr::Pop)?;
        }
        self.put(Instr::Jump(if again { start } else { end }))?;
        self.resume(left);
        Ok(())
    }
}
