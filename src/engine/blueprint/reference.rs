//! What bindings and prompt stages refer to must be there: a check that silently went missing
//! would open what it guards.

use serde_json::Value;

use super::{
    entry::Entry, error::Reason, json::as_key, model::Model, object::Object, read::Fault,
    resolve::Resolver,
};

impl Resolver<'_> {
    /// Checks the references of an object that an entry has just made or changed.
    pub(super) fn check_references(&self, at: usize, entry: &Entry<'_>) -> Result<(), Fault> {
        match self.objects.at(at) {
            Some(object) if object.model == Model::Binding => self.check_binding(object, entry),
            Some(object) if object.model == Model::PromptStage => self.check_prompt(object, entry),
            _ => Ok(()),
        }
    }

    fn check_binding(&self, object: &Object, entry: &Entry<'_>) -> Result<(), Fault> {
        let target = object.attrs.get("target").unwrap_or(&Value::Null);
        if self.objects.referred("target", target).is_none() {
            let cause = match target {
                Value::Null => "it is null; what it hangs on must be loaded before".to_owned(),
                key => format!("nothing that was loaded has the key {}", as_key(key)),
            };
            return Err((entry.place_of("target"), Reason::NoTarget(cause)));
        }
        let set = |field: &&str| object.attrs.get(*field).is_some_and(|v| !v.is_null());
        let mut fields = ["policy", "user", "group"].into_iter().filter(set);
        match (fields.next(), fields.next()) {
            (None, _) => Err((entry.place, Reason::NothingBound)),
            (_, Some(second)) => Err((entry.place_of(second), Reason::Ambiguous)),
            (Some(field), None) => {
                let key = object.attrs.get(field).unwrap_or(&Value::Null);
                self.check(field, key, entry)
            }
        }
    }

    fn check_prompt(&self, object: &Object, entry: &Entry<'_>) -> Result<(), Fault> {
        let field = "validation_policies";
        match object.attrs.get(field) {
            None | Some(Value::Null) => Ok(()),
            Some(Value::Array(keys)) => keys
                .iter()
                .try_for_each(|key| self.check(field, key, entry)),
            Some(_) => {
                let (what, expected) = (field.to_owned(), "a sequence");
                Err((entry.place_of(field), Reason::WrongType { what, expected }))
            }
        }
    }

    fn check(&self, field: &'static str, key: &Value, entry: &Entry<'_>) -> Result<(), Fault> {
        let found = self.objects.referred(field, key);
        let found = found.map(|object| &object.model);
        let (fits, expected) = match field {
            "user" => (found == Some(&Model::User), "user"),
            "group" => (found == Some(&Model::Group), "group"),
            _ => (found.is_some_and(Model::is_policy), "policy"),
        };
        if fits {
            return Ok(());
        }
        let key = as_key(key);
        let reason = Reason::NoReference {
            field,
            key,
            expected,
        };
        Err((entry.place_of(field), reason))
    }
}
