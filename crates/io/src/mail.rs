//! Letters over SMTP, for `ak_send_email`.

use std::sync::Arc;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{SmtpTransport, SmtpTransportBuilder};
use lettre::{Message, Transport};
use ordain::host::{Letter, Mail, Mailbox as Somebody};
use ordain::value::plain::Plain;

/// How many people one letter can go to.
const PEOPLE: usize = 100;

/// How many bytes the text of a letter can have: 1 MiB.
const TEXT: usize = 1 << 20;

/// How many bytes a subject can have, before it is folded into lines.
const SUBJECT: usize = 900;

/// How the connection to a server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS before anything is told, by STARTTLS (port 587); without it nothing is sent.
    StartTls,
    /// None (port 25): for a server on the same machine.
    Plain,
}

/// A server that letters cannot be sent by.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// The sender's address is none.
    #[error("{address:?} is no address of mail: {reason}")]
    Sender {
        /// The address.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The protection of the connection cannot be set up.
    #[error("TLS with {server}: {reason}")]
    Tls {
        /// The server.
        server: String,
        /// Why not.
        reason: String,
    },
}

/// A letter made from a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The plain text.
    pub text: String,
    /// The same as HTML, if the template has it.
    pub html: Option<String>,
}

/// Who makes letters from templates.
pub trait Renderer: Send + Sync {
    /// Fills a template.
    ///
    /// # Errors
    /// Why it cannot be filled: the letter is not sent.
    fn render(&self, template: &str, context: &[(String, Plain)]) -> Result<Rendered, String>;
}

/// Sends letters by an SMTP server, one connection for each, before `ak_send_email` returns.
///
/// Every wait for the server (connecting, each answer) is given up after 10 seconds. A letter goes to
/// at most 100 people and has at most 1 MiB of text. Letters of templates are refused, unless a
/// [`Renderer`] is given. A letter of a stage goes by this server too: the stage's own is not known
/// here.
///
/// Headers are made by lettre from values, never by pasting texts together: a line break in a subject
/// or a name cannot begin another header.
///
/// ```no_run
/// use ordain_io::mail::{Security, SmtpMail};
///
/// let mail = SmtpMail::builder("mail.example.com", "Sign-in <login@example.com>")
///     .security(Security::StartTls)
///     .credentials("login", "a secret")
///     .build()?;
/// # let _: &dyn ordain::host::Mail = &mail;
/// # Ok::<(), ordain_io::mail::MailError>(())
/// ```
#[derive(Clone)]
pub struct SmtpMail {
    server: SmtpTransport,
    from: Mailbox,
    renderer: Option<Arc<dyn Renderer>>,
}

/// How an [`SmtpMail`] is made.
pub struct SmtpMailBuilder {
    server: String,
    from: String,
    security: Security,
    port: Option<u16>,
    credentials: Option<Credentials>,
    time: Duration,
    renderer: Option<Arc<dyn Renderer>>,
}

impl SmtpMailBuilder {
    /// With this protection. Default: [`Security::Tls`].
    #[must_use]
    pub fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// At another port. Default: 465, 587 or 25, as the protection has it.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Signs in. Default: it does not.
    #[must_use]
    pub fn credentials(mut self, user: &str, password: &str) -> Self {
        self.credentials = Some(Credentials::new(user.to_owned(), password.to_owned()));
        self
    }

    /// With the time that each wait for the server may take. Default: 10 seconds.
    #[must_use]
    pub fn time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// With somebody who makes letters from templates. Default: nobody.
    #[must_use]
    pub fn renderer(mut self, renderer: impl Renderer + 'static) -> Self {
        self.renderer = Some(Arc::new(renderer));
        self
    }

    /// The sender of letters. No connection is made yet.
    ///
    /// # Errors
    /// The sender's address is none, or TLS cannot be set up.
    pub fn build(self) -> Result<SmtpMail, MailError> {
        let from = self.from.parse().map_err(|error| MailError::Sender {
            address: self.from.clone(),
            reason: format!("{error}"),
        })?;
        let server = SmtpTransport::builder_dangerous(self.server.clone());
        let (tls, usual) = self.tls()?;
        let server = server
            .tls(tls)
            .port(self.port.unwrap_or(usual))
            .timeout(Some(self.time));
        let server = match self.credentials {
            Some(credentials) => SmtpTransportBuilder::credentials(server, credentials),
            None => server,
        };
        Ok(SmtpMail {
            server: server.build(),
            from,
            renderer: self.renderer,
        })
    }

