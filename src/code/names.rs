//! Names of programs, each kept once for all of them: thousands of policies read the same few attributes.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::params::Params;
use crate::builtin::methods::Methods;
use crate::builtin::{Global, global, reads_texts};
use crate::value::value::Text;

/// A name that programs share.
pub type Name = Arc<Named>;

/// The names of a function's slots.
pub type Locals = Arc<[Name]>;

/// A name, and what it means.
pub struct Named {
    text: Text<'static>,
    /// As a method of a str, list or dict.
    pub methods: Methods,
    /// As a global; none where it is no builtin and no helper.
    pub global: Option<Global>,
    /// Whether it leads to natives that read texts as patterns or addresses.
    pub reads: bool,
}

impl Named {
    fn new(text: &str) -> Self {
        Self {
            text: Text::constant(text),
            methods: Methods::of(text),
            global: global(text),
            reads: reads_texts(text),
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
    /// The lists of nothing but context names, which most policies have for their slots.
    contexts: HashMap<Params, Locals, RandomState>,
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

    fn share_locals(&mut self, texts: &[&str]) -> Locals {
        let Some(held) = Params::named(texts) else {
            return texts.iter().map(|text| self.share(text)).collect();
        };
        if let Some(known) = self.contexts.get(&held) {
            return Arc::clone(known);
        }
        let list: Locals = texts.iter().map(|text| self.share(text)).collect();
        self.contexts.insert(held, Arc::clone(&list));
        list
    }
}

/// The shared names of some texts.
pub(crate) fn share<'t>(texts: impl IntoIterator<Item = &'t str>) -> Box<[Name]> {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    texts.into_iter().map(|text| names.share(text)).collect()
}

/// The shared names of a function's slots.
pub(crate) fn share_locals(texts: &[&str]) -> Locals {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    names.share_locals(texts)
}

/// The shared name of a text.
pub(crate) fn share_one(text: &str) -> Name {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    names.share(text)
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

    #[test]
    fn a_list_of_context_names_is_kept_once() {
        let mut names = Names::default();
        let mut list = |texts: &[&str]| names.share_locals(texts);
        let context = list(&["request", "context"]);
        assert!(Arc::ptr_eq(&context, &list(&["request", "context"])));
        let turned = list(&["context", "request"]);
        let texts: Vec<_> = turned.iter().map(|name| name.as_str()).collect();
        assert_eq!(texts, ["context", "request"]);
        assert!(!Arc::ptr_eq(&context, &list(&["request"])));
        assert!(!Arc::ptr_eq(
            &list(&["request", "x"]),
            &list(&["request", "x"])
        ));
    }
}
