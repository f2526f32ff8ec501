//! What an engine answered, in the form in which answers are compared.

/// A verdict and the messages that go with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the policy passes.
    pub passing: bool,
    /// What it said, in order.
    pub messages: Vec<String>,
}

impl From<bool> for Outcome {
    fn from(passing: bool) -> Self {
        let messages = Vec::new();
        Self { passing, messages }
    }
}

/// What a measured call gives back. It is turned into an outcome only where it is checked: the clock
/// does not see it.
pub trait Answer {
    /// The verdict, and the messages if the engine can say any.
    ///
    /// # Errors
    /// What went wrong, as text.
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String>;
}

impl Answer for Outcome {
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String> {
        Ok((self.passing, Some(self.messages)))
    }
}

/// The answer of an engine that knows no messages.
impl Answer for bool {
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String> {
        Ok((self, None))
    }
}

impl<A: Answer, E: ToString> Answer for Result<A, E> {
    fn seen(self) -> Result<(bool, Option<Vec<String>>), String> {
        self.map_err(|error| error.to_string())?.seen()
    }
}
