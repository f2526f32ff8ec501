//! Users or groups that are bound, found by what identifies them: by key, else by name.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde_json::Value as Json;

type Map<K, V> = HashMap<K, V, RandomState>;

/// Rows by key and name. Two are the same if their keys are, or their names where one has no key.
#[derive(Default)]
pub(super) struct Names<'b> {
    rows: Map<(&'b Json, &'b str), usize>,
    by_key: Map<&'b Json, Vec<usize>>,
    by_name: Map<&'b str, Vec<usize>>,
    /// Those that have no key.
    keyless: Map<&'b str, usize>,
}

impl<'b> Names<'b> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row, unless there is one of this very key and name.
    pub fn add(&mut self, key: &'b Json, name: &'b str, row: usize) -> bool {
        if self.rows.contains_key(&(key, name)) {
            return false;
        }
        self.rows.insert((key, name), row);
        self.by_name.entry(name).or_default().push(row);
        if key.is_null() {
            self.keyless.insert(name, row);
        } else {
            self.by_key.entry(key).or_default().push(row);
        }
        true
    }

    /// The row that was added with this key and name.
    pub fn row(&self, key: &Json, name: &str) -> Option<usize> {
        self.rows.get(&(key, name)).copied()
    }

    /// The rows that are the same as somebody or something of this key and name.
    pub fn each(&self, key: &Json, name: &str, found: impl FnMut(usize)) {
        let (some, others) = if key.is_null() {
            (self.by_name.get(name), None)
        } else {
            (self.by_key.get(key), self.keyless.get(name))
        };
        let some = some.into_iter().flatten();
        some.chain(others).copied().for_each(found);
    }
}
