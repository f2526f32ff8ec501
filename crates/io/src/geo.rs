//! Where addresses are, and whose: databases in MaxMind's format, as `context["geoip"]` and
//! `context["asn"]` show them.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use maxminddb::{MaxMindDbError, Reader, geoip2};
use ordain::host::{Item, geo};
use serde_json::{Map, Value as Json};

/// The largest file that is taken for a database, in bytes: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// A file that is no database of the kind that is wanted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GeoError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// The file is larger than 1 GiB.
    #[error("{path}: larger than {LARGEST} bytes")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is no database, or a damaged one.
    #[error("{path}: not a MaxMind database: {error}")]
    NotADatabase {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: String,
    },
    /// The database is about something else.
    #[error("{path}: holds {found:?}, not {wanted}")]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What it says it holds.
        found: String,
        /// What was wanted.
        wanted: &'static str,
    },
}

/// Which cities addresses are in: a database such as `GeoLite2-City.mmdb`. It is read into memory as a
/// whole, and can be shared by threads.
///
/// ```no_run
/// use ordain::{Request, User};
/// use ordain_io::geo::{AsnDatabase, GeoDatabase};
///
/// let cities = GeoDatabase::open("GeoLite2-City.mmdb")?;
/// let networks = AsnDatabase::open("GeoLite2-ASN.mmdb")?;
/// let address = "203.0.113.9".parse()?;
/// let place = cities.place(address).unwrap_or(serde_json::Value::Null.into());
/// let network = networks.network(address).unwrap_or(serde_json::Value::Null.into());
/// let context = ordain::host::Entries::new().with("geoip", place).with("asn", network);
/// let ada = User::new(17, "ada");
/// let request = Request::new(&ada).with_context(&context).from_address(address);
/// # let _ = request;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct GeoDatabase(Reader<Vec<u8>>);

/// Whose networks addresses are in: a database such as `GeoLite2-ASN.mmdb`. It is read into memory as a
/// whole, and can be shared by threads.
#[derive(Debug)]
pub struct AsnDatabase(Reader<Vec<u8>>);

impl GeoDatabase {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is no database, or is one about something else.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, GeoError> {
        open(path.as_ref(), &["City", "Country", "Enterprise"], "cities").map(Self)
    }

    /// Where an address is: `continent`, `country`, `lat`, `long`, and `city`, which is empty if it is
    /// not known. None: the address is not known, or its record is damaged.
    #[must_use]
    pub fn place(&self, address: IpAddr) -> Option<Item> {
        let found = self.0.lookup(address.to_canonical()).ok()?;
        let city: geoip2::City<'_> = found.decode().ok()??;
        let text = |text: Option<&str>| text.map_or(Json::Null, Json::from);
        let number = |number: Option<f64>| number.map_or(Json::Null, Json::from);
        let entries = [
            ("continent", text(city.continent.code)),
            ("country", text(city.country.iso_code)),
            ("lat", number(city.location.latitude)),
            ("long", number(city.location.longitude)),
            (
                "city",
                Json::from(city.city.names.english.unwrap_or_default()),
            ),
        ];
        Some(geo::place(map(entries)))
    }
}

impl AsnDatabase {
    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is no database, or is one about something else.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, GeoError> {
        open(path.as_ref(), &["ASN", "ISP"], "autonomous systems").map(Self)
    }

    /// Whose network an address is in: `asn`, `as_org` and `network`. None: the address is not known,
    /// or its record is damaged.
    #[must_use]
    pub fn network(&self, address: IpAddr) -> Option<Item> {
        let found = self.0.lookup(address.to_canonical()).ok()?;
        let asn: geoip2::Asn<'_> = found.decode().ok()??;
        let number = asn.autonomous_system_number;
        let entries = [
            ("asn", number.map_or(Json::Null, Json::from)),
            (
                "as_org",
                asn.autonomous_system_organization
                    .map_or(Json::Null, Json::from),
            ),
            ("network", Json::from(found.network().ok()?.to_string())),
        ];
        Some(geo::network(map(entries)))
    }
}

fn map<const N: usize>(entries: [(&str, Json); N]) -> Map<String, Json> {
    let entries = entries.into_iter();
    entries
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// A database whose type ends in one of these words.
fn open(path: &Path, kinds: &[&str], wanted: &'static str) -> Result<Reader<Vec<u8>>, GeoError> {
    let here = || path.to_owned();
    let unreadable = |error| GeoError::Read {
        path: here(),
        error,
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(GeoError::TooLarge { path: here() });
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let reader = Reader::from_source(bytes).map_err(|error| GeoError::NotADatabase {
        path: here(),
        error: reason(&error),
    })?;
    let found = &reader.metadata().database_type;
    if !kinds.iter().any(|kind| found.contains(kind)) {
        return Err(GeoError::OtherKind {
            path: here(),
            found: found.clone(),
            wanted,
        });
    }
    Ok(reader)
}

fn reason(error: &MaxMindDbError) -> String {
    error.to_string()
}
