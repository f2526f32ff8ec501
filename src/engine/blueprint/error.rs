//! Why a blueprint is refused, and what in it was noticed: each with its file, line and column.

use std::sync::Arc;

use crate::compile::settings::SettingError;
use crate::source::Place;

/// A blueprint that is refused, whole; what was loaded before it stays.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{}:{}: {reason}", place.line, place.column)]
pub struct BlueprintError {
    /// The file, as it was named when it was loaded.
    pub file: Arc<str>,
    /// Where in that file.
    pub place: Place,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong with a blueprint.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// The file is no text.
    #[error("not UTF-8")]
    NotUtf8,
    /// The file is larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The text is not YAML.
    #[error("not valid YAML: {0}")]
    Yaml(String),
    /// The file holds no document, or several.
    #[error("a blueprint is one YAML document, this file has {0}")]
    Documents(usize),
    /// Something is nested deeper than allowed, or refers to itself.
    #[error("nested more than {limit} levels deep")]
    TooDeep {
        /// The limit in levels.
        limit: usize,
    },
    /// The file has more values than allowed.
    #[error("more than {limit} values")]
    TooManyValues {
        /// The limit in values.
        limit: usize,
    },
    /// The file has more entries than allowed.
    #[error("more than {limit} entries")]
    TooManyEntries {
        /// The limit in entries.
        limit: usize,
    },
    /// Aliases, contexts or loops expand to more than allowed.
    #[error("the tags and aliases expand to more than {limit} bytes")]
    TooMuch {
        /// The limit in bytes.
        limit: usize,
    },
    /// An alias stands inside what it names.
    #[error("an alias stands inside what it names")]
    AliasInItself,
    /// A tag that blueprints do not have.
    #[error("unknown tag {0}")]
    UnknownTag(String),
    /// A tag with arguments of the wrong form.
    #[error("{tag} takes {expected}")]
    TagForm {
        /// The tag, with its exclamation mark.
        tag: &'static str,
        /// The form that it takes.
        expected: &'static str,
    },
    /// A value that is not of the type its place asks for.
    #[error("{what} must be {expected}")]
    WrongType {
        /// What has the wrong type.
        what: String,
        /// The type that it must have.
        expected: &'static str,
    },
    /// A blueprint of a version other than 1.
    #[error("the version of a blueprint is 1, not {0}")]
    Version(String),
    /// An entry without a model.
    #[error("an entry needs a model of the form app.name")]
    NoModel,
    /// A state that does not exist.
    #[error("unknown state '{0}': one of present, created, must_created, absent")]
    State(String),
    /// An entry that must not exist yet does.
    #[error("the state is must_created, and the {model} exists already")]
    Exists {
        /// The model of the entry.
        model: String,
    },
    /// `!KeyOf` names no entry that came before it.
    #[error("KeyOf: failed to find entry with `id` of `{0}`")]
    KeyOf(String),
    /// `!Env` without a default, of a variable that is not allowed.
    #[error("the environment variable {0} is not allowed, and there is no default")]
    EnvNotAllowed(String),
    /// `!File` without a default, of a file that is not allowed.
    #[error("the file {0} is not allowed, and there is no default")]
    FileNotAllowed(String),
    /// `!File` of a file that is there and cannot be taken.
    #[error("the file {path} cannot be taken: {cause}")]
    File {
        /// The path as written.
        path: String,
        /// What stands against it.
        cause: String,
    },
    /// `!Format` with arguments that do not fit.
    #[error("Format: {0}")]
    Format(String),
    /// `!ParseJSON` of a text that is not JSON.
    #[error("ParseJSON: {0}")]
    Json(String),
    /// `!Condition` with a mode that does not exist.
    #[error("Condition: unknown mode '{0}': one of AND, NAND, OR, NOR, XOR, XNOR")]
    Mode(String),
    /// `!Condition` without a value.
    #[error("Condition: at least one value is required after the mode")]
    NoCondition,
    /// `!Enumerate` over something that has no items.
    #[error("Enumerate: only a sequence, a mapping or a text can be iterated over")]
    NotIterable,
    /// `!Enumerate` over its own items.
    #[error(
        "Enumerate: what is iterated over refers to the items of this very tag; a depth of 1 or more is meant"
    )]
    OwnItems,
    /// `!Enumerate` to something other than a sequence or a mapping.
    #[error("Enumerate: unknown output '{0}': SEQ or MAP")]
    Output(String),
    /// `!Enumerate` to a mapping, of items that are neither pairs nor mappings.
    #[error("Enumerate: an item of a MAP must be a pair or a mapping")]
    NotAPair,
    /// `!Value` or `!Index` outside an `!Enumerate` of that depth.
    #[error("{tag}: there is no Enumerate at depth {depth}")]
    NoEnumerate {
        /// The tag, with its exclamation mark.
        tag: &'static str,
        /// The depth asked for, 0 being the innermost.
        depth: usize,
    },
    /// `!AtIndex` of something that has no items.
    #[error("AtIndex: only a sequence or a mapping has items")]
    NotIndexable,
    /// `!AtIndex` with an index that a sequence cannot have.
    #[error("AtIndex: invalid index for a sequence: {0}")]
    InvalidIndex(String),
    /// `!AtIndex` without a default, behind the end of a sequence.
    #[error("AtIndex: index out of range: {0}")]
    IndexRange(String),
    /// `!AtIndex` without a default, of a key that is not there.
    #[error("AtIndex: key does not exist: {0}")]
    NoKey(String),
    /// A look-up that is not known.
    #[error("Find: unsupported look-up '{0}'")]
    LookUp(String),
    /// A binding that hangs on nothing.
    #[error("the binding has no target: {0}")]
    NoTarget(String),
    /// A binding to more than one thing.
    #[error("Only one of 'policy', 'user', 'group' can be set.")]
    Ambiguous,
    /// A binding to nothing.
    #[error("One of 'policy', 'user', 'group' must be set.")]
    NothingBound,
    /// A reference to something that was not loaded.
    #[error("'{field}' refers to {key}, which is no {expected} that was loaded")]
    NoReference {
        /// The field that holds the reference.
        field: &'static str,
        /// The key that is referred to.
        key: String,
        /// What the field refers to.
        expected: &'static str,
    },
    /// A policy whose settings its type refuses.
    #[error("policy '{name}': {error}")]
    Setting {
        /// The name of the policy.
        name: String,
        /// What is wrong with them.
        error: SettingError,
    },
    /// A policy of the type that all types are derived from.
    #[error("Policy '{name}' is root type")]
    RootType {
        /// The name of the policy.
        name: String,
    },
    /// A policy of a type that is not known.
    #[error("policy '{name}': the type {label} is not known")]
    PolicyType {
        /// The name of the policy.
        name: String,
        /// The label of its model.
        label: String,
    },
    /// A policy that does not compile.
    #[error("policy '{name}': {class}: {message}")]
    Policy {
        /// The name of the policy.
        name: String,
        /// The class of the error.
        class: &'static str,
        /// Its message, as CPython words it.
        message: String,
    },
}

