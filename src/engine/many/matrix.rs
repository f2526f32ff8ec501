//! Who may reach what: the answers about many targets for many users.

use std::collections::BTreeMap;

use super::bits::Bits;
use crate::engine::decision::DecideError;

/// The answers of [`Engine::access_matrix`](crate::Engine::access_matrix): one bit each.
#[derive(Clone, Debug)]
pub struct AccessMatrix {
    pub(super) users: usize,
    pub(super) rows: Vec<Row>,
}

/// The answers about one target, or why there are none.
pub(super) type Row = Result<Answers, DecideError>;

/// The answers about one target.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub passing: Bits,
    /// Why there is no answer for some.
    pub errors: BTreeMap<usize, DecideError>,
}

impl Answers {
    /// Nobody passes.
    pub fn none(users: usize) -> Self {
        Self::of(Bits::none(users))
    }

    /// The answers that need no asking.
    pub fn of(passing: Bits) -> Self {
        let errors = BTreeMap::new();
        Self { passing, errors }
    }

    /// Takes the answer about one user.
    pub fn take(&mut self, user: usize, answer: Result<bool, DecideError>) {
        match answer {
            Ok(true) => self.passing.insert(user),
            Ok(false) => {}
            Err(error) => {
                self.errors.insert(user, error);
            }
        }
    }

    /// The answer about one user.
    pub fn answer(&self, user: usize) -> Result<bool, &DecideError> {
        match self.errors.get(&user) {
            Some(error) => Err(error),
            None => Ok(self.passing.contains(user)),
        }
    }
}

impl AccessMatrix {
    /// How many targets were asked about.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.rows.len()
    }

    /// How many users were asked about.
    #[must_use]
    pub fn users(&self) -> usize {
        self.users
    }

    /// Whether a user passes a target, both by their places in what was asked. None: there is no such
    /// place.
    ///
    /// # Errors
    /// An unknown target, or a limit of this decision as a whole. Neither is an answer of others.
    #[must_use]
    pub fn passes(&self, target: usize, user: usize) -> Option<Result<bool, &DecideError>> {
        let row = self.rows.get(target)?;
        (user < self.users).then(|| row.as_ref()?.answer(user))
    }

    /// The places of the users who pass a target, ascending.
    pub fn passing(&self, target: usize) -> impl Iterator<Item = usize> {
        let row = self.rows.get(target).and_then(|row| row.as_ref().ok());
        row.into_iter().flat_map(|answers| answers.passing.iter())
    }

    /// How many users pass a target.
    #[must_use]
    pub fn count(&self, target: usize) -> usize {
        let row = self.rows.get(target).and_then(|row| row.as_ref().ok());
        row.map_or(0, |answers| answers.passing.count())
    }
}
