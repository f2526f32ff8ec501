//! Many questions at once: one target and many users, one user and many targets, or all of both.

mod ask;
mod bits;
mod calls;
mod column;
mod cores;
mod crowd;
pub mod matrix;
mod membership;
mod names;

pub use matrix::AccessMatrix;