/// Something in a blueprint that was read and kept, and that its author should know of.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{}:{}: {notice}", place.line, place.column)]
pub struct Warning {
    /// The file, as it was named when it was loaded.
    pub file: Arc<str>,
    /// Where in that file.
    pub place: Place,
    /// What was noticed there.
    pub notice: Notice,
}

/// What was noticed in a blueprint.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Notice {
    /// A model that decisions make no use of; it can be found and referred to.
    #[error("model {0} has no part in decisions")]
    UnknownModel(String),
    /// A key that blueprints do not have.
    #[error("unknown key '{0}'")]
    UnknownKey(String),
    /// An attribute that policies of this type do not have.
    #[error("policies of the type {kind} have no setting '{name}'")]
    UnknownSetting {
        /// The type.
        kind: String,
        /// The attribute.
        name: String,
    },
    /// A key that stands twice in a mapping; the last one counts.
    #[error("the key '{0}' stands twice, the last one counts")]
    DuplicateKey(String),
    /// An entry without identifiers is always a new one.
    #[error("an entry without identifiers is taken as a new {0}")]
    NoIdentifiers(String),
    /// The identifiers of an entry are those of another entry of the same file.
    #[error("this changes the {model} of line {line}, which has the same identifiers")]
    SameIdentifiers {
        /// The model of both.
        model: String,
        /// The line of the entry that is changed.
        line: u32,
    },
    /// A default took the place of an environment variable or a file.
    #[error("{0} is not allowed or not there, its default is taken")]
    DefaultTaken(String),
}
