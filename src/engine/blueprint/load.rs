//! Files of blueprints into one set of objects: a file is taken whole or refused whole.

use std::{cell::Cell, collections::HashMap, fs, io::Read as _, path::Path, rc::Rc, sync::Arc};

use saphyr_parser::ScalarStyle;
use serde_json::{Map, Value};

use super::{
    access::Access,
    entry::{Entry, wrong},
    error::{BlueprintError, Notice, Reason, Warning},
    json::as_key,
    limits::BlueprintLimits,
    node::{Content, Node, Text},
    object::Object,
    objects::Objects,
    read::{Fault, read},
    resolve::{Given, Resolver},
};
use crate::source::Place;

/// The objects that a number of blueprint files describe together.
///
/// Files are loaded in order. `!Find` sees what earlier files described, `!KeyOf` the entries of
/// its own file. A file that is refused changes nothing.
///
/// ```
/// use ordain::engine::blueprint::Blueprints;
///
/// let mut blueprints = Blueprints::new();
/// blueprints.load("app.yaml", "
/// entries:
///   - model: authentik_core.application
///     identifiers: {slug: wiki}
///     attrs: {name: Wiki}
/// ")?;
/// assert_eq!(blueprints.objects().next().map(|object| object.name()), Some("wiki"));
/// # Ok::<(), ordain::engine::blueprint::BlueprintError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Blueprints {
    access: Access,
    limits: BlueprintLimits,
    context: Map<String, Value>,
    objects: Objects,
    warnings: Vec<Warning>,
}

impl Blueprints {
    /// An empty set, whose files may read nothing of the machine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what `!Env` and `!File` may read.
    #[must_use]
    pub fn with_access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// Sets the limits of each file.
    #[must_use]
    pub fn with_limits(mut self, limits: BlueprintLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets values that `!Context` finds before those of the file.
    #[must_use]
    pub fn with_context(mut self, context: Map<String, Value>) -> Self {
        self.context = context;
        self
    }

    /// What the files describe, in the order of first mention.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.all()
    }

    /// The object with this primary key that a field of this name, such as `provider`, refers to: keys
    /// that are numbers are unique among objects of one model only.
    #[must_use]
    pub fn referred(&self, field: &str, pk: &Value) -> Option<&Object> {
        self.objects.referred(field, pk)
    }

    /// What was noticed in the files that were loaded.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Loads a file from disk.
    ///
    /// # Errors
    /// As [`Blueprints::load`], and if the file cannot be read.
    pub fn read(&mut self, path: &Path) -> Result<(), BlueprintError> {
        let name = path.display().to_string();
        let unreadable = |cause: std::io::Error| BlueprintError {
            file: Arc::from(name.as_str()),
            place: Place { line: 1, column: 1 },
            reason: Reason::Unreadable(cause.to_string()),
        };
        let refused = |place, reason| BlueprintError {
            file: Arc::from(name.as_str()),
            place,
            reason,
        };
        // What a file tells of its size is not what reading it gives: a device has none, and no end.
        let limit = self.limits.file_bytes;
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(unreadable)?;
        file.take(most)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() > limit {
            let start = Place { line: 1, column: 1 };
            return Err(refused(start, Reason::TooLarge { limit }));
        }
        let text = Place::text(bytes).map_err(|place| refused(place, Reason::NotUtf8))?;
        self.load(&name, &text)
    }

    /// Loads the text of a file; `file` is its name in errors.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place. The set is then unchanged.
    pub fn load(&mut self, file: &str, text: &str) -> Result<(), BlueprintError> {
        let file: Arc<str> = Arc::from(file);
        match self.resolve(&file, text) {
            Ok((objects, warnings)) => {
                self.objects = objects;
                self.warnings.extend(warnings);
                Ok(())
            }
            Err((place, reason)) => Err(BlueprintError {
                file,
                place,
                reason,
            }),
        }
    }

    fn resolve(&self, file: &Arc<str>, text: &str) -> Result<(Objects, Vec<Warning>), Fault> {
        let document = read(text, &self.limits)?;
        if document.pairs().is_none() {
            return Err(wrong(&document, "a blueprint", "a mapping"));
        }
        let context = self.context(&document)?;
        let mut resolver = Resolver {
            file: Arc::clone(file),
            access: &self.access,
            limits: &self.limits,
            context: &context,
            ids: HashMap::new(),
            objects: self.objects.clone(),
            items: Vec::new(),
            warnings: Vec::new(),
            depth: 0,
            spent: Cell::new(0),
        };
        check_version(&mut resolver, &document)?;
        let mut entries = Vec::new();
        if let Some(node) = document.field("entries") {
            sections(&mut resolver, node, &mut entries)?;
        }
        for entry in &entries {
            resolver.apply(&Entry::of(entry)?)?;
        }
        Ok((resolver.objects, resolver.warnings))
    }

