//! The syntax tree: what the grammar builds in a bump arena, and the compiler reads.
//!
//! Every node is `Copy` and lives as long as the arena `'t`. A node carries the height of the tree
//! below it, so that a source that nests too deeply is refused while it is parsed and no later pass
//! can run out of native stack.

use crate::source::Span;

/// A statement and its place.
#[derive(Clone, Copy, Debug)]
pub struct Stmt<'t> {
    /// Where it stands.
    pub span: Span,
    /// Nodes on the longest path below, itself included.
    pub height: u16,
    /// What it is.
    pub kind: StmtKind<'t>,
}

/// A sequence of statements.
pub type Body<'t> = &'t [Stmt<'t>];

/// The statements of the language.
#[derive(Clone, Copy, Debug)]
pub enum StmtKind<'t> {
    /// An expression for its effect.
    Expr(&'t Expr<'t>),
    /// `a = b = value`: targets from left to right.
    Assign {
        /// Names, attributes, subscripts, (starred) tuples and lists.
        targets: &'t [Expr<'t>],
        /// The right-hand side.
        value: &'t Expr<'t>,
    },
    /// `target op= value`.
    AugAssign {
        /// A name, attribute or subscript.
        target: &'t Expr<'t>,
        /// The operator without `=`.
        op: BinaryOp,
        /// The right-hand side.
        value: &'t Expr<'t>,
    },
    /// `target: annotation [= value]`; the annotation of a local is not evaluated.
    AnnAssign {
        /// A name, attribute or subscript.
        target: &'t Expr<'t>,
        /// The annotation.
        annotation: &'t Expr<'t>,
        /// The right-hand side, if any.
        value: Option<&'t Expr<'t>>,
        /// The target is a bare name without parentheses (only then it declares a local).
        simple: bool,
    },
    /// `del a, b[0], c.d`.
    Delete(&'t [Expr<'t>]),
    /// `return [value]`.
    Return(Option<&'t Expr<'t>>),
    /// `if test: body` with `elif` as a nested `If` in `orelse`.
    If {
        /// The condition.
        test: &'t Expr<'t>,
        /// When it holds.
        body: Body<'t>,
        /// When it does not.
        orelse: Body<'t>,
    },
    /// `while test: body else: orelse`.
    While {
        /// The condition.
        test: &'t Expr<'t>,
        /// The loop.
        body: Body<'t>,
        /// Runs when the loop ends without `break`.
        orelse: Body<'t>,
    },
    /// `for target in iter: body else: orelse`.
    For {
        /// What is assigned on each turn.
        target: &'t Expr<'t>,
        /// What is iterated.
        iter: &'t Expr<'t>,
        /// The loop.
        body: Body<'t>,
        /// Runs when the loop ends without `break`.
        orelse: Body<'t>,
    },
    /// `with a as b, c: body`.
    With {
        /// The context managers, outermost first.
        items: &'t [WithItem<'t>],
        /// The body.
        body: Body<'t>,
    },
    /// `try: ... except ...: ... else: ... finally: ...`.
    Try {
        /// The protected body.
        body: Body<'t>,
        /// The handlers, in order.
        handlers: &'t [Handler<'t>],
        /// Runs when the body raised nothing.
        orelse: Body<'t>,
        /// Always runs.
        finally: Body<'t>,
    },
    /// `match subject: case ...`.
    Match {
        /// What is looked at.
        subject: &'t Expr<'t>,
        /// The cases, in order.
        cases: &'t [Case<'t>],
    },
    /// `raise [error [from cause]]`.
    Raise {
        /// What is raised; nothing re-raises the handled exception.
        error: Option<&'t Expr<'t>>,
        /// What is given as its cause.
        cause: Option<&'t Expr<'t>>,
    },
    /// `assert test[, message]`.
    Assert {
        /// The condition.
        test: &'t Expr<'t>,
        /// The argument of the `AssertionError`.
        message: Option<&'t Expr<'t>>,
    },
    /// `def name(params) -> returns: body`.
    Def {
        /// Its name.
        name: Ident<'t>,
        /// Its parameters.
        params: &'t Params<'t>,
        /// Its body.
        body: Body<'t>,
        /// Decorators, topmost first.
        decorators: &'t [Expr<'t>],
        /// The annotation of the result.
        returns: Option<&'t Expr<'t>>,
    },
    /// `class name(args): body`.
    Class {
        /// Its name.
        name: Ident<'t>,
        /// Its bases, and keyword arguments.
        args: &'t [Arg<'t>],
        /// Its body.
        body: Body<'t>,
        /// Decorators, topmost first.
        decorators: &'t [Expr<'t>],
    },
    /// `import a.b as c, d`.
    Import(&'t [Alias<'t>]),
    /// `from module import a as b`; `level` counts leading dots, a lone `*` is refused by the parser.
    ImportFrom {
        /// The dotted name, absent in `from . import x`.
        module: Option<&'t str>,
        /// What is imported.
        names: &'t [Alias<'t>],
        /// Leading dots.
        level: u32,
    },
    /// `global a, b`.
    Global(&'t [Ident<'t>]),
    /// `nonlocal a, b`.
    Nonlocal(&'t [Ident<'t>]),
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
}

