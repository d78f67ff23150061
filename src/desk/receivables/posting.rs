//! The one way into the ledger, and the closed months that guard it (`rules.md §9`).

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::domain::ledger::Posting;
use crate::domain::{Code, Day, Refusal};
use crate::store::Db;
use crate::store::ledger::{self, About};

/// The day a fact counts from: the one given, or today; refused if it or today is in a closed month.
///
/// A closed month is frozen on both counts: what is learned later carries a later date, or is
/// refused with `period.closed` (`rules.md §9`). A day to come is allowed: a bill may be dated ahead.
pub fn effective(cx: &Cx<'_>, date: Option<Day>) -> Outcome<Day> {
    let day = date.unwrap_or(cx.today);
    refuse_closed(cx.tx, cx.today)?;
    refuse_closed(cx.tx, day)?;
    Ok(day)
}

/// The same for money, which cannot be dated ahead: what has not come pays for nothing.
pub fn effective_money(cx: &Cx<'_>, date: Option<Day>) -> Outcome<Day> {
    let day = effective(cx, date)?;
    if day > cx.today {
        let refusal = Refusal::new(Code::DateOutOfRange);
        return Err(refusal
            .fact("field", "date")
            .fact("latest", cx.today)
            .into());
    }
    Ok(day)
}

/// Refuses a day in a closed month.
pub fn refuse_closed(db: &Db, day: Day) -> Outcome<()> {
    match ledger::closed(db, day)? {
        None => Ok(()),
        Some(closed) => Err(Refusal::new(Code::PeriodClosed)
            .fact("month", day.month())
            .fact("date", day)
            .fact("closed_at", closed.closed_at)
            .into()),
    }
}

/// Writes postings of a paper, booked today and counting from `effective`.
pub fn post(
    cx: &Cx<'_>,
    postings: &[Posting],
    document: &str,
    what: &str,
    effective: Day,
) -> Outcome<()> {
    let about = About {
        document,
        what,
        booked_on: cx.today,
        effective_on: effective,
        at: cx.at,
        who: cx.actor.id,
    };
    for posting in postings {
        ledger::post(cx.tx, posting, about)?;
    }
    Ok(())
}
