//! The bytecode of small policies, as text in `tests/golden/listings`.

#![cfg(test)]

#[path = "support/golden.rs"]
mod golden;

use ordain::code::listing;
use ordain::compile::compile;
use ordain::limits::Limits;

#[test]
fn listings() {
    golden::check("listings", "listing", |source| {
        match compile("golden", source, &Limits::default()) {
            Ok(program) => listing(&program),
            Err(error) => panic!("{error}\n{source}"),
        }
    });
}
