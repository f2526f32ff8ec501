//! authentik's modules, over the directory that an embedder lends. Without one they are not there.

/// A constant of a module that is a text.
macro_rules! text {
    ($name:literal = $text:literal) => {
        ($name, Member::Constant(|cx| cx.lent_str($text)))
    };
}

mod config;
mod core;
mod enumerations;
mod flows;
mod packages;
mod settings;
mod sources;
mod stages;

pub use packages::MODULES;
pub use stages::devices;