    /// The protection, and the port that is usual for it.
    fn tls(&self) -> Result<(Tls, u16), MailError> {
        let usual = match self.security {
            Security::Plain => return Ok((Tls::None, 25)),
            Security::StartTls => 587,
            Security::Tls => 465,
        };
        let refused = |error: lettre::transport::smtp::Error| MailError::Tls {
            server: self.server.clone(),
            reason: error.to_string(),
        };
        let parameters = TlsParameters::new_rustls(self.server.clone()).map_err(refused)?;
        let tls = match self.security {
            Security::StartTls => Tls::Required(parameters),
            _ => Tls::Wrapper(parameters),
        };
        Ok((tls, usual))
    }
}

impl SmtpMail {
    /// Letters from this sender (`login@example.com` or `Sign-in <login@example.com>`), by this server.
    #[must_use]
    pub fn builder(server: &str, from: &str) -> SmtpMailBuilder {
        SmtpMailBuilder {
            server: server.to_owned(),
            from: from.to_owned(),
            security: Security::Tls,
            port: None,
            credentials: None,
            time: Duration::from_secs(10),
            renderer: None,
        }
    }

    /// The letter as it is sent.
    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let people = letter.to.len() + letter.cc.len() + letter.bcc.len();
        if people > PEOPLE {
            return Err(format!("a letter goes to at most {PEOPLE} people"));
        }
        if letter.subject.len() > SUBJECT {
            return Err(format!("a subject has at most {SUBJECT} bytes"));
        }
        let rendered = self.rendered(letter)?;
        let html = rendered.html.as_ref().map_or(0, String::len);
        if rendered.text.len().saturating_add(html) > TEXT {
            return Err(format!("a letter has at most {TEXT} bytes of text"));
        }
        let message = Message::builder()
            .from(self.from.clone())
            .subject(one_line(&letter.subject));
        let message = addressed(message, &letter.to, MessageBuilder::to)?;
        let message = addressed(message, &letter.cc, MessageBuilder::cc)?;
        let message = addressed(message, &letter.bcc, MessageBuilder::bcc)?;
        let message = match rendered.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(rendered.text, html)),
            None => message.singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .body(rendered.text),
            ),
        };
        message.map_err(|error| error.to_string())
    }

    fn rendered(&self, letter: &Letter) -> Result<Rendered, String> {
        match (&letter.body, &letter.template, &self.renderer) {
            (Some(body), ..) => Ok(Rendered {
                text: body.clone(),
                html: None,
            }),
            (None, Some(template), Some(renderer)) => renderer.render(template, &letter.context),
            (None, Some(template), None) => Err(format!(
                "the template {template:?} cannot be filled: nobody who could is lent"
            )),
            (None, None, _) => Err("the letter has neither body nor template".to_owned()),
        }
    }
}

fn addressed(
    message: MessageBuilder,
    people: &[Somebody],
    add: fn(MessageBuilder, Mailbox) -> MessageBuilder,
) -> Result<MessageBuilder, String> {
    people.iter().try_fold(message, |message, somebody| {
        let address = &somebody.address;
        let parsed = address
            .parse()
            .map_err(|error| format!("{address:?} is no address of mail: {error}"))?;
        let name = one_line(&somebody.name);
        let name = (!name.is_empty()).then_some(name);
        Ok(add(message, Mailbox::new(name, parsed)))
    })
}

/// A text without line breaks and the like: they have no place in a header.
fn one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.collect::<String>().trim().to_owned()
}

impl Mail for SmtpMail {
    fn send(&self, letter: &Letter) -> Result<(), String> {
        let message = self.message(letter)?;
        let sent = self.server.send(&message);
        sent.map(drop).map_err(|error| error.to_string())
    }
}
