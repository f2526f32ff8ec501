//! authentik's own tests of its engines, row by row: dry runs of users and groups, and one question
//! about many users or many targets. Every row is asked of each call that answers it.

#![cfg(test)]

use std::sync::{Arc, Mutex};

use ordain::engine::{Binding, Engine, EngineBuilder, Mode, SystemServices, Target};
use ordain::host::{Events, Executed, Failed, Group, Record, Request, User};

const NOW: i64 = 1_000;
const MODES: [Mode; 2] = [Mode::Any, Mode::All];

/// What was reported: the answer, whether it was a dry run, whether of a policy.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(bool, bool, bool)>>>);

impl Log {
    fn take(&self) -> Vec<(bool, bool, bool)> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Events for Log {
    fn executed(&self, event: &Executed<'_>) {
        let seen = (event.passing, event.dry_run, event.is_policy);
        self.0.lock().unwrap().push(seen);
    }

    fn failed(&self, event: &Failed<'_>) {
        panic!("{} raised {}: {}", event.name, event.class, event.reason);
    }
}

/// Ann is in `child`, which is in `parent`, and in `other`; Ben is in nothing.
struct People {
    parent: Arc<Group>,
    child: Arc<Group>,
    other: Arc<Group>,
    ann: User,
    ben: User,
}

impl People {
    fn new() -> Self {
        let parent = Arc::new(Group::new("parent"));
        let child = Arc::new(Group::new("child").within(Arc::clone(&parent)));
        let other = Arc::new(Group::new("other"));
        let ann = User::new(1, "ann")
            .in_group(Arc::clone(&child))
            .in_group(Arc::clone(&other));
        Self {
            parent,
            child,
            other,
            ann,
            ben: User::new(2, "ben"),
        }
    }
}

fn members(group: &Arc<Group>) -> Binding {
    Binding::group(Arc::clone(group))
}

fn builder() -> EngineBuilder {
    Engine::builder().services(SystemServices::standing_still((NOW, 0)))
}

/// The three engines: one user and one target, many users, and many targets.
type Ask = fn(&Engine, &Request<'_>, &User) -> bool;

const ENGINES: [Ask; 3] = [
    |engine, request, _| engine.decide("application:app", request).unwrap().passing,
    |engine, request, user| {
        let users = std::slice::from_ref(user);
        let answers = engine.filter_users("application:app", users, request);
        answers.unwrap()[0].clone().unwrap()
    },
    |engine, request, _| {
        let answers = engine.filter_targets(["application:app"], request);
        answers[0].clone().unwrap()
    },
];

#[test]
fn a_dry_run_of_a_user_or_group_is_observed_and_not_counted() {
    let (people, log) = (People::new(), Log::default());
    for ask in ENGINES {
        for mode in MODES {
            for bind in [Binding::user(people.ann.clone()), members(&people.parent)] {
                for negate in [false, true] {
                    let dry = bind.clone().dry_run();
                    let dry = if negate { dry.negate() } else { dry };
                    let enforced = match mode {
                        Mode::All => Binding::user(people.ben.clone()),
                        Mode::Any => Binding::user(people.ann.clone()),
                    };
                    let app = Target::application("app").mode(mode);
                    let app = app.bind(dry).bind(enforced.order(1));
                    let engine = builder().target(app).events(log.clone()).build();
                    let passing = ask(&engine, &Request::new(&people.ann), &people.ann);
                    assert_eq!(passing, mode == Mode::Any);
                    assert_eq!(log.take(), [(!negate, true, false)], "{mode:?} {negate}");
                }
            }
        }
    }
}

#[test]
fn with_dry_runs_alone_a_target_is_empty_and_only_those_in_force_are_observed() {
    let (people, log) = (People::new(), Log::default());
    let ann = || Binding::user(people.ann.clone()).dry_run();
    for ask in ENGINES {
        for empty_result in [true, false] {
            let app = Target::application("app").empty_result(empty_result);
            let app = app.bind(ann()).bind(ann().disabled().order(1));
            let app = app.bind(ann().expires(NOW).order(2));
            let engine = builder().target(app).events(log.clone()).build();
            for _ in 0..2 {
                let passing = ask(&engine, &Request::new(&people.ann), &people.ann);
                assert_eq!(passing, empty_result);
                assert_eq!(log.take(), [(true, true, false)]);
            }
        }
    }
}

#[test]
fn a_trial_observes_no_dry_run() {
    let (people, log) = (People::new(), Log::default());
    for ask in ENGINES {
        let app = Target::application("app").bind(Binding::user(people.ben.clone()).dry_run());
        let engine = builder().target(app).events(log.clone()).build();
        let request = Request::new(&people.ann).as_trial();
        assert!(ask(&engine, &request, &people.ann));
        assert_eq!(log.take(), []);
    }
}

/// Whom a target lets in, or which targets let somebody in, by every call that tells it.
fn who_passes(targets: Vec<Target>, people: &People) -> Vec<[bool; 2]> {
    let mut engine = builder()
        .policy("of-the-open", "return request.obj.slug == 'open'")
        .policy("of-ann", "return request.user.username == 'ann'")
        .policy("true", "return True")
        .policy("false", "return False")
        .policy("never", "return 1 / 0")
        .events(Log::default());
    let names: Vec<String> = targets
        .iter()
        .map(|target| target.names()[0].clone())
        .collect();
    for target in targets {
        engine = engine.target(target);
    }
    let (engine, users) = (engine.build(), [people.ann.clone(), people.ben.clone()]);
    let matrix = engine.access_matrix(&names, &users, &Request::anonymous());
    let mut rows = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let of_users = engine
            .filter_users(name, &users, &Request::anonymous())
            .unwrap();
        let [ann, ben] = &of_users[..] else { panic!() };
        let row = [ann.clone().unwrap(), ben.clone().unwrap()];
        for (who, user) in users.iter().enumerate() {
            let single = engine.decide(name, &Request::new(user));
            let of_targets = engine.filter_targets(&names, &Request::new(user));
            assert_eq!(of_targets[at], Ok(row[who]), "{name}");
            assert_eq!(matrix.passes(at, who), Some(Ok(row[who])), "{name}");
            assert_eq!(single.unwrap().passing, row[who], "{name}");
        }
        rows.push(row);
    }
    rows
}

const BOTH: [bool; 2] = [true, true];
const ANN: [bool; 2] = [true, false];
const BEN: [bool; 2] = [false, true];
const NOBODY: [bool; 2] = [false, false];

fn app(slug: &str) -> Target {
    Target::application(slug).object(Record::new("Application").with("slug", slug))
}

#[test]
fn without_bindings_all_pass_or_none() {
    let targets = vec![app("a"), app("b").empty_result(false)];
    assert_eq!(who_passes(targets, &People::new()), [BOTH, NOBODY]);
}

#[test]
fn any_group_is_enough_for_each_target() {
    let people = People::new();
    let targets = vec![
        app("child").bind(members(&people.child)),
        app("strange").bind(Binding::group(Group::new("strange"))),
        app("either")
            .bind(Binding::group(Group::new("strange")))
            .bind(members(&people.other).order(1)),
    ];
    assert_eq!(who_passes(targets, &people), [ANN, NOBODY, ANN]);
}

#[test]
fn all_of_two_groups_are_needed() {
    let people = People::new();
    let all = |slug, second: Binding| {
        let target = app(slug).mode(Mode::All);
        target.bind(members(&people.child)).bind(second.order(1))
    };
    let targets = vec![
        all("both", members(&people.other)),
        all("one", Binding::group(Group::new("strange"))),
    ];
    assert_eq!(who_passes(targets, &people), [ANN, NOBODY]);
}

#[test]
fn a_user_is_bound_directly() {
    let people = People::new();
    let targets = vec![
        app("ann").bind(Binding::user(people.ann.clone())),
        app("ben").bind(Binding::user(people.ben.clone())),
    ];
    assert_eq!(who_passes(targets, &people), [ANN, BEN]);
}

#[test]
fn negation_leaves_members_out() {
    let people = People::new();
    let targets = vec![
        app("group").bind(members(&people.other).negate()),
        app("user").bind(Binding::user(people.ben.clone()).negate()),
    ];
    assert_eq!(who_passes(targets, &people), [BEN, ANN]);
}

#[test]
fn members_of_a_child_are_members_of_its_parent_and_not_the_other_way_round() {
    let people = People::new();
    let above = Arc::new(Group::new("above"));
    let below = Group::new("below").within(Arc::clone(&people.other));
    let targets = vec![
        app("parent").bind(members(&people.parent)),
        app("below").bind(Binding::group(below)),
        app("above").bind(Binding::group(above)),
    ];
    assert_eq!(who_passes(targets, &people), [ANN, NOBODY, NOBODY]);
}

#[test]
fn policies_are_asked_for_each_user_and_each_target() {
    let targets = vec![
        app("open").bind(Binding::policy("of-the-open")),
        app("shut").bind(Binding::policy("of-the-open")),
        app("hers").bind(Binding::policy("of-ann")),
        app("not-hers").bind(Binding::policy("of-ann").negate()),
    ];
    assert_eq!(
        who_passes(targets, &People::new()),
        [BOTH, NOBODY, ANN, BEN]
    );
}

#[test]
fn dry_runs_do_not_count_among_many() {
    let people = People::new();
    let targets = vec![
        app("policy").bind(Binding::policy("false").dry_run()),
        app("beside")
            .mode(Mode::All)
            .bind(Binding::policy("false").dry_run())
            .bind(members(&people.child).order(1)),
        app("user")
            .empty_result(false)
            .bind(Binding::user(people.ann.clone()).dry_run()),
    ];
    assert_eq!(who_passes(targets, &people), [BOTH, ANN, NOBODY]);
}

#[test]
fn where_all_must_pass_a_failing_group_spares_the_policy() {
    let people = People::new();
    let strange = Binding::group(Group::new("strange")).order(1);
    let target = app("unasked").mode(Mode::All);
    // The policy would raise, which the log of events refuses.
    let engine = builder()
        .policy("never", "return 1 / 0")
        .target(target.bind(Binding::policy("never")).bind(strange))
        .events(Log::default())
        .build();
    let users = [people.ann.clone(), people.ben.clone()];
    let answers = engine.filter_users("application:unasked", &users, &Request::anonymous());
    assert_eq!(answers.unwrap(), [Ok(false), Ok(false)]);
    let answers = engine.filter_targets(["application:unasked"], &Request::new(&people.ann));
    assert_eq!(answers, [Ok(false)]);
    let matrix = engine.access_matrix(["application:unasked"], &users, &Request::anonymous());
    assert_eq!(matrix.count(0), 0);
}

#[test]
fn where_all_must_pass_groups_and_policies_mix() {
    let people = People::new();
    let all = |slug: &str, policy: &str| {
        let target = app(slug).mode(Mode::All).bind(Binding::policy(policy));
        target.bind(members(&people.child).order(1))
    };
    let targets = vec![all("a", "true"), all("b", "of-ann"), all("c", "false")];
    assert_eq!(who_passes(targets, &people), [ANN, ANN, NOBODY]);
}

#[test]
fn expired_bindings_are_ignored() {
    let people = People::new();
    let ben = || Binding::user(people.ben.clone()).order(1);
    let targets = vec![
        app("user")
            .mode(Mode::All)
            .bind(Binding::user(people.ann.clone()).expires(NOW))
            .bind(ben()),
        app("policy")
            .mode(Mode::All)
            .bind(Binding::policy("false").expires(NOW - 1))
            .bind(ben()),
        app("still")
            .mode(Mode::All)
            .bind(Binding::policy("false").expires(NOW + 1))
            .bind(ben()),
        app("nothing-left").bind(Binding::policy("never").expires(NOW)),
    ];
    assert_eq!(who_passes(targets, &people), [BEN, BEN, NOBODY, BOTH]);
}
