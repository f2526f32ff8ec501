//! Asking one by one what users and groups do not settle: on all cores, told in order.

use crate::engine::build::Engine;
use crate::engine::decision::{DecideError, Decision};
use crate::engine::hearing::Hearing;
use crate::host::Request;

use super::column::Column;
use super::cores;
use super::crowd::Crowd;

/// How many are asked before the first of them is told of: what bounds the memory of decisions of
/// which only the answer is kept.
const AT_ONCE: usize = 1024;

/// Many questions: columns are targets, and each asks some of the crowd.
pub(super) struct Asking<'a> {
    pub engine: &'a Engine,
    pub columns: &'a [Column<'a>],
    pub crowd: &'a Crowd<'a>,
    pub request: &'a Request<'a>,
    pub now: i64,
}

/// One of them: the places of its column and of its subject.
pub(super) type Cell = (usize, usize);

impl Asking<'_> {
    /// Asks them all; reports them and hands them on, target by target and each in the order of its
    /// subjects.
    pub fn each(&self, mut answer: impl FnMut(Cell, Result<Decision, DecideError>)) {
        let columns = self.columns.iter().enumerate();
        let mut cells =
            columns.flat_map(|(at, column)| column.asked.iter().map(move |who| (at, who)));
        loop {
            let some: Vec<Cell> = cells.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return;
            }
            let decided = cores::map(&some, |cell| self.decide(*cell));
            for (cell, decided) in some.into_iter().zip(decided) {
                if let Ok(decision) = &decided {
                    self.tell(cell, decision);
                }
                answer(cell, decided);
            }
        }
    }

    /// What one is answered. Nobody is told yet.
    fn decide(&self, (at, who): Cell) -> Result<Decision, DecideError> {
        let engine = self.engine;
        let Some(column) = self.columns.get(at) else {
            return Ok(Decision::closed());
        };
        let request = self.crowd.request(self.request, who);
        let framed = engine.frame(column.found, &request, |request, empty_result| {
            let request = column.found.request(request);
            let (now, short) = (self.now, column.short_circuit);
            let hearing = Hearing::of(column.found, || now, short, request.user());
            let hearing = hearing.with_empty_result(empty_result);
            engine.hear(column.found, &hearing, &request)
        });
        framed.unwrap_or_else(|denial| Ok(Decision::denied(denial)))
    }

    fn tell(&self, (at, who): Cell, decision: &Decision) {
        let Some(column) = self.columns.get(at) else {
            return;
        };
        let request = self.crowd.request(self.request, who);
        // Where no binding was to be asked, there is nothing to be told.
        let _ = self.engine.frame(column.found, &request, |request, _| {
            let request = column.found.request(request);
            let effects = &decision.effects;
            self.engine.tell(column.name, decision, effects, &request);
        });
    }
}
