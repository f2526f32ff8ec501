//! `math`.

mod floats;
#[allow(
    clippy::excessive_precision,
    reason = "the coefficients stand as they were published"
)]
mod gamma;
mod integer;
mod ints;
mod real;
mod sum;
mod table;

pub use table::MODULE;
