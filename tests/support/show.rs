//! A tree as text: a statement a line, blocks indented, expressions in prefix form.

use ordain::source::Span;
use ordain::syntax::tree::{
    Arg, Body, Clause, Conversion, Expr, ExprKind, FPart, Ident, Param, Params, Pattern,
    PatternKind, Stmt, StmtKind, UnaryOp,
};

/// Writes one tree.
pub struct Show {
    out: String,
    depth: usize,
    /// Every node is followed by its place.
    spans: bool,
}

/// The text of a tree, with the place of every node if asked for.
pub fn tree(body: Body<'_>, spans: bool) -> String {
    let mut show = Show {
        out: String::new(),
        depth: 0,
        spans,
    };
    show.body(body);
    show.out
}

impl Show {
    fn place(&self, span: Span) -> String {
        if self.spans {
            format!("@{}-{}", span.start, span.end)
        } else {
            String::new()
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn body(&mut self, body: Body<'_>) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn block(&mut self, head: &str, body: Body<'_>) {
        if body.is_empty() {
            return;
        }
        self.line(head);
        self.depth += 1;
        self.body(body);
        self.depth -= 1;
    }

    fn stmt(&mut self, stmt: &Stmt<'_>) {
        let place = self.place(stmt.span);
        match stmt.kind {
            StmtKind::If { test, body, orelse } => {
                self.block(&format!("if{place} {}", self.expr(test)), body);
                self.block("else", orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.block(&format!("while{place} {}", self.expr(test)), body);
                self.block("else", orelse);
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.block(
                    &format!("for{place} {} {}", self.expr(target), self.expr(iter)),
                    body,
                );
                self.block("else", orelse);
            }
            StmtKind::With { items, body } => {
                let items = items.iter().map(|item| match item.target {
                    Some(target) => {
                        format!(" (as {} {})", self.expr(&item.context), self.expr(target))
                    }
                    None => format!(" {}", self.expr(&item.context)),
                });
                self.block(&format!("with{place}{}", items.collect::<String>()), body);
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => {
                self.block(&format!("try{place}"), body);
                for h in handlers {
                    let name = h.name.map_or(String::new(), |n| format!(" as {}", n.name));
                    let head = format!("except{}{}{name}", self.place(h.span), self.any(h.class));
                    self.block(&head, h.body);
                }
                self.block("else", orelse);
                self.block("finally", finally);
            }
            StmtKind::Class {
                name,
                args,
                body,
                decorators,
            } => {
                for decorator in decorators {
                    self.line(&format!("@{}", self.expr(decorator)));
                }
                let args = self.args(args);
                self.block(&format!("class{place} {}{args}", name.name), body);
            }
            StmtKind::Match { subject, cases } => {
                self.line(&format!("match{place} {}", self.expr(subject)));
                for case in cases {
                    let guard = case
                        .guard
                        .map_or(String::new(), |x| format!(" if {}", self.expr(x)));
                    let head = format!("case {}{guard}", self.pattern(&case.pattern));
                    self.block(&head, case.body);
                }
            }
            StmtKind::Def {
                name,
                params,
                body,
                decorators,
                returns,
            } => {
                for decorator in decorators {
                    self.line(&format!("@{}", self.expr(decorator)));
                }
                let returns = returns.map_or(String::new(), |x| format!(" -> {}", self.expr(x)));
                self.block(
                    &format!("def{place} {} {}{returns}", name.name, self.params(params)),
                    body,
                );
            }
            _ => {
                let text = self.small(stmt);
                self.line(&text);
            }
        }
    }

    fn small(&self, stmt: &Stmt<'_>) -> String {
        let place = self.place(stmt.span);
        match stmt.kind {
            StmtKind::Expr(x) => format!("expr{place} {}", self.expr(x)),
            StmtKind::Assign { targets, value } => {
                format!("assign{place}{} {}", self.all(targets), self.expr(value))
            }
            StmtKind::AugAssign { target, op, value } => {
                format!(
                    "aug{place} {}= {} {}",
                    op.symbol(),
                    self.expr(target),
                    self.expr(value)
                )
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                let word = if simple { "declare" } else { "annotate" };
                format!(
                    "{word}{place} {} {}{}",
                    self.expr(target),
                    self.expr(annotation),
                    self.any(value)
                )
            }
            StmtKind::Delete(targets) => format!("del{place}{}", self.all(targets)),
            StmtKind::Return(value) => format!("return{place}{}", self.any(value)),
            StmtKind::Raise { error, cause } => {
                let cause = cause.map_or(String::new(), |x| format!(" from {}", self.expr(x)));
                format!("raise{place}{}{cause}", self.any(error))
            }
            StmtKind::Assert { test, message } => {
                format!("assert{place} {}{}", self.expr(test), self.any(message))
            }
            StmtKind::Import(names) => {
                let names = names.iter().map(|a| alias(a.name, a.asname));
                format!("import{place}{}", names.collect::<String>())
            }
            StmtKind::ImportFrom {
                module,
                names,
                level,
            } => {
                let names = names.iter().map(|a| alias(a.name, a.asname));
                let dots = ".".repeat(level as usize);
                format!(
                    "from{place} {dots}{} import{}",
                    module.unwrap_or(""),
                    names.collect::<String>()
                )
            }
            StmtKind::Global(names) => format!("global{place}{}", idents(names)),
            StmtKind::Nonlocal(names) => format!("nonlocal{place}{}", idents(names)),
            StmtKind::Pass => format!("pass{place}"),
            StmtKind::Break => format!("break{place}"),
            StmtKind::Continue => format!("continue{place}"),
            _ => String::from("a compound statement"),
        }
    }

    fn any(&self, x: Option<&Expr<'_>>) -> String {
        x.map_or(String::new(), |x| format!(" {}", self.expr(x)))
    }

    fn all(&self, items: &[Expr<'_>]) -> String {
        items.iter().map(|x| format!(" {}", self.expr(x))).collect()
    }

    fn expr(&self, x: &Expr<'_>) -> String {
        let place = self.place(x.span);
        match x.kind {
            ExprKind::None => format!("None{place}"),
            ExprKind::True => format!("True{place}"),
            ExprKind::False => format!("False{place}"),
            ExprKind::Ellipsis => format!("...{place}"),
            ExprKind::Int(n) => format!("{n}{place}"),
            ExprKind::BigInt(digits) => format!("(big {digits}){place}"),
            ExprKind::Float(f) => format!("(float {f:?}){place}"),
            ExprKind::Str(s) => format!("{}{place}", quoted(s)),
            ExprKind::Bytes(b) => {
                let text: String = b.iter().copied().map(char::from).collect();
                format!("b{}{place}", quoted(&text))
            }
            ExprKind::FString(parts) => format!("(f{}){place}", self.parts(parts)),
            ExprKind::Name(name) => format!("{name}{place}"),
            ExprKind::Tuple(items) => format!("(tuple{}){place}", self.all(items)),
            ExprKind::List(items) => format!("(list{}){place}", self.all(items)),
            ExprKind::Set(items) => format!("(set{}){place}", self.all(items)),
            ExprKind::Dict(items) => {
                let items = items.iter().map(|item| match &item.key {
                    Some(key) => format!(" ({} {})", self.expr(key), self.expr(&item.value)),
                    None => format!(" (** {})", self.expr(&item.value)),
                });
                format!("(dict{}){place}", items.collect::<String>())
            }
            ExprKind::Unary(op, x) => {
                let symbol = match op {
                    UnaryOp::Not => "not",
                    UnaryOp::Neg => "-",
                    UnaryOp::Pos => "+",
                    UnaryOp::Invert => "~",
                };
                format!("({symbol} {}){place}", self.expr(x))
            }
            ExprKind::Binary(op, x, y) => {
                format!("({} {} {}){place}", op.symbol(), self.expr(x), self.expr(y))
            }
            ExprKind::And(items) => format!("(and{}){place}", self.all(items)),
            ExprKind::Or(items) => format!("(or{}){place}", self.all(items)),
            ExprKind::Compare(first, links) => {
                let links = links
                    .iter()
                    .map(|l| format!(" {} {}", l.op.symbol(), self.expr(&l.right)));
                format!(
                    "(compare {}{}){place}",
                    self.expr(first),
                    links.collect::<String>()
                )
            }
            ExprKind::IfElse { test, body, orelse } => {
                format!(
                    "(if {} {} {}){place}",
                    self.expr(test),
                    self.expr(body),
                    self.expr(orelse)
                )
            }
            ExprKind::Lambda { params, body } => {
                format!(
                    "(lambda {} {}){place}",
                    self.params(params),
                    self.expr(body)
                )
            }
            ExprKind::Walrus { name, value } => {
                format!("(:= {} {}){place}", name.name, self.expr(value))
            }
            ExprKind::Starred(x) => format!("(* {}){place}", self.expr(x)),
            ExprKind::Attribute(x, name) => format!("(. {} {}){place}", self.expr(x), name.name),
            ExprKind::Subscript(x, index) => {
                format!("(at {} {}){place}", self.expr(x), self.expr(index))
            }
            ExprKind::Slice(from, to, step) => {
                let part = |x: Option<&Expr<'_>>| x.map_or(String::from("_"), |x| self.expr(x));
                format!("(slice {} {} {}){place}", part(from), part(to), part(step))
            }
            ExprKind::Call { callee, args } => {
                format!("(call {}{}){place}", self.expr(callee), self.args(args))
            }
            ExprKind::ListComp(x, clauses) => format!(
                "(listcomp {}{}){place}",
                self.expr(x),
                self.clauses(clauses)
            ),
            ExprKind::SetComp(x, clauses) => {
                format!("(setcomp {}{}){place}", self.expr(x), self.clauses(clauses))
            }
            ExprKind::DictComp(key, value, clauses) => {
                let (key, value) = (self.expr(key), self.expr(value));
                format!("(dictcomp {key} {value}{}){place}", self.clauses(clauses))
            }
            ExprKind::Generator(x, clauses) => format!(
                "(generator {}{}){place}",
                self.expr(x),
                self.clauses(clauses)
            ),
            ExprKind::Yield(value) => format!("(yield{}){place}", self.any(value)),
            ExprKind::YieldFrom(value) => format!("(yield from {}){place}", self.expr(value)),
        }
    }

    fn pattern(&self, p: &Pattern<'_>) -> String {
        let place = self.place(p.span);
        let name = |name: Option<Ident<'_>>| name.map_or("_", |name| name.name).to_owned();
        match p.kind {
            PatternKind::Singleton(x) => format!("(is{place} {})", self.expr(x)),
            PatternKind::Value(x) => format!("(=={place} {})", self.expr(x)),
            PatternKind::Capture(to) => format!("{}{place}", name(to)),
            PatternKind::Star(to) => format!("(star{place} {})", name(to)),
            PatternKind::Sequence(items) => format!("(sequence{place}{})", self.patterns(items)),
            PatternKind::Or(items) => format!("(or{place}{})", self.patterns(items)),
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            } => {
                let pairs = keys.iter().zip(patterns);
                let pairs: String = pairs
                    .map(|(key, p)| format!(" {}: {}", self.expr(key), self.pattern(p)))
                    .collect();
                let rest = rest.map_or(String::new(), |to| format!(" **{}", to.name));
                format!("(mapping{place}{pairs}{rest})")
            }
            PatternKind::Class {
                class,
                positional,
                names,
                named,
            } => {
                let pairs = names.iter().zip(named);
                let pairs: String = pairs
                    .map(|(name, p)| format!(" {}={}", name.name, self.pattern(p)))
                    .collect();
                let (class, positional) = (self.expr(class), self.patterns(positional));
                format!("(class{place} {class}{positional}{pairs})")
            }
            PatternKind::As(inner, to) => {
                format!("(as{place} {} {})", self.pattern(inner), to.name)
            }
        }
    }

    fn patterns(&self, items: &[Pattern<'_>]) -> String {
        let items = items.iter().map(|item| format!(" {}", self.pattern(item)));
        items.collect()
    }

    fn args(&self, args: &[Arg<'_>]) -> String {
        let args = args.iter().map(|arg| match arg {
            Arg::Positional(x) => format!(" {}", self.expr(x)),
            Arg::Star(x) => format!(" *{}", self.expr(x)),
            Arg::Keyword(name, x) => format!(" {}={}", name.name, self.expr(x)),
            Arg::DoubleStar(x) => format!(" **{}", self.expr(x)),
        });
        args.collect()
    }

    fn clauses(&self, clauses: &[Clause<'_>]) -> String {
        let one = |c: &Clause<'_>| {
            let conditions = c.conditions.iter().map(|x| format!(" if {}", self.expr(x)));
            let conditions = conditions.collect::<String>();
            format!(
                " for {} in {}{conditions}",
                self.expr(&c.target),
                self.expr(&c.iter)
            )
        };
        clauses.iter().map(one).collect()
    }

    fn parts(&self, parts: &[FPart<'_>]) -> String {
        let one = |part: &FPart<'_>| match part {
            FPart::Text(s) => format!(" {}", quoted(s)),
            FPart::Value {
                value,
                conversion,
                spec,
            } => {
                let conversion = match conversion {
                    Conversion::Plain => "",
                    Conversion::Str => "!s",
                    Conversion::Repr => "!r",
                    Conversion::Ascii => "!a",
                };
                let spec = spec.map_or(String::new(), |parts| format!(" :{}", self.parts(parts)));
                format!(" ({{}}{conversion} {}{spec})", self.expr(value))
            }
        };
        parts.iter().map(one).collect()
    }

    fn params(&self, params: &Params<'_>) -> String {
        let mut slots: Vec<String> = params.positional.iter().map(|p| self.param(p)).collect();
        if params.positional_only > 0 {
            slots.insert(params.positional_only, "/".into());
        }
        match params.varargs {
            Some(p) => slots.push(format!("*{}", self.param(p))),
            None if !params.keyword_only.is_empty() => slots.push("*".into()),
            None => {}
        }
        slots.extend(params.keyword_only.iter().map(|p| self.param(p)));
        slots.extend(params.kwargs.map(|p| format!("**{}", self.param(p))));
        format!("[{}]", slots.join(" "))
    }

    fn param(&self, p: &Param<'_>) -> String {
        let annotation = p
            .annotation
            .map_or(String::new(), |x| format!(":{}", self.expr(x)));
        let default = p
            .default
            .map_or(String::new(), |x| format!("={}", self.expr(x)));
        format!("{}{annotation}{default}", p.name.name)
    }
}

fn alias(name: Ident<'_>, asname: Option<Ident<'_>>) -> String {
    match asname {
        Some(asname) => format!(" {} as {}", name.name, asname.name),
        None => format!(" {}", name.name),
    }
}

fn idents(names: &[Ident<'_>]) -> String {
    names.iter().map(|n| format!(" {}", n.name)).collect()
}

/// A text in quotes, escaped as JSON does.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
