//! The lent objects that were handed out: one object has one identity.

use super::context::Context;
use super::hash::text_hash;
use super::value::{Host, Hosts, Object, Origin, Stop, Value};

/// Up to how many objects are looked through; the others have an index.
const FEW: usize = 16;

impl<'h> Hosts<'h> {
    /// What shows an object, if it was handed out.
    ///
    /// # Errors
    /// [`Stop::Fatal`] by a limit.
    #[inline]
    pub(crate) fn find(
        &self,
        cx: &Context<'h>,
        object: &dyn Object,
    ) -> Result<Option<&'h Host<'h>>, Stop<'h>> {
        let few = std::iter::successors(self.last.get(), |host| host.before);
        let mut few = few.filter(|host| std::ptr::addr_eq(host.object, object));
        // A struct and its first field share an address.
        let found = few.find(|host| host.object.class_name() == object.class_name());
        match found {
            None if self.count.get() >= FEW => self.find_indexed(cx, object),
            found => Ok(found),
        }
    }

    /// Whether an object may have been handed out; false: it was not.
    #[inline]
    pub(super) fn may_show(&self, object: &dyn Object) -> bool {
        let mut few = std::iter::successors(self.last.get(), |host| host.before);
        self.count.get() >= FEW || few.any(|host| std::ptr::addr_eq(host.object, object))
    }

    #[cold]
    fn find_indexed(
        &self,
        cx: &Context<'h>,
        object: &dyn Object,
    ) -> Result<Option<&'h Host<'h>>, Stop<'h>> {
        let known = self.named.get(cx, Value::Int(identity(object)))?;
        Ok(match known {
            Some(Value::Host(known)) if std::ptr::addr_eq(known.object, object) => Some(known),
            _ => None,
        })
    }

    fn add(
        &self,
        cx: &Context<'h>,
        object: &'h dyn Object,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<&'h Host<'h>, Stop<'h>> {
        let count = self.count.get();
        let few = count < FEW;
        let before = self.last.get().filter(|_| few);
        let host = cx.memory(cx.heap.alloc(Host::new(object, origin, before)))?;
        if few {
            self.last.set(Some(host));
            self.count.set(count + 1);
        } else {
            let key = Value::Int(identity(object));
            self.named.insert(cx, key, Value::Host(host))?;
        }
        Ok(host)
    }

    /// The one value that shows an object.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub(super) fn show(
        &self,
        cx: &Context<'h>,
        object: &'h dyn Object,
        origin: Option<&'h Origin<'h>>,
    ) -> Result<&'h Host<'h>, Stop<'h>> {
        match self.find(cx, object)? {
            Some(known) => Ok(known),
            None => self.add(cx, object, origin),
        }
    }

    /// Hands out what shows an object, if it is the first one. Whether it is.
    pub fn begin(&self, host: &'h Host<'h>) -> bool {
        let first = self.count.get() == 0;
        if first {
            self.last.set(Some(host));
            self.count.set(1);
        }
        first
    }

    /// Everything that was handed out.
    pub fn all(&self) -> impl Iterator<Item = &'h Host<'h>> + use<'h> {
        let few = std::iter::successors(self.last.get(), |host| host.before);
        let indexed = self
            .named
            .stored()
            .filter_map(|(key, value)| match (key, value) {
                (Value::Int(_), Value::Host(host)) => Some(host),
                _ => None,
            });
        few.chain(indexed)
    }
}

impl<'h> Context<'h> {
    /// What was handed out in the copy of the request at hand.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn handed_out(&self) -> Result<&'h Hosts<'h>, Stop<'h>> {
        match self.hosts.get() {
            Some(hosts) => Ok(hosts),
            None => {
                let hosts = self.memory(self.heap.alloc(Hosts::default()))?;
                self.hosts.set(Some(hosts));
                Ok(hosts)
            }
        }
    }
}

/// A number for an object's address and class.
fn identity(object: &dyn Object) -> i64 {
    let address = std::ptr::from_ref(object).cast::<u8>().addr() as u64;
    (address ^ u64::from(text_hash(object.class_name()))) as i64
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{in_context, ok};
    use super::*;

    struct Inner(u64);

    impl Object for Inner {
        fn class_name(&self) -> &str {
            "Inner"
        }
    }

    struct Outer {
        first: Inner,
    }

    impl Object for Outer {
        fn class_name(&self) -> &str {
            "Outer"
        }
    }

    #[test]
    fn many_objects_keep_their_identity_and_all_count() {
        const MANY: usize = 3 * FEW;
        in_context(|cx| {
            let made = (0..MANY).map(|number| Outer {
                first: Inner(number as u64),
            });
            let lent: &Vec<Outer> = ok(cx.memory(cx.heap.own(made.collect::<Vec<_>>(), 0)));
            let hosts = ok(cx.handed_out());
            let show = |object| ok(hosts.show(cx, object, None));
            let shown: Vec<_> = lent
                .iter()
                .flat_map(|outer| [show(outer as &dyn Object), show(&outer.first)])
                .collect();
            let again: Vec<_> = lent
                .iter()
                .flat_map(|outer| [show(outer as &dyn Object), show(&outer.first)])
                .collect();
            assert!(std::iter::zip(&shown, &again).all(|(a, b)| std::ptr::eq(*a, *b)));
            assert_eq!(lent.last().map(|last| last.first.0), Some(MANY as u64 - 1));

            let mut seen: Vec<_> = hosts.all().map(std::ptr::from_ref).collect();
            assert_eq!(seen.len(), 2 * MANY);
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 2 * MANY);
            assert!(
                shown
                    .iter()
                    .all(|host| seen.contains(&std::ptr::from_ref(*host)))
            );
        });
    }
}
