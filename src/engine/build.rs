//! The engine: its parts, and how blueprints come into it.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::compile::settings::SettingError;
use crate::host::{ApplyError, Effects, Events, Group, MemoryDirectory, NoEvents, Record, User};
use crate::limits::Limits;
use crate::value::context::Services;

use super::{
    blueprint::{BlueprintError, Blueprints, Warning},
    policy::Policies,
    policy_type::PolicyType,
    services::SystemServices,
    tables::Tables,
    target::Target,
};

/// What all policies of one decision may spend together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// Steps.
    pub steps: u64,
    /// Bytes of memory.
    pub bytes: usize,
}

impl Default for Total {
    fn default() -> Self {
        Self {
            steps: 50_000_000,
            bytes: 256 << 20,
        }
    }
}

/// Decides about targets by the policies, users and groups that are bound to them.
///
/// An engine is immutable while it decides and can be shared between threads; cloning one is cheap,
/// so that a changed copy can take the place of one that is in use.
///
/// ```
/// use ordain::engine::{Binding, Engine, Target};
/// use ordain::host::{Request, User};
///
/// let engine = Engine::builder()
///     .policy("staff", "return request.user.email.endswith('@example.com')")
///     .target(Target::application("wiki").bind(Binding::policy("staff")))
///     .build();
/// let user = User::new(1, "ann").with_email("ann@example.com");
/// let decision = engine.decide("application:wiki", &Request::new(&user))?;
/// assert!(decision.passing);
/// # Ok::<(), ordain::engine::DecideError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Engine {
    pub(super) tables: Arc<Tables>,
    pub(super) services: Arc<dyn Services + Send>,
    pub(super) events: Arc<dyn Events>,
    pub(super) limits: Limits,
    pub(super) total: Total,
    pub(super) short_circuit: bool,
    pub(super) timed: bool,
    pub(super) explained: bool,
    pub(super) default_app_access: bool,
    own: Arc<Tables>,
    blueprints: Arc<Blueprints>,
}

/// The parts of an engine that is to be.
#[derive(Clone)]
#[must_use]
pub struct EngineBuilder {
    tables: Tables,
    blueprints: Blueprints,
    services: Arc<dyn Services + Send>,
    events: Arc<dyn Events>,
    limits: Limits,
    total: Total,
    short_circuit: bool,
    timed: bool,
    explained: bool,
    default_app_access: bool,
}

impl Engine {
    /// Starts an engine without policies and targets, with the system's clock and default limits.
    pub fn builder() -> EngineBuilder {
        EngineBuilder {
            tables: Tables::default(),
            blueprints: Blueprints::new(),
            services: Arc::new(SystemServices::new()),
            events: Arc::new(NoEvents),
            limits: Limits::default(),
            total: Total::default(),
            short_circuit: false,
            timed: false,
            explained: false,
            default_app_access: true,
        }
    }

    /// Takes the text of one more blueprint file; `file` is its name in errors.
    ///
    /// # Errors
    /// What is wrong with it, a policy that does not compile included, with its place. The engine
    /// then stays as it was.
    pub fn load(&mut self, file: &str, text: &str) -> Result<(), BlueprintError> {
        let mut blueprints = Blueprints::clone(&self.blueprints);
        blueprints.load(file, text)?;
        self.replace(blueprints)
    }

    /// Takes a set of blueprints in place of the one it has.
    ///
    /// # Errors
    /// What does not fit together, or a policy that does not compile. The engine then stays as it
    /// was.
    pub fn replace(&mut self, blueprints: Blueprints) -> Result<(), BlueprintError> {
        let mut tables = Tables::clone(&self.own);
        tables.add_blueprints(&blueprints, &self.tables)?;
        tables.resolve();
        self.tables = Arc::new(tables);
        self.blueprints = Arc::new(blueprints);
        Ok(())
    }

    /// The same engine with other services, such as a clock that stands still.
    pub fn with_services(mut self, services: impl Services + Send + 'static) -> Self {
        self.services = Arc::new(services);
        self
    }

    /// The users and groups it knows.
    #[must_use]
    pub fn directory(&self) -> &MemoryDirectory {
        &self.tables.directory
    }

    /// The same, to be changed: what was changed stays until blueprints are loaded.
    pub fn directory_mut(&mut self) -> &mut MemoryDirectory {
        &mut Arc::make_mut(&mut self.tables).directory
    }

    /// Takes the rows that a decision changed into the directory.
    ///
    /// # Errors
    /// The first change that does not fit; those before it are taken.
    pub fn apply(&mut self, effects: &Effects) -> Result<(), ApplyError> {
        Arc::make_mut(&mut self.tables).directory.apply(effects)
    }

    /// The policies it knows.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.tables.policies
    }

    /// The targets it decides about.
    pub fn targets(&self) -> &[Target] {
        self.tables.targets()
    }

    /// What was noticed in the blueprints it took.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.blueprints.warnings()
    }
}

