//! Compiles and runs a text without a request.

use ordain::compile::compile;
use ordain::heap::Heap;
use ordain::host::{Request, User, World};
use ordain::limits::{Limits, Meter};
use ordain::stdlib::prelude;
use ordain::value::Value;
use ordain::value::context::{Context, Message, Services};
use ordain::value::value::{Lent, Stop};
use ordain::vm::{Failure, Library, Session, evaluate};

struct Nothing;

impl Services for Nothing {
    fn foreign<'h>(&self, _: &Context<'h>, _: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::None)
    }
}

/// What became of a text.
pub struct Trial {
    /// The `repr` of its value, or why there is none.
    pub value: Result<String, Failure>,
    /// The `str` of its messages.
    pub messages: Vec<String>,
}

/// Runs a text that compiles.
pub fn run(source: &str, library: &dyn Library, limits: &Limits) -> Trial {
    let program = compile("trial", source, limits).unwrap_or_else(|error| {
        panic!("{}: {error}\n{source}", error.class.name());
    });
    let (heap, meter, user) = (Heap::default(), Meter::new(limits), User::anonymous());
    heap.set_limit(limits.bytes);
    let request = Request::new(&user);
    let cx = Context::new(&heap, &meter, &Nothing);
    let session = Session::new(prelude(), library);
    let mut messages = Vec::new();
    let value = World::new(&cx, &request).and_then(|world| {
        let _before = world.enter(&cx);
        let id = session.load(&cx, &program)?;
        let value = evaluate(&cx, &session, id, world, limits)?;
        for message in Message::newest_first(cx.messages.get()) {
            messages.insert(0, cx.display(message)?);
        }
        cx.repr(value)
    });
    let value = value.map_err(|stop| Failure::new(&cx, &session, stop));
    Trial { value, messages }
}
