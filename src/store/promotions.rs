//! Promotions and what orders claim of them.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, OrderId, PromotionId};
use crate::domain::promotion::PromotionKind;
use crate::domain::{Day, Money};

record! {
    /// A promotion's row.
    pub struct Promotion {
        /// Row.
        pub id: PromotionId,
        /// Code.
        pub code: String,
        /// Name.
        pub name: String,
        /// What it gives.
        pub kind: PromotionKind,
        /// When it applies, as JSON.
        pub condition: String,
        /// Its numbers, as JSON.
        pub reward: String,
        /// Whether it stands alone among its like.
        pub exclusive: bool,
        /// 1 comes first.
        pub priority: i64,
        /// First day.
        pub from_on: Day,
        /// Last day.
        pub to_on: Day,
        /// The money there is for it.
        pub budget: Option<Money>,
        /// What orders have claimed.
        pub used: Money,
        /// The money there is for one customer.
        pub cap_per_customer: Option<Money>,
        /// Whether it is given.
        pub active: bool,
        /// Counts the changes of this row.
        pub version: i64,
    }
}

record! {
    /// What an order claims of a promotion for one line.
    pub struct Use {
        /// The promotion.
        pub promotion_id: PromotionId,
        /// The line.
        pub line: i64,
        /// How much.
        pub amount: Money,
        /// Whether the order is off and the money free again.
        pub freed: bool,
    }
}

record! {
    /// An order that claims of a promotion.
    pub struct Claim {
        /// Row of the order.
        pub id: OrderId,
        /// Number.
        pub order: String,
        /// Code of the customer.
        pub customer: Option<String>,
        /// How much.
        pub amount: Money,
        /// Whether the order is off and the money free again.
        pub freed: bool,
    }
}

/// The promotion with this code.
pub fn by_code(db: &Db, code: &str) -> Result<Option<Promotion>> {
    db.opt("SELECT * FROM promotion WHERE code = ?1", [code])
}

/// The promotion of this row.
pub fn by_id(db: &Db, id: PromotionId) -> Result<Promotion> {
    db.one("SELECT * FROM promotion WHERE id = ?1", [id])
}

/// Those given on a day.
pub fn on(db: &Db, day: Day) -> Result<Vec<Promotion>> {
    let sql = "SELECT * FROM promotion WHERE active = 1 AND to_on >= ?1 AND from_on <= ?1";
    db.all(sql, [day])
}

/// All, or those given on a day; the newest first.
pub fn list(db: &Db, day: Option<Day>, before: Option<i64>, limit: i64) -> Result<Vec<Promotion>> {
    let sql = "SELECT * FROM promotion
               WHERE (?1 IS NULL OR active = 1 AND to_on >= ?1 AND from_on <= ?1)
                 AND (?2 IS NULL OR id < ?2)
               ORDER BY id DESC LIMIT ?3";
    db.all(sql, (day, before, limit))
}

/// Adds the promotion, or writes the row of the same code.
pub fn save(tx: &Tx<'_>, p: &Promotion) -> Result<()> {
    let sql = "INSERT INTO promotion (code, name, kind, condition, reward, exclusive, priority,
                   from_on, to_on, budget, cap_per_customer, active)
               VALUES (:code, :name, :kind, :condition, :reward, :exclusive, :priority, :from_on,
                   :to_on, :budget, :cap_per_customer, :active)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                   condition = excluded.condition, reward = excluded.reward,
                   exclusive = excluded.exclusive, priority = excluded.priority,
                   from_on = excluded.from_on, to_on = excluded.to_on, budget = excluded.budget,
                   cap_per_customer = excluded.cap_per_customer, active = excluded.active,
                   version = version + 1";
    tx.exec(
        sql,
        named_params! {
            ":code": p.code, ":name": p.name, ":kind": p.kind, ":condition": p.condition,
            ":reward": p.reward, ":exclusive": p.exclusive, ":priority": p.priority,
            ":from_on": p.from_on, ":to_on": p.to_on, ":budget": p.budget,
            ":cap_per_customer": p.cap_per_customer, ":active": p.active,
        },
    )
    .map(drop)
}

/// What an order claims, the first promotion's lines first.
pub fn uses(db: &Db, order: OrderId) -> Result<Vec<Use>> {
    let sql = "SELECT promotion_id, line, amount, freed FROM promotion_use WHERE order_id = ?1
               ORDER BY promotion_id, line";
    db.all(sql, [order])
}

/// What a customer's orders claim of a promotion, but for one of them.
pub fn used_by(
    db: &Db,
    promotion: PromotionId,
    customer: CustomerId,
    not: Option<OrderId>,
) -> Result<Money> {
    let sql = "SELECT coalesce(sum(amount), 0) FROM promotion_use
               WHERE promotion_id = ?1 AND customer_id = ?2 AND freed = 0 AND order_id IS NOT ?3";
    Ok(db
        .value(sql, (promotion, customer, not))?
        .unwrap_or_default())
}

/// The orders that claim of a promotion, newest first.
pub fn claims(db: &Db, promotion: PromotionId, limit: i64) -> Result<Vec<Claim>> {
    let sql = "SELECT o.id, o.number AS \"order\", c.code AS customer, sum(u.amount) AS amount,
                   max(u.freed) AS freed
               FROM promotion_use u JOIN sales_order o ON o.id = u.order_id
                   LEFT JOIN customer c ON c.id = u.customer_id
               WHERE u.promotion_id = ?1 GROUP BY o.id ORDER BY o.id DESC LIMIT ?2";
    db.all(sql, (promotion, limit))
}

/// Writes anew what an unsent order claims.
pub fn claim(
    tx: &Tx<'_>,
    order: OrderId,
    customer: Option<CustomerId>,
    uses: &[(PromotionId, i64, Money)],
) -> Result<()> {
    tx.exec("DELETE FROM promotion_use WHERE order_id = ?1", [order])?;
    for (promotion, line, amount) in uses {
        let sql = "INSERT INTO promotion_use (order_id, promotion_id, line, customer_id, amount)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        tx.exec(sql, (order, promotion, line, customer, amount))?;
    }
    Ok(())
}

/// Sets free what an order claims; the rows stay for the record.
pub fn free(tx: &Tx<'_>, order: OrderId) -> Result<()> {
    let sql = "UPDATE promotion_use SET freed = 1 WHERE order_id = ?1 AND freed = 0";
    tx.exec(sql, [order]).map(drop)
}
