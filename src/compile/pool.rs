//! Constants and names of a program, each once.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;
use indexmap::map::RawEntryApiV1;
use indexmap::map::raw_entry_v1::RawEntryMut;
use indexmap::{Equivalent, IndexMap, IndexSet};

use super::recent::{NAMES, Recent};
use super::refusal::refused;
use crate::code::{Const, ConstId, Name, NameId, share};
use crate::error::SyntaxError;
use crate::source::Span;
use crate::syntax::tree::Arg;
use crate::value::value::Text;

/// Bytes of text for a constant or name, roughly.
const BYTES: usize = 64;

/// The tables that instructions point into.
pub(super) struct Pool<'t> {
    constants: IndexMap<Const, (), RandomState>,
    names: IndexSet<&'t str, RandomState>,
}

impl<'t> Pool<'t> {
    /// The tables for a text of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let about = 8 + bytes / BYTES;
        Self {
            constants: IndexMap::with_capacity_and_hasher(about, RandomState::default()),
            names: IndexSet::with_capacity_and_hasher(about, RandomState::default()),
        }
    }

    pub(super) fn constant(&mut self, constant: Const, span: Span) -> Result<ConstId, SyntaxError> {
        let (at, _) = self.constants.insert_full(constant, ());
        number(at, "too many constants", span).map(ConstId)
    }

    /// The constant that `key` stands for, which is made where it is new.
    fn find<K: Hash + Equivalent<Const>>(
        &mut self,
        key: &K,
        span: Span,
        make: impl FnOnce() -> Const,
    ) -> Result<ConstId, SyntaxError> {
        let hash = self.constants.hasher().hash_one(key);
        let entries = self.constants.raw_entry_mut_v1();
        let at = match entries.from_key_hashed_nocheck(hash, key) {
            RawEntryMut::Occupied(known) => known.index(),
            RawEntryMut::Vacant(place) => {
                let at = place.index();
                place.insert_hashed_nocheck(hash, make(), ());
                at
            }
        };
        number(at, "too many constants", span).map(ConstId)
    }

    /// The constant of a str.
    pub(super) fn text(&mut self, text: &str, span: Span) -> Result<ConstId, SyntaxError> {
        self.find(&Literal(text), span, || Const::Str(Text::constant(text)))
    }

    /// The constant of the names of keyword arguments.
    pub(super) fn keywords(
        &mut self,
        args: &[Arg<'_>],
        span: Span,
    ) -> Result<ConstId, SyntaxError> {
        self.find(&Keywords(args), span, || {
            Const::Names(keywords(args).map(Text::constant).collect())
        })
    }

    pub(super) fn name(
        &mut self,
        name: &'t str,
        recent: &Recent<'t>,
        span: Span,
    ) -> Result<NameId, SyntaxError> {
        let at = recent.get(NAMES, name).unwrap_or_else(|| {
            let (at, _) = self.names.insert_full(name);
            recent.set(NAMES, name, at);
            at
        });
        number(at, "too many names", span).map(NameId)
    }

    pub(super) fn finish(self) -> (Box<[Const]>, Box<[Name]>) {
        let mut constants = Vec::with_capacity(self.constants.len());
        constants.extend(self.constants.into_keys());
        (constants.into(), share(self.names))
    }
}

/// The names of the keyword arguments among some arguments.
fn keywords<'t>(args: &[Arg<'t>]) -> impl Iterator<Item = &'t str> {
    args.iter().filter_map(|arg| match arg {
        Arg::Keyword(name, _) => Some(name.name),
        _ => None,
    })
}

/// Arguments whose names may be among the constants.
struct Keywords<'a, 't>(&'a [Arg<'t>]);

impl Hash for Keywords<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Const::hash_texts(keywords(self.0), state);
    }
}

impl Equivalent<Const> for Keywords<'_, '_> {
    fn equivalent(&self, constant: &Const) -> bool {
        matches!(constant, Const::Names(names) if keywords(self.0).eq(names.iter().map(Text::as_str)))
    }
}

/// A str that may be among the constants.
struct Literal<'t>(&'t str);

impl Hash for Literal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Const::hash_texts([self.0], state);
    }
}

impl Equivalent<Const> for Literal<'_> {
    fn equivalent(&self, constant: &Const) -> bool {
        matches!(constant, Const::Str(text) if text.as_str() == self.0)
    }
}

/// A count or number as an operand.
pub(super) fn number(n: usize, message: &str, span: Span) -> Result<u16, SyntaxError> {
    match u16::try_from(n) {
        Ok(n) if n < u16::MAX => Ok(n),
        _ => Err(refused(message, span)),
    }
}
