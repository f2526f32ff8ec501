//! Targets, bindings and decisions.
//!
//! An [`Engine`] decides about targets by the policies, users and groups that are bound to them. There is one
//! call for each kind of target, which asks what authentik asks: [`Engine::access`] about applications,
//! [`Engine::enter`] and [`Engine::plan`] about flows, [`Engine::reevaluate`] about their stages,
//! [`Engine::validate`] about prompts, [`Engine::notify`] about notification rules, [`Engine::offers`] about
//! sources. [`Engine::decide`] finds the kind by the target's name.

mod access;
pub mod binding;
pub mod blueprint;
pub mod build;
mod catalogue;
mod decide;
pub mod decision;
mod described;
pub mod evaluation;
mod explanation;
pub mod flow;
mod frame;
mod hearing;
pub mod many;
pub mod mode;
pub mod plan;
pub mod policy;
pub mod policy_type;
mod pool;
pub mod prompt;
mod report;
mod rule;
mod run;
pub mod services;
mod statics;
mod tables;
pub mod target;
pub mod target_kind;
mod walk;

/// What a type of policies declares, and how it refuses values.
pub use crate::compile::settings::{DeclareError, Kind as SettingKind, Setting, SettingError};
pub use binding::{Binding, Bound};
pub use build::{Engine, EngineBuilder, Total};
pub use decision::{Answer, CalledPolicy, DecideError, Decision, Kind};
pub use evaluation::{Evaluation, Evaluator, PolicyResult};
pub use explanation::{CalledExplanation, Condition, Explanation, Shown};
pub use flow::Entry;
pub use many::AccessMatrix;
pub use mode::Mode;
pub use plan::{Plan, PlannedStage};
pub use policy::{Policies, Policy};
pub use policy_type::PolicyType;
pub use prompt::Validation;
pub use services::SystemServices;
pub use target::Target;
pub use target_kind::{Authentication, PromptField};
