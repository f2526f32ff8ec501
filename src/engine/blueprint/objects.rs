//! The objects that were described so far, and ways to find them.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value};

use super::{
    json::{as_key, same},
    model::Model,
    object::Object,
};

/// All objects that were described so far, in the order of their first entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Objects {
    list: Vec<Option<Arc<Object>>>,
    by_pk: HashMap<String, usize>,
    /// Where objects may be that have a label and, now or once, a value of the field that mostly
    /// identifies them.
    by_name: HashMap<(String, String), Vec<usize>>,
    /// Numbers given to users, and to all other objects.
    users: u64,
    others: u64,
}

impl Objects {
    pub fn all(&self) -> impl Iterator<Item = &Object> {
        self.list.iter().flatten().map(Arc::as_ref)
    }

    pub fn at(&self, at: usize) -> Option<&Object> {
        self.list.get(at)?.as_deref()
    }

    /// The object with this primary key.
    pub fn by_pk(&self, pk: &Value) -> Option<&Object> {
        self.at(self.find_pk(pk)?)
    }

    /// The index of the object with this primary key.
    pub fn find_pk(&self, pk: &Value) -> Option<usize> {
        self.by_pk.get(&as_key(pk)).copied()
    }

    pub fn change(&mut self, at: usize) -> Option<&mut Object> {
        self.list.get_mut(at)?.as_mut().map(Arc::make_mut)
    }

    pub fn add(&mut self, object: Object) -> usize {
        let at = self.list.len();
        self.by_pk.insert(as_key(&object.pk), at);
        self.list.push(Some(Arc::new(object)));
        at
    }

    /// Where the objects are that can have these identifiers.
    pub fn candidates(&self, label: &str, identifiers: &Map<String, Value>) -> Vec<usize> {
        match identifiers.get(mark(&Model::of(label))) {
            Some(value @ (Value::String(_) | Value::Number(_))) => {
                let key = (label.to_owned(), as_key(value));
                self.by_name.get(&key).cloned().unwrap_or_default()
            }
            _ => (0..self.list.len()).collect(),
        }
    }

    /// Notes what the object at this index is identified by.
    pub fn note(&mut self, at: usize) {
        let Some(object) = self.at(at) else {
            return;
        };
        let name = object.attrs.get(mark(&object.model)).map(as_key);
        let key = (object.label.clone(), name.unwrap_or_default());
        let places = self.by_name.entry(key).or_default();
        if let Err(place) = places.binary_search(&at) {
            places.insert(place, at);
        }
    }

    /// A primary key that no object has: a number for a user, else shaped as a UUID.
    pub fn fresh_pk(&mut self, model: &Model) -> Value {
        let is_user = *model == Model::User;
        loop {
            let count = if is_user {
                &mut self.users
            } else {
                &mut self.others
            };
            *count += 1;
            let pk = if is_user {
                Value::from(*count)
            } else {
                Value::from(format!("00000000-0000-4000-8000-{count:012x}"))
            };
            if !self.by_pk.contains_key(&as_key(&pk)) {
                return pk;
            }
        }
    }

    /// Removes an object, and with it the bindings that hang on it or refer to it.
    pub fn remove(&mut self, at: usize) {
        let mut doomed = vec![at];
        while let Some(at) = doomed.pop() {
            let Some(object) = self.list.get_mut(at).and_then(Option::take) else {
                continue;
            };
            self.by_pk.remove(&as_key(&object.pk));
            let refers = |other: &Object| {
                let fields: &[&str] = match other.model {
                    Model::Binding => &["target", "policy", "user", "group"],
                    Model::StageBinding => &["target", "stage"],
                    _ => &[],
                };
                let holds = |field| {
                    other
                        .attrs
                        .get(field)
                        .is_some_and(|pk| same(pk, &object.pk))
                };
                fields.iter().copied().any(holds)
            };
            let left = self.list.iter().enumerate();
            let hit = left.filter(|(_, o)| o.as_deref().is_some_and(refers));
            doomed.extend(hit.map(|(at, _)| at).collect::<Vec<_>>());
        }
    }
}

/// The field that mostly identifies the objects of a model.
fn mark(model: &Model) -> &'static str {
    match model {
        Model::Binding | Model::StageBinding => "target",
        other => other.name_field(),
    }
}
