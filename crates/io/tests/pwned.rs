//! Leaked passwords, asked of a server on this machine.

#![cfg(test)]

#[path = "support/server.rs"]
mod server;

use std::time::{Duration, Instant};

use ordain::host::{Breaches, Digest, NetworkError};
use ordain_io::http::HttpNetwork;
use ordain_io::pwned::PwnedRanges;
use server::{Server, answer};
use sha1::{Digest as _, Sha1};

/// `5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8` is the SHA-1 of `password`.
const RANGE: &str = "1D2DA4053E34E76F6576ED1DA63134B5E2A:2\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9659365\r\n0000000000000000000000000000000000A:0\r\n";

fn at(server: &Server) -> PwnedRanges {
    let rule = server.address.to_string().parse().unwrap();
    PwnedRanges::at(&server.url("/"), HttpNetwork::builder().allow(rule).build())
}

fn count(breaches: &PwnedRanges, password: &str) -> Result<u64, NetworkError> {
    let sha1: [u8; 20] = Sha1::digest(password).into();
    breaches.count(&Digest {
        sha1: &sha1,
        timeout: Some(Duration::from_secs(5)),
    })
}

fn ranges() -> Server {
    Server::start(|asked| match asked.path() {
        "/range/5BAA6" => answer("200 OK", "", RANGE),
        _ => answer("200 OK", "", ""),
    })
}

#[test]
fn a_password_is_counted_and_never_told() {
    let server = ranges();
    let breaches = at(&server);
    assert_eq!(count(&breaches, "password"), Ok(9_659_365));
    assert_eq!(count(&breaches, "correct horse battery staple"), Ok(0));
    let asked = server.asked();
    assert_eq!(asked[0].line, "GET /range/5BAA6 HTTP/1.1");
    assert_eq!(asked[0].header("add-padding"), Some("true"));
    assert!(
        asked
            .iter()
            .all(|asked| asked.path().len() == "/range/12345".len())
    );
}

#[test]
fn ranges_are_kept_up_to_a_number_and_for_a_time() {
    let server = ranges();
    let breaches = at(&server);
    for _ in 0..3 {
        count(&breaches, "password").unwrap();
    }
    assert_eq!(server.asked().len(), 1);
    let server = ranges();
    let one = at(&server).with_cache(1, Duration::from_secs(60));
    for password in ["password", "other", "password"] {
        count(&one, password).unwrap();
    }
    assert_eq!(server.asked().len(), 3);
    let server = ranges();
    let none = at(&server).with_cache(64, Duration::ZERO);
    for _ in 0..2 {
        count(&none, "password").unwrap();
    }
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn no_answer_is_an_error_and_is_not_kept() {
    let server = Server::start(|_| answer("503 Unavailable", "", RANGE));
    let breaches = at(&server);
    for _ in 0..2 {
        let error = count(&breaches, "password").unwrap_err();
        assert!(matches!(&error, NetworkError::Broken(text) if text.contains("status 503")));
    }
    assert_eq!(server.asked().len(), 2);
    let server =
        Server::start(|_| answer("200 OK", "", "1E4C9B93F3F0682250B6CF8331B7EE68FD8:many\r\n"));
    let error = count(&at(&server), "password").unwrap_err();
    assert!(matches!(error, NetworkError::Broken(_)), "{error:?}");
    let elsewhere = PwnedRanges::at("http://127.0.0.1:1", HttpNetwork::builder().build());
    let error = count(&elsewhere, "password").unwrap_err();
    assert!(matches!(error, NetworkError::Denied(_)), "{error:?}");
}

#[test]
fn waiting_ends_with_the_time_of_the_policy() {
    let server = Server::with(|_, _| std::thread::sleep(Duration::from_secs(5)));
    let sha1 = [0; 20];
    let start = Instant::now();
    let error = at(&server).count(&Digest {
        sha1: &sha1,
        timeout: Some(Duration::from_millis(200)),
    });
    assert!(
        matches!(error, Err(NetworkError::ReadTimeout(_))),
        "{error:?}"
    );
    let error = at(&server)
        .with_time(Duration::from_millis(200))
        .count(&Digest {
            sha1: &sha1,
            timeout: None,
        });
    assert!(
        matches!(error, Err(NetworkError::ReadTimeout(_))),
        "{error:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn the_public_service_is_only_asked_over_tls() {
    assert!(PwnedRanges::new().is_ok());
}
