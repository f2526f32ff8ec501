//! The values that policies compute with: one enum, the structs it points to, and the traits by which
//! an embedder's objects are seen. Only declarations; the other files of this room hold the `impl`s.
//!
//! Every payload of [`Value`] is one 8-byte integer or reference, so that a value travels in two
//! registers: one `bool` or `f64` payload would send every value through memory. What a policy can
//! change consists of `Cell`s, never of `RefCell`s: mutating a container while it is read cannot panic.

use std::any::Any;
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

use num_bigint::BigInt;

use super::class::{Class, Row};
use super::context::Context;
use super::module::Module;
use super::native::Args;

/// A Python value. Lives in the heap of one decision.
#[derive(Clone, Copy)]
pub enum Value<'h> {
    /// No value: an unassigned local, an argument not given. Policies never see it.
    Unbound,
    /// `None`.
    None,
    /// `False`.
    False,
    /// `True`.
    True,
    /// `...`.
    Ellipsis,
    /// `NotImplemented`.
    NotImplemented,
    /// An int of 64 bits.
    Int(i64),
    /// A float, as its bits.
    Float(Bits),
    /// An int outside 64 bits, always: an int has one form.
    Big(&'h BigInt),
    /// A str.
    Str(&'h Text<'h>),
    /// A bytes.
    Bytes(&'h Bytes<'h>),
    /// A tuple, or an instance of a named tuple class.
    Tuple(&'h Tuple<'h>),
    /// A list.
    List(&'h List<'h>),
    /// A dict, or one of its subclasses of `collections`.
    Dict(&'h Dict<'h>),
    /// A set or frozenset.
    Set(&'h Set<'h>),
    /// `d.keys()`, `d.values()`, `d.items()`.
    View(&'h View<'h>),
    /// A range.
    Range(&'h Range<'h>),
    /// A slice.
    Slice(&'h Slice<'h>),
    /// A function written in the language.
    Function(&'h Function<'h>),
    /// A builtin function, or a method taken from its class.
    Native(&'static Row),
    /// A method taken from its object.
    Bound(&'h Bound<'h>),
    /// A class.
    Class(&'static Class),
    /// A class made by `collections.namedtuple`.
    Record(&'h Record<'h>),
    /// A class that a policy defines.
    Type(&'h Type<'h>),
    /// An instance of such a class, unless it is an exception.
    Made(&'h Made<'h>),
    /// An iterator that Rust advances.
    Iter(&'h Iter<'h>),
    /// A generator: a suspended frame.
    Generator(&'h Generator<'h>),
    /// An exception.
    Exc(&'h Exc<'h>),
    /// A module of the standard library.
    Module(&'static Module),
    /// An object of a class of the standard library (date, pattern, address, ...).
    Object(&'h Instance<'h>),
    /// An object that the embedder lent.
    Host(&'h Host<'h>),
    /// The box of a variable shared with a nested function. Policies never see it.
    Shared(&'h Cell<Value<'h>>),
}

const _: () = assert!(size_of::<Value<'_>>() == 16);
const _: () = assert!(size_of::<Option<Value<'_>>>() == 16);

/// The bits of an `f64`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bits(pub(super) u64);

/// Why a step did not end normally.
#[derive(Clone, Copy)]
pub enum Stop<'h> {
    /// A Python exception: handlers see it.
    Raised(&'h Exc<'h>),
    /// A limit was hit (which one stands in the meter): no handler sees it.
    Fatal,
}

const _: () = assert!(size_of::<Stop<'_>>() == 8);

/// The text of a str. Valid UTF-8; shared between threads when it belongs to a program.
pub struct Text<'h> {
    pub(super) chars: Chars<'h>,
    /// What a native reads it as, if it is of a program with natives that read texts.
    pub(super) reading: Option<Box<Reading>>,
    /// In code points; equal to the length in bytes exactly if the text is ASCII. The largest number: not
    /// counted, or too long for this.
    pub(super) len: AtomicU32,
    /// 0: not computed yet.
    pub(super) hash: AtomicU32,
}

const _: () = assert!(size_of::<Text<'_>>() == 40);

/// The characters of a text. Both kinds are laid out alike: to read them takes no look at which it is.
pub(super) enum Chars<'h> {
    /// Of the heap, or lent.
    Lent(&'h str),
    /// Of a program.
    Own(Box<str>),
}

/// What a native read a text as, once it did: an address, a pattern.
pub(super) type Reading = OnceLock<Box<dyn Any + Send + Sync>>;

/// The content of a bytes.
pub struct Bytes<'h> {
    pub(super) bytes: Cow<'h, [u8]>,
}

/// A tuple.
pub struct Tuple<'h> {
    /// The items.
    pub items: &'h [Value<'h>],
    /// The named tuple class it is an instance of.
    pub record: Option<&'h Record<'h>>,
}

/// A class made by `collections.namedtuple` (also what `urlparse` and the like return).
pub struct Record<'h> {
    /// The class's name.
    pub name: &'h str,
    /// The module in its repr.
    pub module: &'h str,
    /// The fields' names.
    pub fields: &'h [&'h str],
    /// The defaults of the last fields.
    pub defaults: &'h [Value<'h>],
    /// Methods and getters beside the fields, of named tuples that the standard library declares.
    pub class: Option<&'static Class>,
}

