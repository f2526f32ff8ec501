//! Calls to servers on this machine: what is allowed, what is denied, and where they end.

#![cfg(test)]

#[path = "support/server.rs"]
mod server;

use std::io::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use ordain::host::{HttpCall, HttpReply, Network, NetworkError};
use ordain_io::http::{HostRule, HttpNetwork, HttpNetworkBuilder};
use server::{Server, answer};

fn get(url: &str) -> HttpCall {
    HttpCall {
        method: "GET".to_owned(),
        url: url.to_owned(),
        timeout: Some(Duration::from_secs(5)),
        follow: true,
        verify: true,
        ..HttpCall::default()
    }
}

/// A network that may call a server, by its address.
fn to(server: &Server) -> HttpNetworkBuilder {
    HttpNetwork::builder().allow(server.address.to_string().parse().unwrap())
}

/// The rule for a server by the name of this machine.
fn by_name(server: &Server) -> HostRule {
    let port = server.address.port();
    format!("localhost:{port}").parse().unwrap()
}

fn header<'r>(reply: &'r HttpReply, name: &str) -> Option<&'r str> {
    let mut headers = reply.headers.iter();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// A redirect.
fn redirect(status: u16, to: &str) -> Vec<u8> {
    answer(
        &format!("{status} Moved"),
        &format!("Location: {to}\r\n"),
        "",
    )
}

#[test]
fn a_reply_says_all_of_it() {
    let server = Server::start(|asked| match asked.path() {
        "/a?b=c" => answer("200 OK", "X-Kind: plain\r\nX-Name: caf\u{e9}\r\n", "hello"),
        _ => answer("404 Not Found", "", "no"),
    });
    let network = to(&server).build();
    let mut call = get(&server.url("/a?b=c#part"));
    call.headers.push(("X-Asked".to_owned(), "yes".to_owned()));
    let reply = network.call(&call).unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (200, &b"hello"[..]));
    assert_eq!(header(&reply, "x-kind"), Some("plain"));
    // The bytes of a header are Latin-1, as Python reads them.
    assert_eq!(header(&reply, "x-name"), Some("caf\u{c3}\u{a9}"));
    assert_eq!(reply.url, server.url("/a?b=c#part"));
    assert!(reply.elapsed > Duration::ZERO);
    let missing = network.call(&get(&server.url("/x"))).unwrap();
    assert_eq!((missing.status, missing.body.as_slice()), (404, &b"no"[..]));
    let asked = server.asked();
    assert_eq!(asked[0].line, "GET /a?b=c HTTP/1.1");
    assert_eq!(asked[0].header("x-asked"), Some("yes"));
    assert_eq!(asked[0].header("user-agent"), None);
    assert_eq!(asked[0].header("accept-encoding"), Some("gzip, deflate"));
}

#[test]
fn methods_and_bodies_go_as_they_are() {
    let server = Server::start(|_| answer("204 No Content", "", ""));
    let network = to(&server).build();
    for (method, body) in [
        ("GET", None),
        ("GET", Some("in a get")),
        ("POST", None),
        ("POST", Some("in a post")),
        ("DELETE", Some("in a delete")),
        ("PURGE", None),
    ] {
        let mut call = get(&server.url("/"));
        call.method = method.to_owned();
        call.body = body.map(|body| body.as_bytes().to_vec());
        assert_eq!(network.call(&call).unwrap().status, 204, "{method}");
        let asked = server.asked().pop().unwrap();
        assert_eq!(asked.line, format!("{method} / HTTP/1.1"));
        assert_eq!(asked.body, body.unwrap_or_default().as_bytes());
    }
    let mut call = get(&server.url("/"));
    call.method = "HEAD".to_owned();
    assert_eq!(network.call(&call).unwrap().body, b"");
}

#[test]
fn what_is_not_on_the_list_is_denied_and_not_asked() {
    let server = Server::start(|_| answer("200 OK", "", ""));
    let nobody = HttpNetwork::builder().build();
    let other = HttpNetwork::builder().allow("127.0.0.1".parse().unwrap());
    for network in [nobody, other.build()] {
        let denied = network.call(&get(&server.url("/secret?x=y"))).unwrap_err();
        assert_eq!(denied, NetworkError::Denied(server.url("")));
    }
    let network = to(&server).build();
    for url in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://a.example",
    ] {
        assert!(network.call(&get(url)).is_err(), "{url}");
    }
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_name_leads_to_private_addresses_only_if_that_is_said() {
    let server = Server::start(|_| answer("200 OK", "", ""));
    let url = format!("http://localhost:{}/", server.address.port());
    let public = HttpNetwork::builder().allow(by_name(&server)).build();
    let denied = public.call(&get(&url)).unwrap_err();
    assert!(matches!(&denied, NetworkError::Denied(text) if text.contains("private")));
    assert_eq!(server.asked().len(), 0);
    let private = HttpNetwork::builder().allow(by_name(&server).with_private(true));
    assert_eq!(private.build().call(&get(&url)).unwrap().status, 200);
}

