//! A DNS server on this machine that knows a few names.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a name is answered with.
#[derive(Clone, Debug)]
pub enum Known {
    /// Addresses; those of the other kind are left out.
    Addresses(Vec<IpAddr>),
    /// Another name: of a PTR record.
    Name(&'static str),
    /// Nothing at all, ever.
    Silence,
}

/// A name, and what makes its answer.
pub type Entry = (&'static str, fn() -> Known);

/// A server, and the questions it got: name and type, such as `a.example./1`.
pub struct Zone {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

const A: u16 = 1;
const PTR: u16 = 12;
const AAAA: u16 = 28;

impl Zone {
    /// Knows these names, each with the dot of the root, and no other. Records live for `ttl` seconds.
    pub fn start(known: &'static [Entry], ttl: u32) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            let mut buffer = [0; 1500];
            loop {
                let (length, from) = socket.recv_from(&mut buffer).unwrap();
                let query = &buffer[..length];
                let (name, end) = name(query);
                let kind = u16::from_be_bytes([query[end], query[end + 1]]);
                seen.lock().unwrap().push(format!("{name}/{kind}"));
                let found = known.iter().find(|(known, _)| *known == name);
                let found = found.map(|(_, make)| make());
                if let Some(Known::Silence) = found {
                    continue;
                }
                let reply = reply(query, end + 4, kind, found, ttl);
                let _ = socket.send_to(&reply, from);
            }
        });
        Self { address, asked }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The name in the question, in lower case, and where it ends.
fn name(query: &[u8]) -> (String, usize) {
    let (mut text, mut at) = (String::new(), 12);
    while query[at] != 0 {
        let length = usize::from(query[at]);
        text += std::str::from_utf8(&query[at + 1..=at + length]).unwrap();
        text.push('.');
        at += 1 + length;
    }
    (text.to_lowercase(), at + 1)
}

fn reply(query: &[u8], end: usize, kind: u16, found: Option<Known>, ttl: u32) -> Vec<u8> {
    let records: Vec<Vec<u8>> = match &found {
        Some(Known::Addresses(addresses)) => addresses
            .iter()
            .filter_map(|address| match (address, kind) {
                (IpAddr::V4(address), A) => Some(address.octets().to_vec()),
                (IpAddr::V6(address), AAAA) => Some(address.octets().to_vec()),
                _ => None,
            })
            .collect(),
        Some(Known::Name(name)) if kind == PTR => vec![labels(name)],
        _ => Vec::new(),
    };
    // Recursion is there; a name that is not known is said not to exist.
    let flags: u16 = if found.is_some() { 0x8180 } else { 0x8183 };
    let mut reply = query[..2].to_vec();
    for number in [flags, 1, u16::try_from(records.len()).unwrap(), 0, 0] {
        reply.extend(number.to_be_bytes());
    }
    reply.extend(&query[12..end]);
    for data in records {
        // The name of the question, again.
        reply.extend([0xc0, 12]);
        reply.extend(kind.to_be_bytes());
        reply.extend(1u16.to_be_bytes());
        reply.extend(ttl.to_be_bytes());
        reply.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        reply.extend(data);
    }
    reply
}

fn labels(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.trim_end_matches('.').split('.') {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// How long a test waits for what should not take long.
pub const SHORT: Duration = Duration::from_millis(500);
