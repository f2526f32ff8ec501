//! What an embedder lends becomes values, one level at a time.
//!
//! Scalars are converted each time they are read. A container or object that was handed out is
//! remembered by its holder, so that identity holds and nested writes are not lost. A lent map is a
//! dict that shows the map until it is written to or walked as a whole: then it is taken over, in the
//! lent order.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::context::Context;
use super::value::{
    Dict, DictExtra, DictKind, Host, Lent, Mapping, Object, Origin, Sequence, Stop, Value,
};

impl Lent<'_> {
    /// Whether it has no identity that a policy could see.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        match self {
            Self::Json(json) => !(json.is_object() || json.is_array()),
            Self::Map(_) | Self::List(_) | Self::Set(_) => false,
            Self::Query(_) | Self::Object(_) | Self::Owned(_) => false,
            _ => true,
        }
    }
}

impl<'h> Dict<'h> {
    /// The value of a key of the lent map.
    pub(super) fn lent_value(
        &self,
        cx: &Context<'h>,
        mapping: &'h dyn Mapping,
        key: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let extra = self.extra.get();
        let memo = extra.and_then(|extra| extra.memo);
        if let Some(known) = memo.and_then(|memo| memo.stored_str(key)) {
            return Ok(Some(known));
        }
        let Some(lent) = mapping.value(key) else {
            return Ok(None);
        };
        if lent.is_scalar() {
            return cx.lend(lent, None).map(Some);
        }
        let place = cx.place(extra.and_then(|extra| extra.origin), key)?;
        let value = cx.lend(lent, place)?;
        if let Some(memo) = memo {
            memo.insert_str(cx, key, value)?;
        }
        Ok(Some(value))
    }

    /// Prepares a write: takes a lent map over, and notes what is written (unbound: deleted).
    #[inline]
    pub(super) fn own(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match self.extra.get() {
            None => Ok(()),
            Some(extra) => {
                self.settle(cx)?;
                cx.written.set(true);
                match extra.origin {
                    Some(origin) => cx.record(origin, key, value),
                    None => Ok(()),
                }
            }
        }
    }

    /// Takes a lent map over, one level, in its order.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn settle(&self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        let Some(mapping) = self.lent() else {
            return Ok(());
        };
        cx.charge(mapping.len())?;
        let fresh = cx.dict_with(mapping.len())?;
        for key in mapping.keys() {
            if let Some(value) = self.lent_value(cx, mapping, key)? {
                fresh.insert(cx, cx.lent_str(key)?, value)?;
            }
        }
        if let Some(extra) = self.extra.get() {
            extra.lent.set(None);
        }
        self.take_over(fresh);
        Ok(())
    }
}

