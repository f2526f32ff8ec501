//! Constructors: how values come into the heap.

use std::any::Any;
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::atomic::AtomicU32;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::class::Class;
use super::context::Context;
use super::text::{UNCOUNTED, kept};
use super::value::{
    Bits, Bound, Bytes, Chars, Data, Instance, Iter, IterState, List, Method, Stop, Text, Tuple,
    Value,
};
use crate::heap::Pen;
use crate::limits::Limit;

impl Bits {
    /// The bits of a float.
    #[must_use]
    pub fn new(float: f64) -> Self {
        Self(float.to_bits())
    }

    /// The float.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl Bytes<'static> {
    /// Bytes that own themselves, for the constants of a program.
    #[must_use]
    pub fn constant(bytes: &[u8]) -> Self {
        Self {
            bytes: Cow::Owned(bytes.to_owned()),
        }
    }
}

impl Bytes<'_> {
    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes
    }
}

impl<'h> Value<'h> {
    /// A bool.
    #[must_use]
    pub fn bool(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }

    /// A float.
    #[must_use]
    pub fn float(float: f64) -> Self {
        Self::Float(Bits::new(float))
    }

    /// Whether two values are the same object (`is`); small values compare by content.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        use std::ptr::{addr_eq, eq};
        match (self, other) {
            (Self::Unbound, Self::Unbound)
            | (Self::None, Self::None)
            | (Self::True, Self::True)
            | (Self::False, Self::False)
            | (Self::Ellipsis, Self::Ellipsis)
            | (Self::NotImplemented, Self::NotImplemented) => true,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Big(a), Self::Big(b)) => eq(a, b),
            (Self::Str(a), Self::Str(b)) => eq(a, b) || a.as_str() == b.as_str(),
            (Self::Bytes(a), Self::Bytes(b)) => eq(a, b),
            (Self::Tuple(a), Self::Tuple(b)) => {
                eq(a, b) || (a.items.is_empty() && b.items.is_empty())
            }
            (Self::List(a), Self::List(b)) => eq(a, b),
            (Self::Dict(a), Self::Dict(b)) => eq(a, b),
            (Self::Set(a), Self::Set(b)) => eq(a, b),
            (Self::View(a), Self::View(b)) => eq(a, b),
            (Self::Range(a), Self::Range(b)) => eq(a, b),
            (Self::Slice(a), Self::Slice(b)) => eq(a, b),
            (Self::Function(a), Self::Function(b)) => eq(a, b),
            (Self::Native(a), Self::Native(b)) => eq(a, b),
            (Self::Bound(a), Self::Bound(b)) => eq(a, b),
            (Self::Class(a), Self::Class(b)) => eq(a, b),
            (Self::Record(a), Self::Record(b)) => eq(a, b),
            (Self::Type(a), Self::Type(b)) => eq(a, b),
            (Self::Made(a), Self::Made(b)) => eq(a, b),
            (Self::Iter(a), Self::Iter(b)) => eq(a, b),
            (Self::Generator(a), Self::Generator(b)) => eq(a, b),
            (Self::Exc(a), Self::Exc(b)) => eq(a, b),
            (Self::Module(a), Self::Module(b)) => eq(a, b),
            (Self::Object(a), Self::Object(b)) => eq(a, b),
            (Self::Host(a), Self::Host(b)) => addr_eq(a.object, b.object) || eq(a, b),
            (Self::Shared(a), Self::Shared(b)) => eq(a, b),
            _ => false,
        }
    }
}

impl<'h> Instance<'h> {
    /// The Rust value it holds, if it is a `T`.
    #[must_use]
    #[inline]
    pub fn own<T: Any>(&self) -> Option<&'h T> {
        let own = match self.data {
            Data::Own(own) => own,
            Data::Both(own, _) => own,
            Data::Fields(_) | Data::Lent(..) => return None,
        };
        (own as &'h dyn Any).downcast_ref()
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &'h [Cell<Value<'h>>] {
        match self.data {
            Data::Fields(fields) | Data::Both(_, fields) | Data::Lent(_, fields) => fields,
            Data::Own(_) => &[],
        }
    }

    /// A field, or unbound if there is none.
    #[must_use]
    pub fn field(&self, at: usize) -> Value<'h> {
        self.fields().get(at).map_or(Value::Unbound, Cell::get)
    }

    /// Sets a field.
    pub fn set_field(&self, at: usize, value: Value<'h>) {
        if let Some(field) = self.fields().get(at) {
            field.set(value);
        }
    }
}

