//! What is known about the scopes of a policy.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};

use super::super::recent::Recent;
use crate::code::Slot;
use crate::source::Span;

/// The variable of a class's body that holds the class, for `super()` in its functions.
pub(crate) const CLASS_CELL: &str = "__class__";

/// The parameters of a class's body.
pub(crate) const CLASS_PARAMS: [&str; 2] = [".bases", ".keywords"];

/// A scope's number; an enclosing scope has a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ScopeId(pub(super) usize);

impl ScopeId {
    /// The policy's body.
    pub(crate) const BODY: Self = Self(0);
}

/// What a scope does with a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(super) const PARAM: Self = Self(1);
    /// Assigned, deleted, defined.
    pub(super) const LOCAL: Self = Self(2);
    /// Imported: a later `global` is no error.
    pub(super) const IMPORTED: Self = Self(512);
    /// Whatever makes the variable the scope's own.
    pub(super) const BOUND: Self = Self(2 | 512);
    pub(super) const USED: Self = Self(4);
    pub(super) const GLOBAL: Self = Self(8);
    pub(super) const NONLOCAL: Self = Self(16);
    pub(super) const ANNOTATED: Self = Self(32);
    /// The variable of a comprehension.
    pub(super) const ITERATED: Self = Self(64);
    /// A context name in the policy's body.
    pub(super) const CONTEXT: Self = Self(128);
    /// Deleted somewhere: an assignment does not prove that it has a value later.
    pub(super) const DELETED: Self = Self(256);

    pub(super) fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Where a name's variable lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Binding {
    /// In the globals.
    #[default]
    Global,
    /// In this scope or an enclosing one.
    Of(ScopeId),
}

/// A name in a scope.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Symbol {
    pub(super) marks: Marks,
    /// The first `global` or `nonlocal` statement for it.
    pub(super) directive: Option<Span>,
    pub(super) binding: Binding,
    /// Read or written by a nested function: the variable lives in a box.
    pub(super) boxed: bool,
    /// A context name that something reads.
    pub(super) reached: bool,
    /// Its slot in the frame of the function that it belongs to.
    pub(super) slot: Option<Slot>,
}

/// The kinds of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The policy's body, a `def` or a `lambda`.
    Function,
    /// The body of a `class`: functions inside do not see its names.
    Class,
    ListComp,
    SetComp,
    DictComp,
    Generator,
}

/// What consumes a generator expression on the spot, so that it needs no frame of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consumer {
    /// `any(...)`.
    Any,
    /// `all(...)`.
    All,
    /// `sum(...)` with one argument.
    Sum,
    /// `list(...)`.
    List,
    /// `tuple(...)`.
    Tuple,
    /// `set(...)`.
    Set,
    /// `dict((key, value) for ...)`.
    Dict,
    /// A call that first drains its argument: it is handed a list instead.
    Argument,
}

/// A scope.
#[derive(Debug)]
pub(crate) struct Scope<'t> {
    pub(super) kind: Kind,
    pub(super) parent: Option<ScopeId>,
    pub(super) symbols: IndexMap<&'t str, Symbol, RandomState>,
    /// It contains a `yield`, or is a generator expression.
    pub(super) generator: bool,
    /// How many iterables of comprehensions we are in.
    pub(super) in_iterable: u32,
    /// The target of a comprehension is being read.
    pub(super) in_target: bool,
    /// A call that could consume it on the spot, and the builtin's name.
    pub(super) candidate: Option<(Consumer, Option<&'t str>)>,
    /// Who consumes it on the spot.
    pub(super) consumer: Option<Consumer>,
    /// Variables of enclosing functions that this function captures.
    pub(super) captured: IndexSet<(ScopeId, &'t str), RandomState>,
    /// The names of the slots.
    pub(super) locals: Vec<&'t str>,
    /// The slots of what it captures.
    pub(super) slots: HashMap<(ScopeId, &'t str), Slot, RandomState>,
}

impl Scope<'_> {
    pub(super) fn new(kind: Kind, parent: Option<ScopeId>) -> Self {
        Self {
            kind,
            parent,
            symbols: IndexMap::default(),
            generator: kind == Kind::Generator,
            in_iterable: 0,
            in_target: false,
            candidate: None,
            consumer: None,
            captured: IndexSet::default(),
            locals: Vec::new(),
            slots: HashMap::default(),
        }
    }

    /// Whether its code stands in the code of the function around it.
    pub(super) fn is_inline(&self) -> bool {
        match self.kind {
            Kind::Function | Kind::Class => false,
            Kind::ListComp | Kind::SetComp | Kind::DictComp => true,
            Kind::Generator => self.consumer.is_some(),
        }
    }
}

/// All scopes of a policy.
#[derive(Debug, Default)]
pub(crate) struct Tables<'t> {
    pub(super) scopes: Vec<Scope<'t>>,
    /// The scope of a function's body or of a comprehension's clauses, by address.
    pub(super) nodes: HashMap<usize, ScopeId, RandomState>,
    /// Whether any `global` statement may give another meaning to a name of the language.
    pub(super) stores_globals: bool,
    /// Where names were found.
    pub(in crate::compile) recent: Recent<'t>,
}

