//! What went wrong, in the words of the core's [`NetworkError`].

use std::fmt::Display;
use std::io;

use ordain::host::NetworkError;
use ureq::{Error, Timeout};
use url::Url;

use super::network::origin;
use super::resolver::Barred;

/// Who was asked, as errors tell it.
pub(super) struct Asked(String);

impl Asked {
    pub fn new(url: &Url) -> Self {
        Self(origin(url))
    }

    pub fn denied(self) -> NetworkError {
        NetworkError::Denied(self.0)
    }

    pub fn unreachable(&self, reason: &dyn Display) -> NetworkError {
        NetworkError::Unreachable(self.told(reason))
    }

    fn told(&self, reason: &dyn Display) -> String {
        format!("{}: {reason}", self.0)
    }
}

/// What went wrong before there was an answer.
pub(super) fn sending(asked: &Asked, error: Error) -> NetworkError {
    match error {
        Error::Other(error) => match error.downcast_ref() {
            Some(Barred::Host) => NetworkError::Denied(asked.0.clone()),
            Some(Barred::Address) => {
                NetworkError::Denied(format!("a private address of {}", asked.0))
            }
            None => asked.unreachable(&error),
        },
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            NetworkError::ConnectTimeout(asked.told(&"connecting took too long"))
        }
        Error::Timeout(_) => NetworkError::ReadTimeout(asked.told(&"the answer took too long")),
        Error::Tls(reason) => NetworkError::Tls(asked.told(&reason)),
        Error::Rustls(error) => NetworkError::Tls(asked.told(&error)),
        Error::HostNotFound => asked.unreachable(&"there is no such host"),
        Error::Io(error) => of_io(asked, error, NetworkError::Unreachable),
        error @ (Error::Protocol(_) | Error::LargeResponseHeader(..)) => {
            NetworkError::Broken(asked.told(&error))
        }
        error => asked.unreachable(&error),
    }
}

/// What went wrong while the body was read.
pub(super) fn reading(asked: &Asked, error: io::Error) -> NetworkError {
    of_io(asked, error, NetworkError::Broken)
}

/// A body that is not in the encoding that its headers tell.
pub(super) fn undecodable(asked: &Asked, error: &io::Error) -> NetworkError {
    NetworkError::Undecodable(asked.told(error))
}

/// An error of reading or writing may hold another: of time, or of TLS.
fn of_io(
    asked: &Asked,
    error: io::Error,
    otherwise: impl FnOnce(String) -> NetworkError,
) -> NetworkError {
    let late = || NetworkError::ReadTimeout(asked.told(&"the answer took too long"));
    let Some(inner) = error.get_ref() else {
        return match error.kind() {
            io::ErrorKind::TimedOut => late(),
            _ => otherwise(asked.told(&error)),
        };
    };
    if let Some(Error::Timeout(_)) = inner.downcast_ref() {
        return late();
    }
    match inner.downcast_ref::<rustls::Error>() {
        Some(error) => NetworkError::Tls(asked.told(error)),
        None => otherwise(asked.told(&error)),
    }
}
