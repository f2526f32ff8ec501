//! What the machine costs: bare loops, calls, iteration, and a policy that does next to nothing. At last what
//! counting steps costs: each runs in turn with a budget and with one that never ends, and the quietest
//! runs of both are compared, which a noisy machine disturbs least.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group};
use ordain::code::Program;
use ordain::compile::compile;
use ordain::heap::Heap;
use ordain::host::{Request, User, World};
use ordain::limits::{Limits, Meter};
use ordain::stdlib::prelude;
use ordain::value::Value;
use ordain::value::context::{Context, Services};
use ordain::value::value::{Lent, Stop};
use ordain::vm::{Budget, NoLibrary, Session, evaluate_within};

struct Nothing;

/// How long each policy is compared with itself.
const TURNS: Duration = Duration::from_secs(6);

/// How often it runs in one turn.
const EACH: u32 = 8;

/// A budget without an end.
struct Endless;

impl Budget for Endless {
    #[inline(always)]
    fn count(&self, _: i64) -> bool {
        true
    }

    fn settle(&self) -> bool {
        true
    }
}

impl Services for Nothing {
    fn foreign<'h>(&self, _: &Context<'h>, _: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        Ok(Value::None)
    }
}

/// Name and text of each policy.
const POLICIES: &[(&str, &str)] = &[
    ("constant", "return True"),
    (
        "loop of 10,000 turns",
        "s = i = 0\nwhile i < 10000:\n    s += i & 7\n    i += 1\nreturn s",
    ),
    (
        "range of 10,000",
        "s = 0\nfor i in range(10000):\n    s += i & 7\nreturn s",
    ),
    (
        "fib(14)",
        "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nreturn fib(14)",
    ),
    (
        "500 calls by keyword",
        "def f(a, b=2, *, c=3):\n    return a\nfor i in range(500):\n    f(i, c=4)\nreturn True",
    ),
    (
        "500 natives by keyword",
        "for i in range(500):\n    int(\"11\", base=2)\nreturn True",
    ),
    (
        "5,000 pairs of a dict",
        "d = {n: n % 7 for n in range(5000)}\ns = 0\nfor k, v in d.items():\n    s += v\nreturn s",
    ),
    (
        "5,000 pairs of enumerate",
        "s = 0\nfor i, x in enumerate(range(5000)):\n    s += i\nreturn s",
    ),
    (
        "500 items of a generator",
        "def g(n):\n    for i in range(n):\n        yield i\ns = 0\nfor i in g(500):\n    s += i\nreturn s",
    ),
    (
        "500 exceptions",
        "n = 0\nfor i in range(500):\n    try:\n        {}[i]\n    except KeyError:\n        n += 1\nreturn n",
    ),
    (
        "500 method calls",
        "n = 0\nfor i in range(500):\n    if \"alice@example.com\".endswith(\"example.com\"):\n        n += 1\nreturn n",
    ),
];

/// All policies, with those that look for a text or a network among many.
fn policies() -> impl Iterator<Item = (&'static str, String)> {
    let few = POLICIES
        .iter()
        .map(|(name, text)| (*name, (*text).to_owned()));
    let domains: Vec<_> = (0..500).map(|n| format!("\"{n}.example.com\"")).collect();
    let among = format!("return \"x.example.com\" in {{{}}}", domains.join(", "));
    let networks: Vec<_> = (0..500)
        .map(|n| format!("\"10.{}.{}.0/24\"", n / 250, n % 250))
        .collect();
    let search = |condition| {
        format!(
            "ip = ip_address(\"10.1.249.1\")\nfor net in ({}):\n    if {condition}:\n        return True",
            networks.join(", ")
        )
    };
    few.chain([
        ("a text among 500 constants", among),
        (
            "an address in 500 networks",
            search("ip in ip_network(net)"),
        ),
        // The same, where nothing can be passed over.
        (
            "an address in each of 500 networks",
            search("(ip in ip_network(net)) is True"),
        ),
    ])
}

fn run(heap: &Heap, program: &Program, limits: &Limits, counted: bool) -> bool {
    let (meter, user) = (Meter::new(limits), User::anonymous());
    let request = Request::new(&user);
    let cx = Context::new(heap, &meter, &Nothing);
    let session = Session::new(prelude(), &NoLibrary);
    let answer = World::new(&cx, &request).and_then(|world| {
        let _before = world.enter(&cx);
        let id = session.load(&cx, program)?;
        match counted {
            true => evaluate_within(&cx, &session, id, world, limits, cx.meter),
            false => evaluate_within(&cx, &session, id, world, limits, &Endless),
        }
    });
    answer.is_ok()
}

fn endless() -> Limits {
    Limits {
        steps: u64::MAX,
        bytes: usize::MAX,
        ..Limits::default()
    }
}

fn machine(c: &mut Criterion) {
    let limits = endless();
    for (name, text) in policies() {
        let Ok(program) = compile("bench", &text, &limits) else {
            continue;
        };
        let mut heap = Heap::default();
        c.bench_function(name, |b| {
            b.iter(|| {
                let ran = run(&heap, &program, &limits, true);
                heap.reset();
                assert!(ran, "the policy of a bench must run");
            });
        });
    }
}

/// Compares each policy with itself, steps counted and not.
fn counting() {
    println!("\ncounting steps, by the quietest runs:");
    let limits = endless();
    for (name, text) in policies() {
        let Ok(program) = compile("bench", &text, &limits) else {
            continue;
        };
        let mut heap = Heap::default();
        let mut quietest = [Duration::MAX; 2];
        let began = Instant::now();
        while began.elapsed() < TURNS {
            for (counted, quietest) in [false, true].into_iter().zip(&mut quietest) {
                let start = Instant::now();
                for _ in 0..EACH {
                    black_box(run(&heap, &program, &limits, counted));
                    heap.reset();
                }
                *quietest = start.elapsed().min(*quietest);
            }
        }
        let [plain, counted] = quietest.map(|time| time.as_secs_f64());
        println!("{name:32} {:+.1} %", (counted / plain - 1.0) * 100.0);
    }
}

criterion_group!(benches, machine);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    if std::env::args().any(|argument| argument == "--bench") {
        counting();
    }
}
