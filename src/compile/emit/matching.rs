//! `match`: its cases, and what a pattern does with the stack.
//!
//! A pattern takes the value on top. What it captures stays on the stack, below whatever the patterns
//! around it still need, until the whole pattern has matched: only then names are assigned. A pattern
//! that fails jumps to where just as many values are dropped as lie above the subject.

use super::super::fold::{fold, truth};
use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use crate::code::{Instr, Label};
use crate::source::Span;
use crate::syntax::tree::{Case, Expr, Pattern, PatternKind};

/// What is known about one pattern on its way.
#[derive(Default)]
pub(super) struct Attempt<'t> {
    /// The names captured so far, whose values lie on the stack the first on top.
    pub(super) names: Vec<&'t str>,
    /// Where to go on when it fails, by how many values are to be dropped.
    fails: Vec<Label>,
    /// Something may stand here that always matches.
    pub(super) open: bool,
    /// Values above the captured ones that belong to patterns around this one.
    pub(super) above: usize,
}

impl Attempt<'_> {
    pub(super) fn new(open: bool) -> Self {
        Self {
            open,
            ..Self::default()
        }
    }
}

/// A pattern that takes anything and keeps nothing.
pub(super) fn is_wildcard(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::Capture(None))
}

impl<'t> Emitter<'_, 't> {
    pub(super) fn match_statement(&mut self, subject: &'t Expr<'t>, cases: &'t [Case<'t>]) -> Done {
        let end = self.label();
        self.expr(subject)?;
        for (at, case) in cases.iter().enumerate() {
            let last = at + 1 == cases.len();
            self.within(case.pattern.span, |inner| inner.case(case, last, end))?;
        }
        self.place(end);
        Ok(())
    }

    /// `subject -- subject`, or of the last case `subject --`.
    fn case(&mut self, case: &'t Case<'t>, last: bool, end: Label) -> Done {
        if !last {
            self.put(Instr::Copy(1))?;
        }
        let mut attempt = Attempt::new(last || case.guard.is_some());
        self.pattern(&case.pattern, &mut attempt)?;
        for name in std::mem::take(&mut attempt.names) {
            self.store(name)?;
        }
        if let Some(guard) = case.guard
            && fold(guard).is_none_or(|constant| !truth(&constant))
        {
            let fail = self.fail(&mut attempt);
            self.jump_if(guard, false, fail)?;
        }
        if !last {
            self.put(Instr::Pop)?;
        }
        self.statements(case.body)?;
        self.put(Instr::Jump(end))?;
        self.land(&mut attempt)
    }

    /// Where the pattern goes that fails with nothing of its own on the stack but what is captured and
    /// what the patterns around it need.
    pub(super) fn fail(&mut self, attempt: &mut Attempt<'t>) -> Label {
        let drops = attempt.above + attempt.names.len();
        while attempt.fails.len() <= drops {
            let label = self.label();
            attempt.fails.push(label);
        }
        attempt.fails.get(drops).copied().unwrap_or(Label(u32::MAX))
    }

    /// `bool --`  Fails unless it is true.
    pub(super) fn require(&mut self, attempt: &mut Attempt<'t>) -> Done {
        let fail = self.fail(attempt);
        self.put(Instr::JumpIfFalse(fail))
    }

    /// Here those go on that failed.
    pub(super) fn land(&mut self, attempt: &mut Attempt<'t>) -> Done {
        let fails = std::mem::take(&mut attempt.fails);
        for (drops, label) in fails.into_iter().enumerate().rev() {
            self.place(label);
            if drops > 0 {
                self.put(Instr::Pop)?;
            }
        }
        Ok(())
    }

    /// `x --`  Keeps what lies on top below what the patterns around still need.
    pub(super) fn capture(&mut self, name: &'t str, attempt: &mut Attempt<'t>, span: Span) -> Done {
        if attempt.names.contains(&name) {
            let message = format!("multiple assignments to name '{name}' in pattern");
            return Err(refused(message, span));
        }
        if name == "__debug__" {
            return Err(refused("cannot assign to __debug__", span));
        }
        self.sink(attempt.above + attempt.names.len() + 1)?;
        attempt.names.push(name);
        Ok(())
    }

    /// `xn .. x1 -- x1 xn .. x2`
    pub(super) fn sink(&mut self, n: usize) -> Done {
        for n in (2..=n).rev() {
            self.put(Instr::Swap(self.count(n)?))?;
        }
        Ok(())
    }

    /// `x --`  Matches what lies on top.
    pub(super) fn pattern(&mut self, pattern: &'t Pattern<'t>, attempt: &mut Attempt<'t>) -> Done {
        let span = pattern.span;
        self.within(span, |inner| match pattern.kind {
            PatternKind::Singleton(value) => {
                inner.expr(value)?;
                inner.put(Instr::Compare(crate::ops::CompareOp::Is))?;
                inner.require(attempt)
            }
            PatternKind::Value(value) => inner.value_pattern(value, attempt),
            PatternKind::Capture(name) => {
                if !attempt.open {
                    let what = name.map_or("wildcard".to_owned(), |name| {
                        format!("name capture '{}'", name.name)
                    });
                    let message = format!("{what} makes remaining patterns unreachable");
                    return Err(refused(message, span));
                }
                match name {
                    Some(name) => inner.capture(name.name, attempt, span),
                    None => inner.put(Instr::Pop),
                }
            }
            PatternKind::Star(Some(name)) => inner.capture(name.name, attempt, span),
            PatternKind::Star(None) => inner.put(Instr::Pop),
            PatternKind::Sequence(items) => inner.sequence_pattern(items, attempt),
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            } => inner.mapping_pattern(keys, patterns, rest, attempt),
            PatternKind::Class {
                class,
                positional,
                names,
                named,
            } => inner.class_pattern(class, positional, (names, named), attempt),
            PatternKind::Or(alternatives) => inner.or_pattern(alternatives, attempt),
            PatternKind::As(inside, name) => {
                attempt.above += 1;
                inner.put(Instr::Copy(1))?;
                inner.pattern(inside, attempt)?;
                attempt.above -= 1;
                inner.capture(name.name, attempt, span)
            }
        })
    }

    /// A pattern inside another one: it may take anything.
    pub(super) fn sub_pattern(
        &mut self,
        pattern: &'t Pattern<'t>,
        attempt: &mut Attempt<'t>,
    ) -> Done {
        let before = std::mem::replace(&mut attempt.open, true);
        self.pattern(pattern, attempt)?;
        attempt.open = before;
        Ok(())
    }
}
