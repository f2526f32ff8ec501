//! Hashes: the visible one, fixed and numerically as in CPython, and the seeded one that tables use.
//!
//! The seed is per process, so that texts of programs can carry their hashes; nothing a policy can
//! see depends on it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use super::context::Context;
use super::number::hash::{of_float, of_int};
use super::number::integer::IntRef;
use super::value::{Method, Set, Stop, Tuple, Value, ViewKind};

static SEED: LazyLock<[u64; 2]> = LazyLock::new(|| {
    let random = RandomState::new();
    let key = |salt: u64| {
        let mut hasher = random.build_hasher();
        hasher.write_u64(salt);
        hasher.finish() | 1
    };
    [key(1), key(2)]
});

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    (product as u64) ^ ((product >> 64) as u64)
}

fn mix(word: u64) -> u64 {
    let [a, b] = *SEED;
    fold(word ^ a, b)
}

/// The hash of a text's characters as tables use it, short enough to stand beside them; never 0.
#[must_use]
pub fn text_hash(text: &str) -> u32 {
    let [a, b] = *SEED;
    let hash = blend(text.as_bytes(), a, b);
    ((hash ^ hash >> 32) as u32).max(1)
}

fn blend(bytes: &[u8], a: u64, b: u64) -> u64 {
    let mut state = a ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = fold(state ^ u64::from_le_bytes(*word), b);
    }
    fold(state ^ last_word(rest), b)
}

/// Less than eight bytes as a number, different for all that are equally many. Put together without
/// memory: to write bytes and read them as a word at once makes the processor wait.
fn last_word(bytes: &[u8]) -> u64 {
    if let (Some(front), Some(back)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (front, back) = (u32::from_le_bytes(*front), u32::from_le_bytes(*back));
        return u64::from(back) << 32 | u64::from(front);
    }
    let byte = |at: usize| bytes.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
    byte(0) | byte(1) | byte(2)
}

/// Hashes names in tables of the engine: quickly, and with the seed of the process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names;

impl BuildHasher for Names {
    type Hasher = NameHasher;

    fn build_hasher(&self) -> NameHasher {
        NameHasher(0)
    }
}

