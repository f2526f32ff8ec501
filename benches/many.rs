//! Who may reach what: a million answers by groups, and a million by a policy of four lines. Fewer by
//! `ORDAIN_MANY_USERS`.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ordain::{Binding, Engine, Group, Mode, Request, Target, User};
use serde_json::json;

const POLICY: &str = r#"
if ak_is_group_member(request.user, name="group 7"):
    return True
domain = request.user.email.rpartition("@")[2]
return domain == "harbour.example"
"#;

const TARGETS: usize = 100;
const GROUPS: usize = 200;

fn users_wanted() -> usize {
    let wanted = std::env::var("ORDAIN_MANY_USERS").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

/// Groups, each but the first few within one before it.
fn groups() -> Vec<Arc<Group>> {
    let mut groups: Vec<Arc<Group>> = Vec::new();
    for at in 0..GROUPS {
        let mut group = Group::new(format!("group {at}"));
        group.pk = json!(format!("00000000-0000-4000-8000-{at:012}"));
        if let Some(parent) = at.checked_sub(10).and_then(|_| groups.get(at / 10)) {
            group = group.within(Arc::clone(parent));
        }
        groups.push(Arc::new(group));
    }
    groups
}

/// Users in three groups each.
fn users(groups: &[Arc<Group>], count: usize) -> Vec<User> {
    let user = |at: usize| {
        let domain = if at.is_multiple_of(3) {
            "harbour"
        } else {
            "elsewhere"
        };
        let email = format!("user-{at}@{domain}.example");
        let user = User::new(at, format!("user {at}")).with_email(email);
        let places = [at, at / 7, at * 31].map(|place| place % GROUPS);
        let member_of = places.iter().filter_map(|place| groups.get(*place));
        member_of.fold(user, |user, group| user.in_group(Arc::clone(group)))
    };
    (0..count).map(user).collect()
}

/// Applications, each for members of two groups but not of a third, or by the policy.
fn engine(groups: &[Arc<Group>]) -> Engine {
    let mut engine = Engine::builder().policy("four lines", POLICY);
    for at in 0..TARGETS {
        let bound = [at, at * 3 + 1].map(|place| place % GROUPS);
        let mut target = Target::application(format!("groups-{at}"));
        for group in bound.iter().filter_map(|place| groups.get(*place)) {
            target = target.bind(Binding::group(Arc::clone(group)));
        }
        if let Some(group) = groups.get(at + TARGETS) {
            target = target.bind(Binding::group(Arc::clone(group)).negate());
        }
        if at % 2 == 0 {
            target = target.mode(Mode::All);
        }
        let policy = Target::application(format!("policy-{at}"));
        engine = engine
            .target(target)
            .target(policy.bind(Binding::policy("four lines")));
    }
    engine.build()
}

fn many(c: &mut Criterion) {
    let (groups, wanted) = (groups(), users_wanted());
    let (engine, users) = (engine(&groups), users(&groups, wanted));
    let request = Request::anonymous();
    let mut group = c.benchmark_group("many");
    group.sample_size(10);
    group.throughput(Throughput::Elements((wanted * TARGETS) as u64));
    for kind in ["groups", "policy"] {
        let names: Vec<String> = (0..TARGETS)
            .map(|at| format!("application:{kind}-{at}"))
            .collect();
        let matrix = engine.access_matrix(&names, &users, &request);
        let passing: usize = (0..TARGETS).map(|target| matrix.count(target)).sum();
        println!("{kind}: {passing} of {} pass", wanted * TARGETS);
        group.bench_function(kind, |b| {
            b.iter(|| engine.access_matrix(&names, black_box(&users), &request));
        });
    }
    let names: Vec<String> = (0..TARGETS)
        .map(|at| format!("application:groups-{at}"))
        .collect();
    if let Some(user) = users.first() {
        let request = Request::new(user);
        group.throughput(Throughput::Elements(TARGETS as u64));
        group.bench_function("one user", |b| {
            b.iter(|| engine.filter_targets(&names, black_box(&request)));
        });
    }
    group.finish();
}

criterion_group!(benches, many);
criterion_main!(benches);
