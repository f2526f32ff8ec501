//! The calls: one target and many users, one user and many targets, and many of both.

use std::borrow::Borrow;

use crate::engine::build::Engine;
use crate::engine::decision::{DecideError, Decision};
use crate::engine::target::Target;
use crate::host::{Request, User};

use super::ask::Asking;
use super::column::{Column, Terms};
use super::crowd::Crowd;
use super::matrix::{AccessMatrix, Answers, Row};
use super::membership::Membership;

impl Engine {
    /// Which of many users pass a target: authentik's `FilterPolicyEngine`. The answers come in the
    /// order of the users, each the `passing` of what [`decide`](Self::decide) answers with this
    /// request of that user.
    ///
    /// Only the answers are asked for, so what nobody's answer depends on is left out. Where a target
    /// asks about the user himself (applications, sources and targets of the embedder's) users and
    /// groups are matched for all users together, and the policies of a target are asked only about
    /// those whom users and groups leave open; asking ends with the policy that settles the answer.
    /// Policies that are not asked report no events, and cannot exceed a limit. Events of those that
    /// are asked are reported as for single decisions, in the order of the users. A target with a
    /// policy in a dry run is asked wholly, and users and groups in a dry run are reported for each
    /// user. Bindings expire for all users at one moment.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ordain::{Binding, Engine, Group, Request, Target, User};
    ///
    /// let staff = Arc::new(Group::new("staff"));
    /// let pilots = Arc::new(Group::new("pilots").within(Arc::clone(&staff)));
    /// let users = [
    ///     User::new(1, "ada").in_group(Arc::clone(&pilots)),
    ///     User::new(2, "bob"),
    ///     User::anonymous(),
    /// ];
    /// let engine = Engine::builder()
    ///     .target(Target::application("wiki").bind(Binding::group(staff)))
    ///     .build();
    /// let answers = engine.filter_users("application:wiki", &users, &Request::anonymous())?;
    /// assert_eq!(answers, [Ok(true), Ok(false), Ok(false)]);
    /// # Ok::<(), ordain::engine::DecideError>(())
    /// ```
    ///
    /// # Errors
    /// An unknown target. A limit of a decision as a whole is the error of that user's answer.
    pub fn filter_users<'u, U: Borrow<User> + 'u>(
        &self,
        target: &str,
        users: impl IntoIterator<Item = &'u U>,
        request: &Request<'_>,
    ) -> Result<Vec<Result<bool, DecideError>>, DecideError> {
        let crowd = crowd(users);
        let mut rows = self.rows(&[target], &crowd, request);
        let answers = rows.pop().unwrap_or_else(|| Ok(Answers::none(0)))?;
        let each = (0..crowd.len()).map(|at| answers.answer(at).map_err(DecideError::clone));
        Ok(each.collect())
    }

    /// The whole decisions about a target for many users, in their order: each as
    /// [`decide`](Self::decide) makes it with this request of that user, messages, effects and events
    /// included.
    ///
    /// ```
    /// use ordain::{Binding, Engine, Request, Target, User};
    ///
    /// let engine = Engine::builder()
    ///     .policy("greet", "ak_message(f'Hello, {request.user.username}.')\nreturn True")
    ///     .target(Target::application("wiki").bind(Binding::policy("greet")))
    ///     .build();
    /// let users = [User::new(1, "ada"), User::new(2, "bob")];
    /// let decisions = engine.decide_users("application:wiki", &users, &Request::anonymous())?;
    /// let messages: Vec<_> = decisions.iter().flatten().flat_map(|one| &one.messages).collect();
    /// assert_eq!(messages[1].as_str(), Some("Hello, bob."));
    /// # Ok::<(), ordain::engine::DecideError>(())
    /// ```
    ///
    /// # Errors
    /// An unknown target. A limit of a decision as a whole is the error of that user's decision.
    pub fn decide_users<'u, U: Borrow<User> + 'u>(
        &self,
        target: &str,
        users: impl IntoIterator<Item = &'u U>,
        request: &Request<'_>,
    ) -> Result<Vec<Result<Decision, DecideError>>, DecideError> {
        let (found, crowd) = (self.tables.target(target)?, crowd(users));
        let column = Column::whole(self, found, target, crowd.len());
        let mut decisions = Vec::with_capacity(crowd.len());
        let asking = Asking {
            engine: self,
            columns: &[column],
            crowd: &crowd,
            request,
            now: self.now(),
        };
        asking.each(|_, decided| decisions.push(decided));
        Ok(decisions)
    }

