//! What can be done with users and groups.

use super::methods::receiver;
use crate::host::merge::merge_attributes;
use crate::host::query::of_lent;
use crate::host::query::set::{inherited, is_inherited};
use crate::host::rows::node::Node;
use crate::host::rows::related::{inherited as inherit, of_sequence};
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Host, Stop, Value};

/// The methods of `User`.
pub(super) static USER: &[Row] = &[
    Row::leaf("all_groups", "self", all_groups),
    Row::std("app_entitlements", "self, app", "app_entitlements"),
    Row::std(
        "app_entitlements_attributes",
        "self, app",
        "app_entitlements_attributes",
    ),
    Row::leaf("check_password", "self, raw_password", check_password),
    Row::leaf("group_attributes", "self, request=None", group_attributes),
    Row::leaf("has_usable_password", "self", has_usable_password),
    Row::leaf("locale", "self, request=None", |cx, _| cx.str("")),
    Row::leaf(
        "set_password",
        "self, raw_password, *args, **kwargs",
        |cx, args| password(cx, &args, args.value(1)),
    ),
    Row::leaf("set_unusable_password", "self", |cx, args| {
        let unusable = cx.str(UNUSABLE)?;
        password(cx, &args, unusable)
    }),
];

/// The methods of `Group`.
pub(super) static GROUP: &[Row] = &[Row::leaf("is_member", "self, user", is_member)];

/// What Django puts in front of a password that nothing matches.
const UNUSABLE: &str = "!";

/// The attribute by which a user says whether it has a password.
pub(in crate::host) const USABLE: &str = "_usable_password";

fn all_groups<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let user = receiver(cx, &args)?;
    let model = user.object.class().and_then(|class| class.model);
    match (model, user.object.related("all_groups")) {
        (None, Some(groups)) => of_lent(cx, groups),
        _ => inherited(cx, user, "groups"),
    }
}

/// The groups of a user, theirs included.
fn groups<'h>(cx: &Context<'h>, user: &'h Host<'h>) -> Result<Vec<Node<'h>>, Stop<'h>> {
    if let (false, Some(groups)) = (cx.written.get(), user.object.related("all_groups")) {
        return of_sequence(cx, groups);
    }
    let model = user.object.class().and_then(|class| class.model);
    match model.and_then(|model| model.field("groups")) {
        Some(field) => inherit(cx, Node::Shown(user), field, "parents"),
        None => Ok(Vec::new()),
    }
}

fn group_attributes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let user = receiver(cx, &args)?;
    let brand = match args.value(1) {
        Value::Host(request) => match request.attribute(cx, "brand")? {
            Some(Value::Host(brand)) => Some(brand),
            _ => None,
        },
        _ => None,
    };
    let mut rows = Vec::new();
    for node in groups(cx, user)? {
        rows.push(node.show(cx)?);
    }
    merge_attributes(cx, brand, rows, user)
}

fn has_usable_password<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let user = receiver(cx, &args)?;
    if let Some(Value::Str(set)) = user.memo.stored_str("password") {
        return Ok(Value::bool(!set.as_str().starts_with(UNUSABLE)));
    }
    match user.object.attr(USABLE) {
        Some(lent) => cx.lend(lent, None),
        None => Ok(Value::True),
    }
}

/// Sets the password, which `save()` then saves. In an effect it stands as the policy gave it: hashing
/// is up to whoever applies it.
fn password<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    value: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let user = receiver(cx, args)?;
    user.memo.insert_str(cx, "password", value)?;
    cx.written.set(true);
    Ok(Value::None)
}

/// Hashes are not lent: only a password that was set by a policy of this decision can be checked.
fn check_password<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let user = receiver(cx, &args)?;
    match user.memo.stored_str("password") {
        Some(set) => cx.equal(set, args.value(1)).map(Value::bool),
        None => Err(cx.raise(
            &crate::value::exceptions::RUNTIME_ERROR,
            format_args!("check_password is not lent to this policy"),
        )),
    }
}

fn is_member<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let group = receiver(cx, &args)?;
    match args.value(1) {
        Value::Host(user) if user.object.class().is_some() => {
            is_inherited(cx, user, "groups", group.object).map(Value::bool)
        }
        other => Err(cx.type_error(format_args!(
            "is_member() takes a user, not {}",
            other.type_name()
        ))),
    }
}