impl<'h> Context<'h> {
    /// A str, copied into the heap.
    ///
    /// # Errors
    /// Like every constructor here: [`Stop::Fatal`] if memory is exhausted.
    pub fn str(&self, text: &str) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::Str(self.copied_text(text)?))
    }

    /// The text of a str, copied into the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn copied_text(&self, text: &str) -> Result<&'h Text<'h>, Stop<'h>> {
        let chars = self.memory(self.heap.text(text))?;
        self.lent_text(chars)
    }

    /// A str over text that lives as long as the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    #[inline]
    pub fn lent_str(&self, text: &'h str) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::Str(self.lent_text(text)?))
    }

    /// The text of a str, over characters that live as long as the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    #[inline]
    pub fn lent_text(&self, text: &'h str) -> Result<&'h Text<'h>, Stop<'h>> {
        self.sized_text(text, UNCOUNTED)
    }

    /// The text of a str of which it may be known how many code points it has.
    #[inline]
    fn sized_text(&self, text: &'h str, len: u32) -> Result<&'h Text<'h>, Stop<'h>> {
        self.memory(self.heap.alloc_undropped(|| Text {
            chars: Chars::Lent(text),
            reading: None,
            len: AtomicU32::new(len),
            hash: AtomicU32::new(0),
        }))
    }

    /// A str of `bytes` bytes, written piece by piece.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    #[inline]
    pub fn written(
        &self,
        bytes: usize,
        write: impl FnOnce(&mut Pen<'h>),
    ) -> Result<Value<'h>, Stop<'h>> {
        let chars = self.memory(self.heap.written(bytes, write))?;
        self.lent_str(chars)
    }

    /// A part of a text, as a str of its own.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn part_of(&self, text: &Text<'h>, part: &'h str) -> Result<Value<'h>, Stop<'h>> {
        match text.is_known_ascii() {
            true => Ok(Value::Str(self.sized_text(part, kept(part.len()))?)),
            false => self.lent_str(part),
        }
    }

    /// A copy of a str of ASCII characters, changed in place into other ASCII characters.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn recased(&self, text: &Text<'h>, change: fn(&mut str)) -> Result<Value<'h>, Stop<'h>> {
        let chars = self.memory(self.heap.changed(text.as_str(), change))?;
        Ok(Value::Str(self.sized_text(chars, kept(chars.len()))?))
    }

    /// A bytes, copied into the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn bytes(&self, bytes: &[u8]) -> Result<Value<'h>, Stop<'h>> {
        let bytes = self.memory(self.heap.slice(bytes))?;
        let bytes = self.heap.alloc_undropped(|| Bytes {
            bytes: Cow::Borrowed(bytes),
        });
        Ok(Value::Bytes(self.memory(bytes)?))
    }

    /// An int of any size, in its one form.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if it is larger than the limit, or memory is exhausted.
    pub fn int(&self, int: BigInt) -> Result<Value<'h>, Stop<'h>> {
        if let Some(small) = int.to_i64() {
            return Ok(Value::Int(small));
        }
        let bits = int.bits();
        if bits > self.meter.int_bits() {
            return Err(self.stop(Limit::Int(self.meter.int_bits())));
        }
        let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
        Ok(Value::Big(self.memory(self.heap.own(int, bytes))?))
    }

    /// An int that may lie outside 64 bits.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn wide_int(&self, int: i128) -> Result<Value<'h>, Stop<'h>> {
        match i64::try_from(int) {
            Ok(small) => Ok(Value::Int(small)),
            Err(_) => self.int(BigInt::from(int)),
        }
    }

    /// A tuple, its items copied into the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn tuple(&self, items: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
        let items = self.memory(self.heap.slice(items))?;
        self.lent_tuple(items)
    }

    /// A tuple over items that live in the heap already.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn lent_tuple(&self, items: &'h [Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
        let tuple = Tuple {
            items,
            record: None,
        };
        Ok(Value::Tuple(self.memory(self.heap.alloc(tuple))?))
    }

    /// A list with the given items.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn list(&self, items: &[Value<'h>]) -> Result<&'h List<'h>, Stop<'h>> {
        let buffer: &[Cell<Value<'h>>] = match items {
            [] => &[],
            items => self.memory(self.heap.cells(items.len(), Value::Unbound))?,
        };
        for (cell, item) in buffer.iter().zip(items) {
            cell.set(*item);
        }
        self.memory(self.heap.alloc(List {
            buffer: Cell::new(buffer),
            len: Cell::new(items.len()),
        }))
    }

    /// An instance of a native class that holds a Rust value without destructor.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn instance<T: Any + Send + Copy>(
        &self,
        class: &'static Class,
        own: T,
    ) -> Result<Value<'h>, Stop<'h>> {
        let own = self.memory(self.heap.alloc(own))?;
        self.object(class, Data::Own(own))
    }

    /// An instance of a native class that holds a Rust value which owns about `bytes` bytes.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn owning_instance<T: Any + Send>(
        &self,
        class: &'static Class,
        own: T,
        bytes: usize,
    ) -> Result<Value<'h>, Stop<'h>> {
        let own = self.memory(self.heap.own(own, bytes))?;
        self.object(class, Data::Own(own))
    }

    /// An instance of a native class that holds values.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn fields_instance(
        &self,
        class: &'static Class,
        fields: &[Value<'h>],
    ) -> Result<Value<'h>, Stop<'h>> {
        let cells = self.memory(self.heap.cells(fields.len(), Value::Unbound))?;
        for (cell, field) in cells.iter().zip(fields) {
            cell.set(*field);
        }
        self.object(class, Data::Fields(cells))
    }

    /// An instance of a native class.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn object(&self, class: &'static Class, data: Data<'h>) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::Object(
            self.memory(self.heap.alloc(Instance { class, data }))?,
        ))
    }

    /// A native iterator.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn iter(&self, state: IterState<'h>) -> Result<&'h Iter<'h>, Stop<'h>> {
        self.memory(self.heap.alloc(Iter {
            state: Cell::new(state),
        }))
    }

    /// A method together with its object.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn bound(&self, receiver: Value<'h>, method: Method<'h>) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::Bound(
            self.memory(self.heap.alloc(Bound { receiver, method }))?,
        ))
    }
}
