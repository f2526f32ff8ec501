//! The peers: where each stands, how it is built, and how it is asked.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::Fault;

/// What the others are compared with.
pub const NATIVE: &str = "native";

/// One engine of the comparison.
#[derive(Debug)]
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// What runs it.
    program: Program,
}

#[derive(Clone, Copy, Debug)]
enum Program {
    /// A binary `peer-NAME` of a manifest; its engine is this package.
    Rust {
        manifest: &'static str,
        engine: &'static str,
    },
    /// A script for python3.
    Python(&'static str),
}

/// A peer that can be asked.
#[derive(Debug)]
pub struct Built {
    /// Its name.
    pub name: &'static str,
    /// The engine and its version.
    pub version: String,
    /// The workloads that it answers as native does.
    pub workloads: Vec<String>,
    command: Vec<OsString>,
}

impl Peer {
    /// A member of this workspace.
    pub const fn here(name: &'static str, engine: &'static str) -> Self {
        Self::alone(name, "Cargo.toml", engine)
    }

    /// A package with a manifest of its own, since its features clash with another's.
    pub const fn alone(name: &'static str, manifest: &'static str, engine: &'static str) -> Self {
        let program = Program::Rust { manifest, engine };
        Self { name, program }
    }

    /// A script.
    pub const fn python(name: &'static str, script: &'static str) -> Self {
        let program = Program::Python(script);
        Self { name, program }
    }

    /// Makes it ready to be asked.
    ///
    /// # Errors
    /// It does not build, or what runs it is missing.
    pub fn build(&self) -> Result<Built, Fault> {
        let (version, command) = match self.program {
            Program::Rust { manifest, engine } => {
                let (version, binary) = self.build_rust(manifest, engine)?;
                (version, vec![binary.into()])
            }
            Program::Python(script) => {
                let output = Command::new("python3").arg("--version").output();
                let output = output.map_err(|error| format!("python3: {error}"))?;
                let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                let script = here().join(script).into();
                (version, vec!["python3".into(), script])
            }
        };
        Ok(Built {
            name: self.name,
            version,
            workloads: Vec::new(),
            command,
        })
    }

    /// The engine's version and the binary, as cargo reports them.
    fn build_rust(&self, manifest: &str, engine: &str) -> Result<(String, PathBuf), Fault> {
        let target = env::var_os("CARGO_TARGET_DIR");
        let target = target.map_or_else(|| here().join("target"), PathBuf::from);
        let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["build", "--release", "--quiet"])
            .args(["--message-format", "json-render-diagnostics"])
            .args(["--package", &format!("peer-{}", self.name)])
            .arg("--manifest-path")
            .arg(here().join(manifest))
            .arg("--target-dir")
            .arg(env::current_dir()?.join(target))
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err("it does not build".into());
        }
        let (mut version, mut binary) = (None, None);
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: Json = serde_json::from_str(line)?;
            let package = message.get("package_id").and_then(Json::as_str);
            version = package
                .and_then(|id| engine_version(id, engine))
                .or(version);
            let executable = message.get("executable").and_then(Json::as_str);
            binary = executable.map(PathBuf::from).or(binary);
        }
        let version = version.map_or(engine.to_owned(), |version| format!("{engine} {version}"));
        Ok((version, binary.ok_or("cargo built no binary")?))
    }
}

/// The version in a package id, `...#NAME@VERSION` or `.../NAME#VERSION`, if it is this package's.
fn engine_version(id: &str, engine: &str) -> Option<String> {
    let (place, fragment) = id.rsplit_once('#')?;
    let (name, version) = match fragment.split_once('@') {
        Some(named) => named,
        None => (place.rsplit('/').next()?, fragment),
    };
    (name == engine).then(|| version.to_owned())
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Built {
    /// Runs it; its rows, and how it went wrong, if it did before the end.
    pub fn ask(&self, args: &[&str]) -> (Vec<Json>, Result<(), Fault>) {
        let mut words = self.command.iter();
        let Some(program) = words.next() else {
            return (Vec::new(), Err("it has no program".into()));
        };
        let output = Command::new(program)
            .args(words)
            .args(args)
            .stderr(Stdio::inherit())
            .output();
        let output = match output {
            Ok(output) => output,
            Err(error) => return (Vec::new(), Err(error.into())),
        };
        let lines = String::from_utf8_lossy(&output.stdout);
        let rows = lines
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        let ended = if output.status.success() {
            Ok(())
        } else {
            Err(format!("it ended with {}", output.status).into())
        };
        (rows.collect(), ended)
    }
}
