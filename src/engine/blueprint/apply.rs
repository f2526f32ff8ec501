//! Entries to objects: found again by their identifiers, made, changed or removed.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    entry::{Entry, State},
    error::{Notice, Reason},
    json::{contains, merge_maps, same},
    model::Model,
    object::Object,
    read::Fault,
    resolve::Resolver,
};
use crate::source::Place;

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
            && let Some(at) = self.objects.find_pk(label, pk)
        {
            return Ok(Some(at));
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
        self.notice_settings(entry, &label, &fields);
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
