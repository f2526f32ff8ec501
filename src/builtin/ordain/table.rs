//! The module's table.

use super::{argon2_matches, bcrypt_matches, breaches, geodesic, password_strength, refusal, rows};
use crate::value::class::Row;
use crate::value::module::{Member, Module};

/// `ordain`.
pub static MODULE: Module = Module {
    name: "ordain",
    members: &[
        ("Refusal", Member::Class(&refusal::CLASS)),
        (
            "argon2_matches",
            Member::Function(Row::leaf(
                "argon2_matches",
                "password, encoded",
                argon2_matches,
            )),
        ),
        (
            "bcrypt_matches",
            Member::Function(Row::leaf(
                "bcrypt_matches",
                "password, encoded",
                bcrypt_matches,
            )),
        ),
        (
            "check_password",
            Member::Function(Row::std(
                "check_password",
                "password, encoded",
                "check_password",
            )),
        ),
        (
            "geodesic",
            Member::Function(Row::leaf("geodesic", "here, there", geodesic::geodesic)),
        ),
        (
            "meets",
            Member::Function(Row::leaf("meets", "row, model, condition", rows::meets)),
        ),
        (
            "moment",
            Member::Function(Row::std("moment", "value", "moment")),
        ),
        (
            "password_strength",
            Member::Function(Row::leaf(
                "password_strength",
                "password, @words=()",
                password_strength,
            )),
        ),
        (
            "pwned_count",
            Member::Function(Row::leaf("pwned_count", "password", breaches::pwned_count)),
        ),
        (
            "rows",
            Member::Function(Row::leaf("rows", "model", rows::rows)),
        ),
        (
            "search",
            Member::Function(Row::leaf("search", "model, query", rows::search)),
        ),
    ],
};
