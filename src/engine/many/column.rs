//! What can be known about a target without asking its policies, for all subjects at once.

use crate::engine::binding::{Binding, Bound};
use crate::engine::build::Engine;
use crate::engine::mode::Mode;
use crate::engine::target::Target;
use crate::engine::target_kind::TargetKind;

use super::bits::Bits;
use super::membership::Membership;

/// A target that many are asked about.
pub(super) struct Column<'t> {
    pub found: &'t Target,
    /// The name by which it is asked.
    pub name: &'t str,
    /// Who passes as far as users and groups settle it.
    pub passing: Bits,
    /// Who has to be asked about one by one.
    pub asked: Bits,
    /// Asking one ends with the binding that settles the answer.
    pub short_circuit: bool,
}

/// The moment and manner of many questions.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    /// Seconds since 1970, when they are asked.
    pub now: i64,
    /// How many subjects there are.
    pub len: usize,
    /// Nothing is reported.
    pub trial: bool,
}

impl<'t> Column<'t> {
    /// A target about which everybody is asked, for all that the bindings answer.
    pub fn whole(engine: &Engine, found: &'t Target, name: &'t str, len: usize) -> Self {
        Self {
            found,
            name,
            passing: Bits::none(len),
            asked: Bits::filled(len, true),
            short_circuit: engine.short_circuit,
        }
    }

    /// A target of which only is asked who passes. The policies that nobody's answer depends on are
    /// left out, unless one of the bindings is in a dry run that is reported.
    pub fn passing(
        engine: &Engine,
        found: &'t Target,
        name: &'t str,
        members: &Membership<'_>,
        terms: Terms,
    ) -> Self {
        let mut column = Self::whole(engine, found, name, terms.len);
        let seen = || {
            found
                .bindings
                .iter()
                .filter(|one| one.is_seen(|| terms.now))
        };
        let mut dry = seen().filter(|one| one.terms.dry_run);
        let watched = dry.any(|one| is_policy(one) || !terms.trial);
        let Some(empty_result) = empty_result(engine, found).filter(|_| !watched) else {
            return column;
        };
        column.short_circuit = true;
        let statics = seen().filter(|one| !is_policy(one) && !one.terms.dry_run);
        let statics = members.aggregate(found.mode, statics);
        if !seen().any(is_policy) {
            column.asked = Bits::none(terms.len);
            column.passing = statics.unwrap_or_else(|| Bits::filled(terms.len, empty_result));
        } else if let Some(statics) = statics {
            match found.mode {
                Mode::Any => {
                    column.asked.subtract(&statics);
                    column.passing = statics;
                }
                Mode::All => column.asked = statics,
            }
        }
        column
    }
}

/// The answer without bindings, for a target that asks about the subject of the request itself.
fn empty_result(engine: &Engine, found: &Target) -> Option<bool> {
    match found.kind {
        TargetKind::Plain => Some(found.empty_result),
        TargetKind::Application => Some(found.empty_result && engine.default_app_access),
        _ => None,
    }
}

fn is_policy(binding: &Binding) -> bool {
    matches!(binding.what, Bound::Policy(_))
}
