//! Texts cut by code points; where all is ASCII, a code point is a byte.

/// Where a slice of `length` items from `start` to `end` begins and ends: negative ones count from the end, what is
/// beyond is clamped. The end may lie before the start.
#[must_use]
pub fn bounds(length: usize, start: Option<i64>, end: Option<i64>) -> (usize, usize) {
    let place = |at: i64| {
        let distance = usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX);
        if at < 0 {
            length.saturating_sub(distance)
        } else {
            distance
        }
    };
    (
        start.map_or(0, place),
        end.map_or(length, place).min(length),
    )
}

/// The number of code points.
#[must_use]
pub fn length(text: &str, ascii: bool) -> usize {
    if ascii {
        text.len()
    } else {
        text.chars().count()
    }
}

/// The offset of the byte at which code point `at` starts; the length of the text if there are fewer.
#[must_use]
pub fn offset(text: &str, ascii: bool, at: usize) -> usize {
    if ascii {
        return at.min(text.len());
    }
    text.char_indices()
        .nth(at)
        .map_or(text.len(), |(offset, _)| offset)
}

/// The number of code points before the byte at `offset`.
#[must_use]
pub fn place(text: &str, ascii: bool, offset: usize) -> usize {
    if ascii {
        return offset;
    }
    text.get(..offset)
        .map_or(0, |before| before.chars().count())
}

/// The code point at `at`, as a text.
#[must_use]
pub fn at(text: &str, ascii: bool, at: usize) -> Option<&str> {
    if ascii {
        return text.get(at..at.checked_add(1)?);
    }
    let mut rest = text.char_indices();
    let (start, c) = rest.nth(at)?;
    text.get(start..start + c.len_utf8())
}

/// The code points from `start` up to, not including, `end`.
#[must_use]
pub fn range(text: &str, ascii: bool, start: usize, end: usize) -> &str {
    if end <= start {
        return "";
    }
    let from = offset(text, ascii, start);
    let rest = text.get(from..).unwrap_or("");
    let length = offset(rest, ascii, end - start);
    rest.get(..length).unwrap_or("")
}

/// What lies between two bounds as Python takes them, and how many code points before it; None if nothing can,
/// not even the empty text.
#[must_use]
pub fn window(
    text: &str,
    ascii: bool,
    start: Option<i64>,
    end: Option<i64>,
) -> Option<(usize, &str)> {
    if start.is_none_or(|start| start == 0) && end.is_none() {
        return Some((0, text));
    }
    let (start, end) = bounds(length(text, ascii), start, end);
    (start <= end).then(|| (start, range(text, ascii, start, end)))
}

/// Every `step`-th of `count` code points from `start` on; the step may be negative.
#[must_use]
pub fn stepped(text: &str, ascii: bool, start: usize, step: i64, count: usize) -> String {
    let distance = usize::try_from(step.unsigned_abs())
        .unwrap_or(usize::MAX)
        .max(1);
    let first = offset(text, ascii, start);
    if step > 0 {
        let rest = text.get(first..).unwrap_or("");
        return rest.chars().step_by(distance).take(count).collect();
    }
    let rest = text.get(..first).unwrap_or("");
    let from = text.get(first..).and_then(|rest| rest.chars().next());
    from.into_iter()
        .chain(rest.chars().rev())
        .step_by(distance)
        .take(count)
        .collect()
}
