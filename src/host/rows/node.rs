//! A row under examination: read in place as long as nothing was written, else as policies see it.

use super::store;
use crate::value::context::Context;
use crate::value::model::Model;
use crate::value::value::{Host, Lent, Object, Stop, Value};

/// A row under examination.
#[derive(Clone, Copy)]
pub enum Node<'h> {
    /// As the directory holds it.
    Raw(&'h dyn Object),
    /// As policies see it.
    Shown(&'h Host<'h>),
}

impl<'h> Node<'h> {
    /// The row as it is to be read now.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn of(cx: &Context<'h>, object: &'h dyn Object) -> Result<Self, Stop<'h>> {
        if !cx.written.get() {
            return Ok(Self::Raw(object));
        }
        Ok(match store::known(cx, object)? {
            Some(host) => Self::Shown(host),
            None => Self::Raw(object),
        })
    }

    /// The object.
    #[must_use]
    pub fn object(self) -> &'h dyn Object {
        match self {
            Self::Raw(object) => object,
            Self::Shown(host) => host.object,
        }
    }

    /// The model it is a row of.
    #[must_use]
    pub fn model(self) -> Option<&'static Model> {
        store::model_of(self.object())
    }

    /// Its key as a text.
    #[must_use]
    pub fn key(self) -> Option<String> {
        self.object().identity().map(std::borrow::Cow::into_owned)
    }

    /// The value that shows it.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn show(self, cx: &Context<'h>) -> Result<&'h Host<'h>, Stop<'h>> {
        match self {
            Self::Raw(object) => store::show(cx, object),
            Self::Shown(host) => Ok(host),
        }
    }

    /// A field that is no relation; none if it has none of the name.
    ///
    /// # Errors
    /// What making its value raises.
    pub fn read(self, cx: &Context<'h>, name: &str) -> Result<Option<Piece<'h>>, Stop<'h>> {
        cx.charge(1)?;
        Ok(match self {
            Self::Raw(object) => object.attr(name).map(Piece::Lent),
            Self::Shown(host) => host.attribute(cx, name)?.map(Piece::Value),
        })
    }
}

/// What a field holds.
pub enum Piece<'h> {
    /// As it was lent.
    Lent(Lent<'h>),
    /// As a value.
    Value(Value<'h>),
}
