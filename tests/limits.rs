//! What no policy gets past: budgets hold for random programs, and a warm heap has the same ceiling as a
//! cold one.

#![cfg(test)]

use ordain::limits::Limit;
use ordain::value::plain::Plain;
use ordain::{
    Binding, Engine, Evaluation, Evaluator, Limits, Policies, Policy, Request, SystemServices,
    Target,
};
use proptest::prelude::*;

fn evaluate(text: &str, limits: &Limits) -> Evaluation {
    let policy = Policy::compile("policy", text).unwrap();
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, limits.clone());
    evaluator.evaluate(&policy, &Request::anonymous())
}

fn limit(evaluation: &Evaluation) -> Option<Limit> {
    evaluation.outcome.as_ref().err()?.limit
}

fn bytes(bytes: usize) -> Limits {
    Limits {
        bytes,
        ..Limits::default()
    }
}

#[test]
fn a_warm_heap_keeps_a_lower_ceiling() {
    let eight_mib = "x = ['abcdefgh'] * 500000\nreturn len(x) == 500000";
    let first = evaluate(eight_mib, &bytes(64 << 20));
    assert!(first.outcome.unwrap().passing);
    let second = evaluate(eight_mib, &bytes(1 << 20));
    assert_eq!(limit(&second), Some(Limit::Memory(1 << 20)));
    assert!(second.bytes <= 1 << 20);
}

#[test]
fn a_decision_after_a_larger_one_keeps_its_own_ceiling() {
    let eight_mib = "x = ['abcdefgh'] * 500000\nreturn len(x) == 500000";
    let decide = |ceiling| {
        let target = Target::application("wiki").bind(Binding::policy("large"));
        let engine = Engine::builder().policy("large", eight_mib).target(target);
        let engine = engine.limits(bytes(ceiling)).build();
        engine
            .decide("application:wiki", &Request::anonymous())
            .unwrap()
    };
    assert!(decide(64 << 20).passing);
    let refused = decide(1 << 20);
    assert!(!refused.passing);
    assert!(refused.bindings[0].bytes <= 1 << 20);
    assert_eq!(
        refused.messages,
        [Plain::Str(Limit::Memory(1 << 20).to_string())]
    );
}

#[test]
fn limits_cannot_be_caught() {
    let limits = Limits {
        steps: 10_000,
        ..Limits::default()
    };
    let spin = "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n    finally: x = 1";
    let spun = evaluate(spin, &limits);
    assert_eq!(limit(&spun), Some(Limit::Steps(10_000)));
    assert!(spun.steps <= 10_000);
    let chatty = evaluate("while True: ak_message('x')", &Limits::default());
    assert!(matches!(limit(&chatty), Some(Limit::Messages(1000))));
    let huge = evaluate("return 1 << (1 << 30)", &Limits::default());
    assert!(matches!(limit(&huge), Some(Limit::Int(_))));
}

/// Policies that take many quanta of steps, by jumps and calls of all kinds.
const LONG: &[&str] = &[
    "s = 0\nfor i in range(9000):\n    s += i & 7\nreturn s",
    "i = s = 0\nwhile i < 5000:\n    s += i - 3\n    i += 1\nreturn s",
    "return len([x for x in list(range(4000)) if x % 3 or x % 5 == 0])",
    "n = 0\nfor i in range(900):\n    for word in ('a', 'b', 1.5, None):\n        n += word == 'b'\nreturn n",
    "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nreturn fib(15)",
    "def g(n):\n    for i in range(n):\n        yield i\nreturn sum(i for i in g(2000))",
    "d = {i: str(i) for i in range(3000)}\nn = 0\nfor key, text in d.items():\n    if text and key != 7:\n        n += 1\nreturn n",
    "n = 0\nfor i in range(800):\n    try:\n        {}[i]\n    except KeyError:\n        n += 1\nreturn n",
    "def made(a=(1, 2), *, b=3):\n    f = lambda x=1, y='z': (a, b, x, y)\n    return f\nreturn len([made()() for i in range(900)])",
    "nets, n = ['10.0.0.0/8', '192.0.2.0/24', '0.0.0.0/0'], 0\nip = ip_address('192.0.2.1')\nfor i in range(900):\n    for net in ('10.0.0.0/8', '172.16.0.0/12', '192.0.2.0/24', '::/0'):\n        if ip in ip_network(net):\n            n += 1\n    n += any(ip in ip_network(net) for net in nets)\nreturn n",
];

