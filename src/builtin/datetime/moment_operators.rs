//! What operators do with datetimes.

use std::cmp::Ordering;

use super::civil;
use super::delta::{DAY, Delta};
use super::held::{Moment, date, delta, in_range, moment, moment_value, zone_value};
use super::isoformat::{Timespec, date_text, offset_text, time_text};
use super::span::{fitting, hash};
use super::text;
use super::zones::offset_at;
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::context::Context;
use crate::value::value::{Instance, Stop};

impl<'h> Moment<'h> {
    /// Its distance from UTC.
    pub(super) fn offset(self, cx: &Context<'h>) -> Result<Option<Delta>, Stop<'h>> {
        offset_at(cx, self.zone, Some(self))
    }

    /// Microseconds since the first moment, in UTC if the offset is known.
    fn instant(self, offset: Option<Delta>) -> i128 {
        i128::from(civil::micros(self.at)) - offset.map_or(0, Delta::micros)
    }

    /// The time since another; none if only one of them knows its offset.
    fn since(self, cx: &Context<'h>, other: Self) -> Maybe<'h, Delta> {
        let (mut mine, mut theirs) = (None, None);
        if zone_value(self.zone).is(zone_value(other.zone)) {
            // In one zone the clocks are compared as they stand.
        } else {
            (mine, theirs) = (self.offset(cx)?, other.offset(cx)?);
            if mine.is_some() != theirs.is_some() {
                return Ok(None);
            }
        }
        let micros = self.instant(mine) - other.instant(theirs);
        Ok(Some(Delta::from_micros(micros).unwrap_or(Delta::ZERO)))
    }

    /// `isoformat` of it.
    pub(super) fn iso_text(
        self,
        cx: &Context<'h>,
        separator: &str,
        spec: Timespec,
    ) -> Result<String, Stop<'h>> {
        let offset = self.offset(cx)?;
        let offset = offset.map_or_else(String::new, |offset| offset_text(offset, ":"));
        let (date, time) = (date_text(self.at.date()), time_text(self.at.time(), spec));
        Ok(format!("{date}{separator}{time}{offset}"))
    }
}

fn held<'h>(me: &'h Instance<'h>) -> Option<Moment<'h>> {
    moment(Value::Object(me))
}

/// What operators do with datetimes.
pub(super) struct When;

impl Behaviour for When {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let Some(Moment { at, fold, zone, .. }) = held(me) else {
            return Ok(None);
        };
        let mut text = format!(
            "datetime.datetime({}, {}, {}",
            at.year(),
            at.month(),
            at.day()
        );
        text += &format!(", {}, {}", at.hour(), at.minute());
        text += &text::seconds_repr(at.time());
        if fold {
            text += ", fold=1";
        }
        if let Some(zone) = zone {
            text += &format!(", tzinfo={}", cx.repr(Value::Object(zone))?);
        }
        Ok(Some(text + ")"))
    }

    fn str<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        held(me)
            .map(|mine| mine.iso_text(cx, " ", Timespec::Auto))
            .transpose()
    }

    fn format<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, spec: &str) -> Maybe<'h, String> {
        held(me)
            .map(|mine| text::formatted(cx, mine.shown(), spec))
            .transpose()
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let (Some(mine), Some(theirs)) = (held(me), moment(other)) else {
            return Ok(date(other).map(|_| false));
        };
        let since = mine.since(cx, theirs)?;
        Ok(Some(since == Some(Delta::ZERO)))
    }

    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        let (Some(mine), Some(theirs)) = (held(me), moment(other)) else {
            return match date(other) {
                Some(_) => Err(cx.type_error(format_args!(
                    "can't compare datetime.datetime to datetime.date"
                ))),
                None => Ok(None),
            };
        };
        match mine.since(cx, theirs)? {
            Some(since) => Ok(Some(since.cmp(&Delta::ZERO))),
            None => Err(cx.type_error(format_args!(
                "can't compare offset-naive and offset-aware datetimes"
            ))),
        }
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        let Some(moment) = held(me) else {
            return Ok(None);
        };
        let offset = Moment {
            fold: false,
            ..moment
        }
        .offset(cx)?;
        // Of an aware one as of the span since the day before the first.
        match offset {
            None => Ok(Some(moment.instant(None) as i64)),
            Some(_) => {
                let since = Delta::from_micros(moment.instant(offset) + DAY);
                hash(cx, since.unwrap_or(Delta::ZERO)).map(Some)
            }
        }
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        let (moment, by) = match (op, moment(left), moment(right)) {
            (BinaryOp::Sub, Some(a), Some(b)) => {
                let Some(since) = a.since(cx, b)? else {
                    let text = "can't subtract offset-naive and offset-aware datetimes";
                    return Err(cx.type_error(format_args!("{text}")));
                };
                return fitting(cx, Ok(since)).map(Some);
            }
            (BinaryOp::Add, Some(moment), None) => (moment, delta(right)),
            (BinaryOp::Add, None, Some(moment)) => (moment, delta(left)),
            (BinaryOp::Sub, Some(moment), None) => (moment, delta(right).map(Delta::reversed)),
            _ => return Ok(None),
        };
        let Some(by) = by else {
            return Ok(None);
        };
        let at = in_range(cx, civil::shift(moment.at, by))?;
        moment_value(
            cx,
            Moment {
                at,
                fold: false,
                ..moment
            },
        )
        .map(Some)
    }
}
