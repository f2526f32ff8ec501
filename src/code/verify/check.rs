//! The order in which a program is checked.

use super::boxes::Boxes;
use super::fault::VerifyError;
use super::frame::{check_first, check_frame, check_places};
use super::operands::check_code;
use super::walk::walk;
use crate::code::program::{Program, RawProgram};
use crate::value::value::ChunkId;

/// Checks a program, and computes how deep its frames are.
///
/// # Errors
/// The first fault found.
pub fn verify(mut raw: RawProgram) -> Result<Program, VerifyError> {
    let whole = |fault| VerifyError {
        chunk: 0,
        pc: 0,
        fault,
    };
    check_first(&raw).map_err(whole)?;
    let mut boxes = Boxes::new(&raw);
    let mut deepest = Vec::with_capacity(raw.chunks.len());
    let mut depths = Vec::new();
    for (number, chunk) in raw.chunks.iter().enumerate() {
        let at = |(pc, fault)| VerifyError {
            chunk: number,
            pc,
            fault,
        };
        check_frame(number, chunk).map_err(|fault| at((0, fault)))?;
        let mut slots = boxes.slots(number, chunk);
        check_code(&raw, chunk, &mut slots).map_err(at)?;
        boxes.captures(number, chunk, &slots).map_err(at)?;
        deepest.push(walk(chunk, &mut depths).map_err(at)?);
    }
    for ((number, chunk), depth) in (0..).zip(&mut raw.chunks).zip(deepest) {
        chunk.conclude(ChunkId(number), depth);
    }
    Ok(Program::verified(raw))
}

impl TryFrom<RawProgram> for Program {
    type Error = VerifyError;

    fn try_from(raw: RawProgram) -> Result<Self, VerifyError> {
        for (chunk, code) in raw.chunks.iter().enumerate() {
            check_places(code).map_err(|fault| VerifyError {
                chunk,
                pc: 0,
                fault,
            })?;
        }
        verify(raw)
    }
}
