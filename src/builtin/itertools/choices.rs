//! `product`, `permutations`, `combinations`: choices out of pools that are known beforehand.
//!
//! Each iterator keeps the places that it chose last, in fields behind the pools.

use std::cell::Cell;

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Data, Instance, IterState, Stop};

/// `itertools.product`.
pub(super) static PRODUCT: Class = Class {
    construct: Some(&Row::leaf("product", "*@iterables, repeat=1", product)),
    ..class("product", "itertools.product")
};

/// `itertools.permutations`.
pub(super) static PERMUTATIONS: Class = Class {
    construct: Some(&Row::leaf(
        "permutations",
        "@iterable, r=None",
        permutations,
    )),
    ..class("permutations", "itertools.permutations")
};

/// `itertools.combinations`.
pub(super) static COMBINATIONS: Class = Class {
    construct: Some(&Row::leaf("combinations", "@iterable, r", combinations)),
    ..class("combinations", "itertools.combinations")
};

/// `itertools.combinations_with_replacement`.
pub(super) static WITH_REPLACEMENT: Class = Class {
    construct: Some(&Row::leaf(
        "combinations_with_replacement",
        "@iterable, r",
        with_replacement,
    )),
    ..class(
        "combinations_with_replacement",
        "itertools.combinations_with_replacement",
    )
};

const fn class(name: &'static str, title: &'static str) -> Class {
    Class {
        module: "itertools",
        title,
        behaviour: &Choosing,
        ..Class::named(name)
    }
}

/// How the next choice follows from the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// One of each pool.
    Product,
    /// Different places in any order.
    Permutations,
    /// Different places in rising order.
    Combinations,
    /// Places in rising order, the same as often as wanted.
    WithReplacement,
}

/// Where an iterator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    First,
    Later,
    Over,
}

/// What an iterator keeps beside its pools and places.
struct Choice {
    rule: Rule,
    turn: Cell<Turn>,
    /// How many are chosen at a time.
    width: usize,
}

/// An iterator over choices; the fields are the pools, then the places chosen, then what the rule keeps.
fn iterator<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    choice: Choice,
    pools: &[Value<'h>],
    places: &[i64],
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(pools.len().saturating_add(places.len()))?;
    let fields = cx.memory(cx.heap.cells(pools.len() + places.len(), Value::Unbound))?;
    let places = places.iter().map(|place| Value::Int(*place));
    for (field, value) in fields.iter().zip(pools.iter().copied().chain(places)) {
        field.set(value);
    }
    let data = Data::Both(cx.memory(cx.heap.alloc(choice))?, fields);
    let state = cx.memory(cx.heap.alloc(Instance { class, data }))?;
    Ok(Value::Iter(cx.iter(IterState::Other(state))?))
}

fn turn(possible: bool) -> Cell<Turn> {
    Cell::new(if possible { Turn::First } else { Turn::Over })
}

fn product<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let repeat = args.int(cx, 0, 1)?;
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(cx.value_error(format_args!("repeat argument cannot be negative")));
    };
    let mut once = Vec::with_capacity(args.rest.len());
    for pool in args.rest {
        once.push(cx.tuple(&cx.collect(*pool)?)?);
    }
    let width = once.len().saturating_mul(repeat);
    cx.charge(width)?;
    cx.memory(
        cx.heap
            .charge(width.saturating_mul(2 * size_of::<Value<'_>>())),
    )?;
    let pools: Vec<Value<'h>> = once.iter().copied().cycle().take(width).collect();
    let possible = pools.iter().all(|pool| !items(*pool).is_empty());
    let choice = Choice {
        rule: Rule::Product,
        turn: turn(possible),
        width,
    };
    iterator(cx, &PRODUCT, choice, &pools, &vec![0; width])
}

/// The pool of one iterable, and how many are chosen of it.
fn pool_and_width<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<(Value<'h>, usize, usize), Stop<'h>> {
    let pool = cx.tuple(&cx.collect(args.value(0))?)?;
    let size = items(pool).len();
    let width = match args.given(1) {
        None | Some(Value::None) => size as i64,
        Some(width) => cx.ssize(width)?,
    };
    match usize::try_from(width) {
        Ok(width) => Ok((pool, size, width)),
        Err(_) => Err(cx.value_error(format_args!("r must be non-negative"))),
    }
}

fn permutations<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if !matches!(
        args.value(1),
        Value::None | Value::Int(_) | Value::Big(_) | Value::True | Value::False
    ) {
        return Err(cx.type_error(format_args!("Expected int as r")));
    }
    let (pool, size, width) = pool_and_width(cx, args)?;
    // All places in order, then for each chosen one how often it still changes.
    let mut places: Vec<i64> = (0..size as i64).collect();
    let possible = width <= size;
    if possible {
        places.extend((0..width).map(|at| (size - at) as i64));
    }
    let choice = Choice {
        rule: Rule::Permutations,
        turn: turn(possible),
        width,
    };
    iterator(cx, &PERMUTATIONS, choice, &[pool], &places)
}

fn combinations<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (pool, size, width) = pool_and_width(cx, args)?;
    let places: Vec<i64> = (0..width.min(size) as i64).collect();
    let choice = Choice {
        rule: Rule::Combinations,
        turn: turn(width <= size),
        width,
    };
    iterator(cx, &COMBINATIONS, choice, &[pool], &places)
}

