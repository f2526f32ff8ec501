//! URLs taken apart, put together and joined. All parts are text; bytes are decoded before.

use crate::builtin::ipaddress::{Version, parse_address};
use crate::value::chars::quote::repr;
use unicode_normalization::UnicodeNormalization as _;

/// Schemes whose URLs can be relative.
const RELATIVE: &[&str] = &[
    "", "file", "ftp", "gopher", "http", "https", "imap", "mms", "nntp", "prospero", "rtsp",
    "rtsps", "rtspu", "sftp", "shttp", "svn", "svn+ssh", "wais", "ws", "wss",
];

/// Schemes whose URLs name a host.
const WITH_HOST: &[&str] = &[
    "", "file", "ftp", "git", "git+ssh", "gopher", "http", "https", "imap", "mms", "nfs", "nntp",
    "prospero", "rsync", "rtsp", "rtsps", "rtspu", "sftp", "shttp", "snews", "svn", "svn+ssh",
    "telnet", "wais", "ws", "wss",
];

/// Schemes whose paths have parameters.
const WITH_PARAMETERS: &[&str] = &[
    "", "ftp", "hdl", "http", "https", "imap", "mms", "prospero", "rtsp", "rtsps", "rtspu", "sftp",
    "shttp", "sip", "sips", "tel",
];

/// The five parts of a URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) fragment: String,
}

fn control_or_space(c: char) -> bool {
    c <= ' '
}

fn without_breaks(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\t' | '\r' | '\n'))
        .collect()
}

/// Cuts a text at the first occurrence of a character, which goes.
pub(super) fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Takes a URL apart, or says what is wrong with it.
pub(super) fn split(url: &str, scheme: &str, fragments: bool) -> Result<Url, String> {
    let url = without_breaks(url.trim_start_matches(control_or_space));
    let mut rest = url.as_str();
    let mut parts = Url {
        scheme: without_breaks(scheme.trim_matches(control_or_space)),
        ..Url::default()
    };
    let scheme_character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    if let Some((scheme, after)) = rest.split_once(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(scheme_character)
    {
        parts.scheme = scheme.to_ascii_lowercase();
        rest = after;
    }
    if let Some(after) = rest.strip_prefix("//") {
        let end = after.find(['/', '?', '#']).unwrap_or(after.len());
        let (host, path) = after.split_at_checked(end).unwrap_or((after, ""));
        check_brackets(host)?;
        parts.host = host.to_owned();
        rest = path;
    }
    if fragments {
        let (before, fragment) = cut(rest, '#');
        parts.fragment = fragment.unwrap_or_default().to_owned();
        rest = before;
    }
    let (path, query) = cut(rest, '?');
    parts.query = query.unwrap_or_default().to_owned();
    parts.path = path.to_owned();
    check_normal(&parts.host)?;
    Ok(parts)
}

/// Brackets come in pairs and hold an IPv6 address or one of the future.
fn check_brackets(host: &str) -> Result<(), String> {
    match (host.contains('['), host.contains(']')) {
        (false, false) => return Ok(()),
        (true, true) => {}
        _ => return Err("Invalid IPv6 URL".to_owned()),
    }
    let (_, after) = cut(host, '[');
    let (inner, _) = cut(after.unwrap_or_default(), ']');
    let Some(future) = inner.strip_prefix('v') else {
        if parse_address(Version::V4, inner).is_ok() {
            return Err("An IPv4 address cannot be in brackets".to_owned());
        }
        return match parse_address(Version::V6, inner) {
            Ok(_) => Ok(()),
            Err(_) => Err(format!(
                "{} does not appear to be an IPv4 or IPv6 address",
                repr(inner)
            )),
        };
    };
    let (digits, rest) = cut(future, '.');
    let fine = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('\n'));
    if fine {
        Ok(())
    } else {
        Err("IPvFuture address is invalid".to_owned())
    }
}