#[test]
fn a_policy_may_take_just_as_many_steps_as_it_takes() {
    for text in LONG {
        let whole = evaluate(text, &Limits::default());
        assert!(whole.outcome.is_ok(), "{text}: {:?}", whole.outcome);
        assert!(whole.steps > 10_000, "{text}: {}", whole.steps);
        let allowed = |steps| Limits {
            steps,
            ..Limits::default()
        };
        let enough = evaluate(text, &allowed(whole.steps));
        assert!(enough.outcome.is_ok(), "{text}");
        assert_eq!(enough.steps, whole.steps, "{text}");
        for steps in [whole.steps - 1, whole.steps / 2, 4096, 1] {
            let short = evaluate(text, &allowed(steps));
            assert_eq!(limit(&short), Some(Limit::Steps(steps)), "{text}");
        }
    }
}

/// Functions of a hundred instructions, left in the midst in each way there is.
const LEFT: &[&str] = &[
    "def f():\n    BODY\n    return x\nfor i in range(100):\n    f()",
    "def f():\n    BODY\n    yield x\n    BODY\nfor i in range(100):\n    next(f())",
    "def f():\n    BODY\n    yield x\nfor i in range(100):\n    for item in f():\n        break",
    "def f():\n    BODY\n    yield x\nfor i in range(100):\n    1 in f()",
    "def f():\n    BODY\n    yield x\ndef g():\n    yield from f()\nfor i in range(100):\n    g().send(None)",
    "def f():\n    BODY\n    raise KeyError\nfor i in range(100):\n    try:\n        f()\n    except KeyError: pass",
    "def f():\n    BODY\n    yield x\n    BODY\nfor i in range(100):\n    g = f()\n    next(g)\n    g.close()",
    "for i in range(100):\n    try:\n        BODY\n        {}[x]\n    except KeyError: pass",
    "for i in range(100):\n    BODY\n    if x:\n        continue\n    x = 0",
    "def f(n):\n    BODY\n    return f(n - 1) if n else x\nf(99)",
    "def f(a, b):\n    BODY\nfor i in range(100):\n    f(b=1, a=i)",
    "def f(a, b=1):\n    BODY\nfor i in range(100):\n    f(a=i)",
    "def f(*a, **b):\n    BODY\nfor i in range(100):\n    f(*[i], **{'b': i})",
    "def f(a):\n    BODY\nf = [f]\nfor i in range(100):\n    f[0](i)",
    "def f(a):\n    BODY\n    return a\nreturn sorted(range(100), key=f)",
    "def f(a):\n    BODY\n    return a\nfor i in map(f, range(100)): pass",
    "class C:\n    def f(self):\n        BODY\nc = C()\nfor i in range(100):\n    c.f()",
    "class C:\n    def f(self, a):\n        BODY\nf = C().f\nfor i in range(100):\n    f(a=i)",
    "class C:\n    def __init__(self):\n        BODY\nfor i in range(100):\n    C()",
    "class C:\n    def __eq__(self, other):\n        BODY\n        return True\nfor i in range(100):\n    C() == i",
    "class C:\n    def __getattr__(self, name):\n        BODY\nc = C()\nfor i in range(100):\n    c.f",
    "class C:\n    def __enter__(self):\n        BODY\n    def __exit__(self, *e): pass\nfor i in range(100):\n    with C(): pass",
    "class C:\n    def __str__(self):\n        BODY\n        return ''\nfor i in range(100):\n    f'{C()}'",
    "for i in range(100):\n    class C:\n        BODY",
    "for i in range(100):\n    list(n for n in [1] if [BODY_ITEMS])",
    "f = lambda n: [BODY_ITEMS]\nfor i in range(100):\n    f(n=i)",
];

