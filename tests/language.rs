//! What programs answer; each answer is CPython's.

use super::trial::run;

#[test]
fn computes() {
    assert_eq!(
        run("s = 0\nfor i in range_(10):\n    s += i\nreturn s"),
        "NameError: name 'range_' is not defined (line 2)"
    );
    assert_eq!(
        run("s = 0\ni = 0\nwhile i < 10:\n    s += i & 7\n    i += 1\nreturn s"),
        "29"
    );
    assert_eq!(
        run("def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nreturn fib(20)"),
        "6765"
    );
    assert_eq!(
        run(
            "def f(a, b=2, *c, d, e=5, **g):\n    return (a, b, c, d, e, g)\nreturn f(1, d=4), f(1, 2, 3, 4, d=4, z=9)"
        ),
        "((1, 2, (), 4, 5, {}), (1, 2, (3, 4), 4, 5, {'z': 9}))"
    );
    assert_eq!(
        run(
            "def g():\n    x = yield 1\n    yield x\n    return 3\na = []\nfor v in g():\n    a += [v]\nreturn a"
        ),
        "[1, None]"
    );
    assert_eq!(
        run("def g():\n    yield 1\n    yield 2\na, b = g()\nreturn [*g(), a, b]"),
        "[1, 2, 1, 2]"
    );
    assert_eq!(
        run(
            "def g():\n    yield 1\n    return 5\ndef h():\n    r = yield from g()\n    yield r\nreturn [*h()]"
        ),
        "[1, 5]"
    );
    assert_eq!(
        run("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    return e.args"),
        "('division by zero',)"
    );
    assert_eq!(
        run("def f():\n    return f()\nf()"),
        "RecursionError: maximum recursion depth exceeded (line 2)"
    );
    assert_eq!(
        run("a, *b, c = [1, 2, 3, 4]\nreturn a, b, c"),
        "(1, [2, 3], 4)"
    );
    assert_eq!(
        run("def f(a, b):\n    pass\nf(1)"),
        "TypeError: handler.<locals>.f() missing 1 required positional argument: 'b' (line 3)"
    );
    assert_eq!(
        run("return [x * y for x in (1, 2) for y in (3, 4) if x != y]"),
        "[3, 4, 6, 8]"
    );
    assert_eq!(
        run(
            "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n        return n\n    return g\ng = f()\ng()\nreturn g()"
        ),
        "2"
    );
    assert_eq!(
        run("while True:\n    pass"),
        "StepLimit: the policy took more than 10000000 steps (line 1)"
    );
}
