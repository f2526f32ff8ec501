//! The methods of `datetime`.

use super::civil::{self, EPOCH, NoSuch};
use super::days::{date_of, date_value};
use super::delta::Delta;
use super::held::{
    Answer, Clock, Moment, Zone, checked, fold, in_range, moment, moment_value, zone, zone_argument,
};
use super::parts::Parts;
use super::span::delta_value;
use super::struct_time::{ZoneName, struct_time};
use super::text::{self, chosen};
use super::times::{clock_value, time_of};
use super::zones::{self, dst_at, from_utc, name_at};
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// The methods; those of `date` are inherited.
pub(super) const METHODS: &[Row] = &[
    Row::leaf("astimezone", "self, tz=None", astimezone),
    Row::leaf("date", "self", date),
    Row::leaf("dst", "self", dst),
    Row::leaf("isoformat", "self, sep='T', timespec='auto'", isoformat),
    Row::leaf(
        "replace",
        "self, year=None, month=None, day=None, hour=None, minute=None, second=None, \
         microsecond=None, tzinfo=True, *, fold=None",
        replace,
    ),
    Row::leaf("time", "self", time),
    Row::leaf("timestamp", "self", timestamp),
    Row::leaf("timetuple", "self", timetuple),
    Row::leaf("timetz", "self", timetz),
    Row::leaf("tzname", "self", tzname),
    Row::leaf("utcoffset", "self", utcoffset),
    Row::leaf("utctimetuple", "self", utctimetuple),
];

/// The datetime that a method belongs to.
fn mine<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Moment<'h>, Stop<'h>> {
    moment(args.value(0)).ok_or_else(|| cx.wrong_receiver("datetime.datetime", args.value(0)))
}

fn astimezone<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let target: Zone<'h> = match zone_argument(cx, args.value(1))? {
        Some(zone) => zone,
        None => local(cx)?,
    };
    if moment.zone.is_some_and(|zone| std::ptr::eq(zone, target)) {
        return Ok(args.value(0));
    }
    let offset = moment.offset(cx)?.unwrap_or(Delta::ZERO).reversed();
    let at = in_range(cx, civil::shift(moment.at, offset))?;
    from_utc(
        cx,
        target,
        Moment {
            at,
            fold: false,
            zone: Some(target),
            ..moment
        },
    )
}

/// The zone of the place: it is UTC, under that name.
fn local<'h>(cx: &Context<'h>) -> Result<Zone<'h>, Stop<'h>> {
    let name = cx.str("UTC")?;
    match zone(zones::fixed_zone(cx, Delta::ZERO, Some(name))?) {
        Some(zone) => Ok(zone),
        None => zone(zones::utc(cx)?).ok_or(Stop::Fatal),
    }
}

fn date<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    date_value(cx, mine(cx, args)?.at.date())
}

fn time<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Moment { at, fold, .. } = mine(cx, args)?;
    clock_value(
        cx,
        Clock {
            time: at.time(),
            fold,
            zone: None,
        },
    )
}

fn timetz<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Moment { at, fold, zone, .. } = mine(cx, args)?;
    clock_value(
        cx,
        Clock {
            time: at.time(),
            fold,
            zone,
        },
    )
}

fn utcoffset<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let offset = mine(cx, args)?.offset(cx)?;
    offset.map_or(Ok(Value::None), |offset| delta_value(cx, offset))
}

fn tzname<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    name_at(cx, moment.zone, Some(moment))
}

fn dst<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    dst_at(cx, moment.zone, Some(moment))
}

fn isoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let separator = match args.given(1) {
        None => "T",
        Some(Value::Str(text)) if text.len() == 1 => text.as_str(),
        Some(other) => {
            return Err(cx.wrong_type("isoformat() argument 1", "a unicode character", other));
        }
    };
    let spec = text::timespec(cx, args, 2, "isoformat() argument 2")?;
    cx.str(&moment.iso_text(cx, separator, spec)?)
}

fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let at = moment.at;
    let or = |place: usize, old: i64| chosen(args, place, old);
    let zone = match args.given(8) {
        None => moment.zone,
        Some(zone) => zone_argument(cx, zone)?,
    };
    let date = date_of(
        cx,
        or(1, at.year().into()),
        or(2, at.month().into()),
        or(3, at.day().into()),
    )?;
    let time = time_of(
        cx,
        [
            or(4, at.hour().into()),
            or(5, at.minute().into()),
            or(6, at.second().into()),
            or(7, civil::microsecond(at.time())),
        ],
    )?;
    let fold = fold(cx, or(9, moment.fold.into()))?;
    moment_value(
        cx,
        Moment {
            at: date.to_datetime(time),
            fold,
            zone,
            ..moment
        },
    )
}

/// Seconds since 1970. Of a naive datetime as CPython adds them up, which differs in the last digit.
fn timestamp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let since = civil::between(moment.at, EPOCH);
    if let Some(offset) = moment.offset(cx)? {
        let since = since.minus(offset).unwrap_or(Delta::ZERO);
        return Ok(Value::float(since.total_seconds()));
    }
    // CPython looks for a change of the local time a day before, or with a fold a day after.
    let year = moment.at.year();
    let at_the_end = match moment.fold {
        false => year == 1 && moment.at.day_of_year() == 1,
        true => year == 9999 && moment.at.day_of_year() == 365,
    };
    if at_the_end {
        let beyond = if year == 1 { 0 } else { 10_000 };
        checked(cx, Err(NoSuch::Year(beyond)))?;
    }
    let micros = since.microseconds();
    let seconds = (since.micros() - i128::from(micros)) / 1_000_000;
    Ok(Value::float(seconds as f64 + micros as f64 / 1e6))
}

fn timetuple<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let dst = match dst_at(cx, moment.zone, Some(moment))? {
        Value::None => -1,
        dst => i64::from(super::held::delta(dst).is_some_and(|dst| dst != Delta::ZERO)),
    };
    struct_time(cx, &Parts::of(moment.at, dst), ZoneName::Unknown)
}

fn utctimetuple<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let moment = mine(cx, args)?;
    let offset = moment.offset(cx)?.unwrap_or(Delta::ZERO).reversed();
    let at = in_range(cx, civil::shift(moment.at, offset))?;
    struct_time(cx, &Parts::of(at, 0), ZoneName::Unknown)
}