#[test]
fn what_a_function_took_counts_wherever_it_is_left() {
    for text in LEFT {
        let body = vec!["x = 1"; 50].join("; ");
        let items = vec!["i"; 100].join(", ");
        let text = (text.replace("BODY_ITEMS", &items)).replace("BODY", &body);
        let taken = evaluate(&text, &Limits::default());
        assert!(taken.outcome.is_ok(), "{text}: {:?}", taken.outcome);
        assert!(taken.steps > 10_000, "{text}: {}", taken.steps);
        let limits = Limits {
            steps: 5_000,
            ..Limits::default()
        };
        let stopped = evaluate(&text, &limits);
        assert_eq!(limit(&stopped), Some(Limit::Steps(5_000)), "{text}");
    }
}

#[test]
fn what_is_passed_over_is_not_counted() {
    let body = vec!["x = 1"; 50].join("; ");
    let text = |end: &str| format!("x = 0\nif x:\n    {body}\n{end}");
    let steps = |text: &str| evaluate(text, &Limits::default()).steps;
    assert!(steps(&text("return x")) < 10);
    let huge = evaluate(&text("return 'x' * (1 << 40)"), &Limits::default());
    assert_eq!(huge.outcome.as_ref().unwrap_err().class, "MemoryLimit");
    assert!(huge.steps < 20, "{}", huge.steps);
    let raised = evaluate(&text("raise KeyError"), &Limits::default());
    assert!(raised.steps < 20, "{}", raised.steps);
}

/// Work that a builtin does in one call, and the least number of steps that it is worth.
const PAID: &[(&str, u64)] = &[
    // Keys made to have one hash: each is compared with those before it.
    ("return len({i * (2**61 - 1) for i in range(400)})", 79_000),
    (
        "d = {i * (2**61 - 1): 1 for i in range(400)}\nfor i in range(400): d.get(i * (2**61 - 1) + 2**61 - 2)",
        79_000,
    ),
    // Equal texts that are two objects.
    (
        "x, y = 'a' * 32000, 'a' * 32000\nd = {x: 1}\nfor i in range(100): d[y]",
        200_000,
    ),
    (
        "x, y = 'a' * 32000, 'a' * 32000\nfor i in range(100): y in [x]",
        200_000,
    ),
    (
        "x, y = ['a' * 32000], ['a' * 32000]\nfor i in range(100): x == y",
        200_000,
    ),
    (
        "x, y = 'a' * 32000, 'a' * 32000\nfor i in range(100): x.startswith(y)",
        200_000,
    ),
    (
        "x, y = 'a' * 32000, 'a' * 32000\nfor i in range(100): x.endswith(('b', y))",
        200_000,
    ),
    (
        "x, d = 'a' * 32000, {}\nfor i in range(100): d.get(x[1:])",
        200_000,
    ),
    // A pattern that an automaton follows at a thousand places at once.
    (
        "import re\nreturn re.search('a{0,1000}b', 'a' * 3000)",
        90_000,
    ),
    ("return pow(3**2000, -1, 7**1000)", 10_000),
    ("for i in range(100): round(1e300 / 3, 5)", 7_000),
    ("for i in range(100): '%.1000f' % 1e-300", 20_000),
    ("for i in range(100): f'{1e-300:.1000f}'", 20_000),
    ("import math\nreturn math.isqrt(3**100000) % 7", 300_000),
];

#[test]
fn a_call_costs_what_it_does() {
    for (text, least) in PAID {
        let evaluation = evaluate(text, &Limits::default());
        assert!(
            evaluation.outcome.is_ok(),
            "{text}: {:?}",
            evaluation.outcome
        );
        assert!(evaluation.steps >= *least, "{text}: {}", evaluation.steps);
    }
}

