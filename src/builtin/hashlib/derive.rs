//! Keys from passwords: PBKDF2 and scrypt.

use hmac::{Hmac, KeyInit, Mac};

use super::algorithm::{Algorithm, Keyed, SHA256};

/// A block of PBKDF2 (RFC 8018) on its way, so that whoever computes one can stop in between.
pub(super) struct Block<'p> {
    algorithm: &'static Algorithm,
    password: &'p [u8],
    last: Vec<u8>,
    sum: Vec<u8>,
}

impl<'p> Block<'p> {
    /// The block of a number, after its first round.
    pub(super) fn new(
        algorithm: &'static Algorithm,
        password: &'p [u8],
        salt: &[u8],
        number: u32,
    ) -> Self {
        let mut keyed = Keyed::new(algorithm, password);
        keyed.inner.update(salt);
        keyed.inner.update(&number.to_be_bytes());
        let last = keyed.digest();
        let sum = last.clone();
        Self {
            algorithm,
            password,
            last,
            sum,
        }
    }

    /// What a round costs in steps.
    pub(super) fn cost(algorithm: &Algorithm) -> usize {
        match algorithm.name {
            "sha1" | "sha256" | "sha512" => 6,
            _ => 24,
        }
    }

    /// Goes on for so many rounds.
    pub(super) fn turn(&mut self, rounds: usize) {
        match self.algorithm.name {
            "sha1" => self.swiftly::<Hmac<sha1::Sha1>>(rounds),
            "sha256" => self.swiftly::<Hmac<sha2::Sha256>>(rounds),
            "sha512" => self.swiftly::<Hmac<sha2::Sha512>>(rounds),
            _ => {
                let keyed = Keyed::new(self.algorithm, self.password);
                for _ in 0..rounds {
                    let mut next = keyed.copy();
                    next.inner.update(&self.last);
                    self.last = next.digest();
                    add(&mut self.sum, &self.last);
                }
            }
        }
    }

    /// The same without memory of its own for every digest.
    fn swiftly<M: Mac + KeyInit + Clone>(&mut self, rounds: usize) {
        // Keys of any length are taken.
        let Ok(keyed) = <M as KeyInit>::new_from_slice(self.password) else {
            return;
        };
        for _ in 0..rounds {
            let mut next = keyed.clone();
            next.update(&self.last);
            let digest = next.finalize().into_bytes();
            self.last.clear();
            self.last.extend_from_slice(&digest);
            add(&mut self.sum, &digest);
        }
    }

    /// What came of it.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.sum
    }
}

fn add(sum: &mut [u8], digest: &[u8]) {
    let bytes = sum.iter_mut().zip(digest);
    bytes.for_each(|(sum, byte)| *sum ^= byte);
}

/// So many bytes of PBKDF2 in one round.
fn spread(password: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length + SHA256.size);
    for number in 1.. {
        if out.len() >= length {
            break;
        }
        out.extend(Block::new(&SHA256, password, salt, number).bytes());
    }
    out.truncate(length);
    out
}

/// The cost parameters of scrypt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Memory and time, a power of two.
    pub(super) n: usize,
    /// Bytes of a block, in units of 128.
    pub(super) r: usize,
    /// How often all is done.
    pub(super) p: usize,
}

/// scrypt (RFC 7914): so many bytes.
pub(super) fn scrypt(password: &[u8], salt: &[u8], cost: Cost, length: usize) -> Vec<u8> {
    let mut blocks = spread(password, salt, cost.p * cost.r * 128);
    for block in blocks.chunks_mut(cost.r * 128) {
        let (words, _) = block.as_chunks::<4>();
        let mut words: Vec<u32> = words
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect();
        remix(&mut words, cost.n);
        for (bytes, word) in block.chunks_mut(4).zip(words) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
    }
    spread(password, &blocks, length)
}

fn remix(block: &mut [u32], n: usize) {
    let mut kept: Vec<u32> = Vec::with_capacity(n * block.len());
    for _ in 0..n {
        kept.extend_from_slice(block);
        mix_block(block);
    }
    for _ in 0..n {
        let last = block.len() - 16;
        let chosen = block.get(last).map_or(0, |word| *word as usize % n);
        let old = kept.chunks(block.len()).nth(chosen).unwrap_or_default();
        block
            .iter_mut()
            .zip(old)
            .for_each(|(word, old)| *word ^= old);
        mix_block(block);
    }
}

/// Mixes chunks of 16 words one into the next; the even ones come before the odd ones.
fn mix_block(block: &mut [u32]) {
    let mut state = [0u32; 16];
    if let Some(last) = block.last_chunk() {
        state = *last;
    }
    let mut halves = [
        Vec::with_capacity(block.len()),
        Vec::with_capacity(block.len() / 2),
    ];
    for (number, chunk) in block.chunks(16).enumerate() {
        state
            .iter_mut()
            .zip(chunk)
            .for_each(|(word, chunk)| *word ^= chunk);
        salsa(&mut state);
        if let Some(half) = halves.get_mut(number % 2) {
            half.extend_from_slice(&state);
        }
    }
    let [even, odd] = halves;
    block
        .iter_mut()
        .zip(even.into_iter().chain(odd))
        .for_each(|(word, mixed)| *word = mixed);
}

/// Salsa20 of eight rounds.
fn salsa(state: &mut [u32; 16]) {
    const LINES: [[usize; 4]; 8] = [
        [0, 4, 8, 12],
        [5, 9, 13, 1],
        [10, 14, 2, 6],
        [15, 3, 7, 11],
        [0, 1, 2, 3],
        [5, 6, 7, 4],
        [10, 11, 8, 9],
        [15, 12, 13, 14],
    ];
    let start = *state;
    for line in LINES.iter().cycle().take(LINES.len() * 4) {
        let Ok([a, b, c, d]) = state.get_disjoint_mut(*line) else {
            return;
        };
        *b ^= a.wrapping_add(*d).rotate_left(7);
        *c ^= b.wrapping_add(*a).rotate_left(9);
        *d ^= c.wrapping_add(*b).rotate_left(13);
        *a ^= d.wrapping_add(*c).rotate_left(18);
    }
    state
        .iter_mut()
        .zip(start)
        .for_each(|(word, start)| *word = word.wrapping_add(start));
}
