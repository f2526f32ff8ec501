//! Signed tokens, as `ak_create_jwt` and `ak_create_jwt_raw` order them.

use crate::value::plain::Plain;

/// A token that a policy asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenOrder {
    /// The name of the provider whose key signs it.
    pub provider: String,
    /// Whose token it is, by primary key: an access token of the session; none: raw claims.
    pub user: Option<Plain>,
    /// The scopes of an access token.
    pub scopes: Vec<String>,
    /// The claims, without `exp` and `aud`.
    pub claims: Vec<(String, Plain)>,
    /// How many seconds it is valid.
    pub seconds: u64,
}

/// Who signs tokens.
pub trait Tokens: Send + Sync {
    /// A signed token; none if there is no such provider.
    fn sign(&self, order: &TokenOrder) -> Option<String>;
}
