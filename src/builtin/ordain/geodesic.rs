//! `geodesic`: how far two places are apart.

use std::sync::LazyLock;

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

static EARTH: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// What a distance costs in steps.
const COST: usize = 200;

/// `geodesic(here, there)`: kilometres on the ellipsoid of WGS 84 between two places, each a pair of
/// latitude and longitude in degrees.
pub(super) fn geodesic<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(COST)?;
    let (here, there) = (place(cx, args.value(0))?, place(cx, args.value(1))?);
    let metres: f64 = EARTH.inverse(here.0, here.1, there.0, there.1);
    Ok(Value::float(metres / 1000.0))
}

fn place<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<(f64, f64), Stop<'h>> {
    let wrong = || {
        cx.value_error(format_args!(
            "a place is a pair of latitude and longitude in degrees"
        ))
    };
    let items = match value {
        Value::Tuple(tuple) => tuple.items.to_vec(),
        Value::List(list) => list.to_vec(),
        _ => return Err(wrong()),
    };
    let degrees = |value: &Value<'h>, most: f64| {
        let degrees = match value {
            Value::Int(int) => *int as f64,
            Value::Float(bits) => bits.get(),
            _ => return None,
        };
        (degrees.abs() <= most).then_some(degrees)
    };
    match items.as_slice() {
        [latitude, longitude] => match (degrees(latitude, 90.0), degrees(longitude, 180.0)) {
            (Some(latitude), Some(longitude)) => Ok((latitude, longitude)),
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}
