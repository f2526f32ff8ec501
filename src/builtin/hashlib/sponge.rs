//! SHA-3 and SHAKE over the Keccak permutation.

use keccak::{Keccak, State1600};

/// A sponge that takes bytes.
#[derive(Clone)]
pub(super) struct Sponge {
    state: State1600,
    /// Bytes that are taken or given between two permutations.
    rate: usize,
    at: usize,
    /// What marks the end of the message.
    suffix: u8,
}

impl Sponge {
    /// An empty sponge.
    pub(super) fn new(rate: usize, suffix: u8) -> Self {
        Self {
            state: State1600::default(),
            rate,
            at: 0,
            suffix,
        }
    }

    fn permute(&mut self) {
        let state = &mut self.state;
        Keccak::new().with_f1600(|permute| permute(state));
    }

    fn mix(&mut self, at: usize, byte: u8) {
        if let Some(lane) = self.state.get_mut(at / 8) {
            *lane ^= u64::from(byte) << (8 * (at % 8));
        }
    }

    /// Takes bytes.
    pub(super) fn absorb(&mut self, data: &[u8]) {
        for byte in data {
            self.mix(self.at, *byte);
            self.at += 1;
            if self.at == self.rate {
                self.permute();
                self.at = 0;
            }
        }
    }

    /// Ends the message and gives so many bytes.
    pub(super) fn squeeze(mut self, length: usize) -> Vec<u8> {
        self.mix(self.at, self.suffix);
        self.mix(self.rate - 1, 0x80);
        let mut out = Vec::with_capacity(length);
        while out.len() < length {
            self.permute();
            let bytes = self.state.iter().flat_map(|lane| lane.to_le_bytes());
            out.extend(bytes.take(self.rate.min(length - out.len())));
        }
        out
    }
}
