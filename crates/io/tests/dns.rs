//! Names and addresses, asked of a server on this machine.

#![cfg(test)]

#[path = "support/zone.rs"]
mod zone;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use ordain::engine::Evaluator;
use ordain::host::{Dns, Family};
use ordain::{Limits, Policies, Policy, Request, SystemServices, User};
use ordain_io::Lending;
use ordain_io::dns::HickoryDns;
use zone::{Entry, Known, SHORT, Zone};

const KNOWN: &[Entry] = &[
    ("both.example.", || {
        let addresses = ["192.0.2.7", "192.0.2.8", "2001:db8::7"];
        Known::Addresses(addresses.map(|text| text.parse().unwrap()).into())
    }),
    ("four.example.", || {
        Known::Addresses(vec!["192.0.2.9".parse().unwrap()])
    }),
    ("silent.example.", || Known::Silence),
    ("7.2.0.192.in-addr.arpa.", || Known::Name("both.example.")),
];

fn asking(zone: &Zone) -> HickoryDns {
    HickoryDns::builder()
        .server(zone.address)
        .time(SHORT)
        .build()
        .unwrap()
}

fn sorted(mut addresses: Vec<IpAddr>) -> Vec<String> {
    addresses.sort();
    addresses.iter().map(ToString::to_string).collect()
}

#[test]
fn a_host_has_addresses_of_both_kinds() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    let of = |host: &str, family| sorted(dns.addresses(host, family));
    let both = of("both.example", Family::Any);
    assert_eq!(both, ["192.0.2.7", "192.0.2.8", "2001:db8::7"]);
    assert_eq!(of("both.example", Family::V4), ["192.0.2.7", "192.0.2.8"]);
    assert_eq!(of("both.example", Family::V6), ["2001:db8::7"]);
    assert_eq!(of("four.example.", Family::Any), ["192.0.2.9"]);
    assert!(of("four.example", Family::V6).is_empty());
    assert!(of("unknown.example", Family::Any).is_empty());
}

#[test]
fn addresses_are_their_own() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    let of = |host: &str, family| sorted(dns.addresses(host, family));
    assert_eq!(of("192.0.2.1", Family::Any), ["192.0.2.1"]);
    assert_eq!(of("2001:db8::1", Family::V6), ["2001:db8::1"]);
    assert!(of("192.0.2.1", Family::V6).is_empty());
    assert!(zone.asked().is_empty());
}

#[test]
fn texts_that_are_no_names_have_no_addresses() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    let long = "a.".repeat(1000);
    let wide = "a".repeat(64);
    for host in ["", " ", "a..b", "\0", "no such name", &long, &wide] {
        assert!(dns.addresses(host, Family::Any).is_empty(), "{host:?}");
        assert_eq!(dns.name(host), None, "{host:?}");
    }
}

#[test]
fn an_address_or_a_host_has_a_full_name() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    assert_eq!(dns.name("192.0.2.7").as_deref(), Some("both.example"));
    assert_eq!(dns.name(" both.example ").as_deref(), Some("both.example"));
    assert_eq!(dns.name("192.0.2.8"), None);
    assert_eq!(dns.name("unknown.example"), None);
}

#[test]
fn answers_are_kept_whatever_their_own_time_says() {
    let zone = Zone::start(KNOWN, 0);
    let dns = asking(&zone);
    for _ in 0..3 {
        assert_eq!(dns.addresses("four.example.", Family::Any).len(), 1);
        assert!(dns.addresses("unknown.example.", Family::Any).is_empty());
    }
    let asked = zone.asked();
    let times = |question: &str| asked.iter().filter(|asked| *asked == question).count();
    assert_eq!(times("four.example./1"), 1, "{asked:?}");
    assert_eq!(times("four.example./28"), 1, "{asked:?}");
    let brief = HickoryDns::builder()
        .server(zone.address)
        .cache(32, Duration::ZERO)
        .build()
        .unwrap();
    for _ in 0..3 {
        brief.addresses("four.example.", Family::Any);
    }
    let asked = zone.asked();
    let times = asked
        .iter()
        .filter(|asked| *asked == "four.example./1")
        .count();
    assert_eq!(times, 4, "{asked:?}");
}

#[test]
fn silence_is_given_up() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    let start = Instant::now();
    assert!(dns.addresses("silent.example.", Family::Any).is_empty());
    assert!(start.elapsed() < SHORT * 4, "{:?}", start.elapsed());
}

#[test]
fn many_threads_may_ask_and_it_ends_cleanly() {
    let zone = Zone::start(KNOWN, 60);
    let dns = asking(&zone);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(dns.addresses("four.example", Family::V4).len(), 1));
        }
    });
    drop(dns);
}

#[test]
fn it_can_be_asked_and_dropped_inside_of_an_async_runtime() {
    let zone = Zone::start(KNOWN, 60);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let dns = asking(&zone);
        assert_eq!(dns.addresses("four.example", Family::V4).len(), 1);
    });
}

#[test]
fn policies_resolve() {
    let zone = Zone::start(KNOWN, 60);
    let services = Lending::over(SystemServices::new()).with_dns(asking(&zone));
    let policies = Policies::new();
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let source = "
four = resolve_dns('both.example', 4)
return [sorted(four), resolve_dns('unknown.example'), reverse_dns('192.0.2.7'), reverse_dns('x.y')]
";
    let policy = Policy::compile("dns", source).unwrap();
    let ada = User::new(17, "ada");
    let result = evaluator
        .evaluate(&policy, &Request::new(&ada))
        .outcome
        .unwrap();
    let value = serde_json::to_value(result.value).unwrap();
    let expected = serde_json::json!([["192.0.2.7", "192.0.2.8"], [], "both.example", "x.y"]);
    assert_eq!(value, expected);
}

#[test]
fn waiting_counts_as_the_policys_time() {
    let zone = Zone::start(KNOWN, 60);
    let services = Lending::over(SystemServices::new()).with_dns(asking(&zone));
    let policies = Policies::new();
    let limits = Limits {
        time: Some(SHORT / 5),
        ..Limits::default()
    };
    let evaluator = Evaluator::new(&policies, &services, limits);
    let ada = User::new(17, "ada");
    for ask in [
        "resolve_dns('silent.example.')",
        "reverse_dns('silent.example.')",
    ] {
        let source = format!("try:\n  {ask}\nfinally:\n  return True");
        let policy = Policy::compile("slow", &source).unwrap();
        let failure = evaluator
            .evaluate(&policy, &Request::new(&ada))
            .outcome
            .unwrap_err();
        assert_eq!(failure.class, "DeadlineLimit", "{failure:?}");
    }
}
