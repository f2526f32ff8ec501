//! Expressions.

use super::super::fold::fold;
use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use crate::code::{Conversion, Instr};
use crate::ops::{CompareOp, UnaryOp};
use crate::syntax::tree::{self, Comparison, Expr, ExprKind, FPart};

impl<'t> Emitter<'_, 't> {
    /// `-- x`
    pub(super) fn expr(&mut self, expr: &'t Expr<'t>) -> Done {
        self.within(expr.span, |inner| match expr.kind {
            ExprKind::Str(text) => inner.text(text),
            ExprKind::Name(name) => inner.load(name),
            ExprKind::Attribute(object, name) => {
                inner.expr(object)?;
                let name = inner.name(name.name)?;
                inner.put(Instr::LoadAttr(name))
            }
            ExprKind::Call { callee, args } => inner.call(callee, args),
            _ => match fold(expr) {
                Some(constant) => inner.constant(constant),
                None => inner.computed(expr),
            },
        })
    }

    fn computed(&mut self, expr: &'t Expr<'t>) -> Done {
        match expr.kind {
            ExprKind::FString(parts) => self.f_string(parts),
            ExprKind::Tuple(items) => self.tuple_display(items),
            ExprKind::List(items) => self.list_display(items),
            ExprKind::Set(items) => self.set_display(items),
            ExprKind::Dict(items) => self.dict_display(items),
            ExprKind::Unary(op, value) => {
                self.expr(value)?;
                self.put(match op {
                    UnaryOp::Not => Instr::Not,
                    UnaryOp::Neg => Instr::Negate,
                    UnaryOp::Pos => Instr::Positive,
                    UnaryOp::Invert => Instr::Invert,
                })
            }
            ExprKind::Binary(op, left, right) => {
                self.expr(left)?;
                self.expr(right)?;
                self.put(Instr::Binary(op))
            }
            ExprKind::And(items) => self.either(items, Instr::JumpIfFalseOrPop),
            ExprKind::Or(items) => self.either(items, Instr::JumpIfTrueOrPop),
            ExprKind::Compare(first, links) => self.compare(first, links),
            ExprKind::IfElse { test, body, orelse } => self.if_else(test, body, orelse),
            ExprKind::Lambda { params, body } => self.lambda(params, body),
            ExprKind::Walrus { name, value } => {
                self.expr(value)?;
                self.put(Instr::Copy(1))?;
                self.within(name.span, |inner| inner.store(name.name))
            }
            ExprKind::Starred(_) => Err(refused("can't use starred expression here", expr.span)),
            ExprKind::Subscript(object, index) => {
                self.expr(object)?;
                self.expr(index)?;
                self.put(Instr::LoadItem)
            }
            ExprKind::Slice(start, stop, step) => self.slice(start, stop, step),
            ExprKind::ListComp(item, clauses) => self.list_comp(item, clauses),
            ExprKind::SetComp(item, clauses) => self.set_comp(item, clauses),
            ExprKind::DictComp(key, value, clauses) => self.dict_comp(key, value, clauses),
            ExprKind::Generator(item, clauses) => self.generator(item, clauses),
            ExprKind::Yield(value) => {
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.put(Instr::None)?,
                }
                self.put(Instr::Yield)
            }
            ExprKind::YieldFrom(value) => self.delegate(value),
            // The rest are constants.
            _ => Err(refused(
                "a bug in ordain: a constant that is none",
                expr.span,
            )),
        }
    }

    /// `and`, `or`: `jump` keeps the operand that decides.
    fn either(&mut self, items: &'t [Expr<'t>], jump: fn(crate::code::Label) -> Instr) -> Done {
        let end = self.label();
        if let Some((last, rest)) = items.split_last() {
            for item in rest {
                self.expr(item)?;
                self.put(jump(end))?;
            }
            self.expr(last)?;
        }
        self.place(end);
        Ok(())
    }

    fn compare(&mut self, first: &'t Expr<'t>, links: &'t [Comparison<'t>]) -> Done {
        self.expr(first)?;
        let Some((last, rest)) = links.split_last() else {
            return Ok(());
        };
        let (failed, end) = (self.label(), self.label());
        for link in rest {
            self.link(link)?;
            self.put(Instr::JumpIfFalseOrPop(failed))?;
        }
        self.operand(last)?;
        self.put(Instr::Compare(last.op))?;
        if !rest.is_empty() {
            self.put(Instr::Jump(end))?;
            self.place(failed);
            self.put(Instr::Swap(2))?;
            self.put(Instr::Pop)?;
            self.place(end);
        }
        Ok(())
    }

    /// The right operand of a comparison. What `in` looks into is not changed, so that a list can be a
    /// tuple, and a constant.
    pub(super) fn operand(&mut self, link: &'t Comparison<'t>) -> Done {
        match link.op {
            CompareOp::In | CompareOp::NotIn => self.members(&link.right),
            _ => self.expr(&link.right),
        }
    }

    fn if_else(&mut self, test: &'t Expr<'t>, body: &'t Expr<'t>, orelse: &'t Expr<'t>) -> Done {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(test, false, otherwise)?;
        self.expr(body)?;
        self.put(Instr::Jump(end))?;
        self.place(otherwise);
        self.expr(orelse)?;
        self.place(end);
        Ok(())
    }

    fn slice(
        &mut self,
        start: Option<&'t Expr<'t>>,
        stop: Option<&'t Expr<'t>>,
        step: Option<&'t Expr<'t>>,
    ) -> Done {
        for bound in [start, stop] {
            match bound {
                Some(bound) => self.expr(bound)?,
                None => self.put(Instr::None)?,
            }
        }
        if let Some(step) = step {
            self.expr(step)?;
        }
        self.put(Instr::BuildSlice(step.is_some()))
    }

    fn f_string(&mut self, parts: &'t [FPart<'t>]) -> Done {
        for part in parts {
            match part {
                FPart::Text(text) => self.text(text)?,
                FPart::Value {
                    value,
                    conversion,
                    spec,
                } => {
                    self.expr(value)?;
                    if let Some(spec) = spec {
                        self.f_string(spec)?;
                    }
                    let conversion = match conversion {
                        tree::Conversion::Plain => Conversion::Plain,
                        tree::Conversion::Str => Conversion::Str,
                        tree::Conversion::Repr => Conversion::Repr,
                        tree::Conversion::Ascii => Conversion::Ascii,
                    };
                    self.put(Instr::Format {
                        conversion,
                        spec: spec.is_some(),
                    })?;
                }
            }
        }
        match parts {
            [_] => Ok(()),
            _ => self.put(Instr::BuildString(self.count(parts.len())?)),
        }
    }

    /// `yield from`
    fn delegate(&mut self, value: &'t Expr<'t>) -> Done {
        let (again, end) = (self.label(), self.label());
        self.expr(value)?;
        self.put(Instr::GetDelegate)?;
        self.put(Instr::None)?;
        self.place(again);
        self.put(Instr::Send(end))?;
        self.put(Instr::YieldDelegated)?;
        self.put(Instr::Jump(again))?;
        self.place(end);
        Ok(())
    }
}
