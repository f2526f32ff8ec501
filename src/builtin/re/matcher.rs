//! A compiled pattern: searches a text as Python would, by automaton where it can, by going back where it must.

use super::backtrack::{Fuel, Machine, Task};
use super::charset::CharSet;
use super::error::PatternError;
use super::flags::Flags;
use super::hay::Hay;
use super::lead;
use super::memory::{Memory, NOWHERE, Spent};
use super::parse::{self, Pattern};
use super::program::Program;
use super::regular::{self, Kind, Needs};
use super::tree::Node;
use regex_automata::meta::{Cache, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};
use std::sync::{Arc, OnceLock};

/// A compiled pattern. Cheap to clone; what a search needs to write stands in a `Scratch`.
#[derive(Clone, Debug)]
pub(crate) struct Matcher(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pattern: Pattern,
    text: bool,
    needs: Needs,
    program: OnceLock<Program>,
    /// For each kind of text, and for matching all of it.
    automata: [OnceLock<Option<Automaton>>; 4],
    /// The group around each group.
    parents: Vec<u32>,
    /// The characters a match can start with, if not any.
    lead: OnceLock<Option<CharSet>>,
}

/// A pattern as an automaton for one kind of text.
#[derive(Debug)]
struct Automaton {
    regex: Regex,
    /// How many states it can have to follow at once, about.
    states: usize,
}

/// What searches of one matcher write to; used again by the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    memory: Memory,
    automata: [Option<(Cache, Captures)>; 4],
}

impl Scratch {
    /// Whether it holds more than is worth keeping.
    pub(super) fn is_large(&self) -> bool {
        self.memory.is_large()
    }
}

/// The text to search.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Haystack<'t> {
    /// A str, and whether it is all ASCII.
    Text(&'t str, bool),
    /// Bytes.
    Bytes(&'t [u8]),
}

/// Where a match may begin and must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Anywhere, as `search`.
    Search,
    /// At the start, as `match`.
    Match,
    /// From the start to the end, as `fullmatch`.
    Full,
}

/// A match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The bytes of each group, the whole match first; None where a group took no part.
    pub(crate) spans: Vec<Option<(usize, usize)>>,
    /// The group closed last.
    pub(crate) last: Option<u32>,
}

