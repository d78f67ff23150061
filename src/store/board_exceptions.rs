//! Rules set aside: duties that one person held together, overrides in force.

use super::holds::Override;
use super::{Db, Result};
use crate::domain::ids::OrderId;
use crate::domain::{Day, Moment, Money};

record! {
    /// Two parts of one order in one person's hands.
    pub struct DutyTogether {
        /// Row of the order.
        pub id: OrderId,
        /// Order.
        pub number: String,
        /// Person.
        pub login: String,
        /// One part.
        pub part_a: String,
        /// The other.
        pub part_b: String,
    }
}

/// Orders in which one person had two parts that the matrix keeps apart, newest first; `after` is
/// the row of the order, the person and the parts of the last one of the page before.
pub fn duties(
    db: &Db,
    after: Option<(i64, &str, &str, &str)>,
    limit: i64,
) -> Result<Vec<DutyTogether>> {
    let (id, login, part_a, part_b) = after.unwrap_or((i64::MAX, "", "", ""));
    let sql = "SELECT o.id, o.number, s.login, r.part_a, r.part_b
               FROM duty_rule r
               JOIN order_hand a ON a.part = r.part_a
               JOIN order_hand b ON b.order_id = a.order_id AND b.part = r.part_b
                    AND b.staff_id = a.staff_id
               JOIN sales_order o ON o.id = a.order_id
               JOIN staff s ON s.id = a.staff_id
               WHERE r.active = 1 AND o.id <= ?1
                   AND (o.id < ?1 OR (s.login, r.part_a, r.part_b) > (?2, ?3, ?4))
               ORDER BY o.id DESC, s.login, r.part_a, r.part_b LIMIT ?5";
    db.all(sql, (id, login, part_a, part_b, limit))
}

record! {
    /// A shipment that left past a block.
    pub struct ShippedPast {
        /// Row.
        pub id: i64,
        /// Order.
        pub number: String,
        /// Shipment.
        pub shipment: Option<String>,
        /// The check that blocked.
        pub code: String,
        /// Why it was set aside.
        pub reason: String,
        /// Until when.
        pub until_on: Option<Day>,
        /// Up to which amount over.
        pub amount: Option<Money>,
        /// By whom.
        pub login: String,
        /// When it left.
        pub at: Moment,
    }
}

/// Shipments that left past a block, the last one first.
pub fn shipped_past(
    db: &Db,
    from: Option<Day>,
    to: Option<Day>,
    before: i64,
    limit: i64,
) -> Result<Vec<ShippedPast>> {
    let sql = "SELECT u.id, o.number, s.number AS shipment, g.code, g.reason, g.until_on, g.amount,
                   p.login, u.at
               FROM override_use u JOIN override_grant g ON g.id = u.override_id
                   JOIN sales_order o ON o.id = u.order_id JOIN staff p ON p.id = g.staff_id
                   LEFT JOIN shipment s ON s.id = u.shipment_id
               WHERE u.id < ?3 AND date(u.at) BETWEEN coalesce(?1, '') AND coalesce(?2, '9999')
               ORDER BY u.id DESC LIMIT ?4";
    db.all(sql, (from, to, before, limit))
}

/// Overrides of open orders that count on a day, newest first.
pub fn overrides_in_force(db: &Db, on: Day, before: i64, limit: i64) -> Result<Vec<Override>> {
    let sql = "SELECT g.id, g.order_id, g.code, g.reason, g.until_on, g.amount, g.staff_id, g.at
               FROM override_grant g JOIN sales_order o ON o.id = g.order_id
               WHERE g.id < ?2 AND (g.until_on IS NULL OR g.until_on >= ?1)
                 AND o.state IN ('draft', 'incomplete', 'reviewing', 'director', 'returned', 'approved')
               ORDER BY g.id DESC LIMIT ?3";
    db.all(sql, (on, before, limit))
}
