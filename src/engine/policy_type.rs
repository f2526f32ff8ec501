//! Types of policies: texts with settings, of which policies are made.

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value as Json};

use super::policy::Policy;
use crate::compile::settings::{
    DeclareError, Declared, Part, Setting, SettingError, check, compile_with, declare,
};
use crate::error::SyntaxError;
use crate::host::Request;
use crate::limits::Limits;
use crate::stdlib::POLICY_TYPES;

/// A policy whose settings are yet to be given. Cloning it shares the text.
///
/// A type is a text in the language. It begins with its settings: annotated assignments of constants,
/// each followed by a string that says what it is for. One without a default must be given. A setting is
/// a `bool`, `int`, `float` or `str`, a `list[...]` of them, or any of these `| None`. Before the
/// settings a string may say what the type does; `assert` statements right behind them are rules that
/// the values must keep, which are checked when a policy is made.
///
/// ```
/// use ordain::engine::{PolicyType, SettingError};
/// use ordain::{Request, User};
/// use serde_json::json;
///
/// let domains = PolicyType::compile("domains", r#"
/// "Passes for users with an address of certain domains."
/// allowed: list[str]
/// "The domains."
/// message: str = "Sorry."
/// "What the others are told."
///
/// assert allowed, "at least one domain is needed"
///
/// if request.user.email.rpartition("@")[2] in allowed:
///     return True
/// ak_message(message)
/// return False
/// "#)?;
/// assert_eq!(domains.settings()[0].kind.to_string(), "list[str]");
///
/// let values = json!({"allowed": ["harbour.example"]});
/// let policy = domains.make("staff", values.as_object().unwrap())?;
/// let ada = User::new(17, "ada").with_email("ada@harbour.example");
/// assert!(policy.evaluate(&Request::new(&ada))?.passing);
///
/// let none = json!({"allowed": []});
/// let refused = domains.make("nobody", none.as_object().unwrap()).err();
/// let reason = "at least one domain is needed".to_owned();
/// assert_eq!(refused, Some(SettingError::Refused(reason)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyType {
    name: Arc<str>,
    source: Arc<str>,
    declared: Arc<Declared>,
}

// A test sees to it that every one of them compiles.
static STANDARD: LazyLock<Vec<PolicyType>> = LazyLock::new(|| {
    let types = POLICY_TYPES
        .iter()
        .map(|(name, source)| PolicyType::compile(name, source));
    types.filter_map(Result::ok).collect()
});

impl PolicyType {
    /// Compiles the text of a type, under the default limits.
    ///
    /// # Errors
    /// A text that is not in the language, or a setting that is declared wrongly, with its place.
    pub fn compile(name: &str, source: &str) -> Result<Self, DeclareError> {
        let declared = declare(source, &Limits::default())?;
        Ok(Self {
            name: Arc::from(name),
            source: Arc::from(source),
            declared: Arc::new(declared),
        })
    }

    /// The standard types: those of authentik.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &STANDARD
    }

    /// The standard type of a name: `dummy`, `event_matcher`, `geoip`, `password`, `password_expiry`,
    /// `reputation` or `unique_password`.
    #[must_use]
    pub fn standard(name: &str) -> Option<&'static Self> {
        STANDARD.iter().find(|kind| *kind.name == *name)
    }

    /// The standard type that a model of authentik's is, such as `passwordexpirypolicy`.
    pub(super) fn of_model(model: &str) -> Option<&'static Self> {
        let model = model.strip_suffix("policy")?;
        let is_it = |kind: &&Self| kind.name.chars().filter(|c| *c != '_').eq(model.chars());
        STANDARD.iter().find(is_it)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its policies do; empty if its author does not say.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.declared.help
    }

    /// Its settings, in the order in which they are declared.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.declared.settings
    }

    /// Its text.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Makes a policy with these values; where none is given, the default counts.
    ///
    /// # Errors
    /// A name that is no setting, a value of another kind, a required one that is missing, or values that
    /// a rule of the type refuses.
    pub fn make(&self, policy: &str, values: &Map<String, Json>) -> Result<Policy, SettingError> {
        let values = check(self.settings(), values)?;
        let part = |part| -> Result<Policy, SyntaxError> {
            let limits = Limits::default();
            let program = compile_with(policy, &self.source, &limits, &values, part)?;
            Ok(Policy::of(program, &self.source))
        };
        if self.declared.ruled {
            let kept = part(Part::Rules)?.evaluate(&Request::anonymous());
            kept.map_err(|failure| SettingError::Refused(failure.message))?;
        }
        Ok(part(Part::Policy)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{POLICY_TYPES, PolicyType};

    #[test]
    fn every_standard_type_compiles_and_tells_what_it_does() {
        for (name, source) in POLICY_TYPES {
            let kind = PolicyType::compile(name, source);
            let kind = kind.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!kind.help().is_empty(), "{name}");
            for setting in kind.settings() {
                assert!(!setting.help.is_empty(), "{name}: {}", setting.name);
            }
        }
        assert_eq!(PolicyType::all().len(), POLICY_TYPES.len());
    }

    #[test]
    fn models_have_their_types() {
        let name = |model| PolicyType::of_model(model).map(PolicyType::name);
        assert_eq!(name("passwordexpirypolicy"), Some("password_expiry"));
        assert_eq!(name("uniquepasswordpolicy"), Some("unique_password"));
        assert_eq!(name("eventmatcherpolicy"), Some("event_matcher"));
        assert_eq!(name("dummypolicy"), Some("dummy"));
        assert_eq!(name("conditionalpolicy"), None);
    }
}
