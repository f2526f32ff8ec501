//! What the targets share: limits that keep each input short, services without clock or chance, and a
//! request with something in most of its places.

use std::sync::LazyLock;

use ordain::engine::SystemServices;
use ordain::host::{Env, MemoryDirectory};
use ordain::value::Value;
use ordain::value::context::{Context, Services};
use ordain::value::value::{Lent, Stop};
use ordain::{Evaluation, Evaluator, Limits, Policies, Policy};
use serde_json::json;

/// Services of which each answer is the same every time.
pub struct Still(SystemServices);

impl Services for Still {
    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.0.foreign(cx, lent)
    }
}

/// The services.
pub static STILL: LazyLock<Still> = LazyLock::new(|| Still(SystemServices::new()));

/// A request.
pub static ENV: LazyLock<Env> = LazyLock::new(|| {
    let env = json!({
        "request": {
            "user": {
                "pk": 7, "username": "ada", "name": "Ada", "email": "ada@harbour.example",
                "groups": ["staff", "crew"], "attributes": {"level": 3, "tags": ["a", "b"]},
            },
            "obj": {"name": "wiki", "slug": "wiki", "nested": {"list": [1, [2, {"k": null}]]}},
            "http_request": {
                "path": "/login/", "method": "POST", "META": {"HTTP_USER_AGENT": "curl/8"},
                "GET": {"next": "/"}, "headers": {"X-Zone": "dmz"}, "session": {"seen": [1, 2]},
            },
            "context": {"risk": 12, "prompt_data": {"username": "ada", "age": "36"}},
        },
        "context": {
            "flow_plan": {"$flow_plan": {"step": 1}}, "pending_user": {"$ref": "user"}, "ids": {"$set": [1, 2]},
        },
        "geoip": {"country": "NL", "city": "Delft"}, "asn": {"asn": 64496},
        "ak_client_ip": "192.0.2.66", "ak_is_sso_flow": false,
    });
    Env::of_json(&env, &MemoryDirectory::new()).expect("the request is sound")
});

/// What a policy may spend: little, so that many are tried.
pub fn limits() -> Limits {
    Limits {
        steps: 20_000,
        bytes: 1 << 20,
        depth: 60,
        time: None,
        ..Limits::default()
    }
}

/// Evaluates a policy, which must stay within its limits.
pub fn evaluate(policy: &Policy, env: &Env) -> Evaluation {
    let mut policies = Policies::new();
    policies.add("other", "ak_message(context)\nreturn request.user.username");
    let evaluator = Evaluator::new(&policies, &*STILL, limits());
    let evaluation = evaluator.evaluate(policy, &env.request());
    assert!(evaluation.steps <= limits().steps, "{}", evaluation.steps);
    assert!(evaluation.bytes <= limits().bytes, "{}", evaluation.bytes);
    if let Err(failure) = &evaluation.outcome {
        assert_ne!(failure.class, "InternalError", "{failure}");
    }
    evaluation
}
