//! The iterators that the prelude runs: their classes, and what is checked before it does.

use crate::builtin::iterators::{self, iterator, twin};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

type Answer<'h> = Result<Ending<'h>, Stop<'h>>;

macro_rules! classes {
    ($($(#[$doc:meta])* $constant:ident = $name:literal ($params:literal) $construct:ident => $twin:literal;)*) => {
        $(
            $(#[$doc])*
            pub(super) static $constant: Class = Class {
                module: "itertools",
                title: concat!("itertools.", $name),
                construct: Some(&Row::tail($name, $params, $construct)),
                ..Class::named($name)
            };
        )*

        /// The classes by the functions of the prelude whose generators they are.
        static TWINS: &[(&str, &Class)] = &[$(($twin, &$constant)),*, ("chain", &CHAIN)];
    };
}

classes! {
    /// `itertools.accumulate`.
    ACCUMULATE = "accumulate" ("iterable, func=None, *, initial=None") accumulate => "accumulate";
    /// `itertools.compress`.
    COMPRESS = "compress" ("data, selectors") compress => "compress";
    /// `itertools.cycle`.
    CYCLE = "cycle" ("iterable, /") cycle => "cycle";
    /// `itertools.dropwhile`.
    DROPWHILE = "dropwhile" ("predicate, iterable, /") dropwhile => "drop_while";
    /// `itertools.filterfalse`.
    FILTERFALSE = "filterfalse" ("function, iterable, /") filterfalse => "filter_false";
    /// `itertools.groupby`.
    GROUPBY = "groupby" ("iterable, key=None") groupby => "group_by";
    /// `itertools.islice`.
    ISLICE = "islice" ("iterable, *bounds") islice => "islice";
    /// `itertools.pairwise`.
    PAIRWISE = "pairwise" ("iterable, /") pairwise => "pairwise";
    /// `itertools.starmap`.
    STARMAP = "starmap" ("function, iterable, /") starmap => "star_map";
    /// `itertools.takewhile`.
    TAKEWHILE = "takewhile" ("predicate, iterable, /") takewhile => "take_while";
    /// `itertools.zip_longest`.
    ZIP_LONGEST = "zip_longest" ("*iterables, fillvalue=None") zip_longest => "zip_longest";
}

/// `itertools.chain`.
pub(super) static CHAIN: Class = Class {
    module: "itertools",
    title: "itertools.chain",
    construct: Some(&Row::tail("chain", "*iterables", chain)),
    statics: &[Row::tail("from_iterable", "iterable, /", chain_from)],
    ..Class::named("chain")
};

/// `tee`.
pub(super) const TEE: Row = Row::tail("tee", "iterable, n=2, /", tee);

/// The class that a generator of the prelude shows itself as.
#[must_use]
pub fn shown_class(function: &str) -> Option<&'static Class> {
    let shown = TWINS.iter().find(|(name, _)| *name == function);
    shown
        .map(|(_, class)| *class)
        .or_else(|| iterators::shown_class(function))
}

fn accumulate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let items = iterator(cx, args.value(0))?;
    twin(cx, "accumulate", &[items, args.value(1), args.value(2)])
}

fn chain<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(cx, "chain", &[cx.tuple(args.rest)?])
}

fn chain_from<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(cx, "chain", &[iterator(cx, args.value(0))?])
}

fn compress<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let items = iterator(cx, args.value(0))?;
    twin(cx, "compress", &[items, iterator(cx, args.value(1))?])
}

fn cycle<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(cx, "cycle", &[iterator(cx, args.value(0))?])
}

fn dropwhile<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(
        cx,
        "drop_while",
        &[args.value(0), iterator(cx, args.value(1))?],
    )
}

fn filterfalse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(
        cx,
        "filter_false",
        &[args.value(0), iterator(cx, args.value(1))?],
    )
}

fn groupby<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(
        cx,
        "group_by",
        &[iterator(cx, args.value(0))?, args.value(1)],
    )
}

fn pairwise<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(cx, "pairwise", &[iterator(cx, args.value(0))?])
}

fn starmap<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(
        cx,
        "star_map",
        &[args.value(0), iterator(cx, args.value(1))?],
    )
}

fn takewhile<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    twin(
        cx,
        "take_while",
        &[args.value(0), iterator(cx, args.value(1))?],
    )
}

fn zip_longest<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut all = Vec::with_capacity(args.rest.len());
    for value in args.rest {
        all.push(iterator(cx, *value)?);
    }
    twin(cx, "zip_longest", &[cx.tuple(&all)?, args.value(0)])
}

fn tee<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let count = args.int(cx, 1, 2)?;
    if count < 0 {
        return Err(cx.value_error(format_args!("n must be >= 0")));
    }
    twin(
        cx,
        "tee",
        &[iterator(cx, args.value(0))?, Value::Int(count)],
    )
}

fn islice<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (start, stop, step) = match args.rest {
        [stop] => (Value::None, *stop, Value::None),
        [start, stop] => (*start, *stop, Value::None),
        [start, stop, step] => (*start, *stop, *step),
        given => {
            let (bound, count) = if given.is_empty() {
                ("at least 2", 1)
            } else {
                ("at most 4", given.len() + 1)
            };
            return Err(cx.type_error(format_args!(
                "islice expected {bound} arguments, got {count}"
            )));
        }
    };
    let what = if args.rest.len() == 1 {
        "Stop argument"
    } else {
        "Indices"
    };
    let wrong = || {
        cx.value_error(format_args!(
            "{what} for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        ))
    };
    let bound = |value: Value<'h>| match value {
        Value::None => Some(Value::None),
        other => cx
            .ssize(other)
            .ok()
            .filter(|bound| *bound >= 0)
            .map(Value::Int),
    };
    let stop = bound(stop).ok_or_else(wrong)?;
    let start = match bound(start).ok_or_else(wrong)? {
        Value::None => Value::Int(0),
        start => start,
    };
    let step = match bound(step) {
        Some(Value::None) => Value::Int(1),
        Some(Value::Int(step)) if step > 0 => Value::Int(step),
        _ => {
            let text = "Step for islice() must be a positive integer or None.";
            return Err(cx.value_error(format_args!("{text}")));
        }
    };
    twin(
        cx,
        "islice",
        &[iterator(cx, args.value(0))?, start, stop, step],
    )
}
