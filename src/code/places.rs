//! Where instructions come from, in few bytes: places are looked up only when something fails.

use serde::{Deserialize, Serialize};

use crate::source::Place;

/// The places of a chunk's instructions, one entry for each run of instructions with the same place.
///
/// An entry is three numbers of as few bytes as they need: how many instructions behind the entry
/// before it, how many lines below (or above) it, and the column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places(Box<[u8]>);

impl Places {
    /// The places of runs, each with its first instruction; these go upwards.
    #[must_use]
    pub fn new(runs: impl IntoIterator<Item = (u32, Place)>) -> Self {
        let runs = runs.into_iter();
        // A run mostly takes a byte for each of its numbers.
        let mut bytes = Vec::with_capacity(runs.size_hint().1.unwrap_or(0) * 3);
        let (mut pc, mut line) = (0, 0);
        for (from, place) in runs {
            let lines = i64::from(place.line) - i64::from(line);
            let lines = ((lines << 1) ^ (lines >> 63)) as u32;
            let [a, b, c] = [from.saturating_sub(pc), lines, place.column];
            if a | b | c <= 0x7f {
                bytes.extend_from_slice(&[a as u8, b as u8, c as u8]);
            } else {
                [a, b, c]
                    .iter()
                    .for_each(|number| write(&mut bytes, *number));
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
            pc = pc.checked_add(read(&mut bytes)?)?;
            let lines = read(&mut bytes)?;
            let down = i64::from(lines >> 1) ^ -i64::from(lines & 1);
            line = u32::try_from(i64::from(line) + down).ok()?;
            let column = read(&mut bytes)?;
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

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte <= 0x7f {
            return u32::try_from(number).ok();
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
