//! Flags inside a pattern: `(?i)`, `(?i-s:...)`.

use super::error::PatternError;
use super::flags::Flags;
use super::parse::Parser;

impl Parser<'_> {
    /// Flags behind `(?`: None if they are the whole pattern's, else those a group adds and removes.
    pub(super) fn inline_flags(&mut self, first: char) -> Result<Option<(u32, u32)>, PatternError> {
        let mut letter = first;
        let mut add = 0;
        while let Some(flag) = Flags::letter(letter) {
            add |= flag;
            self.check_type_flag(letter, flag, add)?;
            letter = self.flag_or(")-:", "missing -, : or )")?;
        }
        if letter == ')' {
            self.flags.0 |= add;
            return Ok(None);
        }
        if add & Flags::GLOBAL != 0 {
            return Err(self
                .tokens
                .error("bad inline flags: cannot turn on global flag", 1));
        }
        let remove = if letter == '-' {
            self.removed_flags()?
        } else {
            0
        };
        if remove & Flags::GLOBAL != 0 {
            return Err(self
                .tokens
                .error("bad inline flags: cannot turn off global flag", 1));
        }
        if add & remove != 0 {
            return Err(self
                .tokens
                .error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((add, remove)))
    }

    fn check_type_flag(&self, letter: char, flag: u32, add: u32) -> Result<(), PatternError> {
        let refused = match (letter, self.tokens.text) {
            ('L', true) => "bad inline flags: cannot use 'L' flag with a str pattern",
            ('u', false) => "bad inline flags: cannot use 'u' flag with a bytes pattern",
            _ if flag & Flags::TYPES != 0 && add & Flags::TYPES != flag => {
                "bad inline flags: flags 'a', 'u' and 'L' are incompatible"
            }
            _ => return Ok(()),
        };
        Err(self.tokens.error(refused, 0))
    }

    /// The flags behind a minus sign, up to the colon.
    fn removed_flags(&mut self) -> Result<u32, PatternError> {
        let mut letter = self.flag_or("", "missing flag")?;
        let mut remove = 0;
        while let Some(flag) = Flags::letter(letter) {
            if flag & Flags::TYPES != 0 {
                let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                return Err(self.tokens.error(message, 0));
            }
            remove |= flag;
            letter = self.flag_or(":", "missing :")?;
        }
        Ok(remove)
    }

    /// The next flag letter, or one of the signs that can end the flags.
    fn flag_or(&mut self, ends: &str, missing: &str) -> Result<char, PatternError> {
        let Some(token) = self.tokens.take()? else {
            return Err(self.tokens.error(missing, 0));
        };
        match token.plain() {
            Some(c) if ends.contains(c) || Flags::letter(c).is_some() => Ok(c),
            Some(c) if c.is_alphabetic() => Err(self.tokens.error("unknown flag", 1)),
            _ => Err(self.tokens.error(missing, token.len())),
        }
    }
}
