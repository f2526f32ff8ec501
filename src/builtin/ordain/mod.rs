//! `ordain`: what policies find here beside authentik's names. The standard types of policies are written
//! with it, and others may be.

mod breaches;
mod geodesic;
#[cfg(feature = "hashes")]
mod hashes;
#[cfg(not(feature = "hashes"))]
mod no_hashes;
#[cfg(not(feature = "zxcvbn"))]
mod no_strength;
mod refusal;
mod rows;
#[cfg(feature = "zxcvbn")]
mod strength;
mod table;

#[cfg(feature = "hashes")]
use hashes::{argon2_matches, bcrypt_matches};
#[cfg(not(feature = "hashes"))]
use no_hashes::{argon2_matches, bcrypt_matches};
#[cfg(not(feature = "zxcvbn"))]
use no_strength::password_strength;
pub use refusal::raw_result;
#[cfg(feature = "zxcvbn")]
use strength::password_strength;
pub use table::MODULE;
