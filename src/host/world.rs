//! One copy of the request, as policies see it: the context names and what they stand for.

use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr};

use super::message::AK_MESSAGE;
use super::param::Param;
use super::request::Request;
use crate::value::context::{Context, Message, Root};
use crate::value::copy::Copier;
use crate::value::value::{Dict, Host, Hosts, Lent, Origin, Stop, Value};

/// What authentik takes for the client's address when it cannot tell.
const NO_ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::BROADCAST);

/// Where the request of a decision hangs.
static REQUEST: Origin<'static> = Origin {
    parent: None,
    key: "request",
    world: 0,
};

/// The request of a decision. All its policies share one world, so that later ones see what earlier
/// ones wrote; a policy that another one calls gets a copy.
pub struct World<'h> {
    request: &'h Request<'h>,
    /// Where what it shows hangs; none in copies, where writes are no effects.
    origin: Option<&'h Origin<'h>>,
    /// What shows the request, unless something else does.
    own: Host<'h>,
    /// What was handed out, unless another world keeps that for both.
    hosts: Hosts<'h>,
    shared: Option<&'h Hosts<'h>>,
    values: [Cell<Value<'h>>; Param::ALL.len()],
}

/// What the context pointed to before a world was entered.
#[derive(Clone, Copy)]
#[must_use]
pub struct Entered<'h> {
    hosts: Option<&'h Hosts<'h>>,
    messages: Option<&'h Message<'h>>,
    request: Option<Root<'h>>,
}

