//! authentik-style expression policies, compiled to bytecode and decided in microseconds, safely.
//!
//! A *policy* is the body of a Python function. It is compiled once to a verified *program*, and run in
//! a stack machine under a budget of steps, memory and time. What it sees of the world is the
//! *request*, which the embedder lends: attributes are read in place, when the policy reads them.
//!
//! ```
//! use ordain::{Policy, Request, User};
//!
//! let policy = Policy::compile(
//!     "company-mail",
//!     r#"
//! if request.user.email.endswith("@harbour.example"):
//!     return True
//! ak_message(f"Sorry, {request.user.username}.")
//! return False
//! "#,
//! )?;
//!
//! let ada = User::new(17, "ada").with_email("ada@harbour.example");
//! assert!(policy.evaluate(&Request::new(&ada))?.passing);
//!
//! let mallory = User::new(18, "mallory").with_email("mallory@elsewhere.example");
//! let result = policy.evaluate(&Request::new(&mallory))?;
//! assert!(!result.passing);
//! assert_eq!(result.messages[0].as_str(), Some("Sorry, mallory."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Policies are bound to *targets*, in order, and combined by Any or All into a *decision*: see
//! [`engine`]. What an embedder lends is described in [`host`].

pub mod builtin;
pub mod code;
pub mod compile;
pub mod engine;
pub mod error;
pub mod heap;
pub mod host;
pub mod limits;
pub mod ops;
pub mod report;
pub mod source;
pub mod stdlib;
pub mod syntax;
pub mod value;
pub mod vm;

pub use engine::{Binding, Decision, Engine, Mode, Target};
pub use engine::{Evaluation, Evaluator, Policies, Policy, PolicyResult, SystemServices};
pub use error::SyntaxError;
pub use host::{Group, HttpRequest, Request, User};
pub use limits::Limits;
pub use vm::Failure;

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
