//! From the schedule to rows in words.

use crate::desk::stock::query::By;
use crate::desk::stock::schedule::ScheduleRow;
use crate::domain::Day;
use crate::ui::base::Tone;
use crate::ui::widgets::Row;
use crate::words::Lang;

/// What a row is.
pub(super) fn id(row: &ScheduleRow) -> String {
    format!("{}/{}", row.order, row.line)
}

/// A day without its year.
fn short(day: Day) -> String {
    day.to_string()[5..].to_owned()
}

/// The day it can be met; in a trial, after the day it was.
fn possible(row: &ScheduleRow, lang: Lang) -> String {
    let day = short(row.possible);
    match row.was.filter(|was| *was != row.possible) {
        Some(was) => format!("{}>{day}", short(was)),
        None if row.late => format!("{day} {}", lang.follow_late()),
        None => day,
    }
}

/// What covers it, and which line has its goods.
pub(super) fn why(row: &ScheduleRow, lang: Lang) -> String {
    let by = match row.by {
        By::Stock => lang.schedule_by_stock(),
        By::Supply => lang.schedule_by_supply(),
        By::LeadTime => lang.schedule_by_lead(),
    };
    let pushed = row.displaced_by.as_ref();
    let pushed = pushed.map(|line| lang.schedule_pushed(line));
    let bumped = (row.bump > 0).then(|| lang.schedule_bumped(row.bump));
    let days = row.promise.map(|promise| row.possible.days_since(promise));
    let late = days.filter(|days| *days > 0);
    let late = late.map(|days| lang.schedule_late_by(days));
    let mut parts = vec![by.to_owned()];
    parts.extend(late);
    parts.extend(pushed);
    parts.extend(bumped);
    parts.join("  ")
}

/// The row as the list shows it.
pub(super) fn in_words(row: &ScheduleRow, lang: Lang) -> Row {
    Row {
        id: id(row),
        cells: vec![
            id(row),
            row.customer.clone().unwrap_or_default(),
            format!("{} {}", row.product, row.name),
            row.qty.to_string(),
            row.promise.map(short).unwrap_or_default(),
            possible(row, lang),
            row.displaced_by.clone().unwrap_or_default(),
        ],
        tone: if row.late { Tone::Warn } else { Tone::Plain },
    }
}
