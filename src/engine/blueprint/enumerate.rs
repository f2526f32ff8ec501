//! `!Enumerate` and what stands for its items.

use serde_json::{Map, Value};

use super::{
    error::Reason,
    json::{as_key, merge_maps},
    node::Node,
    read::Fault,
    resolve::Resolver,
    tag::form,
};

impl Resolver<'_> {
    /// Makes a sequence or a mapping, with one value of the body per item.
    pub(super) fn enumerate(&mut self, node: &Node) -> Result<Value, Fault> {
        let Some([over, output, body]) = node.items() else {
            return Err(form(
                node,
                "!Enumerate",
                "what to iterate over, SEQ or MAP, and a body",
            ));
        };
        if matches!(over.own_tag(), Some("Value" | "Index")) && depth(over) == Some(0) {
            return Err((over.place, Reason::OwnItems));
        }
        self.items.push(None);
        let made = self.turns(over, output, body);
        self.items.pop();
        made
    }

    fn turns(&mut self, over: &Node, output: &Node, body: &Node) -> Result<Value, Fault> {
        let items = pairs(self.value(over)?).ok_or((over.place, Reason::NotIterable))?;
        let kind = as_key(&self.value(output)?);
        match kind.to_ascii_uppercase().as_str() {
            "SEQ" => {
                let values = items.into_iter().map(|item| self.turn(item, body));
                Ok(Value::Array(values.collect::<Result<_, _>>()?))
            }
            "MAP" => {
                let mut made = Map::new();
                for item in items {
                    merge_maps(&mut made, as_map(self.turn(item, body)?, body)?);
                }
                Ok(Value::Object(made))
            }
            _ => Err((output.place, Reason::Output(kind))),
        }
    }

    fn turn(&mut self, item: (Value, Value), body: &Node) -> Result<Value, Fault> {
        if let Some(current) = self.items.last_mut() {
            *current = Some(item);
        }
        self.value(body)
    }

    /// The value or the index of the item that an enclosing `!Enumerate` is at.
    pub(super) fn item(
        &mut self,
        node: &Node,
        tag: &'static str,
        part: fn(&(Value, Value)) -> &Value,
    ) -> Result<Value, Fault> {
        let depth = depth(node).ok_or(form(node, tag, "a depth, 0 being the innermost"))?;
        let missing = (node.place, Reason::NoEnumerate { tag, depth });
        let item = self.items.iter().rev().nth(depth);
        match item {
            Some(Some(item)) => self.copy(part(item), node.place),
            _ => Err(missing),
        }
    }
}

fn depth(node: &Node) -> Option<usize> {
    node.text()?.trim().parse().ok()
}

/// Index and value, key and value, or place and character.
fn pairs(over: Value) -> Option<Vec<(Value, Value)>> {
    let numbered = |values: Vec<Value>| {
        let indices = (0_usize..).map(Value::from);
        indices.zip(values).collect()
    };
    match over {
        Value::Array(items) => Some(numbered(items)),
        Value::Object(map) => {
            let pairs = map
                .into_iter()
                .map(|(key, value)| (Value::String(key), value));
            Some(pairs.collect())
        }
        Value::String(text) => {
            let characters = text.chars().map(|c| Value::String(c.to_string()));
            Some(numbered(characters.collect()))
        }
        _ => None,
    }
}

/// What a turn of a MAP adds: a pair, or a mapping.
fn as_map(value: Value, body: &Node) -> Result<Map<String, Value>, Fault> {
    let wrong = Err((body.place, Reason::NotAPair));
    match value {
        Value::Object(map) => Ok(map),
        Value::Array(items) => {
            let mut items = items.into_iter();
            let (Some(key), Some(value)) = (items.next(), items.next()) else {
                return wrong;
            };
            Ok(Map::from_iter([(as_key(&key), value)]))
        }
        _ => wrong,
    }
}
