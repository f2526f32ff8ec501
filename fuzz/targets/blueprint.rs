//! Any text as a blueprint: it is refused with a place in it, or what it describes is decided about.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ordain::engine::Total;
use ordain::{Engine, Request, User};
use ordain_fuzz::limits;

fuzz_target!(|text: &str| {
    let total = Total {
        steps: limits().steps,
        bytes: limits().bytes,
    };
    let mut engine = Engine::builder().limits(limits()).total(total).build();
    if let Err(error) = engine.load("fuzz.yaml", text) {
        // YAML ends lines at a carriage return, too, and the last one at the end of the text.
        let lines = text.split(['\n', '\r']).count();
        assert!(error.place.line as usize <= lines + 1, "{error}");
        return;
    }
    let ada = User::new(1, "ada").with_email("ada@harbour.example");
    for target in engine.targets() {
        let Some(name) = target.names().first() else {
            continue;
        };
        for request in [Request::new(&ada), Request::anonymous()] {
            if let Ok(decision) = engine.decide(name, &request) {
                assert!(decision.steps <= total.steps);
            }
        }
    }
});
