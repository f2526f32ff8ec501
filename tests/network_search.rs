//! A loop that looks for the network of an address finds what a loop finds that looks at each network.

#![cfg(test)]

use ordain::host::{Request, User};
use ordain::value::plain::Plain;
use ordain::{Evaluator, Limits, Policies, Policy, SystemServices};
use proptest::prelude::*;

/// What a policy returns, and the steps that it takes.
fn evaluate(text: &str) -> (Plain, u64) {
    let (policy, user) = (Policy::compile("p", text).unwrap(), User::anonymous());
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let evaluation = evaluator.evaluate(&policy, &Request::new(&user));
    let result = evaluation.outcome.unwrap();
    (result.value.unwrap(), evaluation.steps)
}

/// A text that is read as a network, mostly; few bits are used, so that they often lie in each other.
fn network() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => (0_u32..16, 0_u32..=8).prop_map(|(bits, prefix)| {
            let first = (bits << 4) & !(0xff_u32 >> prefix) & 0xff;
            format!("{first}.0.0.0/{prefix}")
        }),
        5 => (0_u32..4, 126_u32..=128).prop_map(|(bits, prefix)| {
            format!("2001:db8::{}/{prefix}", bits & !(3 >> (prefix - 126)) & 3)
        }),
        1 => prop::sample::select(vec!["10.0.0.1", "0.0.0.0/00", "1.0.0.0/0", "::", "", "a"])
            .prop_map(str::to_owned),
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u32..256).prop_map(|first| format!("ip_address('{first}.0.0.0')")),
        (0_u32..4).prop_map(|last| format!("ip_address('2001:db8::{last}')")),
        Just("ip_address('2001:db8::1%1')".to_owned()),
        Just("ip_network('0.0.0.0/0')".to_owned()),
        Just("'10.0.0.0'".to_owned()),
    ]
}

/// The forms of such loops; `CONDITION` looks for the network.
const LOOPS: &[&str] = &[
    "for net in (NETS):\n    if CONDITION:\n        seen.append(net)",
    "for net in (NETS):\n    if CONDITION:\n        break\nelse:\n    seen.append('all')",
    "nets = [NETS]\nfor net in nets:\n    if CONDITION:\n        seen.append(net)\n        nets.pop()",
    "net = None\nseen.append([net for net in (NETS) if CONDITION])",
    "net = any(CONDITION for net in [NETS])",
    "nets = (NETS)\nnet = next((net for net in nets if CONDITION), None)",
];

proptest! {
    #[test]
    fn what_is_passed_over_is_what_is_not_looked_for(
        networks in prop::collection::vec(network(), 2..24),
        address in address(),
        form in prop::sample::select(LOOPS),
    ) {
        let nets: Vec<_> = networks.iter().map(|net| format!("{net:?}")).collect();
        let form = form.replace("NETS", &nets.join(", "));
        let policy = |condition: &str| {
            let body = form.replace("CONDITION", condition).replace('\n', "\n    ");
            format!(
                "ip, seen, net = {address}, [], None\ntry:\n    {body}\n\
                 except Exception as error:\n    seen.append(str(error))\nreturn [net, seen]\n"
            )
        };
        let (found, steps) = evaluate(&policy("ip in ip_network(net)"));
        let (expected, more) = evaluate(&policy("not (not (ip in ip_network(net)))"));
        prop_assert_eq!(found, expected);
        prop_assert!(steps <= more + 20, "{} {}", steps, more);
    }
}

#[test]
fn many_networks_are_not_looked_at_one_by_one() {
    let nets: Vec<_> = (0..400)
        .map(|at| format!("'10.{}.{}.0/24'", at / 200, at % 200))
        .collect();
    let policy = |last: u32, container: &str| {
        format!(
            "ip = ip_address('10.1.{last}.9')\n{container}\nfor net in nets:\n    \
             if ip in ip_network(net):\n        return net\nreturn [net]\n"
        )
    };
    let constants = policy(150, "").replace("nets:", &format!("({}):", nets.join(", ")));
    let (found, steps) = evaluate(&constants);
    assert_eq!(found, Plain::Str("10.1.150.0/24".into()));
    assert!(steps < 40, "{steps}");
    // A list may have changed: each is looked at, by a step instead of eight, once the list is made.
    let list = policy(250, &format!("nets = [{}]", nets.join(", ")));
    let (found, steps) = evaluate(&list);
    assert_eq!(found, Plain::List(vec![Plain::Str("10.1.199.0/24".into())]));
    assert!((400..1200).contains(&steps), "{steps}");
}