/// A host must not gain delimiters by normalization.
fn check_normal(host: &str) -> Result<(), String> {
    if host.is_ascii() {
        return Ok(());
    }
    let plain: String = host
        .chars()
        .filter(|c| !matches!(c, '@' | ':' | '#' | '?'))
        .collect();
    let normal: String = plain.nfkc().collect();
    if plain != normal && normal.contains(['/', '?', '#', '@', ':']) {
        return Err(format!(
            "netloc '{host}' contains invalid characters under NFKC normalization"
        ));
    }
    Ok(())
}

/// Takes the parameters off a path, where the scheme has them.
pub(super) fn parameters<'p>(scheme: &str, path: &'p str) -> (&'p str, &'p str) {
    if !WITH_PARAMETERS.contains(&scheme) {
        return (path, "");
    }
    let last = path.rfind('/').unwrap_or(0);
    let found = path
        .get(last..)
        .and_then(|end| end.find(';'))
        .map(|at| last + at);
    match found.and_then(|at| path.split_at_checked(at)) {
        Some((before, after)) => (before, after.get(1..).unwrap_or_default()),
        None => (path, ""),
    }
}

/// Puts a URL together.
pub(super) fn unsplit(url: &Url) -> String {
    let mut out = url.path.clone();
    let hosted = !url.scheme.is_empty()
        && WITH_HOST.contains(&url.scheme.as_str())
        && !out.starts_with("//");
    if !url.host.is_empty() || hosted {
        if !out.is_empty() && !out.starts_with('/') {
            out.insert(0, '/');
        }
        out = format!("//{}{out}", url.host);
    }
    if !url.scheme.is_empty() {
        out = format!("{}:{out}", url.scheme);
    }
    for (sign, part) in [('?', &url.query), ('#', &url.fragment)] {
        if !part.is_empty() {
            out.push(sign);
            out.push_str(part);
        }
    }
    out
}

/// A path with its parameters.
pub(super) fn with_parameters(path: &str, parameters: &str) -> String {
    if parameters.is_empty() {
        path.to_owned()
    } else {
        format!("{path};{parameters}")
    }
}

/// What a URL means where `base` is.
pub(super) fn join(base: &str, url: &str, fragments: bool) -> Result<String, String> {
    let base = split(base, "", fragments)?;
    let mut target = split(url, &base.scheme, fragments)?;
    if target.scheme != base.scheme || !RELATIVE.contains(&target.scheme.as_str()) {
        return Ok(url.to_owned());
    }
    let scheme = target.scheme.clone();
    let (path, params) = parameters(&scheme, &target.path);
    let (path, params) = (path.to_owned(), params.to_owned());
    if WITH_HOST.contains(&scheme.as_str()) {
        if !target.host.is_empty() {
            return Ok(unsplit(&target));
        }
        target.host.clone_from(&base.host);
    }
    let (base_path, base_params) = parameters(&scheme, &base.path);
    if path.is_empty() && params.is_empty() {
        target.path = with_parameters(base_path, base_params);
        if target.query.is_empty() {
            target.query = base.query;
        }
        return Ok(unsplit(&target));
    }
    target.path = with_parameters(&resolve(base_path, &path), &params);
    Ok(unsplit(&target))
}

/// A relative path resolved against another.
fn resolve(base: &str, path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        segments.extend(base.split('/'));
        // What does not end in a slash is no directory.
        if segments.last().is_some_and(|last| !last.is_empty()) {
            segments.pop();
        }
        segments.extend(path.split('/'));
        let last = segments.len().saturating_sub(1);
        let mut place = 0;
        segments.retain(|segment| {
            place += 1;
            place == 1 || place > last || !segment.is_empty()
        });
    } else {
        segments.extend(path.split('/'));
    }
    let mut resolved: Vec<&str> = Vec::new();
    for segment in &segments {
        match *segment {
            ".." => {
                resolved.pop();
            }
            "." => {}
            segment => resolved.push(segment),
        }
    }
    if matches!(segments.last(), Some(&("." | ".."))) {
        resolved.push("");
    }
    let resolved = resolved.join("/");
    if resolved.is_empty() {
        "/".to_owned()
    } else {
        resolved
    }
}
