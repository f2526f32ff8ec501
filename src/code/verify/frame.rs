//! Whether a program's tables and its functions' frames fit together.

use super::fault::Fault;
use crate::code::program::{Chunk, RawProgram};
use crate::value::value::ChunkId;

/// What a `u16` can number.
const NUMBERS: usize = u16::MAX as usize;

/// Instructions of a chunk at most.
const CODE: usize = 1 << 20;

pub(super) fn check_first(raw: &RawProgram) -> Result<(), Fault> {
    let Some(first) = raw.chunks.first().filter(|_| raw.chunks.len() <= NUMBERS) else {
        return Err(Fault::Chunks(raw.chunks.len()));
    };
    let tables = raw.constants.len().max(raw.names.len());
    if tables > NUMBERS {
        return Err(Fault::Tables(tables));
    }
    if first.shape.slots() > 0 || first.captured > 0 || first.outer != ChunkId(0) {
        return Err(Fault::First);
    }
    if let Some(param) = first.params.astray() {
        return Err(Fault::Param(param));
    }
    if first.params.held() > first.locals.len() || first.name.is_some() {
        return Err(Fault::First);
    }
    Ok(())
}

pub(super) fn check_frame(number: usize, chunk: &Chunk) -> Result<(), Fault> {
    let slots = chunk.shape.slots() + usize::from(chunk.captured);
    if slots > chunk.locals.len() || chunk.locals.len() > NUMBERS {
        return Err(Fault::Slots);
    }
    if chunk.shape.positional_only > chunk.shape.positional {
        return Err(Fault::Slots);
    }
    if usize::from(chunk.outer.0) > number {
        return Err(Fault::Outer);
    }
    if chunk.code.is_empty() || chunk.code.len() > CODE {
        return Err(Fault::Length(chunk.code.len()));
    }
    Ok(())
}

/// Looks at the places of a file's chunk; those that the compiler writes are in order.
pub(super) fn check_places(chunk: &Chunk) -> Result<(), Fault> {
    match chunk.places.runs().is_sorted_by(|a, b| a.0 < b.0) {
        true => Ok(()),
        false => Err(Fault::Places),
    }
}
