//! Any JSON as a request: it is refused with its path, or a policy that looks at everything in it runs within
//! its limits.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ordain::Policy;
use ordain::host::{Env, MemoryDirectory};
use ordain_fuzz::evaluate;

const LOOKS: &str = r#"
looks = [
    lambda: str(request.user), lambda: repr(request.user.attributes), lambda: list(request.user.groups.all()),
    lambda: request.user.group_attributes(request), lambda: request.user.name + request.user.email,
    lambda: repr(request.obj), lambda: request.obj.name, lambda: repr(request), lambda: repr(context),
    lambda: sorted(context.items(), key=repr), lambda: context["prompt_data"]["username"].lower(),
    lambda: context["flow_plan"].context.update(seen=True), lambda: context["pending_user"].username,
    lambda: http_request.headers["User-Agent"], lambda: http_request.session.get("x"),
    lambda: http_request.build_absolute_uri("x"), lambda: repr(http_request.META), lambda: http_request.GET.dict(),
    lambda: ak_client_ip.is_private, lambda: geoip.country, lambda: asn["asn"], lambda: ak_is_sso_flow,
    lambda: ak_call_policy("other", extra=context), lambda: request.context.setdefault("seen", []).append(request),
]
seen = []
for look in looks:
    try:
        seen.append(look())
    except Exception as error:
        seen.append(repr(error))
context["all"] = seen
ak_message(seen)
return seen
"#;

static POLICY: LazyLock<Policy> =
    LazyLock::new(|| Policy::compile("looks", LOOKS).expect("it compiles"));

fuzz_target!(|text: &str| {
    let Ok(json) = serde_json::from_str(text) else {
        return;
    };
    match Env::of_json(&json, &MemoryDirectory::new()) {
        Ok(env) => drop(evaluate(&POLICY, &env)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
