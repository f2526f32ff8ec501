//! The algorithms, by name.

use super::blake2::{Blake2, Narrow, Parameters, Variant, Wide};
use super::sponge::Sponge;
use sha2::digest::Digest;

/// A digest being computed.
pub(super) trait Stream: Send {
    /// Takes bytes.
    fn update(&mut self, data: &[u8]);
    /// The digest of what was taken so far; algorithms without a size of their own give `length` bytes.
    fn digest(&self, length: usize) -> Vec<u8>;
    /// A copy that goes on by itself.
    fn copy(&self) -> Box<dyn Stream>;
}

/// An algorithm.
pub(super) struct Algorithm {
    /// Its name.
    pub(super) name: &'static str,
    /// Bytes of a digest; 0: as many as wanted.
    pub(super) size: usize,
    /// Bytes of a block.
    pub(super) block: usize,
    /// Begins a digest.
    pub(super) start: fn() -> Box<dyn Stream>,
}

#[derive(Clone)]
struct Fixed<D>(D);

impl<D: Digest + Clone + Send + 'static> Stream for Fixed<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn Stream> {
        Box::new(self.clone())
    }
}

fn fixed<D: Digest + Clone + Send + 'static>() -> Box<dyn Stream> {
    Box::new(Fixed(D::new()))
}

impl Stream for Sponge {
    fn update(&mut self, data: &[u8]) {
        self.absorb(data);
    }

    fn digest(&self, length: usize) -> Vec<u8> {
        self.clone().squeeze(length)
    }

    fn copy(&self) -> Box<dyn Stream> {
        Box::new(self.clone())
    }
}

impl<V: Variant> Stream for Blake2<V> {
    fn update(&mut self, data: &[u8]) {
        self.update(data);
    }

    fn digest(&self, _: usize) -> Vec<u8> {
        self.clone().digest()
    }

    fn copy(&self) -> Box<dyn Stream> {
        Box::new(self.clone())
    }
}

/// What ends a message of SHA-3, and of SHAKE.
const SHA3: u8 = 0x06;
const SHAKE: u8 = 0x1f;

/// Parameters of BLAKE2 that say nothing but a size.
pub(super) fn plain(size: u8) -> Parameters {
    Parameters {
        size,
        key: Vec::new(),
        salt: Vec::new(),
        person: Vec::new(),
        fanout: 1,
        depth: 1,
        leaf_size: 0,
        node_offset: 0,
        node_depth: 0,
        inner_size: 0,
        last_node: false,
    }
}

macro_rules! algorithms {
    ($($name:ident = $text:literal, $size:literal, $block:literal, $start:expr;)*) => {
        $(pub(super) static $name: Algorithm =
            Algorithm { name: $text, size: $size, block: $block, start: $start };)*

        /// Every algorithm.
        pub(super) static ALL: &[&Algorithm] = &[$(&$name),*];
    };
}

algorithms! {
    BLAKE2B = "blake2b", 64, 128, || Box::new(Blake2::<Wide>::new(&plain(64)));
    BLAKE2S = "blake2s", 32, 64, || Box::new(Blake2::<Narrow>::new(&plain(32)));
    MD5 = "md5", 16, 64, fixed::<md5::Md5>;
    SHA1 = "sha1", 20, 64, fixed::<sha1::Sha1>;
    SHA224 = "sha224", 28, 64, fixed::<sha2::Sha224>;
    SHA256 = "sha256", 32, 64, fixed::<sha2::Sha256>;
    SHA384 = "sha384", 48, 128, fixed::<sha2::Sha384>;
    SHA3_224 = "sha3_224", 28, 144, || Box::new(Sponge::new(144, SHA3));
    SHA3_256 = "sha3_256", 32, 136, || Box::new(Sponge::new(136, SHA3));
    SHA3_384 = "sha3_384", 48, 104, || Box::new(Sponge::new(104, SHA3));
    SHA3_512 = "sha3_512", 64, 72, || Box::new(Sponge::new(72, SHA3));
    SHA512 = "sha512", 64, 128, fixed::<sha2::Sha512>;
    SHA512_224 = "sha512_224", 28, 128, fixed::<sha2::Sha512_224>;
    SHA512_256 = "sha512_256", 32, 128, fixed::<sha2::Sha512_256>;
    SHAKE_128 = "shake_128", 0, 168, || Box::new(Sponge::new(168, SHAKE));
    SHAKE_256 = "shake_256", 0, 136, || Box::new(Sponge::new(136, SHAKE));
}

impl Algorithm {
    /// The algorithm of a name; case does not count, and a hyphen is an underscore.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase().replace('-', "_");
        let name = match name.as_str() {
            "sha_1" => "sha1",
            "sha_224" => "sha224",
            "sha_256" => "sha256",
            "sha_384" => "sha384",
            "sha_512" => "sha512",
            "blake2b512" => "blake2b",
            "blake2s256" => "blake2s",
            other => other,
        };
        ALL.iter().find(|algorithm| algorithm.name == name).copied()
    }

    /// What hashing so many bytes costs in steps.
    pub(super) fn cost(bytes: usize) -> usize {
        bytes / 4 + 16
    }
}

/// A keyed hash (RFC 2104): the inner and the outer digest, the key taken.
pub(super) struct Keyed {
    /// What takes the message.
    pub(super) inner: Box<dyn Stream>,
    outer: Box<dyn Stream>,
    size: usize,
}

impl Keyed {
    /// A keyed hash that has taken nothing yet.
    pub(super) fn new(algorithm: &Algorithm, key: &[u8]) -> Self {
        let mut key = key.to_vec();
        if key.len() > algorithm.block {
            let mut short = (algorithm.start)();
            short.update(&key);
            key = short.digest(algorithm.size);
        }
        key.resize(algorithm.block, 0);
        let [inner, outer] = [0x36, 0x5c].map(|mask| {
            let mut stream = (algorithm.start)();
            stream.update(&key.iter().map(|byte| byte ^ mask).collect::<Vec<_>>());
            stream
        });
        Self {
            inner,
            outer,
            size: algorithm.size,
        }
    }

    /// The digest of what was taken so far.
    pub(super) fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.copy();
        outer.update(&self.inner.digest(self.size));
        outer.digest(self.size)
    }

    /// A copy that goes on by itself.
    pub(super) fn copy(&self) -> Self {
        Self {
            inner: self.inner.copy(),
            outer: self.outer.copy(),
            size: self.size,
        }
    }
}
