//! Calls with TLS to a server on this machine: who is trusted.
//!
//! The server's certificate and key were made for these tests alone, for 127.0.0.1.

#![cfg(test)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ordain::host::{HttpCall, HttpReply, Network, NetworkError};
use ordain_io::http::{HostRule, HttpNetwork, HttpNetworkBuilder};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

const CERTIFICATE: &[u8] = include_bytes!("support/tls/certificate.der");
const KEY: &[u8] = include_bytes!("support/tls/key.der");

/// A server that answers each request with `secret`.
fn start() -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let config = Arc::clone(&config);
            // A client that does not trust the server goes away.
            thread::spawn(move || drop(serve(stream.unwrap(), config)));
        }
    });
    address
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).unwrap();
    let mut stream = StreamOwned::new(connection, stream);
    let mut bytes = [0; 2000];
    while stream.read(&mut bytes)? > 0 {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")?;
    }
    Ok(())
}

fn to(address: SocketAddr) -> HttpNetworkBuilder {
    HttpNetwork::builder().allow(format!("https://{address}").parse().unwrap())
}

fn get(network: &HttpNetwork, url: &str, verify: bool) -> Result<HttpReply, NetworkError> {
    network.call(&HttpCall {
        method: "GET".to_owned(),
        url: url.to_owned(),
        timeout: Some(Duration::from_secs(5)),
        follow: true,
        verify,
        ..HttpCall::default()
    })
}

#[test]
fn strangers_are_not_trusted() {
    let address = start();
    let url = format!("https://{address}/");
    let network = to(address).build();
    for verify in [true, false] {
        let error = get(&network, &url, verify).unwrap_err();
        assert!(
            matches!(&error, NetworkError::Tls(text) if text.contains("UnknownIssuer")),
            "{error:?}"
        );
    }
}

#[test]
fn a_root_of_ones_own_is_trusted_for_its_names() {
    let address = start();
    let other = format!("https://localhost:{}", address.port());
    let rule: HostRule = other.parse().unwrap();
    let network = to(address)
        .allow(rule.with_private(true))
        .root(CERTIFICATE)
        .build();
    let reply = get(&network, &format!("https://{address}/"), true).unwrap();
    assert_eq!(reply.body, b"secret");
    let error = get(&network, &other, true).unwrap_err();
    assert!(
        matches!(&error, NetworkError::Tls(text) if text.contains("not valid for name")),
        "{error:?}"
    );
}

#[test]
fn what_was_not_checked_serves_nobody_else() {
    let address = start();
    let url = format!("https://{address}/");
    let network = to(address).unverified(true).build();
    assert_eq!(get(&network, &url, false).unwrap().body, b"secret");
    let error = get(&network, &url, true).unwrap_err();
    assert!(matches!(error, NetworkError::Tls(_)), "{error:?}");
    assert_eq!(get(&network, &url, false).unwrap().body, b"secret");
}

#[test]
fn a_rule_for_https_does_not_allow_http() {
    let address = start();
    let error = get(&to(address).build(), &format!("http://{address}/"), true).unwrap_err();
    assert!(matches!(error, NetworkError::Denied(_)), "{error:?}");
}

#[test]
fn a_server_without_tls_is_an_error_of_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = [0; 100];
            let _ = stream.read(&mut bytes);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let error = get(&to(address).build(), &format!("https://{address}/"), true).unwrap_err();
    assert!(matches!(error, NetworkError::Tls(_)), "{error:?}");
}
