//! What the machine costs: bare loops, calls, iteration, and a policy that does next to nothing. The
//! loops and calls run a second time with a budget that never ends: the difference is what counting
//! steps costs.

use criterion::{Criterion, criterion_group, criterion_main};
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

/// A budget without an end.
struct Endless;

impl Budget for Endless {
    #[inline(always)]
    fn charge(&self, _: u64) -> bool {
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
        "loop of a million turns",
        "s = i = 0\nwhile i < 1000000:\n    s += i & 7\n    i += 1\nreturn s",
    ),
    (
        "range of a million",
        "s = 0\nfor i in range(1000000):\n    s += i & 7\nreturn s",
    ),
    (
        "fib(22)",
        "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nreturn fib(22)",
    ),
    (
        "10,000 calls by keyword",
        "def f(a, b=2, *, c=3):\n    return a\nfor i in range(10000):\n    f(i, c=4)\nreturn True",
    ),
    (
        "100,000 pairs of enumerate",
        "s = 0\nfor i, x in enumerate(range(100000)):\n    s += i\nreturn s",
    ),
    (
        "10,000 items of a generator",
        "def g(n):\n    for i in range(n):\n        yield i\ns = 0\nfor i in g(10000):\n    s += i\nreturn s",
    ),
    (
        "10,000 exceptions",
        "n = 0\nfor i in range(10000):\n    try:\n        {}[i]\n    except KeyError:\n        n += 1\nreturn n",
    ),
    (
        "10,000 method calls",
        "n = 0\nfor i in range(10000):\n    if \"alice@example.com\".endswith(\"example.com\"):\n        n += 1\nreturn n",
    ),
];

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

fn machine(c: &mut Criterion) {
    let limits = Limits {
        steps: u64::MAX,
        bytes: usize::MAX,
        ..Limits::default()
    };
    for (name, text) in POLICIES {
        let Ok(program) = compile("bench", text, &limits) else {
            continue;
        };
        for counted in [true, false] {
            let mut heap = Heap::default();
            let title = match counted {
                true => (*name).to_owned(),
                false => format!("{name}, steps not counted"),
            };
            c.bench_function(&title, |b| {
                b.iter(|| {
                    let ran = run(&heap, &program, &limits, counted);
                    heap.reset();
                    assert!(ran, "the policy of a bench must run");
                });
            });
        }
    }
}

criterion_group!(benches, machine);
criterion_main!(benches);
