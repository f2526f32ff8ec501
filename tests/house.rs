//! The floors of the house: reads the `use` lines and fails on an upward arrow or a circle of files.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, highest floor first; rooms in one line never name each other.
const FLOORS: &[&[&str]] = &[
    &["lib"],
    &["engine"],
    &["stdlib"],
    &["compile", "vm"],
    &["code"],
    &["builtin"],
    &["host"],
    &["value"],
    &["syntax"],
    &["report"],
    &["error"],
    &["heap", "limits", "source", "ops"],
];

/// The files that together declare the value types, which name each other by nature.
const VALUE_TYPES: &[&str] = &["value", "class", "native", "behaviour", "context", "module"];

type Module = Vec<String>;
type Arrows = BTreeMap<Module, BTreeSet<Module>>;

fn floor(room: &str) -> usize {
    FLOORS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("the room {room} has no floor"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// `value::dict` for src/value/dict.rs and src/value/dict/mod.rs.
fn module(root: &Path, file: &Path) -> Module {
    let path = file.strip_prefix(root).unwrap().with_extension("");
    let mut parts: Module = path
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The paths that a file's `use` lines name, braces expanded, tests left out.
fn uses(text: &str) -> Vec<Module> {
    let mut rest = text.split("#[cfg(test)]").next().unwrap();
    let mut found = Vec::new();
    while let Some(at) = rest.find("use ") {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + 4..];
        let Some(end) = rest.find(';') else { break };
        let ours = ["crate::", "super::", "self::"]
            .iter()
            .any(|start| rest.starts_with(start));
        if ours && before.is_none_or(char::is_whitespace) {
            expand(Vec::new(), &rest[..end], &mut found);
        }
    }
    found
}

fn expand(mut prefix: Module, path: &str, found: &mut Vec<Module>) {
    let part = |text: &str| text.trim().to_owned();
    let Some(open) = path.find('{') else {
        let path = path.split(" as ").next().unwrap();
        prefix.extend(path.split("::").map(part));
        found.push(prefix);
        return;
    };
    let before = path[..open].split("::").map(part);
    prefix.extend(before.filter(|text| !text.is_empty()));
    let inner = &path[open + 1..path.rfind('}').unwrap()];
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[start..at].trim().is_empty() {
                    expand(prefix.clone(), &inner[start..at], found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The file that a path leads to: the longest prefix that is a module.
fn resolve(from: &Module, path: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut full: Module = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => from.clone(),
        _ => from[..from.len() - 1].to_vec(),
    };
    for part in &path[1..] {
        if part == "super" {
            full.pop();
        } else {
            full.push(part.clone());
        }
    }
    while !full.is_empty() && !modules.contains(&full) {
        full.pop();
    }
    Some(full).filter(|full| !full.is_empty())
}

fn arrows() -> Arrows {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let modules: BTreeSet<Module> = paths.iter().map(|path| module(&root, path)).collect();
    let arrows_of = |path: &PathBuf| {
        let from = module(&root, path);
        let text = fs::read_to_string(path).unwrap();
        let to = uses(&text)
            .iter()
            .filter_map(|path| resolve(&from, path, &modules))
            .filter(|to| *to != from)
            .collect();
        (from, to)
    };
    paths.iter().map(arrows_of).collect()
}

#[test]
fn arrows_point_down() {
    let mut upward = Vec::new();
    for (from, targets) in arrows() {
        for to in targets {
            if from[0] != to[0] && floor(&from[0]) >= floor(&to[0]) {
                upward.push(format!("{} uses {}", from.join("::"), to.join("::")));
            }
        }
    }
    assert!(upward.is_empty(), "upward arrows:\n{}", upward.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let declares =
        |to: &Module| to.len() == 2 && to[0] == "value" && VALUE_TYPES.contains(&to[1].as_str());
    let mut arrows = arrows();
    for targets in arrows.values_mut() {
        targets.retain(|to| to.len() > 1 && !declares(to));
    }
    let mut done = BTreeSet::new();
    for from in arrows.keys() {
        visit(from, &arrows, &mut Vec::new(), &mut done);
    }
}

fn visit(at: &Module, arrows: &Arrows, path: &mut Vec<Module>, done: &mut BTreeSet<Module>) {
    if let Some(start) = path.iter().position(|seen| seen == at) {
        let circle: Vec<String> = path[start..].iter().map(|m| m.join("::")).collect();
        panic!("a circle of files: {}", circle.join(" -> "));
    }
    if done.contains(at) {
        return;
    }
    path.push(at.clone());
    for to in arrows.get(at).into_iter().flatten() {
        visit(to, arrows, path, done);
    }
    path.pop();
    done.insert(at.clone());
}