/// Joined one by one, each piece was copied once for every piece behind it.
#[test]
fn adjacent_literals_are_joined_at_once() {
    let many = "'ab' ".repeat(100_000);
    let text = format!("return len({many} '' 'c' f'{{1}}d' 'e' '')");
    let value = evaluate(&text, &Limits::default()).outcome.unwrap().value;
    assert_eq!(value, Some(Plain::Int(200_004)));
    let joined = evaluate(
        "return 'a' '' 'b' f'{1}' '' f'' 'c' f'{2}d' 'e'",
        &Limits::default(),
    );
    assert_eq!(
        joined.outcome.unwrap().value,
        Some(Plain::Str("ab1c2de".to_owned()))
    );
}

#[test]
fn an_int_that_is_written_out_has_a_size() {
    for (base, digit, most) in [("0x", "f", 1 << 18), ("0o", "7", 349_525)] {
        let compile =
            |digits| Policy::compile("policy", &format!("return {base}{}", digit.repeat(digits)));
        assert!(compile(most).is_ok(), "{base}");
        let refused = compile(most + 1).err().unwrap();
        assert_eq!(refused.message, "int literal is too large", "{base}");
    }
}

#[test]
fn what_leaves_a_policy_is_its_memory() {
    let limits = Limits {
        steps: u64::MAX,
        ..bytes(1 << 20)
    };
    let doubled = "x = ['a']\nfor i in range(22): x = [x, x]\n";
    for end in [
        "return x",
        "ak_message(x)",
        "request.context['x'] = x",
        "return {'k': x}",
        "return ['a' * 1000] * 10000",
    ] {
        let grown = evaluate(&format!("{doubled}{end}"), &limits);
        assert_eq!(limit(&grown), Some(Limit::Memory(1 << 20)), "{end}");
    }
}

#[test]
fn a_limit_is_met_in_the_text_of_the_policy_that_was_asked() {
    let mut policies = Policies::new();
    policies.add("spin", "x = 1\ny = 2\nwhile True: pass");
    let services = SystemServices::new();
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    for text in [
        "import itertools\nreturn max(itertools.cycle([1]))",
        "x = 1\nreturn ak_call_policy('spin').passing",
        "import functools, itertools\nreturn functools.reduce(max, itertools.count())",
    ] {
        let policy = Policy::compile("policy", text).unwrap();
        let evaluation = evaluator.evaluate(&policy, &Request::anonymous());
        let failure = evaluation.outcome.unwrap_err();
        assert!(failure.limit.is_some(), "{text}: {failure}");
        assert_eq!(failure.place.map(|place| place.line), Some(2), "{text}");
    }
}

#[test]
fn a_deadline_ends_a_policy() {
    let limits = Limits {
        steps: u64::MAX,
        time: Some(std::time::Duration::from_millis(20)),
        ..Limits::default()
    };
    let spun = evaluate("while True: pass", &limits);
    assert!(matches!(limit(&spun), Some(Limit::Deadline(_))));
}

#[test]
fn calls_end_in_an_error_that_can_be_caught() {
    let text = "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    return str(e) == 'maximum recursion depth exceeded'";
    assert!(evaluate(text, &Limits::default()).outcome.unwrap().passing);
}

/// Expressions over a few names, most of which run, some of which raise.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("'text'".to_owned()),
        Just("1.5".to_owned()),
        (-9_i64..100).prop_map(|n| format!("({n})")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            (pair.clone(), "(\\+|-|\\*|//|%|\\*\\*|<<|and|or|<|==|in|is)")
                .prop_map(|((x, y), op)| format!("({x} {op} {y})")),
            (
                inner.clone(),
                "(len|str|repr|sorted|list|set|tuple|sum|any|bool|int|hash|type)"
            )
                .prop_map(|(x, f)| format!("{f}({x})")),
            pair.clone()
                .prop_map(|(x, y)| format!("[{x} for b in [{y}]]")),
            pair.clone().prop_map(|(x, y)| format!("{{{x}: {y}}}")),
            pair.clone().prop_map(|(x, y)| format!("({x}, {y})")),
            pair.clone().prop_map(|(x, y)| format!("{x}[{y}]")),
            pair.prop_map(|(x, y)| format!("(lambda b: {x})({y})")),
            inner.prop_map(|x| format!("f'{{{x}!r:>9}}'")),
        ]
    })
}

