//! Quoted-printable.

/// The bytes that quoted-printable data stands for; in a header an underscore is a space.
pub(super) fn decode(data: &[u8], header: bool) -> Vec<u8> {
    let byte = |at: usize| data.get(at).copied();
    let digit = |at: usize| byte(at).and_then(|byte| char::from(byte).to_digit(16));
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while let Some(this) = byte(at) {
        at += 1;
        match this {
            b'=' => match (byte(at), digit(at), digit(at + 1)) {
                (None, ..) => break,
                // A soft line break: all up to the end of the line goes.
                (Some(b'\n' | b'\r'), ..) => {
                    if byte(at) != Some(b'\n') {
                        while byte(at).is_some_and(|byte| byte != b'\n') {
                            at += 1;
                        }
                    }
                    at += 1;
                }
                (Some(b'='), ..) => {
                    out.push(b'=');
                    at += 1;
                }
                (_, Some(high), Some(low)) => {
                    out.extend(u8::try_from(high << 4 | low));
                    at += 2;
                }
                _ => out.push(b'='),
            },
            b'_' if header => out.push(b' '),
            this => out.push(this),
        }
    }
    out
}

/// How bytes are written.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Tabs and spaces are escaped everywhere.
    pub(super) tabs: bool,
    /// Line ends are kept as such.
    pub(super) text: bool,
    /// A space is an underscore.
    pub(super) header: bool,
}

/// Lines are no longer than this.
const LINE: usize = 76;

/// Bytes as quoted-printable.
pub(super) fn encode(data: &[u8], style: Style) -> Vec<u8> {
    // Where lines end in CR LF, those that are added do too.
    let first_end = data.iter().position(|byte| *byte == b'\n');
    let crlf = first_end.is_some_and(|at| at > 0 && data.get(at - 1) == Some(&b'\r'));
    let line_end: &[u8] = if crlf { b"\r\n" } else { b"\n" };
    let byte = |at: usize| data.get(at).copied();
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let (mut at, mut length) = (0, 0);
    while let Some(this) = byte(at) {
        if must_escape(data, at, length, style) {
            if length + 3 >= LINE {
                out.push(b'=');
                out.extend_from_slice(line_end);
                length = 0;
            }
            out.extend_from_slice(format!("={this:02X}").as_bytes());
            at += 1;
            length += 3;
            continue;
        }
        let ends = this == b'\n' || this == b'\r' && byte(at + 1) == Some(b'\n');
        if style.text && ends {
            length = 0;
            // A space before the end of a line would be lost.
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                out.extend_from_slice(format!("={last:02X}").as_bytes());
            }
            out.extend_from_slice(line_end);
            at += if this == b'\r' { 2 } else { 1 };
            continue;
        }
        if byte(at + 1).is_some_and(|next| next != b'\n') && length + 1 >= LINE {
            out.push(b'=');
            out.extend_from_slice(line_end);
            length = 0;
        }
        length += 1;
        out.push(if style.header && this == b' ' {
            b'_'
        } else {
            this
        });
        at += 1;
    }
    out
}

fn must_escape(data: &[u8], at: usize, length: usize, style: Style) -> bool {
    let byte = |at: usize| data.get(at).copied();
    let this = byte(at).unwrap_or(0);
    let last = at + 1 == data.len();
    match this {
        b'=' | b'\x7f'.. => true,
        b'_' => style.header,
        b'.' if length == 0 => matches!(byte(at + 1), None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' if !style.text => true,
        b'\t' | b' ' if last => true,
        b'\r' | b'\n' => false,
        b'\t' | b' ' => style.tabs,
        this => this < b'!',
    }
}
