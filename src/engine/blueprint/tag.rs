//! The tags of blueprints, save for loops and look-ups.

use std::rc::Rc;

use serde_json::Value;

use super::{
    access::NoFile,
    error::{Notice, Reason},
    format,
    json::{as_key, truth},
    node::Node,
    read::Fault,
    resolve::{Given, Resolver},
};

impl Resolver<'_> {
    /// The value of a node with the tag `!name`.
    pub(super) fn tagged(&mut self, name: &str, node: &Node) -> Result<Value, Fault> {
        match name {
            "KeyOf" => self.key_of(node),
            "Find" => self.find(node, false),
            "FindObject" => self.find(node, true),
            "Context" => self.context(node),
            "Env" => self.env(node),
            "File" => self.file(node),
            "Format" => self.format(node),
            "If" => self.choose(node),
            "Condition" => self.condition(node),
            "Enumerate" => self.enumerate(node),
            "Value" => self.item(node, "!Value", |(_, value)| value),
            "Index" => self.item(node, "!Index", |(index, _)| index),
            "AtIndex" => self.at_index(node),
            "ParseJSON" => self.parse_json(node),
            _ => Err((node.place, Reason::UnknownTag(format!("!{name}")))),
        }
    }

    fn key_of(&mut self, node: &Node) -> Result<Value, Fault> {
        let id = node.text().ok_or(form(node, "!KeyOf", "an id"))?;
        let object = self.ids.get(id).and_then(|at| self.objects.at(*at));
        object
            .map(|object| object.pk.clone())
            .ok_or_else(|| (node.place, Reason::KeyOf(id.to_owned())))
    }

    /// The name and the default of `!Context`, `!Env` and `!File`.
    fn named<'n>(
        &mut self,
        node: &'n Node,
        tag: &'static str,
    ) -> Result<(String, Option<&'n Node>), Fault> {
        if let Some(text) = node.text() {
            return Ok((text.to_owned(), None));
        }
        match node.items() {
            Some([name]) => Ok((as_key(&self.value(name)?), None)),
            Some([name, default]) => Ok((as_key(&self.value(name)?), Some(&**default))),
            _ => Err(form(node, tag, "a name, or a name and a default")),
        }
    }

    fn default(&mut self, default: Option<&Node>) -> Result<Value, Fault> {
        default.map_or(Ok(Value::Null), |node| self.value(node))
    }

    fn context(&mut self, node: &Node) -> Result<Value, Fault> {
        let (key, default) = self.named(node, "!Context")?;
        if let Some(value) = self.given(&key, node)? {
            return Ok(value);
        }
        let (first, path) = key.split_once('.').unwrap_or((&key, ""));
        let start = if path.is_empty() {
            None
        } else {
            self.given(first, node)?
        };
        match start.as_ref().and_then(|value| walk(value, path)) {
            Some(value) => self.copy(value, node.place),
            None => self.default(default),
        }
    }

    /// The value of a key of the context.
    fn given(&mut self, key: &str, node: &Node) -> Result<Option<Value>, Fault> {
        let context = self.context;
        match context.iter().rev().find(|(name, _)| name == key) {
            Some((_, Given::Written(written))) => self.value(written).map(Some),
            Some((_, Given::Value(value))) => self.copy(value, node.place).map(Some),
            None => Ok(None),
        }
    }

    fn env(&mut self, node: &Node) -> Result<Value, Fault> {
        let (name, default) = self.named(node, "!Env")?;
        match self.access.env(&name) {
            Ok(Some(value)) => {
                self.charge(value.len(), node.place)?;
                return Ok(Value::String(value));
            }
            Ok(None) => {}
            Err(()) if default.is_none() => {
                return Err((node.place, Reason::EnvNotAllowed(name)));
            }
            Err(()) => self.warn(node.place, Notice::DefaultTaken(name)),
        }
        self.default(default)
    }

    fn file(&mut self, node: &Node) -> Result<Value, Fault> {
        let (path, default) = self.named(node, "!File")?;
        match self.access.file(&path, self.limits.file_bytes) {
            Ok(text) => {
                self.charge(text.len(), node.place)?;
                return Ok(Value::String(text));
            }
            Err(NoFile::Refused(cause)) if default.is_none() => {
                return Err((node.place, Reason::File { path, cause }));
            }
            Err(NoFile::NotAllowed) if default.is_none() => {
                return Err((node.place, Reason::FileNotAllowed(path)));
            }
            Err(_) => self.warn(node.place, Notice::DefaultTaken(path)),
        }
        self.default(default)
    }

    fn format(&mut self, node: &Node) -> Result<Value, Fault> {
        let wrong = || form(node, "!Format", "a format and its arguments");
        let (first, rest) = node
            .items()
            .and_then(<[_]>::split_first)
            .ok_or_else(wrong)?;
        let Value::String(template) = self.value(first)? else {
            return Err(wrong());
        };
        let arguments = self.values(rest)?;
        let text = format::percent(&template, &arguments, self.limits.file_bytes)
            .map_err(|cause| (first.place, Reason::Format(cause)))?;
        self.charge(text.len(), node.place)?;
        Ok(Value::String(text))
    }

    pub(super) fn values(&mut self, nodes: &[Rc<Node>]) -> Result<Vec<Value>, Fault> {
        nodes.iter().map(|node| self.value(node)).collect()
    }

    fn choose(&mut self, node: &Node) -> Result<Value, Fault> {
        match node.items() {
            Some([condition]) => Ok(Value::Bool(truth(&self.value(condition)?))),
            Some([condition, yes, no]) => {
                let chosen = if truth(&self.value(condition)?) {
                    yes
                } else {
                    no
                };
                self.value(chosen)
            }
            _ => Err(form(
                node,
                "!If",
                "a condition, or a condition and two values",
            )),
        }
    }

    fn condition(&mut self, node: &Node) -> Result<Value, Fault> {
        let wrong = || form(node, "!Condition", "a mode and at least one value");
        let (first, rest) = node
            .items()
            .and_then(<[_]>::split_first)
            .ok_or_else(wrong)?;
        let mode = as_key(&self.value(first)?);
        let truths: Vec<bool> = self.values(rest)?.iter().map(truth).collect();
        if truths.is_empty() {
            return Err((node.place, Reason::NoCondition));
        }
        let all = truths.iter().all(|t| *t);
        let any = truths.iter().any(|t| *t);
        let odd = truths.iter().filter(|t| **t).count() % 2 == 1;
        let answer = match mode.to_ascii_uppercase().as_str() {
            "AND" => all,
            "NAND" => !all,
            "OR" => any,
            "NOR" => !any,
            "XOR" => odd,
            "XNOR" => !odd,
            _ => return Err((first.place, Reason::Mode(mode))),
        };
        Ok(Value::Bool(answer))
    }

    fn at_index(&mut self, node: &Node) -> Result<Value, Fault> {
        let (of, index, default) = match node.items() {
            Some([of, index]) => (of, index, None),
            Some([of, index, default]) => (of, index, Some(&**default)),
            _ => {
                return Err(form(
                    node,
                    "!AtIndex",
                    "a value, an index and perhaps a default",
                ));
            }
        };
        let (place, of, index) = (index.place, self.value(of)?, self.value(index)?);
        let (found, missing) = match &of {
            Value::Array(items) => {
                let invalid = || (place, Reason::InvalidIndex(as_key(&index)));
                let at = index.as_i64().ok_or_else(invalid)?;
                (item_at(items, at), Reason::IndexRange(at.to_string()))
            }
            Value::Object(map) => {
                let key = as_key(&index);
                (map.get(&key), Reason::NoKey(key))
            }
            Value::Null => (None, Reason::NotIndexable),
            _ => return Err((place, Reason::NotIndexable)),
        };
        match (found, default) {
            (Some(value), _) => Ok(value.clone()),
            (None, Some(default)) => self.value(default),
            (None, None) => Err((place, missing)),
        }
    }

    fn parse_json(&mut self, node: &Node) -> Result<Value, Fault> {
        let text = node.text().ok_or(form(node, "!ParseJSON", "a text"))?;
        let value: Value =
            serde_json::from_str(text).map_err(|e| (node.place, Reason::Json(e.to_string())))?;
        self.copy(&value, node.place)
    }
}

/// The fault of a tag whose arguments have the wrong form.
pub(super) fn form(node: &Node, tag: &'static str, expected: &'static str) -> Fault {
    (node.place, Reason::TagForm { tag, expected })
}

/// An item of a sequence, counted from its end if the index is negative.
fn item_at(items: &[Value], index: i64) -> Option<&Value> {
    let from_end = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 {
        items.get(items.len().checked_sub(from_end)?)
    } else {
        items.get(from_end)
    }
}

/// Follows `a.0.b` into a value.
fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Object(map) => map.get(step),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}
