//! The answers about many users and targets, as a table, as CSV and as lines of JSON.

use std::io::{Result, Write};

use ordain::engine::DecideError;
use ordain::host::User;
use serde::Serialize;

/// Whether a user passes a target, or why that cannot be told.
pub type Answer<'a> = std::result::Result<bool, &'a DecideError>;

/// Prints answers as they come, user by user.
pub trait Print {
    /// Before the first of them.
    fn begin(&mut self, targets: &[String]) -> Result<()>;

    /// The answers about one user, one for each target.
    fn answers<'a>(
        &mut self,
        targets: &[String],
        user: &str,
        answers: impl Iterator<Item = Answer<'a>>,
    ) -> Result<()>;

    /// After the last of them.
    fn end(&mut self) -> Result<()>;
}

/// A line a user, a column a target.
pub struct Table<W> {
    out: W,
    /// How wide the usernames are.
    width: usize,
}

impl<W: Write> Table<W> {
    /// A table of these users.
    pub fn new(out: W, users: &[&User]) -> Self {
        let widths = users.iter().map(|user| user.username.chars().count());
        let width = widths.max().unwrap_or(0).max("user".len());
        Self { out, width }
    }
}

impl<W: Write> Print for Table<W> {
    fn begin(&mut self, targets: &[String]) -> Result<()> {
        writeln!(
            self.out,
            "{:width$}  {}",
            "user",
            targets.join("  "),
            width = self.width
        )
    }

    fn answers<'a>(
        &mut self,
        targets: &[String],
        user: &str,
        answers: impl Iterator<Item = Answer<'a>>,
    ) -> Result<()> {
        let mut line = format!("{user:width$}", width = self.width);
        let mut errors = Vec::new();
        for (target, answer) in targets.iter().zip(answers) {
            let word = match answer {
                Ok(true) => "yes",
                Ok(false) => "-",
                Err(error) => {
                    errors.push((target, error));
                    "error"
                }
            };
            line.push_str(&format!("  {word:width$}", width = target.chars().count()));
        }
        writeln!(self.out, "{}", line.trim_end())?;
        for (target, error) in errors {
            eprintln!("ordain: warning: {user}, {target}: {error}");
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// One answer, in a line of its own.
#[derive(Serialize)]
struct Line<'a> {
    user: &'a str,
    target: &'a str,
    passing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl<'a> Line<'a> {
    fn of(user: &'a str, target: &'a str, answer: Answer<'_>) -> Self {
        Self {
            user,
            target,
            passing: answer.ok(),
            error: answer.err().map(DecideError::class),
            message: answer.err().map(ToString::to_string),
        }
    }
}

/// A line an answer, with commas between.
pub struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Lines of CSV.
    pub fn new(out: W) -> Self {
        Self(csv::Writer::from_writer(out))
    }
}

impl<W: Write> Print for Csv<W> {
    fn begin(&mut self, _: &[String]) -> Result<()> {
        let titles = ["user", "target", "passing", "error"];
        self.0.write_record(titles).map_err(Into::into)
    }

    fn answers<'a>(
        &mut self,
        targets: &[String],
        user: &str,
        answers: impl Iterator<Item = Answer<'a>>,
    ) -> Result<()> {
        for (target, answer) in targets.iter().zip(answers) {
            let passing = match answer {
                Ok(true) => "true",
                Ok(false) => "false",
                Err(_) => "",
            };
            let error = answer.err().map(ToString::to_string).unwrap_or_default();
            self.0.write_record([user, target, passing, &error])?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.0.flush()
    }
}

/// A JSON object an answer.
pub struct Jsonl<W>(W);

impl<W: Write> Jsonl<W> {
    /// Lines of JSON.
    pub fn new(out: W) -> Self {
        Self(out)
    }
}

impl<W: Write> Print for Jsonl<W> {
    fn begin(&mut self, _: &[String]) -> Result<()> {
        Ok(())
    }

    fn answers<'a>(
        &mut self,
        targets: &[String],
        user: &str,
        answers: impl Iterator<Item = Answer<'a>>,
    ) -> Result<()> {
        for (target, answer) in targets.iter().zip(answers) {
            serde_json::to_writer(&mut self.0, &Line::of(user, target, answer))?;
            writeln!(self.0)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.0.flush()
    }
}
