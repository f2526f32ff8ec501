//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ordain::limits::Limits;

use crate::reach::ReachArgs;

/// Evaluate, test, check and decide authentik-style expression policies.
#[derive(Parser)]
#[command(name = "ordain", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  ordain eval office-network.policy --request request.json
  ordain test cases.jsonl
  ordain decide --blueprint intranet.yaml --target application:wiki --request request.json --explain
  ordain plan --blueprint intranet.yaml --flow login --request request.json
  ordain access --blueprint intranet.yaml --users ada,grace
  ordain check *.policy intranet.yaml
  ordain listing office-network.policy

Exit codes: 0 passes, 1 fails, 2 raised or did not compile, 3 bad input or usage.";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Evaluates one policy on one request, or a file of cases
    Eval(EvalArgs),
    /// Runs cases and compares the answers with what they expect
    Test(TestArgs),
    /// Decides about a target that blueprints describe
    Decide(DecideArgs),
    /// Tells which stages of a flow would run, and why
    Plan(PlanArgs),
    /// Tells who may reach what: many users, many targets
    Access(MatrixArgs),
    /// Compiles policies, and the policies in blueprints, and draws every error
    Check(CheckArgs),
    /// Prints the bytecode of a policy
    Listing(ListingArgs),
}

/// `ordain eval`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ordain eval office-network.policy --request request.json
  ordain eval guest.policy --request request.json --policies policies/ --json
  ordain eval office-network.policy --request request.json --explain
  ordain eval --cases cases.jsonl > answers.jsonl
  ordain eval risk.policy --request request.json --allow-http https://api.example.com --allow-dns
  ordain eval abroad.policy --request request.json --geoip City.mmdb --asn ASN.mmdb
  ordain eval notify.policy --request request.json --smtp smtp://127.0.0.1 --mail-from login@example.com")]
pub struct EvalArgs {
    /// The policy's file
    #[arg(required_unless_present = "cases", conflicts_with = "cases")]
    pub policy: Option<PathBuf>,
    /// The request, as JSON
    #[arg(long, value_name = "FILE", conflicts_with = "cases")]
    pub request: Option<PathBuf>,
    /// A folder of policies, for `ak_call_policy`
    #[arg(long, value_name = "DIR", conflicts_with = "cases")]
    pub policies: Option<PathBuf>,
    /// A file of cases, one JSON object a line; prints one line a case
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long)]
    pub json: bool,
    /// Tells which `return` was taken, or what raised, and what the names there held
    #[arg(long, conflicts_with = "cases")]
    pub explain: bool,
    /// What it may spend
    #[command(flatten)]
    pub limits: LimitArgs,
    /// What it may reach
    #[command(flatten)]
    pub reach: ReachArgs,
}

