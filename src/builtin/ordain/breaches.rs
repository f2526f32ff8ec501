//! `pwned_count`: on how many lists of leaked passwords one is. Nobody is told the password: a service
//! that knows the lists is asked by its SHA-1; without one the network is asked for all passwords whose
//! SHA-1 begins with the same five digits.

use sha1::{Digest as _, Sha1};

use crate::builtin::helpers::denied::not_lent;
use crate::builtin::requests::errors;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::hex;
use crate::value::services::{Digest, HttpCall, HttpReply, Network, NetworkError};
use crate::value::value::Stop;

/// Who is asked over the network.
const RANGE: &str = "https://api.pwnedpasswords.com/range/";

/// What a question costs in steps, and what makes the clock be looked at.
const QUESTION: usize = 1000;
const CHECK: usize = 1024;

/// `pwned_count(password)`.
pub(super) fn pwned_count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let password = args.str(cx, 0, "pwned_count() argument 'password'")?;
    cx.charge(QUESTION + password.as_str().len() / 4)?;
    let sha1: [u8; 20] = Sha1::digest(password.as_str().as_bytes()).into();
    let services = cx.services;
    let counted = match (services.breaches(), services.network()) {
        (Some(breaches), _) => {
            let timeout = cx.meter.time_left();
            let sha1 = &sha1;
            breaches.count(&Digest { sha1, timeout })
        }
        (None, Some(network)) => match ask(cx, network, &hex::encode(&sha1, None, 1)) {
            Ok(reply) => {
                cx.charge_bytes(reply.0.body.len())?;
                count(&reply.0, &reply.1)
            }
            Err(error) => Err(error),
        },
        (None, None) => return Err(not_lent(cx, "pwned_count")),
    };
    match counted {
        Ok(count) => Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX))),
        Err(error) => {
            // A deadline that passed meanwhile ends the policy.
            cx.charge(CHECK)?;
            Err(errors::of_network(cx, &error))
        }
    }
}

/// The list of all passwords whose SHA-1 begins as this one, and how the one that is looked for goes on.
fn ask(
    cx: &Context<'_>,
    network: &dyn Network,
    sha1: &str,
) -> Result<(HttpReply, String), NetworkError> {
    let (prefix, rest) = sha1.split_at_checked(5).unwrap_or((sha1, ""));
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let call = HttpCall {
        method: "GET".to_owned(),
        url: format!("{RANGE}{prefix}"),
        headers: vec![
            header("User-Agent", "goauthentik.io"),
            header("Accept", "*/*"),
        ],
        body: None,
        timeout: cx.meter.time_left(),
        left: cx.meter.time_left(),
        follow: true,
        verify: true,
    };
    let reply = network.call(&call)?;
    if reply.status != 200 {
        let reason = format!("{} answered with the status {}", call.url, reply.status);
        return Err(NetworkError::Unreachable(reason));
    }
    Ok((reply, rest.to_owned()))
}

/// Reads lines of the form `REST:COUNT`.
fn count(reply: &HttpReply, rest: &str) -> Result<u64, NetworkError> {
    let broken = || NetworkError::Broken(format!("{RANGE} answered with no list of passwords"));
    let body = std::str::from_utf8(&reply.body).map_err(|_| broken())?;
    let mut found = 0;
    for line in body.lines().filter(|line| !line.is_empty()) {
        let (digits, count) = line.split_once(':').ok_or_else(broken)?;
        let count = count.trim().parse().map_err(|_| broken())?;
        if digits.eq_ignore_ascii_case(rest) {
            found = count;
        }
    }
    Ok(found)
}
