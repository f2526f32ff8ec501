//! Golden files: a source, a line `--- SECTION`, and the answer. With `GOLDEN=write` in the environment
//! the answers are written instead of compared.

use std::fs;
use std::path::{Path, PathBuf};

/// Compares `answer` with every file of `tests/golden/FOLDER`.
pub fn check(folder: &str, section: &str, answer: impl Fn(&str) -> String) {
    let write = std::env::var("GOLDEN").is_ok_and(|what| what == "write");
    let mark = format!("--- {section}\n");
    let mut differing = Vec::new();
    for path in files(folder) {
        let text = fs::read_to_string(&path).unwrap();
        let (source, expected) = text.split_once(&mark).unwrap_or((&text, ""));
        let found = answer(source);
        if found.trim_end() == expected.trim_end() {
            continue;
        }
        if write {
            fs::write(&path, format!("{source}{mark}{}\n", found.trim_end())).unwrap();
        } else {
            differing.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(differing.is_empty(), "differing:\n{}", differing.join("\n"));
}

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = fs::read_dir(root.join(folder)).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no golden files in {folder}");
    files
}
