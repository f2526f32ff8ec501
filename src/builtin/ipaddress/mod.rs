//! Python's `ipaddress`.

mod address;
mod blocks;
mod flaw;
mod network;
mod parse;
mod ranges;
