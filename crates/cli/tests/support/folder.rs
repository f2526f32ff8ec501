//! A folder of files in which commands run, and what they did.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value as Json;

/// A folder of files in which commands run.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder of this name.
    pub fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn with(self, file: &str, text: &str) -> Self {
        self.with_bytes(file, text.as_bytes())
    }

    pub fn with_bytes(self, file: &str, bytes: &[u8]) -> Self {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Runs `ordain` with words that hold no spaces.
    pub fn run(&self, line: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ordain"));
        let command = command.args(line.split_whitespace()).current_dir(&self.0);
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Ran {
            line: line.to_owned(),
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }
}

/// What a command did.
pub struct Ran {
    line: String,
    code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}{}", self.line, self.out, self.err);
        self
    }

    pub fn says(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{}\n{}", self.line, self.out);
        self
    }

    pub fn complains(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{}\n{}", self.line, self.err);
        self
    }

    /// Nothing on standard error.
    pub fn quietly(self) -> Self {
        assert_eq!(self.err, "", "{}", self.line);
        self
    }

    /// Bad input or usage: the reason on standard error, nothing on standard output.
    pub fn refuses(self, reason: &str) {
        assert_eq!(self.out, "", "{}", self.line);
        self.exits(3).complains(reason);
    }

    /// The lines of standard output as JSON.
    pub fn lines(&self) -> Vec<Json> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
