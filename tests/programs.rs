//! What holds for all programs: they verify, survive being written and read, and damage is noticed.

#![cfg(test)]

use ordain::code::{FileError, Program, listing};
use ordain::compile::compile;
use ordain::limits::Limits;
use proptest::prelude::*;

fn compiled(source: &str) -> Option<Program> {
    match compile("any", source, &Limits::default()) {
        Ok(program) => Some(program),
        Err(error) => {
            assert!(
                !error.message.contains("a bug"),
                "{}\n{source}",
                error.message
            );
            None
        }
    }
}

/// Expressions, as text.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "(1)", "'a'", "x", "y", "z", "request", "context", "None", "1.5", "[]", "any", "-1",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 3, |inner| {
        let one = inner.clone();
        let two = (inner.clone(), inner.clone());
        let three = (inner.clone(), inner.clone(), inner);
        prop_oneof![
            one.clone().prop_map(|a| format!("(not {a})")),
            one.clone().prop_map(|a| format!("{a}.name")),
            one.clone().prop_map(|a| format!("(w := {a})")),
            one.clone()
                .prop_map(|a| format!("(lambda y, *z: ({a}, y))")),
            one.clone()
                .prop_map(|a| format!("f\"{{{}!r:>{{x}}}} b\"", a.replace('"', "'"))),
            two.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            two.clone().prop_map(|(a, b)| format!("({a} and {b})")),
            two.clone()
                .prop_map(|(a, b)| format!("({a} < {b} in (1, 2))")),
            two.clone().prop_map(|(a, b)| format!("[{a}, *{b}]")),
            two.clone().prop_map(|(a, b)| format!("{{{a}: {b}, **z}}")),
            two.clone().prop_map(|(a, b)| format!("{a}[{b}:1]")),
            two.clone()
                .prop_map(|(a, b)| format!("f({a}, *{b}, k=1, **y)")),
            two.clone()
                .prop_map(|(a, b)| format!("any({a} for x in {b})")),
            two.clone()
                .prop_map(|(a, b)| format!("sum({a} for x in {b} if x)")),
            two.clone()
                .prop_map(|(a, b)| format!("list((x, {a}) for x in {b})")),
            three
                .clone()
                .prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            three
                .clone()
                .prop_map(|(a, b, c)| format!("[{a} for y in {b} for z in y if {c}]")),
            three
                .clone()
                .prop_map(|(a, b, c)| format!("{{{a}: {c} for x, *y in {b}}}")),
            three.prop_map(|(a, b, c)| format!("({a} for z in {b} if {c})")),
        ]
    })
}

/// Patterns, as text.
fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "1",
        "-2.5",
        "'a' 'b'",
        "None",
        "x",
        "y",
        "_",
        "request.user",
        "[]",
        "{}",
        "int()",
        "[*_]",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 16, 3, |inner| {
        let one = inner.clone();
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            one.clone().prop_map(|a| format!("({a} as z)")),
            one.clone().prop_map(|a| format!("({a} | {a})")),
            one.clone().prop_map(|a| format!("[w, *v, {a}]")),
            one.prop_map(|a| format!("{{'k': {a}, **u}}")),
            two.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
            two.clone().prop_map(|(a, b)| format!("({a}, *_, {b})")),
            two.clone().prop_map(|(a, b)| format!("({a} | {b})")),
            two.clone()
                .prop_map(|(a, b)| format!("{{1: {a}, x.y: {b}}}")),
            two.prop_map(|(a, b)| format!("x.Class({a}, b={b})")),
        ]
    })
}

fn indented(body: &str) -> String {
    body.lines().map(|line| format!("    {line}\n")).collect()
}

/// Blocks of statements, as text.
fn block() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        expression().prop_map(|a| format!("{a}\n")),
        expression().prop_map(|a| format!("x = y.z = {a}\n")),
        expression().prop_map(|a| format!("x, (*y, z[0]) = {a}\n")),
        expression().prop_map(|a| format!("y += {a}\n")),
        expression().prop_map(|a| format!("return {a}\n")),
        expression().prop_map(|a| format!("raise {a} from x\n")),
        expression().prop_map(|a| format!("assert {a}, y\n")),
        prop::sample::select(vec![
            "pass\n",
            "break\n",
            "continue\n",
            "del x\n",
            "import json.a as z\n",
            "from a import b as y\n",
            "raise\n",
            "return\n",
            "yield\n",
            "z = yield from x\n",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 32, 3, |inner| {
        let body = prop::collection::vec(inner, 1..4).prop_map(|parts| indented(&parts.concat()));
        let two = (body.clone(), body.clone());
        let three = (body.clone(), body.clone(), body.clone());
        prop_oneof![
            (expression(), two.clone()).prop_map(|(a, (b, c))| format!("if {a}:\n{b}else:\n{c}")),
            (expression(), two.clone())
                .prop_map(|(a, (b, c))| format!("while {a}:\n{b}else:\n{c}")),
            (expression(), two.clone())
                .prop_map(|(a, (b, c))| format!("for x in {a}:\n{b}else:\n{c}")),
            (expression(), body.clone()).prop_map(|(a, b)| format!("with {a} as z, y:\n{b}")),
            (expression(), body.clone()).prop_map(|(a, b)| format!("def f(x, y={a}, *z):\n{b}")),
            (pattern(), pattern(), two.clone()).prop_map(|(a, b, (c, d))| {
                let (c, d) = (indented(&c), indented(&d));
                format!("match x, *y:\n    case {a} if z:\n{c}    case {b}:\n{d}")
            }),
            (expression(), body.clone()).prop_map(|(a, b)| {
                let b = indented(&b);
                format!("class x(y, k={a}):\n    z = x\n    def f(y, *z):\n        super().w\n{b}")
            }),
            body.clone().prop_map(|b| format!("while True:\n{b}")),
            two.clone()
                .prop_map(|(a, b)| format!("try:\n{a}finally:\n{b}")),
            three.clone().prop_map(|(a, b, c)| {
                format!("try:\n{a}except ValueError as x:\n{b}except:\n{c}")
            }),
            three.prop_map(|(a, b, c)| {
                format!("try:\n{a}except (KeyError, y):\n{b}else:\n    pass\nfinally:\n{c}")
            }),
        ]
    })
}

