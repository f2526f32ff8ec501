//! `math`.

mod floats;
mod gamma;
mod integer;
mod ints;
mod real;
mod sum;
mod table;

pub use table::MODULE;
