//! `def`, `lambda`, and the functions' own code.

use super::super::pool::number;
use super::super::refusal::refused;
use super::super::scope::{Binding, ScopeId};
use super::super::unit::Unit;
use super::emitter::{Done, Emitter};
use crate::code::{Chunk, Closure, Entry, Instr, Name, Shape, share_locals, share_one};
use crate::error::SyntaxError;
use crate::syntax::tree::{Body, Expr, ExprKind, Param, Params, Stmt, StmtKind};
use crate::value::value::ChunkId;

/// Bytes of text for an instruction, at least as many as there mostly are.
const BYTES: usize = 4;

impl<'t> Emitter<'_, 't> {
    pub(super) fn definition(&mut self, stmt: &'t Stmt<'t>) -> Done {
        let StmtKind::Def {
            name,
            params,
            body,
            decorators,
            returns,
        } = stmt.kind
        else {
            return Ok(());
        };
        let shape = self.shape(params)?;
        decorators
            .iter()
            .try_for_each(|decorator| self.expr(decorator))?;
        let mut closure = self.defaults(params)?;
        self.annotations(params, returns)?;
        let Some(scope) = self.tables.at(body.as_ptr()) else {
            return Err(refused(
                "a bug in ordain: a function without scope",
                stmt.span,
            ));
        };
        let global = self.tables.binding(self.scope, name.name) == Binding::Global;
        let chunk = self.function(scope, Some(name.name), shape, global, |inner| {
            inner.statements(body)
        })?;
        self.make(scope, chunk, &mut closure)?;
        self.describe(body)?;
        for decorator in decorators.iter().rev() {
            self.within(decorator.span, |inner| inner.put(Instr::Call(1)))?;
        }
        self.store(name.name)
    }

    /// `x -- x`  Gives a function or class the text that its body begins with.
    pub(super) fn describe(&mut self, body: Body<'t>) -> Done {
        if let Some(first) = body.first()
            && let StmtKind::Expr(expr) = first.kind
            && let ExprKind::Str(text) = expr.kind
        {
            self.put(Instr::Copy(1))?;
            self.text(text)?;
            self.put(Instr::Swap(2))?;
            let name = self.name("__doc__")?;
            self.put(Instr::StoreAttr(name))?;
        }
        Ok(())
    }

    pub(super) fn lambda(&mut self, params: &'t Params<'t>, body: &'t Expr<'t>) -> Done {
        let shape = self.shape(params)?;
        let mut closure = self.defaults(params)?;
        let Some(scope) = self.tables.at(std::ptr::from_ref(body)) else {
            return Err(refused(
                "a bug in ordain: a function without scope",
                self.at,
            ));
        };
        let chunk = self.function(scope, Some("<lambda>"), shape, false, |inner| {
            inner.expr(body)?;
            inner.put(Instr::Return)
        })?;
        self.make(scope, chunk, &mut closure)
    }

    /// `[defaults] [keyword defaults] -- f`  Makes a function.
    pub(super) fn make(&mut self, scope: ScopeId, chunk: ChunkId, closure: &mut Closure) -> Done {
        let captured: Vec<_> = self.tables.captured(scope).collect();
        for (owner, name) in &captured {
            let Some(slot) = self.tables.slot(self.unit.home, *owner, name) else {
                return Err(refused("a bug in ordain: a capture without slot", self.at));
            };
            self.put(Instr::LoadShared(slot))?;
        }
        if !captured.is_empty() {
            self.put(Instr::BuildTuple(self.count(captured.len())?))?;
            closure.captured = true;
        }
        let closure = *closure;
        self.put(Instr::MakeFunction { chunk, closure })
    }

    /// Evaluates the defaults of parameters.
    fn defaults(&mut self, params: &'t Params<'t>) -> Result<Closure, SyntaxError> {
        let mut closure = Closure::default();
        let values: Vec<&Expr<'t>> = params
            .positional
            .iter()
            .filter_map(|param| param.default)
            .collect();
        if !values.is_empty() {
            closure.defaults = true;
            self.tuple_of(&values)?;
        }
        let mut pairs = 0;
        for param in params.keyword_only {
            if let Some(value) = param.default {
                self.text(param.name.name)?;
                self.expr(value)?;
                pairs += 1;
            }
        }
        if pairs > 0 {
            closure.keyword_defaults = true;
            self.put(Instr::BuildDict(self.count(pairs)?))?;
        }
        Ok(closure)
    }

    /// Python evaluates annotations where the function is defined; nothing can read them here.
    fn annotations(&mut self, params: &'t Params<'t>, returns: Option<&'t Expr<'t>>) -> Done {
        let of = |param: &'t Param<'t>| param.annotation;
        let all = params.positional.iter().filter_map(of);
        let all = all.chain(params.varargs.and_then(of));
        let all = all.chain(params.keyword_only.iter().filter_map(of));
        for annotation in all.chain(params.kwargs.and_then(of)).chain(returns) {
            match annotation.kind {
                // `*args: *Ts` is `*args: (*Ts,)[0]`.
                ExprKind::Starred(inner) => {
                    self.expr(inner)?;
                    self.put(Instr::Unpack(1))?;
                }
                _ => self.expr(annotation)?,
            }
            self.put(Instr::Pop)?;
        }
        Ok(())
    }

    fn shape(&self, params: &Params<'_>) -> Result<Shape, SyntaxError> {
        let count = |n| number(n, "too many parameters", self.at);
        let all = params.positional.iter().chain(params.varargs);
        for param in all.chain(params.keyword_only).chain(params.kwargs) {
            if param.name.name == "__debug__" {
                return Err(refused("cannot assign to __debug__", self.at));
            }
        }
        Ok(Shape {
            positional: count(params.positional.len())?,
            positional_only: count(params.positional_only)?,
            keyword_only: count(params.keyword_only.len())?,
            varargs: params.varargs.is_some(),
            kwargs: params.kwargs.is_some(),
        })
    }

    /// Writes the code of a function; the policy's body is the one without a name. One whose name is
    /// `global` has no function around it in its qualified name.
    pub(super) fn function(
        &mut self,
        scope: ScopeId,
        name: Option<&str>,
        shape: Shape,
        global: bool,
        body: impl FnOnce(&mut Self) -> Done,
    ) -> Result<ChunkId, SyntaxError> {
        let id = ChunkId(number(self.chunks.len(), "too many functions", self.at)?);
        self.chunks.push(None);
        let reachable = self.reachable();
        let about = match scope {
            ScopeId::BODY => self.lines.len() / BYTES,
            _ => 0,
        };
        self.written += self.unit.len();
        let outer = std::mem::replace(&mut self.unit, Unit::new(scope, id, about));
        let blocks = std::mem::take(&mut self.blocks);
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        self.share(scope)?;
        body(self)?;
        self.put(Instr::None)?;
        self.put(Instr::Return)?;
        self.scope = outer_scope;
        self.blocks = blocks;
        let unit = std::mem::replace(&mut self.unit, outer);
        self.written = self.written + unit.len() - self.unit.len();
        let outer = if global { id } else { self.unit.id };
        let chunk = self.chunk(unit, name.map(share_one), shape, outer)?;
        if let Some(place) = self.chunks.get_mut(usize::from(id.0)) {
            *place = Some(chunk);
        }
        // The code that would make it is not written: nor is its own.
        if !reachable {
            self.chunks.truncate(usize::from(id.0));
        }
        Ok(id)
    }

    fn chunk(
        &self,
        unit: Unit,
        name: Option<Name>,
        shape: Shape,
        outer: ChunkId,
    ) -> Result<Chunk, SyntaxError> {
        let home = unit.home;
        let (code, handlers, places) = unit.finish(&self.lines);
        Ok(Chunk {
            name,
            outer,
            params: self.params(home)?,
            shape,
            locals: share_locals(self.tables.locals(home)),
            captured: number(
                self.tables.captured(home).count(),
                "too many variables",
                self.at,
            )?,
            entry: Entry::default(),
            generator: self.tables.is_generator(home),
            class: self.tables.is_class(home),
            code,
            handlers,
            places,
        })
    }

    /// Puts the function's shared variables into boxes.
    fn share(&mut self, scope: ScopeId) -> Done {
        for name in self.tables.boxed(scope) {
            if let Some(slot) = self.tables.slot(self.unit.home, scope, name) {
                self.put(Instr::Share(slot))?;
            }
        }
        Ok(())
    }
}