    /// Which of many targets let the request's user pass: authentik's `ListPolicyEngine`. The answers
    /// come in the order of the targets, each the `passing` of what [`decide`](Self::decide) answers;
    /// what is left out beside that is as with [`filter_users`](Self::filter_users). An unknown target
    /// is an error of its own answer.
    ///
    /// ```
    /// use ordain::{Binding, Engine, Request, Target, User};
    ///
    /// let ada = User::new(1, "ada");
    /// let engine = Engine::builder()
    ///     .target(Target::application("diary").bind(Binding::user(ada.clone())))
    ///     .target(Target::application("vault").bind(Binding::user(User::new(2, "bob"))))
    ///     .build();
    /// let targets = ["application:diary", "application:vault"];
    /// let answers = engine.filter_targets(targets, &Request::new(&ada));
    /// assert_eq!(answers, [Ok(true), Ok(false)]);
    /// ```
    pub fn filter_targets<'t, T: AsRef<str> + ?Sized + 't>(
        &self,
        targets: impl IntoIterator<Item = &'t T>,
        request: &Request<'_>,
    ) -> Vec<Result<bool, DecideError>> {
        let rows = self.rows(&names(targets), &Crowd::Asking, request);
        let first = |answers: Answers| answers.answer(0).map_err(DecideError::clone);
        rows.into_iter().map(|row| row.and_then(first)).collect()
    }

    /// The whole decisions about many targets for the request's user, in the order of the targets: each
    /// as [`decide`](Self::decide) makes it, events included. An unknown target is an error of its own
    /// decision.
    ///
    /// ```
    /// use ordain::{Binding, Engine, Request, Target, User};
    ///
    /// let engine = Engine::builder()
    ///     .policy("tide", "ak_message('The tide is out.')\nreturn False")
    ///     .target(Target::application("chart"))
    ///     .target(Target::application("crane").bind(Binding::policy("tide")))
    ///     .build();
    /// let ada = User::new(1, "ada");
    /// let targets = ["application:chart", "application:crane"];
    /// for (target, decision) in targets.iter().zip(engine.decide_targets(targets, &Request::new(&ada))) {
    ///     let decision = decision?;
    ///     assert_eq!(decision.passing, *target == "application:chart");
    ///     assert_eq!(decision.messages.len(), usize::from(!decision.passing));
    /// }
    /// # Ok::<(), ordain::engine::DecideError>(())
    /// ```
    pub fn decide_targets<'t, T: AsRef<str> + ?Sized + 't>(
        &self,
        targets: impl IntoIterator<Item = &'t T>,
        request: &Request<'_>,
    ) -> Vec<Result<Decision, DecideError>> {
        let names = names(targets);
        let found = self.found(&names);
        let columns: Vec<Column<'_>> = (named(&names, &found))
            .map(|(name, found)| Column::whole(self, found, name, 1))
            .collect();
        let asking = Asking {
            engine: self,
            columns: &columns,
            crowd: &Crowd::Asking,
            request,
            now: self.now(),
        };
        let mut decided = Vec::with_capacity(columns.len());
        asking.each(|_, decision| decided.push(decision));
        let mut decided = decided.into_iter();
        let mut next = || decided.next().unwrap_or_else(|| Ok(Decision::closed()));
        let decisions = found.into_iter().map(|found| found.and_then(|_| next()));
        decisions.collect()
    }

