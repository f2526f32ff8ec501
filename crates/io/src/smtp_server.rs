//! Where letters are handed over, as people write it.

use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::mail::{Security, SmtpMail, SmtpMailBuilder};

/// An SMTP server as an address: `smtps://mail.example.com` is TLS from the first byte,
/// `smtp+starttls://login@mail.example.com:2525` begins with STARTTLS, and `smtp://127.0.0.1` is not
/// protected. Who signs in stands before `@`; his password does not stand here.
///
/// ```
/// use ordain_io::mail::Security;
/// use ordain_io::smtp_server::SmtpServer;
///
/// let server: SmtpServer = "smtp+starttls://login%40example.com@mail.example.com:2525".parse()?;
/// assert_eq!(server.security, Security::StartTls);
/// assert_eq!(server.user.as_deref(), Some("login@example.com"));
/// assert_eq!((server.host.as_str(), server.port), ("mail.example.com", Some(2525)));
/// # Ok::<(), ordain_io::smtp_server::NoServer>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpServer {
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in, if somebody does.
    pub user: Option<String>,
    /// Its name or address.
    pub host: String,
    /// Its port, if it is not the usual one.
    pub port: Option<u16>,
}

/// A text that is no address of an SMTP server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoServer {
    /// It does not begin as one.
    #[error("a server begins with smtps://, smtp+starttls:// or smtp://")]
    Scheme,
    /// There is a password in it.
    #[error("a password has no place in the address of a server")]
    Password,
    /// There is no host, or something behind it.
    #[error("a server is a host, and a port if it is not the usual one")]
    Host,
}

impl FromStr for SmtpServer {
    type Err = NoServer;

    fn from_str(text: &str) -> Result<Self, NoServer> {
        let (scheme, rest) = text.split_once("://").ok_or(NoServer::Scheme)?;
        let security = match scheme {
            "smtps" => Security::Tls,
            "smtp+starttls" => Security::StartTls,
            "smtp" => Security::Plain,
            _ => return Err(NoServer::Scheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => return Err(NoServer::Password),
            Some((user, place)) => {
                let user = percent_decode_str(user).decode_utf8();
                (Some(user.map_err(|_| NoServer::Host)?.into_owned()), place)
            }
            None => (None, rest),
        };
        let (host, port) = match place.strip_prefix('[').and_then(|six| six.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or(NoServer::Host)?)),
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        let port = port
            .map(str::parse)
            .transpose()
            .map_err(|_| NoServer::Host)?;
        if host.is_empty() || host.contains(['/', '?', '#', ' ']) {
            return Err(NoServer::Host);
        }
        Ok(Self {
            security,
            user,
            host: host.to_owned(),
            port,
        })
    }
}

impl SmtpServer {
    /// Letters by this server, from a sender; whoever signs in has this password.
    #[must_use]
    pub fn mail(&self, from: &str, password: Option<&str>) -> SmtpMailBuilder {
        let mail = SmtpMail::builder(&self.host, from).security(self.security);
        let mail = match self.port {
            Some(port) => mail.port(port),
            None => mail,
        };
        match (&self.user, password) {
            (Some(user), Some(password)) => mail.credentials(user, password),
            _ => mail,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NoServer, SmtpServer};
    use crate::mail::Security;

    #[test]
    fn addresses_are_taken_apart() {
        let read = |text: &str| text.parse::<SmtpServer>();
        let plain = read("smtp://[::1]:2525/").unwrap();
        assert_eq!((plain.host.as_str(), plain.port), ("::1", Some(2525)));
        assert_eq!((plain.security, plain.user), (Security::Plain, None));
        let tls = read("smtps://ada@mail.example.com").unwrap();
        assert_eq!((tls.security, tls.port), (Security::Tls, None));
        assert_eq!(tls.user.as_deref(), Some("ada"));
        for (text, error) in [
            ("mail.example.com", NoServer::Scheme),
            ("https://mail.example.com", NoServer::Scheme),
            ("smtps://ada:secret@mail.example.com", NoServer::Password),
            ("smtps://", NoServer::Host),
            ("smtps://mail.example.com:mail", NoServer::Host),
            ("smtps://mail.example.com/path", NoServer::Host),
            ("smtp://[::1]25", NoServer::Host),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }
}
