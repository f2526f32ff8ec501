//! Lua 5.4, vendored by mlua.

#[path = "../../lua/peer.rs"]
mod peer;

fn main() -> harness::Done {
    peer::run(peer::Dialect {
        low_bits: "(i & 7)",
        interpret: "",
    })
}
