//! Offsets to lines and columns, each in constant time.

use std::cell::Cell;

use memchr::memchr_iter;

use crate::source::Place;

/// Bytes between two counts of code points.
const BLOCK: usize = 64;

/// An index over a text.
pub(super) struct Lines<'s> {
    text: &'s [u8],
    starts: Vec<u32>,
    /// Code points before each block; nothing where every byte is one.
    counts: Vec<u32>,
    /// The line of the offset before: the next one mostly lies there too.
    near: Cell<Line>,
}

/// A line: its number from 1, and where it and the next one begin.
#[derive(Clone, Copy, Default)]
struct Line {
    number: u32,
    start: u32,
    end: u32,
}

impl<'s> Lines<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let counts = if text.is_ascii() {
            Vec::new()
        } else {
            counts(text.as_bytes())
        };
        let text = text.as_bytes();
        let mut starts = vec![0];
        starts.extend(memchr_iter(b'\n', text).map(|at| number(at + 1)));
        Self {
            text,
            starts,
            counts,
            near: Cell::default(),
        }
    }

    /// Bytes of the text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Where an offset lies.
    #[inline]
    pub(super) fn place(&self, offset: u32) -> Place {
        let mut line = self.near.get();
        if offset < line.start || line.end <= offset {
            line = self.line(offset, line);
            self.near.set(line);
        }
        let within = if self.counts.is_empty() {
            offset - line.start
        } else {
            self.before(offset).saturating_sub(self.before(line.start))
        };
        Place {
            line: line.number,
            column: within + 1,
        }
    }

    /// The line in which an offset lies: the one below another, or it is searched for.
    fn line(&self, offset: u32, above: Line) -> Line {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or(u32::MAX);
        let mut behind = above.number as usize + 1;
        if offset < above.end || start(behind) <= offset {
            behind = self.starts.partition_point(|start| *start <= offset);
        }
        Line {
            number: number(behind),
            start: start(behind.saturating_sub(1)),
            end: start(behind),
        }
    }

    /// Code points before an offset, in a text where they are counted.
    fn before(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / BLOCK;
        match self.counts.get(block) {
            None => number(offset),
            Some(count) => {
                let rest = self.text.get(block * BLOCK..offset).unwrap_or_default();
                count + characters(rest)
            }
        }
    }
}

/// Code points before each block of a text, and before its end.
fn counts(text: &[u8]) -> Vec<u32> {
    let mut count = 0;
    let ends = text.chunks(BLOCK).map(|block| {
        count += characters(block);
        count
    });
    std::iter::once(0).chain(ends).collect()
}

/// Bytes that begin a code point.
fn characters(bytes: &[u8]) -> u32 {
    number(bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count())
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
