//! Boards of one product: for whom its stock is kept, what is expected of it.

use super::{Db, Result};
use crate::domain::ids::ProductId;
use crate::domain::{Day, Qty};

record! {
    /// Goods kept for a line.
    pub struct Held {
        /// The order.
        pub order: String,
        /// Its line.
        pub line: i64,
        /// Customer code.
        pub customer: Option<String>,
        /// Customer name.
        pub customer_name: Option<String>,
        /// How much is kept.
        pub qty: Qty,
        /// Where.
        pub warehouse: String,
        /// The last day it is kept.
        pub expires: Day,
        /// Rows of line and warehouse, to go on after.
        pub key: i64,
    }
}

record! {
    /// Goods expected and not all in.
    pub struct Incoming {
        /// The number to change it by.
        pub supply: i64,
        /// Where it goes.
        pub warehouse: String,
        /// How much.
        pub qty: Qty,
        /// Of it in.
        pub received: Qty,
        /// By when.
        pub due: Day,
        /// Whether it may be promised on.
        pub confirmed: bool,
        /// The paper it comes by.
        #[serde(rename = "ref")]
        pub paper: String,
    }
}

/// For whom a product is kept, those first whose time is up first.
pub fn held(db: &Db, product: ProductId, skip: i64, limit: i64) -> Result<Vec<Held>> {
    let sql = "SELECT o.number AS \"order\", l.line, c.code AS customer, c.name AS customer_name,
                   r.qty, w.code AS warehouse, r.expires_on AS expires,
                   row_number() OVER (ORDER BY r.expires_on, o.id, l.line, w.id) AS key
               FROM reservation r
               JOIN order_line l ON l.id = r.line_id
               JOIN sales_order o ON o.id = l.order_id
               JOIN warehouse w ON w.id = r.warehouse_id
               LEFT JOIN customer c ON c.id = o.customer_id
               WHERE r.product_id = ?1 ORDER BY key LIMIT ?3 OFFSET ?2";
    db.all(sql, (product, skip, limit))
}

/// What is expected of a product and not all in, the first due first.
pub fn incoming(db: &Db, product: ProductId, skip: i64, limit: i64) -> Result<Vec<Incoming>> {
    let sql = "SELECT s.id AS supply, w.code AS warehouse, s.qty, s.received, s.due_on AS due,
                   s.confirmed, s.ref AS paper
               FROM supply s JOIN warehouse w ON w.id = s.warehouse_id
               WHERE s.product_id = ?1 AND s.received < s.qty
               ORDER BY s.due_on, s.id LIMIT ?3 OFFSET ?2";
    db.all(sql, (product, skip, limit))
}