    /// Which of many users pass which of many targets, as [`filter_users`](Self::filter_users) of each
    /// target answers: what users and groups match is found once for all targets. Events are reported
    /// target by target. An unknown target is an error of its own answers.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ordain::{Binding, Engine, Group, Request, Target, User};
    ///
    /// let staff = Arc::new(Group::new("staff"));
    /// let engine = Engine::builder()
    ///     .target(Target::application("wiki"))
    ///     .target(Target::application("vault").bind(Binding::group(Arc::clone(&staff))))
    ///     .build();
    /// let users = [User::new(1, "ada").in_group(staff), User::new(2, "bob")];
    /// let targets = ["application:wiki", "application:vault"];
    /// let matrix = engine.access_matrix(targets, &users, &Request::anonymous());
    /// assert_eq!(matrix.passing(0).collect::<Vec<_>>(), [0, 1]);
    /// assert_eq!(matrix.passing(1).collect::<Vec<_>>(), [0]);
    /// assert_eq!(matrix.passes(1, 1), Some(Ok(false)));
    /// ```
    #[must_use]
    pub fn access_matrix<'u, 't, U: Borrow<User> + 'u, T: AsRef<str> + ?Sized + 't>(
        &self,
        targets: impl IntoIterator<Item = &'t T>,
        users: impl IntoIterator<Item = &'u U>,
        request: &Request<'_>,
    ) -> AccessMatrix {
        let crowd = crowd(users);
        AccessMatrix {
            users: crowd.len(),
            rows: self.rows(&names(targets), &crowd, request),
        }
    }

    /// Who of a crowd passes each of many targets.
    fn rows(&self, names: &[&str], crowd: &Crowd<'_>, request: &Request<'_>) -> Vec<Row> {
        let terms = Terms {
            now: self.now(),
            len: crowd.len(),
            trial: request.is_trial(),
        };
        let found = self.found(names);
        let bindings = named(names, &found).flat_map(|(_, target)| &target.bindings);
        let bindings = bindings.filter(|binding| binding.is_seen(|| terms.now));
        let members = Membership::of(bindings, crowd, request);
        let columns: Vec<Column<'_>> = named(names, &found)
            .map(|(name, found)| Column::passing(self, found, name, &members, terms))
            .collect();
        // Nobody sees why, or how long it took.
        let mut engine = self.clone();
        (engine.timed, engine.explained) = (false, false);
        let mut answers: Vec<Answers> = (columns.iter())
            .map(|column| Answers::of(column.passing.clone()))
            .collect();
        let asking = Asking {
            engine: &engine,
            columns: &columns,
            crowd,
            request,
            now: terms.now,
        };
        asking.each(|(column, who), decided| {
            if let Some(answers) = answers.get_mut(column) {
                answers.take(who, decided.map(|decision| decision.passing));
            }
        });
        let mut answers = answers.into_iter();
        let mut next = || answers.next().unwrap_or_else(|| Answers::none(0));
        found
            .into_iter()
            .map(|found| found.map(|_| next()))
            .collect()
    }

    fn found<'t>(&'t self, names: &[&'t str]) -> Vec<Found<'t>> {
        names.iter().map(|name| self.tables.target(name)).collect()
    }
}

/// A target, or why it cannot be asked about.
type Found<'t> = Result<&'t Target, DecideError>;

/// The targets that can be asked about, with the names by which they are.
fn named<'n>(
    names: &'n [&'n str],
    found: &'n [Found<'n>],
) -> impl Iterator<Item = (&'n str, &'n Target)> {
    let named = names.iter().zip(found);
    named.filter_map(|(name, found)| Some((*name, *found.as_ref().ok()?)))
}

fn names<'t, T: AsRef<str> + ?Sized + 't>(
    targets: impl IntoIterator<Item = &'t T>,
) -> Vec<&'t str> {
    targets.into_iter().map(AsRef::as_ref).collect()
}

fn crowd<'u, U: Borrow<User> + 'u>(users: impl IntoIterator<Item = &'u U>) -> Crowd<'u> {
    Crowd::Users(users.into_iter().map(Borrow::borrow).collect())
}