/// A name and its place. Identifiers are NFKC-normalised, as CPython does.
#[derive(Clone, Copy, Debug)]
pub struct Ident<'t> {
    /// The text.
    pub name: &'t str,
    /// Where it stands.
    pub span: Span,
}

/// One context manager of a `with`.
#[derive(Clone, Copy, Debug)]
pub struct WithItem<'t> {
    /// The context manager.
    pub context: Expr<'t>,
    /// Behind `as`.
    pub target: Option<&'t Expr<'t>>,
}

/// One `except` clause.
#[derive(Clone, Copy, Debug)]
pub struct Handler<'t> {
    /// Where it stands.
    pub span: Span,
    /// The class or tuple of classes; a bare `except` has none.
    pub class: Option<&'t Expr<'t>>,
    /// Behind `as`.
    pub name: Option<Ident<'t>>,
    /// The body.
    pub body: Body<'t>,
}

/// One `case` of a `match`.
#[derive(Clone, Copy, Debug)]
pub struct Case<'t> {
    /// What the subject is compared with.
    pub pattern: Pattern<'t>,
    /// Behind `if`.
    pub guard: Option<&'t Expr<'t>>,
    /// The body.
    pub body: Body<'t>,
}

/// A pattern and its place.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'t> {
    /// Where it stands, without surrounding parentheses.
    pub span: Span,
    /// Nodes on the longest path below, itself included.
    pub height: u16,
    /// What it is.
    pub kind: PatternKind<'t>,
}

/// The patterns of the language.
#[derive(Clone, Copy, Debug)]
pub enum PatternKind<'t> {
    /// `None`, `True` or `False`, found by identity.
    Singleton(&'t Expr<'t>),
    /// Any other literal, or a dotted name, found by `==`.
    Value(&'t Expr<'t>),
    /// A name, which takes anything; none for `_`.
    Capture(Option<Ident<'t>>),
    /// `*name` or `*_` in a sequence.
    Star(Option<Ident<'t>>),
    /// `[a, b]`, `(a, b)` or `a, b`.
    Sequence(&'t [Pattern<'t>]),
    /// `{key: pattern, **rest}`.
    Mapping {
        /// Literals and dotted names.
        keys: &'t [Expr<'t>],
        /// A pattern for the value of each key.
        patterns: &'t [Pattern<'t>],
        /// The name behind `**`.
        rest: Option<Ident<'t>>,
    },
    /// `Class(a, name=b)`.
    Class {
        /// A name, maybe dotted.
        class: &'t Expr<'t>,
        /// Patterns by position.
        positional: &'t [Pattern<'t>],
        /// The names of attributes.
        names: &'t [Ident<'t>],
        /// A pattern for each of them.
        named: &'t [Pattern<'t>],
    },
    /// `a | b`.
    Or(&'t [Pattern<'t>]),
    /// `pattern as name`.
    As(&'t Pattern<'t>, Ident<'t>),
}

/// `name [as asname]`; in `import` the name may be dotted.
#[derive(Clone, Copy, Debug)]
pub struct Alias<'t> {
    /// What is imported.
    pub name: Ident<'t>,
    /// Under which name.
    pub asname: Option<Ident<'t>>,
}

/// The parameters of a `def` or `lambda`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Params<'t> {
    /// Positional parameters; the first `positional_only` of them stand before `/`.
    pub positional: &'t [Param<'t>],
    /// How many of `positional` stand before `/`.
    pub positional_only: usize,
    /// `*args`.
    pub varargs: Option<&'t Param<'t>>,
    /// Parameters behind `*` or `*args`.
    pub keyword_only: &'t [Param<'t>],
    /// `**kwargs`.
    pub kwargs: Option<&'t Param<'t>>,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param<'t> {
    /// Its name.
    pub name: Ident<'t>,
    /// Its annotation.
    pub annotation: Option<&'t Expr<'t>>,
    /// Its default.
    pub default: Option<&'t Expr<'t>>,
}

/// An expression and its place.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'t> {
    /// Where it stands, without surrounding parentheses.
    pub span: Span,
    /// Nodes on the longest path below, itself included.
    pub height: u16,
    /// What it is.
    pub kind: ExprKind<'t>,
}

