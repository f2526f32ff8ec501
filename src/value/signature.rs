//! The parameters of a native, parsed when compiled from the way Python writes them.

/// Parameters, as in `self, iterable, /, *, key=None`. `@` before a name marks an argument that is
/// drained into a list if it is a generator. What follows `=` is for readers: a native supplies its
/// own defaults.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// As written.
    pub text: &'static str,
    /// Positional parameters without default.
    pub required: u8,
    /// Positional parameters.
    pub positional: u8,
    /// How many of them are positional only.
    pub positional_only: u8,
    /// Parameters behind `*`.
    pub keyword_only: u8,
    /// Takes `*args`.
    pub varargs: bool,
    /// Takes `**kwargs`.
    pub kwargs: bool,
    /// Bit `i`: the positional parameter `i` is drained.
    pub drains: u32,
    /// Every further positional argument is drained.
    pub drains_rest: bool,
    /// The first bytes of the names, a bit for each, modulo 64: what most other names are told by.
    initials: u64,
}

impl Signature {
    /// Parses a list of parameters.
    #[must_use]
    #[allow(
        clippy::indexing_slicing,
        reason = "runs when compiled, where get() does not exist"
    )]
    pub const fn parse(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut parsed = Self {
            text,
            required: 0,
            positional: 0,
            positional_only: 0,
            keyword_only: 0,
            varargs: false,
            kwargs: false,
            drains: 0,
            drains_rest: false,
            initials: 0,
        };
        let mut behind_star = false;
        let mut at = 0;
        while at < bytes.len() {
            while at < bytes.len() && (bytes[at] == b' ' || bytes[at] == b',') {
                at += 1;
            }
            let start = at;
            let mut default = false;
            while at < bytes.len() && bytes[at] != b',' {
                default |= bytes[at] == b'=';
                at += 1;
            }
            if start == at {
                break;
            }
            let star = bytes[start] == b'*';
            let name = start + (bytes[start] == b'@') as usize;
            parsed.initials |= 1 << (bytes[name] % 64);
            if bytes[start] == b'/' {
                parsed.positional_only = parsed.positional;
            } else if star && at - start > 1 && bytes[start + 1] == b'*' {
                parsed.kwargs = true;
            } else if star {
                behind_star = true;
                parsed.varargs |= at - start > 1;
                parsed.drains_rest |= at - start > 1 && bytes[start + 1] == b'@';
            } else if behind_star {
                parsed.keyword_only += 1;
            } else {
                if bytes[start] == b'@' {
                    parsed.drains |= 1 << parsed.positional;
                }
                parsed.positional += 1;
                if !default {
                    parsed.required = parsed.positional;
                }
            }
        }
        parsed
    }

    /// Which of [`Signature::names`] a name is.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        let first = name.as_bytes().first()?;
        let known = self.initials & (1 << (first % 64)) != 0;
        if !known {
            return None;
        }
        self.names().position(|other| other == name)
    }

    /// Names of the positional, then the keyword-only parameters.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty() && *part != "/" && !part.starts_with('*'))
            .map(|part| {
                let part = part.strip_prefix('@').unwrap_or(part);
                part.split('=').next().unwrap_or(part)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::Signature;

    #[test]
    fn reads_what_python_writes() {
        let s = Signature::parse("self, @iterable, /, *, key=None, reverse=False");
        assert_eq!((s.required, s.positional, s.positional_only), (2, 2, 2));
        assert_eq!((s.keyword_only, s.drains, s.varargs), (2, 0b10, false));
        let names: Vec<_> = s.names().collect();
        assert_eq!(names, ["self", "iterable", "key", "reverse"]);
        let s = Signature::parse("function, *@iterables, **kwargs");
        assert!(s.varargs && s.drains_rest && s.kwargs);
        let s = Signature::parse("a, b=1");
        assert_eq!((s.required, s.positional), (1, 2));
        assert_eq!(Signature::parse("").positional, 0);
    }
}
