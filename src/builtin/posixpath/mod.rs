//! `posixpath`, which is `os.path`: what paths say, without a file system.

mod path;
mod prefix;
mod table;

pub use table::{MODULE, OS};
