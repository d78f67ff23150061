//! The periods that can be looked at, each on a page.

use crate::domain::Day;
use crate::words::Lang;

/// Months in the chart.
pub(super) const MONTHS: u32 = 12;

/// A period up to today, or the month before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    ThisMonth,
    LastMonth,
    Quarter,
    Year,
    Twelve,
}

/// In the order of their digits.
pub(super) const PERIODS: &[Period] = &[
    Period::ThisMonth,
    Period::LastMonth,
    Period::Quarter,
    Period::Year,
    Period::Twelve,
];

/// The first day of the month so many months before.
pub(super) fn months_before(today: Day, months: u32) -> Day {
    let mut first = today.with_day_clamped(1);
    for _ in 0..months {
        first = first.plus_days(-1).with_day_clamped(1);
    }
    first
}

impl Period {
    pub(super) const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::ThisMonth => lang.measures_this_month(),
            Self::LastMonth => lang.measures_last_month(),
            Self::Quarter => lang.measures_quarter(),
            Self::Year => lang.measures_year(),
            Self::Twelve => lang.measures_twelve(),
        }
    }

    pub(super) fn days(self, today: Day) -> (Day, Day) {
        match self {
            Self::ThisMonth => (months_before(today, 0), today),
            Self::LastMonth => {
                let first = months_before(today, 1);
                (first, first.last_of_month())
            }
            Self::Quarter => (months_before(today, 2), today),
            Self::Year => {
                let month = today.to_string()[5..7].parse().unwrap_or(1);
                (months_before(today, month - 1), today)
            }
            Self::Twelve => (months_before(today, MONTHS - 1), today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_today_or_with_the_month_before() {
        let today: Day = "2026-03-31".parse().unwrap();
        let told: Vec<String> = PERIODS
            .iter()
            .map(|period| {
                let (from, to) = period.days(today);
                format!("{from} {to}")
            })
            .collect();
        assert_eq!(
            told,
            [
                "2026-03-01 2026-03-31",
                "2026-02-01 2026-02-28",
                "2026-01-01 2026-03-31",
                "2026-01-01 2026-03-31",
                "2025-04-01 2026-03-31",
            ]
        );
    }
}
