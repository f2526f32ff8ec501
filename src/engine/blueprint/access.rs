//! What a blueprint may read of the machine that loads it.

use std::{
    collections::BTreeSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// Environment variables and folders of files that blueprints may read. By default none.
#[derive(Clone, Debug, Default)]
pub struct Access {
    env: BTreeSet<String>,
    folders: Vec<PathBuf>,
}

/// Why `!File` has no content to give.
pub(super) enum NoFile {
    /// It is in no allowed folder.
    NotAllowed,
    /// It would be allowed, and is not there.
    NotThere,
    /// It is there, and cannot be taken.
    Refused(String),
}

impl Access {
    /// No access at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Allows `!Env` to read this variable.
    #[must_use]
    pub fn with_env(mut self, name: impl Into<String>) -> Self {
        self.env.insert(name.into());
        self
    }

    /// Allows `!File` to read what lies in this folder, after links and `..` are followed.
    #[must_use]
    pub fn with_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// The value of an allowed variable, `None` if it is unset; `Err` if it is not allowed.
    pub(super) fn env(&self, name: &str) -> Result<Option<String>, ()> {
        if !self.env.contains(name) {
            return Err(());
        }
        Ok(std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// The content of an allowed file of at most `limit` bytes, without space around it.
    /// A relative path is looked for in each allowed folder.
    pub(super) fn file(&self, path: &str, limit: usize) -> Result<String, NoFile> {
        let mut failure = NoFile::NotAllowed;
        for folder in &self.folders {
            let Ok(folder) = folder.canonicalize() else {
                continue;
            };
            match inside(&folder, path) {
                Ok(found) => return content(&found, limit).map_err(NoFile::Refused),
                Err(NoFile::NotAllowed) => {}
                Err(other) => failure = other,
            }
        }
        Err(failure)
    }
}

/// Where `path` leads, if that is inside `folder`.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, NoFile> {
    let wanted = folder.join(path);
    match wanted.canonicalize() {
        Ok(real) if real.starts_with(folder) => Ok(real),
        Ok(_) => Err(NoFile::NotAllowed),
        // Whether something outside exists is not told.
        Err(_) if plainly_inside(folder, &wanted) => Err(NoFile::NotThere),
        Err(_) => Err(NoFile::NotAllowed),
    }
}

/// A path that was not found, but whose nearest existing folder is inside.
fn plainly_inside(folder: &Path, wanted: &Path) -> bool {
    let climbs = wanted
        .components()
        .any(|part| part == std::path::Component::ParentDir);
    let nearest = wanted
        .ancestors()
        .skip(1)
        .find_map(|above| above.canonicalize().ok());
    !climbs && nearest.is_some_and(|above| above.starts_with(folder))
}

fn content(path: &Path, limit: usize) -> Result<String, String> {
    let kind = fs::metadata(path).map_err(|e| e.to_string())?;
    if !kind.is_file() {
        return Err("it is not a file".to_owned());
    }
    let file = fs::File::open(path).map_err(|e| e.to_string())?;
    let mut text = String::new();
    let cap = u64::try_from(limit).unwrap_or(u64::MAX);
    let read = file.take(cap.saturating_add(1)).read_to_string(&mut text);
    match read.map_err(|e| e.to_string())? {
        size if size > limit => Err(format!("it is larger than {limit} bytes")),
        _ => Ok(text.trim().to_owned()),
    }
}
