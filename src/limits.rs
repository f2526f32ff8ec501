//! What a policy may spend, and the meter that counts it.

use std::cell::Cell;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// What one binding's policy may spend, and what a source may look like.
///
/// The defaults fit a login page: a policy that needs more is a mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Steps: an instruction costs one, a builtin charges in proportion to its work.
    pub steps: u64,
    /// Bytes handed out by the heap; nothing is freed before the end.
    pub bytes: usize,
    /// Calls within calls before `RecursionError`.
    pub depth: usize,
    /// Values of the machine's stack, over all frames, before `RecursionError`.
    pub stack: usize,
    /// Nesting of the source.
    pub nesting: u16,
    /// Bytes of the source.
    pub source: usize,
    /// Bits of an int.
    pub int_bits: u64,
    /// Number of messages.
    pub messages: usize,
    /// Bytes of all messages together.
    pub message_bytes: usize,
    /// Wall-clock time.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 10_000_000,
            bytes: 64 << 20,
            depth: 1000,
            stack: 1 << 18,
            nesting: 200,
            source: 1 << 20,
            int_bits: 1 << 20,
            messages: 1000,
            message_bytes: 1 << 20,
            time: Some(Duration::from_secs(30)),
        }
    }
}

/// The limits that stop a policy and that no policy code can catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Limit {
    /// More steps than allowed.
    #[error("the policy took more than {0} steps")]
    Steps(u64),
    /// More memory than allowed.
    #[error("the policy needs more than {0} bytes of memory")]
    Memory(usize),
    /// Ran longer than allowed.
    #[error("the policy ran longer than {0:?}")]
    Deadline(Duration),
    /// More or longer messages than allowed.
    #[error("the policy gave more than {0} messages or message bytes")]
    Messages(usize),
    /// An int larger than allowed.
    #[error("an int grew beyond {0} bits")]
    Int(u64),
    /// The machine found itself in a state that verified code cannot reach.
    #[error("a bug in ordain: {0}")]
    Bug(&'static str),
}

impl Limit {
    /// The class that reports give for it.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Steps(_) => "StepLimit",
            Self::Memory(_) => "MemoryLimit",
            Self::Deadline(_) => "DeadlineLimit",
            Self::Messages(_) => "MessageLimit",
            Self::Int(_) => "IntLimit",
            Self::Bug(_) => "InternalError",
        }
    }
}

/// How many steps may pass between two looks at the clock.
const QUANTUM: u64 = 4096;

/// Counts steps and time of one binding.
///
/// `left` counts down to the next look at the clock (or the end of the budget), so that the common
/// charge is one subtraction and one comparison. Which limit was hit stands here, not in the error.
///
/// The instructions of a frame are counted by its position: it begins at none, each jump counts what
/// it goes back (forward: less than none, for what it skips), and its end counts the position. So does a call,
/// whose end gives it back. The sum is exact but for the position of the running frame: a limit is noticed
/// before its code has passed once more.
///
/// The clock starts with the first look at it, after the first quantum of steps: most policies end
/// before, and reading a clock costs more than they do. What waits for the outside world calls
/// [`Meter::start_clock`] first.
#[derive(Debug)]
pub struct Meter {
    /// Steps at hand. Less than none: they are overdrawn, see [`Meter::settle`].
    left: Cell<i64>,
    behind: Cell<u64>,
    allowed: Cell<u64>,
    time: Cell<Option<Duration>>,
    since: Cell<Option<Instant>>,
    int_bits: Cell<u64>,
    messages: Cell<usize>,
    message_bytes: Cell<usize>,
    allowed_messages: Cell<usize>,
    hit: Cell<Option<Limit>>,
}

