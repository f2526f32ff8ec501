//! Any text as a policy: it is refused with a place in it, or runs within its limits, as often as asked and
//! whether it was written to bytes in between.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ordain::Policy;
use ordain::code::Program;
use ordain_fuzz::{ENV, evaluate, limits};

fuzz_target!(|text: &str| {
    let policy = match Policy::compile_with("policy", text, &limits()) {
        Ok(policy) => policy,
        Err(error) => {
            assert!(!error.message.is_empty());
            assert!(error.span.end as usize <= text.len(), "{error}");
            return;
        }
    };
    let bytes = policy.program().to_bytes();
    let read = Program::from_bytes(&bytes).expect("what was written is read");
    assert_eq!(read.to_bytes(), bytes);

    let first = evaluate(&policy, &ENV);
    let again = evaluate(&policy, &ENV);
    // Identities are addresses.
    if !text.contains("id") && !text.contains("object") {
        assert_eq!((first.steps, first.bytes), (again.steps, again.bytes));
        assert_eq!(
            format!("{:?}", first.outcome),
            format!("{:?}", again.outcome)
        );
        assert_eq!(first.effects, again.effects);
    }
});