    /// The context of a file, overlaid with that of the set.
    fn context(&self, document: &Node) -> Result<Vec<(String, Given)>, Fault> {
        let mut context = Vec::new();
        if let Some(node) = document.field("context") {
            let empty = matches!(&node.content, Content::Scalar(text) if text.text.is_empty());
            if node.pairs().is_none() && !empty {
                return Err(wrong(node, "the context", "a mapping"));
            }
            for (key, value) in node.pairs().unwrap_or_default() {
                let name = key
                    .text()
                    .ok_or(wrong(key, "a key of the context", "a text"))?;
                context.push((name.to_owned(), Given::Written(Rc::clone(value))));
            }
        }
        for (key, value) in &self.context {
            context.push((key.clone(), Given::Value(value.clone())));
        }
        Ok(context)
    }
}

fn check_version(resolver: &mut Resolver<'_>, document: &Node) -> Result<(), Fault> {
    for (key, _) in document.pairs().unwrap_or_default() {
        let name = key.text().unwrap_or("");
        if !["version", "metadata", "context", "entries"].contains(&name) {
            resolver.warn(key.place, Notice::UnknownKey(name.to_owned()));
        }
    }
    let Some(node) = document.field("version") else {
        return Ok(());
    };
    match resolver.value(node)? {
        Value::Number(version) if version.as_u64() == Some(1) => Ok(()),
        other => Err((node.place, Reason::Version(as_key(&other)))),
    }
}

/// Collects the entries of a list, of a mapping of lists, or of what a tag makes.
fn sections(
    resolver: &mut Resolver<'_>,
    node: &Rc<Node>,
    entries: &mut Vec<Rc<Node>>,
) -> Result<(), Fault> {
    let node = expanded(resolver, node)?;
    match &node.content {
        Content::Sequence(_) => list(resolver, &node, entries),
        Content::Mapping(sections) => {
            let mut sections = sections.iter();
            sections.try_for_each(|(_, section)| list(resolver, section, entries))
        }
        Content::Scalar(text) if text.text.is_empty() => Ok(()),
        Content::Scalar(_) => Err(wrong(&node, "the entries", "a sequence or a mapping")),
    }
}

fn list(
    resolver: &mut Resolver<'_>,
    node: &Rc<Node>,
    entries: &mut Vec<Rc<Node>>,
) -> Result<(), Fault> {
    let node = expanded(resolver, node)?;
    let items = node
        .items()
        .ok_or(wrong(&node, "a list of entries", "a sequence"))?;
    for item in items {
        let item = expanded(resolver, item)?;
        match item.items() {
            Some(several) => entries.extend(several.iter().cloned()),
            None => entries.push(item),
        }
        if entries.len() > resolver.limits.entries {
            let limit = resolver.limits.entries;
            return Err((node.place, Reason::TooManyEntries { limit }));
        }
    }
    Ok(())
}

/// What a tag makes, as if it had been written out in its place.
fn expanded(resolver: &mut Resolver<'_>, node: &Rc<Node>) -> Result<Rc<Node>, Fault> {
    match node.own_tag() {
        Some(_) => Ok(Rc::new(written(resolver.value(node)?, node.place))),
        None => Ok(Rc::clone(node)),
    }
}

fn written(value: Value, place: Place) -> Node {
    let scalar = |text: String, style| {
        let (start, end) = ((0, 0), (0, 0));
        Content::Scalar(Text {
            text,
            style,
            start,
            end,
        })
    };
    let content = match value {
        Value::Array(items) => {
            let items = items.into_iter().map(|item| Rc::new(written(item, place)));
            Content::Sequence(items.collect())
        }
        Value::Object(map) => {
            let key = |key| Rc::new(written(Value::String(key), place));
            let pairs = map
                .into_iter()
                .map(|(k, v)| (key(k), Rc::new(written(v, place))));
            Content::Mapping(pairs.collect())
        }
        Value::String(text) => scalar(text, ScalarStyle::Folded),
        other => scalar(other.to_string(), ScalarStyle::Plain),
    };
    Node {
        place,
        tag: None,
        content,
        height: 0,
    }
}
