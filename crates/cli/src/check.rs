//! `ordain check`: compiles policies, and the policies in blueprints, and draws every error.

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use ordain::engine::Policy;
use ordain::engine::blueprint::{Blueprints, Model, Object};
use ordain::error::SyntaxError;
use ordain::report::draw;
use ordain::source::{Place, Span};

use crate::args::CheckArgs;
use crate::exit::{PASSES, RAISED};
use crate::input::{self, InputError};

/// Runs the command. Blueprints are one set, in their order: later ones may refer to earlier ones.
pub fn run(args: &CheckArgs) -> Result<ExitCode, InputError> {
    let mut blueprints = input::blueprints(&args.access, &[])?;
    let mut drawn = String::new();
    for file in &args.files {
        if is_blueprint(file) {
            blueprints.read(file)?;
            drawn.push_str(&check_blueprint(&blueprints, file)?);
            continue;
        }
        let (name, source) = (input::policy_name(file)?, input::text(file)?);
        if let Err(error) = Policy::compile(&name, &source) {
            drawn.push_str(&draw(&file.display().to_string(), &source, &error));
        }
    }
    stdout().lock().write_all(drawn.as_bytes())?;
    Ok(ExitCode::from(if drawn.is_empty() {
        PASSES
    } else {
        RAISED
    }))
}

fn is_blueprint(file: &Path) -> bool {
    let end = file.extension().and_then(|end| end.to_str());
    matches!(end, Some("yaml" | "yml" | "json"))
}

/// Draws the errors of the policies that a blueprint describes, in the blueprint's own lines.
fn check_blueprint(blueprints: &Blueprints, file: &Path) -> Result<String, InputError> {
    let (name, text) = (file.display().to_string(), input::text(file)?);
    let mut drawn = String::new();
    let own = blueprints.objects().filter(|object| *object.file == *name);
    for object in own.filter(|object| object.model.is_policy()) {
        if object.model != Model::ExpressionPolicy {
            if let Err(error) = Policy::of_object(object) {
                drawn.push_str(&format!("{error}\n"));
            }
            continue;
        }
        let source = object.text("expression").unwrap_or("");
        if let Err(error) = Policy::compile(object.name(), source) {
            drawn.push_str(&draw(&name, &text, &moved(object, source, &text, error)));
        }
    }
    Ok(drawn)
}

/// An error in an expression as one in the text of its blueprint.
fn moved(object: &Object, source: &str, text: &str, error: SyntaxError) -> SyntaxError {
    let at = |offset| object.locate(Place::of(source, offset)).offset(text);
    let span = Span {
        start: at(error.span.start),
        end: at(error.span.end),
    };
    SyntaxError { span, ..error }
}