/// `ordain test`.
#[derive(Args)]
#[command(after_help = "Example:\n  ordain test tests/cases/*.jsonl")]
pub struct TestArgs {
    /// Files of cases, one JSON object a line
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What each may spend
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// `ordain decide`.
#[derive(Args)]
#[command(after_help = "\
Targets:
  flow:SLUG  application:SLUG  source:SLUG  stage:FLOW-SLUG/ORDER  prompt:STAGE-NAME  rule:NAME
  id:ENTRY-ID

Examples:
  ordain decide --blueprint intranet.yaml --target application:wiki --request request.json
  ordain decide --blueprint flows.yaml apps.yaml --target flow:login --request r.json --explain
  ordain decide --blueprint apps.yaml --target application:wiki --request r.json --geoip City.mmdb")]
pub struct DecideArgs {
    /// What is decided about
    #[arg(long)]
    pub target: String,
    /// Tells what each binding answered, why, and what it cost
    #[arg(long)]
    pub explain: bool,
    /// What is asked, and with what
    #[command(flatten)]
    pub scene: SceneArgs,
}

/// `ordain plan`.
#[derive(Args)]
#[command(after_help = "\
Prints whether the flow may be entered, which of its stages would run, which are left out and why, and which
are asked again when they are reached. The context of the request is the one the flow begins with.

Examples:
  ordain plan --blueprint intranet.yaml --flow login --request request.json
  ordain plan --blueprint intranet.yaml --flow login --request request.json --explain
  ordain plan --blueprint flows.yaml --flow recovery --json

Exit codes: 0 stages would run, 1 denied or none left, 3 bad input or usage.")]
pub struct PlanArgs {
    /// The slug of the flow
    #[arg(long, value_name = "SLUG")]
    pub flow: String,
    /// Tells what each binding answered, why, and what it cost
    #[arg(long)]
    pub explain: bool,
    /// What is asked, and with what
    #[command(flatten)]
    pub scene: SceneArgs,
}

/// `ordain access`.
#[derive(Args)]
#[command(after_help = "\
Asks for each user whether each target lets him pass, and prints the answers in the order of the users. The
request is the same for all of them, but for its user. Users and groups that are bound are matched at once;
policies run on all cores, and only where users and groups leave the answer open.

Examples:
  ordain access --blueprint intranet.yaml
  ordain access --blueprint intranet.yaml --target application:wiki,application:builds
  ordain access --blueprint intranet.yaml --users ada,grace --request office.json
  ordain access --blueprint intranet.yaml people.yaml --format csv > access.csv
  ordain access --blueprint intranet.yaml --format jsonl | jq 'select(.passing)'

Exit codes: 0 every question has its answer, 3 bad input or usage.")]
pub struct MatrixArgs {
    /// What is asked about, with commas between; else every application
    #[arg(long, value_name = "TARGET", value_delimiter = ',', num_args = 1..)]
    pub target: Vec<String>,
    /// The usernames of whom is asked about, with commas between; else everybody in the blueprints
    #[arg(long, value_name = "USER", value_delimiter = ',', num_args = 1..)]
    pub users: Vec<String>,
    /// How the answers are printed
    #[arg(long, value_enum, default_value_t = Format::Table, conflicts_with = "json")]
    pub format: Format,
    /// What is asked, and with what; `--json` is `--format jsonl`
    #[command(flatten)]
    pub scene: SceneArgs,
}

/// How answers about many are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line a user, a column a target
    Table,
    /// A line an answer: user, target, passing, error
    Csv,
    /// A JSON object an answer
    Jsonl,
}

/// Blueprints, and a request to ask about what they describe.
#[derive(Args)]
pub struct SceneArgs {
    /// The files of blueprints, in the order in which they are loaded
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    pub blueprint: Vec<PathBuf>,
    /// The request, as JSON
    #[arg(long, value_name = "FILE")]
    pub request: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long)]
    pub json: bool,
    /// What the blueprints may read
    #[command(flatten)]
    pub access: AccessArgs,
    /// What each binding may spend
    #[command(flatten)]
    pub limits: LimitArgs,
    /// What policies may reach
    #[command(flatten)]
    pub reach: ReachArgs,
}

/// `ordain check`.
#[derive(Args)]
#[command(after_help = "Example:\n  ordain check *.policy intranet.yaml")]
pub struct CheckArgs {
    /// Policies (.policy, .py) and blueprints (.yaml, .yml, .json)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the blueprints may read
    #[command(flatten)]
    pub access: AccessArgs,
}

/// What blueprints may read of the machine.
#[derive(Args)]
pub struct AccessArgs {
    /// An environment variable that `!Env` may read
    #[arg(long, value_name = "NAME")]
    pub allow_env: Vec<String>,
    /// A folder of files that `!File` may read
    #[arg(long, value_name = "DIR")]
    pub allow_files: Vec<PathBuf>,
}

/// `ordain listing`.
#[derive(Args)]
#[command(after_help = "Example:\n  ordain listing office-network.policy")]
pub struct ListingArgs {
    /// The policy's file
    pub policy: PathBuf,
}

/// Budgets.
#[derive(Args)]
pub struct LimitArgs {
    /// Steps a policy may take
    #[arg(long, value_name = "N")]
    pub steps: Option<u64>,
    /// Bytes of memory a policy may use
    #[arg(long, value_name = "BYTES")]
    pub memory: Option<usize>,
    /// Seconds a policy may run
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
}

impl LimitArgs {
    /// The limits, with the defaults where nothing is said.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.steps = self.steps.unwrap_or(limits.steps);
        limits.bytes = self.memory.unwrap_or(limits.bytes);
        limits.time = self.timeout.or(limits.time);
        limits
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
