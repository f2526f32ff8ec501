//! Passwords against hashes of Argon2 and bcrypt, as Django and the libraries behind it write them.

#![cfg(test)]

use ordain::Failure;
use ordain::engine::{Evaluator, Policies, Policy, SystemServices};
use ordain::host::{Entries, Request, User};
use ordain::limits::Limits;

fn check(password: &str, hash: &str, limits: Limits) -> Result<bool, Failure> {
    let source = "from ordain import check_password
return check_password(request.context['password'], request.context['hash'])";
    let policy = Policy::compile("check", source).unwrap();
    let (policies, services) = (Policies::new(), SystemServices::new());
    let context = Entries::new().with("password", password).with("hash", hash);
    let user = User::new(1, "ada");
    let request = Request::new(&user).with_context(&context);
    let evaluator = Evaluator::new(&policies, &services, limits);
    let outcome = evaluator.evaluate(&policy, &request).outcome;
    outcome.map(|result| result.passing)
}

const BIG: &str = "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdHNhbHRzYWx0$jiksV/crS+C7O/TD91BReX9D5jPjyWO6K7WCuAgloXw";

#[cfg(feature = "hashes")]
#[test]
fn passwords_are_known_by_their_hashes() {
    let long = "x".repeat(72);
    let longer = "x".repeat(80);
    for (password, hash) in [
        (
            "grüße",
            "argon2$argon2id$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0$I66+wdW3imrupT5ZSTIXw5qa45MoEXJO1Q/JKmalTg8",
        ),
        (
            "second",
            "argon2$argon2i$v=16$m=64,t=3,p=1$c2FsdHNhbHRzYWx0$m/bfe7eLk4x/SJbkz5saGUyg2gypKFmx5eQuAPtlD5s",
        ),
        (
            "third",
            "argon2$argon2d$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0$DvqKYvcZJxXkebZLtQ2eqA",
        ),
        (
            "grüße",
            "bcrypt$$2b$04$abcdefghijklmnopqrstuuukcFUuF1uD2.SsVXl2Kxf7oTFxL3IEq",
        ),
        (
            "grüße",
            "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuGqt.FuKEAwAZiZK/.g22198isXpmzZK",
        ),
        (
            &long,
            "bcrypt$$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        ),
        (
            &longer,
            "bcrypt$$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        ),
        (
            "",
            "bcrypt$$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
        ),
    ] {
        assert_eq!(check(password, hash, Limits::default()), Ok(true), "{hash}");
        assert_eq!(check("other", hash, Limits::default()), Ok(false), "{hash}");
    }
}

#[cfg(feature = "hashes")]
#[test]
fn what_a_hash_takes_is_charged_before() {
    let failure = check("big", BIG, Limits::default()).unwrap_err();
    let reason = "this hash of Argon2 takes 100 MiB of memory, more than is left";
    assert_eq!((&*failure.class, &*failure.message), ("ValueError", reason));
    let limits = || Limits {
        bytes: 128 << 20,
        ..Limits::default()
    };
    let few = Limits {
        steps: 100_000,
        ..limits()
    };
    assert_eq!(check("big", BIG, few).unwrap_err().class, "StepLimit");
    let slow = "bcrypt$$2b$31$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq";
    assert_eq!(check("x", slow, limits()).unwrap_err().class, "StepLimit");
    let endless = BIG.replace("t=2", "t=4294967295");
    let failure = check("x", &endless, limits()).unwrap_err();
    assert_eq!(failure.class, "StepLimit");
}

#[cfg(feature = "hashes")]
#[test]
fn other_texts_are_no_hashes() {
    for hash in [
        "argon2",
        "argon2$argon2x$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0$DvqKYvcZJxXkebZLtQ2eqA",
        "argon2$argon2id$v=18$m=256,t=2,p=2$c2FsdHNhbHRzYWx0$DvqKYvcZJxXkebZLtQ2eqA",
        "argon2$argon2id$v=19$m=1,t=2,p=2$c2FsdHNhbHRzYWx0$DvqKYvcZJxXkebZLtQ2eqA",
        "argon2$argon2id$v=19$m=256,t=0,p=2$c2FsdHNhbHRzYWx0$DvqKYvcZJxXkebZLtQ2eqA",
        "argon2$argon2id$v=19$m=256,t=2,p=2$c2Fs$DvqKYvcZJxXkebZLtQ2eqA",
        "argon2$argon2id$v=19$m=256,t=2,p=2$c2FsdHNhbHRzYWx0$",
        "bcrypt",
        "bcrypt$$2x$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
        "bcrypt$$2b$99$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
        "bcrypt$$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIX",
        "bcrypt_sha256$$2b$04$",
    ] {
        let failure = check("x", hash, Limits::default()).unwrap_err();
        assert_eq!(failure.class, "ValueError", "{hash}: {}", failure.message);
    }
}

#[cfg(not(feature = "hashes"))]
#[test]
fn without_the_feature_they_are_unknown() {
    let failure = check("big", BIG, Limits::default()).unwrap_err();
    let reason = "hashes of Argon2 need ordain's feature 'hashes'";
    assert_eq!((&*failure.class, &*failure.message), ("ValueError", reason));
}
