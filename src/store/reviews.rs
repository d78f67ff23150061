//! Opinions, decisions and snapshots of orders.

use super::{Db, Result, Tx};
use crate::domain::ids::{OrderId, StaffId};
use crate::domain::order::Verdict;
use crate::domain::{Moment, Role};

record! {
    /// A department's opinion, asked and perhaps given.
    pub struct Opinion {
        /// Row.
        pub id: i64,
        /// Its order.
        pub order_id: OrderId,
        /// The submission it belongs to.
        pub round: i64,
        /// Department.
        pub department: String,
        /// The row of the route that asked it.
        pub rule: String,
        /// When it was asked.
        pub asked_at: Moment,
        /// When it is due.
        pub due_at: Moment,
        /// The answer.
        pub verdict: Option<Verdict>,
        /// In words.
        pub text: String,
        /// What it depends on.
        pub condition: String,
        /// Whether a fail sends the order back at once.
        pub must_return: bool,
        /// Who answered.
        pub staff_id: Option<StaffId>,
        /// When.
        pub given_at: Option<Moment>,
    }
}

record! {
    /// A decision about an order.
    pub struct Decision {
        /// The submission it belongs to.
        pub round: i64,
        /// approved, returned or rejected.
        pub outcome: String,
        /// 客观性, 1 to 5.
        pub objective: Option<i64>,
        /// 准确性, 1 to 5.
        pub accurate: Option<i64>,
        /// Note.
        pub note: String,
        /// Coded reasons, as JSON.
        pub reasons: String,
        /// Who decided.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// An order as it was handed in or approved.
    pub struct Snapshot {
        /// submitted or approved.
        pub what: String,
        /// Round or revision.
        pub number: i64,
        /// Head and lines, as JSON.
        pub body: String,
        /// When.
        pub at: Moment,
    }
}

/// Asks a department.
pub fn ask(
    tx: &Tx<'_>,
    order: OrderId,
    round: i64,
    (department, rule): (Role, &str),
    at: Moment,
    due: Moment,
) -> Result<()> {
    let sql = "INSERT INTO opinion (order_id, round, department, rule, asked_at, due_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.exec(sql, (order, round, department, rule, at, due))
        .map(drop)
}

/// The opinions of a submission.
pub fn opinions(db: &Db, order: OrderId, round: i64) -> Result<Vec<Opinion>> {
    db.all(
        "SELECT * FROM opinion WHERE order_id = ?1 AND round = ?2 ORDER BY id",
        (order, round),
    )
}

/// The departments that were ever asked about an order.
pub fn heard(db: &Db, order: OrderId) -> Result<Vec<Role>> {
    let sql =
        "SELECT department FROM opinion WHERE order_id = ?1 GROUP BY department ORDER BY min(id)";
    db.values(sql, [order])
}

/// Writes an answer.
pub fn give(tx: &Tx<'_>, o: &Opinion) -> Result<()> {
    let sql = "UPDATE opinion SET verdict = ?2, text = ?3, condition = ?4, must_return = ?5,
               staff_id = ?6, given_at = ?7, waiting = 0 WHERE id = ?1";
    let params = (
        o.id,
        o.verdict,
        &o.text,
        &o.condition,
        o.must_return,
        o.staff_id,
        o.given_at,
    );
    tx.exec(sql, params).map(drop)
}

/// Keeps a decision.
pub fn decide(tx: &Tx<'_>, order: OrderId, d: &Decision) -> Result<()> {
    let sql = "INSERT INTO decision (order_id, round, outcome, objective, accurate, note, reasons,
               staff_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let params = (
        order,
        d.round,
        &d.outcome,
        d.objective,
        d.accurate,
        &d.note,
        &d.reasons,
        d.staff_id,
        d.at,
    );
    tx.exec(sql, params).map(drop)
}

/// The decisions about an order, oldest first.
pub fn decisions(db: &Db, order: OrderId) -> Result<Vec<Decision>> {
    let sql = "SELECT round, outcome, objective, accurate, note, reasons, staff_id, at
               FROM decision WHERE order_id = ?1 ORDER BY id";
    db.all(sql, [order])
}

/// Keeps the order as it stands.
pub fn snapshot(
    tx: &Tx<'_>,
    order: OrderId,
    what: &str,
    number: i64,
    body: &str,
    who: StaffId,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO order_snapshot (order_id, what, number, body, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.exec(sql, (order, what, number, body, who, at)).map(drop)
}

/// The last two times the order was handed in, newest first: what a resubmission changed.
pub fn last_submissions(db: &Db, order: OrderId) -> Result<Vec<Snapshot>> {
    let sql = "SELECT what, number, body, at FROM order_snapshot
               WHERE order_id = ?1 AND what = 'submitted' ORDER BY id DESC LIMIT 2";
    db.all(sql, [order])
}

/// The order as it was handed in or approved for this time.
pub fn snapshot_of(db: &Db, order: OrderId, what: &str, number: i64) -> Result<Option<String>> {
    let sql = "SELECT body FROM order_snapshot WHERE order_id = ?1 AND what = ?2 AND number = ?3
               ORDER BY id DESC LIMIT 1";
    db.value(sql, (order, what, number))
}
