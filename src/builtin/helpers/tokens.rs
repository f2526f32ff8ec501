//! `ak_create_jwt` and `ak_create_jwt_raw`.

use super::denied::not_lent;
use crate::host::model::access::PROVIDER;
use crate::host::query::errors;
use crate::host::told;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::plain::Plain;
use crate::value::services::TokenOrder;
use crate::value::value::Stop;

/// `ak_create_jwt(user, provider, scopes, validity)`: an access token; `None` without an HTTP request.
pub(super) static AK_CREATE_JWT: Row = Row::leaf(
    "ak_create_jwt",
    "user, provider, scopes, validity='seconds=60'",
    access_token,
);

/// `ak_create_jwt_raw(provider, validity, **claims)`: a token of given claims.
pub(super) static AK_CREATE_JWT_RAW: Row = Row::leaf(
    "ak_create_jwt_raw",
    "provider, validity='seconds=60', **claims",
    raw_token,
);

fn access_token<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let has_http = (cx.request.get()).is_some_and(|(request, _)| {
        let http = request.attr("http_request");
        http.is_some_and(|http| !matches!(http, crate::value::value::Lent::None))
    });
    if !has_http {
        return Ok(Value::None);
    }
    let mut scopes = Vec::new();
    cx.each(args.value(2), |scope| {
        scopes.push(cx.display(scope)?);
        Ok(true)
    })?;
    let user = match args.value(0) {
        Value::Host(user) => user
            .object
            .identity()
            .map(|key| Plain::Str(key.into_owned())),
        _ => None,
    };
    let order = TokenOrder {
        provider: provider(cx, args.value(1))?,
        user: Some(user.unwrap_or(Plain::None)),
        scopes,
        claims: Vec::new(),
        seconds: validity(cx, args.given(3))?,
    };
    sign(cx, "ak_create_jwt", &order)
}

fn raw_token<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let order = TokenOrder {
        provider: provider(cx, args.value(0))?,
        claims: told::keywords(cx, args.keywords, false)?,
        seconds: validity(cx, args.given(1))?,
        ..TokenOrder::default()
    };
    sign(cx, "ak_create_jwt_raw", &order)
}

fn sign<'h>(cx: &Context<'h>, name: &str, order: &TokenOrder) -> Result<Value<'h>, Stop<'h>> {
    let Some(tokens) = cx.services.tokens() else {
        return Err(not_lent(cx, name));
    };
    match tokens.sign(order) {
        Some(token) => cx.str(&token),
        None => Err(errors::absent(cx, PROVIDER.model)),
    }
}

/// The name of a provider: given as such, or a row that has one.
fn provider<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<String, Stop<'h>> {
    match value {
        Value::Host(row) => match row.attribute(cx, "name")? {
            Some(name) => cx.display(name),
            None => Err(cx.attribute_error(row.object.class_name(), "name")),
        },
        value => cx.display(value),
    }
}

/// `hours=1;minutes=30`, in seconds.
fn validity<'h>(cx: &Context<'h>, value: Option<Value<'h>>) -> Result<u64, Stop<'h>> {
    let Some(value) = value else { return Ok(60) };
    let text = cx.display(value)?;
    let wrong = || {
        cx.value_error(format_args!(
            "{text} is not in the correct format of 'hours=3;minutes=1'."
        ))
    };
    let mut seconds = 0.0;
    for pair in text.split([';', ',']) {
        let (unit, count) = pair.trim().split_once('=').ok_or_else(wrong)?;
        let count: f64 = count.trim().parse().map_err(|_| wrong())?;
        seconds += count
            * match unit.trim().to_lowercase().as_str() {
                "microseconds" => 1e-6,
                "milliseconds" => 1e-3,
                "seconds" => 1.0,
                "minutes" => 60.0,
                "hours" => 3600.0,
                "days" => 86_400.0,
                "weeks" => 604_800.0,
                _ => return Err(wrong()),
            };
    }
    Ok(seconds.max(0.0) as u64)
}
