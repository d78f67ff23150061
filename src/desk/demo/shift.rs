//! When the people of the practice office work.

use chrono::{TimeDelta, Timelike};

use crate::domain::calendar::Calendar;
use crate::domain::{Day, Moment};

/// Calendar days that the story reaches back.
pub(super) const SPAN_DAYS: i64 = 92;

/// First minute of the working day, 8:30.
pub(super) const OPEN: i64 = 8 * 60 + 30;
/// Last minute of the working day, 17:30.
pub(super) const SHUT: i64 = 17 * 60 + 30;

/// The office's working time.
#[derive(Debug)]
pub(super) struct Shift(Calendar);

impl Shift {
    pub(super) const fn new(calendar: Calendar) -> Self {
        Self(calendar)
    }

    /// The working days from `first` to the day before `end`.
    pub(super) fn workdays(&self, first: Day, end: Day) -> Vec<Day> {
        let days = (0..end.days_since(first).max(0)).map(|n| first.plus_days(n));
        days.filter(|day| self.0.is_workday(*day)).collect()
    }

    /// The n-th working day after a day.
    pub(super) fn after(&self, day: Day, n: i64) -> Day {
        self.0.plus_workdays(day, u32::try_from(n).unwrap_or(0))
    }

    /// The day itself if people work on it, else the next one they do.
    pub(super) fn on_or_after(&self, day: Day) -> Day {
        if self.0.is_workday(day) {
            day
        } else {
            self.after(day, 1)
        }
    }

    /// So many working minutes after a time.
    pub(super) fn plus(&self, from: Moment, minutes: i64) -> Moment {
        let mut day = from.day();
        let mut minute =
            i64::from(from.time().hour()) * 60 + i64::from(from.time().minute()) + minutes;
        if !self.0.is_workday(day) {
            day = self.after(day, 1);
            minute = OPEN + minutes;
        }
        minute = minute.max(OPEN);
        while minute >= SHUT {
            minute -= SHUT - OPEN;
            day = self.after(day, 1);
        }
        at(day, minute, i64::from(from.time().second()))
    }
}

/// A minute of a day.
pub(super) fn at(day: Day, minute: i64, second: i64) -> Moment {
    let time = day.start().time() + TimeDelta::seconds(minute * 60 + second);
    Moment::new(time).unwrap_or_else(|_| day.start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    #[test]
    fn work_goes_on_the_next_working_day() {
        let shift = Shift::new(Calendar::default());
        let friday = at(day("2026-11-20"), SHUT - 30, 5);
        assert_eq!(shift.plus(friday, 29).to_string(), "2026-11-20T17:29:05");
        assert_eq!(shift.plus(friday, 60).to_string(), "2026-11-23T09:00:05");
        let sunday = at(day("2026-11-22"), 600, 0);
        assert_eq!(shift.plus(sunday, 10).to_string(), "2026-11-23T08:40:00");
    }
}
