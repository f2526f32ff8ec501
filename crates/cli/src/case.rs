//! Cases: a policy, a request, and what is expected of it.

use std::io::Write;

use ordain::engine::{Evaluation, Evaluator, Explanation, Policies, Policy};
use ordain::host::{Effects, Env, EnvError, MemoryDirectory};
use ordain::limits::Limits;
use ordain::value::plain::Plain;
use serde::Serialize;
use serde_json::Value as Json;

use crate::reach::Reach;

/// A line of a case file.
pub struct Case {
    /// What the answer is called.
    pub id: Json,
    /// The policy.
    pub source: String,
    /// Its request.
    pub env: Env,
    /// What is expected: `expect` or `expect_error`.
    pub expect: Option<Json>,
    /// The class of the exception that is expected.
    pub expect_error: Option<Json>,
}

/// A line that is no case, and why.
#[derive(Debug)]
pub struct NotACase {
    /// Its id, as far as it has one.
    pub id: Json,
    /// What is wrong.
    pub reason: String,
}

impl Case {
    /// Reads a line.
    pub fn parse(line: &[u8]) -> Result<Self, NotACase> {
        let refuse = |id: &Json, reason: String| NotACase {
            id: id.clone(),
            reason,
        };
        let json: Json =
            serde_json::from_slice(line).map_err(|error| refuse(&Json::Null, of_line(&error)))?;
        let id = json.get("id").cloned().unwrap_or(Json::Null);
        let source = match json.get("source") {
            Some(Json::String(source)) => source.clone(),
            Some(_) => return Err(refuse(&id, "source: expected a string".to_owned())),
            None => return Err(refuse(&id, "a case has a source".to_owned())),
        };
        let empty = Json::Object(serde_json::Map::new());
        let env = json
            .get("env")
            .filter(|env| !env.is_null())
            .unwrap_or(&empty);
        let env = Env::of_json(env, &MemoryDirectory::new())
            .map_err(|error| refuse(&id, of_env(&error)))?;
        let given = |key| json.get(key).filter(|json| !json.is_null()).cloned();
        Ok(Self {
            id,
            source,
            env,
            expect: given("expect"),
            expect_error: given("expect_error"),
        })
    }

    /// What is wrong with what it expects.
    pub fn misexpects(&self) -> Option<&'static str> {
        if self
            .expect_error
            .as_ref()
            .is_some_and(|class| !class.is_string())
        {
            return Some("expect_error: expected a string");
        }
        match &self.expect {
            None => None,
            Some(Json::Object(expect)) => {
                let told = expect.get("passing").is_some_and(Json::is_boolean);
                (!told).then_some("expect.passing: expected true or false")
            }
            Some(_) => Some("expect: expected an object"),
        }
    }

    /// Evaluates it.
    pub fn answer(&self, limits: &Limits, reach: &Reach) -> Answer {
        let mut policies = Policies::new();
        for (name, source) in &self.env.policies {
            policies.add(name, source);
        }
        let services = reach.services(&self.env);
        let evaluator = Evaluator::new(&policies, &services, limits.clone());
        let answer = evaluate("policy", &self.source, &self.env, &evaluator, limits);
        answer.with_id(self.id.clone())
    }
}

/// Compiles and evaluates a policy.
pub fn evaluate(
    name: &str,
    source: &str,
    env: &Env,
    evaluator: &Evaluator<'_>,
    limits: &Limits,
) -> Answer {
    let policy = match Policy::compile_with(name, source, limits) {
        Ok(policy) => policy,
        Err(error) => return Answer::of_syntax_error(source, &error),
    };
    Answer::of(evaluator.evaluate(&policy, &env.request()))
}

/// The answer to a case, as it is printed.
#[derive(Serialize)]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Json>,
    #[serde(flatten)]
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Box<Explanation>>,
}

/// What became of a policy.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// It answered.
    Result {
        /// Its verdict.
        passing: bool,
        /// What it said.
        messages: Vec<Plain>,
        /// What it returned, if that has a JSON form.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Plain>,
        /// What it changed.
        effects: Effects,
        /// What it cost.
        steps: u64,
    },
    /// It raised, did not compile, or met a limit.
    Error {
        /// The class.
        error: String,
        /// `str(exception)`.
        message: String,
        /// `compile` or `run`.
        phase: &'static str,
        /// The author's line, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// The author's column, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
    },
}

impl Answer {
    fn of(evaluation: Evaluation) -> Self {
        let explanation = evaluation.explanation;
        let outcome = match evaluation.outcome {
            Ok(result) => Outcome::Result {
                passing: result.passing,
                messages: result.messages,
                value: result.value,
                effects: evaluation.effects,
                steps: evaluation.steps,
            },
            Err(failure) => Outcome::Error {
                error: failure.class.clone(),
                message: failure.message.clone(),
                phase: "run",
                line: failure.place.map(|place| place.line),
                column: failure.place.map(|place| place.column),
            },
        };
        Self {
            id: None,
            outcome,
            explanation,
        }
    }

    fn of_syntax_error(source: &str, error: &ordain::error::SyntaxError) -> Self {
        let place = ordain::source::Place::of(source, error.span.start);
        let outcome = Outcome::Error {
            error: error.class.name().to_owned(),
            message: error.message.clone(),
            phase: "compile",
            line: Some(place.line),
            column: Some(place.column),
        };
        Self {
            id: None,
            outcome,
            explanation: None,
        }
    }

    fn with_id(mut self, id: Json) -> Self {
        self.id = Some(id);
        self
    }

    /// What became of the policy.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Why it became so, if that was asked for.
    pub fn explanation(&self) -> Option<&Explanation> {
        self.explanation.as_deref()
    }

    /// Writes it as one line.
    pub fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

/// What is wrong with the JSON of a line, of which the number is known.
fn of_line(error: &serde_json::Error) -> String {
    format!("column {}: not JSON: {}", error.column(), reason(error))
}

/// What is wrong with the request of a case.
fn of_env(error: &EnvError) -> String {
    match error.path.as_str() {
        "" => format!("env: {}", error.reason),
        _ => format!("env.{error}"),
    }
}

/// What is wrong with a JSON text, without the place.
pub fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
