//! Rows of users, groups, applications, devices and the like, as policies look them up.

use crate::value::plain::Plain;
use crate::value::value::Object;

/// Something known of the rows that are wanted: the value at a path is one of these.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'q> {
    /// The field, or fields and keys through relations and JSON: `["attributes", "team"]`.
    pub path: &'q [String],
    /// What the value may be, as Python's `==` sees it. A row of another model stands as its key.
    pub values: &'q [Plain],
}

/// A row that may be wanted.
pub enum Found<'d> {
    /// One that the directory holds.
    Lent(&'d dyn Object),
    /// One that was made for this answer.
    Owned(Box<dyn Object>),
}

impl Found<'_> {
    /// The row.
    #[must_use]
    pub fn object(&self) -> &dyn Object {
        match self {
            Self::Lent(object) => *object,
            Self::Owned(object) => &**object,
        }
    }
}

/// Rows, in the order of the directory.
pub type Rows<'d> = Box<dyn Iterator<Item = Found<'d>> + 'd>;

/// Why a directory cannot answer: policies see it as `django.db.utils.OperationalError`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// Who knows the rows.
pub trait Directory: Send + Sync {
    /// The rows of a model, by its label (`authentik_core.user`), for which all of `wanted` holds.
    /// Others may be among them: what comes is looked at again. So `wanted` is help for an index, and
    /// to leave it out of account is right, only slower.
    ///
    /// # Errors
    /// The directory cannot answer.
    fn select<'d>(&'d self, model: &str, wanted: &[Wanted<'_>]) -> Result<Rows<'d>, Unreachable>;

    /// A number that no row of a model has as its key, for rows that policies make.
    fn next_key(&self, model: &str) -> i64 {
        let _ = model;
        1 << 40
    }
}