impl<'h> World<'h> {
    /// The world of a request; writes to it are effects.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn new(cx: &Context<'h>, request: &'h Request<'h>) -> Result<&'h Self, Stop<'h>> {
        Self::over(cx, request, Some(&REQUEST), None)
    }

    fn over(
        cx: &Context<'h>,
        request: &'h Request<'h>,
        origin: Option<&'h Origin<'h>>,
        shared: Option<&'h Hosts<'h>>,
    ) -> Result<&'h Self, Stop<'h>> {
        cx.memory(cx.heap.alloc(Self {
            request,
            origin,
            own: Host::new(request, origin, None),
            hosts: Hosts::default(),
            shared,
            values: [const { Cell::new(Value::Unbound) }; Param::ALL.len()],
        }))
    }

    /// What was handed out.
    fn hosts(&'h self) -> &'h Hosts<'h> {
        self.shared.unwrap_or(&self.hosts)
    }

    /// Several policies will read what it shows: it is handed out at once, and for all of them.
    pub fn expect_many(&self) {
        self.own.pass_no_more();
    }

    /// Makes it the world in which the first policy runs, which has said nothing yet.
    pub fn begin(&'h self, cx: &Context<'h>) {
        cx.hosts.set(Some(self.hosts()));
        cx.messages.set(None);
        cx.request.set(Some((self.request, self.origin)));
    }

    /// No policy runs any more, in whichever world the last one stopped.
    pub fn end(cx: &Context<'h>) {
        cx.hosts.set(None);
        cx.messages.set(None);
        cx.request.set(None);
    }

    /// Makes it the world in which a called policy runs, which has said nothing yet.
    pub fn enter(&'h self, cx: &Context<'h>) -> Entered<'h> {
        Entered {
            hosts: cx.hosts.replace(Some(self.hosts())),
            messages: cx.messages.replace(None),
            request: cx.request.replace(Some((self.request, self.origin))),
        }
    }

    /// Goes back to the world of the policy that called.
    pub fn leave(cx: &Context<'h>, before: Entered<'h>) {
        cx.hosts.set(before.hosts);
        cx.messages.set(before.messages);
        cx.request.set(before.request);
    }

    /// What a context name stands for; unbound if the request does not define it. The world must have
    /// been entered.
    ///
    /// # Errors
    /// What making the value raises.
    #[inline]
    pub fn param(&'h self, cx: &Context<'h>, param: Param) -> Result<Value<'h>, Stop<'h>> {
        let Some(known) = self.values.get(param as usize) else {
            return Ok(Value::Unbound);
        };
        // What most policies read is at hand.
        let value = match (known.get(), param) {
            (Value::Unbound, Param::AkMessage) => Value::Native(&AK_MESSAGE),
            (Value::Unbound, Param::Request)
                if self.shared.is_none() && self.hosts.begin(&self.own) =>
            {
                Value::Host(&self.own)
            }
            (Value::Unbound, param) => self.make(cx, param)?,
            (value, _) => return Ok(value),
        };
        known.set(value);
        Ok(value)
    }

    #[inline(never)]
    fn make(&'h self, cx: &Context<'h>, param: Param) -> Result<Value<'h>, Stop<'h>> {
        match param {
            Param::AkMessage => Ok(Value::Native(&AK_MESSAGE)),
            Param::AkIsSsoFlow => self.is_sso(cx),
            Param::AkClientIp if self.request.http.is_none() => Ok(Value::Unbound),
            Param::AkClientIp => {
                let address = self.request.client_ip.unwrap_or(NO_ADDRESS);
                cx.lend(Lent::Address(address), None)
            }
            Param::HttpRequest if self.request.http.is_none() => Ok(Value::Unbound),
            Param::HttpRequest => self.attribute(cx, "http_request"),
            Param::Request => cx.lend_object(self.request, self.origin),
            Param::Context => self.attribute(cx, "context"),
            Param::Geoip => self.named(cx, self.request.geoip),
            Param::Asn => self.named(cx, self.request.asn),
        }
    }

    fn named(
        &self,
        cx: &Context<'h>,
        item: Option<&'h super::item::Item>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match item {
            Some(item) => cx.lend(item.lend(), None),
            None => Ok(Value::Unbound),
        }
    }

    fn attribute(&'h self, cx: &Context<'h>, name: &str) -> Result<Value<'h>, Stop<'h>> {
        match self.param(cx, Param::Request)? {
            Value::Host(request) => Ok(request.attribute(cx, name)?.unwrap_or(Value::Unbound)),
            _ => Ok(Value::Unbound),
        }
    }

    fn is_sso(&'h self, cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
        if let Some(sso) = self.request.sso {
            return Ok(Value::bool(sso));
        }
        match self.param(cx, Param::Context)? {
            Value::Dict(context) => {
                let sso = context.get_str(cx, "is_sso")?;
                Ok(sso.unwrap_or(Value::False))
            }
            _ => Ok(Value::False),
        }
    }

    /// A deep copy for a called policy, with `extra` added to its context. What it writes is no
    /// effect of the caller; the HTTP request is shared. What was not touched is not copied.
    ///
    /// # Errors
    /// `RecursionError` if what is copied nests too deeply, [`Stop::Fatal`] by a limit.
    pub fn copied(
        &'h self,
        cx: &Context<'h>,
        extra: Option<&'h Dict<'h>>,
    ) -> Result<&'h Self, Stop<'h>> {
        let copy = Self::over(cx, self.request, None, None)?;
        let mut copier = Copier::new(Some(copy.hosts()));
        if let http @ Value::Host(_) = self.param(cx, Param::HttpRequest)? {
            copier.share(http);
            copy.set(Param::HttpRequest, http);
        }
        if let Value::Host(request) = self.param(cx, Param::Request)? {
            let request = copier.copy_host(cx, request)?;
            copy.set(Param::Request, Value::Host(request));
            self.add_context(cx, copy, request, extra)?;
        }
        Ok(copy)
    }

    fn add_context(
        &self,
        cx: &Context<'h>,
        copy: &'h Self,
        request: &'h Host<'h>,
        extra: Option<&'h Dict<'h>>,
    ) -> Result<(), Stop<'h>> {
        let Some(extra) = extra.filter(|extra| !extra.is_empty()) else {
            return Ok(());
        };
        let before = cx.hosts.replace(Some(copy.hosts()));
        let context = request.attribute(cx, "context");
        cx.hosts.set(before);
        if let Some(Value::Dict(context)) = context? {
            for (key, value) in extra.stored() {
                context.insert(cx, key, value)?;
            }
        }
        Ok(())
    }

    /// A request of its own in the same world: what both show is the same, and so is what is written
    /// to it. Its context is `context`, and writes to that are no effects.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn beside(
        &'h self,
        cx: &Context<'h>,
        request: &'h Request<'h>,
        context: &'h Dict<'h>,
    ) -> Result<&'h Self, Stop<'h>> {
        let world = Self::over(cx, request, self.origin, Some(self.hosts()))?;
        self.within(cx, || {
            if let Value::Host(view) = self.param(cx, Param::Request)? {
                view.attribute(cx, "user")?;
            }
            let http = self.param(cx, Param::HttpRequest)?;
            if let Value::Host(view) = world.param(cx, Param::Request)? {
                view.memo.insert_str(cx, "context", Value::Dict(context))?;
                if let Value::Host(_) = http {
                    view.memo.insert_str(cx, "http_request", http)?;
                }
            }
            Ok(world)
        })
    }

    /// Does something with what the world shows, without a policy that runs.
    ///
    /// # Errors
    /// What `work` raises.
    pub fn within<T>(
        &'h self,
        cx: &Context<'h>,
        work: impl FnOnce() -> Result<T, Stop<'h>>,
    ) -> Result<T, Stop<'h>> {
        let before = cx.hosts.replace(Some(self.hosts()));
        let done = work();
        cx.hosts.set(before);
        done
    }

    fn set(&self, param: Param, value: Value<'h>) {
        if let Some(known) = self.values.get(param as usize) {
            known.set(value);
        }
    }

    /// The request it shows.
    #[must_use]
    pub fn request(&self) -> &'h Request<'h> {
        self.request
    }

    /// What was made of a context name so far; unbound if no policy asked.
    #[must_use]
    pub fn made(&self, param: Param) -> Value<'h> {
        self.values
            .get(param as usize)
            .map_or(Value::Unbound, Cell::get)
    }
}
