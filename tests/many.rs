//! Many questions at once: every answer is that of the single question.

#![cfg(test)]

use std::sync::{Arc, Mutex};

use ordain::engine::{
    Authentication, Binding, Bound, DecideError, Decision, Engine, Mode, SystemServices, Target,
    Total,
};
use ordain::host::{Entries, Events, Executed, Failed, Group, Item, Request, User};
use proptest::prelude::*;
use serde_json::Value as Json;

/// What was reported, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, what: &str, target: &str, name: &str, request: &Request<'_>) {
        let user = request.user().text().unwrap_or_default();
        let line = format!("{what}: {target}, {name}, {user}");
        self.0.lock().unwrap().push(line);
    }
}

impl Events for Log {
    fn executed(&self, event: &Executed<'_>) {
        let what = if event.dry_run { "dry run" } else { "executed" };
        let what = format!("{what} {}", event.passing);
        self.note(&what, event.target, event.name, event.request);
    }

    fn failed(&self, event: &Failed<'_>) {
        self.note("failed", event.target, event.name, event.request);
    }
}

const POLICIES: [(&str, &str); 5] = [
    ("open", "ak_message('welcome')\nreturn True"),
    ("closed", "return False"),
    ("raises", "return request.context['missing']"),
    (
        "named",
        "ak_message(request.user.username)\nreturn request.user.username < 'user 3'",
    ),
    (
        "counts",
        "n = request.context['n'] = request.context.get('n', 0) + 1\nreturn n % 2 == 0",
    ),
];

/// What a case is made of: numbers stand for places in lists.
#[derive(Clone, Debug)]
struct Case {
    /// The parents of each group, among those before it, and whether it has a key.
    groups: Vec<(Vec<usize>, bool)>,
    /// The groups of each user, and whether it is signed in.
    users: Vec<(Vec<usize>, bool)>,
    targets: Vec<Door>,
    short_circuit: bool,
    default_app_access: bool,
    trial: bool,
    /// The context names somebody whom flows ask about instead.
    pending: bool,
}

#[derive(Clone, Debug)]
struct Door {
    kind: usize,
    all: bool,
    empty_result: bool,
    bindings: Vec<Hinge>,
}

#[derive(Clone, Debug)]
struct Hinge {
    what: (usize, usize),
    /// Disabled, negated, opened by failures, in a dry run.
    flags: [bool; 4],
    expires: Option<i64>,
}

const NOW: i64 = 1_000;

fn some<T: std::fmt::Debug>(
    of: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(of, 0..=most)
}