/// Whole policies: in a loop, so that `break` has something to leave.
fn policy() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 1..6)
        .prop_map(|blocks| format!("while request:\n{}", indented(&blocks.concat())))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_compiles_verifies_and_can_be_written_and_read(source in policy()) {
        if let Some(program) = compiled(&source) {
            let bytes = program.to_bytes();
            let read = Program::from_bytes(&bytes).expect("what was written is read");
            prop_assert_eq!(listing(&program), listing(&read));
            prop_assert_eq!(bytes, read.to_bytes());
        }
    }

    #[test]
    fn no_text_makes_the_compiler_panic(source in "[a-z=:(){}\\[\\]\"'\\\\.,*#\n \t0-9@-]{0,60}") {
        compiled(&source);
    }

    /// Behind the checksum the verifier decides alone.
    #[test]
    fn damage_never_panics(source in policy(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        if let Some(program) = compiled(&source) {
            let mut bytes = postcard::to_stdvec(&program).expect("written");
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(read) = postcard::from_bytes::<Program>(&bytes) {
                let _ = listing(&read);
            }
            bytes.truncate(at);
            prop_assert!(postcard::from_bytes::<Program>(&bytes).is_err());
        }
    }

    #[test]
    fn a_damaged_file_is_refused(at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let program = compiled("return request.user.name == 'a'").expect("compiles");
        let mut bytes = program.to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(Program::from_bytes(&bytes).is_err());
    }
}

#[test]
fn foreign_files_and_other_versions_are_told_apart() {
    let refused = |bytes: &[u8]| Program::from_bytes(bytes).err().expect("refused");
    assert_eq!(refused(b""), FileError::Foreign);
    assert_eq!(refused(b"#!/usr/bin/python3"), FileError::Foreign);
    let mut bytes = compiled("return 1").expect("compiles").to_bytes();
    assert_eq!(refused(&bytes[..bytes.len() - 1]), FileError::Damaged);
    bytes[4] = 99;
    assert_eq!(refused(&bytes), FileError::Version { found: 99 });
}

#[test]
fn a_small_policy_is_a_small_file() {
    let source = "
if ak_is_sso_flow:
    return True
if not any(group.name == 'staff' for group in request.user.groups.all()):
    ak_message('Only staff may enter.')
    return False
return request.user.email.endswith('@example.org')
";
    let program = compiled(source).expect("compiles");
    assert!(
        program.to_bytes().len() < 400,
        "{}",
        program.to_bytes().len()
    );
}

#[test]
fn patterns_are_refused_in_cpythons_words() {
    let cases = [
        (
            "match a:\n    case f(): pass\n    case b: pass\n    case c: pass",
            "name capture 'b' makes remaining patterns unreachable",
        ),
        (
            "match a:\n    case _: pass\n    case c: pass",
            "wildcard makes remaining patterns unreachable",
        ),
        (
            "match a:\n    case 1 | _ | 2: pass",
            "wildcard makes remaining patterns unreachable",
        ),
        (
            "match a:\n    case b | 1: pass\n    case c: pass",
            "name capture 'b' makes remaining patterns unreachable",
        ),
        (
            "match a:\n    case b, b: pass",
            "multiple assignments to name 'b' in pattern",
        ),
        (
            "match a:\n    case {1: b, **b}: pass",
            "multiple assignments to name 'b' in pattern",
        ),
        (
            "match a:\n    case [b as b]: pass",
            "multiple assignments to name 'b' in pattern",
        ),
        (
            "match a:\n    case [*b, *c]: pass",
            "multiple starred names in sequence pattern",
        ),
        (
            "match a:\n    case 1 | b: pass",
            "alternative patterns bind different names",
        ),
        (
            "match a:\n    case [1, b] | [b, c]: pass",
            "alternative patterns bind different names",
        ),
        (
            "match a:\n    case {1: _, True: _}: pass",
            "mapping pattern checks duplicate key (True)",
        ),
        (
            "match a:\n    case {\"a\": _, b.c: _, b.c: _, 'a': _}: pass",
            "mapping pattern checks duplicate key ('a')",
        ),
        (
            "match a:\n    case int(b=1, c=2, b=3): pass",
            "attribute name repeated in class pattern: b",
        ),
        (
            "match a:\n    case f\"b\": pass",
            "patterns may only match literals and attribute lookups",
        ),
        (
            "match a:\n    case {f\"b{1}\": _}: pass",
            "mapping pattern keys may only match literals and attribute lookups",
        ),
        (
            "match a:\n    case __debug__: pass",
            "cannot assign to __debug__",
        ),
    ];
    for (source, message) in cases {
        let refused = compile("any", source, &Limits::default()).err();
        assert_eq!(
            refused.map(|e| e.message).as_deref(),
            Some(message),
            "{source}"
        );
    }
}