#[test]
fn each_redirect_is_checked_again() {
    let inner = Server::start(|_| answer("200 OK", "", "secret"));
    let (by_address, port) = (inner.url("/"), inner.address.port());
    let outer = Server::start(move |asked| match asked.path() {
        "/address" => redirect(302, &by_address),
        "/name" => redirect(302, &format!("http://localhost:{port}/")),
        "/file" => redirect(302, "file:///etc/passwd"),
        _ => redirect(302, "//[::1]/"),
    });
    let network = to(&outer).allow(by_name(&inner)).build();
    for path in ["/address", "/name", "/other"] {
        let denied = network.call(&get(&outer.url(path))).unwrap_err();
        assert!(
            matches!(denied, NetworkError::Denied(_)),
            "{path} {denied:?}"
        );
    }
    assert!(network.call(&get(&outer.url("/file"))).is_err());
    assert_eq!(inner.asked().len(), 0);
    let mut call = get(&outer.url("/address"));
    call.follow = false;
    assert_eq!(network.call(&call).unwrap().status, 302);
}

#[test]
fn redirects_carry_what_requests_would_carry() {
    let other = Server::start(|_| answer("200 OK", "", "there"));
    let far = format!("http://localhost:{}/far", other.address.port());
    let server = Server::start(move |asked| match asked.path() {
        "/near" => redirect(307, "/here"),
        "/become" => redirect(302, "/here"),
        "/far" => redirect(307, &far),
        _ => answer("200 OK", "", "here"),
    });
    let network = to(&server)
        .allow(by_name(&other).with_private(true))
        .build();
    let send = |path: &str| {
        let mut call = get(&server.url(path));
        call.method = "POST".to_owned();
        call.body = Some(b"data".to_vec());
        let headers = [("Authorization", "Bearer x"), ("Cookie", "a=b")];
        call.headers = headers.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        network.call(&call).unwrap()
    };
    assert_eq!(send("/near").url, server.url("/here"));
    let near = server.asked().pop().unwrap();
    assert_eq!(
        (near.line.as_str(), near.body.as_slice()),
        ("POST /here HTTP/1.1", &b"data"[..])
    );
    assert_eq!(near.header("authorization"), Some("Bearer x"));
    assert_eq!(near.header("cookie"), Some("a=b"));
    send("/become");
    let become_get = server.asked().pop().unwrap();
    assert_eq!(become_get.line, "GET /here HTTP/1.1");
    assert_eq!(become_get.header("content-length"), None);
    assert_eq!(send("/far").body, b"there");
    let far = other.asked().pop().unwrap();
    assert_eq!(far.body, b"data");
    assert_eq!(far.header("authorization"), None);
    assert_eq!(far.header("cookie"), None);
}

#[test]
fn thirty_redirects_are_followed_and_no_more() {
    let server = Server::start(|asked| {
        let left: u32 = asked.path().trim_start_matches('/').parse().unwrap();
        match left {
            0 => answer("200 OK", "", "done"),
            left => redirect(301, &format!("/{}", left - 1)),
        }
    });
    let network = to(&server).build();
    assert_eq!(
        network.call(&get(&server.url("/30"))).unwrap().body,
        b"done"
    );
    let endless = network.call(&get(&server.url("/31"))).unwrap_err();
    assert_eq!(endless, NetworkError::TooManyRedirects(30));
    assert_eq!(endless.to_string(), "Exceeded 30 redirects.");
}

#[test]
fn a_body_ends_at_its_limit() {
    let server = Server::with(|asked, stream| match asked.path() {
        "/fits" => drop(stream.write_all(&answer("200 OK", "", &"x".repeat(1000)))),
        "/over" => drop(stream.write_all(&answer("200 OK", "", &"x".repeat(1001)))),
        "/short" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        }
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while stream.write_all(b"4\r\nmore\r\n").is_ok() {}
        }
    });
    let network = to(&server).body_limit(1000).build();
    assert_eq!(
        network.call(&get(&server.url("/fits"))).unwrap().body.len(),
        1000
    );
    for path in ["/over", "/short", "/endless"] {
        let broken = network.call(&get(&server.url(path))).unwrap_err();
        assert!(
            matches!(broken, NetworkError::Broken(_)),
            "{path} {broken:?}"
        );
    }
}

#[test]
fn an_endless_head_is_broken() {
    let server = Server::with(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: and more\r\n").is_ok() {}
    });
    let broken = to(&server)
        .build()
        .call(&get(&server.url("/")))
        .unwrap_err();
    assert!(matches!(broken, NetworkError::Broken(_)), "{broken:?}");
}