/// A class that a policy defines.
pub struct Type<'h> {
    /// Its name.
    pub name: &'h str,
    /// Its name with those of the functions and classes around it.
    pub qualified: &'h str,
    /// What it derives from: classes of either kind.
    pub bases: &'h [Value<'h>],
    /// Where attributes are looked for, itself first and `object` last.
    pub lineage: Cell<&'h [Value<'h>]>,
    /// The class of the language whose content its instances have: `object`, or one of exceptions.
    pub native: &'static Class,
    /// Its own attributes.
    pub attributes: &'h Dict<'h>,
}

/// An instance of a class that a policy defines.
pub struct Made<'h> {
    /// Its class.
    pub class: &'h Type<'h>,
    /// Its own attributes.
    pub attributes: &'h Dict<'h>,
}

/// A list.
pub struct List<'h> {
    pub(super) buffer: Cell<&'h [Cell<Value<'h>>]>,
    pub(super) len: Cell<usize>,
}

/// One entry of a dict; a hole has an unbound key.
#[derive(Clone, Copy)]
pub struct Entry<'h> {
    /// The key's hash.
    pub hash: u64,
    /// The key.
    pub key: Value<'h>,
    /// The value.
    pub value: Value<'h>,
}

/// A dict in insertion order: entries, and an index once there are more than a few.
pub struct Dict<'h> {
    pub(super) entries: Cell<&'h [Cell<Entry<'h>>]>,
    /// Entries in use, holes included.
    pub(super) filled: Cell<usize>,
    /// No entry in use stands before this place.
    pub(super) first: Cell<usize>,
    /// Entries in use, holes not included.
    pub(super) live: Cell<usize>,
    pub(super) index: Cell<&'h [Cell<u32>]>,
    pub(super) extra: Cell<Option<&'h DictExtra<'h>>>,
}

/// What only few dicts have.
pub struct DictExtra<'h> {
    /// Which class it is of.
    pub kind: DictKind,
    /// `defaultdict`'s factory.
    pub factory: Cell<Value<'h>>,
    /// The embedder's map that this dict shows, until the first structural write.
    pub lent: Cell<Option<&'h dyn Mapping>>,
    /// The embedder's map, kept for the attributes that it shows.
    pub shown: Option<&'h dyn Mapping>,
    /// The keys were taken over from the lent map, and none of them was hashed yet: most such dicts are
    /// only walked.
    pub unhashed: Cell<bool>,
    /// What was handed out of the lent map: containers and objects keep their identity.
    pub memo: Option<&'h Dict<'h>>,
    /// Where in the request it hangs: its writes are effects.
    pub origin: Option<&'h Origin<'h>>,
}

/// The dict classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictKind {
    /// `dict`.
    Plain,
    /// `collections.OrderedDict`.
    Ordered,
    /// `collections.Counter`.
    Counter,
    /// `collections.defaultdict`.
    Default,
}

/// Where in the request a lent container or object hangs.
pub struct Origin<'h> {
    /// What it hangs on; a root has none.
    pub parent: Option<&'h Origin<'h>>,
    /// The key, the attribute, or the root's name.
    pub key: &'h str,
    /// Which copy of the request it belongs to; 0 is the original.
    pub world: u32,
}

/// The patterns that a policy has paid for, and the objects made of them.
#[derive(Default)]
pub struct Paid<'h> {
    /// The first few, which are looked through.
    pub(super) few: [Cell<Option<&'h Text<'h>>>; 4],
    /// Further ones, as keys.
    pub(super) more: Dict<'h>,
    /// Pattern objects by pattern, or by pattern and flags.
    pub objects: Dict<'h>,
}

