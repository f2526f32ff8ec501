//! Passwords that are known to have leaked.

use std::time::Duration;

use super::network::NetworkError;

/// A question about one password, which does not tell the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest<'q> {
    /// The SHA-1 of the password in UTF-8.
    pub sha1: &'q [u8; 20],
    /// How long the answer may take: what the policy has left.
    pub timeout: Option<Duration>,
}

/// Who knows the passwords that are on lists of leaked ones.
pub trait Breaches: Send + Sync {
    /// How often the password with this SHA-1 is on such lists; 0: on none.
    ///
    /// # Errors
    /// Why there is no answer: policies see it as the exception of `requests`.
    fn count(&self, digest: &Digest<'_>) -> Result<u64, NetworkError>;
}
