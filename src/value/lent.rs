//! What an embedder lends becomes values, one level at a time.
//!
//! Scalars are converted each time they are read. A container or object that was handed out is
//! remembered by its holder, so that identity holds and nested writes are not lost. A lent map is a
//! dict that shows the map until it is written to or walked as a whole: then it is taken over, in the
//! lent order.

use std::cell::Cell;

use super::context::Context;
use super::value::{
    Dict, DictExtra, DictKind, Lent, Mapping, Object, Origin, Sequence, Stop, Text, Value,
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

    /// Whether it is a str of these characters.
    #[inline]
    pub(super) fn is_text(&self, text: &str) -> bool {
        match self {
            Self::Str(own) => *own == text,
            Self::Text(own) => own == text,
            Self::Json(serde_json::Value::String(own)) => own == text,
            _ => false,
        }
    }
}

impl<'h> Dict<'h> {
    /// The value of a key of the lent map.
    #[inline]
    pub(super) fn lent_value(
        &self,
        cx: &Context<'h>,
        mapping: &'h dyn Mapping,
        key: &'h Text<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        cx.pay_for_text(key)?;
        if let Some(known) = self.handed_out(key) {
            return Ok(Some(known));
        }
        match mapping.value(key.as_str()) {
            Some(lent) => self.hand_out(cx, key, lent).map(Some),
            None => Ok(None),
        }
    }

    /// What was handed out of the lent map before.
    #[inline]
    fn handed_out(&self, key: &Text<'h>) -> Option<Value<'h>> {
        let memo = self.extra.get()?.memo?;
        match memo.positions() {
            0 => None,
            _ => memo.stored_text(key),
        }
    }

    /// Makes the value of a key, and remembers what has an identity.
    #[inline(always)]
    fn hand_out(
        &self,
        cx: &Context<'h>,
        key: &'h Text<'h>,
        lent: Lent<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        // What most values are is taken apart here: to move the whole costs more.
        match lent {
            Lent::Str(text) => cx.lent_str(text),
            Lent::Json(serde_json::Value::String(text)) => cx.lent_str(text),
            Lent::Json(json) if !(json.is_object() || json.is_array()) => cx.lend_json(json, None),
            lent => self.hand_out_other(cx, key, lent),
        }
    }

    fn hand_out_other(
        &self,
        cx: &Context<'h>,
        key: &'h Text<'h>,
        lent: Lent<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        if lent.is_scalar() {
            return cx.lend(lent, None);
        }
        let extra = self.extra.get();
        let place = cx.place(extra.and_then(|extra| extra.origin), key.as_str())?;
        let value = cx.lend(lent, place)?;
        if !matches!(value, Value::Dict(_) | Value::Host(_)) {
            cx.exposed.set(true);
        }
        if let Some(memo) = extra.and_then(|extra| extra.memo) {
            memo.add_text(cx, key, value)?;
        }
        Ok(value)
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
        let memo = self.extra.get().and_then(|extra| extra.memo);
        let handed_out = memo.filter(|memo| !memo.is_empty());
        for (key, lent) in mapping.entries() {
            let key = cx.lent_text(key)?;
            let value = match handed_out.and_then(|memo| memo.stored_text(key)) {
                Some(known) => known,
                None => self.hand_out(cx, key, lent)?,
            };
            fresh.add_unhashed(cx, Value::Str(key), value)?;
        }
        self.take_over(fresh);
        if let Some(extra) = self.extra.get() {
            extra.lent.set(None);
            extra.unhashed.set(true);
        }
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
        key: &'h str,
    ) -> Result<Option<&'h Origin<'h>>, Stop<'h>> {
        let Some(parent) = parent else {
            return Ok(None);
        };
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
            serde_json::Value::Array(items) => self.lend_array(items, origin),
            serde_json::Value::Object(map) => self.lend_map(map, origin),
        }
    }

    /// A list of JSON: what has no identity is converted on the way.
    fn lend_array(
        &self,
        items: &'h [serde_json::Value],
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        self.charge(items.len())?;
        let list = self.list_with(items.len())?;
        self.nested(|| {
            for ((at, item), cell) in items.iter().enumerate().zip(list.buffer.get()) {
                cell.set(match item {
                    serde_json::Value::Number(number) if let Some(int) = number.as_i64() => {
                        Value::Int(int)
                    }
                    serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                        self.lend_json(item, self.numbered_place(origin, at)?)?
                    }
                    scalar => self.lend_json(scalar, None)?,
                });
            }
            list.len.set(items.len());
            Ok(Value::List(list))
        })
    }

    /// The place of an item in the request; none if its sequence has none.
    fn numbered_place(
        &self,
        parent: Option<&'h Origin<'h>>,
        at: usize,
    ) -> Result<Option<&'h Origin<'h>>, Stop<'h>> {
        match parent {
            None => Ok(None),
            Some(_) => {
                let key = self.memory(self.heap.text(&at.to_string()))?;
                self.place(parent, key)
            }
        }
    }

    pub(super) fn lend_map(
        &self,
        map: &'h dyn Mapping,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let dict = self.dict()?;
        let extra = self.memory(self.heap.alloc(DictExtra {
            kind: DictKind::Plain,
            factory: Cell::new(Value::None),
            lent: Cell::new(Some(map)),
            unhashed: Cell::new(false),
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
        let len = list.len();
        self.charge(len)?;
        let items = self.list_with(len)?;
        self.nested(|| {
            for (at, cell) in items.buffer.get().iter().enumerate() {
                cell.set(match list.item(at) {
                    Some(Lent::Str(text)) => self.lent_str(text)?,
                    item => self.lend_at(item, at, origin)?,
                });
            }
            items.len.set(len);
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
        self.lend_at(sequence.item(at), at, origin)
    }

    /// What a sequence has at a position, already charged for.
    fn lend_at(
        &self,
        item: Option<Lent<'h>>,
        at: usize,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match item {
            None => Ok(Value::None),
            Some(Lent::Str(text)) => self.lent_str(text),
            Some(Lent::Object(object)) => {
                self.lend_object(object, self.numbered_place(origin, at)?)
            }
            Some(lent) if lent.is_scalar() => self.lend(lent, None),
            Some(lent) => self.lend(lent, self.numbered_place(origin, at)?),
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
        let host = self.handed_out()?.show(self, object, origin)?;
        Ok(Value::Host(host))
    }
}

/// What an object made for one answer is taken to own.
const OWNED_BYTES: usize = 256;

/// Up to how many keys a map is searched through instead of hashing the key.
pub(crate) const SEARCHED: usize = 16;

impl Mapping for serde_json::Map<String, serde_json::Value> {
    fn len(&self) -> usize {
        self.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        let found = match self.len() {
            0..=SEARCHED => {
                let mut entries = self.iter();
                entries.find(|(name, _)| *name == key).map(|(_, json)| json)
            }
            _ => self.get(key),
        };
        found.map(Lent::Json)
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.keys().map(String::as_str))
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Lent<'_>)> + '_> {
        Box::new(
            self.iter()
                .map(|(key, json)| (key.as_str(), Lent::Json(json))),
        )
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
