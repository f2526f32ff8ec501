//! What is read through a lent object needs no value that shows it: a policy cannot tell.

#![cfg(test)]

use ordain::Policy;
use ordain::host::{Request, User};
use ordain::value::plain::Plain;
use ordain::value::value::{Lent, Object};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// What the policy is about: an object with something of each kind.
struct About {
    label: String,
    names: Json,
}

impl Object for About {
    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "label" => Lent::Str(&self.label),
            "open" => Lent::Bool(true),
            "size" => Lent::Int(3),
            "made" => Lent::Text(format!("{}!", self.label)),
            "names" => Lent::Json(&self.names),
            "own" => Lent::Object(self),
            "weigh" => Lent::Method,
            _ => return None,
        })
    }

    fn writable(&self, name: &str) -> bool {
        name != "open"
    }
}

fn answer(text: &str) -> (Option<Plain>, ordain::host::Effects) {
    let (policy, user) = (Policy::compile("p", text).unwrap(), User::anonymous());
    let about = About {
        label: "first".to_owned(),
        names: json!(["a", "b"]),
    };
    let request = Request::new(&user).about(&about);
    let (policies, services) = (ordain::Policies::new(), ordain::SystemServices::new());
    let evaluator = ordain::Evaluator::new(&policies, &services, ordain::Limits::default());
    let evaluation = evaluator.evaluate(&policy, &request);
    (evaluation.outcome.unwrap().value, evaluation.effects)
}

/// What a policy may do with it, a line each.
const LINES: [&str; 15] = [
    "seen.append(request.obj.label)",
    "seen.append(request.obj.made)",
    "seen.append([request.obj.open, request.obj.size])",
    "seen.append('a' in request.obj.names)",
    "seen.append('c' not in request.obj.names)",
    "seen.append(3 in request.obj.names)",
    "seen.append(request.obj.own.label)",
    "seen.append(request.obj is request.obj.own)",
    "seen.append(len(request.obj.names))",
    "seen.append(hasattr(request.obj, 'absent'))",
    "seen.append([getattr(request.obj, 'weigh', None) is None, str(request.obj.own is held)])",
    "held = request.obj",
    "request.obj.label = 'written'",
    "request.obj.own.names.append('c')",
    "del request.obj.label; request.obj.label = 'again'",
];

proptest! {
    #[test]
    fn a_policy_cannot_tell(lines in prop::collection::vec(0..LINES.len(), 1..10)) {
        let lines: Vec<_> = lines.into_iter().map(|line| LINES[line]).collect();
        let policy = format!("seen = []\nheld = None\n{}\nreturn seen\n", lines.join("\n"));
        let handed_out = format!("shown = request.obj\n{policy}");
        prop_assert_eq!(answer(&policy), answer(&handed_out));
    }
}

#[test]
fn what_is_not_there_raises_as_ever() {
    for name in ["absent", "absent.label", "label.absent"] {
        let policy = format!(
            "try:\n    request.obj.{name}\nexcept AttributeError as error:\n    return str(error)"
        );
        let handed_out = format!("shown = request.obj\n{policy}");
        let (value, effects) = answer(&policy);
        assert!(matches!(&value, Some(Plain::Str(text)) if text.contains("absent")));
        assert_eq!((value, effects), answer(&handed_out));
    }
    let policy = "try:\n    request.obj.weigh.absent\nexcept AttributeError as error:\n    return str(error)";
    assert!(answer(policy).0.is_some());
}
