//! A dict put together from others, all read in place.

use crate::value::value::{Lent, Mapping, Object};

/// The keys of a map, then those of another one that it has not, with one key set apart.
#[derive(Clone, Default)]
pub struct Layered<'d> {
    front: Option<&'d dyn Mapping>,
    back: Option<&'d dyn Mapping>,
    set: Option<(&'d str, Placed<'d>)>,
    hidden: Vec<&'d str>,
}

/// What stands at the key that is set apart.
#[derive(Clone, Copy)]
enum Placed<'d> {
    Map(&'d dyn Mapping),
    Object(&'d dyn Object),
}

impl<'d> Layered<'d> {
    /// The keys of one map.
    #[must_use]
    pub fn new(front: &'d dyn Mapping) -> Self {
        Self {
            front: Some(front),
            ..Self::default()
        }
    }

    /// With the keys of another map that are not there yet.
    #[must_use]
    pub fn over(mut self, back: Option<&'d dyn Mapping>) -> Self {
        self.back = back;
        self
    }

    /// With a key set to an object.
    #[must_use]
    pub fn with_object(mut self, key: &'d str, object: &'d dyn Object) -> Self {
        self.set = Some((key, Placed::Object(object)));
        self
    }

    /// With a key set to a map.
    #[must_use]
    pub fn with_map(mut self, key: &'d str, map: &'d dyn Mapping) -> Self {
        self.set = Some((key, Placed::Map(map)));
        self
    }

    /// Without some keys.
    #[must_use]
    pub fn without(mut self, keys: impl IntoIterator<Item = &'d str>) -> Self {
        self.hidden.extend(keys);
        self
    }

    fn below(&self, key: &str) -> Option<Lent<'d>> {
        let front = self.front.and_then(|map| map.value(key));
        front.or_else(|| self.back?.value(key))
    }
}

impl Mapping for Layered<'_> {
    fn len(&self) -> usize {
        self.keys().count()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        match self.set {
            Some((name, Placed::Map(map))) if name == key => Some(Lent::Map(map)),
            Some((name, Placed::Object(object))) if name == key => Some(Lent::Object(object)),
            _ if self.hidden.contains(&key) => None,
            _ => self.below(key),
        }
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        let set = self.set.map(|(name, _)| name);
        let front = self.front.into_iter().flat_map(|map| map.keys());
        let in_front = |key: &str| self.front.is_some_and(|map| map.value(key).is_some());
        let back = self.back.into_iter().flat_map(|map| map.keys());
        let back = back.filter(move |key| !in_front(key));
        let below = front.chain(back).filter(|key| !self.hidden.contains(key));
        let last = set.filter(|name| self.below(name).is_none() || self.hidden.contains(name));
        Box::new(below.chain(last))
    }
}

#[cfg(test)]
mod tests {
    use super::Layered;
    use crate::host::Entries;
    use crate::value::value::{Lent, Mapping};

    #[test]
    fn a_key_stands_where_it_first_occurs() {
        let front = Entries::new().with("a", 1).with("b", 2);
        let back = Entries::new().with("b", 3).with("c", 4).with("d", 5);
        let map = Layered::new(&front).over(Some(&back)).without(["d"]);
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(map.len(), 3);
        let Some(Lent::Json(b)) = map.value("b") else {
            panic!("b is lent as JSON");
        };
        assert_eq!(b, &serde_json::json!(2));
        let map = map.with_map("c", &back);
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(matches!(map.value("c"), Some(Lent::Map(_))));
        let map = map.with_map("d", &back);
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert!(map.value("e").is_none());
    }
}
