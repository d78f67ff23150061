//! What customers were told about their dates, and lines that will be late as the last forecast
//! saw them.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::Day;
use crate::domain::Moment;
use crate::domain::ids::{LineId, OrderId};

record! {
    /// The last time a customer was told a date.
    pub struct Told {
        /// When.
        pub at: Moment,
        /// By which way.
        pub way: String,
        /// The last day that was named.
        pub date: Option<Day>,
        /// Whether they took it.
        pub accepted: bool,
        /// In words.
        pub text: String,
    }
}

/// A line that will miss its promise.
#[derive(Debug, Clone)]
pub struct LateLine {
    /// Line.
    pub line: LineId,
    /// Its order.
    pub order: OrderId,
    /// When it will be there.
    pub predicted: Day,
    /// A word of `late_line.why`.
    pub why: &'static str,
    /// The line that has its goods.
    pub displaced_by: Option<LineId>,
}

/// Says that a contact told the customer a date.
pub fn tell(
    tx: &Tx<'_>,
    contact: i64,
    order: OrderId,
    date: Option<Day>,
    accepted: bool,
) -> Result<()> {
    let sql = "INSERT INTO told (contact_id, order_id, new_on, accepted) VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (contact, order, date, accepted)).map(drop)
}

/// What the customer of an order was told last.
pub fn last(db: &Db, order: OrderId) -> Result<Option<Told>> {
    let sql = "SELECT k.at, k.way, t.new_on AS date, t.accepted, k.text
               FROM told t JOIN contact k ON k.id = t.contact_id
               WHERE t.order_id = ?1 ORDER BY t.contact_id DESC LIMIT 1";
    db.opt(sql, [order])
}

/// Forgets the last forecast.
pub fn forget_late(tx: &Tx<'_>) -> Result<()> {
    tx.exec("DELETE FROM late_line", []).map(drop)
}

/// Writes a line that will be late.
pub fn write_late(tx: &Tx<'_>, l: &LateLine) -> Result<()> {
    let sql = "INSERT INTO late_line (line_id, order_id, predicted_on, why, displaced_by)
               VALUES (:line, :order, :on, :why, :by)";
    let params = named_params! {
        ":line": l.line, ":order": l.order, ":on": l.predicted, ":why": l.why,
        ":by": l.displaced_by,
    };
    tx.exec(sql, params).map(drop)
}