/// Statements, indented one level deeper than `indent`.
fn block(depth: u32, indent: usize) -> BoxedStrategy<String> {
    let pad = " ".repeat(indent);
    let simple = (
        expression(),
        "(a = |b = |a, b = |a \\+= |return |raise |del a\n|yield |)",
    )
        .prop_map({
            let pad = pad.clone();
            move |(e, start)| match start.as_str() {
                "del a\n" => format!("{pad}del a\n"),
                start => format!("{pad}{start}{e}\n"),
            }
        });
    if depth == 0 {
        return simple.boxed();
    }
    let inner = move || {
        prop::collection::vec(block(depth - 1, indent + 1), 1..3).prop_map(|lines| lines.concat())
    };
    prop_oneof![
        3 => simple,
        1 => (expression(), inner(), inner()).prop_map({
            let pad = pad.clone();
            move |(e, x, y)| format!("{pad}if {e}:\n{x}{pad}else:\n{y}")
        }),
        1 => (expression(), inner()).prop_map({
            let pad = pad.clone();
            move |(e, x)| format!("{pad}while {e}:\n{x}")
        }),
        1 => (expression(), inner()).prop_map({
            let pad = pad.clone();
            move |(e, x)| format!("{pad}for a in {e}:\n{x}{pad} continue\n")
        }),
        1 => (inner(), inner(), inner()).prop_map({
            let pad = pad.clone();
            move |(x, y, z)| {
                format!("{pad}try:\n{x}{pad}except (TypeError, ValueError) as b:\n{y}{pad}finally:\n{z}")
            }
        }),
        1 => (expression(), "(a|_|1|\\[a, \\*b\\]|\\{'a': b\\}|int\\(a\\)|str\\(\\)|\\(a, b\\) \\| \\[b, _, a\\])", inner())
            .prop_map({
                let pad = pad.clone();
                move |(e, case, x)| {
                    let x = x.replace('\n', "\n ");
                    format!("{pad}match {e}:\n{pad} case {case}:\n {}\n", x.trim_end())
                }
            }),
        1 => (expression(), "(__init__|__eq__|__len__|__iter__|__add__|__str__|__getattr__)", inner()).prop_map({
            let pad = pad.clone();
            move |(e, method, x)| {
                let x = x.replace('\n', "\n ");
                format!(
                    "{pad}class a:\n{pad} c = {e}\n{pad} def {method}(a, b=None):\n {}\n{pad}b = a()\n{pad}b = [b == a(), str(b), b + 1, [*b], b.d]\n",
                    x.trim_end().replace("\n", "\n ").replacen(' ', "  ", 1)
                )
            }
        }),
        1 => inner().prop_map(move |x| format!("{pad}def a(b=None, *rest):\n{x}")),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_programs_neither_panic_nor_outrun_their_budget(
        lines in prop::collection::vec(block(3, 0), 1..5)
    ) {
        let text = format!("a = 1\nb = [2, 3]\n{}", lines.concat());
        let limits = Limits {
            steps: 20_000,
            bytes: 4 << 20,
            ..Limits::default()
        };
        if Policy::compile("policy", &text).is_ok() {
            let evaluation = evaluate(&text, &limits);
            prop_assert!(evaluation.steps <= limits.steps, "{text}");
            prop_assert!(evaluation.bytes <= limits.bytes, "{text}");
            let damaged = matches!(limit(&evaluation), Some(Limit::Bug(_)));
            prop_assert!(!damaged, "{text}");
        }
    }
}
