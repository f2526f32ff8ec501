//! Validating what was submitted to a prompt stage.

use crate::host::in_flow::{map, plan_context};
use crate::host::{Entries, InFlow, Item, Layered, Request};
use crate::value::plain::Plain;
use crate::value::value::{Lent, Mapping};

use super::{
    build::Engine,
    decision::{DecideError, Decision},
    target::Target,
    target_kind::{FieldShape, PromptField, TargetKind},
};

/// The key of the context where the submitted fields stand.
const PROMPT_DATA: &str = "prompt_data";
/// What is said of two passwords that differ.
const DIFFERENT: &str = "Passwords don't match.";

/// Whether what was submitted is taken.
#[derive(Clone, Debug)]
pub struct Validation {
    /// What the validation policies answered. Its effects tell how they changed `prompt_data`.
    pub decision: Decision,
}

impl Validation {
    /// What the form shows as its errors; empty if what was submitted is taken.
    #[must_use]
    pub fn errors(&self) -> &[Plain] {
        match self.decision.passing {
            true => &[],
            false => &self.decision.messages,
        }
    }

    /// What is shown beside a form that was taken.
    #[must_use]
    pub fn infos(&self) -> &[Plain] {
        match self.decision.passing {
            true => &self.decision.messages,
            false => &[],
        }
    }
}

impl Engine {
    /// Whether what was submitted to a prompt stage is taken; it stands in the context's `prompt_data`.
    /// Static, hidden and read-only fields are their defaults whatever was submitted, two passwords
    /// must be the same, and then all validation policies must pass, for the pending user.
    ///
    /// # Errors
    /// An unknown prompt stage, or a limit of the decision as a whole.
    pub fn validate(&self, stage: &str, request: &Request<'_>) -> Result<Validation, DecideError> {
        let name = format!("prompt:{stage}");
        let found = self.tables.target(&name)?;
        let fields = match &found.kind {
            TargetKind::Prompt(fields) => fields.as_slice(),
            _ => &[],
        };
        self.validate_fields(found, &name, fields, request)
    }

    pub(super) fn validate_fields(
        &self,
        found: &Target,
        name: &str,
        fields: &[PromptField],
        request: &Request<'_>,
    ) -> Result<Validation, DecideError> {
        let asked = with_fields(fields, request, |request| {
            self.settle(found, name, request, found.empty_result)
        });
        let decision = asked.unwrap_or_else(|denial| Ok(Decision::denied(denial)))?;
        Ok(Validation { decision })
    }
}

/// Asks about what was submitted, its fields as the policies see them; or what is said instead.
pub(super) fn with_fields<T>(
    fields: &[PromptField],
    request: &Request<'_>,
    ask: impl FnOnce(&Request<'_>) -> T,
) -> Result<T, &'static str> {
    let submitted = request.context().value(PROMPT_DATA).and_then(map);
    if passwords_differ(fields, submitted) {
        return Err(DIFFERENT);
    }
    let before = plan_context(request.context())
        .and_then(|plan| plan.value(PROMPT_DATA))
        .and_then(map);
    let (fixed, hidden) = overwritten(fields, before);
    let data = Layered::new(&fixed).over(submitted).without(hidden);
    let context = Layered::new(request.context()).with_map(PROMPT_DATA, &data);
    let changed = fields
        .iter()
        .any(|field| matches!(field.shape, FieldShape::Fixed(_)));
    let request = match changed {
        true => request.with_context(&context),
        false => *request,
    };
    let flow = InFlow::of(&request);
    Ok(ask(&flow.request()))
}

/// What the fields are that are not up to whom submits them, and the keys of those of which that cannot
/// be told. What an earlier prompt of the plan collected comes before their defaults.
fn overwritten<'f>(
    fields: &'f [PromptField],
    before: Option<&dyn Mapping>,
) -> (Entries, Vec<&'f str>) {
    let (mut fixed, mut hidden) = (Entries::new(), Vec::new());
    for field in fields {
        let FieldShape::Fixed(default) = &field.shape else {
            continue;
        };
        let known = before.and_then(|before| before.value(&field.key));
        match known
            .and_then(|lent| item(&lent))
            .or_else(|| default.clone().map(Item::Json))
        {
            Some(item) => fixed = fixed.with(&field.key, item),
            None => hidden.push(field.key.as_str()),
        }
    }
    (fixed, hidden)
}

/// A copy of a field's value.
fn item(lent: &Lent<'_>) -> Option<Item> {
    Some(match lent {
        Lent::None => Item::Json(serde_json::Value::Null),
        Lent::Bool(truth) => Item::from(*truth),
        Lent::Int(int) => Item::from(*int),
        Lent::Float(float) => Item::from(*float),
        Lent::Str(text) => Item::from(*text),
        Lent::Text(text) => Item::from(text.as_str()),
        Lent::Json(json) => Item::Json((*json).clone()),
        _ => return None,
    })
}

/// Whether the stage has two passwords and they are not the same.
fn passwords_differ(fields: &[PromptField], submitted: Option<&dyn Mapping>) -> bool {
    let passwords = fields
        .iter()
        .filter(|field| field.shape == FieldShape::Password);
    let mut values = passwords.map(|field| {
        let value = submitted.and_then(|data| data.value(&field.key));
        value.and_then(|lent| match item(&lent) {
            Some(Item::Json(json)) => Some(json),
            _ => None,
        })
    });
    match (values.next(), values.next(), values.next()) {
        (Some(one), Some(other), None) => one != other,
        _ => false,
    }
}
