//! Statements.

use super::super::fold::{fold, truth};
use super::block::BlockKind;
use super::emitter::{Done, Emitter};
use crate::code::Instr;
use crate::syntax::tree::{Body, Expr, Stmt, StmtKind};

impl<'t> Emitter<'_, 't> {
    pub(super) fn statements(&mut self, body: Body<'t>) -> Done {
        body.iter()
            .try_for_each(|stmt| self.within(stmt.span, |inner| inner.statement(stmt)))
    }

    fn statement(&mut self, stmt: &'t Stmt<'t>) -> Done {
        match stmt.kind {
            StmtKind::Expr(value) => self.effect(value),
            StmtKind::Assign { targets, value } => self.assign(targets, value),
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, op, value),
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.ann_assign(target, value)?;
                if simple && self.tables.is_class(self.scope) {
                    self.effect(annotation)?;
                }
                Ok(())
            }
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Return(value) => self.return_value(value),
            StmtKind::If { test, body, orelse } => self.branch(test, body, orelse),
            StmtKind::While { test, body, orelse } => self.while_loop(test, body, orelse),
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => self.for_loop(target, iter, body, orelse),
            StmtKind::With { items, body } => self.with(items, body),
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => self.try_statement(body, handlers, orelse, finally),
            StmtKind::Match { subject, cases } => self.match_statement(subject, cases),
            StmtKind::Raise { error, cause } => self.raise(error, cause),
            StmtKind::Assert { test, message } => self.assert(test, message),
            StmtKind::Def { .. } => self.definition(stmt),
            StmtKind::Class {
                name,
                args,
                body,
                decorators,
            } => self.class_definition(name, args, body, decorators),
            StmtKind::Import(names) => self.import(names),
            StmtKind::ImportFrom {
                module,
                names,
                level,
            } => self.import_from(module, names, level),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => Ok(()),
            StmtKind::Break => self.jump_out(false),
            StmtKind::Continue => self.jump_out(true),
        }
    }

    /// An expression for its effect; a constant has none.
    fn effect(&mut self, value: &'t Expr<'t>) -> Done {
        if fold(value).is_some() {
            return Ok(());
        }
        self.expr(value)?;
        self.put(Instr::Pop)
    }

    fn branch(&mut self, test: &'t Expr<'t>, body: Body<'t>, orelse: Body<'t>) -> Done {
        match fold(test).as_ref().map(truth) {
            Some(true) => {
                self.statements(body)?;
                return self.dead(|inner| inner.statements(orelse));
            }
            Some(false) => {
                self.dead(|inner| inner.statements(body))?;
                return self.statements(orelse);
            }
            None => {}
        }
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(test, false, otherwise)?;
        self.statements(body)?;
        if !orelse.is_empty() {
            self.put(Instr::Jump(end))?;
        }
        self.place(otherwise);
        self.statements(orelse)?;
        self.place(end);
        Ok(())
    }

    fn raise(&mut self, error: Option<&'t Expr<'t>>, cause: Option<&'t Expr<'t>>) -> Done {
        let Some(error) = error else {
            return self.put(Instr::RaiseAgain);
        };
        self.expr(error)?;
        match cause {
            Some(cause) => {
                self.expr(cause)?;
                self.put(Instr::RaiseFrom)
            }
            None => self.put(Instr::Raise),
        }
    }

    fn assert(&mut self, test: &'t Expr<'t>, message: Option<&'t Expr<'t>>) -> Done {
        let end = self.label();
        self.jump_if(test, true, end)?;
        if let Some(message) = message {
            self.expr(message)?;
        }
        self.put(Instr::RaiseAssert(message.is_some()))?;
        self.place(end);
        Ok(())
    }

    /// Keeps the block of a loop in force while `work` writes its body.
    pub(super) fn in_block(
        &mut self,
        kind: BlockKind<'t>,
        work: impl FnOnce(&mut Self) -> Done,
    ) -> Done {
        self.enter(kind, None)?;
        work(self)?;
        self.exit();
        Ok(())
    }
}
