//! YAML text to nodes, without recursion and within limits.

use std::{collections::HashMap, rc::Rc};

use saphyr_parser::{Event, Marker, Parser, Span, Tag as YamlTag};

use super::{
    error::Reason,
    limits::BlueprintLimits,
    node::{Content, Node, Tag, Text},
};
use crate::source::Place;

/// A reason and where it stands; the file is added by who knows it.
pub(super) type Fault = (Place, Reason);

/// Reads the one document of a text.
pub(super) fn read(text: &str, limits: &BlueprintLimits) -> Result<Rc<Node>, Fault> {
    let top = Place { line: 1, column: 1 };
    if text.len() > limits.file_bytes {
        let limit = limits.file_bytes;
        return Err((top, Reason::TooLarge { limit }));
    }
    let mut reader = Reader {
        limits,
        open: Vec::new(),
        anchors: HashMap::new(),
        documents: Vec::new(),
        values: 0,
    };
    let mut parser = Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    while let Some(event) = parser.next_event() {
        let (event, span) =
            event.map_err(|e| (place(*e.marker()), Reason::Yaml(e.info().to_owned())))?;
        reader.take(event, span)?;
    }
    let count = reader.documents.len();
    match (reader.documents.pop(), count) {
        (Some(document), 1) => Ok(document),
        (Some(last), _) => Err((last.place, Reason::Documents(count))),
        (None, _) => Err((top, Reason::Documents(0))),
    }
}

/// A marker as people count it.
fn place(marker: Marker) -> Place {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place {
        line: clamp(marker.line()),
        column: clamp(marker.col() + 1),
    }
}

/// A sequence or mapping whose end has not been met.
struct Open {
    place: Place,
    tag: Option<Tag>,
    anchor: usize,
    mapping: bool,
    items: Vec<Rc<Node>>,
}

struct Reader<'a> {
    limits: &'a BlueprintLimits,
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    documents: Vec<Rc<Node>>,
    values: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        let place = place(span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let text = Text {
                    text: text.into_owned(),
                    style,
                    start: (span.start.line(), span.start.col()),
                    end: (span.end.line(), span.end.col()),
                };
                let node = Node {
                    place,
                    tag: tag.map(|tag| own(&tag)),
                    content: Content::Scalar(text),
                    height: 0,
                };
                self.add(node, anchor)
            }
            Event::SequenceStart(anchor, tag) => self.start(place, tag.as_deref(), anchor, false),
            Event::MappingStart(anchor, tag) => self.start(place, tag.as_deref(), anchor, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let named = self.anchors.get(&anchor).cloned();
                let named = named.ok_or((place, Reason::AliasInItself))?;
                self.push(named, place)
            }
            Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => Ok(()),
        }
    }

    fn start(
        &mut self,
        place: Place,
        tag: Option<&YamlTag>,
        anchor: usize,
        mapping: bool,
    ) -> Result<(), Fault> {
        if self.open.len() >= self.limits.nesting {
            let limit = self.limits.nesting;
            return Err((place, Reason::TooDeep { limit }));
        }
        self.open.push(Open {
            place,
            tag: tag.map(own),
            anchor,
            mapping,
            items: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let height = open.items.iter().map(|item| item.height + 1).max();
        let content = if open.mapping {
            Content::Mapping(pairs(open.items))
        } else {
            Content::Sequence(open.items)
        };
        let node = Node {
            place: open.place,
            tag: open.tag,
            content,
            height: height.unwrap_or(0),
        };
        self.add(node, open.anchor)
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        let place = node.place;
        let node = Rc::new(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.push(node, place)
    }

    fn push(&mut self, node: Rc<Node>, place: Place) -> Result<(), Fault> {
        self.values += 1;
        if self.values > self.limits.values {
            let limit = self.limits.values;
            return Err((place, Reason::TooManyValues { limit }));
        }
        if self.open.len() + node.height > self.limits.nesting {
            let limit = self.limits.nesting;
            return Err((place, Reason::TooDeep { limit }));
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.documents.push(node),
        }
        Ok(())
    }
}

/// Keys and values, which come in turns.
fn pairs(items: Vec<Rc<Node>>) -> Vec<(Rc<Node>, Rc<Node>)> {
    let mut items = items.into_iter();
    let mut pairs = Vec::with_capacity(items.len() / 2);
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        pairs.push((key, value));
    }
    pairs
}

fn own(tag: &YamlTag) -> Tag {
    if tag.is_yaml_core_schema() {
        Tag::Core(tag.suffix.clone())
    } else if tag.handle.is_empty() && tag.suffix == "!" {
        Tag::Core("str".to_owned())
    } else {
        Tag::Own(tag.to_string().trim_start_matches('!').to_owned())
    }
}
