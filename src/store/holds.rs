//! Holds, what their codes mean, and overrides of orders.

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, OrderId, OverrideId, ShipmentId, StaffId};
use crate::domain::order::Stage;
use crate::domain::{Day, Moment, Money};

/// The hold that a platform's word places. It goes with that word, or with its exception when a clerk who
/// looked there solves it.
pub const PLATFORM: &str = "platform";

record! {
    /// A hold that has not been released.
    pub struct Hold {
        /// Row.
        pub id: i64,
        /// Its order.
        pub order_id: OrderId,
        /// Line, or the whole order.
        pub line: Option<i64>,
        /// Code.
        pub code: String,
        /// The stage it stops.
        pub stage: Stage,
        /// Why.
        pub reason: String,
        /// Whether a rule raised it, while this person did something else.
        pub by_rule: bool,
        /// Who placed it.
        pub staff_id: StaffId,
        /// Who sees to it that it can go.
        pub owner_id: Option<StaffId>,
        /// When.
        pub at: Moment,
    }
}

record! {
    /// What a hold code means to an office.
    pub struct HoldCode {
        /// The code.
        pub code: String,
        /// The stage it stops unless another is said.
        pub stage: Stage,
        /// Whether it goes by itself when what raised it is gone.
        pub clears: bool,
        /// Roles that may release it, separated by commas.
        pub releasers: String,
        /// The check it stands for, if any.
        pub check_code: String,
    }
}

record! {
    /// A hold that was released.
    pub struct Released {
        /// Row.
        pub id: i64,
        /// Its order.
        pub number: String,
        /// Line, or the whole order.
        pub line: Option<i64>,
        /// Code.
        pub code: String,
        /// Why it was placed.
        pub reason: String,
        /// Who released it.
        pub login: String,
        /// When.
        pub released_at: Moment,
        /// Why it was released.
        pub release_reason: String,
    }
}

record! {
    /// A block set aside.
    pub struct Override {
        /// Row.
        pub id: OverrideId,
        /// Its order.
        pub order_id: OrderId,
        /// The check.
        pub code: String,
        /// Why.
        pub reason: String,
        /// Last day it counts.
        pub until_on: Option<Day>,
        /// Up to which amount over.
        pub amount: Option<Money>,
        /// Who gave it.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

/// The holds of an order that are not released, oldest first.
pub fn active(db: &Db, order: OrderId) -> Result<Vec<Hold>> {
    let sql =
        "SELECT id, order_id, line, code, stage, reason, by_rule, staff_id, owner_id, at FROM hold
               WHERE order_id = ?1 AND released_at IS NULL ORDER BY id";
    db.all(sql, [order])
}

/// Places a hold.
pub fn place(tx: &Tx<'_>, h: &Hold) -> Result<i64> {
    let sql = "INSERT INTO hold (order_id, line, code, stage, reason, by_rule, staff_id, owner_id,
                   at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    tx.insert(
        sql,
        (
            h.order_id, h.line, &h.code, h.stage, &h.reason, h.by_rule, h.staff_id, h.owner_id,
            h.at,
        ),
    )
}

/// Whether an order ever had a hold of this code for this reason, released or not.
pub fn ever(db: &Db, order: OrderId, code: &str, reason: &str) -> Result<bool> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM hold WHERE order_id = ?1 AND code = ?2 AND reason = ?3)";
    Ok(db.value(sql, (order, code, reason))?.unwrap_or(false))
}

/// Whether a hold of this code on an order was released on or after a day.
pub fn released_since(db: &Db, order: OrderId, code: &str, day: Day) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM hold WHERE order_id = ?1 AND code = ?2
                   AND released_at >= ?3)";
    Ok(db.value(sql, (order, code, day))?.unwrap_or(false))
}

