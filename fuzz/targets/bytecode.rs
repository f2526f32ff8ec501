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

/// The program of a text, with its bytes patched, if it is sound then. A patch is three bytes: the first two say
/// where, as a share of the program's length, the last what stands there.
fn patched(text: &str, patches: &[u8]) -> Option<Program> {
    let program = ordain::compile::compile("policy", text, &limits()).ok()?;
    let mut bytes = postcard::to_stdvec(&program).ok()?;
    for patch in patches.chunks_exact(3) {
        let share = usize::from(u16::from_le_bytes([patch[0], patch[1]]));
        let at = share * bytes.len() / (1 << 16);
        bytes[at] = patch[2];
    }
    let raw: RawProgram = postcard::from_bytes(&bytes).ok()?;
    Program::try_from(raw).ok()
}

// A policy's text, up to the first zero, then the patches.
fuzz_target!(|input: &[u8]| {
    let (text, patches) = match input.iter().position(|byte| *byte == 0) {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (input, &[][..]),
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let Some(program) = patched(text, patches) else {
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
    // What it answers is its own affair: patched code is not what the compiler would write.
    drop(value);
    assert!(meter.spent() <= limits.steps);
    assert!(heap.used() <= limits.bytes);
});
