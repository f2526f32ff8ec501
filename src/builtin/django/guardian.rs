//! `guardian.shortcuts`: permissions of objects are told as effects; nobody has any beforehand.

use crate::host::model::people::USER;
use crate::host::query::{errors, find};
use crate::host::rows::store;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::{Context, Deed};
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::Stop;

/// `guardian.shortcuts`.
pub static MODULE: Module = Module {
    name: "guardian.shortcuts",
    members: &[
        (
            "assign_perm",
            Member::Function(Row::leaf(
                "assign_perm",
                "perm, user_or_group, obj=None",
                |cx, args| tell(cx, "assign_perm", args),
            )),
        ),
        (
            "get_anonymous_user",
            Member::Function(Row::leaf("get_anonymous_user", "", anonymous)),
        ),
        (
            "get_perms",
            Member::Function(Row::leaf("get_perms", "user_or_group, obj", |cx, _| {
                cx.list(&[]).map(Value::List)
            })),
        ),
        (
            "remove_perm",
            Member::Function(Row::leaf(
                "remove_perm",
                "perm, user_or_group=None, obj=None",
                |cx, args| tell(cx, "remove_perm", args),
            )),
        ),
    ],
};

/// The row that stands for nobody.
fn anonymous<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let wanted = [(cx.lent_text("username")?, cx.lent_str("AnonymousUser")?)];
    let found = find(cx, &USER, &wanted, 1)?;
    let found = found.first().copied();
    found.ok_or_else(|| errors::absent(cx, USER.model))
}

fn tell<'h>(
    cx: &Context<'h>,
    name: &'static str,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let told = cx.dict()?;
    for (name, value) in ["perm", "user_or_group", "obj"].into_iter().zip(args.fixed) {
        let shown = match value {
            Value::Host(row) => match row.object.identity() {
                Some(key) => cx.str(&format!("{} {key}", row.object.class_name()))?,
                None => Value::None,
            },
            Value::Unbound => Value::None,
            other => *other,
        };
        told.insert_str(cx, name, shown)?;
    }
    let root = store::root(cx)?;
    cx.note(Deed::Call, root, cx.lent_str(name)?, Value::Dict(told))?;
    Ok(Value::None)
}