/// A set or frozenset in insertion order.
pub struct Set<'h> {
    /// The members are its keys.
    pub table: Dict<'h>,
    /// It is a frozenset.
    pub frozen: bool,
}

/// What a dict view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// `d.keys()`.
    Keys,
    /// `d.values()`.
    Values,
    /// `d.items()`.
    Items,
}

/// A live view of a dict.
pub struct View<'h> {
    /// The dict.
    pub dict: &'h Dict<'h>,
    /// What it shows.
    pub kind: ViewKind,
}

/// A range; the bounds are ints of any size.
pub struct Range<'h> {
    /// The first item.
    pub start: Value<'h>,
    /// Where it ends, exclusive.
    pub stop: Value<'h>,
    /// The difference of two items, never zero.
    pub step: Value<'h>,
}

/// A slice.
pub struct Slice<'h> {
    /// `None` or anything with an index.
    pub start: Value<'h>,
    /// `None` or anything with an index.
    pub stop: Value<'h>,
    /// `None` or anything with an index.
    pub step: Value<'h>,
}

/// The number of a program within the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramId(pub u32);

/// The number of a chunk within its program.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct ChunkId(pub u16);

/// A function written in the language: numbers instead of references to code.
pub struct Function<'h> {
    /// Its program.
    pub program: ProgramId,
    /// Its code.
    pub chunk: ChunkId,
    /// Its name.
    pub name: &'h str,
    /// The defaults of the last positional parameters.
    pub defaults: &'h [Value<'h>],
    /// The defaults of the keyword-only parameters, unbound where there is none.
    pub keyword_defaults: &'h [Value<'h>],
    /// The variables of enclosing functions: `Value::Shared`.
    pub captured: &'h [Value<'h>],
    /// Attributes that a policy set: its `__dict__`.
    pub attributes: Cell<Option<&'h Dict<'h>>>,
    /// What is known of it that is not in there: its `__doc__`, and a name that it was given later.
    pub about: Cell<Option<&'h Dict<'h>>>,
}

impl<'h> Function<'h> {
    /// Where an attribute is kept once it is set.
    #[must_use]
    pub fn kept(&self, name: &str) -> &Cell<Option<&'h Dict<'h>>> {
        let known = ["__doc__", "__module__", "__name__", "__qualname__"];
        match known.contains(&name) {
            true => &self.about,
            false => &self.attributes,
        }
    }
}

/// A method together with its object.
pub struct Bound<'h> {
    /// The object.
    pub receiver: Value<'h>,
    /// The method.
    pub method: Method<'h>,
}

