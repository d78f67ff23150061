//! Versions of approved orders that were asked for, and the customer's confirmations.

use super::{Db, Result, Tx};
use crate::domain::ids::{OrderId, StaffId};
use crate::domain::order::{AskedBy, ChangeState};
use crate::domain::{Moment, Money};

record! {
    /// A version that was asked for.
    pub struct Change {
        /// Row.
        pub id: i64,
        /// Its order.
        pub order_id: OrderId,
        /// The approved version that it is, or would be.
        pub revision: i64,
        /// What became of it.
        pub state: ChangeState,
        /// Who wants it.
        pub asked_by: AskedBy,
        /// Why.
        pub reason: String,
        /// The round of its opinions; none if it took effect at once.
        pub round: Option<i64>,
        /// Head and lines as they are to be, as JSON.
        pub wish: String,
        /// By how much it raises the exposure.
        pub delta: Money,
        /// Who keyed it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// The customer's word that a version is right.
    pub struct Confirmation {
        /// Its order.
        pub order_id: OrderId,
        /// The approved version.
        pub revision: i64,
        /// By which way.
        pub way: String,
        /// Who said so.
        pub person: String,
        /// In words.
        pub text: String,
        /// Who heard it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

/// Writes a version that was asked for; one that does not wait is in force at once.
pub fn insert(tx: &Tx<'_>, c: &Change) -> Result<i64> {
    let decided = (c.state != ChangeState::Pending).then_some((c.staff_id, c.at));
    let sql = "INSERT INTO order_change (order_id, revision, state, asked_by, reason, round, wish,
               delta, staff_id, at, decided_by, decided_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let params = (
        c.order_id,
        c.revision,
        c.state,
        c.asked_by,
        &c.reason,
        c.round,
        &c.wish,
        c.delta,
        c.staff_id,
        c.at,
        decided.map(|(who, _)| who),
        decided.map(|(_, at)| at),
    );
    tx.insert(sql, params)
}

/// Writes what became of a version that waited.
pub fn decide(tx: &Tx<'_>, id: i64, state: ChangeState, who: StaffId, at: Moment) -> Result<()> {
    let sql = "UPDATE order_change SET state = ?2, decided_by = ?3, decided_at = ?4 WHERE id = ?1";
    tx.exec(sql, (id, state, who, at)).map(drop)
}

/// The version of an order that waits.
pub fn pending(db: &Db, order: OrderId) -> Result<Option<Change>> {
    let sql = "SELECT * FROM order_change WHERE order_id = ?1 AND state = 'pending'";
    db.opt(sql, [order])
}

/// The round whose opinions count for an order: the last that was not for a version dropped since.
pub fn counting_round(db: &Db, order: OrderId) -> Result<Option<i64>> {
    let sql = "SELECT max(round) FROM opinion WHERE order_id = ?1 AND round NOT IN (
                   SELECT round FROM order_change
                   WHERE order_id = ?1 AND state = 'dropped' AND round IS NOT NULL)";
    Ok(db.value::<Option<i64>>(sql, [order])?.flatten())
}

/// Writes that the customer confirmed a version.
pub fn confirm(tx: &Tx<'_>, c: &Confirmation) -> Result<()> {
    let sql = "INSERT INTO order_confirmation (order_id, revision, way, person, text, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let params = (
        c.order_id, c.revision, &c.way, &c.person, &c.text, c.staff_id, c.at,
    );
    tx.exec(sql, params).map(drop)
}

/// The last confirmation of an order.
pub fn last_confirmation(db: &Db, order: OrderId) -> Result<Option<Confirmation>> {
    let sql = "SELECT * FROM order_confirmation WHERE order_id = ?1 ORDER BY id DESC LIMIT 1";
    db.opt(sql, [order])
}
