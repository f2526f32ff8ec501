//! Who is asked about: many users, or the one who asks.

use crate::host::{Request, User};

/// The subjects of many questions.
pub(super) enum Crowd<'u> {
    /// Users, in order, each in place of the request's own.
    Users(Vec<&'u User>),
    /// The subject of the request alone.
    Asking,
}

impl Crowd<'_> {
    /// How many they are.
    pub fn len(&self) -> usize {
        match self {
            Self::Users(users) => users.len(),
            Self::Asking => 1,
        }
    }

    /// The request of one of them.
    pub fn request<'d>(&'d self, request: &Request<'d>, at: usize) -> Request<'d> {
        match self {
            Self::Users(users) => match users.get(at) {
                Some(user) => request.by(*user),
                None => request.by_nobody(),
            },
            Self::Asking => *request,
        }
    }
}
