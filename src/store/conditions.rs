//! What conditional opinions depend on.

use super::{Db, Result, Tx};
use crate::domain::ids::{OrderId, StaffId};
use crate::domain::order::Gate;
use crate::domain::{Moment, Percent, Role};

record! {
    /// A condition of an opinion.
    pub struct Condition {
        /// Row.
        pub id: i64,
        /// Its order.
        pub order_id: OrderId,
        /// The submission it belongs to.
        pub round: i64,
        /// The department that set it.
        pub department: Role,
        /// In words.
        pub text: String,
        /// The step at which the goods wait for it.
        pub stage: Gate,
        /// Met by itself once so much of the order's gross is cleared.
        pub paid: Option<Percent>,
        /// Who set it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
        /// Who said that it is met.
        pub met_by: Option<StaffId>,
        /// When.
        pub met_at: Option<Moment>,
        /// What was said to it.
        pub met_text: String,
    }
}

/// The conditions that count, oldest first: those of the last submission and of the versions in
/// force since. A version that waits or was dropped sets none.
pub fn that_count(db: &Db, order: OrderId) -> Result<Vec<Condition>> {
    let sql = "SELECT * FROM condition WHERE order_id = ?1
                   AND round >= coalesce((SELECT max(number) FROM order_snapshot
                       WHERE order_id = ?1 AND what = 'submitted'), 0)
                   AND round NOT IN (SELECT round FROM order_change
                       WHERE order_id = ?1 AND state <> 'in_force' AND round IS NOT NULL)
               ORDER BY id";
    db.all(sql, [order])
}

/// Sets a condition.
pub fn set(tx: &Tx<'_>, c: &Condition) -> Result<()> {
    let sql = "INSERT INTO condition (order_id, round, department, text, stage, paid, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let params = (
        c.order_id,
        c.round,
        c.department,
        &c.text,
        c.stage,
        c.paid,
        c.staff_id,
        c.at,
    );
    tx.exec(sql, params).map(drop)
}

/// Writes down that a condition is met.
pub fn meet(tx: &Tx<'_>, id: i64, who: StaffId, at: Moment, text: &str) -> Result<()> {
    let sql = "UPDATE condition SET met_by = ?2, met_at = ?3, met_text = ?4 WHERE id = ?1";
    tx.exec(sql, (id, who, at, text)).map(drop)
}
