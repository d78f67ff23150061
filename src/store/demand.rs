//! What the orders of a batch want.

use super::{Db, Result};
use crate::domain::ids::{BatchId, CustomerId};
use crate::domain::order::State;
use crate::domain::{Day, Qty};

record! {
    /// What a batch wants of a product.
    pub struct DemandRow {
        /// Product.
        pub product_id: i64,
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Its unit.
        pub unit: String,
        /// How many customers want it.
        pub customers: i64,
        /// How much they want.
        pub wanted: Qty,
        /// How much lies free.
        pub free: Qty,
    }
}

record! {
    /// A line of one customer.
    pub struct ReplyRow {
        /// Line.
        pub line_id: i64,
        /// Order.
        pub number: String,
        /// Where it stands.
        pub state: State,
        /// Its number.
        pub line: i64,
        /// Product code.
        pub code: Option<String>,
        /// Its name, or the words of the sheet.
        pub goods: String,
        /// How much was wanted.
        pub wanted: Qty,
        /// How much of it was called off.
        pub cancelled: Qty,
        /// How much left.
        pub shipped: Qty,
        /// Promised for.
        pub promise_on: Option<Day>,
    }
}

/// What the orders of a batch want, by product, behind a product.
pub fn of_batch(db: &Db, batch: BatchId, after: i64, limit: i64) -> Result<Vec<DemandRow>> {
    let sql = "SELECT p.id AS product_id, p.code, p.name, p.unit, count(DISTINCT o.customer_id) AS customers,
                   sum(l.qty - l.cancelled) AS wanted,
                   (SELECT coalesce(sum(on_hand - reserved - packed), 0) FROM stock_level s
                    WHERE s.product_id = p.id) AS free
               FROM import_made m JOIN sales_order o ON o.id = m.order_id JOIN order_line l ON l.order_id = o.id
                   JOIN product p ON p.id = l.product_id
               WHERE m.batch_id = ?1 AND p.id > ?2 AND l.removed = 0
                 AND o.state NOT IN ('void', 'rejected', 'cancelled')
               GROUP BY p.id ORDER BY p.id LIMIT ?3";
    db.all(sql, (batch, after, limit))
}

/// The lines of a customer's orders of a batch, behind a line.
pub fn of_customer(
    db: &Db,
    batch: BatchId,
    customer: CustomerId,
    after: i64,
    limit: i64,
) -> Result<Vec<ReplyRow>> {
    let sql = "SELECT l.id AS line_id, o.number, o.state, l.line, p.code, coalesce(p.name, l.goods) AS goods,
                   coalesce(l.qty, 0) AS wanted, l.cancelled, l.shipped, l.promise_on
               FROM import_made m JOIN sales_order o ON o.id = m.order_id JOIN order_line l ON l.order_id = o.id
                   LEFT JOIN product p ON p.id = l.product_id
               WHERE m.batch_id = ?1 AND o.customer_id = ?2 AND l.id > ?3 AND l.removed = 0
               ORDER BY l.id LIMIT ?4";
    db.all(sql, (batch, customer, after, limit))
}
