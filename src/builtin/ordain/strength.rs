//! `password_strength`: how hard a password is to guess, by zxcvbn, with the advice that its library for
//! Python gives.

use zxcvbn::matching::Match;
use zxcvbn::matching::patterns::{DictionaryPattern, MatchPattern};
use zxcvbn::zxcvbn;

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// Characters that are looked at: what comes behind only makes a password harder to guess.
const LONGEST: usize = 72;

/// What the estimate costs in steps: at least, for each pair of characters, and for each pair in each
/// reading of the password.
const COST: usize = 2000;
const PAIR: usize = 20;
const READING: usize = 8;

/// What makes the clock be looked at.
const CHECK: usize = 1024;

/// The characters that may stand for a letter, letter by letter.
const STAND_INS: [&str; 11] = [
    "4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%",
];

/// From here on a password needs no advice.
const GOOD: u8 = 3;

/// `password_strength(password, words=())`: a score from 0 to 4, and a list of suggestions. The words are
/// easy to guess for whoever knows the user.
pub(super) fn password_strength<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let password = args.str(cx, 0, "password_strength() argument 'password'")?;
    let password: String = password.as_str().chars().take(LONGEST).collect();
    let pairs = password.len() * password.len();
    cx.charge(COST + pairs * (PAIR + READING * readings(&password)))?;
    let mut words = Vec::new();
    if let Some(given) = args.given(1) {
        for word in cx.collect(given)? {
            let word = cx.display(word)?;
            cx.charge(COST / 10 + word.len())?;
            words.push(word);
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let estimate = zxcvbn(&password, &words);
    cx.charge(CHECK)?;
    let score = u8::from(estimate.score());
    let list = cx.list(&[])?;
    for suggestion in suggestions(score, estimate.sequence()) {
        list.push(cx, cx.lent_str(suggestion)?)?;
    }
    cx.tuple(&[Value::Int(i64::from(score)), Value::List(list)])
}

/// In how many ways a password can be read if some characters stand for letters: each is looked up.
fn readings(password: &str) -> usize {
    let counts = STAND_INS.iter().map(|stand_ins| {
        let found = stand_ins.chars().filter(|c| password.contains(*c));
        found.count().max(1)
    });
    counts.product()
}

/// The advice for the longest of the parts that a password was taken apart into.
fn suggestions(score: u8, parts: &[Match]) -> Vec<&'static str> {
    let Some(first) = parts.first() else {
        return vec![
            "Use a few words, avoid common phrases.",
            "No need for symbols, digits, or uppercase letters.",
        ];
    };
    if score >= GOOD {
        return Vec::new();
    }
    let length = |part: &Match| part.token.chars().count();
    let longest = parts.iter().fold(first, |longest, part| {
        if length(part) > length(longest) {
            part
        } else {
            longest
        }
    });
    let mut advice = vec!["Add another word or two. Uncommon words are better."];
    match &longest.pattern {
        MatchPattern::Dictionary(word) => advice.extend(of_word(&longest.token, word)),
        MatchPattern::Spatial(_) => {
            advice.push("Use a longer keyboard pattern with more turns.");
        }
        MatchPattern::Repeat(_) => advice.push("Avoid repeated words and characters."),
        MatchPattern::Sequence(_) => advice.push("Avoid sequences."),
        MatchPattern::Regex(pattern) if pattern.regex_name == "recent_year" => {
            advice.push("Avoid recent years.");
            advice.push("Avoid years that are associated with you.");
        }
        MatchPattern::Date(_) => {
            advice.push("Avoid dates and years that are associated with you.");
        }
        _ => {}
    }
    advice
}

/// The advice for a word of a dictionary.
fn of_word(token: &str, word: &DictionaryPattern) -> impl Iterator<Item = &'static str> {
    let upper = |c: char| c.is_ascii_uppercase();
    let mut letters = token.chars();
    let capital = letters.next().is_some_and(upper);
    let rest = letters.as_str();
    let capitalised = capital && !rest.is_empty() && !rest.contains(upper);
    let all_upper = !token.contains(|c: char| c.is_ascii_lowercase());
    let case = if capitalised {
        Some("Capitalization doesn't help very much.")
    } else if all_upper && token.to_lowercase() != token {
        Some("All-uppercase is almost as easy to guess as all-lowercase.")
    } else {
        None
    };
    let reversed = (word.reversed && token.chars().count() >= 4)
        .then_some("Reversed words aren't much harder to guess.");
    let replaced = word
        .l33t
        .then_some("Predictable substitutions like '@' instead of 'a' don't help very much.");
    [case, reversed, replaced].into_iter().flatten()
}
