//! Rows of one kind, found by key, name and whatever else is looked up often, without a scan.

use std::collections::HashMap;
use std::sync::Arc;

use crate::host::differ::plain;
use crate::value::plain::Plain;
use crate::value::services::Wanted;
use crate::value::value::{Lent, Object};

/// Rows in the order in which they were added.
#[derive(Debug)]
pub(super) struct Table<T> {
    rows: Vec<Option<Arc<T>>>,
    /// The fields that are indexed.
    fields: &'static [&'static str],
    /// Positions, ascending, by field and value.
    index: HashMap<(&'static str, String), Vec<usize>>,
    /// The highest number that is a key.
    highest: i64,
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            fields: self.fields,
            index: self.index.clone(),
            highest: self.highest,
        }
    }
}

/// The name under which keys are indexed, whatever a model calls them.
pub(super) const KEY: &str = "pk";

impl<T: Object> Table<T> {
    /// An empty table with indices on fields beside the key.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self {
            rows: Vec::new(),
            fields,
            index: HashMap::new(),
            highest: 0,
        }
    }

    /// All rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        self.rows.iter().flatten()
    }

    /// The rows whose field has this text.
    pub fn having<'t>(&'t self, field: &str, text: &str) -> impl Iterator<Item = &'t Arc<T>> {
        let field = self.known(field);
        let places = field.and_then(|field| self.index.get(&(field, text.to_owned())));
        let places = places.map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.rows.get(*at)?.as_ref())
    }

    /// Adds a row in place of those that have the same key, or the same text in `field`.
    pub fn put(&mut self, field: &'static str, row: Arc<T>) {
        let mut same = self.places(&*row, KEY);
        same.extend(self.places(&*row, field));
        same.sort_unstable();
        let place = same.first().copied();
        for at in same {
            self.take(at);
        }
        let at = place.unwrap_or_else(|| {
            self.rows.push(None);
            self.rows.len() - 1
        });
        if let Some(key) = row.identity().and_then(|key| key.parse().ok()) {
            self.highest = self.highest.max(key);
        }
        for (field, text) in self.entries(&*row) {
            let places = self.index.entry((field, text)).or_default();
            if let Err(place) = places.binary_search(&at) {
                places.insert(place, at);
            }
        }
        if let Some(slot) = self.rows.get_mut(at) {
            *slot = Some(row);
        }
    }

    /// Takes the row with a key out.
    pub fn remove(&mut self, key: &str) {
        let places = self.index.get(&(KEY, key.to_owned()));
        for at in places.cloned().unwrap_or_default() {
            self.take(at);
        }
    }

    /// A number that is no key.
    pub fn next_key(&self) -> i64 {
        self.highest.saturating_add(1)
    }

    /// The rows that may be wanted; `key` is the model's name for the key.
    pub fn select<'t>(
        &'t self,
        key: &str,
        wanted: &[Wanted<'_>],
    ) -> Box<dyn Iterator<Item = &'t Arc<T>> + 't> {
        let places = wanted.iter().filter_map(|wanted| {
            let [name] = wanted.path else { return None };
            let name = if name == key { KEY } else { name.as_str() };
            let field = self.known(name)?;
            let mut places = Vec::new();
            for value in wanted.values {
                let key = (field, text_of(value)?);
                places.extend(self.index.get(&key).into_iter().flatten().copied());
            }
            places.sort_unstable();
            places.dedup();
            Some(places)
        });
        match places.min_by_key(Vec::len) {
            Some(places) => Box::new(
                places
                    .into_iter()
                    .filter_map(|at| self.rows.get(at)?.as_ref()),
            ),
            None => Box::new(self.rows()),
        }
    }

    fn known(&self, name: &str) -> Option<&'static str> {
        if name == KEY {
            return Some(KEY);
        }
        self.fields.iter().find(|field| **field == name).copied()
    }

    fn take(&mut self, at: usize) {
        let Some(row) = self.rows.get_mut(at).and_then(Option::take) else {
            return;
        };
        for entry in self.entries(&*row) {
            if let Some(places) = self.index.get_mut(&entry) {
                places.retain(|place| *place != at);
            }
        }
    }

    fn places(&self, row: &T, field: &'static str) -> Vec<usize> {
        let texts = texts(row, field);
        let places = texts
            .into_iter()
            .filter_map(|text| self.index.get(&(field, text)));
        places.flatten().copied().collect()
    }

    fn entries(&self, row: &T) -> Vec<(&'static str, String)> {
        let fields = [KEY].into_iter().chain(self.fields.iter().copied());
        let entries = fields.map(|field| {
            let texts = texts(row, field).into_iter();
            texts.map(move |text| (field, text))
        });
        entries.flatten().collect()
    }
}

/// The texts that a row has under a field: several if it is a relation.
fn texts(row: &dyn Object, field: &str) -> Vec<String> {
    if field == KEY {
        return row
            .identity()
            .map(|key| key.into_owned())
            .into_iter()
            .collect();
    }
    if let Some(rows) = row.related(field) {
        let keys = (0..rows.len()).filter_map(|at| match rows.item(at)? {
            Lent::Object(object) => Some(object.identity()?.into_owned()),
            _ => None,
        });
        return keys.collect();
    }
    let key = || row.attr(&format!("{field}_id"));
    let text = match row.attr(field).or_else(key) {
        Some(Lent::Object(object)) => object.identity().map(|key| key.into_owned()),
        Some(lent) => plain(&lent).as_ref().and_then(text_of),
        None => None,
    };
    text.into_iter().collect()
}

/// A value as a text by which rows are found.
fn text_of(plain: &Plain) -> Option<String> {
    match plain {
        Plain::Str(text) => Some(text.clone()),
        Plain::Int(int) => Some(int.to_string()),
        _ => None,
    }
}
