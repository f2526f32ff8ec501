//! What the README shows of the command is what the command does, but for the time it takes.

#![cfg(test)]

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../../README.md");

/// The commands that are shown, with their answers.
fn shown() -> impl Iterator<Item = (String, &'static str)> {
    let blocks = README.split("```console\n$ ordain ").skip(1);
    blocks.filter_map(|block| {
        let (shown, _) = block.split_once("```")?;
        let mut ends = shown.match_indices('\n').map(|(at, _)| at);
        let end = ends.find(|at| !shown[..*at].ends_with('\\'))?;
        let (command, answer) = shown.split_at(end + 1);
        Some((command.replace("\\\n", " "), answer))
    })
}

fn without_times(text: &str) -> String {
    let pieces = text.split(" µs");
    let pieces = pieces.map(|piece| piece.trim_end_matches(|c: char| c.is_ascii_digit()));
    pieces.collect::<Vec<_>>().join(" µs")
}

#[test]
fn the_readme_shows_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut count = 0;
    for (command, answer) in shown() {
        let mut ordain = Command::new(env!("CARGO_BIN_EXE_ordain"));
        let ordain = ordain.args(command.split_whitespace()).current_dir(&root);
        let told = String::from_utf8(ordain.output().unwrap().stdout).unwrap();
        assert_eq!(without_times(&told), without_times(answer), "{command}");
        count += 1;
    }
    assert_eq!(count, README.matches("```console").count());
    assert!(count > 2);
}
