//! Targets, bindings and decisions.

pub mod binding;
pub mod blueprint;
pub mod build;
mod catalogue;
mod decide;
pub mod decision;
pub mod evaluation;
pub mod mode;
pub mod policy;
pub mod policy_type;
mod pool;
mod report;
pub mod services;
mod statics;
mod tables;
pub mod target;
mod walk;

/// What a type of policies declares, and how it refuses values.
pub use crate::compile::settings::{DeclareError, Kind as SettingKind, Setting, SettingError};
pub use binding::{Binding, Bound};
pub use build::{Engine, EngineBuilder, Total};
pub use decision::{Answer, CalledPolicy, DecideError, Decision, Kind};
pub use evaluation::{Evaluation, Evaluator, PolicyResult};
pub use mode::Mode;
pub use policy::{Policies, Policy};
pub use policy_type::PolicyType;
pub use services::SystemServices;
pub use target::Target;