/// How a bound method is found.
#[derive(Clone, Copy)]
pub enum Method<'h> {
    /// A row of a class.
    Row(&'static Row),
    /// A method of a host object.
    Named(&'h str),
    /// A function of a class that a policy defines, or whatever else is called with the object first.
    Function(Value<'h>),
}

/// An iterator that Rust advances; its state changes as a whole.
pub struct Iter<'h> {
    /// Where it stands.
    pub state: Cell<IterState<'h>>,
}

/// The native iterators. None of them ever wraps a generator.
#[derive(Clone, Copy)]
pub enum IterState<'h> {
    /// Nothing is left.
    Done,
    /// Over a range within 64 bits: next, step, how many are left.
    Range(i64, i64, u64),
    /// Over a list, by position.
    List(&'h List<'h>, usize),
    /// Over a tuple, or any fixed slice.
    Slice(&'h [Value<'h>], usize),
    /// Over values that are kept elsewhere, by position.
    Fixed(&'h dyn Fixed, usize),
    /// Over a str, by byte offset.
    Str(&'h Text<'h>, usize),
    /// Over a bytes.
    Bytes(&'h Bytes<'h>, usize),
    /// Over a range of big ints: next, and the range.
    BigRange(Value<'h>, &'h Range<'h>),
    /// Over a dict or a view of it.
    Dict(&'h View<'h>, Cursor),
    /// Over a set.
    Set(&'h Set<'h>, Cursor),
    /// `reversed` of a sequence: the sequence, how many are left.
    Reversed(Value<'h>, usize),
    /// `reversed` of a dict or view: entries before the cursor.
    ReversedDict(&'h View<'h>, Cursor),
    /// `enumerate`: the iterator, the next number.
    Enumerate(&'h Iter<'h>, Value<'h>),
    /// `zip`: the iterators; `strict`.
    Zip(&'h [&'h Iter<'h>], bool),
    /// Any other native iterator: an instance whose class advances it.
    Other(&'h Instance<'h>),
}

/// Values that lie outside the heap and never change: the constants of a program.
pub trait Fixed: Any + Send + Sync {
    /// The value at a position.
    fn item(&self, at: usize) -> Option<Value<'_>>;
}

/// Where an iterator over a dict or set stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The position among the entries.
    pub at: u32,
    /// How many entries were live at the start (another number is an error), and in the lower half how
    /// many of them are left to come: one word, as a loop writes and reads it in turns.
    pub(super) counts: u64,
}

/// Where a generator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not started.
    Created,
    /// Suspended in a `yield`.
    Suspended,
    /// Running now.
    Running,
    /// Returned or raised.
    Done,
}

/// A suspended frame.
pub struct Generator<'h> {
    /// Its program.
    pub program: ProgramId,
    /// Its code.
    pub chunk: ChunkId,
    /// Its name.
    pub name: &'h str,
    /// Locals and stack, of the size that the verifier computed.
    pub saved: &'h [Cell<Value<'h>>],
    /// The next instruction.
    pub pc: Cell<u32>,
    /// Values of `saved` in use.
    pub sp: Cell<u32>,
    /// The exception it handles while suspended.
    pub handled: Cell<Option<&'h Exc<'h>>>,
    /// Where it stands.
    pub phase: Cell<Phase>,
    /// The class it shows itself as: a std twin of a native iterator shows that iterator's class.
    pub class: Cell<Option<&'static Class>>,
}

/// An exception.
pub struct Exc<'h> {
    /// Its class, or the class of the language that its own derives from.
    pub class: &'static Class,
    /// Its own class, if a policy defines it.
    pub of: Option<&'h Type<'h>>,
    /// `args`.
    pub args: Cell<&'h [Value<'h>]>,
    /// `__cause__`.
    pub cause: Cell<Option<&'h Exc<'h>>>,
    /// `__context__`.
    pub context: Cell<Option<&'h Exc<'h>>>,
    /// `__suppress_context__`.
    pub suppress: Cell<bool>,
    /// Attributes beside `args` (`JSONDecodeError.pos`, `StopIteration.value`, ...).
    pub fields: Cell<Option<&'h Dict<'h>>>,
    /// The way it took: the outermost call first.
    pub trace: Cell<Option<&'h Trace<'h>>>,
}

/// One link of the way an exception took.
pub struct Trace<'h> {
    /// The program.
    pub program: ProgramId,
    /// The chunk.
    pub chunk: ChunkId,
    /// The instruction that raised or called.
    pub pc: u32,
    /// Further in, where the exception was before.
    pub inner: Option<&'h Trace<'h>>,
}

/// An object of a class of the standard library.
pub struct Instance<'h> {
    /// Its class; its behaviour stands there.
    pub class: &'static Class,
    /// Its content.
    pub data: Data<'h>,
}

