//! A replacement with its groups filled in.

use super::template::Piece;
use crate::builtin::writer::Writer;
use crate::value::value::Stop;

/// Appends a replacement; `group` gives what a group matched.
pub(super) fn write<'g, 'h>(
    out: &mut Writer<'_, 'h>,
    pieces: &[Piece],
    text: bool,
    group: impl Fn(usize) -> &'g [u8],
) -> Result<(), Stop<'h>> {
    for piece in pieces {
        match piece {
            Piece::Group(number) => out.push(group(*number as usize))?,
            Piece::Text(literal) if text => out.push_str(literal)?,
            Piece::Text(literal) => {
                let bytes: Vec<u8> = literal
                    .chars()
                    .filter_map(|c| u8::try_from(c).ok())
                    .collect();
                out.push(&bytes)?;
            }
        }
    }
    Ok(())
}
