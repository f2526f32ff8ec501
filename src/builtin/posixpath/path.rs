//! Paths as bytes: a str's in UTF-8, where all that matters is ASCII.

/// Where a path's last part begins.
fn last_part(path: &[u8]) -> usize {
    path.iter()
        .rposition(|byte| *byte == b'/')
        .map_or(0, |slash| slash + 1)
}

fn at(path: &[u8], place: usize) -> (&[u8], &[u8]) {
    path.split_at_checked(place).unwrap_or((path, &[]))
}

/// The directory and the last part; the directory loses its slashes unless it is nothing else.
pub(super) fn split(path: &[u8]) -> (&[u8], &[u8]) {
    let (head, tail) = at(path, last_part(path));
    let kept = head
        .iter()
        .rposition(|byte| *byte != b'/')
        .map_or(head.len(), |last| last + 1);
    (at(head, kept).0, tail)
}

/// The path up to its extension, and the extension; leading dots of the last part begin none.
pub(super) fn split_extension(path: &[u8]) -> (&[u8], &[u8]) {
    let name = last_part(path);
    let dots = path
        .iter()
        .skip(name)
        .take_while(|byte| **byte == b'.')
        .count();
    match path.iter().rposition(|byte| *byte == b'.') {
        Some(dot) if dot >= name + dots && dot > name => at(path, dot),
        _ => (path, &[]),
    }
}

/// Adds a part to a path; an absolute one replaces it.
pub(super) fn push(path: &mut Vec<u8>, part: &[u8]) {
    if part.starts_with(b"/") {
        path.clear();
    } else if !path.is_empty() && !path.ends_with(b"/") {
        path.push(b'/');
    }
    path.extend_from_slice(part);
}

/// The path without empty parts, `.` and what `..` undoes. Two leading slashes are kept, as POSIX wants.
pub(super) fn normal(path: &[u8]) -> Vec<u8> {
    let slashes = path.iter().take_while(|byte| **byte == b'/').count();
    let slashes = if slashes > 2 { 1 } else { slashes };
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in path.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." if slashes == 0 && parts.last().is_none_or(|last| *last == b"..") => {
                parts.push(part)
            }
            b".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut out = vec![b'/'; slashes];
    out.extend(parts.join(&b'/'));
    if out.is_empty() { b".".to_vec() } else { out }
}

/// The path from the root, where that is where relative paths start.
pub(super) fn absolute(path: &[u8]) -> Vec<u8> {
    let mut whole = b"/".to_vec();
    push(&mut whole, path);
    normal(&whole)
}

fn parts(path: &[u8]) -> Vec<Vec<u8>> {
    let path = absolute(path);
    path.split(|byte| *byte == b'/')
        .filter(|part| !part.is_empty())
        .map(<[u8]>::to_vec)
        .collect()
}

/// The way from one path to another.
pub(super) fn relative(path: &[u8], start: &[u8]) -> Vec<u8> {
    let (from, to) = (parts(start), parts(path));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(b"..".to_vec(), from.len() - common);
    let way: Vec<Vec<u8>> = up.chain(to.into_iter().skip(common)).collect();
    if way.is_empty() {
        b".".to_vec()
    } else {
        way.join(&b'/')
    }
}

/// The longest path that all paths have in common, or what is wrong with them.
pub(super) fn common(paths: &[&[u8]]) -> Result<Vec<u8>, &'static str> {
    let rooted = |path: &&[u8]| path.starts_with(b"/");
    let absolute = paths.first().is_some_and(rooted);
    if paths.iter().any(|path| rooted(path) != absolute) {
        return Err("Can't mix absolute and relative paths");
    }
    let kept = |part: &&[u8]| !part.is_empty() && *part != b".";
    let split = |path: &[u8]| -> Vec<Vec<u8>> {
        path.split(|byte| *byte == b'/')
            .filter(kept)
            .map(<[u8]>::to_vec)
            .collect()
    };
    let mut all = paths.iter().map(|path| split(path));
    let mut shared = all.next().unwrap_or_default();
    for other in all {
        let same = shared
            .iter()
            .zip(&other)
            .take_while(|(a, b)| a == b)
            .count();
        shared.truncate(same);
    }
    let mut out = if absolute { b"/".to_vec() } else { Vec::new() };
    out.extend(shared.join(&b'/'));
    Ok(out)
}
