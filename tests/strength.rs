//! How hard passwords are to guess: scores and advice are those of zxcvbn for Python.

#![cfg(test)]
#![cfg(feature = "zxcvbn")]

use ordain::engine::{Policy, PolicyType};
use ordain::host::{Entries, Record};
use ordain::{HttpRequest, Request, User};
use serde_json::json;

const MORE: &str = "Add another word or two. Uncommon words are better.";
const CAPITAL: &str = "Capitalization doesn't help very much.";
const LEET: &str = "Predictable substitutions like '@' instead of 'a' don't help very much.";

#[test]
fn scores_and_advice_are_those_of_the_library_for_python() {
    let source = "from ordain import password_strength\n\
        return list(password_strength(context['password'], ['ann']))";
    let policy = Policy::compile("strength", source).unwrap();
    let user = User::new(1, "ann");
    let cases: [(&str, i64, &[&str]); 15] = [
        ("password", 0, &[MORE]),
        ("Awdccdw1234", 3, &[]),
        ("Tr0ub4dour&3", 2, &[MORE, CAPITAL, LEET]),
        (
            "PASSWORD",
            0,
            &[
                MORE,
                "All-uppercase is almost as easy to guess as all-lowercase.",
            ],
        ),
        ("Password1", 0, &[MORE, CAPITAL]),
        ("pAssword", 0, &[MORE]),
        (
            "drowssap",
            0,
            &[MORE, "Reversed words aren't much harder to guess."],
        ),
        ("qwertyuiop", 0, &[MORE]),
        (
            "zxcvbnm,./",
            1,
            &[MORE, "Use a longer keyboard pattern with more turns."],
        ),
        (
            "aaaaaaa",
            0,
            &[MORE, "Avoid repeated words and characters."],
        ),
        ("abcdefgh", 0, &[MORE, "Avoid sequences."]),
        (
            "2019",
            0,
            &[
                MORE,
                "Avoid recent years.",
                "Avoid years that are associated with you.",
            ],
        ),
        (
            "13.05.1997",
            1,
            &[MORE, "Avoid dates and years that are associated with you."],
        ),
        ("p4ssw0rd", 0, &[MORE, LEET]),
        ("correct horse battery staple", 4, &[]),
    ];
    for (password, score, advice) in cases {
        let context = Entries::new().with("password", password);
        let result = policy.evaluate(&Request::new(&user).with_context(&context));
        let seen = serde_json::to_value(result.unwrap().value).unwrap();
        assert_eq!(seen, json!([score, advice]), "{password}");
    }
}

#[test]
fn a_password_that_can_be_read_in_very_many_ways_meets_a_limit() {
    let source = "from ordain import password_strength\n\
        return password_strength(context['password'])[0]";
    let policy = Policy::compile("strength", source).unwrap();
    let user = User::new(1, "ann");
    let outcome = |password: String| {
        let context = Entries::new().with("password", password);
        policy
            .evaluate(&Request::new(&user).with_context(&context))
            .err()
    };
    let failure = outcome("4@8({[<369|!1$5+7%2z".repeat(4)).unwrap();
    assert_eq!(failure.class, "StepLimit");
    assert!(outcome("x".repeat(1 << 20)).is_none());
}

#[test]
fn a_weak_password_is_refused_with_advice() {
    let kind = PolicyType::standard("password").unwrap();
    let values = json!({
        "check_static_rules": false, "check_zxcvbn": true, "zxcvbn_score_threshold": 3,
    });
    let policy = kind.make("strong", values.as_object().unwrap()).unwrap();
    let user = User::new(1, "ann-of-the-harbour");
    let messages = |password: &str| {
        let context = Entries::new().with("prompt_data", json!({"password": password}));
        let result = policy
            .evaluate(&Request::new(&user).with_context(&context))
            .unwrap();
        assert_eq!(result.passing, result.messages.is_empty());
        let messages = result
            .messages
            .iter()
            .filter_map(|message| message.as_str());
        messages.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(messages(""), ["Password not set in context"]);
    assert_eq!(messages("password"), ["Password is too weak.", MORE]);
    assert_eq!(messages("Awdccdw1234"), ["Password is too weak."]);
    assert_eq!(
        messages("ann-of-the-harbour"),
        ["Password is too weak.", MORE]
    );
    assert!(messages("jWqdc8RmW2XlPq0vTn5y").is_empty());
    assert!(messages("Quarnwickel Fjordgasse").is_empty());
    let brand = Record::new("Brand").with("branding_title", "Quarnwickel Fjordgasse");
    let mut http = HttpRequest::default();
    http.fields.insert("brand".to_owned(), brand.into());
    let context = Entries::new().with("password", "Quarnwickel Fjordgasse");
    let request = Request::new(&user).with_context(&context).over(&http);
    assert!(!policy.evaluate(&request).unwrap().passing);
}
