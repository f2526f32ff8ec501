//! Programs: verified code with its constants, names and places.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize, Serializer};
use smol_str::SmolStr;

pub use super::constant::Const;
use super::fuse::fuse;
use super::instr::{Instr, Label, NameId};
use super::names::{Locals, Name};
use super::params::Params;
use super::places::Places;
use crate::builtin::Global;
use crate::value::value::ChunkId;

/// How a function takes its arguments. Its parameters are its first slots, in this order: positional,
/// keyword-only, `*args`, `**kwargs`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Positional parameters.
    pub positional: u16,
    /// How many of them are positional only.
    pub positional_only: u16,
    /// Keyword-only parameters.
    pub keyword_only: u16,
    /// `*args`.
    pub varargs: bool,
    /// `**kwargs`.
    pub kwargs: bool,
}

impl Shape {
    /// Slots that the parameters take.
    #[must_use]
    pub fn slots(&self) -> usize {
        usize::from(self.positional)
            + usize::from(self.keyword_only)
            + usize::from(self.varargs)
            + usize::from(self.kwargs)
    }
}

/// Where an exception goes: raised by an instruction in `from..to`, it cuts the operands to `depth`,
/// is pushed, and execution goes on at `at`. Of several, the first in the table that covers it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handler {
    /// The first instruction covered.
    pub from: Label,
    /// Behind the last one.
    pub to: Label,
    /// The handler's first instruction.
    pub at: Label,
    /// Operands that stay.
    pub depth: u32,
}

/// What a call needs to know of a function. Follows from its code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The function.
    pub id: ChunkId,
    /// Operands at most.
    pub depth: u32,
    /// Values its frame needs: slots and operands.
    pub frame: u32,
    /// How many positional arguments, and nothing else, it takes as they lie; none if binding its
    /// arguments, or beginning it, takes more.
    pub plain: Option<u16>,
}

/// The code of one function body.
#[derive(Serialize, Deserialize)]
pub struct Chunk {
    /// The function's name; none for the first chunk, which bears the policy's.
    #[serde(with = "super::text::one")]
    pub name: Option<Name>,
    /// The function that it is defined in, a part of its qualified name; itself for the first chunk and
    /// for a name declared `global`.
    pub outer: ChunkId,
    /// The context names that the policy reads, and the slots of the first chunk that hold them; nothing in
    /// others.
    pub params: Params,
    /// How it takes arguments; the first chunk takes none.
    pub shape: Shape,
    /// The names of the slots: parameters, other locals, then captured variables. Temporaries have
    /// an empty name.
    #[serde(with = "super::text::list")]
    pub locals: Locals,
    /// Captured variables: they are put into the last slots when the function is called.
    pub captured: u16,
    /// What its calls need to know; computed by the verifier.
    #[serde(skip)]
    pub entry: Entry,
    /// It is the body of a generator.
    pub generator: bool,
    /// It is the body of a class.
    pub class: bool,
    /// The instructions.
    #[serde(with = "super::fuse::plainly")]
    pub code: Box<[Instr]>,
    /// Its handlers, innermost first.
    pub handlers: Box<[Handler]>,
    /// Where each instruction comes from.
    pub places: Places,
}

impl Chunk {
    /// Values its frame needs: slots and operands.
    #[must_use]
    pub fn frame(&self) -> usize {
        self.entry.frame as usize
    }

    /// What follows from its code, of which at most `depth` operands were found.
    pub(super) fn conclude(&mut self, id: ChunkId, depth: u32) {
        let shape = &self.shape;
        let plain = shape.keyword_only == 0 && !shape.varargs && !shape.kwargs && !self.generator;
        self.entry = Entry {
            id,
            depth,
            frame: self.locals.len() as u32 + depth,
            plain: plain.then_some(shape.positional),
        };
    }

    /// The slot of the first captured variable.
    #[must_use]
    pub fn first_captured(&self) -> usize {
        self.locals.len() - usize::from(self.captured).min(self.locals.len())
    }
}

/// What a program consists of, not verified.
#[derive(Serialize, Deserialize)]
pub struct RawProgram {
    /// The policy's name.
    pub name: SmolStr,
    /// The functions; the first is the policy's body.
    pub chunks: Box<[Chunk]>,
    /// The constants.
    #[serde(with = "super::constant")]
    pub constants: Box<[Const]>,
    /// The names of attributes, methods, globals and modules.
    #[serde(with = "super::text::all")]
    pub names: Box<[Name]>,
}

/// A compiled policy: verified, immutable, shared between threads. [`super::verify()`] is its only maker.
#[derive(Deserialize)]
#[serde(try_from = "RawProgram")]
pub struct Program {
    raw: RawProgram,
    /// Operands before each instruction, computed when they are first asked for.
    pub(super) depths: OnceLock<Box<Depths>>,
}

/// Operands before each instruction of each function.
pub(super) struct Depths(pub(super) Box<[Box<[u32]>]>);

impl Serialize for Program {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Program>();
};

impl Program {
    /// A program that was verified.
    pub(super) fn verified(mut raw: RawProgram) -> Self {
        for chunk in &mut raw.chunks {
            fuse(&mut chunk.code);
        }
        if raw.names.iter().any(|name| name.reads) {
            raw.constants.iter_mut().for_each(Const::keep_readings);
        }
        Self {
            raw,
            depths: OnceLock::new(),
        }
    }

    /// What a name stands for as a global.
    #[inline]
    #[must_use]
    pub fn global(&self, name: NameId) -> Option<&Global> {
        let name = self.raw.names.get(usize::from(name.0))?;
        name.global.as_ref()
    }

    /// The policy's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.raw.name
    }

    /// The code of a function; chunk 0 is the policy's body.
    #[must_use]
    pub fn chunk(&self, id: ChunkId) -> Option<&Chunk> {
        self.raw.chunks.get(usize::from(id.0))
    }

    /// All chunks.
    #[must_use]
    pub fn chunks(&self) -> &[Chunk] {
        &self.raw.chunks
    }

    /// The name of a function; the policy's for its body.
    #[must_use]
    pub fn function<'p>(&'p self, chunk: &'p Chunk) -> &'p str {
        chunk
            .name
            .as_ref()
            .map_or(&self.raw.name, |name| name.as_str())
    }

    /// The qualified name of a function, as Python's messages give it: `handler.<locals>.f`. Python sees
    /// the policy's text as the body of a function `handler`.
    #[must_use]
    pub fn qualified_name(&self, id: ChunkId) -> String {
        let mut name = String::new();
        let mut next = Some(id);
        while let Some((id, chunk)) = next.and_then(|id| Some((id, self.chunk(id)?))) {
            let own = match id {
                ChunkId(0) => "handler",
                _ => self.function(chunk),
            };
            let link = match (name.is_empty(), chunk.class) {
                (true, _) => "",
                (false, true) => ".",
                (false, false) => ".<locals>.",
            };
            name = [own, link, &name].concat();
            next = Some(chunk.outer).filter(|outer| *outer != id);
        }
        name
    }

    /// The constants.
    #[must_use]
    pub fn constants(&self) -> &[Const] {
        &self.raw.constants
    }

    /// The names of attributes, methods, globals and modules.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.raw.names
    }

    /// The context names that the policy reads, and the slots of chunk 0 that hold them.
    #[must_use]
    pub fn params(&self) -> Params {
        let first = self.raw.chunks.first();
        first.map_or(Params::default(), |first| first.params)
    }
}
