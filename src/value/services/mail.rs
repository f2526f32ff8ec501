//! Mail, as `ak_send_email` hands it over.

use crate::value::plain::Plain;

/// Somebody who gets a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// The name; may be empty.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Letter {
    /// Who gets it.
    pub to: Vec<Mailbox>,
    /// Who gets a copy.
    pub cc: Vec<Mailbox>,
    /// Who gets a copy that the others do not see.
    pub bcc: Vec<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The text; none if there is a template.
    pub body: Option<String>,
    /// The name of a template, to be filled from `context`.
    pub template: Option<String>,
    /// What a template is filled from.
    pub context: Vec<(String, Plain)>,
    /// The name of the e-mail stage whose settings are used.
    pub stage: Option<String>,
}

/// Who sends letters.
pub trait Mail: Send + Sync {
    /// Takes a letter over; sending it may happen later.
    ///
    /// # Errors
    /// Why it cannot be sent: then `ak_send_email` answers `False` and the reason is logged.
    fn send(&self, letter: &Letter) -> Result<(), String>;
}