/// The hasher of [`Names`].
#[derive(Debug)]
pub struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let [a, b] = *SEED;
        self.0 = blend(bytes, a ^ self.0, b);
    }

    /// What ends a str says nothing.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl<'h> Context<'h> {
    /// What `hash(x)` answers.
    ///
    /// # Errors
    /// `TypeError` if the value is unhashable.
    pub fn hash(&self, value: Value<'h>) -> Result<i64, Stop<'h>> {
        Ok(match value {
            Value::Str(text) => {
                self.charge_bytes(text.as_str().len())?;
                fixed(text.as_str().as_bytes())
            }
            Value::Bytes(bytes) => {
                self.charge_bytes(bytes.as_slice().len())?;
                fixed(bytes.as_slice())
            }
            Value::Tuple(tuple) => self.tuple_hash(tuple)?,
            Value::Set(set) if set.frozen => self.nested(|| self.frozenset_hash(set))?,
            other => self.atom_hash(other)?,
        })
    }

    /// The hash of a key, as tables use it. Equal keys have equal hashes.
    ///
    /// # Errors
    /// `TypeError` if the value is unhashable.
    #[inline]
    pub fn key_hash(&self, value: Value<'h>) -> Result<u64, Stop<'h>> {
        match value {
            Value::Str(text) => {
                self.pay_for_text(text)?;
                Ok(text.hash_once(text_hash))
            }
            Value::Int(int) => Ok(mix(of_int(IntRef::Small(int)) as u64)),
            other => self.other_key_hash(other),
        }
    }

    fn other_key_hash(&self, value: Value<'h>) -> Result<u64, Stop<'h>> {
        match value {
            Value::Bytes(bytes) => {
                self.charge_bytes(bytes.as_slice().len())?;
                let [a, b] = *SEED;
                Ok(blend(bytes.as_slice(), a, b))
            }
            Value::Tuple(tuple) => self.nested(|| {
                self.charge(tuple.items.len())?;
                let [_, b] = *SEED;
                tuple
                    .items
                    .iter()
                    .try_fold(b, |state, item| Ok(fold(state ^ self.key_hash(*item)?, b)))
            }),
            Value::Set(set) if set.frozen => {
                self.charge(set.len())?;
                let sum = set.table.hashes().fold(0u64, u64::wrapping_add);
                Ok(mix(sum))
            }
            other => Ok(mix(self.atom_hash(other)? as u64)),
        }
    }

    fn atom_hash(&self, value: Value<'h>) -> Result<i64, Stop<'h>> {
        Ok(match value {
            Value::Int(int) => of_int(IntRef::Small(int)),
            Value::Big(big) => {
                self.charge((big.bits() / 64) as usize)?;
                of_int(IntRef::Big(big))
            }
            Value::True => 1,
            Value::False => 0,
            Value::Float(bits) => of_float(bits.get()),
            Value::None => 0x0fca_86420,
            Value::Ellipsis => 0x0fca_86421,
            Value::NotImplemented => 0x0fca_86422,
            Value::Range(range) => {
                let len = self.range_len(range)?;
                let empty = !self.truth(len)?;
                let one = self.equal(len, Value::Int(1))?;
                let start = if empty { Value::None } else { range.start };
                let step = if empty || one {
                    Value::None
                } else {
                    range.step
                };
                self.hash(self.tuple(&[len, start, step])?)?
            }
            Value::Object(object) => match object.class.behaviour.hash(self, object)? {
                Some(hash) => hash,
                None => address(std::ptr::from_ref(object).addr()),
            },
            Value::Bound(bound) => match bound.method {
                Method::Row(row) => fixed(row.name.as_bytes()),
                Method::Named(name) => fixed(name.as_bytes()),
                Method::Function(function) => fixed(function.function_name().as_bytes()),
            },
            Value::Class(class) => fixed(class.name.as_bytes()),
            Value::Module(module) => fixed(module.name.as_bytes()),
            Value::Native(row) => fixed(row.name.as_bytes()),
            Value::Type(class) => fixed(class.qualified.as_bytes()),
            Value::Made(_) | Value::Exc(_) => match (self.made_hash(value)?, value.place()) {
                (Some(hash), _) => hash,
                (None, place) => address(place.unwrap_or(0)),
            },
            Value::Host(host) => match host.object.identity() {
                Some(key) => fixed(key.as_bytes()),
                None => address(std::ptr::from_ref(host.object).cast::<u8>().addr()),
            },
            other => match other.identity() {
                Some(place) => address(place),
                None => return Err(self.unhashable(other)),
            },
        })
    }

    #[cold]
    pub(super) fn unhashable(&self, value: Value<'h>) -> Stop<'h> {
        self.type_error(format_args!("unhashable type: '{}'", value.type_name()))
    }

    fn tuple_hash(&self, tuple: &Tuple<'h>) -> Result<i64, Stop<'h>> {
        const PRIMES: [u64; 3] = [
            11_400_714_785_074_694_791,
            14_029_467_366_897_019_727,
            2_870_177_450_012_600_261,
        ];
        let [first, second, fifth] = PRIMES;
        self.charge(tuple.items.len())?;
        let state = self.nested(|| {
            tuple.items.iter().try_fold(fifth, |state, item| {
                let lane = self.hash(*item)? as u64;
                let state = state.wrapping_add(lane.wrapping_mul(second));
                Ok(state.rotate_left(31).wrapping_mul(first))
            })
        })?;
        let hash = state.wrapping_add(tuple.items.len() as u64 ^ (fifth ^ 3_527_539)) as i64;
        Ok(if hash == -1 { 1_546_275_796 } else { hash })
    }

    fn frozenset_hash(&self, set: &Set<'h>) -> Result<i64, Stop<'h>> {
        self.charge(set.len())?;
        let shuffled = set.iter().try_fold(0u64, |state, item| {
            let bits = self.hash(item)? as u64;
            let spread = ((bits ^ 89_869_747) ^ (bits << 16)).wrapping_mul(3_644_798_167);
            Ok(state ^ spread)
        })?;
        let len = set.len() as u64;
        let hash = shuffled ^ len.wrapping_add(1).wrapping_mul(1_927_868_237);
        let hash = hash ^ ((hash >> 11) ^ (hash >> 25));
        let hash = hash.wrapping_mul(69069).wrapping_add(907_133_923);
        Ok(if hash == u64::MAX {
            590_923_713
        } else {
            hash as i64
        })
    }
}

impl Value<'_> {
    /// `id(x)`: equal exactly for values that are the same object.
    #[must_use]
    pub fn number(self) -> i64 {
        use std::ptr::from_ref;
        match self {
            Self::Int(int) => int.wrapping_mul(32),
            Self::Float(bits) => bits.get().to_bits() as i64,
            Self::Str(text) => fixed(text.as_str().as_bytes()),
            Self::Host(host) => address(from_ref(host.object).cast::<u8>().addr()),
            Self::Class(class) => address(from_ref(class).addr()),
            Self::Native(row) => address(from_ref(row).addr()),
            Self::Module(module) => address(from_ref(module).addr()),
            other => other
                .place()
                .map_or(fixed(other.type_name().as_bytes()), address),
        }
    }

    /// A number by which a value with identity differs from every other, where hashing could use it.
    fn identity(self) -> Option<usize> {
        match self {
            Self::Function(_) | Self::Record(_) | Self::Iter(_) | Self::Generator(_) => {
                self.place()
            }
            Self::Exc(_) => self.place(),
            Self::View(view) if view.kind == ViewKind::Values => self.place(),
            _ => None,
        }
    }

    /// Where the value lies in the heap.
    fn place(self) -> Option<usize> {
        use std::ptr::from_ref;
        Some(match self {
            Self::Big(x) => from_ref(x).addr(),
            Self::Bytes(x) => from_ref(x).addr(),
            Self::Tuple(x) => from_ref(x).addr(),
            Self::List(x) => from_ref(x).addr(),
            Self::Dict(x) => from_ref(x).addr(),
            Self::Set(x) => from_ref(x).addr(),
            Self::View(x) => from_ref(x).addr(),
            Self::Range(x) => from_ref(x).addr(),
            Self::Slice(x) => from_ref(x).addr(),
            Self::Function(x) => from_ref(x).addr(),
            Self::Bound(x) => from_ref(x).addr(),
            Self::Record(x) => from_ref(x).addr(),
            Self::Iter(x) => from_ref(x).addr(),
            Self::Generator(x) => from_ref(x).addr(),
            Self::Exc(x) => from_ref(x).addr(),
            Self::Type(x) => from_ref(x).addr(),
            Self::Made(x) => from_ref(x).addr(),
            Self::Object(x) => from_ref(x).addr(),
            _ => return None,
        })
    }
}

fn address(place: usize) -> i64 {
    (place.rotate_right(4) >> 1) as i64
}

/// A function of the bytes alone, the same in every process.
fn fixed(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let hash = blend(bytes, 0x243f_6a88_85a3_08d3, 0x9e37_79b9_7f4a_7c15) as i64;
    if hash == -1 { -2 } else { hash }
}
