//! The client that carries calls, and whom it trusts.

use std::sync::Arc;

use ureq::Agent;
use ureq::config::{AutoHeaderValue, Config};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsConfigBuilder};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

use super::encoding;
use super::hosts::Hosts;
use super::resolver::Guard;

/// Certificates are checked, against the roots of the system and others.
pub(super) fn checked_tls(others: &[Vec<u8>]) -> TlsConfig {
    // Where the system has none, nobody is trusted: calls with TLS fail and say so.
    let system = rustls_native_certs::load_native_certs().certs;
    let system = system.iter().map(|der| &**der);
    let trusted = system.chain(others.iter().map(Vec::as_slice));
    let trusted = trusted.map(|der| Certificate::from_der(der).to_owned());
    tls().root_certs(RootCerts::from(trusted)).build()
}

/// Any certificate will do.
pub(super) fn unchecked_tls() -> TlsConfig {
    tls().disable_verification(true).build()
}

fn tls() -> TlsConfigBuilder {
    let provider = rustls::crypto::ring::default_provider();
    TlsConfig::builder().unversioned_rustls_crypto_provider(Arc::new(provider))
}

/// A client. One for each way of trusting, since connections are kept and used again.
pub(super) fn new(hosts: &Hosts, tls: TlsConfig) -> Agent {
    let config = Config::builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .allow_non_standard_methods(true)
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(encoding::READABLE)
        .build();
    let guard = Guard {
        hosts: hosts.clone(),
        behind: DefaultResolver::default(),
    };
    Agent::with_parts(config, DefaultConnector::default(), guard)
}
