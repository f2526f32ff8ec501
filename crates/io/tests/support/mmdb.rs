//! Writes databases in MaxMind's format: small, for tests.

use std::collections::BTreeMap;
use std::net::IpAddr;

/// A value of a record.
#[derive(Clone, Debug)]
pub enum Data {
    Text(&'static str),
    Short(u16),
    Number(u32),
    Long(u64),
    Float(f64),
    Map(Vec<(&'static str, Data)>),
    List(Vec<Data>),
}

/// The nodes of the tree: each side leads nowhere, to another node, or to a record.
#[derive(Clone, Copy)]
enum Side {
    Nowhere,
    Node(usize),
    Record(usize),
}

/// A database of a type, over all of IPv6; IPv4 lies in `::/96`.
pub struct Database {
    kind: &'static str,
    nodes: Vec<[Side; 2]>,
    records: Vec<Data>,
}

impl Database {
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            nodes: vec![[Side::Nowhere; 2]],
            records: Vec::new(),
        }
    }

    /// With a record for a network.
    pub fn with(mut self, network: &str, record: Data) -> Self {
        let (address, length) = network.split_once('/').unwrap();
        let length: usize = length.parse().unwrap();
        let (bits, length) = match address.parse().unwrap() {
            IpAddr::V4(address) => (u128::from(u32::from(address)), length + 96),
            IpAddr::V6(address) => (u128::from(address), length),
        };
        let record = Side::Record(self.push(record));
        let mut at = 0;
        for depth in 0..length {
            let side = (bits >> (127 - depth) & 1) as usize;
            if depth + 1 == length {
                self.nodes[at][side] = record;
                break;
            }
            at = match self.nodes[at][side] {
                Side::Node(next) => next,
                _ => {
                    self.nodes.push([Side::Nowhere; 2]);
                    let next = self.nodes.len() - 1;
                    self.nodes[at][side] = Side::Node(next);
                    next
                }
            };
        }
        self
    }

    fn push(&mut self, record: Data) -> usize {
        self.records.push(record);
        self.records.len() - 1
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut data = Vec::new();
        let mut offsets = BTreeMap::new();
        for (number, record) in self.records.iter().enumerate() {
            offsets.insert(number, data.len());
            write(&mut data, record);
        }
        let count = self.nodes.len();
        let mut bytes = Vec::new();
        for node in &self.nodes {
            for side in node {
                let value = match side {
                    Side::Nowhere => count,
                    Side::Node(next) => *next,
                    Side::Record(number) => count + 16 + offsets[number],
                };
                let value = u32::try_from(value).unwrap();
                bytes.extend(value.to_be_bytes());
            }
        }
        bytes.extend([0; 16]);
        bytes.extend(data);
        bytes.extend(b"\xab\xcd\xefMaxMind.com");
        let metadata = Data::Map(vec![
            ("node_count", Data::Number(u32::try_from(count).unwrap())),
            ("record_size", Data::Short(32)),
            ("ip_version", Data::Short(6)),
            ("database_type", Data::Text(self.kind)),
            ("binary_format_major_version", Data::Short(2)),
            ("binary_format_minor_version", Data::Short(0)),
            ("build_epoch", Data::Long(1)),
            ("languages", Data::List(vec![Data::Text("en")])),
            (
                "description",
                Data::Map(vec![("en", Data::Text("For tests"))]),
            ),
        ]);
        write(&mut bytes, &metadata);
        bytes
    }
}

fn write(bytes: &mut Vec<u8>, data: &Data) {
    match data {
        Data::Text(text) => {
            control(bytes, 2, text.len());
            bytes.extend(text.as_bytes());
        }
        Data::Float(float) => {
            control(bytes, 3, 8);
            bytes.extend(float.to_be_bytes());
        }
        Data::Short(number) => {
            control(bytes, 5, 2);
            bytes.extend(number.to_be_bytes());
        }
        Data::Long(number) => {
            // A kind beyond seven stands in a byte of its own, less seven.
            bytes.extend([8, 2]);
            bytes.extend(number.to_be_bytes());
        }
        Data::Number(number) => {
            control(bytes, 6, 4);
            bytes.extend(number.to_be_bytes());
        }
        Data::List(items) => {
            control(bytes, 0, items.len());
            bytes.push(4);
            items.iter().for_each(|item| write(bytes, item));
        }
        Data::Map(entries) => {
            control(bytes, 7, entries.len());
            for (key, value) in entries {
                write(bytes, &Data::Text(key));
                write(bytes, value);
            }
        }
    }
}

/// What comes, and how much of it: less than 285.
fn control(bytes: &mut Vec<u8>, kind: u8, size: usize) {
    let kind = kind << 5;
    match u8::try_from(size) {
        Ok(size) if size < 29 => bytes.push(kind | size),
        _ => bytes.extend([kind | 29, u8::try_from(size - 29).unwrap()]),
    }
}
