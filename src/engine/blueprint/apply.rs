//! Entries to objects: found again by their identifiers, made, changed or removed.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value};

use super::{
    entry::{Entry, State},
    enumerate::merge_maps,
    error::{Notice, Reason},
    find::{contains, same},
    model::Model,
    object::Object,
    read::Fault,
    resolve::{Resolver, as_key},
};
use crate::source::Place;

/// All objects that were described so far, in the order of their first entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Objects {
    list: Vec<Option<Arc<Object>>>,
    by_pk: HashMap<String, usize>,
    /// Where objects may be that have a label and, now or once, a value of the field that mostly
    /// identifies them.
    by_name: HashMap<(String, String), Vec<usize>>,
    made: u64,
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
        self.at(*self.by_pk.get(&as_key(pk))?)
    }

    fn change(&mut self, at: usize) -> Option<&mut Object> {
        self.list.get_mut(at)?.as_mut().map(Arc::make_mut)
    }

    fn add(&mut self, object: Object) -> usize {
        let at = self.list.len();
        self.by_pk.insert(as_key(&object.pk), at);
        self.list.push(Some(Arc::new(object)));
        at
    }

    /// Where the objects are that can have these identifiers.
    fn candidates(&self, label: &str, identifiers: &Map<String, Value>) -> Vec<usize> {
        match identifiers.get(mark(&Model::of(label))) {
            Some(value @ (Value::String(_) | Value::Number(_))) => {
                let key = (label.to_owned(), as_key(value));
                self.by_name.get(&key).cloned().unwrap_or_default()
            }
            _ => (0..self.list.len()).collect(),
        }
    }

    /// Notes what the object at this index is identified by.
    fn note(&mut self, at: usize) {
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
    fn fresh_pk(&mut self, model: &Model) -> Value {
        loop {
            self.made += 1;
            let made = self.made;
            let pk = match model {
                Model::User => Value::from(made),
                _ => Value::from(format!("00000000-0000-4000-8000-{made:012x}")),
            };
            if !self.by_pk.contains_key(&as_key(&pk)) {
                return pk;
            }
        }
    }

    /// Removes an object, and with it the bindings that hang on it or refer to it.
    fn remove(&mut self, at: usize) {
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

impl Resolver<'_> {
    /// Takes one entry into the objects.
    pub(super) fn apply(&mut self, entry: &Entry<'_>) -> Result<(), Fault> {
        let Some(label) = self.label(entry)? else {
            return Ok(());
        };
        let state = self.state(entry)?;
        let identifiers = self.identifiers(entry, &label)?;
        let existing = self.existing(&label, &identifiers, entry.place)?;
        let at = match (state, existing) {
            (State::Absent, existing) => {
                if let Some(at) = existing {
                    self.objects.remove(at);
                }
                return Ok(());
            }
            (State::MustCreated, Some(_)) => {
                return Err((entry.place, Reason::Exists { model: label }));
            }
            (State::Created, Some(at)) => at,
            (_, existing) => self.write(entry, label, identifiers, existing)?,
        };
        let id = entry.id();
        self.ids.extend(id.clone().map(|id| (id, at)));
        if let (Some(object), Some(id)) = (self.objects.change(at), id)
            && !object.ids.contains(&id)
        {
            object.ids.push(id);
        }
        Ok(())
    }

    /// The index of the object that has these identifiers: the given primary key, or all others.
    fn existing(
        &self,
        label: &str,
        identifiers: &Map<String, Value>,
        place: Place,
    ) -> Result<Option<usize>, Fault> {
        if let Some(pk) = identifiers.get("pk")
            && let Some(at) = self.objects.by_pk.get(&as_key(pk))
        {
            return Ok(Some(*at));
        }
        let others: Vec<_> = identifiers.iter().filter(|(key, _)| *key != "pk").collect();
        if others.is_empty() {
            return Ok(None);
        }
        for at in self.objects.candidates(label, identifiers) {
            self.spend(1, place)?;
            let Some(object) = self.objects.at(at).filter(|object| object.label == label) else {
                continue;
            };
            let fits = |(key, wanted): &(&String, &Value)| {
                let found = object.attrs.get(*key).unwrap_or(&Value::Null);
                if wanted.is_object() {
                    contains(found, wanted)
                } else {
                    same(found, wanted)
                }
            };
            if others.iter().all(fits) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Makes or changes an object from an entry and answers its index.
    fn write(
        &mut self,
        entry: &Entry<'_>,
        label: String,
        mut identifiers: Map<String, Value>,
        existing: Option<usize>,
    ) -> Result<usize, Fault> {
        let mut fields = self.attrs(entry)?;
        let pk = identifiers.shift_remove("pk");
        merge_maps(&mut fields, identifiers);
        let model = Model::of(&label);
        let at = match existing {
            Some(at) => {
                self.warn_of_change(at, entry.place);
                at
            }
            None => {
                let pk = pk.unwrap_or_else(|| self.objects.fresh_pk(&model));
                self.objects.add(Object {
                    model,
                    label,
                    pk,
                    ids: Vec::new(),
                    attrs: Map::new(),
                    file: Arc::clone(&self.file),
                    place: entry.place,
                    expression: None,
                })
            }
        };
        let file = Arc::clone(&self.file);
        if let Some(object) = self.objects.change(at) {
            (object.file, object.place) = (file, entry.place);
            if fields.contains_key("expression") {
                object.expression = entry.expression();
            }
            object.attrs.extend(fields);
        }
        self.objects.note(at);
        self.check_references(at, entry)?;
        Ok(at)
    }

    fn warn_of_change(&mut self, at: usize, place: Place) {
        let Some(object) = self.objects.at(at) else {
            return;
        };
        if Arc::ptr_eq(&object.file, &self.file) {
            let (model, line) = (object.label.clone(), object.place.line);
            self.warn(place, Notice::SameIdentifiers { model, line });
        }
    }
}
