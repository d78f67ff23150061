//! What is called off of lines, and why: facts that are never removed.

use super::{Db, Result, Tx};
use crate::domain::ids::{LineId, StaffId};
use crate::domain::order::CancelReason;
use crate::domain::{Moment, Qty};

/// Calls off part of a line, or takes that back (a negative quantity).
pub fn cancel_line(
    tx: &Tx<'_>,
    line: LineId,
    qty: Qty,
    reason: CancelReason,
    who: StaffId,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO cancellation (line_id, qty, reason, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.exec(sql, (line, qty, reason, who, at)).map(drop)
}

/// What is called off of a line for this reason.
pub fn cancelled_for(db: &Db, line: LineId, reason: CancelReason) -> Result<Qty> {
    let sql = "SELECT coalesce(sum(qty), 0) FROM cancellation WHERE line_id = ?1 AND reason = ?2";
    Ok(db.value(sql, (line, reason))?.unwrap_or_default())
}
