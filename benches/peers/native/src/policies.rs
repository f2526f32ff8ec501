//! The policies, by hand.

use std::hint::black_box;
use std::net::IpAddr;

use harness::workload::{BLOCKS, Data, Network, numbered};
use harness::{Fault, Outcome, Workload, lend};
use regex::Regex;
use serde_json::{Map, Value as Json};

use crate::visit::{Account, Request};

/// What the policies find prepared.
#[derive(Debug)]
pub struct Host {
    networks: Vec<Network>,
    network_texts: Vec<String>,
    groups: Vec<String>,
    username: Regex,
    email: Regex,
    blocks: Vec<Block>,
}

/// One block of the long policy.
#[derive(Debug)]
struct Block {
    department: String,
    prefix: String,
    group: String,
    score: i64,
}

impl Host {
    /// Prepares it.
    pub fn new(data: &Data) -> Result<Self, Fault> {
        Ok(Self {
            networks: data.parsed_networks()?,
            network_texts: data.networks.clone(),
            groups: data.groups.clone(),
            username: Regex::new(r"^[a-z][a-z0-9_.-]{2,31}$")?,
            email: Regex::new(r"^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$")?,
            blocks: (0..BLOCKS).map(Block::new).collect(),
        })
    }
}

impl Block {
    fn new(number: usize) -> Self {
        Self {
            department: numbered("dept_{i}", number),
            prefix: numbered("10.{i}.", number),
            group: numbered("group_{i}", number),
            score: i64::try_from(number).unwrap_or(0),
        }
    }
}

type Policy = fn(&Host, &Request) -> Outcome;

/// The function that stands for a workload.
pub fn decide(workload: Workload) -> Policy {
    match workload {
        Workload::P1 => |_, _| true.into(),
        Workload::P2 | Workload::P2Json => group_or_domain,
        Workload::P3 => |host, request| lies_in(&request.obj.client_ip, &host.networks).into(),
        Workload::P3Inline => inline_networks,
        Workload::P4 => strings,
        Workload::P5 => scores,
        Workload::P6 => names,
        Workload::P7Fib => |_, _| (fib(20) == 6765).into(),
        Workload::P7Loop => |_, _| (add_up(1_000_000) == 3_500_000).into(),
        Workload::P8 => departments,
        Workload::P9 => bindings,
        Workload::P10 => long,
    }
}

fn deny(message: &str) -> Outcome {
    let messages = vec![message.to_owned()];
    let passing = false;
    Outcome { passing, messages }
}

fn group_or_domain(_: &Host, request: &Request) -> Outcome {
    if request.user.is_in("admins") || request.user.email.ends_with("@example.com") {
        return true.into();
    }
    deny("Access denied")
}

/// The same over JSON.
pub fn group_or_domain_json(request: &Map<String, Json>) -> Outcome {
    let user = |key| request.get("user").and_then(|user| user.get(key));
    let groups = user("groups").and_then(Json::as_array);
    let email = user("email").and_then(Json::as_str);
    if groups.is_some_and(|groups| groups.iter().any(|group| group == "admins"))
        || email.is_some_and(|email| email.ends_with("@example.com"))
    {
        return true.into();
    }
    deny("Access denied")
}

fn lies_in(address: &str, networks: &[Network]) -> bool {
    let address = address.parse::<IpAddr>();
    address.is_ok_and(|address| networks.iter().any(|network| network.contains(&address)))
}

fn inline_networks(host: &Host, request: &Request) -> Outcome {
    let Ok(address) = request.obj.client_ip.parse::<IpAddr>() else {
        return false.into();
    };
    let mut texts = host.network_texts.iter();
    let found = texts.any(|text| {
        Network::parse(black_box(text)).is_ok_and(|network| network.contains(&address))
    });
    found.into()
}

fn strings(host: &Host, request: &Request) -> Outcome {
    let email = request.user.email.trim().to_lowercase();
    if !host.username.is_match(&request.user.username) {
        return deny("Invalid username");
    }
    if !host.email.is_match(&email) {
        return deny("Invalid email");
    }
    let Some((local, domain)) = email.split_once('@') else {
        return deny("Invalid email");
    };
    let length = local.chars().count();
    let greeting = format!("Hello {} from {domain} ({length})", local.to_uppercase());
    Outcome {
        passing: domain == "example.org" || domain == "example.net",
        messages: vec![greeting],
    }
}

