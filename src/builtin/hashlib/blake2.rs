//! BLAKE2b and BLAKE2s (RFC 7693), with all parameters of a tree.

/// What distinguishes the two.
pub(super) trait Variant: Clone + Send + 'static {
    /// Bytes of a word.
    const WORD: usize;
    /// Rounds of the compression.
    const ROUNDS: usize;
    /// Rotations of the mixing function.
    const ROTATIONS: [u32; 4];
    /// The initial values: square roots of the first primes.
    const START: [u64; 8];
}

/// Words of 64 bits.
#[derive(Clone)]
pub(super) struct Wide;
/// Words of 32 bits.
#[derive(Clone)]
pub(super) struct Narrow;

impl Variant for Wide {
    const WORD: usize = 8;
    const ROUNDS: usize = 12;
    const ROTATIONS: [u32; 4] = [32, 24, 16, 63];
    const START: [u64; 8] = [
        0x6a09_e667_f3bc_c908,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
        0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179,
    ];
}

impl Variant for Narrow {
    const WORD: usize = 4;
    const ROUNDS: usize = 10;
    const ROTATIONS: [u32; 4] = [16, 12, 8, 7];
    const START: [u64; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
}

const ORDER: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// The parameters of a hash.
#[derive(Clone, Debug)]
pub(super) struct Parameters {
    /// Bytes of the digest.
    pub(super) size: u8,
    /// A secret, at most a word times eight.
    pub(super) key: Vec<u8>,
    /// Two words of salt.
    pub(super) salt: Vec<u8>,
    /// Two words that tell uses apart.
    pub(super) person: Vec<u8>,
    /// The tree's fanout, depth and leaf size.
    pub(super) fanout: u8,
    /// See `fanout`.
    pub(super) depth: u8,
    /// See `fanout`.
    pub(super) leaf_size: u32,
    /// The node's place in the tree.
    pub(super) node_offset: u64,
    /// See `node_offset`.
    pub(super) node_depth: u8,
    /// Bytes of the inner digests.
    pub(super) inner_size: u8,
    /// It is the last node of its level.
    pub(super) last_node: bool,
}

/// A hash being computed. Words of 32 bits stand in the low half of 64.
#[derive(Clone)]
pub(super) struct Blake2<V> {
    state: [u64; 8],
    block: Vec<u8>,
    counted: u128,
    size: u8,
    last_node: bool,
    variant: std::marker::PhantomData<V>,
}

impl<V: Variant> Blake2<V> {
    const BLOCK: usize = V::WORD * 16;

    /// A hash with its parameters mixed in; the key is the first block.
    pub(super) fn new(parameters: &Parameters) -> Self {
        let mut hash = Self {
            state: V::START,
            block: Vec::with_capacity(Self::BLOCK),
            counted: 0,
            size: parameters.size,
            last_node: parameters.last_node,
            variant: std::marker::PhantomData,
        };
        let bytes = parameter_block::<V>(parameters);
        for (word, bytes) in hash.state.iter_mut().zip(bytes.chunks(V::WORD)) {
            *word ^= little(bytes);
        }
        if !parameters.key.is_empty() {
            let mut first = parameters.key.clone();
            first.resize(Self::BLOCK, 0);
            hash.update(&first);
        }
        hash
    }

    /// Takes bytes. The last block is kept until it is known to be the last.
    pub(super) fn update(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            if self.block.len() == Self::BLOCK {
                self.counted += Self::BLOCK as u128;
                self.compress(false);
                self.block.clear();
            }
            let room = Self::BLOCK - self.block.len();
            let (now, later) = data.split_at_checked(room).unwrap_or((data, &[]));
            self.block.extend_from_slice(now);
            data = later;
        }
    }

    /// The digest of what was taken.
    pub(super) fn digest(mut self) -> Vec<u8> {
        self.counted += self.block.len() as u128;
        self.block.resize(Self::BLOCK, 0);
        self.compress(true);
        let bytes = self
            .state
            .iter()
            .flat_map(|word| word.to_le_bytes().into_iter().take(V::WORD));
        bytes.take(usize::from(self.size)).collect()
    }

