//! An SMTP server on this machine that keeps what it is given.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A letter as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Arrived {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and text.
    pub data: String,
}

impl Arrived {
    /// The headers, long ones unfolded.
    pub fn headers(&self) -> Vec<String> {
        let (head, _) = self.data.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").map(str::to_owned).collect()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let headers = self.headers().into_iter();
        let mut found = headers.filter_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then(|| value.to_owned())
        });
        found.next()
    }
}

/// A server. Its thread ends with the test's process.
pub struct Post {
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Post {
    /// Takes all letters, but none for `nobody@...`.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&arrived);
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that goes away is no matter.
                let _ = talk(&stream.unwrap(), &kept);
            }
        });
        Self { address, arrived }
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

fn talk(mut stream: &TcpStream, kept: &Mutex<Vec<Arrived>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).split(b'\n');
    let mut next = move || match lines.next() {
        Some(line) => String::from_utf8(line.unwrap())
            .unwrap()
            .trim_end()
            .to_owned(),
        None => "QUIT".to_owned(),
    };
    let mut letter = Arrived::default();
    stream.write_all(b"220 here\r\n")?;
    loop {
        let line = next();
        let upper = line.to_uppercase();
        let reply: &[u8] = if upper.starts_with("EHLO") {
            b"250-here\r\n250 8BITMIME\r\n"
        } else if upper.starts_with("MAIL FROM:") {
            letter = Arrived {
                from: line,
                ..Arrived::default()
            };
            b"250 ok\r\n"
        } else if upper.starts_with("RCPT TO:<NOBODY@") {
            b"550 no such person\r\n"
        } else if upper.starts_with("RCPT TO:") {
            letter.to.push(line);
            b"250 ok\r\n"
        } else if upper == "DATA" {
            stream.write_all(b"354 go on\r\n")?;
            loop {
                match next().as_str() {
                    "." => break,
                    line => letter.data += &format!("{line}\r\n"),
                }
            }
            kept.lock().unwrap().push(letter.clone());
            b"250 taken\r\n"
        } else if upper == "QUIT" {
            return stream.write_all(b"221 bye\r\n");
        } else {
            b"250 ok\r\n"
        };
        stream.write_all(reply)?;
    }
}