fn scores(_: &Host, request: &Request) -> Outcome {
    let items = request.context.get("items").and_then(Json::as_array);
    let mut score = 0;
    for item in items.into_iter().flatten().filter_map(Json::as_i64) {
        if item % 3 == 0 {
            score += item * 2;
        } else if item > 500 {
            score += 7;
        } else {
            score -= 1;
        }
    }
    Outcome {
        passing: score > 1000,
        messages: vec![format!("score={score}")],
    }
}

fn names(_: &Host, request: &Request) -> Outcome {
    let attributes = request.user.attributes.iter();
    let texts = attributes.filter_map(|(key, value)| Some((key, value.as_str()?)));
    let long = texts.filter(|(_, value)| value.chars().count() > 4);
    let mut names: Vec<String> = long.map(|(key, value)| format!("{key}={value}")).collect();
    names.sort_unstable();
    Outcome {
        passing: names.len() > 10,
        messages: vec![names.join(",")],
    }
}

#[inline(never)]
fn fib(n: i64) -> i64 {
    if n < 2 {
        n
    } else {
        fib(black_box(n - 1)) + fib(black_box(n - 2))
    }
}

/// The boxes keep the compiler from knowing the sum, or adding up several turns at once.
/// Each turn has a sum of its own, as in every other engine; otherwise the compiler would add up many
/// turns at once.
fn add_up(turns: i64) -> i64 {
    (0..black_box(turns)).fold(0, |sum, turn| black_box(sum + (turn & 7)))
}

fn departments(_: &Host, request: &Request) -> Outcome {
    let mut messages = Vec::new();
    let sales = is_of_department(&request.user, "sales", 2, &mut messages);
    let engineering = is_of_department(&request.user, "eng", 2, &mut messages);
    let passing = sales || engineering;
    Outcome { passing, messages }
}

fn is_of_department(
    user: &Account,
    department: &str,
    level: i64,
    messages: &mut Vec<String>,
) -> bool {
    if user.text("department") != Some(department) {
        messages.push("wrong department".to_owned());
        return false;
    }
    if user.number("level") < level {
        messages.push("level too low".to_owned());
        return false;
    }
    messages.push(format!("{} ok for {department}", user.username));
    true
}

fn bindings(host: &Host, request: &Request) -> Outcome {
    let mut messages = Vec::new();
    let any = lend::any_of(&host.groups, &request.user.groups, |at| {
        Ok::<bool, Fault>(expression(at, host, request, &mut messages))
    });
    let passing = any.unwrap_or(false);
    Outcome { passing, messages }
}

fn expression(at: usize, host: &Host, request: &Request, messages: &mut Vec<String>) -> bool {
    let (user, visit) = (&request.user, &request.obj);
    let header = |name: &str| visit.headers.get(name).map(String::as_str);
    match at {
        0 => user.is_active,
        1 => user.email.ends_with("@example.com") || user.is_in("staff-eu"),
        2 => visit.client_ip.starts_with("10."),
        3 => {
            request.context.get("device").and_then(Json::as_str) == Some("laptop")
                && header("X-Forwarded-Proto") == Some("https")
        }
        4 => user.number("level") >= 3,
        5 => user.groups.len() > 2,
        6 => host.username.is_match(&user.username),
        7 => ["alice", "bob", "jdoe.smith"].contains(&user.username.as_str()),
        8 => {
            let risk = request.context.get("risk").and_then(Json::as_i64);
            if risk.unwrap_or(0) < 10 {
                return true;
            }
            messages.push("risk too high".to_owned());
            false
        }
        _ => header("User-Agent").is_some_and(|agent| !agent.to_lowercase().contains("curl")),
    }
}

fn long(host: &Host, request: &Request) -> Outcome {
    let (mut score, mut messages) = (0, Vec::new());
    for block in &host.blocks {
        if request.user.text("department") == Some(&block.department)
            && request.obj.client_ip.starts_with(&block.prefix)
        {
            score += block.score;
        } else if request.user.is_in(&block.group) {
            messages.push(block.group.clone());
            score -= 1;
        }
    }
    let passing = score == 0;
    Outcome { passing, messages }
}