/// The expressions of the language.
#[derive(Clone, Copy, Debug)]
pub enum ExprKind<'t> {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// An integer that fits 64 bits.
    Int(i64),
    /// A larger integer, as its decimal or prefixed digits without underscores.
    BigInt(&'t str),
    /// A float.
    Float(f64),
    /// A string, adjacent literals joined, escapes resolved.
    Str(&'t str),
    /// A bytes literal, adjacent literals joined, escapes resolved.
    Bytes(&'t [u8]),
    /// An f-string, adjacent literals joined.
    FString(&'t [FPart<'t>]),
    /// A name.
    Name(&'t str),
    /// `(a, b)` or `a, b`.
    Tuple(&'t [Expr<'t>]),
    /// `[a, b]`.
    List(&'t [Expr<'t>]),
    /// `{a, b}`.
    Set(&'t [Expr<'t>]),
    /// `{k: v, **d}`; an item without key is `**value`.
    Dict(&'t [DictItem<'t>]),
    /// `not x`, `-x`, `+x`, `~x`.
    Unary(UnaryOp, &'t Expr<'t>),
    /// `a op b`.
    Binary(BinaryOp, &'t Expr<'t>, &'t Expr<'t>),
    /// `a and b and c`, flat: at least two operands.
    And(&'t [Expr<'t>]),
    /// `a or b or c`, flat: at least two operands.
    Or(&'t [Expr<'t>]),
    /// `first op a op b`: a chain is one node.
    Compare(&'t Expr<'t>, &'t [Comparison<'t>]),
    /// `body if test else orelse`.
    IfElse {
        /// The condition.
        test: &'t Expr<'t>,
        /// When it holds.
        body: &'t Expr<'t>,
        /// When it does not.
        orelse: &'t Expr<'t>,
    },
    /// `lambda params: body`.
    Lambda {
        /// The parameters.
        params: &'t Params<'t>,
        /// The result.
        body: &'t Expr<'t>,
    },
    /// `name := value`.
    Walrus {
        /// The name.
        name: Ident<'t>,
        /// The value.
        value: &'t Expr<'t>,
    },
    /// `*x` in a display, call or assignment target.
    Starred(&'t Expr<'t>),
    /// `object.name`.
    Attribute(&'t Expr<'t>, Ident<'t>),
    /// `object[index]`; several indices are a `Tuple`.
    Subscript(&'t Expr<'t>, &'t Expr<'t>),
    /// `a:b:c` inside a subscript.
    Slice(
        Option<&'t Expr<'t>>,
        Option<&'t Expr<'t>>,
        Option<&'t Expr<'t>>,
    ),
    /// `callee(args)`.
    Call {
        /// What is called.
        callee: &'t Expr<'t>,
        /// The arguments in the order written.
        args: &'t [Arg<'t>],
    },
    /// `[element for ...]`.
    ListComp(&'t Expr<'t>, &'t [Clause<'t>]),
    /// `{element for ...}`.
    SetComp(&'t Expr<'t>, &'t [Clause<'t>]),
    /// `{key: value for ...}`.
    DictComp(&'t Expr<'t>, &'t Expr<'t>, &'t [Clause<'t>]),
    /// `(element for ...)`.
    Generator(&'t Expr<'t>, &'t [Clause<'t>]),
    /// `yield [value]`.
    Yield(Option<&'t Expr<'t>>),
    /// `yield from value`.
    YieldFrom(&'t Expr<'t>),
}

/// One `for target in iter if ...` of a comprehension.
#[derive(Clone, Copy, Debug)]
pub struct Clause<'t> {
    /// What is assigned on each turn.
    pub target: Expr<'t>,
    /// What is iterated.
    pub iter: Expr<'t>,
    /// The conditions, in order.
    pub conditions: &'t [Expr<'t>],
}

/// One item of a dict display.
#[derive(Clone, Copy, Debug)]
pub struct DictItem<'t> {
    /// Absent for `**value`.
    pub key: Option<Expr<'t>>,
    /// The value.
    pub value: Expr<'t>,
}

/// One link of a chained comparison.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'t> {
    /// The operator.
    pub op: CompareOp,
    /// Its right operand.
    pub right: Expr<'t>,
}

/// One argument of a call.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'t> {
    /// `value`.
    Positional(Expr<'t>),
    /// `*value`.
    Star(Expr<'t>),
    /// `name=value`.
    Keyword(Ident<'t>, Expr<'t>),
    /// `**value`.
    DoubleStar(Expr<'t>),
}

/// One piece of an f-string.
#[derive(Clone, Copy, Debug)]
pub enum FPart<'t> {
    /// Literal text; `{x=}` yields its source text as such a piece.
    Text(&'t str),
    /// `{value!conversion:spec}`.
    Value {
        /// The expression.
        value: Expr<'t>,
        /// `!s`, `!r` or `!a`.
        conversion: Conversion,
        /// The format spec, itself an f-string.
        spec: Option<&'t [FPart<'t>]>,
    },
}

/// How an f-string turns a value into text before it is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// None given (with `=` and no spec the parser says `Repr`, as CPython).
    Plain,
    /// `!s`.
    Str,
    /// `!r`.
    Repr,
    /// `!a`.
    Ascii,
}

pub use crate::ops::{BinaryOp, CompareOp, UnaryOp};
