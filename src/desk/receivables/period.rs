//! `period.close`: a month is frozen (`rules.md §9`).

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::{Day, Refusal};
use crate::store::ledger;

payload! {
    /// Closes a month and those before it: no fact may be booked or dated there any more.
    pub struct PeriodClose {
        /// `YYYY-MM`.
        #[serde(deserialize_with = "fields::code")]
        pub month: String,
    }
}

/// Closes a month; one that has not begun, or is closed, is refused with `wrong_state`.
///
/// Closing a month closes every earlier one: a gap would let facts slip in behind frozen balances.
/// The running month may be closed early; the desk then books nothing until the next one.
pub fn close(cx: &mut Cx<'_>, p: &PeriodClose) -> Outcome<Value> {
    let first: Day = format!("{}-01", p.month)
        .parse()
        .map_err(|_| Refusal::bad_field("month", "a month, YYYY-MM"))?;
    let month = first.month();
    if month > cx.today.month() {
        return Err(Refusal::wrong_state(&month, "not_begun").into());
    }
    if let Some(last) = ledger::last_closed(cx.tx)?.filter(|last| last.month >= month) {
        return Err(Refusal::wrong_state(&month, "closed")
            .fact("closed_at", last.closed_at)
            .into());
    }
    ledger::close(cx.tx, &month, cx.at, cx.actor.id)?;
    cx.about(&month);
    cx.changed(Aggregate::Ledger);
    Ok(json!({ "month": month, "closed_at": cx.at }))
}
