//! Orders that came out of others: copied, merged, split.

use super::{Db, Result, Tx};
use crate::domain::ids::OrderId;
pub use crate::domain::order::LinkKind;

/// One order that came out of another.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    from: OrderId,
    to: OrderId,
    kind: LinkKind,
}

impl Link {
    /// `to` came out of `from`.
    pub const fn new(from: OrderId, to: OrderId, kind: LinkKind) -> Self {
        Self { from, to, kind }
    }
}

record! {
    /// The other end of a link, seen from an order.
    pub struct Linked {
        /// The other order.
        pub order: String,
        /// How the one came out of the other.
        pub kind: LinkKind,
        /// Whether the other came out of this one.
        pub ahead: bool,
    }
}

/// Writes a link.
pub fn add(tx: &Tx<'_>, link: &Link) -> Result<()> {
    let sql = "INSERT INTO order_link (from_id, to_id, kind) VALUES (?1, ?2, ?3)";
    tx.exec(sql, (link.from, link.to, link.kind)).map(drop)
}

/// The orders that an order came out of, and those that came out of it.
pub fn of(db: &Db, order: OrderId) -> Result<Vec<Linked>> {
    let sql = "SELECT o.number AS \"order\", k.kind, 1 AS ahead
               FROM order_link k JOIN sales_order o ON o.id = k.to_id WHERE k.from_id = ?1
               UNION ALL
               SELECT o.number, k.kind, 0 FROM order_link k JOIN sales_order o ON o.id = k.from_id
               WHERE k.to_id = ?1";
    db.all(sql, [order])
}
