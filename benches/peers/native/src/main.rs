//! The limit: what a programmer would write in Rust in the place of each policy, over the host's own
//! structs.

mod policies;
mod visit;

use std::hint::black_box;

use harness::workload::Data;
use harness::{Bench, Done, Fault, Peer, Workload};

use policies::{Host, decide};
use visit::Request;

struct Native {
    data: Data,
    host: Host,
}

impl Native {
    fn new() -> Result<Self, Fault> {
        let data = Data::load()?;
        let host = Host::new(&data)?;
        Ok(Self { data, host })
    }
}

impl Peer for Native {
    type Kept = ();

    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done {
        let tree = self.data.request(workload)?;
        if workload == Workload::P2Json {
            bench.full(|| policies::group_or_domain_json(black_box(&tree)));
            return Ok(());
        }
        let request = Request::of_tree(tree)?;
        let policy = decide(workload);
        bench.full(|| policy(&self.host, black_box(&request)));
        Ok(())
    }

    fn keep(&self, _number: usize) -> Result<Self::Kept, Fault> {
        Err("native policies are compiled beforehand".into())
    }
}

fn main() -> Done {
    harness::run(&Native::new()?)
}