impl<'h> Context<'h> {
    /// The value of something lent; `origin` is its place in the request, if it has one.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn lend(
        &self,
        lent: Lent<'h>,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match lent {
            Lent::None => Ok(Value::None),
            Lent::Bool(truth) => Ok(Value::bool(truth)),
            Lent::Int(int) => Ok(Value::Int(int)),
            Lent::Float(float) => Ok(Value::float(float)),
            Lent::Str(text) => self.lent_str(text),
            Lent::Text(text) => self.str(&text),
            Lent::Json(json) => self.lend_json(json, origin),
            Lent::Map(map) => self.lend_map(map, origin),
            Lent::List(list) => self.lend_list(list, origin),
            Lent::Set(set) => self.lend_set(set, origin),
            Lent::Object(object) => self.lend_object(object, origin),
            Lent::Owned(object) => {
                let object = self.memory(self.heap.own(object, OWNED_BYTES))?;
                self.lend_object(&**object, origin)
            }
            Lent::Address(_) | Lent::DateTime { .. } | Lent::Query(_) => {
                self.services.foreign(self, &lent)
            }
            Lent::Method => Ok(Value::None),
        }
    }

    /// The place of a child in the request; none if the parent has none.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn place(
        &self,
        parent: Option<&'h Origin<'h>>,
        key: &str,
    ) -> Result<Option<&'h Origin<'h>>, Stop<'h>> {
        let Some(parent) = parent else {
            return Ok(None);
        };
        let key = self.memory(self.heap.text(key))?;
        let origin = Origin {
            parent: Some(parent),
            key,
            world: parent.world,
        };
        Ok(Some(self.memory(self.heap.alloc(origin))?))
    }

    fn lend_json(
        &self,
        json: &'h serde_json::Value,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match json {
            serde_json::Value::Null => Ok(Value::None),
            serde_json::Value::Bool(truth) => Ok(Value::bool(*truth)),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(int), _) => Ok(Value::Int(int)),
                (None, Some(int)) => self.wide_int(i128::from(int)),
                (None, None) => Ok(Value::float(number.as_f64().unwrap_or(f64::NAN))),
            },
            serde_json::Value::String(text) => self.lent_str(text),
            serde_json::Value::Array(items) => self.lend_list(items, origin),
            serde_json::Value::Object(map) => self.lend_map(map, origin),
        }
    }

    fn lend_map(
        &self,
        map: &'h dyn Mapping,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let dict = self.dict()?;
        let extra = self.memory(self.heap.alloc(DictExtra {
            kind: DictKind::Plain,
            factory: Cell::new(Value::None),
            lent: Cell::new(Some(map)),
            shown: Some(map),
            memo: Some(self.dict()?),
            origin,
        }))?;
        dict.extra.set(Some(extra));
        Ok(Value::Dict(dict))
    }

    fn lend_list(
        &self,
        list: &'h dyn Sequence,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let items = self.list(&[])?;
        self.nested(|| {
            for at in 0..list.len() {
                items.push(self, self.lend_item(list, at, origin)?)?;
            }
            Ok(Value::List(items))
        })
    }

    fn lend_set(
        &self,
        set: &'h dyn Sequence,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let members = self.set(false)?;
        for at in 0..set.len() {
            members.insert(self, self.lend_item(set, at, origin)?)?;
        }
        Ok(Value::Set(members))
    }

    /// The item of a lent sequence at a position.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn lend_item(
        &self,
        sequence: &'h dyn Sequence,
        at: usize,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        self.charge(1)?;
        match sequence.item(at) {
            None => Ok(Value::None),
            Some(lent) if lent.is_scalar() => self.lend(lent, None),
            Some(lent) => self.lend(lent, self.place(origin, &at.to_string())?),
        }
    }

    /// The one value that shows an object within its copy of the request.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn lend_object(
        &self,
        object: &'h dyn Object,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let hosts = match self.hosts.get() {
            Some(hosts) => hosts,
            None => self.dict()?,
        };
        self.hosts.set(Some(hosts));
        let key = Value::Int(identity(object));
        if let Some(Value::Host(known)) = hosts.get(self, key)?
            && std::ptr::addr_eq(known.object, object)
        {
            return Ok(Value::Host(known));
        }
        let host = self.memory(self.heap.alloc(Host {
            object,
            memo: Dict::default(),
            origin,
        }))?;
        hosts.insert(self, key, Value::Host(host))?;
        Ok(Value::Host(host))
    }
}

/// What an object made for one answer is taken to own.
const OWNED_BYTES: usize = 256;

/// A number for an object's address and class: a struct and its first field share an address.
fn identity(object: &dyn Object) -> i64 {
    let mut hasher = DefaultHasher::new();
    std::ptr::from_ref(object)
        .cast::<u8>()
        .addr()
        .hash(&mut hasher);
    object.class_name().hash(&mut hasher);
    hasher.finish() as i64
}

impl Mapping for serde_json::Map<String, serde_json::Value> {
    fn len(&self) -> usize {
        self.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        self.get(key).map(Lent::Json)
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.keys().map(String::as_str))
    }
}

impl Sequence for Vec<serde_json::Value> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> Option<Lent<'_>> {
        self.get(at).map(Lent::Json)
    }
}
