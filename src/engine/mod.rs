//! Targets, bindings and decisions.

pub mod binding;
pub mod blueprint;
mod catalogue;
pub mod evaluation;
pub mod mode;
pub mod policy;
mod pool;
pub mod services;
pub mod target;
mod walk;

pub use binding::{Binding, Bound};
pub use evaluation::{Evaluation, Evaluator, PolicyResult};
pub use mode::Mode;
pub use policy::{Policies, Policy};
pub use services::SystemServices;
pub use target::Target;