impl Meter {
    /// A meter with a full budget.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let meter = Self {
            left: Cell::new(0),
            behind: Cell::new(0),
            allowed: Cell::new(0),
            time: Cell::new(None),
            since: Cell::new(None),
            int_bits: Cell::new(0),
            messages: Cell::new(0),
            message_bytes: Cell::new(0),
            allowed_messages: Cell::new(0),
            hit: Cell::new(None),
        };
        meter.restart(limits);
        meter
    }

    /// Fills the budget again, for the next binding.
    pub fn restart(&self, limits: &Limits) {
        self.allowed.set(limits.steps);
        self.fill(limits.steps);
        self.time.set(limits.time);
        self.since.set(None);
        self.int_bits.set(limits.int_bits);
        self.messages.set(limits.messages);
        self.allowed_messages.set(limits.messages);
        self.message_bytes.set(limits.message_bytes);
        self.hit.set(None);
    }

    /// Counts `steps` of work, before it is done. `false`: the policy must stop, see [`Meter::hit`].
    #[inline]
    #[must_use]
    pub fn charge(&self, steps: u64) -> bool {
        // Nobody leaves it overdrawn.
        match self.left.get().cast_unsigned().checked_sub(steps) {
            Some(rest) => {
                self.left.set(rest.cast_signed());
                true
            }
            None => self.refill(steps),
        }
    }

    /// Counts steps that were taken, or fewer than none: gives back what was counted before. `false`: what is
    /// at hand is overdrawn, and [`Meter::settle`] is to be asked before anything else.
    #[inline(always)]
    #[must_use]
    pub(crate) fn count(&self, steps: i64) -> bool {
        let left = self.left.get().wrapping_sub(steps);
        self.left.set(left);
        left >= 0
    }

    /// Makes up for what is overdrawn. `false`: the policy must stop, see [`Meter::hit`].
    #[cold]
    #[must_use]
    pub(crate) fn settle(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.max(0));
        self.refill(left.min(0).unsigned_abs())
    }

    /// Starts the clock of the time limit if it does not run yet, and says since when it runs. A
    /// native that waits for the outside world calls it, or [`Meter::time_left`], before.
    pub fn start_clock(&self) -> Instant {
        let since = self.since.get().unwrap_or_else(Instant::now);
        self.since.set(Some(since));
        since
    }

    /// Looks at the clock, at no cost in steps: after waiting for the outside world. `false`: the policy
    /// must stop.
    #[must_use]
    pub fn look(&self) -> bool {
        self.refill(0)
    }

    #[cold]
    fn refill(&self, steps: u64) -> bool {
        if let Some(time) = self.time.get()
            && self.elapsed() >= time
        {
            return self.stop(Limit::Deadline(time));
        }
        match self.left().checked_sub(steps) {
            Some(rest) => {
                self.fill(rest);
                true
            }
            None => {
                self.fill(0);
                self.stop(Limit::Steps(self.allowed.get()))
            }
        }
    }

    /// Puts steps at hand, up to a quantum, and the others behind.
    fn fill(&self, steps: u64) {
        let next = steps.min(QUANTUM);
        self.left.set(next.cast_signed());
        self.behind.set(steps - next);
    }

    /// How long the clock runs; it starts now if it did not run yet.
    fn elapsed(&self) -> Duration {
        match self.since.get() {
            Some(since) => since.elapsed(),
            None => {
                self.start_clock();
                Duration::ZERO
            }
        }
    }

    /// Like [`Meter::charge`], for work that was done before, when the program first ran: as it takes no
    /// time now, it is no reason to look at the clock.
    #[must_use]
    pub fn charge_done(&self, steps: u64) -> bool {
        match self.behind.get().checked_sub(steps) {
            Some(behind) => {
                self.behind.set(behind);
                true
            }
            None => self.charge(steps),
        }
    }

    /// Counts a message of about `bytes` bytes, before it is kept. `false`: the policy must stop.
    #[must_use]
    pub fn message(&self, bytes: usize) -> bool {
        let number = self.messages.get().checked_sub(1);
        let size = self.message_bytes.get().checked_sub(bytes);
        match (number, size) {
            (Some(number), Some(size)) => {
                self.messages.set(number);
                self.message_bytes.set(size);
                true
            }
            _ => self.stop(Limit::Messages(self.allowed_messages.get())),
        }
    }

    /// Notes the limit that was hit; the first one stays. Always `false`, to end a charge with.
    pub fn stop(&self, limit: Limit) -> bool {
        if self.hit.get().is_none() {
            self.hit.set(Some(limit));
        }
        false
    }

    /// Steps that are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.behind
            .get()
            .saturating_add(self.left.get().cast_unsigned())
    }

    /// Time that is left, for what waits: it starts the clock. None: there is no deadline.
    #[must_use]
    pub fn time_left(&self) -> Option<Duration> {
        let time = self.time.get()?;
        Some(time.saturating_sub(self.start_clock().elapsed()))
    }

    /// Steps spent since the start.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.allowed.get().saturating_sub(self.left())
    }

    /// The largest int, in bits.
    #[must_use]
    pub fn int_bits(&self) -> u64 {
        self.int_bits.get()
    }

    /// The limit that was hit, if one was.
    #[must_use]
    pub fn hit(&self) -> Option<Limit> {
        self.hit.get()
    }
}
