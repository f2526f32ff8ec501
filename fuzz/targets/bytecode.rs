//! The bytes of a policy with some of them changed: they are refused, or run within their limits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ordain::code::{Program, RawProgram};
use ordain::heap::Heap;
use ordain::limits::Meter;
use ordain::value::context::Context;
use ordain::vm::{NoLibrary, Session, evaluate};
use ordain::{host::World, stdlib};
use ordain_fuzz::{ENV, STILL, limits};

/// What is done to the bytes: each place is a share of their length.
type Patches = Vec<(u16, u8)>;

/// The program of a text, with its bytes patched, if it is sound then.
fn patched(text: &str, patches: &Patches) -> Option<Program> {
    let program = ordain::compile::compile("policy", text, &limits()).ok()?;
    let mut bytes = postcard::to_stdvec(&program).ok()?;
    for (place, byte) in patches {
        let at = usize::from(*place) * bytes.len() / (1 << 16);
        bytes[at] = *byte;
    }
    let raw: RawProgram = postcard::from_bytes(&bytes).ok()?;
    Program::try_from(raw).ok()
}

fuzz_target!(|input: (Patches, &str)| {
    let Some(program) = patched(input.1, &input.0) else {
        return;
    };
    let limits = limits();
    let (heap, meter) = (Heap::default(), Meter::new(&limits));
    heap.set_limit(limits.bytes);
    let request = ENV.request();
    let cx = Context::new(&heap, &meter, &*STILL);
    let session = Session::new(stdlib::prelude(), &NoLibrary);
    let value = World::new(&cx, &request).and_then(|world| {
        let _before = world.enter(&cx);
        let id = session.load(&cx, &program)?;
        let value = evaluate(&cx, &session, id, world, &limits)?;
        cx.repr(value)
    });
    assert!(meter.spent() <= limits.steps);
    // Sound code may stand still where compiled code never does, but it stops.
    drop(value);
});
