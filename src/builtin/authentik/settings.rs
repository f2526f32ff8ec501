//! Settings of the whole system: `authentik.tenants.models` and `.utils`, and `authentik.admin.models` and
//! `.utils`, where newer versions keep them.

use crate::host::model::flows::{SYSTEM_SETTINGS, TENANT};
use crate::host::query::{errors, find};
use crate::host::rows::draft;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::value::Stop;

/// `authentik.tenants.models`.
pub(super) static TENANTS: Module = Module {
    name: "authentik.tenants.models",
    members: &[("Tenant", Member::Class(&TENANT))],
};

/// `authentik.tenants.utils`.
pub(super) static TENANT_UTILS: Module = Module {
    name: "authentik.tenants.utils",
    members: &[
        (
            "get_current_tenant",
            Member::Function(Row::leaf("get_current_tenant", "only=None", |cx, _| {
                let found = first(cx, &TENANT)?;
                found.ok_or_else(|| errors::absent(cx, TENANT.model))
            })),
        ),
        ("normalize_base_url", NORMALIZE),
        ("validate_base_url", VALIDATE),
    ],
};

/// `authentik.admin.models`.
pub(super) static ADMIN: Module = Module {
    name: "authentik.admin.models",
    members: &[("SystemSettings", Member::Class(&SYSTEM_SETTINGS))],
};

/// `authentik.admin.utils`.
pub(super) static ADMIN_UTILS: Module = Module {
    name: "authentik.admin.utils",
    members: &[
        (
            "get_system_settings",
            Member::Function(Row::leaf("get_system_settings", "", |cx, _| {
                system_settings(cx)
            })),
        ),
        ("normalize_base_url", NORMALIZE),
        ("validate_base_url", VALIDATE),
    ],
};

const NORMALIZE: Member = Member::Function(Row::std(
    "normalize_base_url",
    "value",
    "normalize_base_url",
));
const VALIDATE: Member =
    Member::Function(Row::std("validate_base_url", "value", "validate_base_url"));

/// The settings of the directory, of its tenant, or else those of a new system.
fn system_settings<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    for class in [&SYSTEM_SETTINGS, &TENANT] {
        if let Some(found) = first(cx, class)? {
            return Ok(found);
        }
    }
    let limits = [
        (cx.lent_text("reputation_lower_limit")?, Value::Int(-5)),
        (cx.lent_text("reputation_upper_limit")?, Value::Int(5)),
    ];
    draft::construct(cx, &SYSTEM_SETTINGS, &limits).map(Value::Host)
}

fn first<'h>(cx: &Context<'h>, class: &'static Class) -> Result<Option<Value<'h>>, Stop<'h>> {
    Ok(find(cx, class, &[], 1)?.first().copied())
}