/// The content of an [`Instance`].
#[derive(Clone, Copy)]
pub enum Data<'h> {
    /// A Rust value without references into the heap: a date, an address, a compiled regex.
    Own(&'h (dyn Any + Send)),
    /// Values, in an order that the class knows.
    Fields(&'h [Cell<Value<'h>>]),
    /// Both.
    Both(&'h (dyn Any + Send), &'h [Cell<Value<'h>>]),
    /// What an embedder lent, and values made of it.
    Lent(&'h dyn Sequence, &'h [Cell<Value<'h>>]),
}

/// An object that the embedder lent, with what the policy did to it.
pub struct Host<'h> {
    /// The object.
    pub object: &'h dyn Object,
    /// Attributes that were written, and containers and objects that were handed out.
    pub memo: Dict<'h>,
    /// Where in the request it hangs: its writes are effects.
    pub origin: Option<&'h Origin<'h>>,
    /// How often something of what it lends was read while that was not handed out.
    pub(super) passed: Cell<u8>,
    /// The object that was handed out before it.
    pub before: Option<&'h Host<'h>>,
}

/// The lent objects that were handed out in one copy of the request.
#[derive(Default)]
pub struct Hosts<'h> {
    /// The last one of the first few, which are looked through.
    pub(super) last: Cell<Option<&'h Host<'h>>>,
    /// How many of them.
    pub(super) count: Cell<usize>,
    /// Those that follow, by number; and what else is kept for this copy, by name.
    pub named: Dict<'h>,
}

/// What an embedder's object gives when one of its attributes is read, or its map looked up.
#[non_exhaustive]
pub enum Lent<'h> {
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A str, read in place.
    Str(&'h str),
    /// A str made for this answer.
    Text(String),
    /// JSON, read in place: its objects become dicts, its arrays lists.
    Json(&'h serde_json::Value),
    /// A dict, read in place.
    Map(&'h dyn Mapping),
    /// A list, read in place.
    List(&'h dyn Sequence),
    /// A set, read in place.
    Set(&'h dyn Sequence),
    /// Objects to be looked through by Django's filter language.
    Query(&'h dyn Sequence),
    /// An object, lent on.
    Object(&'h dyn Object),
    /// An object made for this answer.
    Owned(Box<dyn Object>),
    /// An address, as the `ipaddress` module makes it.
    Address(std::net::IpAddr),
    /// A `datetime.datetime`.
    DateTime {
        /// Microseconds since 1970-01-01T00:00:00 on the clock face shown.
        micros: i64,
        /// Seconds east of UTC; none makes a naive datetime.
        offset: Option<i32>,
    },
    /// A method, called through [`Object::call`].
    Method,
}

/// An object that policies can see. Every method has a default: together an empty `object`.
pub trait Object: Send + Sync {
    /// The class's name, as `type(x)` and messages show it.
    fn class_name(&self) -> &str {
        "object"
    }

    /// The class, for objects of one that policies can import; its name is the class's name.
    fn class(&self) -> Option<&'static Class> {
        None
    }

    /// The objects that a relation of this name leads to.
    fn related(&self, name: &str) -> Option<&dyn Sequence> {
        let _ = name;
        None
    }

    /// The attribute `name`, or none: then reading it is an `AttributeError`.
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        let _ = name;
        None
    }

    /// The names of the attributes, for copies and conversions.
    fn attr_names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// `str(x)`; none gives `<NAME object>`.
    fn text(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// Calls the method `name`, for which [`Object::attr`] answered [`Lent::Method`]. `me` is the
    /// object as the policy sees it, its own writes included. Positional arguments stand in
    /// `args.rest`, keyword arguments in `args.keywords`.
    ///
    /// # Errors
    /// What the method raises.
    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let _ = (me, args);
        Err(cx.attribute_error(self.class_name(), name))
    }

    /// Whether the attribute may be written (each write is an effect).
    fn writable(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// A key by which two objects of a class are the same to `==`; none compares identity.
    fn identity(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// The items, if the object can be iterated.
    fn items(&self) -> Option<&dyn Sequence> {
        None
    }
}

/// A map that policies see as a dict with str keys. Reading a key does not convert the others.
pub trait Mapping: Send + Sync {
    /// How many keys.
    fn len(&self) -> usize;
    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The value of a key.
    fn value(&self, key: &str) -> Option<Lent<'_>>;
    /// The keys, in order.
    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_>;
    /// The keys with their values, in order.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Lent<'_>)> + '_> {
        Box::new(self.keys().filter_map(|key| Some((key, self.value(key)?))))
    }
    /// The key that a look-up of `key` finds too, for maps that take several spellings for one.
    fn spelling(&self, key: &str) -> Option<&str> {
        let _ = key;
        None
    }
    /// An attribute, for maps that older policies read as objects; a dict has none.
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        let _ = name;
        None
    }
}

/// A sequence that policies see as a list.
pub trait Sequence: Send + Sync {
    /// How many items.
    fn len(&self) -> usize;
    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at a position.
    fn item(&self, at: usize) -> Option<Lent<'_>>;
    /// The first position in a range, all of it below [`Sequence::len`], whose item is a str of these characters.
    /// Where the type of the sequence is known, as it is here, an item costs no call; a sequence that knows more
    /// of its items may find them otherwise.
    fn find_text(&self, text: &str, mut among: std::ops::Range<usize>) -> Option<usize> {
        among.find(|at| self.item(*at).is_some_and(|item| item.is_text(text)))
    }
    /// Whether an item has this text as an attribute, if the sequence can tell without handing its
    /// items out.
    fn any_with(&self, attribute: &str, text: &str) -> Option<bool> {
        let _ = (attribute, text);
        None
    }
}
