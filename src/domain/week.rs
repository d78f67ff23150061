//! A week of the year by ISO 8601: Monday to Sunday, `2026-W48`.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};

use super::day::Day;
use super::text::spelled;

/// A week, kept as its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(Day);

/// Tells that a text is no week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAWeek;

impl Week {
    /// The week in which a day lies.
    pub fn of(day: Day) -> Self {
        let past = day.date().weekday().num_days_from_monday();
        Self(day.plus_days(-i64::from(past)))
    }

    /// Its Monday.
    pub const fn monday(self) -> Day {
        self.0
    }

    /// Its Sunday.
    pub fn sunday(self) -> Day {
        self.0.plus_days(6)
    }

    /// The week after; the last of the range stays put.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.0.plus_days(7))
    }
}

impl FromStr for Week {
    type Err = NotAWeek;

    fn from_str(text: &str) -> Result<Self, NotAWeek> {
        let (year, week) = text.split_once("-W").ok_or(NotAWeek)?;
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return Err(NotAWeek);
        }
        let (year, week) = (
            year.parse().map_err(|_| NotAWeek)?,
            week.parse().map_err(|_| NotAWeek)?,
        );
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(NotAWeek)?;
        Day::new(monday).map(Self).map_err(|_| NotAWeek)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.0.date().iso_week();
        f.pad(&format!("{:04}-W{:02}", week.year(), week.week()))
    }
}

spelled!(Week, "a week as YYYY-Www, e.g. 2026-W48");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    #[test]
    fn a_week_is_written_by_its_thursday() {
        for (text, week) in [
            ("2026-11-23", "2026-W48"),
            ("2026-11-29", "2026-W48"),
            ("2026-11-30", "2026-W49"),
            ("2027-01-03", "2026-W53"),
            ("2027-01-04", "2027-W01"),
        ] {
            assert_eq!(Week::of(day(text)).to_string(), week, "{text}");
        }
        let week: Week = "2026-W53".parse().unwrap();
        assert_eq!(week.monday(), day("2026-12-28"));
        assert_eq!(week.sunday(), day("2027-01-03"));
        assert_eq!(week.next().to_string(), "2027-W01");
    }

    #[test]
    fn what_is_no_week_is_refused() {
        for text in [
            "2026-W54", "2026-W00", "2026-48", "2026-w48", "26-W48", "9999-W01", "",
        ] {
            assert_eq!(text.parse::<Week>(), Err(NotAWeek), "{text}");
        }
    }
}
