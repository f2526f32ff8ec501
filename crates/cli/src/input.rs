//! Reading what the command line names.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ordain::engine::blueprint::{Access, BlueprintError, Blueprints};
use ordain::engine::{DecideError, Policies};
use ordain::source::Place;
use serde_json::Value as Json;

use crate::args::AccessArgs;
use crate::case::{Case, NotACase, reason};

/// How much of a file is read: a device has no end.
const MOST_BYTES: u64 = 1 << 30;

/// Input that cannot be used, and why.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file that cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A file that is larger than anything that is read.
    #[error("{path}: larger than {MOST_BYTES} bytes")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A file that is no text.
    #[error("{path}:{line}:{column}: not UTF-8")]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// A file that is no JSON.
    #[error("{path}:{line}:{column}: not JSON: {error}")]
    Json {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// Why not.
        error: String,
    },
    /// JSON that is no request.
    #[error("{path}: {error}")]
    Request {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its JSON path.
        error: ordain::host::EnvError,
    },
    /// A file whose name does not end as a policy's does.
    #[error("{path}: a policy's file ends in .policy or .py")]
    NotAPolicy {
        /// The file.
        path: PathBuf,
    },
    /// Two policies of one name.
    #[error("{path}: another policy is called {name:?} too")]
    Twice {
        /// The second file.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A blueprint that is refused.
    #[error("{0}")]
    Blueprint(#[from] BlueprintError),
    /// A target without a decision.
    #[error("{class}: {0}", class = .0.class())]
    Decide(#[from] DecideError),
    /// A database of places or networks that cannot be used.
    #[error("{0}")]
    Geo(#[from] ordain_io::geo::GeoError),
    /// DNS that cannot be asked.
    #[error("{0}")]
    Dns(#[from] ordain_io::dns::DnsError),
    /// Letters that cannot be sent.
    #[error("{0}")]
    Mail(#[from] ordain_io::mail::MailError),
    /// A user that no blueprint describes.
    #[error("there is no user {0:?}")]
    UnknownUser(String),
    /// Standard output that cannot be written.
    #[error("standard output: {0}")]
    Output(#[from] std::io::Error),
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, InputError> {
    Place::text(bytes(path)?).map_err(|place| InputError::NotUtf8 {
        path: path.to_owned(),
        line: place.line,
        column: place.column,
    })
}

/// The bytes of a file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, InputError> {
    let unreadable = |error| unreadable(path, error);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(InputError::TooLarge {
            path: path.to_owned(),
        });
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: std::io::Error) -> InputError {
    InputError::Read {
        path: path.to_owned(),
        error,
    }
}

/// The cases of a file, each with the place of its line. What is not known in their requests is said.
pub fn cases(path: &Path, bytes: &[u8]) -> impl Iterator<Item = (String, Result<Case, NotACase>)> {
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    lines.map(move |(line, number)| {
        let place = format!("{}:{number}", path.display());
        let case = Case::parse(line);
        let warnings = case.as_ref().map_or(&[][..], |case| &case.env.warnings);
        for warning in warnings {
            eprintln!("ordain: warning: {place}: env.{warning}: unknown key");
        }
        (place, case)
    })
}

/// The JSON in a file.
pub fn json(path: &Path) -> Result<Json, InputError> {
    serde_json::from_str(&text(path)?).map_err(|error| InputError::Json {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
        error: reason(&error),
    })
}

/// The name of a policy's file: its stem.
pub fn policy_name(path: &Path) -> Result<String, InputError> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    match (stem, path.extension().and_then(|end| end.to_str())) {
        (Some(stem), Some("policy" | "py")) => Ok(stem.to_owned()),
        _ => Err(InputError::NotAPolicy {
            path: path.to_owned(),
        }),
    }
}

/// All policies of a folder.
pub fn policies(folder: Option<&Path>) -> Result<Policies, InputError> {
    let mut policies = Policies::new();
    let Some(folder) = folder else {
        return Ok(policies);
    };
    let refuse = |error| unreadable(folder, error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(refuse)? {
        paths.push(entry.map_err(refuse)?.path());
    }
    paths.sort();
    for path in paths {
        let Ok(name) = policy_name(&path) else {
            continue;
        };
        if policies.contains(&name) {
            return Err(InputError::Twice { path, name });
        }
        policies.add(&name, &text(&path)?);
    }
    Ok(policies)
}

/// The set of blueprints in files, loaded in their order.
pub fn blueprints(args: &AccessArgs, files: &[PathBuf]) -> Result<Blueprints, InputError> {
    let access = args.allow_env.iter().fold(Access::none(), Access::with_env);
    let access = args.allow_files.iter().fold(access, Access::with_folder);
    let mut blueprints = Blueprints::new().with_access(access);
    for file in files {
        blueprints.read(file)?;
    }
    Ok(blueprints)
}
