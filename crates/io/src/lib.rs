//! Real I/O behind the service traits of [`ordain`]: nothing is reached until it is lent.
//!
//! | feature | type | trait | reaches |
//! |---|---|---|---|
//! | `http` | `http::HttpNetwork` | [`Network`](ordain::host::Network) | the hosts on a list, over HTTP and HTTPS |
//! | `dns` | `dns::HickoryDns` | [`Dns`](ordain::host::Dns) | the system's DNS servers |
//! | `geo` | `geo::GeoDatabase`, `geo::AsnDatabase` | – (fill the request) | nothing but their files |
//! | `pwned` | `pwned::PwnedRanges` | [`Breaches`](ordain::host::Breaches) | one host, over HTTPS |
//! | `mail` | `mail::SmtpMail` | [`Mail`](ordain::host::Mail) | one SMTP server |
//!
//! No feature is on by default: an embedder builds what it lends. Everything that a policy can wait for
//! ends by itself: each type says its limits of size and time. All of them block the calling thread;
//! TLS is rustls with ring, and trusts what the system trusts.
//!
//! [`Lending`] puts services together:
#![cfg_attr(feature = "http", doc = "```no_run")]
#![cfg_attr(not(feature = "http"), doc = "```ignore")]
//! use ordain::engine::Evaluator;
//! use ordain::{Limits, Policies, Policy, Request, SystemServices, User};
//! use ordain_io::Lending;
//! use ordain_io::http::HttpNetwork;
//!
//! let network = HttpNetwork::builder().allow("api.example.com".parse()?).build();
//! let services = Lending::over(SystemServices::new()).with_network(network);
//! let policies = Policies::new();
//! let evaluator = Evaluator::new(&policies, &services, Limits::default());
//!
//! let policy = Policy::compile("risk", r#"
//! reply = requests.get("https://api.example.com/risk", params={"user": request.user.username})
//! return reply.json()["score"] < 50
//! "#)?;
//! let ada = User::new(17, "ada");
//! let evaluation = evaluator.evaluate(&policy, &Request::new(&ada));
//! # let _ = evaluation;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "dns")]
pub mod dns;
#[cfg(feature = "geo")]
pub mod geo;
#[cfg(feature = "http")]
pub mod http;
mod lending;
#[cfg(feature = "mail")]
pub mod mail;
#[cfg(feature = "pwned")]
pub mod pwned;
#[cfg(feature = "mail")]
pub mod smtp_server;
pub use lending::Lending;
