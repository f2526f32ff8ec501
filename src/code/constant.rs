//! Constants: equality, so that each is kept once, and their flat form on disk.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use num_bigint::BigInt;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::index::Index;
use super::sorted::Sorted;
use crate::builtin::ipaddress::{Networks, Written};
use crate::value::Value;
use crate::value::value::{Bytes, Fixed, Text};

/// A constant.
pub enum Const {
    /// An int outside the range of [`Instr::Int`](super::Instr::Int).
    Int(i64),
    /// An int outside 64 bits.
    Big(Box<BigInt>),
    /// A float.
    Float(f64),
    /// A str; lent to the decision as it is.
    Str(Text<'static>),
    /// A bytes; lent to the decision as it is.
    Bytes(Bytes<'static>),
    /// A tuple of constants.
    Tuple(Members),
    /// A frozenset of constants.
    FrozenSet(Members),
    /// `None`, inside a tuple.
    None,
    /// `True` or `False`, inside a tuple.
    Bool(bool),
    /// `...`, inside a tuple.
    Ellipsis,
    /// Names of keyword arguments.
    Names(Box<[Text<'static>]>),
    /// An address or network.
    Inet(Box<Written>),
}

const _: () = assert!(size_of::<Const>() == size_of::<Text<'static>>());

/// What a constant container holds.
pub struct Members {
    items: Box<[Const]>,
    index: Option<Box<Index>>,
    /// Each has a value that needs no memory.
    fixed: bool,
}

impl Members {
    /// Whether a str of this text is one of them, if they are many: nothing but a str equals a str.
    #[must_use]
    pub fn has_text(&self, text: &str) -> Option<bool> {
        let texts = self.index.as_ref()?.texts.as_ref()?;
        Some(texts.has(text, |at| self.items.get(at)?.text()))
    }

    /// How many of them are compared at most for that.
    #[must_use]
    pub fn depth(&self) -> usize {
        let texts = self.index.as_ref().and_then(|index| index.texts.as_ref());
        texts.map_or(0, Sorted::depth)
    }

    /// The networks that they are the texts of, if all are.
    pub(crate) fn networks(&self) -> Option<&Networks> {
        self.index.as_ref()?.networks.as_ref()
    }

    /// Themselves, if each can be handed out as it lies here.
    #[must_use]
    pub fn fixed(&self) -> Option<&dyn Fixed> {
        self.fixed.then_some(self)
    }
}

impl From<Box<[Const]>> for Members {
    fn from(items: Box<[Const]>) -> Self {
        Self {
            index: Index::over(items.len(), items.iter().map(Const::text)).map(Box::new),
            fixed: items.iter().all(|item| item.value().is_some()),
            items,
        }
    }
}

impl Deref for Members {
    type Target = [Const];

    fn deref(&self) -> &[Const] {
        &self.items
    }
}

impl Fixed for Members {
    fn item(&self, at: usize) -> Option<Value<'_>> {
        self.items.get(at)?.value()
    }
}

impl PartialEq for Const {
    /// The same type and value: `1`, `1.0` and `True` differ, and so do `0.0` and `-0.0`.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Big(a), Self::Big(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Str(a), Self::Str(b)) => a.as_str() == b.as_str(),
            (Self::Bytes(a), Self::Bytes(b)) => a.as_slice() == b.as_slice(),
            (Self::Tuple(a), Self::Tuple(b)) | (Self::FrozenSet(a), Self::FrozenSet(b)) => {
                **a == **b
            }
            (Self::None, Self::None) | (Self::Ellipsis, Self::Ellipsis) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Names(a), Self::Names(b)) => {
                a.iter().map(Text::as_str).eq(b.iter().map(Text::as_str))
            }
            (Self::Inet(a), Self::Inet(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Const {}

impl Hash for Const {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Str(text) => return Self::hash_texts([text.as_str()], state),
            Self::Names(names) => return Self::hash_texts(names.iter().map(Text::as_str), state),
            _ => std::mem::discriminant(self).hash(state),
        }
        match self {
            Self::Int(n) => n.hash(state),
            Self::Big(n) => n.hash(state),
            Self::Float(x) => x.to_bits().hash(state),
            Self::Str(_) | Self::Names(_) | Self::None | Self::Ellipsis => {}
            Self::Bytes(bytes) => bytes.as_slice().hash(state),
            Self::Tuple(items) | Self::FrozenSet(items) => items.hash(state),
            Self::Bool(b) => b.hash(state),
            Self::Inet(written) => written.hash(state),
        }
    }
}

impl Const {
    /// The text of a str.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// Its value, if that needs no memory.
    #[must_use]
    pub fn value(&self) -> Option<Value<'_>> {
        Some(match self {
            Self::Int(int) => Value::Int(*int),
            Self::Float(float) => Value::float(*float),
            Self::Str(text) => Value::Str(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Big(big) => Value::Big(big),
            Self::None => Value::None,
            Self::Bool(truth) => Value::bool(*truth),
            Self::Ellipsis => Value::Ellipsis,
            Self::Tuple(_) | Self::FrozenSet(_) | Self::Names(_) | Self::Inet(_) => return None,
        })
    }

    /// Makes room for what natives read its texts as.
    pub(super) fn keep_readings(&mut self) {
        match self {
            Self::Str(text) => text.keep_reading(),
            Self::Tuple(items) | Self::FrozenSet(items) => {
                items.items.iter_mut().for_each(Self::keep_readings);
            }
            _ => {}
        }
    }

    /// What a str with this text, or names with these texts, add to a hash.
    pub(crate) fn hash_texts<'t, H: Hasher>(
        texts: impl IntoIterator<Item = &'t str>,
        state: &mut H,
    ) {
        texts.into_iter().for_each(|text| text.hash(state));
    }
}

/// A constant on disk. A container takes the items before it, so that reading never recurses and a
/// file cannot describe more than it holds.
#[derive(Serialize, Deserialize)]
enum Flat<'a> {
    Int(i64),
    /// Two's complement, least significant byte first.
    Big(Vec<u8>),
    /// The bits: every NaN and zero stays what it is.
    Float(u64),
    Str(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    Tuple(u32),
    FrozenSet(u32),
    None,
    Bool(bool),
    Ellipsis,
    Names(Vec<Cow<'a, str>>),
    /// The function that makes it, and its argument: the address or network is read anew.
    Inet(Cow<'a, str>, Cow<'a, str>),
}

fn flatten<'a>(constant: &'a Const, out: &mut Vec<Flat<'a>>) {
    let mut group = |items: &'a [Const]| {
        items.iter().for_each(|item| flatten(item, out));
        u32::try_from(items.len()).unwrap_or(u32::MAX)
    };
    let flat = match constant {
        Const::Int(n) => Flat::Int(*n),
        Const::Big(n) => Flat::Big(n.to_signed_bytes_le()),
        Const::Float(x) => Flat::Float(x.to_bits()),
        Const::Str(text) => Flat::Str(text.as_str().into()),
        Const::Bytes(bytes) => Flat::Bytes(bytes.as_slice().into()),
        Const::Tuple(items) => Flat::Tuple(group(items)),
        Const::FrozenSet(items) => Flat::FrozenSet(group(items)),
        Const::None => Flat::None,
        Const::Bool(b) => Flat::Bool(*b),
        Const::Ellipsis => Flat::Ellipsis,
        Const::Names(names) => Flat::Names(names.iter().map(|name| name.as_str().into()).collect()),
        Const::Inet(written) => Flat::Inet(written.function().into(), written.to_string().into()),
    };
    out.push(flat);
}

/// How deeply constants may nest.
pub(crate) const NESTING: u16 = 400;

/// The constants read so far, with their nesting.
struct Reader(Vec<(Const, u16)>);

impl Reader {
    fn take(&mut self, count: u32) -> Result<(Box<[Const]>, u16), &'static str> {
        let at = self.0.len().checked_sub(count as usize);
        let at = at.ok_or("a constant has more items than stand before it")?;
        let items = self.0.split_off(at);
        let nesting = 1 + items.iter().map(|item| item.1).max().unwrap_or(0);
        if nesting > NESTING {
            return Err("constants nest too deeply");
        }
        Ok((items.into_iter().map(|item| item.0).collect(), nesting))
    }

    fn read(&mut self, flat: Flat<'_>) -> Result<(), &'static str> {
        let constant = match flat {
            Flat::Int(n) => Const::Int(n),
            Flat::Big(bytes) => Const::Big(BigInt::from_signed_bytes_le(&bytes).into()),
            Flat::Float(bits) => Const::Float(f64::from_bits(bits)),
            Flat::Str(text) => Const::Str(Text::constant(&text)),
            Flat::Bytes(bytes) => Const::Bytes(Bytes::constant(&bytes)),
            Flat::Tuple(count) => {
                let (items, nesting) = self.take(count)?;
                self.0.push((Const::Tuple(items.into()), nesting));
                return Ok(());
            }
            Flat::FrozenSet(count) => {
                let (items, nesting) = self.take(count)?;
                self.0.push((Const::FrozenSet(items.into()), nesting));
                return Ok(());
            }
            Flat::None => Const::None,
            Flat::Bool(b) => Const::Bool(b),
            Flat::Ellipsis => Const::Ellipsis,
            Flat::Names(names) => {
                Const::Names(names.iter().map(|name| Text::constant(name)).collect())
            }
            Flat::Inet(function, text) => {
                let written = Written::read(&function, &text);
                let written = written.ok_or("a constant is no address and no network")?;
                Const::Inet(written.into())
            }
        };
        self.0.push((constant, 0));
        Ok(())
    }
}

/// Writes a table of constants.
pub(super) fn serialize<S: Serializer>(table: &[Const], to: S) -> Result<S::Ok, S::Error> {
    let mut flat = Vec::new();
    table
        .iter()
        .for_each(|constant| flatten(constant, &mut flat));
    flat.serialize(to)
}

/// Reads a table of constants.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Box<[Const]>, D::Error> {
    let mut reader = Reader(Vec::new());
    for flat in Vec::<Flat<'de>>::deserialize(from)? {
        reader.read(flat).map_err(D::Error::custom)?;
    }
    Ok(reader.0.into_iter().map(|item| item.0).collect())
}
