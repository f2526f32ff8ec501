//! What a host lends to an engine that lacks it: a regex search, addresses in networks, and a place for
//! messages. Patterns and networks are parsed once per thread, as a host that cares would do.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::IpAddr;

use regex::Regex;

use crate::peer::Fault;
use crate::workload::Network;

thread_local! {
    static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default();
    static NETWORKS: RefCell<HashMap<String, Network>> = RefCell::default();
    static MESSAGES: RefCell<Vec<String>> = RefCell::default();
}

/// Whether a pattern is found in a text.
///
/// # Errors
/// The pattern is none.
pub fn regex_match(text: &str, pattern: &str) -> Result<bool, Fault> {
    PATTERNS.with_borrow_mut(|known| {
        if let Some(regex) = known.get(pattern) {
            return Ok(regex.is_match(text));
        }
        let regex = Regex::new(pattern)?;
        let found = regex.is_match(text);
        known.insert(pattern.to_owned(), regex);
        Ok(found)
    })
}

/// Whether an address lies in a network, both given as text.
///
/// # Errors
/// One of them is none.
pub fn is_in_network(address: &str, network: &str) -> Result<bool, Fault> {
    let address: IpAddr = address.parse()?;
    NETWORKS.with_borrow_mut(|known| {
        if let Some(parsed) = known.get(network) {
            return Ok(parsed.contains(&address));
        }
        let parsed = Network::parse(network)?;
        known.insert(network.to_owned(), parsed);
        Ok(parsed.contains(&address))
    })
}

/// Whether an address lies in one of the prepared networks.
///
/// # Errors
/// The text is no address.
pub fn is_in_networks(address: &str, networks: &[Network]) -> Result<bool, Fault> {
    let address: IpAddr = address.parse()?;
    Ok(networks.iter().any(|network| network.contains(&address)))
}

/// Takes a message.
pub fn say(message: String) {
    MESSAGES.with_borrow_mut(|messages| messages.push(message));
}

/// The messages since the last time.
#[must_use]
pub fn said() -> Vec<String> {
    MESSAGES.take()
}

/// What authentik does with twenty bindings of which any is enough: every group and every expression is
/// asked, then the answers are combined.
///
/// # Errors
/// What an expression raises.
pub fn any_of<E>(
    bound: &[String],
    member_of: &[String],
    mut expression: impl FnMut(usize) -> Result<bool, E>,
) -> Result<bool, E> {
    let mut passing = false;
    for (at, group) in bound.iter().enumerate() {
        passing |= member_of.contains(group);
        passing |= expression(at)?;
    }
    Ok(passing)
}
