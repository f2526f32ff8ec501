//! What an embedder lends: the request, and the services behind it.

mod differ;
pub mod effects;
pub mod env;
pub mod events;
pub mod geo;
pub mod group;
pub mod http;
pub mod in_flow;
pub mod item;
pub mod layered;
pub mod memory;
mod merge;
pub mod message;
pub mod model;
mod moment;
pub mod param;
pub mod person;
pub mod plan;
pub mod query;
pub mod record;
pub mod reputation;
pub mod request;
pub mod rows;
pub(crate) mod told;
pub mod user;
pub mod world;

pub use effects::{Action, Change, Effects};
pub use env::{Env, EnvError};
pub use events::{Created, Events, Executed, Failed, NoEvents};
pub use group::Group;
pub use http::{Headers, HttpRequest};
pub use in_flow::InFlow;
pub use item::{Entries, Item};
pub use layered::Layered;
pub use memory::{ApplyError, MemoryDirectory};
pub use param::Param;
pub use person::Person;
pub use plan::FlowPlan;
pub use record::Record;
pub use request::{Request, Subject};
pub use user::User;
pub use world::World;

/// The services that an embedder may lend beside the request.
pub use crate::value::services::{
    Breaches, Digest, Directory, Dns, Family, Found, HttpCall, HttpReply, Letter, Mail, Mailbox,
    Network, NetworkError, Rows, TokenOrder, Tokens, Unreachable, Wanted,
};
