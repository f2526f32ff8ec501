//! Names of programs, each kept once for all of them: thousands of policies read the same few attributes.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use foldhash::fast::RandomState;

use crate::builtin::methods::Methods;
use crate::value::value::Text;

/// A name that programs share.
pub type Name = Arc<Named>;

/// A name, and what it means.
pub struct Named {
    text: Text<'static>,
    /// As a method of a str, list or dict.
    pub methods: Methods,
}

impl Named {
    fn new(text: &str) -> Self {
        Self {
            text: Text::constant(text),
            methods: Methods::of(text),
        }
    }
}

impl Deref for Named {
    type Target = Text<'static>;

    fn deref(&self) -> &Self::Target {
        &self.text
    }
}

/// Names that are kept before it is looked whether any of them has no program left.
const FEW: usize = 1024;

static NAMES: LazyLock<Mutex<Names>> = LazyLock::new(Mutex::default);

/// The names of all programs.
#[derive(Default)]
struct Names {
    known: HashSet<Known, RandomState>,
    /// How many there may be before unused ones are let go.
    most: usize,
}

impl Names {
    fn share(&mut self, text: &str) -> Name {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(&known.0);
        }
        if self.known.len() >= self.most.max(FEW) {
            self.known.retain(|known| Arc::strong_count(&known.0) > 1);
            self.most = self.known.len() * 2;
        }
        let name = Arc::new(Named::new(text));
        self.known.insert(Known(Arc::clone(&name)));
        name
    }
}

/// The shared names of some texts.
pub(crate) fn share<'t>(texts: impl IntoIterator<Item = &'t str>) -> Box<[Name]> {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    texts.into_iter().map(|text| names.share(text)).collect()
}

/// A name, found by its text.
struct Known(Name);

impl Borrow<str> for Known {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}

impl Hash for Known {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Known {}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{FEW, Names};

    #[test]
    fn a_name_is_kept_once_and_as_long_as_it_is_used() {
        let mut names = Names::default();
        let used = names.share("used");
        assert!(Arc::ptr_eq(&used, &names.share("used")));
        for at in 0..FEW * 4 {
            names.share(&format!("unused {at}"));
        }
        assert!(names.known.len() <= FEW);
        assert!(Arc::ptr_eq(&used, &names.share("used")));
    }
}
