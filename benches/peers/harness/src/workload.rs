//! The workloads: what each is asked to do, and on which request.
//!
//! The texts in `policies/` are the bodies of Python functions, used as they stand by every peer that
//! speaks the language; the others say the same in theirs.

use std::net::IpAddr;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::peer::Fault;

/// One thing that every engine is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// Says yes.
    P1,
    /// A group or a domain, else a message.
    P2,
    /// [`Workload::P2`] on a request that the host holds as JSON.
    P2Json,
    /// An address in eight networks that the host has prepared.
    P3,
    /// An address in eight networks that stand in the policy as text.
    P3Inline,
    /// Two regexes, stripping, splitting, a formatted message.
    P4,
    /// A loop over a hundred ints.
    P5,
    /// A comprehension over fifty attributes, sorted and joined.
    P6,
    /// A recursive function: 21,891 calls.
    P7Fib,
    /// A loop of a million turns.
    P7Loop,
    /// Two calls of a function with keyword arguments and messages.
    P8,
    /// Twenty bindings: ten groups, ten expressions.
    P9,
    /// A policy of 500 lines.
    P10,
}

/// A text in the language of Python, in its two parts.
#[derive(Clone, Debug)]
pub struct Source {
    /// Functions that the body calls, or nothing. What cannot keep them beside has them in front.
    pub functions: &'static str,
    /// The body of the policy.
    pub body: String,
}

/// How many blocks the 500 lines of [`Workload::P10`] are.
pub const BLOCKS: usize = 100;

/// The ten expressions of [`Workload::P9`].
pub const EXPRESSIONS: [&str; 10] = [
    include_str!("../../policies/P9_0.policy"),
    include_str!("../../policies/P9_1.policy"),
    include_str!("../../policies/P9_2.policy"),
    include_str!("../../policies/P9_3.policy"),
    include_str!("../../policies/P9_4.policy"),
    include_str!("../../policies/P9_5.policy"),
    include_str!("../../policies/P9_6.policy"),
    include_str!("../../policies/P9_7.policy"),
    include_str!("../../policies/P9_8.policy"),
    include_str!("../../policies/P9_9.policy"),
];

