//! Calls.

use super::super::scope::{Binding, Consumer};
use super::emitter::{Done, Emitter};
use crate::builtin::ipaddress::Written;
use crate::code::{Const, ConstId, Instr};
use crate::error::SyntaxError;
use crate::syntax::tree::{Arg, Expr, ExprKind};

impl<'t> Emitter<'_, 't> {
    pub(super) fn call(&mut self, callee: &'t Expr<'t>, args: &'t [Arg<'t>]) -> Done {
        if self.consumed(args)? {
            return Ok(());
        }
        if let Some(constant) = self.written_address(callee, args) {
            return self.constant(constant);
        }
        if args
            .iter()
            .any(|arg| matches!(arg, Arg::Star(_) | Arg::DoubleStar(_)))
        {
            self.expr(callee)?;
            return self.call_unpacked(args);
        }
        let method = match callee.kind {
            ExprKind::Attribute(object, name) => {
                self.expr(object)?;
                let name = self.name(name.name)?;
                if !args.iter().all(|arg| self.is_plain(arg)) {
                    self.put(Instr::CheckMethod(name))?;
                }
                Some(name)
            }
            _ => {
                self.expr(callee)?;
                None
            }
        };
        if args.is_empty() && self.is_super(callee) && self.class_and_self()? {
            return self.put(Instr::Call(2));
        }
        let (count, names) = self.plain_arguments(args)?;
        self.put(match (method, names) {
            (None, None) => Instr::Call(count),
            (None, Some(names)) => Instr::CallKeywords { count, names },
            (Some(name), None) => Instr::CallMethod { name, count },
            (Some(name), Some(names)) => Instr::CallMethodKeywords { name, count, names },
        })
    }

    fn plain_arguments(
        &mut self,
        args: &'t [Arg<'t>],
    ) -> Result<(u16, Option<ConstId>), SyntaxError> {
        for arg in args {
            if let Arg::Positional(value) = arg {
                self.argument(value)?;
            }
        }
        let names = self.keyword_values(args)?;
        Ok((self.count(args.len())?, names))
    }

    /// `callee -- result`
    pub(super) fn call_with(&mut self, args: &'t [Arg<'t>]) -> Done {
        if args
            .iter()
            .any(|arg| matches!(arg, Arg::Star(_) | Arg::DoubleStar(_)))
        {
            return self.call_unpacked(args);
        }
        let (count, names) = self.plain_arguments(args)?;
        self.put(match names {
            None => Instr::Call(count),
            Some(names) => Instr::CallKeywords { count, names },
        })
    }

    /// The address or network that a call of `ip_address` or `ip_network` always makes.
    fn written_address(&self, callee: &Expr<'_>, args: &[Arg<'_>]) -> Option<Const> {
        let ExprKind::Name(function) = callee.kind else {
            return None;
        };
        let [
            Arg::Positional(Expr {
                kind: ExprKind::Str(text),
                ..
            }),
        ] = args
        else {
            return None;
        };
        let written = Written::read(function, text)?;
        let sure = self.tables.is_builtin(self.scope, function);
        sure.then_some(Const::Inet(written.into()))
    }

    fn is_super(&self, callee: &Expr<'_>) -> bool {
        matches!(callee.kind, ExprKind::Name("super"))
            && self.tables.binding(self.scope, "super") == Binding::Global
    }

    /// A generator expression that the callee drains at once is handed over as a list.
    fn argument(&mut self, value: &'t Expr<'t>) -> Done {
        if let ExprKind::Generator(item, clauses) = value.kind
            && let Some(scope) = self.tables.at(clauses.as_ptr())
            && self.tables.consumer(scope) == Some(Consumer::Argument)
        {
            return self.within(value.span, |inner| inner.list_comp(item, clauses));
        }
        self.expr(value)
    }

    /// The values of keyword arguments, and their names.
    fn keyword_values(&mut self, args: &'t [Arg<'t>]) -> Result<Option<ConstId>, SyntaxError> {
        let mut named = false;
        for arg in args {
            if let Arg::Keyword(_, value) = arg {
                named = true;
                self.expr(value)?;
            }
        }
        match (named, self.reachable()) {
            (false, _) => Ok(None),
            (true, true) => self.pool.keywords(args, self.at).map(Some),
            (true, false) => Ok(Some(ConstId(0))),
        }
    }

    /// `callee -- result`  A call with `*` or `**`: positional arguments come first, wherever they stand.
    fn call_unpacked(&mut self, args: &'t [Arg<'t>]) -> Done {
        if let Some(items) = only_star(args) {
            return self.call_star(items, args);
        }
        let star = args.iter().position(|arg| matches!(arg, Arg::Star(_)));
        let mut plain = Vec::new();
        for arg in args.get(..star.unwrap_or(args.len())).unwrap_or_default() {
            if let Arg::Positional(value) = arg {
                plain.push(value);
            }
        }
        match star {
            None => self.tuple_of(&plain)?,
            Some(at) => {
                plain.iter().try_for_each(|value| self.expr(value))?;
                self.put(Instr::BuildList(self.count(plain.len())?))?;
                for arg in args.get(at..).unwrap_or_default() {
                    match arg {
                        Arg::Positional(value) => {
                            self.expr(value)?;
                            self.put(Instr::ListAppend(1))?;
                        }
                        Arg::Star(value) => {
                            self.expr(value)?;
                            self.put(Instr::ListExtend)?;
                        }
                        Arg::Keyword(..) | Arg::DoubleStar(_) => {}
                    }
                }
            }
        }
        let keywords = self.keyword_dict(args)?;
        self.put(Instr::CallUnpacked { keywords })
    }

    /// `callee -- result`  A call with `*items` and arguments by keyword: the items are taken last.
    fn call_star(&mut self, items: &'t Expr<'t>, args: &'t [Arg<'t>]) -> Done {
        self.expr(items)?;
        let keywords = self.keyword_dict(args)?;
        if keywords {
            self.put(Instr::Swap(2))?;
        }
        self.put(Instr::BuildList(0))?;
        self.put(Instr::Swap(2))?;
        self.put(Instr::ListExtend)?;
        if keywords {
            self.put(Instr::Swap(2))?;
        }
        self.put(Instr::CallUnpacked { keywords })
    }

    /// `callee args -- callee args [dict]`  The keyword arguments of a call with `*` or `**`, if any.
    fn keyword_dict(&mut self, args: &'t [Arg<'t>]) -> Result<bool, SyntaxError> {
        let mut made = false;
        let mut pairs = 0;
        for arg in args {
            match arg {
                Arg::Keyword(name, value) => {
                    self.text(name.name)?;
                    self.expr(value)?;
                    pairs += 1;
                }
                Arg::DoubleStar(value) => {
                    if pairs > 0 || !made {
                        self.merge(pairs, made)?;
                        (made, pairs) = (true, 0);
                    }
                    self.expr(value)?;
                    self.put(Instr::DictMerge)?;
                }
                Arg::Positional(_) | Arg::Star(_) => {}
            }
        }
        if pairs > 0 {
            self.merge(pairs, made)?;
            made = true;
        }
        Ok(made)
    }

    /// Adds pairs on the stack to the dict of keyword arguments, which may not be there yet.
    fn merge(&mut self, pairs: usize, made: bool) -> Done {
        self.put(Instr::BuildDict(self.count(pairs)?))?;
        if made {
            self.put(Instr::DictMerge)?;
        }
        Ok(())
    }

    /// Writes the loop instead of the call, if this call consumes a generator expression.
    fn consumed(&mut self, args: &'t [Arg<'t>]) -> Result<bool, SyntaxError> {
        let Some(Arg::Positional(first)) = args.first() else {
            return Ok(false);
        };
        let ExprKind::Generator(item, clauses) = first.kind else {
            return Ok(false);
        };
        let Some(consumer) = self
            .tables
            .at(clauses.as_ptr())
            .and_then(|id| self.tables.consumer(id))
        else {
            return Ok(false);
        };
        match (consumer, item.kind) {
            (Consumer::Argument, _) => return Ok(false),
            (Consumer::Any, _) => self.search(item, clauses, true)?,
            (Consumer::All, _) => self.search(item, clauses, false)?,
            (Consumer::Sum, _) => self.sum(item, clauses)?,
            (Consumer::List, _) => self.list_comp(item, clauses)?,
            (Consumer::Set, _) => self.set_comp(item, clauses)?,
            (Consumer::Dict, ExprKind::Tuple([key, value])) => {
                self.dict_comp(key, value, clauses)?
            }
            (Consumer::Tuple | Consumer::Dict, _) => {
                self.list_comp(item, clauses)?;
                self.put(Instr::ListToTuple)?;
            }
        }
        Ok(true)
    }

    /// Whether evaluating an argument does nothing that anybody could tell from not doing it yet. A
    /// local variable is taken to be bound; a name that nothing is known of is not.
    fn is_plain(&self, arg: &Arg<'t>) -> bool {
        let (Arg::Positional(value) | Arg::Keyword(_, value)) = arg else {
            return false;
        };
        match value.kind {
            ExprKind::Name(name) => self.is_known(name),
            ExprKind::None
            | ExprKind::True
            | ExprKind::False
            | ExprKind::Ellipsis
            | ExprKind::Int(_)
            | ExprKind::BigInt(_)
            | ExprKind::Float(_)
            | ExprKind::Str(_)
            | ExprKind::Bytes(_) => true,
            _ => false,
        }
    }
}

/// The only positional argument of a call, if it is one with a star, and others follow by keyword.
fn only_star<'t>(args: &'t [Arg<'t>]) -> Option<&'t Expr<'t>> {
    let mut positional =
        (args.iter()).filter(|arg| matches!(arg, Arg::Positional(_) | Arg::Star(_)));
    match (positional.next(), positional.next()) {
        (Some(Arg::Star(items)), None) if args.len() > 1 => Some(items),
        _ => None,
    }
}
