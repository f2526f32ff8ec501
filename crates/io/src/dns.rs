//! DNS for `resolve_dns` and `reverse_dns`, with the system's configuration.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use hickory_resolver::config::{
    ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;
use hickory_resolver::{ResolverBuilder, TokioResolver};
use ordain::host::{Dns, Family};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// How many addresses of one host are told.
const ADDRESSES: usize = 64;

/// How long a name can be, in bytes.
const NAME: usize = 255;

/// Resolves names as the system is configured: its servers, search list and hosts file, or by servers
/// that the embedder names.
///
/// Answers are kept for 180 seconds, as authentik keeps them, whatever their own time to live says; the
/// cache holds those of 32 hosts. A question is given up after 5 seconds: then there are no addresses.
/// The work is done by a thread of its own, which clones share and which ends with the last of them; so
/// it can be asked from any thread, inside of an async runtime too.
///
/// ```no_run
/// use ordain::host::{Dns, Family};
/// use ordain_io::dns::HickoryDns;
///
/// let dns = HickoryDns::builder().build()?;
/// let addresses = dns.addresses("ldap.example.com", Family::V4);
/// # let _ = addresses;
/// # Ok::<(), ordain_io::dns::DnsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct HickoryDns {
    resolver: TokioResolver,
    time: Duration,
    worker: Arc<Worker>,
}

/// How a [`HickoryDns`] is made.
#[derive(Clone, Debug)]
pub struct HickoryDnsBuilder {
    servers: Vec<SocketAddr>,
    time: Duration,
    hosts: u64,
    kept: Duration,
}

/// A resolver that cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DnsError {
    /// The system's configuration cannot be read.
    #[error("the system's configuration of DNS: {0}")]
    System(String),
    /// The thread that asks cannot be started.
    #[error("the thread that asks DNS: {0}")]
    Worker(#[from] std::io::Error),
}

impl Default for HickoryDnsBuilder {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            time: Duration::from_secs(5),
            hosts: 32,
            kept: Duration::from_secs(180),
        }
    }
}

impl HickoryDnsBuilder {
    /// Asks this server, over UDP and TCP, and no server of the system's. Default: the system's.
    #[must_use]
    pub fn server(mut self, address: SocketAddr) -> Self {
        self.servers.push(address);
        self
    }

    /// With the time after which a question is given up. Default: 5 seconds.
    #[must_use]
    pub fn time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// With a cache of that many hosts, for that time. Default: 32 hosts, 180 seconds.
    #[must_use]
    pub fn cache(mut self, hosts: u64, kept: Duration) -> Self {
        self.hosts = hosts;
        self.kept = kept;
        self
    }

    /// The resolver.
    ///
    /// # Errors
    /// The system's configuration cannot be read, or no thread can be started.
    pub fn build(self) -> Result<HickoryDns, DnsError> {
        let worker = Arc::new(Worker::start()?);
        let _inside = worker.handle.enter();
        let unreadable =
            |error: hickory_resolver::net::NetError| DnsError::System(error.to_string());
        let mut builder = match self.servers.is_empty() {
            true => TokioResolver::builder_tokio().map_err(unreadable)?,
            false => asking(&self.servers),
        };
        self.set(builder.options_mut());
        Ok(HickoryDns {
            resolver: builder.build().map_err(unreadable)?,
            time: self.time,
            worker,
        })
    }

    fn set(&self, options: &mut ResolverOpts) {
        options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        options.timeout = options.timeout.min(self.time);
        // Each host takes an entry for each kind of address.
        options.cache_size = self.hosts.saturating_mul(2);
        options.positive_min_ttl = Some(self.kept);
        options.positive_max_ttl = Some(self.kept);
        options.negative_min_ttl = Some(self.kept);
        options.negative_max_ttl = Some(self.kept);
    }
}

/// A resolver that asks these servers.
fn asking(servers: &[SocketAddr]) -> ResolverBuilder<TokioRuntimeProvider> {
    let servers = servers.iter().map(|server| {
        let at_port = |mut connection: ConnectionConfig| {
            connection.port = server.port();
            connection
        };
        let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
        NameServerConfig::new(server.ip(), true, connections.map(at_port).into())
    });
    let config = ResolverConfig::from_name_servers(servers.collect());
    TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
}

impl HickoryDns {
    /// A resolver with the system's configuration and the defaults.
    #[must_use]
    pub fn builder() -> HickoryDnsBuilder {
        HickoryDnsBuilder::default()
    }

    /// What a question is answered with, if that is soon enough.
    fn ask<T, F>(&self, question: impl FnOnce(TokioResolver) -> F) -> Option<T>
    where
        T: Send + 'static,
        F: Future<Output = Option<T>> + Send + 'static,
    {
        let (tell, told) = mpsc::sync_channel(1);
        let answer = question(self.resolver.clone());
        let time = self.time;
        self.worker.handle.spawn(async move {
            let answer = tokio::time::timeout(time, answer).await;
            // Whoever asked may have given up.
            let _ = tell.send(answer.ok().flatten());
        });
        // A little later than the question itself: it says no by itself.
        let patience = time.saturating_add(Duration::from_millis(100));
        told.recv_timeout(patience).ok().flatten()
    }
}

impl Dns for HickoryDns {
    fn addresses(&self, host: &str, family: Family) -> Vec<IpAddr> {
        if host.is_empty() || host.len() > NAME {
            return Vec::new();
        }
        let host = host.to_owned();
        let found = self.ask(|resolver| async move {
            let found = resolver.lookup_ip(host).await.ok()?;
            Some(found.iter().take(ADDRESSES).collect::<Vec<_>>())
        });
        let mut found = found.unwrap_or_default();
        found.retain(|address| match family {
            Family::Any => true,
            Family::V4 => address.is_ipv4(),
            Family::V6 => address.is_ipv6(),
        });
        found
    }

    fn name(&self, address: &str) -> Option<String> {
        let address = match address.trim().parse() {
            Ok(address) => address,
            Err(_) => *self.addresses(address.trim(), Family::Any).first()?,
        };
        self.ask(|resolver| async move {
            let found = resolver.reverse_lookup(address).await.ok()?;
            let names = found
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::PTR(name) => Some(name.to_utf8().trim_end_matches('.').to_owned()),
                    _ => None,
                });
            let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
            // A name with a domain is a full one.
            let full = names.iter().find(|name| name.contains('.'));
            full.or(names.first()).cloned()
        })
    }
}

/// A thread that asks until it is dropped.
#[derive(Debug)]
struct Worker {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("ordain-dns".to_owned());
        let thread = thread.spawn(move || {
            // An error says that the other end is gone: time to stop as well.
            let _ = runtime.block_on(stopped);
        })?;
        Ok(Self {
            handle,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A worker that panicked has nothing left to end.
            let _ = thread.join();
        }
    }
}
