//! Writes what the targets begin with: the policies, requests and blueprints that the tests hold.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

type Done = Result<(), Box<dyn Error>>;

/// Writes one input of a target.
fn write(target: &str, name: &str, input: &[u8]) -> Done {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(name), input)?)
}

fn main() -> Done {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cases = fs::read_to_string(root.join("tests/cases/policies.jsonl"))?;
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line)?;
        let id = case["id"].as_str().unwrap_or_default();
        let source = case["source"].as_str().unwrap_or_default();
        write("policy", id, source.as_bytes())?;
        write("bytecode", id, source.as_bytes())?;
        write("request", id, case["env"].to_string().as_bytes())?;
    }
    for entry in fs::read_dir(root.join("tests/golden/blueprints"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".yaml") {
            write("blueprint", &name, &fs::read(&path)?)?;
        }
    }
    Ok(())
}
