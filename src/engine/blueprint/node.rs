//! A blueprint as written: values with their tags and places, aliases shared.

use std::rc::Rc;

use saphyr_parser::ScalarStyle;

use crate::source::Place;

/// A value as written.
#[derive(Debug)]
pub(super) struct Node {
    pub place: Place,
    pub tag: Option<Tag>,
    pub content: Content,
    /// Levels below this one, counted through aliases; bounded, so that dropping and walking are too.
    pub height: usize,
}

/// A tag that is not resolved while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `!Name`, one of blueprints' own.
    Own(String),
    /// `!!name`, one of YAML's.
    Core(String),
}

/// What a value consists of.
#[derive(Debug)]
pub(super) enum Content {
    Scalar(Text),
    Sequence(Vec<Rc<Node>>),
    Mapping(Vec<(Rc<Node>, Rc<Node>)>),
}

/// A scalar as written.
#[derive(Debug)]
pub(super) struct Text {
    pub text: String,
    pub style: ScalarStyle,
    /// Line, counted from 1, and column, counted from 0, where its content starts and ends.
    pub start: (usize, usize),
    pub end: (usize, usize),
}

impl Node {
    /// The name of the node's own tag.
    pub fn own_tag(&self) -> Option<&str> {
        match &self.tag {
            Some(Tag::Own(name)) => Some(name),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn items(&self) -> Option<&[Rc<Node>]> {
        match &self.content {
            Content::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a scalar, untyped.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The pairs of a mapping without a tag.
    pub fn pairs(&self) -> Option<&[(Rc<Node>, Rc<Node>)]> {
        match &self.content {
            Content::Mapping(pairs) if self.own_tag().is_none() => Some(pairs),
            _ => None,
        }
    }

    /// The value of a key in a mapping without a tag; of several the last.
    pub fn field(&self, key: &str) -> Option<&Rc<Node>> {
        let named = |pair: &&(Rc<Node>, Rc<Node>)| pair.0.text() == Some(key);
        self.pairs()?.iter().rev().find(named).map(|pair| &pair.1)
    }
}