/// Sends a byte now and then, for ten seconds.
fn drip() -> Server {
    Server::with(|asked, stream| {
        if asked.path() == "/silent" {
            return sleep(Duration::from_secs(10));
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        for _ in 0..200 {
            if stream.write_all(b"x").is_err() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
    })
}

#[test]
fn waiting_ends() {
    let server = drip();
    let short = Duration::from_millis(400);
    let capped = to(&server).total_time(short).build();
    let patient = to(&server).build();
    let call = |path: &str, timeout: Option<Duration>, left: Option<Duration>| HttpCall {
        timeout,
        left,
        ..get(&server.url(path))
    };
    for (network, call) in [
        (&patient, call("/silent", Some(short), None)),
        (&patient, call("/silent", None, Some(short))),
        (&patient, call("/drip", None, Some(short))),
        (&capped, call("/silent", None, None)),
        (&capped, call("/drip", Some(Duration::from_secs(5)), None)),
    ] {
        let start = Instant::now();
        let late = network.call(&call).unwrap_err();
        assert!(matches!(late, NetworkError::ReadTimeout(_)), "{late:?}");
        assert!(start.elapsed() < Duration::from_secs(4));
    }
}

#[test]
fn answers_that_never_begin_end() {
    let server = Server::with(
        |_, stream| {
            while stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_ok() {}
        },
    );
    let network = to(&server).total_time(Duration::from_millis(400)).build();
    let start = Instant::now();
    assert!(network.call(&get(&server.url("/"))).is_err());
    assert!(start.elapsed() < Duration::from_secs(4));
    let mut call = get(&server.url("/"));
    call.timeout = Some(Duration::from_nanos(1));
    assert!(network.call(&call).is_err());
    call.left = Some(Duration::ZERO);
    assert!(network.call(&call).is_err());
}

#[test]
fn the_timeout_of_a_policy_is_for_each_read() {
    let server = Server::with(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
        for _ in 0..8 {
            sleep(Duration::from_millis(100));
            let _ = stream.write_all(b"x");
        }
    });
    let mut call = get(&server.url("/"));
    call.timeout = Some(Duration::from_millis(500));
    assert_eq!(to(&server).build().call(&call).unwrap().body, b"xxxxxxxx");
}

#[test]
fn addresses_of_the_sixth_version_are_called_in_brackets() {
    // Where there are none, there is nothing to test.
    let Ok(listener) = std::net::TcpListener::bind("[::1]:0") else {
        return;
    };
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        server::Asked::read(&stream).unwrap();
        stream.write_all(&answer("200 OK", "", "six")).unwrap();
    });
    let network = HttpNetwork::builder()
        .allow(address.parse().unwrap())
        .build();
    let reply = network.call(&get(&format!("http://{address}/"))).unwrap();
    assert_eq!(reply.body, b"six");
}

#[test]
fn nobody_at_home_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let network = HttpNetwork::builder()
        .allow(address.parse().unwrap())
        .build();
    let error = network
        .call(&get(&format!("http://{address}/")))
        .unwrap_err();
    assert!(matches!(error, NetworkError::Unreachable(_)), "{error:?}");
}

#[test]
fn the_carrying_is_not_the_policys() {
    let server = Server::start(|_| answer("200 OK", "", ""));
    let network = to(&server).build();
    let address = server.address.to_string();
    let mut call = get(&format!("http://ada:s%3Acret@{address}/"));
    let headers = [
        ("Host", "other.example"),
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "upgrade"),
        ("Accept-Encoding", "gzip"),
    ];
    call.headers = headers.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    network.call(&call).unwrap();
    let asked = server.asked().pop().unwrap();
    assert_eq!(asked.header("host"), Some(address.as_str()));
    assert_eq!(asked.header("transfer-encoding"), None);
    assert_eq!(asked.header("connection"), None);
    assert_eq!(
        asked.header("authorization"),
        Some("Basic YWRhOnM6Y3JldA==")
    );
    let headers = [
        ("X", "a\r\nInjected: yes"),
        ("Bad name", "x"),
        ("X\r\nInjected", "x"),
    ];
    for (name, value) in headers {
        let mut call = get(&server.url("/"));
        call.headers.push((name.to_owned(), value.to_owned()));
        assert!(network.call(&call).is_err(), "{name:?}: {value:?}");
    }
    let mut call = get(&server.url("/"));
    call.method = "GET / HTTP/1.1\r\nX".to_owned();
    assert!(network.call(&call).is_err());
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn kept_connections_serve_again() {
    let server = Server::with(|_, stream| {
        for _ in 0..3 {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            if server::Asked::read(&*stream).is_none() {
                return;
            }
        }
    });
    let network = to(&server).build();
    for _ in 0..3 {
        assert_eq!(network.call(&get(&server.url("/"))).unwrap().body, b"ok");
    }
    assert_eq!(server.asked().len(), 1);
}

