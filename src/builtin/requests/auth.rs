//! `requests.auth`.

use crate::value::class::{Class, Row};
use crate::value::module::{Member, Module};

/// `requests.auth.HTTPBasicAuth`. Its fields are user and password.
pub(super) static BASIC_AUTH: Class = Class {
    module: "requests.auth",
    construct: Some(&Row::leaf(
        "HTTPBasicAuth",
        "username, password",
        |cx, args| cx.fields_instance(&BASIC_AUTH, &[args.value(0), args.value(1)]),
    )),
    ..Class::named("HTTPBasicAuth")
};

/// `requests.auth`.
pub static AUTH: Module = Module {
    name: "requests.auth",
    members: &[("HTTPBasicAuth", Member::Class(&BASIC_AUTH))],
};
