//! Nodes to JSON: plain values, mappings, and the one way into tags. What it makes is charged, so
//! that no nesting of aliases, contexts and loops can grow beyond the limits.

use std::{
    cell::Cell,
    collections::{HashMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use saphyr_parser::ScalarStyle;
use serde_json::{Map, Value};

use super::{
    access::Access,
    error::{Notice, Reason, Warning},
    json::as_key,
    limits::BlueprintLimits,
    node::{Content, Node, Tag, Text},
    objects::Objects,
    read::Fault,
    scalar,
};
use crate::source::Place;

/// What one value costs beside its text.
const VALUE: usize = 32;

/// The context of a blueprint: values as written, or given by the embedder.
pub(super) enum Given {
    Written(Rc<Node>),
    Value(Value),
}

/// Resolves the nodes of one file.
pub(super) struct Resolver<'a> {
    pub file: Arc<str>,
    pub access: &'a Access,
    pub limits: &'a BlueprintLimits,
    pub context: &'a [(String, Given)],
    /// Entries of this file by id, with the object that each stands for.
    pub ids: HashMap<String, usize>,
    pub objects: Objects,
    /// The items that the enclosing loops are at, outermost first.
    pub items: Vec<Option<(Value, Value)>>,
    pub warnings: Vec<Warning>,
    pub depth: usize,
    pub spent: Cell<usize>,
}

impl Resolver<'_> {
    /// The JSON value of a node.
    pub fn value(&mut self, node: &Node) -> Result<Value, Fault> {
        if self.depth + 1 > self.limits.nesting {
            let limit = self.limits.nesting;
            return Err((node.place, Reason::TooDeep { limit }));
        }
        self.charge(1, node.place)?;
        self.depth += 1;
        let value = match &node.tag {
            Some(Tag::Own(name)) => self.tagged(name, node),
            Some(Tag::Core(name)) => self.core(name, node),
            None => self.plain(node),
        };
        self.depth -= 1;
        value
    }

    /// Charges for a value of `bytes` of text.
    pub fn charge(&self, bytes: usize, place: Place) -> Result<(), Fault> {
        self.spend(bytes.saturating_add(VALUE), place)
    }

    /// Charges for work that makes no value.
    pub fn spend(&self, work: usize, place: Place) -> Result<(), Fault> {
        let spent = self.spent.get().saturating_add(work);
        self.spent.set(spent);
        if spent > self.limits.expansion {
            let limit = self.limits.expansion;
            return Err((place, Reason::TooMuch { limit }));
        }
        Ok(())
    }

    /// A copy of a value that was made before, charged for its size and depth.
    pub fn copy(&self, value: &Value, place: Place) -> Result<Value, Fault> {
        self.measure(value, self.depth, place)?;
        Ok(value.clone())
    }

    fn measure(&self, value: &Value, depth: usize, place: Place) -> Result<(), Fault> {
        if depth > self.limits.nesting {
            let limit = self.limits.nesting;
            return Err((place, Reason::TooDeep { limit }));
        }
        match value {
            Value::String(text) => self.charge(text.len(), place),
            Value::Array(items) => {
                self.charge(0, place)?;
                items
                    .iter()
                    .try_for_each(|item| self.measure(item, depth + 1, place))
            }
            Value::Object(map) => {
                self.charge(map.keys().map(String::len).sum(), place)?;
                map.values()
                    .try_for_each(|item| self.measure(item, depth + 1, place))
            }
            _ => self.charge(0, place),
        }
    }

    pub fn warn(&mut self, place: Place, notice: Notice) {
        self.warnings.push(Warning {
            file: Arc::clone(&self.file),
            place,
            notice,
        });
    }

    fn plain(&mut self, node: &Node) -> Result<Value, Fault> {
        match &node.content {
            Content::Scalar(scalar) => {
                self.charge(scalar.text.len(), node.place)?;
                Ok(untagged(scalar))
            }
            Content::Sequence(items) => {
                let items = items.iter().map(|item| self.value(item));
                Ok(Value::Array(items.collect::<Result<_, _>>()?))
            }
            Content::Mapping(pairs) => {
                let mut map = Map::new();
                self.mapping(pairs, &mut map)?;
                Ok(Value::Object(map))
            }
        }
    }

    /// Fills `map`. What `<<` merges in gives way to the mapping's own keys.
    fn mapping(
        &mut self,
        pairs: &[(Rc<Node>, Rc<Node>)],
        map: &mut Map<String, Value>,
    ) -> Result<(), Fault> {
        for (key, value) in pairs {
            if is_merge(key) {
                self.merged(value, map)?;
            }
        }
        let own = pairs.iter().filter(|(key, _)| !is_merge(key));
        let mut seen = HashSet::new();
        for (key, value) in own {
            let name = key_text(key)?;
            if !seen.insert(name.clone()) {
                self.warn(key.place, Notice::DuplicateKey(name.clone()));
            }
            let value = self.value(value)?;
            self.charge(name.len(), key.place)?;
            map.insert(name, value);
        }
        Ok(())
    }

    fn merged(&mut self, value: &Node, map: &mut Map<String, Value>) -> Result<(), Fault> {
        self.charge(0, value.place)?;
        if let Some(pairs) = value.pairs() {
            return self.mapping(pairs, map);
        }
        let wrong = || {
            let what = "what << merges in".to_owned();
            let expected = "a mapping or a list of mappings";
            (value.place, Reason::WrongType { what, expected })
        };
        let items = value
            .items()
            .filter(|_| value.tag.is_none())
            .ok_or_else(wrong)?;
        // Of several, the first one wins.
        for item in items.iter().rev() {
            let pairs = item.pairs().ok_or_else(wrong)?;
            self.mapping(pairs, map)?;
        }
        Ok(())
    }

    /// A value with one of YAML's own tags, such as `!!str`.
    fn core(&mut self, name: &str, node: &Node) -> Result<Value, Fault> {
        let unknown = || (node.place, Reason::UnknownTag(format!("!!{name}")));
        let wrong = |expected| {
            let what = format!("a value tagged !!{name}");
            (node.place, Reason::WrongType { what, expected })
        };
        let Content::Scalar(Text { text, .. }) = &node.content else {
            return match name {
                "seq" | "map" => self.plain(node),
                _ => Err(unknown()),
            };
        };
        self.charge(text.len(), node.place)?;
        match (name, scalar::resolve(text)) {
            ("str", _) => Ok(Value::String(text.clone())),
            ("null", Value::Null) => Ok(Value::Null),
            ("bool", Value::Bool(truth)) => Ok(Value::Bool(truth)),
            ("int", Value::Number(n)) if !n.is_f64() => Ok(Value::Number(n)),
            ("float", Value::Number(n)) => n
                .as_f64()
                .and_then(serde_json::Number::from_f64)
                .map(Value::Number)
                .ok_or_else(|| wrong("a number")),
            ("null" | "bool" | "int" | "float", _) => Err(wrong("of that type")),
            _ => Err(unknown()),
        }
    }
}

/// Only plain scalars can be anything but a text.
fn untagged(scalar: &Text) -> Value {
    match scalar.style {
        ScalarStyle::Plain => scalar::resolve(&scalar.text),
        _ => Value::String(scalar.text.clone()),
    }
}

fn is_merge(key: &Node) -> bool {
    let Content::Scalar(scalar) = &key.content else {
        return false;
    };
    scalar.text == "<<" && scalar.style == ScalarStyle::Plain && key.tag.is_none()
}

/// A key as JSON has it: `1` and `true` become texts, as when Python writes JSON.
fn key_text(key: &Node) -> Result<String, Fault> {
    let wrong = || {
        let what = "the key of a mapping".to_owned();
        let expected = "a scalar without a tag";
        (key.place, Reason::WrongType { what, expected })
    };
    match (&key.content, &key.tag) {
        (Content::Scalar(scalar), None) => Ok(as_key(&untagged(scalar))),
        (Content::Scalar(scalar), Some(Tag::Core(_))) => Ok(scalar.text.clone()),
        _ => Err(wrong()),
    }
}
