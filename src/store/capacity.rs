//! What the makers of a family can make in a week, and what they have to make.

use super::{Db, Result, Tx};
use crate::domain::ids::OrderId;
use crate::domain::week::Week;
use crate::domain::{Day, Qty};

record! {
    /// What can be made in a week.
    pub struct Capacity {
        /// Family.
        pub family: String,
        /// Week.
        pub week: Week,
        /// So much.
        pub units: Qty,
    }
}

/// Whether any capacity is written down at all.
pub fn any(db: &Db) -> Result<bool> {
    Ok(db
        .value::<i64>("SELECT 1 FROM capacity LIMIT 1", [])?
        .is_some())
}

/// The weeks of a family from one on.
pub fn weeks(db: &Db, family: &str, from: Week) -> Result<Vec<Capacity>> {
    let sql = "SELECT * FROM capacity WHERE family = ?1 AND week >= ?2 ORDER BY week";
    db.all(sql, (family, from))
}

/// Every row within bounds, after a row's key.
pub fn list(
    db: &Db,
    family: Option<&str>,
    (from, to): (Option<Week>, Option<Week>),
    after: Option<(&str, Week)>,
    limit: i64,
) -> Result<Vec<Capacity>> {
    let (after_family, after_week) = after.unzip();
    let sql = "SELECT * FROM capacity
               WHERE (?1 IS NULL OR family = ?1) AND (?2 IS NULL OR week >= ?2)
                 AND (?3 IS NULL OR week <= ?3) AND (?4 IS NULL OR (family, week) > (?4, ?5))
               ORDER BY family, week LIMIT ?6";
    db.all(sql, (family, from, to, after_family, after_week, limit))
}

/// Writes what can be made in a week; none takes the limit away.
pub fn save(tx: &Tx<'_>, family: &str, week: Week, units: Option<Qty>) -> Result<()> {
    let Some(units) = units else {
        let sql = "DELETE FROM capacity WHERE family = ?1 AND week = ?2";
        return tx.exec(sql, (family, week)).map(drop);
    };
    let sql = "INSERT INTO capacity (family, week, units) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET units = excluded.units";
    tx.exec(sql, (family, week, units)).map(drop)
}

/// Whether a product belongs to this family.
pub fn known(db: &Db, family: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM product WHERE family = ?1 LIMIT 1";
    Ok(db.value::<i64>(sql, [family])?.is_some())
}

/// What lines in force wait for of a family with a promise from one day to another, leaving out
/// one order.
pub fn taken(db: &Db, family: &str, from: Day, to: Day, not: Option<OrderId>) -> Result<Qty> {
    let sql =
        "SELECT coalesce((SELECT sum(w.qty) FROM product p JOIN waiting w ON w.product_id = p.id
                   WHERE p.family = ?1 AND w.promise_on BETWEEN ?2 AND ?3), 0)
               - coalesce((SELECT sum(l.qty - l.cancelled - l.reserved - l.packed - l.shipped)
                   FROM order_line l JOIN product p ON p.id = l.product_id
                   WHERE l.order_id = ?4 AND p.family = ?1 AND l.in_force = 1 AND l.removed = 0
                     AND l.qty > l.cancelled + l.reserved + l.packed + l.shipped
                     AND l.promise_on BETWEEN ?2 AND ?3), 0)";
    Ok(db.value(sql, (family, from, to, not))?.unwrap_or_default())
}