/// Holds that were released, the last one first; `before` is the time and the row of the last one of
/// the page before.
pub fn released(
    db: &Db,
    (from, to): (Option<Day>, Option<Day>),
    before: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<Released>> {
    let (at, id) = before.unwrap_or(("9999", 0));
    let sql = "SELECT h.id, o.number, h.line, h.code, h.reason, s.login, h.released_at,
                   coalesce(h.release_reason, '') AS release_reason
               FROM hold h JOIN sales_order o ON o.id = h.order_id
                   JOIN staff s ON s.id = h.released_by
               WHERE h.released_at IS NOT NULL AND h.released_at >= coalesce(?1, '')
                   AND date(h.released_at) <= coalesce(?2, '9999')
                   AND (h.released_at, h.id) < (?3, ?4)
               ORDER BY h.released_at DESC, h.id DESC LIMIT ?5";
    db.all(sql, (from, to, at, id, limit))
}

/// What a hold code means, if the office has said so.
pub fn hold_code(db: &Db, code: &str) -> Result<Option<HoldCode>> {
    db.opt("SELECT * FROM hold_code WHERE code = ?1", [code])
}

/// Every hold code that the office has said something about.
pub fn hold_codes(db: &Db) -> Result<Vec<HoldCode>> {
    db.all("SELECT * FROM hold_code ORDER BY code", [])
}

/// Writes what a hold code means.
pub fn save_code(tx: &Tx<'_>, c: &HoldCode) -> Result<()> {
    let sql = "INSERT INTO hold_code (code, stage, clears, releasers, check_code)
               VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (code) DO UPDATE SET stage = excluded.stage, clears = excluded.clears,
                   releasers = excluded.releasers, check_code = excluded.check_code";
    let row = (&c.code, c.stage, c.clears, &c.releasers, &c.check_code);
    tx.exec(sql, row).map(drop)
}

/// Holds of a customer's open orders whose code goes by itself, oldest first.
pub fn clearing_of(db: &Db, customer: CustomerId) -> Result<Vec<Hold>> {
    let sql = "SELECT h.id, h.order_id, h.line, h.code, h.stage, h.reason, h.by_rule, h.staff_id,
                   h.owner_id, h.at
               FROM sales_order o JOIN hold h ON h.order_id = o.id AND h.released_at IS NULL
                   JOIN hold_code c ON c.code = h.code AND c.clears = 1
               WHERE o.customer_id = ?1 AND o.state IN ('draft', 'incomplete', 'reviewing',
                   'director', 'returned', 'approved')
               ORDER BY h.id";
    db.all(sql, [customer])
}

/// Releases a hold.
pub fn release(tx: &Tx<'_>, id: i64, who: StaffId, at: Moment, reason: &str) -> Result<()> {
    let sql =
        "UPDATE hold SET released_by = ?2, released_at = ?3, release_reason = ?4 WHERE id = ?1";
    tx.exec(sql, (id, who, at, reason)).map(drop)
}

/// The overrides of an order, newest first.
pub fn overrides(db: &Db, order: OrderId) -> Result<Vec<Override>> {
    let sql =
        "SELECT id, order_id, code, reason, until_on, amount, staff_id, at FROM override_grant
               WHERE order_id = ?1 ORDER BY id DESC";
    db.all(sql, [order])
}

/// Gives an override.
pub fn grant(tx: &Tx<'_>, o: &Override) -> Result<OverrideId> {
    let sql = "INSERT INTO override_grant (order_id, code, reason, until_on, amount, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    tx.insert(
        sql,
        (
            o.order_id, &o.code, &o.reason, o.until_on, o.amount, o.staff_id, o.at,
        ),
    )
    .map(OverrideId)
}

/// Writes down that an override let something through.
pub fn used(
    tx: &Tx<'_>,
    id: OverrideId,
    order: OrderId,
    shipment: Option<ShipmentId>,
    at: Moment,
) -> Result<()> {
    let sql = "INSERT INTO override_use (override_id, shipment_id, order_id, at)
               VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (id, shipment, order, at)).map(drop)
}
