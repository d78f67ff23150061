//! `calendar.save`: holidays and make-up workdays 调休, as the yearly notice says them
//! (`rules.md §1`). Lead times, due times and promises count over them.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::{Day, Refusal};
use crate::store::office;

/// Days that one command may mark: a year.
const LONGEST: i64 = 366;

payload! {
    /// Marks days as free or worked. An unmarked day is judged Monday to Friday.
    pub struct CalendarSave {
        /// The day, or the first of several.
        pub date: Day,
        /// The last of them (default the same day).
        pub to: Option<Day>,
        /// Whether people work; null takes the mark away.
        pub work: Option<bool>,
        /// What it is called, e.g. 春节.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub name: Option<String>,
    }
}

payload! {
    /// The marked days of the calendar, and which years have any.
    pub struct CalendarQuery {
        /// From this day.
        pub from: Option<Day>,
        /// To this day.
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<Day>,
    }
}

/// Marks the days, or takes their marks away.
pub fn save(cx: &mut Cx<'_>, p: &CalendarSave) -> Outcome<Value> {
    let to = p.to.unwrap_or(p.date);
    let days = to.days_since(p.date) + 1;
    if !(1..=LONGEST).contains(&days) {
        return Err(Refusal::bad_field("to", "from date on, a year at most").into());
    }
    for n in 0..days {
        let day = p.date.plus_days(n);
        match p.work {
            Some(work) => office::mark_day(cx.tx, day, work, p.name.as_deref().unwrap_or(""))?,
            None => office::unmark_day(cx.tx, day)?,
        }
    }
    cx.about(&format!("{} {to}", p.date));
    cx.changed(Aggregate::Office);
    Ok(json!({ "date": p.date, "to": to, "work": p.work, "days": days }))
}

/// Answers with the marked days.
pub fn list(qx: &Qx<'_>, q: &CalendarQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let rows = office::marked_days(qx.db, (q.from, q.to), q.after, limit)?;
    let mut answer = page::page(&rows, limit, |row| row.date.to_string());
    answer["years"] = json!(office::marked_years(qx.db)?);
    Ok(answer)
}
