//! Classes and rows: what native code declares, as static tables.
//!
//! Adding a builtin is adding a row and a function. A native never calls back into the machine: it
//! answers with a value, or ends by naming what is called in its place.

use super::behaviour::{Behaviour, Opaque};
use super::context::Context;
use super::model::Model;
use super::native::{Args, Ending};
use super::signature::Signature;
use super::value::{Stop, Value};

/// A native that answers with a value.
pub type Leaf = for<'a, 'h> fn(&Context<'h>, Args<'a, 'h>) -> Result<Value<'h>, Stop<'h>>;
/// A native that may end in a call.
pub type Tail = for<'a, 'h> fn(&Context<'h>, Args<'a, 'h>) -> Result<Ending<'h>, Stop<'h>>;
/// Reads a property.
pub type Get = for<'h> fn(&Context<'h>, Value<'h>) -> Result<Value<'h>, Stop<'h>>;
/// Makes a constant of a module or class.
pub type Make = for<'h> fn(&Context<'h>) -> Result<Value<'h>, Stop<'h>>;

/// A builtin function or method. A method's first parameter is its object.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Its parameters.
    pub params: Signature,
    /// What it does.
    pub run: Run,
}

/// The kinds of natives.
#[derive(Clone, Copy)]
pub enum Run {
    /// Answers with a value.
    Leaf(Leaf),
    /// May end in a call.
    Tail(Tail),
    /// A function of the prelude, by name: it gets the arguments as they are.
    Std(&'static str),
}

impl Row {
    /// A row that answers with a value. `params` is written as in Python; `@` before a name marks an
    /// argument that is drained into a list if it is a generator.
    #[must_use]
    pub const fn leaf(name: &'static str, params: &'static str, run: Leaf) -> Self {
        Self {
            name,
            params: Signature::parse(params),
            run: Run::Leaf(run),
        }
    }

    /// A row that may end in a call.
    #[must_use]
    pub const fn tail(name: &'static str, params: &'static str, run: Tail) -> Self {
        Self {
            name,
            params: Signature::parse(params),
            run: Run::Tail(run),
        }
    }

    /// A row that a function of the prelude runs.
    #[must_use]
    pub const fn std(name: &'static str, params: &'static str, function: &'static str) -> Self {
        Self {
            name,
            params: Signature::parse(params),
            run: Run::Std(function),
        }
    }
}

/// A property of instances.
pub struct Getter {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: Get,
}

impl Getter {
    /// A property.
    #[must_use]
    pub const fn new(name: &'static str, get: Get) -> Self {
        Self { name, get }
    }
}

/// A constant of a class.
pub struct Constant {
    /// Its name.
    pub name: &'static str,
    /// Makes it.
    pub make: Make,
}

impl Constant {
    /// A constant.
    #[must_use]
    pub const fn new(name: &'static str, make: Make) -> Self {
        Self { name, make }
    }
}

/// A class of the language or of its standard library. Two classes are the same if their addresses are.
pub struct Class {
    /// `__name__`.
    pub name: &'static str,
    /// The name that messages give its instances: classes that CPython writes in C show their module.
    pub title: &'static str,
    /// The module in its repr; `builtins` is not shown.
    pub module: &'static str,
    /// The class it derives from; none: `object`.
    pub base: Option<&'static Class>,
    /// A second class it derives from, for `isinstance` and handlers; it inherits nothing from it.
    pub second: Option<&'static Class>,
    /// Makes an instance when the class is called (no `self`); none: it cannot be called.
    pub construct: Option<&'static Row>,
    /// Methods, sorted by name; the first parameter is the object.
    pub methods: &'static [Row],
    /// Class and static methods (no `self`), sorted by name.
    pub statics: &'static [Row],
    /// Properties, sorted by name.
    pub getters: &'static [Getter],
    /// Constants, sorted by name.
    pub constants: &'static [Constant],
    /// What operators and protocols do with instances that are `Value::Object`.
    pub behaviour: &'static dyn Behaviour,
    /// What is known of its instances, if they are rows that can be looked up.
    pub model: Option<&'static Model>,
}

impl Class {
    /// A class with a name and nothing else, to be completed by struct update.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            title: name,
            module: "builtins",
            base: None,
            second: None,
            construct: None,
            methods: &[],
            statics: &[],
            getters: &[],
            constants: &[],
            behaviour: &Opaque,
            model: None,
        }
    }

    /// Whether two references are to the same class.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// Whether it is `other` or derives from it.
    #[must_use]
    pub fn derives(&self, other: &Self) -> bool {
        self.lineage().any(|class| {
            class.is(other) || class.second.is_some_and(|second| second.derives(other))
        })
    }

    /// The method `name`, its own or inherited.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&'static Row> {
        self.lineage()
            .find_map(|class| find(class.methods, name, |row| row.name))
    }

    /// The class or static method `name`, its own or inherited.
    #[must_use]
    pub fn static_method(&self, name: &str) -> Option<&'static Row> {
        self.lineage()
            .find_map(|class| find(class.statics, name, |row| row.name))
    }

    /// The property `name`, its own or inherited.
    #[must_use]
    pub fn getter(&self, name: &str) -> Option<&'static Getter> {
        self.lineage()
            .find_map(|class| find(class.getters, name, |getter| getter.name))
    }

    /// The constant `name`, its own or inherited.
    #[must_use]
    pub fn constant(&self, name: &str) -> Option<&'static Constant> {
        self.lineage()
            .find_map(|class| find(class.constants, name, |constant| constant.name))
    }

    /// The class, its base, and so on.
    pub fn lineage(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |class| class.base)
    }
}

/// Finds a row by name in a table sorted by name.
pub fn find<T>(
    table: &'static [T],
    name: &str,
    name_of: impl Fn(&T) -> &'static str,
) -> Option<&'static T> {
    let at = table.binary_search_by(|row| name_of(row).cmp(name)).ok()?;
    table.get(at)
}
