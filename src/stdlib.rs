//! The standard library's part that is written in the language itself: compiled once per process.

use std::sync::LazyLock;

use crate::compile::compile;
use crate::limits::Limits;
use crate::vm::{DefinedTwice, Prelude};

/// The files of the prelude: a name for traces, and the text.
static FILES: &[(&str, &str)] = &[
    ("classes", include_str!("../std/prelude/classes.policy")),
    ("functools", include_str!("../std/prelude/functools.policy")),
    ("groups", include_str!("../std/prelude/groups.policy")),
    ("iteration", include_str!("../std/prelude/iteration.policy")),
    ("itertools", include_str!("../std/prelude/itertools.policy")),
    ("json", include_str!("../std/prelude/json.policy")),
    ("models", include_str!("../std/prelude/models.policy")),
    ("ordain", include_str!("../std/prelude/ordain.policy")),
    ("order", include_str!("../std/prelude/order.policy")),
    ("re", include_str!("../std/prelude/re.policy")),
    ("string", include_str!("../std/prelude/string.policy")),
    ("urllib", include_str!("../std/prelude/urllib.policy")),
    (
        "validators",
        include_str!("../std/prelude/validators.policy"),
    ),
];

// Tests see to it that every file compiles and that no name is defined twice.
static PRELUDE: LazyLock<Prelude> = LazyLock::new(|| join(FILES).unwrap_or_default());

/// Compiles files and joins them.
fn join(files: &[(&str, &str)]) -> Result<Prelude, DefinedTwice> {
    let limits = Limits::default();
    let programs = files
        .iter()
        .map(|(name, text)| compile(name, text, &limits));
    Prelude::new(programs.filter_map(Result::ok).collect())
}

/// The standard types of policies: their names, and their texts.
pub static POLICY_TYPES: &[(&str, &str)] = &[
    ("dummy", include_str!("../std/policies/dummy.policy")),
    (
        "event_matcher",
        include_str!("../std/policies/event_matcher.policy"),
    ),
    ("geoip", include_str!("../std/policies/geoip.policy")),
    ("password", include_str!("../std/policies/password.policy")),
    (
        "password_expiry",
        include_str!("../std/policies/password_expiry.policy"),
    ),
    (
        "reputation",
        include_str!("../std/policies/reputation.policy"),
    ),
    (
        "unique_password",
        include_str!("../std/policies/unique_password.policy"),
    ),
];

/// The functions that natives end in.
#[must_use]
pub fn prelude() -> &'static Prelude {
    &PRELUDE
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{FILES, join, prelude};
    use crate::compile::compile;
    use crate::limits::Limits;
    use crate::vm::DefinedTwice;

    /// What names functions of the prelude, in the text of the natives.
    const DOORS: [&str; 5] = ["Row::std(", "Ending::Std {", "twin(", "divide(", "Calls("];

    #[test]
    fn every_file_compiles() {
        for (name, text) in FILES {
            let program = compile(name, text, &Limits::default());
            assert!(program.is_ok(), "{name}: {:?}", program.err());
        }
    }

    #[test]
    fn no_name_is_defined_twice() {
        assert!(join(FILES).is_ok());
        let (one, other) = (("one", "def f(): pass"), ("other", "def f(): pass"));
        let error = DefinedTwice("f".to_owned());
        assert_eq!(join(&[one, other]).err(), Some(error));
        for (file, text) in FILES {
            let heads = text.lines().filter(|line| line.starts_with("def "));
            let mut names: Vec<_> = heads.map(|line| line.split('(').next()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{file}");
        }
    }

    /// The files of a folder and of those in it.
    fn texts(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
            } else {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }

    /// The names that follow a door, up to the end of its brackets: the last argument of a row, and
    /// every text in the others.
    fn named<'t>(text: &'t str, door: &str) -> Vec<&'t str> {
        let mut depth = 1;
        let end = text.find(|letter| {
            depth += i32::from(matches!(letter, '(' | '{'));
            depth -= i32::from(matches!(letter, ')' | '}'));
            depth == 0
        });
        let quoted: Vec<_> = text[..end.unwrap()].split('"').skip(1).step_by(2).collect();
        let first = quoted.len().saturating_sub(1);
        quoted[if door == DOORS[0] { first } else { 0 }..].to_vec()
    }

    #[test]
    fn natives_end_in_functions_that_are_there() {
        let mut natives = Vec::new();
        for room in ["src/builtin", "src/host"] {
            texts(
                &Path::new(env!("CARGO_MANIFEST_DIR")).join(room),
                &mut natives,
            );
        }
        let mut count = 0;
        for (text, door) in natives
            .iter()
            .flat_map(|text| DOORS.map(|door| (text, door)))
        {
            for (at, _) in text.match_indices(door) {
                for name in named(&text[at + door.len()..], door) {
                    count += 1;
                    assert!(prelude().defines(name), "{door} {name}");
                }
            }
        }
        assert!(count > 40, "{count}");
    }
}