impl<'t> Tables<'t> {
    pub(super) fn scope(&self, id: ScopeId) -> Option<&Scope<'t>> {
        self.scopes.get(id.0)
    }

    pub(super) fn scope_mut(&mut self, id: ScopeId) -> Option<&mut Scope<'t>> {
        self.scopes.get_mut(id.0)
    }

    /// What a scope knows of a name.
    pub(crate) fn symbol(&self, id: ScopeId, name: &str) -> Option<&Symbol> {
        let symbols = &self.scope(id)?.symbols;
        if let Some(at) = self.recent.get(id.0, name) {
            return symbols.get_index(at).map(|(_, symbol)| symbol);
        }
        let (at, name, symbol) = symbols.get_full(name)?;
        self.recent.set(id.0, name, at);
        Some(symbol)
    }

    /// The scope and those around it, innermost first.
    pub(super) fn outwards(&self, id: ScopeId) -> impl Iterator<Item = (ScopeId, &Scope<'t>)> {
        let first = self.scope(id).map(|scope| (id, scope));
        std::iter::successors(first, |(_, scope)| {
            let parent = scope.parent?;
            Some((parent, self.scope(parent)?))
        })
    }

    /// The function in whose code a scope stands.
    pub(in crate::compile) fn home(&self, id: ScopeId) -> ScopeId {
        let home = self.outwards(id).find(|(_, scope)| !scope.is_inline());
        home.map_or(ScopeId::BODY, |(id, _)| id)
    }

    /// The scope of a node: the address of a function's body or a comprehension's clauses.
    pub(crate) fn at<T>(&self, node: *const T) -> Option<ScopeId> {
        self.nodes.get(&node.addr()).copied()
    }

    /// Where a name lives, seen from a scope.
    pub(crate) fn binding(&self, scope: ScopeId, name: &str) -> Binding {
        self.symbol(scope, name)
            .map_or(Binding::Global, |symbol| symbol.binding)
    }

    /// Whether the variable lives in a box.
    pub(crate) fn is_boxed(&self, owner: ScopeId, name: &str) -> bool {
        self.symbol(owner, name).is_some_and(|symbol| symbol.boxed)
    }

    /// The slot of a variable in a function's frame.
    pub(crate) fn slot(&self, home: ScopeId, owner: ScopeId, name: &'t str) -> Option<Slot> {
        if self.home(owner) == home {
            return self.symbol(owner, name)?.slot;
        }
        self.scope(home)?.slots.get(&(owner, name)).copied()
    }

    /// Whether a scope is the body of a class.
    pub(crate) fn is_class(&self, id: ScopeId) -> bool {
        self.scope(id)
            .is_some_and(|scope| scope.kind == Kind::Class)
    }

    /// The first parameter of a function.
    pub(crate) fn first_param(&self, home: ScopeId) -> Option<&'t str> {
        let (name, symbol) = self.scope(home)?.symbols.first()?;
        let own = symbol.marks.has(Marks::PARAM) && !symbol.marks.has(Marks::CONTEXT);
        own.then_some(*name)
    }

    /// The names of a function's slots.
    pub(crate) fn locals(&self, home: ScopeId) -> &[&'t str] {
        self.scope(home).map_or(&[], |scope| &scope.locals)
    }

    /// What a function captures, in order.
    pub(crate) fn captured(&self, home: ScopeId) -> impl Iterator<Item = (ScopeId, &'t str)> {
        let scope = self.scope(home);
        scope
            .into_iter()
            .flat_map(|scope| scope.captured.iter().copied())
    }

    /// The boxed variables that a scope itself declares.
    pub(crate) fn boxed(&self, id: ScopeId) -> impl Iterator<Item = &'t str> {
        let symbols = self.scope(id).into_iter().flat_map(|scope| &scope.symbols);
        symbols.filter_map(move |(name, symbol)| {
            (symbol.boxed && symbol.binding == Binding::Of(id)).then_some(*name)
        })
    }

    /// Whether a function is a generator.
    pub(crate) fn is_generator(&self, id: ScopeId) -> bool {
        self.scope(id).is_some_and(|scope| scope.generator)
    }

    /// Whether a name surely means what the language gives it.
    pub(crate) fn is_builtin(&self, id: ScopeId, name: &str) -> bool {
        self.binding(id, name) == Binding::Global && !self.stores_globals
    }

    /// Who consumes a generator expression on the spot.
    pub(crate) fn consumer(&self, id: ScopeId) -> Option<Consumer> {
        self.scope(id)?.consumer
    }

    /// The body's slot for a context name, if it has one, and whether something reads it.
    pub(crate) fn context(&self, name: &str) -> Option<(Slot, bool)> {
        let symbol = self.symbol(ScopeId::BODY, name)?;
        Some((symbol.slot?, symbol.reached))
    }
}

impl Symbol {
    /// Where it lives.
    pub(crate) fn binding(&self) -> Binding {
        self.binding
    }

    /// Its slot in the frame of the function that it belongs to.
    pub(crate) fn slot(&self) -> Option<Slot> {
        self.slot
    }

    /// Whether the variable lives in a box.
    pub(crate) fn is_boxed(&self) -> bool {
        self.boxed
    }

    /// Whether the variable surely has a value: a parameter that nothing deletes.
    pub(crate) fn has_value(&self) -> bool {
        self.marks.has(Marks::PARAM) && !self.marks.has(Marks::CONTEXT.or(Marks::DELETED))
    }

    /// A context name that nothing assigns: it needs no box to be captured.
    pub(crate) fn is_context(&self) -> bool {
        self.marks.has(Marks::CONTEXT) && !self.marks.has(Marks::BOUND)
    }
}