impl EngineBuilder {
    /// Adds a policy. One that does not compile may be bound all the same: it answers as one that
    /// raised.
    pub fn policy(mut self, name: &str, source: &str) -> Self {
        self.tables.add_policy(name, source);
        self
    }

    /// Adds a policy of a type, with values for its settings.
    ///
    /// ```
    /// use ordain::engine::{Binding, Engine, PolicyType, Target};
    /// use ordain::host::{Entries, Request, User};
    /// use serde_json::json;
    ///
    /// let password = PolicyType::standard("password").expect("a standard type");
    /// let values = json!({"length_min": 12, "error_message": "Twelve characters, please."});
    /// let engine = Engine::builder()
    ///     .policy_of(password, "long", values.as_object().unwrap())?
    ///     .target(Target::application("wiki").bind(Binding::policy("long")))
    ///     .build();
    /// let (user, context) = (User::new(1, "ann"), Entries::new().with("password", "secret"));
    /// let decision = engine.decide("application:wiki", &Request::new(&user).with_context(&context))?;
    /// assert_eq!(decision.messages[0].as_str(), Some("Twelve characters, please."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Values that the type refuses, as [`PolicyType::make`] does.
    pub fn policy_of(
        mut self,
        kind: &PolicyType,
        name: &str,
        values: &Map<String, Value>,
    ) -> Result<Self, SettingError> {
        self.tables.insert_policy(kind.make(name, values)?);
        Ok(self)
    }

    /// Adds a target.
    pub fn target(mut self, target: Target) -> Self {
        self.tables.add_target(target);
        self
    }

    /// Adds a user.
    pub fn user(mut self, user: impl Into<Arc<User>>) -> Self {
        self.tables.directory.add_user(user.into());
        self
    }

    /// Adds a group.
    pub fn group(mut self, group: impl Into<Arc<Group>>) -> Self {
        self.tables.directory.add_group(group.into());
        self
    }

    /// Adds a row of any other model, such as a device.
    pub fn row(mut self, row: Record) -> Self {
        self.tables.directory.add(row);
        self
    }

    /// Sets the empty set that blueprints are loaded into: what they may read, and their limits.
    pub fn blueprints(mut self, blueprints: Blueprints) -> Self {
        self.blueprints = blueprints;
        self
    }

    /// Sets what policies reach of the world outside.
    pub fn services(mut self, services: impl Services + Send + 'static) -> Self {
        self.services = Arc::new(services);
        self
    }

    /// Sets where executions and failures of policies are reported to.
    pub fn events(mut self, events: impl Events + 'static) -> Self {
        self.events = Arc::new(events);
        self
    }

    /// Sets what each binding's policy may spend.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets what all policies of a decision may spend together.
    pub fn total(mut self, total: Total) -> Self {
        self.total = total;
        self
    }

    /// Ends a decision with the binding that settles it, users and groups first. What passes stays
    /// the same; messages, effects and answers of bindings that were not asked are missing.
    pub fn short_circuit(mut self) -> Self {
        self.short_circuit = true;
        self
    }

    /// Measures how long each policy runs: the answers of a decision then say so.
    pub fn timed(mut self) -> Self {
        self.timed = true;
        self
    }

    /// Explains each answer of a policy: which `return` was taken, or what raised, and what the names
    /// there held.
    ///
    /// ```
    /// use ordain::engine::{Binding, Engine, Target};
    /// use ordain::host::{Request, User};
    ///
    /// let policy = "user = request.user\nif user.is_active:\n    return user.email.endswith('@a.example')";
    /// let engine = Engine::builder()
    ///     .policy("staff", policy)
    ///     .target(Target::application("wiki").bind(Binding::policy("staff")))
    ///     .explained()
    ///     .build();
    /// let ann = User::new(1, "ann").with_email("ann@b.example");
    /// let decision = engine.access("wiki", &Request::new(&ann))?;
    /// let why = decision.bindings[0].explanation.as_ref().unwrap();
    /// assert_eq!(why.line, 3);
    /// assert_eq!(why.source.as_deref(), Some("return user.email.endswith('@a.example')"));
    /// assert_eq!(why.values, [("user.email".to_owned(), "'ann@b.example'".to_owned())]);
    /// # Ok::<(), ordain::engine::DecideError>(())
    /// ```
    pub fn explained(mut self) -> Self {
        self.explained = true;
        self
    }

    /// Sets whether applications without bindings are open; the default is that they are. It is
    /// authentik's flag `core_default_app_access`.
    pub fn default_app_access(mut self, open: bool) -> Self {
        self.default_app_access = open;
        self
    }

    /// The engine.
    pub fn build(mut self) -> Engine {
        self.tables.resolve();
        let own = Arc::new(self.tables);
        Engine {
            tables: Arc::clone(&own),
            own,
            services: self.services,
            events: self.events,
            limits: self.limits,
            total: self.total,
            short_circuit: self.short_circuit,
            timed: self.timed,
            explained: self.explained,
            default_app_access: self.default_app_access,
            blueprints: Arc::new(self.blueprints),
        }
    }
}
