//! The two measures: processor time of a thread, and resident memory of the process.

use std::fs;
use std::hint::black_box;

use rustix::param::page_size;
use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds that this thread has had a processor. On a shared machine the time spent waiting for one
/// is not the peer's.
#[must_use]
pub fn thread_nanos() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// Bytes of the process that stand in memory; none where the system does not tell.
#[must_use]
pub fn resident_bytes() -> Option<usize> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    let resident: usize = pages.split_whitespace().nth(1)?.parse().ok()?;
    resident.checked_mul(page_size())
}

/// How long is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How many batches at most.
    pub batches: usize,
    /// How long one batch should take, in nanoseconds.
    pub batch: f64,
    /// How long all of them may take; a slow call gets fewer batches, but at least three.
    pub total: f64,
}

impl Effort {
    /// For figures.
    pub const FULL: Self = Self {
        batches: 25,
        batch: 4e6,
        total: 3e8,
    };
    /// For a first look.
    pub const QUICK: Self = Self {
        batches: 5,
        batch: 1e6,
        total: 5e7,
    };
}

/// Nanoseconds per call, over batches.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The median batch.
    pub median: f64,
    /// The quietest batch: nearest to a machine that does nothing else.
    pub quietest: f64,
}

/// Times a call.
pub fn time<T>(effort: Effort, mut call: impl FnMut() -> T) -> Times {
    black_box(call());
    let one = calibrate(effort, &mut call);
    let calls = (effort.batch / one).clamp(1.0, 1e8) as usize;
    let batches = (effort.total / (one * calls as f64)) as usize;
    let mut times: Vec<f64> = (0..batches.clamp(3, effort.batches))
        .map(|_| batch(calls, &mut call))
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
    Times {
        median: at(times.len() / 2),
        quietest: at(0),
    }
}

/// A first estimate: calls are doubled until they fill a quarter of a batch.
fn calibrate<T>(effort: Effort, call: &mut impl FnMut() -> T) -> f64 {
    let mut calls = 1;
    loop {
        let one = batch(calls, call).max(0.1);
        if one * calls as f64 > effort.batch / 4.0 || calls >= 1 << 24 {
            return one;
        }
        calls *= 2;
    }
}

fn batch<T>(calls: usize, call: &mut impl FnMut() -> T) -> f64 {
    let start = thread_nanos();
    for _ in 0..calls {
        black_box(call());
    }
    (thread_nanos() - start) / calls as f64
}
