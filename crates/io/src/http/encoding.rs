//! The encodings of answers that `requests` asks for and reads: gzip, deflate, and one in the other.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What calls say that they can read.
pub(super) const READABLE: &str = "gzip, deflate";

/// How many encodings may lie in each other.
const DEEPEST: usize = 5;

/// Why a body cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is larger than allowed, once it is decoded.
    Larger,
    /// It is not in the encoding that its headers tell.
    Damaged(io::Error),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Gzip,
    Deflate,
}

/// What a body holds, by its `Content-Encoding`. One that is not known leaves the body as it is.
pub(super) fn decode(body: Vec<u8>, header: &str, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let Some(encodings) = encodings(header) else {
        return Ok(body);
    };
    let mut encodings = encodings.into_iter().rev();
    encodings.try_fold(body, |body, encoding| decode_once(&body, encoding, limit))
}

/// The encodings in the order in which they were done; none if one of them is not known.
fn encodings(header: &str) -> Option<Vec<Encoding>> {
    let found = header.split(',').map(|name| match name.trim() {
        name if name.eq_ignore_ascii_case("gzip") => Some(Encoding::Gzip),
        name if name.eq_ignore_ascii_case("x-gzip") => Some(Encoding::Gzip),
        name if name.eq_ignore_ascii_case("deflate") => Some(Encoding::Deflate),
        _ => None,
    });
    let found: Option<Vec<Encoding>> = found.collect();
    found.filter(|found| found.len() <= DEEPEST)
}

fn decode_once(body: &[u8], encoding: Encoding, limit: u64) -> Result<Vec<u8>, Unreadable> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let mut decoded = Vec::new();
    // One byte more than allowed tells that there is more.
    let most = limit.saturating_add(1);
    let read = match encoding {
        Encoding::Gzip => MultiGzDecoder::new(body)
            .take(most)
            .read_to_end(&mut decoded),
        Encoding::Deflate if has_zlib_head(body) => {
            ZlibDecoder::new(body).take(most).read_to_end(&mut decoded)
        }
        Encoding::Deflate => DeflateDecoder::new(body)
            .take(most)
            .read_to_end(&mut decoded),
    };
    match read {
        _ if decoded.len() as u64 > limit => Err(Unreadable::Larger),
        Ok(_) => Ok(decoded),
        // What ends early gives what it has, as in `requests`.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(decoded),
        Err(error) => Err(Unreadable::Damaged(error)),
    }
}

/// Whether `deflate` is what it should be: some servers leave the head away.
fn has_zlib_head(body: &[u8]) -> bool {
    match body {
        [method, check, ..] => {
            method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*check)) % 31 == 0
        }
        _ => false,
    }
}
