//! LuaJIT, vendored by mlua. Its machine code does not look at the limiter: with it on, it interprets.

#[path = "../../lua/peer.rs"]
mod peer;

fn main() -> harness::Done {
    peer::run(peer::Dialect {
        low_bits: "bit.band(i, 7)",
        interpret: "require('jit').off()",
    })
}
