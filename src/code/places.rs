//! Where instructions come from, in few bytes: places are looked up only when something fails.

use serde::{Deserialize, Serialize};

use crate::source::Place;

/// The places of a chunk's instructions, one entry for each run of instructions with the same place.
///
/// An entry is two or three numbers of as few bytes as they need: how many instructions behind the entry
/// before it, doubled, and one more if the line is another; then how many lines below (or above); and the
/// column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places(Box<[u8]>);

impl Places {
    /// The places of runs, each with its first instruction; these go upwards.
    #[must_use]
    pub fn new(runs: impl IntoIterator<Item = (u32, Place)>) -> Self {
        let runs = runs.into_iter();
        // A run mostly takes a byte for each of its numbers, and most are in the line of the one before.
        let mut bytes = Vec::with_capacity(runs.size_hint().1.unwrap_or(0) * 2);
        let (mut pc, mut line) = (0, 0);
        for (from, place) in runs {
            let behind = from.saturating_sub(pc);
            if place.line == line && behind < 0x40 && place.column < 0x80 {
                bytes.extend_from_slice(&[(behind << 1) as u8, place.column as u8]);
            } else {
                entry(
                    &mut bytes,
                    behind,
                    i64::from(place.line) - i64::from(line),
                    place.column,
                );
            }
            (pc, line) = (from, place.line);
        }
        Self(bytes.into())
    }

    /// The runs: first instruction and place. Ends early where the bytes make no sense.
    pub fn runs(&self) -> impl Iterator<Item = (u32, Place)> {
        let mut bytes = self.0.iter();
        let (mut pc, mut line) = (0_u32, 0_u32);
        std::iter::from_fn(move || {
            let behind = read(&mut bytes)?;
            pc = pc.checked_add(u32::try_from(behind >> 1).ok()?)?;
            if behind & 1 == 1 {
                let lines = read(&mut bytes)? as i64;
                let down = (lines >> 1) ^ -(lines & 1);
                line = u32::try_from(i64::from(line) + down).ok()?;
            }
            let column = u32::try_from(read(&mut bytes)?).ok()?;
            Some((pc, Place { line, column }))
        })
    }

    /// The place of an instruction.
    #[must_use]
    pub fn at(&self, pc: usize) -> Option<Place> {
        let before = self.runs().take_while(|(from, _)| *from as usize <= pc);
        before.last().map(|(_, place)| place)
    }
}

/// Writes any entry. It stands apart so that what is mostly written is in few instructions.
#[inline(never)]
fn entry(bytes: &mut Vec<u8>, behind: u32, lines: i64, column: u32) {
    let [behind, column] = [u64::from(behind) << 1, column.into()];
    let down = ((lines << 1) ^ (lines >> 63)) as u64;
    if lines == 0 {
        write(bytes, behind);
    } else if behind | down | column < 0x80 {
        bytes.extend_from_slice(&[behind as u8 | 1, down as u8, column as u8]);
        return;
    } else {
        write(bytes, behind | 1);
        write(bytes, down);
    }
    write(bytes, column);
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn write(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte <= 0x7f {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::source::Place;

    #[test]
    fn what_is_written_is_read() {
        let place = |line, column| Place { line, column };
        let runs = [
            (0, place(1, 1)),
            (3, place(200, 70_000)),
            (4, place(7, 128)),
            (900, place(u32::MAX >> 1, u32::MAX)),
        ];
        let places = Places::new(runs);
        assert!(places.runs().eq(runs));
        assert_eq!(places.at(2), Some(place(1, 1)));
        assert_eq!(places.at(899), Some(place(7, 128)));
        assert_eq!(Places::default().at(0), None);
        assert_eq!(Places([0x80; 9].into()).at(0), None);
    }
}
