//! Reputations: what logins do to the score of a username at an address.
//!
//! The rows are those of authentik's `Reputation`, one for each identifier and address, in a
//! [`MemoryDirectory`]; the standard policy type `reputation` sums their scores. Failures lower a score
//! by one. A success makes up for all failures, and raises a score that is not negative by one.
//!
//! ```
//! use ordain::host::MemoryDirectory;
//! use ordain::host::reputation::{self, Attempt, ScoreLimits};
//!
//! let (mut directory, limits) = (MemoryDirectory::new(), ScoreLimits::default());
//! let ann = Attempt { identifier: "ann", ip: "10.0.0.7".parse()? };
//! reputation::failed(&mut directory, &ann, limits);
//! reputation::failed(&mut directory, &ann, limits);
//! assert_eq!(reputation::score(&directory, &ann), Some(-2));
//! reputation::succeeded(&mut directory, &ann, limits);
//! assert_eq!(reputation::score(&directory, &ann), Some(0));
//! # Ok::<(), std::net::AddrParseError>(())
//! ```

use std::net::IpAddr;
use std::sync::Arc;

use super::memory::MemoryDirectory;
use super::model::security::REPUTATION;
use super::record::Record;
use crate::value::value::{Lent, Object};

/// The model's label.
const LABEL: &str = "authentik_policies_reputation.reputation";

/// A login, whether it succeeds or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt<'a> {
    /// Who wants to sign in: the username, or what was entered in its place.
    pub identifier: &'a str,
    /// Where from.
    pub ip: IpAddr,
}

/// Between which numbers scores stay: authentik's `reputation_lower_limit` and `reputation_upper_limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreLimits {
    /// The worst score.
    pub lower: i64,
    /// The best score.
    pub upper: i64,
}

impl Default for ScoreLimits {
    fn default() -> Self {
        Self {
            lower: -5,
            upper: 5,
        }
    }
}

/// The score; none if nothing is known.
#[must_use]
pub fn score(directory: &MemoryDirectory, attempt: &Attempt<'_>) -> Option<i64> {
    row(directory, attempt).map(|row| score_of(row))
}

/// Somebody failed to sign in.
pub fn failed(directory: &mut MemoryDirectory, attempt: &Attempt<'_>, limits: ScoreLimits) {
    adjust(directory, attempt, -1, limits);
}

/// Somebody signed in.
pub fn succeeded(directory: &mut MemoryDirectory, attempt: &Attempt<'_>, limits: ScoreLimits) {
    let amount = match score(directory, attempt) {
        Some(score) if score < 0 => score.saturating_neg(),
        _ => 1,
    };
    adjust(directory, attempt, amount, limits);
}

/// Adds to a score, within the limits. Where nothing is known, the score begins at 0.
pub fn adjust(
    directory: &mut MemoryDirectory,
    attempt: &Attempt<'_>,
    amount: i64,
    limits: ScoreLimits,
) {
    let Attempt { identifier, ip } = attempt;
    let (score, row) = match row(directory, attempt) {
        Some(row) => (score_of(row), Record::clone(row)),
        None => {
            let row = Record::new(REPUTATION.name)
                .with("pk", format!("{identifier} {ip}"))
                .with("identifier", *identifier)
                .with("ip", ip.to_string());
            (0, row)
        }
    };
    let score = score
        .saturating_add(amount)
        .min(limits.upper)
        .max(limits.lower);
    directory.add(row.with("score", score));
}

fn row<'d>(directory: &'d MemoryDirectory, attempt: &Attempt<'_>) -> Option<&'d Arc<Record>> {
    let ip = attempt.ip.to_string();
    let mut rows = directory.having(LABEL, "identifier", attempt.identifier);
    rows.find(|row| row.text_field("ip") == Some(&ip))
}

fn score_of(row: &Record) -> i64 {
    match row.attr("score") {
        Some(Lent::Json(score)) => score.as_i64().unwrap_or(0),
        _ => 0,
    }
}
