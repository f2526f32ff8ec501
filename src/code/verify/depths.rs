//! How many operands an instruction finds: few ever ask, so it is computed for them.

use super::walk::{UNKNOWN, walk};
use crate::code::program::{Chunk, Depths, Program};
use crate::value::value::ChunkId;

impl Program {
    /// Operands before an instruction of a function, as many as on every path to it.
    #[must_use]
    pub fn depth(&self, chunk: ChunkId, pc: usize) -> Option<u32> {
        let depths = self.depths.get_or_init(|| {
            let chunks = self.chunks().iter();
            Box::new(Depths(chunks.map(depths).collect()))
        });
        let chunk = depths.0.get(usize::from(chunk.0))?;
        chunk.get(pc).copied().filter(|depth| *depth != UNKNOWN)
    }
}

/// Operands before each instruction of verified code.
fn depths(chunk: &Chunk) -> Box<[u32]> {
    let mut depths = Vec::new();
    // Its paths were walked before.
    let _ = walk(chunk, &mut depths);
    depths.into()
}
