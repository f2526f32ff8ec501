//! Letters to a server on this machine.

#![cfg(test)]

#[path = "support/post.rs"]
mod post;

use std::time::{Duration, Instant};

use ordain::engine::Evaluator;
use ordain::host::{Letter, Mail, Mailbox};
use ordain::value::plain::Plain;
use ordain::{Limits, Policies, Policy, Request, SystemServices, User};
use ordain_io::Lending;
use ordain_io::mail::{Rendered, Renderer, Security, SmtpMail, SmtpMailBuilder};
use post::Post;

fn by(post: &Post) -> SmtpMailBuilder {
    SmtpMail::builder("127.0.0.1", "Sign-in <login@harbour.example>")
        .security(Security::Plain)
        .port(post.address.port())
}

fn somebody(name: &str, address: &str) -> Mailbox {
    Mailbox {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

fn letter() -> Letter {
    Letter {
        to: vec![somebody("Ada", "ada@harbour.example")],
        subject: "A new device".to_owned(),
        body: Some("Was it you?\n.\nYes or no?\n".to_owned()),
        ..Letter::default()
    }
}

#[test]
fn a_letter_arrives() {
    let post = Post::start();
    let letter = Letter {
        cc: vec![somebody("", "bob@harbour.example")],
        bcc: vec![somebody("Eve", "eve@elsewhere.example")],
        ..letter()
    };
    by(&post).build().unwrap().send(&letter).unwrap();
    let arrived = post.arrived().pop().unwrap();
    assert!(arrived.from.contains("<login@harbour.example>"));
    let to = arrived.to.join(" ");
    for address in [
        "ada@harbour.example",
        "bob@harbour.example",
        "eve@elsewhere.example",
    ] {
        assert!(to.contains(address), "{to}");
    }
    assert_eq!(arrived.header("Subject").unwrap(), "A new device");
    assert_eq!(arrived.header("To").unwrap(), "Ada <ada@harbour.example>");
    assert_eq!(arrived.header("Cc").unwrap(), "bob@harbour.example");
    assert_eq!(
        arrived.header("From").unwrap(),
        "Sign-in <login@harbour.example>"
    );
    assert!(arrived.header("Date").is_some());
    assert!(!arrived.data.contains("eve@"), "{}", arrived.data);
    // A line with a dot alone is text, not the end.
    assert!(
        arrived.data.contains("Was it you?\r\n..\r\nYes or no?"),
        "{}",
        arrived.data
    );
}

#[test]
fn line_breaks_begin_no_header() {
    let post = Post::start();
    let mail = by(&post).build().unwrap();
    let letter = Letter {
        to: vec![somebody("Ada\r\nX-Name: yes", "ada@harbour.example")],
        subject: "Hello\r\nX-Subject: yes\r\n\r\nAnother text".to_owned(),
        body: Some("text\r\nX-Body: yes".to_owned()),
        ..Letter::default()
    };
    mail.send(&letter).unwrap();
    let arrived = post.arrived().pop().unwrap();
    let headers = arrived.headers();
    assert!(
        headers.iter().all(|line| !line.starts_with("X-")),
        "{headers:?}"
    );
    assert_eq!(arrived.to.len(), 1);
    for address in [
        "ada@harbour.example\r\nRCPT TO:<eve@elsewhere.example>",
        "ada@harbour.example>\r\nDATA",
        "ada@harbour.example, eve@elsewhere.example",
        "ada",
        "",
    ] {
        let letter = Letter {
            to: vec![somebody("", address)],
            ..self::letter()
        };
        let refused = mail.send(&letter).unwrap_err();
        assert!(refused.contains("no address of mail"), "{refused}");
    }
    assert_eq!(post.arrived().len(), 1);
}

#[test]
fn other_letters_than_latin_arrive() {
    let post = Post::start();
    let letter = Letter {
        subject: "Zażółć gęślą jaźń 🔑".to_owned(),
        body: Some("Привет".to_owned()),
        ..letter()
    };
    by(&post).build().unwrap().send(&letter).unwrap();
    let arrived = post.arrived().pop().unwrap();
    assert!(arrived.data.is_ascii() || arrived.data.contains("Привет"));
    assert!(arrived.header("Subject").unwrap().starts_with("=?utf-8?"));
}

struct Greeting;

impl Renderer for Greeting {
    fn render(&self, template: &str, context: &[(String, Plain)]) -> Result<Rendered, String> {
        match (template, context) {
            ("greeting.html", [(_, Plain::Str(name))]) => Ok(Rendered {
                text: format!("Hello {name}"),
                html: Some(format!("<b>Hello {name}</b>")),
            }),
            _ => Err(format!("there is no template {template}")),
        }
    }
}

#[test]
fn templates_need_somebody_who_fills_them() {
    let post = Post::start();
    let letter = |template: &str| Letter {
        body: None,
        template: Some(template.to_owned()),
        context: vec![("name".to_owned(), Plain::Str("Ada".to_owned()))],
        ..letter()
    };
    let refused = by(&post).build().unwrap().send(&letter("greeting.html"));
    assert!(
        refused
            .unwrap_err()
            .contains("\"greeting.html\" cannot be filled")
    );
    let mail = by(&post).renderer(Greeting).build().unwrap();
    mail.send(&letter("greeting.html")).unwrap();
    assert_eq!(
        mail.send(&letter("x")).unwrap_err(),
        "there is no template x"
    );
    let arrived = post.arrived();
    let [arrived] = &arrived[..] else {
        panic!("{arrived:?}");
    };
    assert!(
        arrived
            .header("Content-Type")
            .unwrap()
            .starts_with("multipart/alternative")
    );
    assert!(arrived.data.contains("Hello Ada") && arrived.data.contains("<b>Hello Ada</b>"));
}

#[test]
fn what_is_too_much_is_refused() {
    let post = Post::start();
    let mail = by(&post).build().unwrap();
    let everybody = Letter {
        bcc: vec![somebody("", "ada@harbour.example"); 100],
        ..letter()
    };
    assert!(
        mail.send(&everybody)
            .unwrap_err()
            .contains("at most 100 people")
    );
    let long = Letter {
        body: Some("x".repeat((1 << 20) + 1)),
        ..letter()
    };
    assert!(
        mail.send(&long)
            .unwrap_err()
            .contains("at most 1048576 bytes")
    );
    let subject = Letter {
        subject: "x".repeat(2000),
        ..letter()
    };
    assert!(mail.send(&subject).unwrap_err().contains("a subject has"));
    assert!(post.arrived().is_empty());
}

#[test]
fn a_server_that_refuses_or_is_silent_is_a_reason() {
    let post = Post::start();
    let letter = |address: &str| Letter {
        to: vec![somebody("", address)],
        ..letter()
    };
    let refused = by(&post)
        .build()
        .unwrap()
        .send(&letter("nobody@harbour.example"));
    assert!(refused.unwrap_err().contains("no such person"));
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mail = by(&post)
        .port(silent.local_addr().unwrap().port())
        .time(Duration::from_millis(200))
        .build()
        .unwrap();
    let start = Instant::now();
    assert!(mail.send(&letter("ada@harbour.example")).is_err());
    assert!(start.elapsed() < Duration::from_secs(3));
    // A server without STARTTLS gets nothing.
    let mail = by(&post)
        .security(Security::StartTls)
        .port(post.address.port());
    assert!(
        mail.build()
            .unwrap()
            .send(&letter("ada@harbour.example"))
            .is_err()
    );
    assert!(post.arrived().is_empty());
    let sender = SmtpMail::builder("127.0.0.1", "nobody").build();
    assert!(
        sender
            .err()
            .unwrap()
            .to_string()
            .contains("\"nobody\" is no address")
    );
}

#[test]
fn policies_send() {
    let post = Post::start();
    let services = Lending::over(SystemServices::new()).with_mail(by(&post).build().unwrap());
    let policies = Policies::new();
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let source = "
sent = ak_send_email(request.user.email, subject='Hello', body='text', cc=['Bob <bob@harbour.example>'])
lost = ak_send_email('nobody@harbour.example', subject='Hello', body='text')
return [sent, lost]
";
    let policy = Policy::compile("mail", source).unwrap();
    let ada = User::new(17, "ada").with_email("ada@harbour.example");
    let result = evaluator
        .evaluate(&policy, &Request::new(&ada))
        .outcome
        .unwrap();
    let value = serde_json::to_value(result.value).unwrap();
    assert_eq!(value, serde_json::json!([true, false]));
    let arrived = post.arrived().pop().unwrap();
    assert_eq!(arrived.header("Cc").unwrap(), "Bob <bob@harbour.example>");
}
