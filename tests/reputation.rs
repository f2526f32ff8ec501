//! What logins do to reputations.

#![cfg(test)]

use std::net::IpAddr;

use ordain::engine::{Binding, Engine, PolicyType, Target};
use ordain::host::MemoryDirectory;
use ordain::host::reputation::{Attempt, ScoreLimits, adjust, failed, score, succeeded};
use ordain::{HttpRequest, Request, User};
use serde_json::json;

fn attempt<'a>(identifier: &'a str, ip: &str) -> Attempt<'a> {
    let ip: IpAddr = ip.parse().unwrap();
    Attempt { identifier, ip }
}

/// The score of Ann at one address, which begins as given, after a login.
fn after(
    begin: Option<i64>,
    login: impl Fn(&mut MemoryDirectory, &Attempt<'_>, ScoreLimits),
) -> i64 {
    let (mut directory, limits) = (MemoryDirectory::new(), ScoreLimits::default());
    let ann = attempt("ann", "10.0.0.1");
    let others = [attempt("bob", "10.0.0.1"), attempt("ann", "10.0.0.2")];
    for other in &others {
        adjust(&mut directory, other, 2, limits);
    }
    if let Some(begin) = begin {
        adjust(&mut directory, &ann, begin, limits);
    }
    login(&mut directory, &ann, limits);
    for other in &others {
        assert_eq!(score(&directory, other), Some(2));
    }
    assert_eq!(
        directory
            .rows("authentik_policies_reputation.reputation")
            .count(),
        3
    );
    score(&directory, &ann).unwrap()
}

#[test]
fn failures_lower_a_score() {
    assert_eq!(after(None, failed), -1);
    assert_eq!(after(Some(4), failed), 3);
    assert_eq!(after(Some(-5), failed), -5);
}

#[test]
fn a_success_makes_up_for_failures() {
    assert_eq!(after(Some(-3), succeeded), 0);
    assert_eq!(after(Some(0), succeeded), 1);
    assert_eq!(after(Some(3), succeeded), 4);
    assert_eq!(after(None, succeeded), 1);
    assert_eq!(after(Some(5), succeeded), 5);
    let both = |directory: &mut MemoryDirectory, ann: &Attempt<'_>, limits| {
        failed(directory, ann, limits);
        succeeded(directory, ann, limits);
    };
    assert_eq!(after(None, both), 0);
}

#[test]
fn scores_stay_within_limits() {
    assert_eq!(after(None, |d, a, limits| adjust(d, a, 1000, limits)), 5);
    assert_eq!(after(None, |d, a, limits| adjust(d, a, -1000, limits)), -5);
    assert_eq!(
        after(Some(4), |d, a, limits| adjust(d, a, i64::MAX, limits)),
        5
    );
    let wide = ScoreLimits {
        lower: -20,
        upper: 0,
    };
    assert_eq!(after(Some(-5), |d, a, _| failed(d, a, wide)), -6);
}

#[test]
fn the_policy_sees_what_logins_did() {
    let kind = PolicyType::standard("reputation").unwrap();
    let values = json!({"threshold": -3});
    let mut engine = Engine::builder()
        .policy_of(kind, "suspicious", values.as_object().unwrap())
        .unwrap()
        .target(Target::application("captcha").bind(Binding::policy("suspicious")))
        .build();
    let (user, http) = (User::new(1, "ann"), HttpRequest::default());
    let passes = |engine: &Engine| {
        let request = Request::new(&user)
            .over(&http)
            .from_address("10.0.0.1".parse().unwrap());
        engine
            .decide("application:captcha", &request)
            .unwrap()
            .passing
    };
    let ann = attempt("ann", "10.0.0.1");
    for _ in 0..2 {
        failed(engine.directory_mut(), &ann, ScoreLimits::default());
    }
    assert!(!passes(&engine));
    failed(
        engine.directory_mut(),
        &attempt("bob", "10.0.0.1"),
        ScoreLimits::default(),
    );
    assert!(passes(&engine));
    succeeded(engine.directory_mut(), &ann, ScoreLimits::default());
    assert!(!passes(&engine));
}
