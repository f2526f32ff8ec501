//! What the writer of instructions holds while it walks the tree.

use super::super::lines::Lines;
use super::super::pool::{Pool, number};
use super::super::refusal::refused;
use super::super::scope::{ScopeId, Tables};
use super::super::unit::Unit;
use super::block::Block;
use crate::code::{Chunk, Const, ConstId, Instr, Label, NameId, Params, RawProgram, Shape};
use crate::error::SyntaxError;
use crate::host::Param;
use crate::source::Span;
use crate::syntax::tree::Body;
use crate::value::value::ChunkId;

pub(super) type Done = Result<(), SyntaxError>;

/// Instructions of a whole program at most; a `finally` is written several times.
const CODE: usize = 1 << 20;

/// The walk over the tree.
pub(super) struct Emitter<'a, 't> {
    pub(super) tables: &'a Tables<'t>,
    pub(super) lines: Lines<'a>,
    pub(super) pool: Pool<'t>,
    pub(super) chunks: Vec<Option<Chunk>>,
    /// The function being written.
    pub(super) unit: Unit,
    /// The scope whose names count: the function's, or a comprehension's in its code.
    pub(super) scope: ScopeId,
    /// The statements around this one that have something to say when they are left.
    pub(super) blocks: Vec<Block<'t>>,
    /// Where what is written now comes from.
    pub(super) at: Span,
    /// Instructions of the functions that are done or wait.
    pub(super) written: usize,
}

/// Writes a policy.
///
/// # Errors
/// What Python refuses when it writes code, and programs beyond what instructions can number.
pub(crate) fn emit<'t>(
    name: &str,
    source: &str,
    body: Body<'t>,
    tables: &Tables<'t>,
) -> Result<RawProgram, SyntaxError> {
    let mut emitter = Emitter {
        tables,
        lines: Lines::new(source),
        pool: Pool::new(source.len()),
        chunks: Vec::new(),
        unit: Unit::new(ScopeId::BODY, ChunkId(0), 0),
        scope: ScopeId::BODY,
        blocks: Vec::new(),
        at: Span::default(),
        written: 0,
    };
    emitter.function(ScopeId::BODY, None, Shape::default(), true, |inner| {
        inner.statements(body)
    })?;
    let (constants, names) = emitter.pool.finish();
    Ok(RawProgram {
        name: name.into(),
        chunks: emitter.chunks.into_iter().flatten().collect(),
        constants,
        names,
    })
}

impl<'t> Emitter<'_, 't> {
    /// The context names among the slots of a function: only the policy's body has any.
    pub(super) fn params(&self, home: ScopeId) -> Result<Params, SyntaxError> {
        let mut params = Params::default();
        for param in Param::ALL.into_iter().filter(|_| home == ScopeId::BODY) {
            match self.tables.context(param.name()) {
                Some((slot, read)) if usize::from(slot.0) == params.held() => {
                    params.add(param, read);
                }
                Some(_) => return Err(refused("a bug in ordain: a misplaced slot", self.at)),
                None => {}
            }
        }
        Ok(params)
    }

    /// Writes an instruction.
    pub(super) fn put(&mut self, instr: Instr) -> Done {
        if self.written + self.unit.len() >= CODE {
            return Err(refused("the policy is too large", self.at));
        }
        self.unit.push(instr, self.at);
        Ok(())
    }

    pub(super) fn label(&mut self) -> Label {
        self.unit.label()
    }

    pub(super) fn place(&mut self, label: Label) {
        self.unit.place(label);
    }

    pub(super) fn reachable(&self) -> bool {
        self.unit.reachable()
    }

    /// Does `work` for what stands at `span`.
    pub(super) fn within(&mut self, span: Span, work: impl FnOnce(&mut Self) -> Done) -> Done {
        let before = std::mem::replace(&mut self.at, span);
        let done = work(self);
        self.at = before;
        done
    }

    /// Walks code that never runs: it is checked, and nothing is written.
    pub(super) fn dead(&mut self, work: impl FnOnce(&mut Self) -> Done) -> Done {
        let before = self.unit.set_reachable(false);
        let done = work(self);
        self.unit.set_reachable(before);
        done
    }

    /// Writes a constant.
    pub(super) fn constant(&mut self, constant: Const) -> Done {
        let instr = match constant {
            Const::None => Instr::None,
            Const::Bool(true) => Instr::True,
            Const::Bool(false) => Instr::False,
            Const::Ellipsis => Instr::Ellipsis,
            Const::Int(n) => match i32::try_from(n) {
                Ok(n) => Instr::Int(n),
                Err(_) => Instr::Const(self.keep(Const::Int(n))?),
            },
            constant => Instr::Const(self.keep(constant)?),
        };
        self.put(instr)
    }

    /// Writes a str.
    pub(super) fn text(&mut self, text: &str) -> Done {
        let id = match self.reachable() {
            true => self.pool.text(text, self.at)?,
            false => ConstId(0),
        };
        self.put(Instr::Const(id))
    }

    /// The number of a constant. Code that never runs keeps none.
    pub(super) fn keep(&mut self, constant: Const) -> Result<ConstId, SyntaxError> {
        if self.reachable() {
            self.pool.constant(constant, self.at)
        } else {
            Ok(ConstId(0))
        }
    }

    /// The number of a name. Code that never runs keeps none.
    pub(super) fn name(&mut self, name: &'t str) -> Result<NameId, SyntaxError> {
        if self.reachable() {
            self.pool.name(name, &self.tables.recent, self.at)
        } else {
            Ok(NameId(0))
        }
    }

    /// A number of operands.
    pub(super) fn count(&self, n: usize) -> Result<u16, SyntaxError> {
        number(n, "too many items in one expression", self.at)
    }
}