fn hinge() -> impl Strategy<Value = Hinge> {
    let rare = || prop::bool::weighted(0.15);
    let flags = (rare(), any::<bool>(), any::<bool>(), rare());
    let expires = prop_oneof![6 => Just(None), 1 => Just(Some(NOW)), 1 => Just(Some(NOW + 1))];
    ((0..8_usize, 0..100_usize), flags, expires).prop_map(|(what, flags, expires)| Hinge {
        what,
        flags: flags.into(),
        expires,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let door = (0..8_usize, any::<bool>(), any::<bool>(), some(hinge(), 5));
    let door = door.prop_map(|(kind, all, empty_result, bindings)| Door {
        kind,
        all,
        empty_result,
        bindings,
    });
    let group = (some(0..100_usize, 2), prop::bool::weighted(0.7));
    let user = (some(0..100_usize, 3), prop::bool::weighted(0.9));
    (
        prop::collection::vec(group, 1..7),
        prop::collection::vec(user, 0..75),
        some(door, 4),
        any::<[bool; 4]>(),
    )
        .prop_map(
            |(groups, users, targets, [short_circuit, default_app_access, trial, pending])| Case {
                groups,
                users,
                targets,
                short_circuit,
                default_app_access,
                trial,
                pending,
            },
        )
}

impl Case {
    fn groups(&self) -> Vec<Arc<Group>> {
        let mut made: Vec<Arc<Group>> = Vec::new();
        for (at, (parents, keyed)) in self.groups.iter().enumerate() {
            // Names return, so that groups without a key are the same as some that have one.
            let mut group = Group::new(format!("group {}", at % 4));
            if *keyed {
                group.pk = Json::from(format!("key {at}"));
            }
            for parent in parents.iter().filter(|_| at > 0) {
                group = group.within(Arc::clone(&made[parent % at]));
            }
            made.push(Arc::new(group));
        }
        made
    }

    fn users(&self, groups: &[Arc<Group>]) -> Vec<Arc<User>> {
        let each = self.users.iter().enumerate();
        let made = each.map(|(at, (member_of, signed_in))| {
            let mut user = User::new(at, format!("user {}", at % 8));
            if !signed_in {
                user.pk = Json::Null;
            }
            let groups = member_of.iter().map(|group| &groups[group % groups.len()]);
            Arc::new(groups.fold(user, |user, group| user.in_group(Arc::clone(group))))
        });
        made.collect()
    }

    fn engine(&self, groups: &[Arc<Group>], users: &[Arc<User>], log: &Log) -> Engine {
        let mut engine = Engine::builder()
            .services(SystemServices::standing_still((NOW, 0)))
            .default_app_access(self.default_app_access)
            .events(log.clone());
        if self.short_circuit {
            engine = engine.short_circuit();
        }
        for (name, text) in POLICIES {
            engine = engine.policy(name, text);
        }
        for (at, door) in self.targets.iter().enumerate() {
            engine = engine.target(door.target(at, groups, users));
        }
        engine.build()
    }

    fn names(&self, engine: &Engine) -> Vec<String> {
        let names = engine
            .targets()
            .iter()
            .map(|target| target.names()[0].clone());
        names.chain(["application:nowhere".to_owned()]).collect()
    }
}

impl Door {
    fn target(&self, at: usize, groups: &[Arc<Group>], users: &[Arc<User>]) -> Target {
        let target = match self.kind {
            0 => Target::flow(at.to_string()).authentication(Authentication::RequireAuthenticated),
            1 => Target::rule(at.to_string()),
            2 => Target::prompt(at.to_string()),
            3 => Target::id(at.to_string()),
            _ => Target::application(at.to_string()),
        };
        let mode = if self.all { Mode::All } else { Mode::Any };
        let target = target.mode(mode).empty_result(self.empty_result);
        let bindings = self.bindings.iter().zip(0..);
        bindings.fold(target, |target, (hinge, order)| {
            target.bind(hinge.binding(groups, users).order(order))
        })
    }
}

impl Hinge {
    fn binding(&self, groups: &[Arc<Group>], users: &[Arc<User>]) -> Binding {
        let (kind, which) = self.what;
        let binding = match kind {
            0..=2 => Binding::group(Arc::clone(&groups[which % groups.len()])),
            3 | 4 if !users.is_empty() => Binding::user(Arc::clone(&users[which % users.len()])),
            5 => Binding::new(Bound::Nothing),
            _ => Binding::policy(POLICIES[which % POLICIES.len()].0),
        };
        let [disabled, negate, failure_result, dry_run] = self.flags;
        let binding = binding.failure_result(failure_result);
        let binding = if disabled {
            binding.disabled()
        } else {
            binding
        };
        let binding = if negate { binding.negate() } else { binding };
        let binding = if dry_run { binding.dry_run() } else { binding };
        match self.expires {
            Some(end) => binding.expires(end),
            None => binding,
        }
    }
}

fn shown(decisions: &[Result<Decision, DecideError>]) -> Vec<String> {
    decisions.iter().map(|one| format!("{one:?}")).collect()
}

fn passing(decisions: &[Result<Decision, DecideError>]) -> Vec<Result<bool, DecideError>> {
    let passing = decisions
        .iter()
        .map(|one| one.as_ref().map(|one| one.passing));
    passing.map(|one| one.map_err(Clone::clone)).collect()
}

fn dry_runs(events: &[String]) -> Vec<&String> {
    let dry = events.iter().filter(|event| event.starts_with("dry run"));
    dry.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_answer_is_that_of_the_single_question(case in case()) {
        let (log, groups) = (Log::default(), case.groups());
        let users = case.users(&groups);
        let engine = case.engine(&groups, &users, &log);
        let names = case.names(&engine);
        let mut context = Entries::new().with("k", 1);
        if let Some(user) = users.first().filter(|_| case.pending) {
            context = context.with("pending_user", Item::Object(Arc::clone(user) as _));
        }
        let request = Request::anonymous().with_context(&context);
        let request = if case.trial { request.as_trial() } else { request };

        let matrix = engine.access_matrix(&names, &users, &request);
        prop_assert_eq!((matrix.targets(), matrix.users()), (names.len(), users.len()));
        let reported = log.take();
        let mut dry = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let decide = |user: &Arc<User>| engine.decide(name, &request.by(&**user));
            let single: Vec<_> = users.iter().map(decide).collect();
            let events = log.take();
            dry.extend(dry_runs(&events).into_iter().cloned());
            for (who, expected) in passing(&single).iter().enumerate() {
                let answer = matrix.passes(at, who).unwrap();
                prop_assert_eq!(answer, expected.as_ref().map(|passing| *passing));
            }
            let of_users = engine.filter_users(name, &users, &request);
            let filtered = log.take();
            let decided = engine.decide_users(name, &users, &request);
            if at + 1 == names.len() {
                prop_assert!(of_users.is_err() && decided.is_err());
                continue;
            }
            prop_assert_eq!(of_users.unwrap(), passing(&single));
            prop_assert_eq!(dry_runs(&filtered), dry_runs(&events));
            prop_assert_eq!(shown(&decided.unwrap()), shown(&single));
            prop_assert_eq!(log.take(), events);
        }
        prop_assert_eq!(dry_runs(&reported), dry.iter().collect::<Vec<_>>());

        for user in users.iter().take(9) {
            let request = request.by(&**user);
            let single: Vec<_> = names.iter().map(|name| engine.decide(name, &request)).collect();
            let events = log.take();
            prop_assert_eq!(shown(&engine.decide_targets(&names, &request)), shown(&single));
            prop_assert_eq!(log.take(), events);
            prop_assert_eq!(engine.filter_targets(&names, &request), passing(&single));
            log.take();
        }
    }
}

#[test]
fn a_policy_is_left_out_where_users_and_groups_settle_the_answer() {
    let (log, staff) = (Log::default(), Arc::new(Group::new("staff")));
    let raises = || Binding::policy("raises").order(1);
    let target = |slug| Target::application(slug).bind(Binding::group(Arc::clone(&staff)));
    let engine = Engine::builder()
        .policy("raises", "return 1 / 0")
        .target(target("all").mode(Mode::All).bind(raises()))
        .target(target("any").bind(raises()))
        .target(target("dry").mode(Mode::All).bind(raises().dry_run()))
        .events(log.clone())
        .build();
    let users = [
        User::new(1, "ada").in_group(Arc::clone(&staff)),
        User::new(2, "bob"),
    ];
    let filter = |target: &str| {
        let answers = engine.filter_users(target, &users, &Request::anonymous());
        let answers: Result<Vec<bool>, _> = answers.unwrap().into_iter().collect();
        (answers.unwrap(), log.take())
    };
    let failed = |target: &str, user: &str| format!("failed: application:{target}, raises, {user}");
    assert_eq!(
        filter("application:all"),
        (vec![false, false], vec![failed("all", "ada")])
    );
    assert_eq!(
        filter("application:any"),
        (vec![true, false], vec![failed("any", "bob")])
    );
    let (answers, events) = filter("application:dry");
    assert_eq!(answers, [true, false]);
    assert_eq!(events[0], failed("dry", "ada"));
    assert_eq!(events[2], failed("dry", "bob"));
    assert_eq!(dry_runs(&events).len(), 2);
}

#[test]
fn a_limit_of_the_whole_decision_is_of_its_answer_alone() {
    let engine = Engine::builder()
        .policy(
            "slow",
            "for turn in range(len(request.user.username) * 100): pass\nreturn True",
        )
        .target(Target::application("slow").bind(Binding::policy("slow")))
        .target(Target::application("open"))
        .total(Total {
            steps: 1_000,
            ..Total::default()
        })
        .build();
    let users = [
        User::new(1, "a"),
        User::new(2, "long name"),
        User::new(3, "b"),
    ];
    let request = Request::anonymous();
    let limit = || Err(DecideError::Steps(1_000));
    let answers = engine
        .filter_users("application:slow", &users, &request)
        .unwrap();
    assert_eq!(answers, [Ok(true), limit(), Ok(true)]);
    let targets = [
        "application:slow",
        "application:nowhere",
        "application:open",
    ];
    let unknown = || Err(DecideError::UnknownTarget("application:nowhere".to_owned()));
    let answers = engine.filter_targets(targets, &Request::new(&users[1]));
    assert_eq!(answers, [limit(), unknown(), Ok(true)]);
    let decisions = engine.decide_targets(targets, &Request::new(&users[1]));
    assert_eq!(passing(&decisions), [limit(), unknown(), Ok(true)]);
    let matrix = engine.access_matrix(targets, &users, &request);
    assert_eq!(
        (matrix.count(0), matrix.count(1), matrix.count(2)),
        (2, 0, 3)
    );
    assert_eq!(matrix.passes(0, 1), Some(Err(&DecideError::Steps(1_000))));
    assert_eq!(matrix.passes(3, 0), None);
    assert_eq!(matrix.passes(0, 3), None);
}
