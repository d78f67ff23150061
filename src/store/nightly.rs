//! What the nightly run looks for, and the days on which it was made.

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, OrderId, StaffId};
use crate::domain::{Day, Moment, Money};

record! {
    /// A temporary limit whose last day is over.
    pub struct Ended {
        /// Customer.
        pub customer: String,
        /// The limit that was; none = unlimited.
        pub limit: Option<Money>,
        /// Its last day.
        pub until: Day,
        /// Who had approved it.
        pub by: String,
    }
}

/// Those who pay for an order in force.
pub fn payers(db: &Db) -> Result<Vec<CustomerId>> {
    let sql = "SELECT DISTINCT coalesce(c.payer_id, c.id)
               FROM sales_order o INDEXED BY order_open JOIN customer c ON c.id = o.customer_id
               WHERE o.state = 'approved' ORDER BY 1";
    db.values(sql, [])
}

/// The orders in force of a payer of which something has not left, the oldest first.
pub fn unshipped(db: &Db, payer: CustomerId) -> Result<Vec<OrderId>> {
    let sql = "SELECT o.id FROM customer c JOIN sales_order o ON o.customer_id = c.id
               WHERE (c.id = ?1 OR c.payer_id = ?1) AND o.state = 'approved'
                 AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.removed = 0
                     AND l.qty > l.cancelled + l.shipped)
               ORDER BY o.id";
    db.values(sql, [payer])
}

/// Temporary limits that ended from one day on and before another, unless a later one counts.
pub fn limits_ended(db: &Db, from: Day, before: Day) -> Result<Vec<Ended>> {
    let sql =
        "SELECT c.code AS customer, g.amount AS \"limit\", g.until_on AS until, s.login AS \"by\"
               FROM credit_grant g JOIN customer c ON c.id = g.customer_id
                   JOIN staff s ON s.id = g.staff_id
               WHERE g.until_on >= ?1 AND g.until_on < ?2 AND NOT EXISTS (
                   SELECT 1 FROM credit_grant later WHERE later.customer_id = g.customer_id
                       AND later.until_on >= g.until_on AND later.id > g.id)
               ORDER BY g.until_on, c.code";
    db.all(sql, (from, before))
}

record! {
    /// A paper that is so late that somebody has to see to it.
    pub struct LongLate {
        /// Its number.
        pub number: String,
        /// The day it was promised or expected for.
        pub day: Day,
    }
}

/// Orders with a line that was promised for a day or before it and is not delivered.
pub fn long_late(db: &Db, by: Day) -> Result<Vec<LongLate>> {
    let sql = "SELECT o.number, min(l.promise_on) AS day FROM order_line l INDEXED BY line_undelivered
                   JOIN sales_order o ON o.id = l.order_id
               WHERE l.in_force = 1 AND l.qty > l.cancelled + l.signed + l.refused AND l.promise_on <= ?1
               GROUP BY o.id ORDER BY o.id";
    db.all(sql, [by])
}

/// Shipments that were expected at the customer's on a day or before it and have not been heard of.
pub fn long_under_way(db: &Db, by: Day) -> Result<Vec<LongLate>> {
    let sql = "SELECT number, expected_on AS day FROM shipment INDEXED BY shipment_under_way
               WHERE state IN ('packed', 'dispatched') AND state <> 'packed' AND expected_on <= ?1
                 AND arrived_at IS NULL ORDER BY id";
    db.all(sql, [by])
}

/// Papers with a standing exception of this kind that a rule raised.
pub fn standing(db: &Db, kind: &str) -> Result<Vec<String>> {
    let sql = "SELECT subject FROM exception INDEXED BY exception_open
               WHERE solved_at IS NULL AND kind = ?1 AND by_rule = 1 ORDER BY id";
    db.values(sql, [kind])
}

/// The last day before this one on which the run was made.
pub fn last_before(db: &Db, day: Day) -> Result<Option<Day>> {
    Ok(db
        .value("SELECT max(day) FROM nightly WHERE day < ?1", [day])?
        .flatten())
}

/// Writes down that the run was made; a second one on the same day leaves the first.
pub fn done(tx: &Tx<'_>, day: Day, at: Moment, who: StaffId) -> Result<()> {
    let sql = "INSERT INTO nightly (day, at, staff_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    tx.exec(sql, (day, at, who)).map(drop)
}
