//! The tables, in Markdown: a row for each workload, a column for each peer.

use std::fmt::Write;

use crate::measure::{Measured, Times, WORKLOADS};
use crate::peer::{Built, NATIVE};

/// What is measured, and how it is headed.
const METRICS: &[(&str, &str)] = &[
    ("full", "request in, policy run, verdict and messages out"),
    ("limited", "full, with the engine's own limiter on"),
    ("compile", "from the text to something that runs"),
    ("anew", "compiled, run and thrown away each time"),
];

/// What was compared.
pub fn versions(built: &[Built]) -> String {
    let mut lines = String::new();
    for peer in built.iter().filter(|peer| peer.name != NATIVE) {
        let _ = writeln!(lines, "- {}: {}", peer.name, peer.version);
    }
    lines
}

/// The tables of times.
pub fn times(built: &[Built], measured: &Measured) -> String {
    let mut tables = String::new();
    for (metric, meaning) in METRICS {
        let times = |workload: &str, peer: &'static str| {
            let key = ((*metric).to_owned(), workload.to_owned(), peer);
            measured.times.get(&key)
        };
        let cell = |show: fn(&Times) -> f64| {
            move |workload: &str, peer: &'static str| times(workload, peer).map(show)
        };
        let ratio = |workload: &str, peer: &'static str| {
            Some(times(workload, peer)?.quietest / times(workload, NATIVE)?.quietest)
        };
        for (heading, table) in [
            (
                "quietest batch, ns",
                grid(built, cell(|times| times.quietest)),
            ),
            ("median, ns", grid(built, cell(Times::median))),
            (
                "quietest batch, as a multiple of native",
                grid(built, ratio),
            ),
        ] {
            if let Some(table) = table {
                let _ = write!(tables, "\n### {metric}: {meaning} ({heading})\n\n{table}");
            }
        }
    }
    tables
}

/// One table; none if there is nothing to put into it. Peers and workloads without a cell are left out.
fn grid(built: &[Built], cell: impl Fn(&str, &'static str) -> Option<f64>) -> Option<String> {
    let has_any = |peer: &&Built| WORKLOADS.iter().any(|one| cell(one, peer.name).is_some());
    let peers: Vec<&str> = built.iter().filter(has_any).map(|peer| peer.name).collect();
    if peers.is_empty() {
        return None;
    }
    let mut table = format!(
        "| |{}\n",
        columns(peers.iter().map(|peer| (*peer).to_owned()))
    );
    let _ = writeln!(table, "|---|{}", "---:|".repeat(peers.len()));
    for workload in WORKLOADS {
        let peers = built.iter().filter(has_any);
        let cells: Vec<Option<f64>> = peers.map(|peer| cell(workload, peer.name)).collect();
        if cells.iter().any(Option::is_some) {
            let texts = cells
                .into_iter()
                .map(|cell| cell.map_or("-".to_owned(), shown));
            let _ = writeln!(table, "| {workload} |{}", columns(texts));
        }
    }
    Some(table)
}

/// The table of memory.
pub fn memory(measured: &Measured) -> String {
    let mut table = "\n### memory, with 10,000 compiled policies kept\n\n".to_owned();
    table.push_str("| | bytes per policy | process with one | process with all |\n");
    table.push_str("|---|---:|---:|---:|\n");
    for row in &measured.memory {
        let cells = [
            shown(row.policy),
            format!("{} MiB", shown(row.idle / 1_048_576.0)),
            format!("{} MiB", shown(row.total / 1_048_576.0)),
        ];
        let _ = writeln!(table, "| {} |{}", row.peer, columns(cells.into_iter()));
    }
    table
}

fn columns(cells: impl Iterator<Item = String>) -> String {
    cells.map(|cell| format!(" {cell} |")).collect()
}

/// A number to about three digits, in groups of three.
fn shown(number: f64) -> String {
    if number < 9.995 {
        return format!("{number:.2}");
    }
    if number < 99.95 {
        return format!("{number:.1}");
    }
    let digits = format!("{number:.0}");
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
