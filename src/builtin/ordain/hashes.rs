//! Passwords against hashes of Argon2 and bcrypt.
//!
//! Both are slow on purpose, and neither can be stopped half-way: all that they take is charged before.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::alphabet::BCRYPT;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD_NO_PAD};

use crate::limits::Limit;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// What a block of Argon2 costs in steps: a kilobyte that is filled.
const BLOCK: usize = 20;

/// What a round of bcrypt costs in steps.
const ROUND: usize = 1_200;

/// How many bytes of a password bcrypt takes.
const LONGEST: usize = 72;

/// How bcrypt writes bytes.
const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &BCRYPT,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// `argon2_matches(password, encoded)`: whether bytes have the hash
/// `$argon2id$v=19$m=102400,t=2,p=8$SALT$HASH`.
///
/// # Errors
/// `ValueError` for what is no such hash, or one that takes more memory than is left.
pub(super) fn argon2_matches<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let password = args.bytes(cx, 0)?.as_slice();
    let encoded = args.str(cx, 1, "argon2_matches() argument 'encoded'")?;
    let Some(hash) = Argon2Hash::read(encoded.as_str()) else {
        return Err(cx.value_error(format_args!("not a hash of Argon2")));
    };
    let blocks = hash.params.block_count();
    if blocks.saturating_mul(1024) > cx.heap.left() {
        return Err(cx.value_error(format_args!(
            "this hash of Argon2 takes {} MiB of memory, more than is left",
            blocks / 1024
        )));
    }
    let rounds = usize::try_from(hash.params.t_cost()).unwrap_or(usize::MAX);
    cx.charge(blocks.saturating_mul(rounds).saturating_mul(BLOCK))?;
    cx.charge_bytes(password.len().saturating_add(hash.known.len()))?;
    let mut found = vec![0; hash.known.len()];
    let argon2 = Argon2::new(hash.algorithm, hash.version, hash.params);
    match argon2.hash_password_into(password, &hash.salt, &mut found) {
        Ok(()) => Ok(Value::bool(alike(&found, &hash.known))),
        Err(argon2::Error::OutOfMemory) => Err(cx.stop(Limit::Memory(cx.heap.limit()))),
        Err(error) => Err(cx.value_error(format_args!("not a hash of Argon2: {error}"))),
    }
}

struct Argon2Hash {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Vec<u8>,
    known: Vec<u8>,
}

impl Argon2Hash {
    fn read(encoded: &str) -> Option<Self> {
        let mut parts = encoded.strip_prefix('$')?.split('$');
        let algorithm = Algorithm::new(parts.next()?).ok()?;
        let version = match parts.next()? {
            "v=16" => Version::V0x10,
            "v=19" => Version::V0x13,
            _ => return None,
        };
        let mut costs = parts.next()?.split(',');
        let mut cost = |name: &str| -> Option<u32> {
            costs
                .next()?
                .strip_prefix(name)?
                .strip_prefix('=')?
                .parse()
                .ok()
        };
        let (memory, rounds, lanes) = (cost("m")?, cost("t")?, cost("p")?);
        let salt = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
        let known = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
        Some(Self {
            algorithm,
            version,
            params: Params::new(memory, rounds, lanes, Some(known.len())).ok()?,
            salt,
            known,
        })
    }
}

/// `bcrypt_matches(password, encoded)`: whether bytes have the hash `$2b$12$SALTHASH`.
///
/// # Errors
/// `ValueError` for what is no such hash.
pub(super) fn bcrypt_matches<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let password = args.bytes(cx, 0)?.as_slice();
    let encoded = args.str(cx, 1, "bcrypt_matches() argument 'encoded'")?;
    let Some((cost, salt, known)) = bcrypt_hash(encoded.as_str()) else {
        return Err(cx.value_error(format_args!("not a hash of bcrypt")));
    };
    cx.charge(ROUND.saturating_mul(1 << cost))?;
    // A zero ends the password, unless it is too long for one.
    let mut ended: Vec<u8> = password.iter().copied().take(LONGEST).collect();
    if ended.len() < LONGEST {
        ended.push(0);
    }
    let found = bcrypt::bcrypt(cost, salt, &ended);
    let found = found.get(..known.len()).unwrap_or_default();
    Ok(Value::bool(alike(found, &known)))
}

fn bcrypt_hash(encoded: &str) -> Option<(u32, [u8; 16], Vec<u8>)> {
    let mut parts = encoded.strip_prefix('$')?.split('$');
    let known_kind = matches!(parts.next()?, "2a" | "2b" | "2y");
    let cost: u32 = parts.next().filter(|cost| cost.len() == 2)?.parse().ok()?;
    let (salt, known) = parts.next()?.split_at_checked(22)?;
    let salt = LETTERS.decode(salt).ok()?.try_into().ok()?;
    let known = LETTERS.decode(known).ok()?;
    let whole = known.len() == 23 && parts.next().is_none();
    (known_kind && whole && (4..=31).contains(&cost)).then_some((cost, salt, known))
}

/// Whether bytes are the same; how long it takes does not depend on where they differ.
fn alike(found: &[u8], known: &[u8]) -> bool {
    let differing = found.iter().zip(known).fold(0, |all, (a, b)| all | (a ^ b));
    found.len() == known.len() && differing == 0
}