fn with_replacement<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (pool, size, width) = pool_and_width(cx, args)?;
    cx.charge(width)?;
    cx.memory(cx.heap.charge(width.saturating_mul(size_of::<i64>())))?;
    let possible = size > 0 || width == 0;
    let choice = Choice {
        rule: Rule::WithReplacement,
        turn: turn(possible),
        width,
    };
    iterator(cx, &WITH_REPLACEMENT, choice, &[pool], &vec![0; width])
}

fn items(pool: Value<'_>) -> &[Value<'_>] {
    match pool {
        Value::Tuple(tuple) => tuple.items,
        _ => &[],
    }
}

/// What makes the next choice.
struct Choosing;

impl Behaviour for Choosing {
    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        let Some(choice) = me.own::<Choice>() else {
            return Ok(None);
        };
        cx.charge(choice.width)?;
        let pools = if choice.rule == Rule::Product {
            choice.width
        } else {
            1
        };
        let (pools, places) = me.fields().split_at_checked(pools).unwrap_or_default();
        let more = match choice.turn.get() {
            Turn::First => true,
            Turn::Later => choice.advance(pools, &Places(places)),
            Turn::Over => false,
        };
        choice.turn.set(if more { Turn::Later } else { Turn::Over });
        if !more {
            return Ok(None);
        }
        let chosen: Vec<Value<'h>> = (0..choice.width)
            .filter_map(|at| {
                let pool = pools.get(at).or(pools.first())?;
                items(pool.get()).get(Places(places).at(at)).copied()
            })
            .collect();
        cx.tuple(&chosen).map(Some)
    }
}

/// The places that an iterator chose last.
struct Places<'a, 'h>(&'a [Cell<Value<'h>>]);

impl Places<'_, '_> {
    fn at(&self, at: usize) -> usize {
        match self.0.get(at).map(Cell::get) {
            Some(Value::Int(place)) => place as usize,
            _ => 0,
        }
    }

    fn set(&self, at: usize, place: usize) {
        if let Some(field) = self.0.get(at) {
            field.set(Value::Int(place as i64));
        }
    }

    fn swap(&self, a: usize, b: usize) {
        let (at_a, at_b) = (self.at(a), self.at(b));
        self.set(a, at_b);
        self.set(b, at_a);
    }
}

impl Choice {
    /// Goes on to the next choice, if there is one.
    fn advance(&self, pools: &[Cell<Value<'_>>], places: &Places<'_, '_>) -> bool {
        let size = |at: usize| {
            let pool = pools.get(at).or(pools.first());
            pool.map_or(0, |pool| items(pool.get()).len())
        };
        match self.rule {
            Rule::Product => self.roll(places, size),
            Rule::Permutations => self.permute(places, size(0)),
            Rule::Combinations => self.rise(places, |at| size(0) - self.width + at, 1),
            Rule::WithReplacement => self.rise(places, |_| size(0) - 1, 0),
        }
    }

    /// As an odometer: the last place turns fastest.
    fn roll(&self, places: &Places<'_, '_>, size: impl Fn(usize) -> usize) -> bool {
        for at in (0..self.width).rev() {
            let next = places.at(at) + 1;
            if next < size(at) {
                places.set(at, next);
                return true;
            }
            places.set(at, 0);
        }
        false
    }

    /// The last place that can rise does, and those behind it follow closely.
    fn rise(&self, places: &Places<'_, '_>, highest: impl Fn(usize) -> usize, gap: usize) -> bool {
        let rising = (0..self.width)
            .rev()
            .find(|at| places.at(*at) < highest(*at));
        let Some(rising) = rising else {
            return false;
        };
        let mut place = places.at(rising) + 1;
        for at in rising..self.width {
            places.set(at, place);
            place += gap;
        }
        true
    }

    /// The last place that still changes takes the next of those not chosen.
    fn permute(&self, places: &Places<'_, '_>, size: usize) -> bool {
        for at in (0..self.width).rev() {
            let left = places.at(size + at) - 1;
            if left > 0 {
                places.set(size + at, left);
                places.swap(at, size - left);
                return true;
            }
            // All were there: the order behind is as it was.
            let first = places.at(at);
            for place in at..size - 1 {
                places.set(place, places.at(place + 1));
            }
            places.set(size - 1, first);
            places.set(size + at, size - at);
        }
        false
    }
}
