//! What policies may reach of the world outside: nothing, unless the command line says so.

use std::path::PathBuf;

use clap::Args;
use ordain::SystemServices;
use ordain::host::{Env, Item};
use ordain_io::Lending;
use ordain_io::dns::HickoryDns;
use ordain_io::geo::{AsnDatabase, GeoDatabase};
use ordain_io::http::{HostRule, HttpNetwork};
use ordain_io::mail::SmtpMail;
use ordain_io::smtp_server::SmtpServer;
use serde_json::Value as Json;

use crate::input::{self, InputError};

/// What policies may reach, for any command that runs them.
#[derive(Args)]
pub struct ReachArgs {
    /// A host that policies may call by `requests`, and no other; may be given again
    ///
    /// `api.example.com`, `*.example.com`, `192.0.2.7` or `[2001:db8::7]`, with `:PORT` unless it is 80 or
    /// 443, and `https://` in front where TLS is a must. A name has to lead to public addresses.
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    pub allow_http: Vec<HostRule>,
    /// Lets the names of --allow-http lead to private addresses
    #[arg(long, requires = "allow_http", help_heading = HEADING)]
    pub allow_private: bool,
    /// Lets policies ask DNS, by `resolve_dns` and `reverse_dns`
    #[arg(long, help_heading = HEADING)]
    pub allow_dns: bool,
    /// A server that letters of `ak_send_email` go by
    ///
    /// `smtps://HOST` for TLS, `smtp+starttls://HOST` for STARTTLS, `smtp://HOST` for neither; with `USER@` in
    /// front of the host and `:PORT` behind it, if need be.
    #[arg(long, value_name = "URL", requires = "mail_from", help_heading = HEADING)]
    pub smtp: Option<SmtpServer>,
    /// Whom the letters are from: `login@example.com` or `Sign-in <login@example.com>`
    #[arg(long, value_name = "ADDRESS", requires = "smtp", help_heading = HEADING)]
    pub mail_from: Option<String>,
    /// A file with the password of the user of --smtp
    #[arg(long, value_name = "FILE", requires = "smtp", help_heading = HEADING)]
    pub smtp_password: Option<PathBuf>,
    /// A database of cities (.mmdb), for the request's `geoip` where it has none
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    pub geoip: Option<PathBuf>,
    /// A database of autonomous systems (.mmdb), for the request's `asn` where it has none
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    pub asn: Option<PathBuf>,
}

const HEADING: &str = "What policies may reach";

impl ReachArgs {
    /// Reads the databases and makes the clients. Nothing is asked yet.
    pub fn open(&self) -> Result<Reach, InputError> {
        let network = self.allow_http.iter().cloned();
        let network = network.map(|rule| rule.with_private(self.allow_private));
        let network = network.fold(HttpNetwork::builder(), |network, rule| network.allow(rule));
        Ok(Reach {
            network: (!self.allow_http.is_empty()).then(|| network.build()),
            dns: match self.allow_dns {
                true => Some(HickoryDns::builder().build()?),
                false => None,
            },
            mail: self.mail()?,
            places: self.geoip.as_ref().map(GeoDatabase::open).transpose()?,
            networks: self.asn.as_ref().map(AsnDatabase::open).transpose()?,
        })
    }

    fn mail(&self) -> Result<Option<SmtpMail>, InputError> {
        let (Some(server), Some(from)) = (&self.smtp, &self.mail_from) else {
            return Ok(None);
        };
        let password = self.smtp_password.as_deref().map(input::text).transpose()?;
        let password = password.as_deref().map(str::trim_end);
        Ok(Some(server.mail(from, password).build()?))
    }
}

/// What policies may reach, ready to be lent.
#[derive(Default)]
pub struct Reach {
    network: Option<HttpNetwork>,
    dns: Option<HickoryDns>,
    mail: Option<SmtpMail>,
    places: Option<GeoDatabase>,
    networks: Option<AsnDatabase>,
}

impl Reach {
    /// What a request's policies are lent: all of this, and the clock that the request sets.
    pub fn services(&self, env: &Env) -> Lending<SystemServices> {
        let system = env.now.map(SystemServices::standing_still);
        let mut services = Lending::over(system.unwrap_or_default());
        if let Some(network) = &self.network {
            services = services.with_network(network.clone());
        }
        if let Some(dns) = &self.dns {
            services = services.with_dns(dns.clone());
        }
        if let Some(mail) = &self.mail {
            services = services.with_mail(mail.clone());
        }
        services
    }

    /// Tells a request where its client is, if it came over HTTP and does not say so itself. What is
    /// not known is None.
    pub fn locate(&self, env: &mut Env) {
        if env.http.is_none() && env.client_ip.is_none() {
            return;
        }
        let address = env.client_ip;
        let found = [
            (
                "geoip",
                self.places
                    .as_ref()
                    .map(|places| address.and_then(|at| places.place(at))),
            ),
            (
                "asn",
                self.networks
                    .as_ref()
                    .map(|nets| address.and_then(|at| nets.network(at))),
            ),
        ];
        for (key, item) in found {
            if let Some(item) = item {
                let entry = env.context.0.entry(key.to_owned());
                entry.or_insert_with(|| item.unwrap_or(Item::Json(Json::Null)));
            }
        }
    }
}