/// Whatever a server says, there is a reply or an error.
#[test]
fn damaged_answers_do_no_harm() {
    const WHOLE: &[&[u8]] = &[
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /x?y#z\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    ];
    let next = std::sync::atomic::AtomicU32::new(0);
    let server = Server::start(move |_| {
        let turn = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // The numbers of a linear congruential generator: the same each time.
        let mut state = turn.wrapping_mul(2_654_435_761);
        let mut random = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % below
        };
        let mut bytes = WHOLE[random(WHOLE.len())].to_vec();
        for _ in 0..=random(3) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes[at] = [0, b'\r', b'\n', b' ', b':', b'9', 0xff][random(7)],
                1 => bytes.truncate(at + 1),
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"\r\n:;0f \x80"[random(8)]),
            }
        }
        bytes
    });
    let network = to(&server).total_time(Duration::from_millis(200)).build();
    for _ in 0..ROUNDS {
        let _ = network.call(&get(&server.url("/")));
    }
}

/// How many damaged answers are given.
const ROUNDS: usize = 300;

/// A body in gzip, in deflate as it should be, and in deflate without its head.
fn packed(kind: &str, body: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::best();
    match kind {
        "gzip" => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
            writer.write_all(body).unwrap();
            writer.finish().unwrap()
        }
        "zlib" => {
            let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), level);
            writer.write_all(body).unwrap();
            writer.finish().unwrap()
        }
        _ => {
            let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), level);
            writer.write_all(body).unwrap();
            writer.finish().unwrap()
        }
    }
}

fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}

#[test]
fn answers_are_decoded() {
    let server = Server::start(|asked| match asked.path() {
        "/gzip" => encoded("gzip", &packed("gzip", b"hello")),
        "/x-gzip" => encoded("X-GZip", &packed("gzip", b"hello")),
        "/members" => encoded(
            "gzip",
            &[packed("gzip", b"hel"), packed("gzip", b"lo")].concat(),
        ),
        "/deflate" => encoded("deflate", &packed("zlib", b"hello")),
        "/raw" => encoded("deflate", &packed("raw", b"hello")),
        "/both" => encoded("deflate, gzip", &packed("gzip", &packed("zlib", b"hello"))),
        "/unknown" => encoded("br", b"hello"),
        "/identity" => encoded("identity", b"hello"),
        _ => encoded("gzip", b""),
    });
    let network = to(&server).build();
    for path in [
        "/gzip",
        "/x-gzip",
        "/members",
        "/deflate",
        "/raw",
        "/both",
        "/unknown",
        "/identity",
    ] {
        let reply = network.call(&get(&server.url(path))).unwrap();
        assert_eq!(reply.body, b"hello", "{path}");
        assert!(header(&reply, "content-encoding").is_some());
    }
    let reply = network.call(&get(&server.url("/empty"))).unwrap();
    assert_eq!(reply.body, b"");
}

#[test]
fn what_is_decoded_ends_at_the_limit_too() {
    let bomb = packed("gzip", &vec![0; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let nested = packed("gzip", &bomb);
    assert!(nested.len() < 1_000);
    let server = Server::start(move |asked| match asked.path() {
        "/bomb" => encoded("gzip", &bomb),
        "/nested" => encoded("gzip, gzip", &nested),
        _ => encoded("gzip", &packed("gzip", &[b'a'; 1000])),
    });
    let network = to(&server).body_limit(100_000).build();
    for path in ["/bomb", "/nested"] {
        let broken = network.call(&get(&server.url(path))).unwrap_err();
        let text = "the body is larger than 100000 bytes".to_owned();
        assert_eq!(broken, NetworkError::Broken(text), "{path}");
    }
    let just = to(&server).body_limit(1000).build();
    let reply = just.call(&get(&server.url("/")));
    assert_eq!(reply.unwrap().body.len(), 1000);
    let less = to(&server).body_limit(999).build();
    assert!(less.call(&get(&server.url("/"))).is_err());
}

#[test]
fn what_cannot_be_decoded_says_so() {
    let server = Server::start(|asked| match asked.path() {
        "/short" => {
            let mut body = packed("gzip", b"hello hello hello");
            body.truncate(body.len() - 8);
            encoded("gzip", &body)
        }
        "/deflate" => encoded("deflate", b"\xff\xff\xff\xff"),
        _ => encoded("gzip", b"no gzip at all"),
    });
    let network = to(&server).build();
    for path in ["/plain", "/deflate"] {
        let error = network.call(&get(&server.url(path))).unwrap_err();
        assert!(matches!(error, NetworkError::Undecodable(_)), "{error:?}");
    }
    // What ends early gives what it has, as in `requests`.
    let reply = network.call(&get(&server.url("/short"))).unwrap();
    assert_eq!(reply.body, b"hello hello hello");
}