    fn compress(&mut self, last: bool) {
        let ones = if V::WORD == 8 {
            u64::MAX
        } else {
            u64::from(u32::MAX)
        };
        let mut message = [0; 16];
        for (word, bytes) in message.iter_mut().zip(self.block.chunks(V::WORD)) {
            *word = little(bytes);
        }
        let count = |shift: usize| (self.counted >> shift & u128::from(ones)) as u64;
        let mut work = [0; 16];
        for (to, from) in work.iter_mut().zip(self.state.iter().chain(&V::START)) {
            *to = *from;
        }
        let [.., c, d, e, f] = &mut work;
        *c ^= count(0);
        *d ^= count(V::WORD * 8);
        *e ^= if last { ones } else { 0 };
        *f ^= if last && self.last_node { ones } else { 0 };
        for round in 0..V::ROUNDS {
            mix_round::<V>(&mut work, &message, round);
        }
        let (low, high) = work.split_at(8);
        for ((word, low), high) in self.state.iter_mut().zip(low).zip(high) {
            *word ^= low ^ high;
        }
    }
}

fn little(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte))
}

fn parameter_block<V: Variant>(parameters: &Parameters) -> Vec<u8> {
    let key = u8::try_from(parameters.key.len()).unwrap_or(0);
    let mut bytes = vec![parameters.size, key, parameters.fanout, parameters.depth];
    bytes.extend(parameters.leaf_size.to_le_bytes());
    let wide = V::WORD == 8;
    bytes.extend(
        parameters
            .node_offset
            .to_le_bytes()
            .iter()
            .take(if wide { 8 } else { 6 }),
    );
    bytes.extend([parameters.node_depth, parameters.inner_size]);
    bytes.resize(V::WORD * 4, 0);
    for part in [&parameters.salt, &parameters.person] {
        let end = bytes.len() + V::WORD * 2;
        bytes.extend_from_slice(part);
        bytes.resize(end, 0);
    }
    bytes
}

fn mix_round<V: Variant>(work: &mut [u64; 16], message: &[u64; 16], round: usize) {
    const COLUMNS: [[usize; 4]; 8] = [
        [0, 4, 8, 12],
        [1, 5, 9, 13],
        [2, 6, 10, 14],
        [3, 7, 11, 15],
        [0, 5, 10, 15],
        [1, 6, 11, 12],
        [2, 7, 8, 13],
        [3, 4, 9, 14],
    ];
    let order = ORDER.get(round % 10).copied().unwrap_or_default();
    let (pairs, _) = order.as_chunks::<2>();
    for (at, [x, y]) in COLUMNS.iter().zip(pairs) {
        let word = |place: &usize| message.get(*place).copied().unwrap_or(0);
        mix::<V>(work, at, word(x), word(y));
    }
}

fn mix<V: Variant>(work: &mut [u64; 16], at: &[usize; 4], x: u64, y: u64) {
    let Ok([a, b, c, d]) = work.get_disjoint_mut(*at) else {
        return;
    };
    let add = |a: u64, b: u64| match V::WORD {
        8 => a.wrapping_add(b),
        _ => a.wrapping_add(b) & u64::from(u32::MAX),
    };
    let turn = |word: u64, by: u32| match V::WORD {
        8 => word.rotate_right(by),
        _ => u64::from((word as u32).rotate_right(by)),
    };
    let [first, second, third, fourth] = V::ROTATIONS;
    *a = add(add(*a, *b), x);
    *d = turn(*d ^ *a, first);
    *c = add(*c, *d);
    *b = turn(*b ^ *c, second);
    *a = add(add(*a, *b), y);
    *d = turn(*d ^ *a, third);
    *c = add(*c, *d);
    *b = turn(*b ^ *c, fourth);
}