impl Haystack<'_> {
    /// Its length in bytes.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Text(text, _) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text, _) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Matcher {
    /// Compiles a pattern; the characters of a bytes pattern are its bytes.
    pub(crate) fn new(pattern: &[char], text: bool, flags: Flags) -> Result<Self, PatternError> {
        let pattern = parse::parse(pattern, text, flags)?;
        let mut parents = vec![0; pattern.groups as usize + 1];
        note_parents(&pattern.root, 0, &mut parents);
        Ok(Self(Arc::new(Inner {
            needs: Needs::of(&pattern.root),
            pattern,
            text,
            program: OnceLock::new(),
            automata: [const { OnceLock::new() }; 4],
            parents,
            lead: OnceLock::new(),
        })))
    }

    /// The pattern's flags.
    pub(crate) fn flags(&self) -> Flags {
        self.0.pattern.flags
    }

    /// The number of groups.
    pub(crate) fn groups(&self) -> u32 {
        self.0.pattern.groups
    }

    /// The groups with names.
    pub(crate) fn names(&self) -> &[(String, u32)] {
        &self.0.pattern.names
    }

    /// Whether it is a str pattern.
    pub(crate) fn is_text(&self) -> bool {
        self.0.text
    }

    /// Searches from a byte offset. With `advance`, an empty match at the very start does not count.
    pub(crate) fn find(
        &self,
        scratch: &mut Scratch,
        hay: Haystack<'_>,
        start: usize,
        how: How,
        advance: bool,
        fuel: &mut Fuel,
    ) -> Result<Option<Found>, Spent> {
        if start > hay.len() {
            return Ok(None);
        }
        if let Some((place, automaton)) = self.automaton(hay, how) {
            let cost = reading_cost(automaton, hay.len() - start);
            fuel.steps = fuel.steps.checked_sub(cost).ok_or(Spent::Steps)?;
            let found = self.read(&automaton.regex, place, scratch, hay, start, how);
            let refused =
                |found: &Found| advance && found.spans.first() == Some(&Some((start, start)));
            if !found.as_ref().is_some_and(refused) {
                return Ok(found);
            }
        }
        let task = Task {
            start,
            full: how == How::Full,
            advance,
        };
        match hay {
            Haystack::Text(text, _) => self.go_back(scratch, text, task, how, fuel),
            Haystack::Bytes(bytes) => self.go_back(scratch, bytes, task, how, fuel),
        }
    }

    /// Whether a search from the start finds anything.
    pub(crate) fn is_found(
        &self,
        scratch: &mut Scratch,
        hay: Haystack<'_>,
        fuel: &mut Fuel,
    ) -> Result<bool, Spent> {
        let Some((place, automaton)) = self.automaton(hay, How::Search) else {
            let found = self.find(scratch, hay, 0, How::Search, false, fuel)?;
            return Ok(found.is_some());
        };
        let cost = reading_cost(automaton, hay.len());
        fuel.steps = fuel.steps.checked_sub(cost).ok_or(Spent::Steps)?;
        let Some(slot) = scratch.automata.get_mut(place) else {
            return Ok(false);
        };
        let regex = &automaton.regex;
        let (cache, _) =
            slot.get_or_insert_with(|| (regex.create_cache(), regex.create_captures()));
        let input = Input::new(hay.bytes()).earliest(true);
        Ok(regex.search_half_with(cache, &input).is_some())
    }

    /// The automaton that can search this text, if one can.
    fn automaton(&self, hay: Haystack<'_>, how: How) -> Option<(usize, &Automaton)> {
        let needs = self.0.needs;
        let kind = match hay {
            Haystack::Text(_, true) => Kind::Ascii,
            Haystack::Text(_, false) => Kind::Text,
            Haystack::Bytes(_) => Kind::Bytes,
        };
        let refused = needs.going_back
            || needs.ascii && kind == Kind::Text
            || needs.some && hay.len() == 0
            || needs.no_last_newline && hay.bytes().last() == Some(&b'\n');
        if refused {
            return None;
        }
        let full = how == How::Full;
        let place = usize::from(kind == Kind::Text) * 2 + usize::from(full);
        let made = self.0.automata.get(place)?;
        let made = made.get_or_init(|| {
            let regex = regular::build(&self.0.pattern.root, kind, full)?;
            let states = self.0.pattern.root.places();
            Some(Automaton { regex, states })
        });
        made.as_ref().map(|automaton| (place, automaton))
    }

    fn read(
        &self,
        automaton: &Regex,
        place: usize,
        scratch: &mut Scratch,
        hay: Haystack<'_>,
        start: usize,
        how: How,
    ) -> Option<Found> {
        let slot = scratch.automata.get_mut(place)?;
        let (cache, captures) =
            slot.get_or_insert_with(|| (automaton.create_cache(), automaton.create_captures()));
        let anchored = if how == How::Search {
            Anchored::No
        } else {
            Anchored::Yes
        };
        let input = Input::new(hay.bytes()).range(start..).anchored(anchored);
        automaton.search_captures_with(cache, &input, captures);
        if !captures.is_match() {
            return None;
        }
        let groups = self.0.pattern.groups as usize;
        let spans =
            (0..=groups).map(|group| captures.get_group(group).map(|span| (span.start, span.end)));
        let last = regular::last_closed(captures, &self.0.parents);
        Some(Found {
            spans: spans.collect(),
            last,
        })
    }

    fn go_back<H: Hay>(
        &self,
        scratch: &mut Scratch,
        hay: H,
        task: Task,
        how: How,
        fuel: &mut Fuel,
    ) -> Result<Option<Found>, Spent> {
        let inner = &self.0;
        let program = inner
            .program
            .get_or_init(|| Program::new(&inner.pattern.root, inner.pattern.groups));
        let lead = inner
            .lead
            .get_or_init(|| lead::of(&inner.pattern.root).map(|class| CharSet::new(&class)));
        let mut machine = Machine {
            program,
            hay,
            memory: &mut scratch.memory,
            fuel,
            task,
        };
        let mut at = task.start;
        loop {
            let next = hay.after(at);
            let possible = match (lead, next) {
                (Some(lead), Some((c, _))) => lead.contains(c),
                (Some(_), None) => false,
                (None, _) => true,
            };
            if possible {
                if let Some(end) = machine.run(at)? {
                    return Ok(Some(self.found(&scratch.memory, program.last, at, end)));
                }
            } else {
                machine.fuel.steps = machine.fuel.steps.checked_sub(1).ok_or(Spent::Steps)?;
            }
            match next {
                Some((_, next)) if how == How::Search => at = next,
                _ => return Ok(None),
            }
        }
    }

    fn found(&self, memory: &Memory, last: usize, start: usize, end: usize) -> Found {
        let (marks, _) = memory.registers.split_at_checked(last).unwrap_or_default();
        let (pairs, _) = marks.as_chunks::<2>();
        let span = |[start, end]: &[usize; 2]| {
            (*end != NOWHERE && *start != NOWHERE).then_some((*start, *end))
        };
        let groups = pairs.iter().skip(1).map(span);
        let last = memory
            .registers
            .get(last)
            .and_then(|last| u32::try_from(*last).ok());
        Found {
            spans: std::iter::once(Some((start, end))).chain(groups).collect(),
            last: last.filter(|last| *last <= self.groups()),
        }
    }
}

/// What reading so many bytes may cost. An automaton can have to follow all its states at once, at each byte
/// anew, and cannot be stopped once it reads: that is what has to be affordable.
fn reading_cost(automaton: &Automaton, bytes: usize) -> u64 {
    (1 + bytes / 16 + bytes.saturating_mul(automaton.states) / 16) as u64
}

fn note_parents(node: &Node, parent: u32, parents: &mut [u32]) {
    let mut inner = parent;
    if let Node::Capture(group, _) = node {
        if let Some(place) = parents.get_mut(*group as usize) {
            *place = parent;
        }
        inner = *group;
    }
    for child in node.children() {
        note_parents(child, inner, parents);
    }
}
