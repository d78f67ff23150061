//! Dates and times of the office: `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SS`, 1990 to 2199.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::number::digits;
use super::refusal::Code;

/// Why a text is no date or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADate {
    /// Not of the form, or no day of the calendar.
    Form,
    /// A day outside 1990–2199.
    OutOfRange,
}

const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;

/// A day of the office's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// A second of the office's clock, in its own time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NaiveDateTime);

impl Day {
    /// Takes a calendar date within 1990–2199.
    pub fn new(date: NaiveDate) -> Result<Self, NotADate> {
        if YEARS.contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(NotADate::OutOfRange)
        }
    }

    /// The calendar date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// This day moved by calendar days; stays inside the range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let moved = if days < 0 {
            self.0.checked_sub_days(step)
        } else {
            self.0.checked_add_days(step)
        };
        moved.and_then(|date| Self::new(date).ok()).unwrap_or(self)
    }

    /// The same day of a later month, clamped to the month's end.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let moved = self.0.checked_add_months(Months::new(months));
        moved.and_then(|date| Self::new(date).ok()).unwrap_or(self)
    }

    /// The `day`-th of this day's month, clamped to the month's end.
    #[must_use]
    pub fn with_day_clamped(self, day: u32) -> Self {
        let last = self.last_of_month().0.day();
        self.0.with_day(day.clamp(1, last)).map_or(self, Self)
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        let first = self.0.with_day(1).unwrap_or(self.0);
        Self(first + Months::new(1) - Days::new(1))
    }

    /// Days from `earlier` to this one.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// `YYYY-MM`.
    pub fn month(self) -> String {
        self.0.format("%Y-%m").to_string()
    }

    /// `YYYYMMDD`, as it stands in document numbers.
    pub fn compact(self) -> String {
        self.0.format("%Y%m%d").to_string()
    }

    /// Midnight at the start of this day.
    pub fn start(self) -> Moment {
        Moment(self.0.and_time(NaiveTime::MIN))
    }
}

impl Moment {
    /// Seconds since an earlier moment; below zero if it is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// Takes a calendar time within 1990–2199, to the second.
    pub fn new(time: NaiveDateTime) -> Result<Self, NotADate> {
        Day::new(time.date())?;
        Ok(Self(time.with_nanosecond(0).unwrap_or(time)))
    }

    /// The calendar time.
    pub const fn time(self) -> NaiveDateTime {
        self.0
    }

    /// The day it falls on.
    pub fn day(self) -> Day {
        Day(self.0.date())
    }
}

impl FromStr for Day {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shaped {
            return Err(NotADate::Form);
        }
        let part = |at: std::ops::Range<usize>| text[at].parse().map_err(|_| NotADate::Form);
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        let year = i32::try_from(year).map_err(|_| NotADate::OutOfRange)?;
        if !YEARS.contains(&year) {
            return Err(NotADate::OutOfRange);
        }
        Self::new(NaiveDate::from_ymd_opt(year, month, day).ok_or(NotADate::Form)?)
    }
}

fn two_digits(text: &str) -> Option<u32> {
    let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

impl FromStr for Moment {
    type Err = NotADate;

    /// Reads `YYYY-MM-DDTHH:MM:SS`; a bare day is its midnight.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        if text.len() == 10 {
            return text.parse::<Day>().map(Day::start);
        }
        let (day, clock) = text.split_once('T').ok_or(NotADate::Form)?;
        let day: Day = day.parse()?;
        let mut parts = clock.split(':').map(two_digits);
        let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
        let second = parts.next().unwrap_or(Some(0)); // as in `09:30`
        let time = hour
            .zip(minute)
            .zip(second)
            .filter(|_| parts.next().is_none())
            .and_then(|((hour, minute), second)| NaiveTime::from_hms_opt(hour, minute, second));
        Self::new(day.0.and_time(time.ok_or(NotADate::Form)?))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year().unsigned_abs(), self.0.month(), self.0.day());
        let mut text = *b"0000-00-00";
        for (end, part) in [(4, year), (7, month), (10, day)] {
            digits(&mut text[..end], part.into(), 1);
        }
        f.pad(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, at) = (self.day(), self.0);
        let (h, m, s) = (at.hour(), at.minute(), at.second());
        f.pad(&format!("{day}T{h:02}:{m:02}:{s:02}"))
    }
}

macro_rules! as_text {
    ($name:ident, $form:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                super::text::narrow(&text).parse().map_err(|why| match why {
                    NotADate::Form => de::Error::invalid_value(de::Unexpected::Str(&text), &$form),
                    NotADate::OutOfRange => de::Error::custom(Code::DateOutOfRange.name()),
                })
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $form })
            }
        }
    };
}

as_text!(Day, "a date YYYY-MM-DD");
as_text!(Moment, "a time YYYY-MM-DDTHH:MM:SS");

/// Reads a day in tests, where a slip of the pen may stop the test.
#[cfg(test)]
pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_taken() {
        assert!("2026-11-25".parse::<Day>().is_ok());
        assert_eq!("2024-02-30".parse::<Day>(), Err(NotADate::Form));
        assert_eq!("0000-00-00".parse::<Day>(), Err(NotADate::OutOfRange));
        assert_eq!("9999-12-31".parse::<Day>(), Err(NotADate::OutOfRange));
        assert_eq!("1989-12-31".parse::<Day>(), Err(NotADate::OutOfRange));
        assert_eq!("31.4.".parse::<Day>(), Err(NotADate::Form));
        assert_eq!("2026-1-05".parse::<Day>(), Err(NotADate::Form));
    }

    #[test]
    fn months_clamp_at_their_end() {
        let day: Day = "2027-01-31".parse().unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2027-02-28");
        assert_eq!(
            "2028-02-10"
                .parse::<Day>()
                .unwrap()
                .with_day_clamped(31)
                .to_string(),
            "2028-02-29"
        );
    }

    #[test]
    fn a_step_out_of_the_range_stays_put() {
        let last = day("2199-12-31");
        assert_eq!(last.plus_days(1), last);
        assert_eq!(last.plus_days(i64::MAX), last);
        assert_eq!(last.plus_days(i64::MIN), last);
        assert_eq!(last.plus_months(u32::MAX), last);
        assert_eq!(last.plus_days(-1), day("2199-12-30"));
    }

    #[test]
    fn times_go_to_the_second() {
        assert_eq!(
            "2026-11-23T09:30".parse::<Moment>().unwrap().to_string(),
            "2026-11-23T09:30:00"
        );
        assert_eq!(
            "2026-11-23".parse::<Moment>().unwrap().to_string(),
            "2026-11-23T00:00:00"
        );
        assert!("2026-11-23 09:30:00".parse::<Moment>().is_err());
        assert!("2026-11-23T24:00:00".parse::<Moment>().is_err());
    }
}
