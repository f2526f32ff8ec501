//! What blueprints describe, and the request that meets it.

use ordain::engine::Engine;
use ordain::host::{Env, MemoryDirectory};

use crate::args::SceneArgs;
use crate::input::{self, InputError};

/// An engine and a request to ask it with.
pub struct Scene {
    /// The engine.
    pub engine: Engine,
    /// The request.
    pub env: Env,
}

impl Scene {
    /// Loads the blueprints and reads the request. What is noticed in them goes to standard error.
    pub fn open(args: &SceneArgs, explain: bool) -> Result<Self, InputError> {
        let engine = engine(args, explain)?;
        let reach = args.reach.open()?;
        let mut env = env(args, engine.directory())?;
        reach.locate(&mut env);
        for warning in &env.warnings {
            eprintln!("ordain: warning: {warning}: unknown key");
        }
        let engine = engine.with_services(reach.services(&env));
        Ok(Self { engine, env })
    }
}

fn engine(args: &SceneArgs, explain: bool) -> Result<Engine, InputError> {
    let blueprints = input::blueprints(&args.access, &args.blueprint)?;
    let engine = Engine::builder().limits(args.limits.limits()).timed();
    let mut engine = match explain {
        true => engine.explained().build(),
        false => engine.build(),
    };
    engine.replace(blueprints)?;
    for warning in engine.warnings() {
        eprintln!("ordain: warning: {warning}");
    }
    Ok(engine)
}

fn env(args: &SceneArgs, directory: &MemoryDirectory) -> Result<Env, InputError> {
    match &args.request {
        Some(path) => Env::of_json(&input::json(path)?, directory).map_err(|error| {
            let path = path.clone();
            InputError::Request { path, error }
        }),
        None => Ok(Env::default()),
    }
}
