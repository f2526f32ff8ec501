//! The standard library's part that is written in the language itself: compiled once per process.

use std::sync::LazyLock;

use crate::compile::compile;
use crate::limits::Limits;
use crate::vm::Prelude;

/// The files of the prelude: a name for traces, and the text.
static FILES: &[(&str, &str)] = &[
    ("functools", include_str!("../std/prelude/functools.policy")),
    ("groups", include_str!("../std/prelude/groups.policy")),
    ("iteration", include_str!("../std/prelude/iteration.policy")),
    ("itertools", include_str!("../std/prelude/itertools.policy")),
    ("json", include_str!("../std/prelude/json.policy")),
    ("order", include_str!("../std/prelude/order.policy")),
    ("re", include_str!("../std/prelude/re.policy")),
    ("string", include_str!("../std/prelude/string.policy")),
    ("urllib", include_str!("../std/prelude/urllib.policy")),
];

static PRELUDE: LazyLock<Prelude> = LazyLock::new(|| {
    let limits = Limits::default();
    let programs = FILES
        .iter()
        .map(|(name, text)| compile(name, text, &limits));
    // A test sees to it that every file compiles.
    Prelude::new(programs.filter_map(Result::ok).collect())
});

/// The functions that natives end in.
#[must_use]
pub fn prelude() -> &'static Prelude {
    &PRELUDE
}

#[cfg(test)]
mod tests {
    use super::FILES;
    use crate::compile::compile;
    use crate::limits::Limits;

    #[test]
    fn every_file_compiles() {
        for (name, text) in FILES {
            let program = compile(name, text, &Limits::default());
            assert!(program.is_ok(), "{name}: {:?}", program.err());
        }
    }
}
