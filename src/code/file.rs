//! Programs as bytes: a mark, a version, a checksum, and the raw program in postcard's form.

use super::program::{Program, RawProgram};
use super::verify::VerifyError;

/// What every file begins with.
const MARK: [u8; 4] = *b"ordn";

/// The version of instructions and form.
const VERSION: u16 = 4;

/// Bytes before the program.
const HEADER: usize = MARK.len() + size_of::<u16>() + size_of::<u64>();

/// Why bytes are not a program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// They do not begin as a program does.
    #[error("this is not a compiled policy")]
    Foreign,
    /// Written by another version of this library.
    #[error("this compiled policy has version {found}, not {VERSION}")]
    Version {
        /// The version that the file names.
        found: u16,
    },
    /// They are not what was written.
    #[error("this compiled policy is damaged")]
    Damaged,
    /// What was written is no sound program.
    #[error("this compiled policy is not sound: {0}")]
    Unsound(#[from] VerifyError),
}

impl Program {
    /// The program as bytes. Nothing in them depends on the machine or the time.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory does not fail, and every part of a program has a form.
        let body = postcard::to_stdvec(self).unwrap_or_default();
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend(MARK);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(checksum(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// The program that [`Program::to_bytes`] wrote, verified again.
    ///
    /// # Errors
    /// Bytes that are foreign, of another version, damaged, or not sound.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FileError> {
        let (mark, rest) = bytes.split_first_chunk().ok_or(FileError::Foreign)?;
        if *mark != MARK {
            return Err(FileError::Foreign);
        }
        let (version, rest) = rest.split_first_chunk().ok_or(FileError::Damaged)?;
        let found = u16::from_le_bytes(*version);
        if found != VERSION {
            return Err(FileError::Version { found });
        }
        let (sum, body) = rest.split_first_chunk().ok_or(FileError::Damaged)?;
        if u64::from_le_bytes(*sum) != checksum(body) {
            return Err(FileError::Damaged);
        }
        match postcard::take_from_bytes::<RawProgram>(body) {
            Ok((raw, [])) => Ok(Self::try_from(raw)?),
            _ => Err(FileError::Damaged),
        }
    }
}

/// FNV-1a: finds damage, not malice; what a malicious file can hold, the verifier finds.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
