//! What blueprints describe, after their tags are resolved.

use std::sync::Arc;

use saphyr_parser::ScalarStyle;
use serde_json::{Map, Value};

use super::{model::Model, node::Text};
use crate::source::Place;

/// One object that the entries of blueprints describe.
#[derive(Clone, Debug)]
pub struct Object {
    /// What it is.
    pub model: Model,
    /// Its model as written, in lower case.
    pub label: String,
    /// Its primary key: a number for a user, else mostly a text.
    pub pk: Value,
    /// The ids of the entries that describe it.
    pub ids: Vec<String>,
    /// Its fields: attributes and identifiers of its entries.
    pub attrs: Map<String, Value>,
    /// The file whose entry made or changed it last.
    pub file: Arc<str>,
    /// Where that entry begins.
    pub place: Place,
    /// Where the text of its `expression` stands.
    pub expression: Option<TextPlace>,
}

impl Object {
    /// A field that holds a text.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.attrs.get(field).and_then(Value::as_str)
    }

    /// The name or slug by which people know it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(self.model.name_field()).unwrap_or("")
    }

    /// Where, in the file, a place in the text of the `expression` is.
    #[must_use]
    pub fn locate(&self, place: Place) -> Place {
        self.expression
            .map_or(self.place, |text| text.locate(place))
    }
}

/// Where a text value stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// Where the value begins.
    pub start: Place,
    shape: Shape,
}

/// How lines and columns of a text relate to those of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A literal block: a line for each line, each behind the same indentation.
    Block { line: u32, indent: u32 },
    /// One line, copied as it is from this column on.
    Line { column: u32 },
    /// Folded or escaped: only its beginning is known.
    Folded,
}

impl TextPlace {
    pub(super) fn of(text: &Text, start: Place) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = (clamp(text.start.0), clamp(text.start.1));
        let length = clamp(text.text.chars().count());
        let quotes = match text.style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
            _ => 0,
        };
        let unchanged = clamp(text.end.1) == column + length + 2 * quotes;
        let shape = match text.style {
            ScalarStyle::Literal => {
                let blank = text.text.chars().take_while(|c| *c == '\n').count();
                let line = line.saturating_sub(clamp(blank));
                Shape::Block {
                    line,
                    indent: column,
                }
            }
            ScalarStyle::Folded => Shape::Folded,
            _ if text.start.0 == text.end.0 && unchanged => Shape::Line {
                column: column + quotes,
            },
            _ => Shape::Folded,
        };
        Self { start, shape }
    }

    /// Where, in the file, a place in the text is.
    #[must_use]
    pub fn locate(&self, place: Place) -> Place {
        match self.shape {
            Shape::Block { line, indent } => Place {
                line: line.saturating_add(place.line.saturating_sub(1)),
                column: indent.saturating_add(place.column),
            },
            Shape::Line { column } => Place {
                line: self.start.line,
                column: column.saturating_add(place.column),
            },
            Shape::Folded => self.start,
        }
    }
}
