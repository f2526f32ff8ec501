//! A query set is a root and steps, each an instance that knows the one before.

use crate::value::context::Context;
use crate::value::model::{Field, Kind, Model};
use crate::value::value::{Data, Host, Instance, Stop, Value};

/// Where an instance keeps what: its values once they are known, the instance before, what it does,
/// and to what.
pub(super) const CACHE: usize = 0;
const BEFORE: usize = 1;
const DOES: usize = 2;
const ARGS: usize = 3;

/// What an instance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub(super) enum Step {
    /// All rows of a model: its class.
    Table,
    /// The rows of a relation: the row and the field's name.
    Related,
    /// The rows of a relation and of their parents: the row and the field's name.
    Inherited,
    /// Objects that were lent.
    Lent,
    /// Nothing.
    Nothing,
    /// Look-ups that are met: a dict.
    Filter,
    /// Look-ups that are not met: a dict.
    Exclude,
    /// A condition that is met: a `Q`.
    Where,
    /// An order: a tuple of names.
    Order,
    /// The other way round.
    Reverse,
    /// Each once.
    Distinct,
    /// A part: a slice.
    Slice,
    /// A dict for each row: a tuple of names.
    Values,
    /// A tuple for each row: a tuple of names.
    Tuples,
    /// A value for each row: a tuple of one name.
    Flat,
}

impl Step {
    const ALL: [Self; 15] = [
        Self::Table,
        Self::Related,
        Self::Inherited,
        Self::Lent,
        Self::Nothing,
        Self::Filter,
        Self::Exclude,
        Self::Where,
        Self::Order,
        Self::Reverse,
        Self::Distinct,
        Self::Slice,
        Self::Values,
        Self::Tuples,
        Self::Flat,
    ];

    /// What an instance does.
    pub fn of(me: &Instance<'_>) -> Self {
        if let Data::Lent(..) = me.data {
            return Self::Lent;
        }
        let code = match me.field(DOES) {
            Value::Int(code) => usize::try_from(code).ok(),
            _ => None,
        };
        let step = code.and_then(|code| Self::ALL.get(code));
        step.copied().unwrap_or(Self::Nothing)
    }
}

/// The fields of an instance that does something behind another one.
pub(super) fn fields<'h>(before: Value<'h>, step: Step, args: Value<'h>) -> [Value<'h>; 4] {
    [Value::Unbound, before, Value::Int(step as i64), args]
}

/// The instances from the root to this one.
pub(super) fn chain<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
) -> Result<Vec<&'h Instance<'h>>, Stop<'h>> {
    let mut chain = vec![me];
    let mut here = me;
    while let (false, Value::Object(before)) = (is_root(here), here.field(BEFORE)) {
        cx.charge(1)?;
        chain.push(before);
        here = before;
    }
    chain.reverse();
    Ok(chain)
}

fn is_root(me: &Instance<'_>) -> bool {
    matches!(
        Step::of(me),
        Step::Table | Step::Related | Step::Inherited | Step::Lent
    )
}

/// The model of the rows, if it is known.
pub(super) fn model_of<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
) -> Result<Option<&'static Model>, Stop<'h>> {
    let chain = chain(cx, me)?;
    let Some(root) = chain.first() else {
        return Ok(None);
    };
    Ok(match (Step::of(root), root.field(ARGS)) {
        (Step::Table, Value::Class(class)) => class.model,
        (_, args) => relation(args).and_then(|(_, field)| match field.kind {
            Kind::One(model) | Kind::Many(model) | Kind::Back(model, _) => Some(model),
            _ => None,
        }),
    })
}

/// The row and the field of a relation.
pub(super) fn relation<'h>(args: Value<'h>) -> Option<(&'h Host<'h>, &'static Field)> {
    let Value::Tuple(tuple) = args else {
        return None;
    };
    match tuple.items {
        [Value::Host(host), Value::Str(name)] => {
            let model = host.object.class()?.model?;
            Some((host, model.field(name.as_str())?))
        }
        _ => None,
    }
}

/// What an instance's step is about.
pub(super) fn args_of<'h>(me: &Instance<'h>) -> Value<'h> {
    me.field(ARGS)
}

/// Whether a part of the rows was taken already.
pub(super) fn is_sliced<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<bool, Stop<'h>> {
    let chain = chain(cx, me)?;
    Ok(chain.iter().any(|one| Step::of(one) == Step::Slice))
}
