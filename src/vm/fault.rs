//! The errors of calls with the wrong arguments; for natives worded as CPython words them for functions
//! written in C.

use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::signature::Signature;
use crate::value::value::Stop;

/// Parameters as the caller counts them: without the object of a method.
struct Counted<'a> {
    row: &'a Row,
    receiver: usize,
}

impl<'a> Counted<'a> {
    fn new(row: &'a Row) -> Self {
        let receiver = usize::from(row.params.names().next() == Some("self"));
        Self { row, receiver }
    }

    fn params(&self) -> &'a Signature {
        &self.row.params
    }

    fn least(&self) -> usize {
        usize::from(self.params().required).saturating_sub(self.receiver)
    }

    fn most(&self) -> usize {
        usize::from(self.params().positional).saturating_sub(self.receiver)
    }

    /// What opens the name of a method: the class of its object.
    fn class(&self, args: &[Value<'_>]) -> String {
        match (self.receiver, args.first()) {
            (1, Some(receiver)) => format!("{}.", receiver.type_name()),
            _ => String::new(),
        }
    }

    /// No argument can be given by keyword.
    fn positional_only(&self) -> bool {
        let params = self.params();
        params.positional_only == params.positional && params.keyword_only == 0
    }
}

/// The wrong number of positional arguments.
#[cold]
pub(super) fn count<'h>(cx: &Context<'h>, row: &Row, args: &[Value<'h>]) -> Stop<'h> {
    let counted = Counted::new(row);
    let name = row.name;
    let Some(given) = args.len().checked_sub(counted.receiver) else {
        return cx.type_error(format_args!("unbound method {name}() needs an argument"));
    };
    let class = counted.class(args);
    let (least, most) = (counted.least(), counted.most());
    let (bound, wanted) = match given < least {
        true => ("at least", least),
        false => ("at most", most),
    };
    let exact = least == most && !row.params.varargs;
    match (counted.positional_only(), exact, wanted) {
        (true, true, 0) => cx.type_error(format_args!(
            "{class}{name}() takes no arguments ({given} given)"
        )),
        (true, true, 1) => cx.type_error(format_args!(
            "{class}{name}() takes exactly one argument ({given} given)"
        )),
        (true, true, _) => cx.type_error(format_args!(
            "{name} expected {wanted} arguments, got {given}"
        )),
        (true, false, _) => cx.type_error(format_args!(
            "{name} expected {bound} {wanted} argument{}, got {given}",
            plural(wanted)
        )),
        (false, _, 0) => cx.type_error(format_args!("{name}() takes no positional arguments")),
        (false, exact, _) => cx.type_error(format_args!(
            "{name}() takes {} {wanted} argument{} ({given} given)",
            if exact { "exactly" } else { bound },
            plural(wanted)
        )),
    }
}

/// Too many positional arguments, and keywords: natives that know no keywords mind those first.
#[cold]
pub(super) fn only_positional<'h>(
    cx: &Context<'h>,
    row: &Row,
    args: &[Value<'h>],
    name: &str,
) -> Stop<'h> {
    match Counted::new(row).positional_only() {
        true => keyword(cx, row, args, name),
        false => count(cx, row, args),
    }
}

/// A parameter without argument.
#[cold]
pub(super) fn missing<'h>(cx: &Context<'h>, row: &Row, at: usize, args: &[Value<'h>]) -> Stop<'h> {
    let counted = Counted::new(row);
    if counted.positional_only() || at < counted.receiver {
        return count(cx, row, args);
    }
    let position = at + 1 - counted.receiver;
    if at < usize::from(row.params.positional_only) {
        return cx.type_error(format_args!(
            "{}() takes at least {} positional argument{} ({} given)",
            row.name,
            counted.least(),
            plural(counted.least()),
            args.len().saturating_sub(counted.receiver),
        ));
    }
    cx.type_error(format_args!(
        "{}() missing required argument '{}' (pos {position})",
        row.name,
        row.params.names().nth(at).unwrap_or_default()
    ))
}

/// A keyword that names no parameter.
#[cold]
pub(super) fn keyword<'h>(
    cx: &Context<'h>,
    row: &Row,
    args: &[Value<'h>],
    keyword: &str,
) -> Stop<'h> {
    let counted = Counted::new(row);
    if counted.positional_only() {
        return cx.type_error(format_args!(
            "{}{}() takes no keyword arguments",
            counted.class(args),
            row.name
        ));
    }
    cx.type_error(format_args!(
        "'{keyword}' is an invalid keyword argument for {}()",
        row.name
    ))
}

/// A parameter with two arguments.
#[cold]
pub(super) fn twice<'h>(cx: &Context<'h>, row: &Row, keyword: &str) -> Stop<'h> {
    let at = row.params.names().position(|name| name == keyword);
    let position = at.unwrap_or(0) + 1 - Counted::new(row).receiver.min(at.unwrap_or(0));
    cx.type_error(format_args!(
        "argument for {}() given by name ('{keyword}') and position ({position})",
        row.name
    ))
}

pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Parameters of a function of the language without arguments.
#[cold]
pub(super) fn missing_names<'h>(
    cx: &Context<'h>,
    function: &str,
    kind: &str,
    names: &[&str],
) -> Stop<'h> {
    let list = match names {
        [] => String::new(),
        [one] => format!("'{one}'"),
        [one, two] => format!("'{one}' and '{two}'"),
        [init @ .., last] => format!("'{}', and '{last}'", init.join("', '")),
    };
    cx.type_error(format_args!(
        "{function}() missing {} required {kind} argument{}: {list}",
        names.len(),
        plural(names.len()),
    ))
}
