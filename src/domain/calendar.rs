//! Working days and working hours of the office (`rules.md §1`).
//!
//! What lives here: counting over an editable table of marked days. What never does: the table
//! itself, which the store keeps, and the clock. Called for lead times and due times.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, TimeDelta, Timelike, Weekday};

use super::day::{Day, Moment};
use super::text::spelled;

const MINUTES_A_DAY: u32 = 24 * 60;

/// The marked days of the office: holidays and make-up workdays 调休.
///
/// An unmarked day is judged Monday to Friday, so a table may mark exceptions only or every day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    marks: BTreeMap<Day, bool>,
    years: BTreeSet<i32>,
}

/// The span in which people work on a working day, the same every day.
///
/// Invariant: it starts before it ends, both within the day, so counting over it comes to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    from_minute: u32,
    to_minute: u32,
}

/// Tells that a text or a pair of minutes is no span of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHours;

impl Calendar {
    /// Builds the calendar from days and whether each is a working day; the last mark of a day wins.
    pub fn new(marks: impl IntoIterator<Item = (Day, bool)>) -> Self {
        let marks: BTreeMap<Day, bool> = marks.into_iter().collect();
        let years = marks.keys().map(|day| day.date().year()).collect();
        Self { marks, years }
    }

    /// Whether any day of the year is marked; a screen says so where it is not.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether people work on this day.
    pub fn is_workday(&self, day: Day) -> bool {
        let plain = !matches!(day.date().weekday(), Weekday::Sat | Weekday::Sun);
        self.marks.get(&day).copied().unwrap_or(plain)
    }

    /// Finds the n-th working day after `day`; none after gives the day itself.
    ///
    /// Stops at the last working day of the range, so that no table and no number can run for ever.
    #[must_use]
    pub fn plus_workdays(&self, day: Day, n: u32) -> Day {
        let mut at = day;
        for _ in 0..n {
            let Some(next) = self.next_workday(at) else {
                break;
            };
            at = next;
        }
        at
    }

    /// Counts the working days after `a` up to and including `b`; below zero if `b` comes first.
    ///
    /// Invariant: `workdays_between(a, plus_workdays(a, n)) == n` inside the range.
    pub fn workdays_between(&self, a: Day, b: Day) -> i64 {
        if b < a {
            return -self.workdays_between(b, a);
        }
        let counted = (1..=b.days_since(a)).filter(|n| self.is_workday(a.plus_days(*n)));
        i64::try_from(counted.count()).unwrap_or(i64::MAX)
    }

    /// Adds working hours to a time: a due time of `rules.md §2`.
    ///
    /// A start outside the span moves to the next span's start; a count that ends with the span
    /// ends there and not on the next morning.
    #[must_use]
    pub fn plus_work_hours(&self, start: Moment, hours: u32, span: Hours) -> Moment {
        let from = i64::from(span.from_minute) * 60;
        let to = i64::from(span.to_minute) * 60;
        let mut left = i64::from(hours) * 3600;
        let mut day = start.day();
        let mut at = i64::from(start.time().num_seconds_from_midnight()).max(from);
        loop {
            if self.is_workday(day) && at < to {
                if left <= to - at {
                    return second_of(day, at + left);
                }
                left -= to - at;
            }
            let Some(next) = self.next_workday(day) else {
                return second_of(day, to);
            };
            (day, at) = (next, from);
        }
    }

    /// The working day after this one, if the range has one.
    fn next_workday(&self, day: Day) -> Option<Day> {
        let mut at = day;
        loop {
            let next = at.plus_days(1);
            if next == at {
                return None; // a step out of the range stays put
            }
            if self.is_workday(next) {
                return Some(next);
            }
            at = next;
        }
    }
}

/// A second of the day as a time; midnight at the day's end is the next day's start.
fn second_of(day: Day, seconds: i64) -> Moment {
    let start = day.start();
    start
        .time()
        .checked_add_signed(TimeDelta::seconds(seconds))
        .and_then(|time| Moment::new(time).ok())
        .unwrap_or(start)
}

impl Hours {
    /// Whole working hours of a day.
    pub const fn length(self) -> u32 {
        (self.to_minute - self.from_minute) / 60
    }

    /// A time as it is, but a bare day, its midnight, as the end of its working hours.
    pub fn or_end_of(self, time: Moment) -> Moment {
        if time == time.day().start() {
            self.end_of(time.day())
        } else {
            time
        }
    }

    /// The end of the working hours of a day.
    pub fn end_of(self, day: Day) -> Moment {
        second_of(day, i64::from(self.to_minute) * 60)
    }

    /// Takes a span in minutes after midnight if it starts before it ends, both within a day.
    pub const fn new(from_minute: u32, to_minute: u32) -> Result<Self, NotHours> {
        if from_minute < to_minute && to_minute <= MINUTES_A_DAY {
            Ok(Self {
                from_minute,
                to_minute,
            })
        } else {
            Err(NotHours)
        }
    }
}

impl Default for Hours {
    /// Nine to six, what most offices work; the noon break is not taken out.
    fn default() -> Self {
        Self {
            from_minute: 9 * 60,
            to_minute: 18 * 60,
        }
    }
}

impl FromStr for Hours {
    type Err = NotHours;

    /// Reads `09:00-18:00`.
    fn from_str(text: &str) -> Result<Self, NotHours> {
        let minute = |clock: &str| -> Option<u32> {
            let (hours, minutes) = clock.split_once(':')?;
            let shaped = hours.len() == 2 && minutes.len() == 2;
            let digits = clock.bytes().all(|b| b.is_ascii_digit() || b == b':');
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            (shaped && digits && minutes < 60).then_some(hours * 60 + minutes)
        };
        let (from, to) = text.split_once('-').ok_or(NotHours)?;
        Self::new(minute(from).ok_or(NotHours)?, minute(to).ok_or(NotHours)?)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        f.pad(&format!(
            "{}-{}",
            clock(self.from_minute),
            clock(self.to_minute)
        ))
    }
}

spelled!(Hours, "working hours HH:MM-HH:MM");

#[cfg(test)]
mod tests;
