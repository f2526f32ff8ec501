//! Answers of bindings, and what policies changed, as people read them.

use std::io::{Result, Write};

use ordain::engine::{Answer, Explanation, Kind, Shown};
use ordain::host::Effects;

/// One line for each thing that was changed.
pub fn effects(out: &mut impl Write, effects: &Effects) -> Result<()> {
    for (what, state) in &effects.state {
        writeln!(out, "  {what} is now {state}")?;
    }
    let changes = effects.changes.iter();
    for change in changes.filter(|change| !change.action.is_of_request()) {
        let change = serde_json::to_string(change)?;
        writeln!(out, "  change: {change}")?;
    }
    Ok(())
}

/// One line for a binding, and one for each thing that there is to know of it.
pub fn answer(out: &mut impl Write, indent: &str, answer: &Answer) -> Result<()> {
    let kind = match answer.kind {
        Kind::Policy => "policy",
        Kind::User => "user",
        Kind::Group => "group",
        _ => "nothing",
    };
    let verdict = if answer.passing { "passes" } else { "fails" };
    let (order, name) = (answer.order, &answer.name);
    write!(out, "{indent}#{order} {kind} {name}: {verdict}")?;
    for (is_so, word) in [
        (answer.negated && !answer.raised, "negated"),
        (answer.raised, "raised, failure_result answers"),
        (answer.dry_run, "dry run, not counted"),
    ] {
        if is_so {
            write!(out, ", {word}")?;
        }
    }
    if answer.kind == Kind::Policy {
        let micros = answer.time.unwrap_or_default().as_micros();
        let (steps, bytes) = (answer.steps, answer.bytes);
        write!(out, " ({steps} steps, {bytes} bytes, {micros} µs)")?;
    }
    writeln!(out)?;
    said(out, indent, answer)?;
    match &answer.explanation {
        Some(explanation) => why(out, indent, explanation),
        None => Ok(()),
    }
}

/// What was raised, or else the messages.
fn said(out: &mut impl Write, indent: &str, answer: &Answer) -> Result<()> {
    let Some(failure) = &answer.failure else {
        let mut messages = answer.messages.iter();
        return messages.try_for_each(|text| writeln!(out, "{indent}    message: {text}"));
    };
    let (class, message) = (&failure.class, &failure.message);
    match failure.place {
        Some(place) => writeln!(out, "{indent}    {class} in line {}: {message}", place.line),
        None => writeln!(out, "{indent}    {class}: {message}"),
    }
}

/// The statement that settled an answer, the conditions that led there, and what the names in them held: each
/// once. Then the same of the policies that were called.
pub fn why(out: &mut impl Write, indent: &str, explanation: &Explanation) -> Result<()> {
    let mut told = Vec::new();
    for condition in &explanation.conditions {
        let (line, source, held) = (condition.line, &condition.source, condition.held);
        writeln!(out, "{indent}    line {line}: if {source}: {held}")?;
        values(out, indent, &condition.values, &mut told)?;
    }
    let line = explanation.line;
    match &explanation.source {
        Some(source) => writeln!(out, "{indent}    line {line}: {source}")?,
        None => writeln!(out, "{indent}    line {line}: ended without a return")?,
    }
    values(out, indent, &explanation.values, &mut told)?;
    for called in &explanation.called {
        let verdict = match (called.passing, called.raised) {
            (true, _) => "passes",
            (false, false) => "fails",
            (false, true) => "raised",
        };
        writeln!(out, "{indent}    called {}: {verdict}", called.name)?;
        if let Some(explanation) = &called.explanation {
            why(out, &format!("{indent}    "), explanation)?;
        }
    }
    Ok(())
}

fn values<'e>(
    out: &mut impl Write,
    indent: &str,
    values: &'e Shown,
    told: &mut Vec<&'e str>,
) -> Result<()> {
    for (name, value) in values {
        if !told.contains(&name.as_str()) {
            writeln!(out, "{indent}        {name} = {value}")?;
            told.push(name);
        }
    }
    Ok(())
}