/// A part of a file of texts in another language: what follows a line `--- NAME`, up to the next such.
#[must_use]
pub fn section(texts: &'static str, name: &str) -> Option<&'static str> {
    let mut sections = texts
        .split("--- ")
        .filter_map(|section| section.split_once('\n'));
    sections.find_map(|(found, text)| (found == name).then_some(text))
}

/// The small policy of a number, of which ten thousand are kept.
#[must_use]
pub fn small(number: usize) -> String {
    numbered(include_str!("../../policies/small.policy"), number)
}

/// A text with a number in the place of each `{i}`.
#[must_use]
pub fn numbered(text: &str, number: usize) -> String {
    text.replace("{i}", &number.to_string())
}

/// The blocks of [`Workload::P10`] in a language that writes one like `block`.
#[must_use]
pub fn blocks(block: &str) -> String {
    (0..BLOCKS).map(|at| numbered(block, at)).collect()
}

impl Workload {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 13] = [
        Self::P1,
        Self::P2,
        Self::P2Json,
        Self::P3,
        Self::P3Inline,
        Self::P4,
        Self::P5,
        Self::P6,
        Self::P7Fib,
        Self::P7Loop,
        Self::P8,
        Self::P9,
        Self::P10,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P2Json => "P2json",
            Self::P3 => "P3",
            Self::P3Inline => "P3inline",
            Self::P4 => "P4",
            Self::P5 => "P5",
            Self::P6 => "P6",
            Self::P7Fib => "P7fib",
            Self::P7Loop => "P7loop",
            Self::P8 => "P8",
            Self::P9 => "P9",
            Self::P10 => "P10",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Its text; none for [`Workload::P9`], which is several.
    #[must_use]
    pub fn source(self) -> Option<Source> {
        let (functions, body) = match self {
            Self::P1 => ("", include_str!("../../policies/P1.policy")),
            Self::P2 | Self::P2Json => ("", include_str!("../../policies/P2.policy")),
            Self::P3 => ("", include_str!("../../policies/P3.policy")),
            Self::P3Inline => ("", include_str!("../../policies/P3inline.policy")),
            Self::P4 => ("", include_str!("../../policies/P4.policy")),
            Self::P5 => ("", include_str!("../../policies/P5.policy")),
            Self::P6 => ("", include_str!("../../policies/P6.policy")),
            Self::P7Fib => (
                include_str!("../../policies/P7fib.functions.policy"),
                include_str!("../../policies/P7fib.policy"),
            ),
            Self::P7Loop => ("", include_str!("../../policies/P7loop.policy")),
            Self::P8 => (
                include_str!("../../policies/P8.functions.policy"),
                include_str!("../../policies/P8.policy"),
            ),
            Self::P10 => {
                let blocks = blocks(include_str!("../../policies/P10.block.policy"));
                let body = format!("score = 0\n{blocks}return score == 0\n");
                let functions = "";
                return Some(Source { functions, body });
            }
            Self::P9 => return None,
        };
        let body = body.to_owned();
        Some(Source { functions, body })
    }
}

/// What stands in `request.json`: the request, and what single workloads put into it.
#[derive(Clone, Debug, Deserialize)]
pub struct Data {
    request: Json,
    items: Json,
    attributes: Json,
    /// The networks of [`Workload::P3`].
    pub networks: Vec<String>,
    /// The groups that are bound in [`Workload::P9`].
    pub groups: Vec<String>,
}

impl Data {
    /// Reads it.
    ///
    /// # Errors
    /// The file is no such JSON.
    pub fn load() -> Result<Self, Fault> {
        Ok(serde_json::from_str(include_str!("../../request.json"))?)
    }

    /// The request of a workload as a neutral tree: `user`, `context`, and as `obj` the visit that is
    /// decided about. A peer that has no use for a tree reads its own structs out of it beforehand.
    ///
    /// # Errors
    /// The file lacks a part.
    pub fn request(&self, workload: Workload) -> Result<Map<String, Json>, Fault> {
        let mut request = self.request.clone();
        match workload {
            Workload::P5 => put(&mut request, "context", "items", &self.items)?,
            Workload::P6 => put(&mut request, "user", "attributes", &self.attributes)?,
            _ => {}
        }
        match request {
            Json::Object(map) => Ok(map),
            _ => Err("request.json: request is no object".into()),
        }
    }

    /// The request of [`Workload::P9`], and the names of the groups that its user is in.
    ///
    /// # Errors
    /// The file lacks a part.
    pub fn visitor(&self) -> Result<(Map<String, Json>, Vec<String>), Fault> {
        let request = self.request(Workload::P9)?;
        let user = request.get("user").and_then(|user| user.get("groups"));
        let groups = serde_json::from_value(user.cloned().unwrap_or_default())?;
        Ok((request, groups))
    }

    /// The networks, parsed.
    ///
    /// # Errors
    /// One of them is none.
    pub fn parsed_networks(&self) -> Result<Vec<Network>, Fault> {
        self.networks
            .iter()
            .map(|text| Network::parse(text))
            .collect()
    }

    /// The networks as a list of string literals, as most languages write it between its brackets.
    #[must_use]
    pub fn network_literals(&self) -> String {
        let quoted: Vec<String> = self
            .networks
            .iter()
            .map(|text| format!("\"{text}\""))
            .collect();
        quoted.join(", ")
    }
}

fn put(request: &mut Json, part: &str, key: &str, value: &Json) -> Result<(), Fault> {
    let map = request.get_mut(part).and_then(Json::as_object_mut);
    let map = map.ok_or_else(|| format!("request.json: no {part}"))?;
    map.insert(key.to_owned(), value.clone());
    Ok(())
}

/// A network, as a host that wants speed holds it: an address and a mask.
#[derive(Clone, Copy, Debug)]
pub enum Network {
    /// Of 32 bits.
    V4(u32, u32),
    /// Of 128 bits.
    V6(u128, u128),
}

impl Network {
    /// Reads `ADDRESS/LENGTH`.
    ///
    /// # Errors
    /// The text is no network.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let (address, length) = text.split_once('/').ok_or("a network has a length")?;
        let length: u32 = length.parse()?;
        Ok(match address.parse()? {
            IpAddr::V4(address) => {
                let host_bits = 32_u32.checked_sub(length).ok_or("too long")?;
                let mask = u32::MAX.checked_shl(host_bits).unwrap_or(0);
                Self::V4(u32::from(address) & mask, mask)
            }
            IpAddr::V6(address) => {
                let host_bits = 128_u32.checked_sub(length).ok_or("too long")?;
                let mask = u128::MAX.checked_shl(host_bits).unwrap_or(0);
                Self::V6(u128::from(address) & mask, mask)
            }
        })
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: &IpAddr) -> bool {
        match (self, address) {
            (Self::V4(network, mask), IpAddr::V4(address)) => {
                u32::from(*address) & mask == *network
            }
            (Self::V6(network, mask), IpAddr::V6(address)) => {
                u128::from(*address) & mask == *network
            }
            _ => false,
        }
    }
}
