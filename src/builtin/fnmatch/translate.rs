//! A shell pattern as a regular expression.

use crate::builtin::re::escaped;

/// A part of a shell pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `*`.
    Star,
    /// What stands for itself, as a regular expression.
    Fixed(String),
}

/// `fnmatch.translate`.
pub(super) fn translate(pattern: &[char]) -> String {
    let parts = parts(pattern);
    let mut groups = parts.split(|part| *part == Part::Star);
    let join = |group: &[Part]| -> String {
        let text = |part: &Part| match part {
            Part::Fixed(text) => text.clone(),
            Part::Star => String::new(),
        };
        group.iter().map(text).collect()
    };
    let mut out = join(groups.next().unwrap_or_default());
    let mut groups = groups.peekable();
    while let Some(group) = groups.next() {
        let fixed = join(group);
        // What follows an inner star is found at its first place and never looked for again.
        match groups.peek() {
            Some(_) => out.push_str(&format!("(?>.*?{fixed})")),
            None => out.push_str(&format!(".*{fixed}")),
        }
    }
    format!("(?s:{out})\\Z")
}

fn parts(pattern: &[char]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while let Some(c) = pattern.get(at).copied() {
        at += 1;
        match c {
            '*' if parts.last() == Some(&Part::Star) => {}
            '*' => parts.push(Part::Star),
            '?' => parts.push(Part::Fixed(".".to_owned())),
            '[' => match end_of_set(pattern, at) {
                None => parts.push(Part::Fixed("\\[".to_owned())),
                Some(end) => {
                    let inner = pattern.get(at..end).unwrap_or_default();
                    parts.push(Part::Fixed(set(inner)));
                    at = end + 1;
                }
            },
            c => parts.push(Part::Fixed(escaped(c))),
        }
    }
    parts
}

/// Where the bracket that closes a set stands.
fn end_of_set(pattern: &[char], start: usize) -> Option<usize> {
    let is = |at: usize, c: char| pattern.get(at) == Some(&c);
    let mut at = start;
    at += usize::from(is(at, '!'));
    at += usize::from(is(at, ']'));
    let rest = pattern.get(at..)?;
    rest.iter()
        .position(|c| *c == ']')
        .map(|length| at + length)
}

fn set(inner: &[char]) -> String {
    let text = if inner.contains(&'-') {
        ranges(inner)
    } else {
        inner.iter().collect::<String>().replace('\\', "\\\\")
    };
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    match (out.chars().next(), out.get(1..)) {
        (None, _) => "(?!)".to_owned(),
        (Some('!'), Some("")) => ".".to_owned(),
        (Some('!'), Some(rest)) => format!("[^{rest}]"),
        (Some('^' | '['), _) => format!("[\\{out}]"),
        _ => format!("[{out}]"),
    }
}

/// A set with ranges: those that are empty go, hyphens that make no range are escaped.
fn ranges(inner: &[char]) -> String {
    let mut chunks: Vec<Vec<char>> = Vec::new();
    let mut start = 0;
    let mut look = if inner.first() == Some(&'!') { 2 } else { 1 };
    while let Some(length) = inner
        .get(look..)
        .and_then(|rest| rest.iter().position(|c| *c == '-'))
    {
        let hyphen = look + length;
        chunks.push(inner.get(start..hyphen).unwrap_or_default().to_vec());
        start = hyphen + 1;
        look = hyphen + 3;
    }
    let rest = inner.get(start..).unwrap_or_default();
    match chunks.last_mut() {
        Some(last) if rest.is_empty() => last.push('-'),
        _ => chunks.push(rest.to_vec()),
    }
    let mut at = chunks.len();
    while at > 1 {
        at -= 1;
        let ends = (
            chunks.get(at - 1).and_then(|chunk| chunk.last()),
            chunks.get(at).and_then(|chunk| chunk.first()),
        );
        if let (Some(low), Some(high)) = ends
            && low > high
        {
            let removed = chunks.remove(at);
            if let Some(before) = chunks.get_mut(at - 1) {
                before.pop();
                before.extend(removed.into_iter().skip(1));
            }
        }
    }
    let escape = |chunk: &Vec<char>| {
        chunk
            .iter()
            .collect::<String>()
            .replace('\\', "\\\\")
            .replace('-', "\\-")
    };
    chunks.iter().map(escape).collect::<Vec<_>>().join("-")
}
