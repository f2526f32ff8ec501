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
    /// Where objects are that have a primary key: objects of several models may have the same one.
    by_pk: HashMap<String, Vec<usize>>,
    /// Where objects may be that have a label and, now or once, a value of a field that mostly identifies
    /// them.
    by_mark: HashMap<(String, &'static str, String), Vec<usize>>,
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

    /// The object with this primary key that a field of this name refers to. If none is of a model that
    /// the field is about, any that has the key.
    pub fn referred(&self, field: &str, pk: &Value) -> Option<&Object> {
        let known = || self.with_pk(pk);
        let bound = |object: &&Object| field == "target" && object.model.is_bindable();
        let fits = |object: &&Object| object.model.is_meant_by(&object.label, field);
        let best = known().find(bound).or_else(|| known().find(fits));
        best.or_else(|| known().next())
    }

    /// The index of the object of a model with this primary key.
    pub fn find_pk(&self, label: &str, pk: &Value) -> Option<usize> {
        let mut places = self.by_pk.get(&as_key(pk)).into_iter().flatten().copied();
        places.find(|at| self.at(*at).is_some_and(|object| object.label == label))
    }

    fn with_pk(&self, pk: &Value) -> impl Iterator<Item = &Object> {
        let places = self.by_pk.get(&as_key(pk)).into_iter().flatten();
        places.filter_map(|at| self.at(*at))
    }

    pub fn change(&mut self, at: usize) -> Option<&mut Object> {
        self.list.get_mut(at)?.as_mut().map(Arc::make_mut)
    }

    pub fn add(&mut self, object: Object) -> usize {
        let at = self.list.len();
        self.by_pk.entry(as_key(&object.pk)).or_default().push(at);
        self.list.push(Some(Arc::new(object)));
        at
    }

    /// Where the objects are that can have these identifiers: by the mark that the fewest objects have.
    pub fn candidates(&self, label: &str, identifiers: &Map<String, Value>) -> Vec<usize> {
        let model = Model::of(label);
        let marked = marks(&model).into_iter().filter_map(|field| {
            let value = identifiers.get(field);
            let value = value.filter(|value| value.is_string() || value.is_number())?;
            let places = self.by_mark.get(&(label.to_owned(), field, as_key(value)));
            Some(places.map_or(&[][..], Vec::as_slice))
        });
        match marked.min_by_key(|places| places.len()) {
            Some(places) => places.to_vec(),
            None => (0..self.list.len()).collect(),
        }
    }

    /// Notes what the object at this index is identified by.
    pub fn note(&mut self, at: usize) {
        let Some(object) = self.at(at) else {
            return;
        };
        let keys: Vec<_> = marks(&object.model)
            .into_iter()
            .filter_map(|field| {
                let value = object.attrs.get(field)?;
                Some((object.label.clone(), field, as_key(value)))
            })
            .collect();
        for key in keys {
            let places = self.by_mark.entry(key).or_default();
            if let Err(place) = places.binary_search(&at) {
                places.insert(place, at);
            }
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
            let Some(object) = self.at(at) else {
                continue;
            };
            let left = self.list.iter().enumerate();
            let refers = |other: &Arc<Object>| self.refers(other, object);
            let hit = left.filter(|(_, other)| other.as_ref().is_some_and(refers));
            doomed.extend(hit.map(|(at, _)| at));
            let key = as_key(&object.pk);
            if let Some(places) = self.by_pk.get_mut(&key) {
                places.retain(|place| *place != at);
                if places.is_empty() {
                    self.by_pk.remove(&key);
                }
            }
            if let Some(place) = self.list.get_mut(at) {
                *place = None;
            }
        }
    }

    /// Whether a binding hangs on an object or refers to it.
    fn refers(&self, binding: &Object, object: &Object) -> bool {
        let fields: &[&str] = match binding.model {
            Model::Binding => &["target", "policy", "user", "group"],
            Model::StageBinding => &["target", "stage"],
            _ => &[],
        };
        fields.iter().any(|field| {
            let pk = binding.attrs.get(*field);
            let pk = pk.filter(|pk| same(pk, &object.pk));
            let found = pk.and_then(|pk| self.referred(field, pk));
            found.is_some_and(|found| std::ptr::eq(found, object))
        })
    }
}

/// The fields that mostly identify the objects of a model. A target may have thousands of bindings, a policy
/// as many targets: their order tells them apart.
fn marks(model: &Model) -> Vec<&'static str> {
    match model {
        Model::Binding => vec!["target", "policy", "user", "group", "order"],
        Model::StageBinding => vec!["target", "stage", "order"],
        other => vec![other.name_field()],
    }
}
