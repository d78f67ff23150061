//! Goods on their way from one warehouse to another.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{ProductId, StaffId, TransferId, WarehouseId};
use crate::domain::{Day, Qty};

record! {
    /// A transfer's row.
    pub struct Transfer {
        /// Row.
        pub id: TransferId,
        /// Number.
        pub number: String,
        /// Product.
        pub product_id: ProductId,
        /// Where it left.
        pub from_id: WarehouseId,
        /// Where it goes.
        pub to_id: WarehouseId,
        /// How much was sent.
        pub qty: Qty,
        /// Of it arrived.
        pub arrived: Qty,
        /// Of it given up.
        pub lost: Qty,
        /// When it left.
        pub sent_on: Day,
        /// When it should arrive.
        pub expected_on: Day,
        /// Who sent it.
        pub staff_id: StaffId,
        /// Counts the commands that wrote it.
        pub version: i64,
    }
}

impl Transfer {
    /// What is still under way.
    pub fn open(&self) -> Qty {
        Qty(self.qty.0 - self.arrived.0 - self.lost.0).at_least_zero()
    }
}

record! {
    /// A row of the list of transfers.
    pub struct TransferRow {
        /// Number.
        pub transfer: String,
        /// Product code.
        pub product: String,
        /// Product name.
        pub name: String,
        /// Where it left.
        pub from: String,
        /// Where it goes.
        pub to: String,
        /// How much was sent.
        pub qty: Qty,
        /// Of it arrived.
        pub arrived: Qty,
        /// Of it given up.
        pub lost: Qty,
        /// Still under way.
        pub open: Qty,
        /// When it left.
        pub sent_on: Day,
        /// When it should arrive.
        pub expected: Day,
        /// Counts the commands that wrote it.
        pub version: i64,
        /// Row, to go on after.
        pub key: i64,
    }
}

/// The transfer of this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Transfer>> {
    db.opt("SELECT * FROM stock_transfer WHERE number = ?1", [number])
}

/// Adds a transfer.
pub fn insert(tx: &Tx<'_>, t: &Transfer) -> Result<TransferId> {
    let sql = "INSERT INTO stock_transfer (number, product_id, from_id, to_id, qty, sent_on,
                   expected_on, staff_id)
               VALUES (:number, :product, :from, :to, :qty, :sent, :expected, :staff)";
    let params = named_params! {
        ":number": t.number, ":product": t.product_id, ":from": t.from_id, ":to": t.to_id,
        ":qty": t.qty, ":sent": t.sent_on, ":expected": t.expected_on, ":staff": t.staff_id,
    };
    tx.insert(sql, params).map(TransferId)
}

/// Counts goods of a transfer as arrived or given up.
pub fn arrive(tx: &Tx<'_>, id: TransferId, arrived: Qty, lost: Qty) -> Result<()> {
    let sql = "UPDATE stock_transfer SET arrived = arrived + ?2, lost = lost + ?3,
                   version = version + 1 WHERE id = ?1";
    tx.exec(sql, (id, arrived, lost)).map(drop)
}

/// Transfers newest first, before a row's `key`.
pub fn list(
    db: &Db,
    product: Option<ProductId>,
    warehouse: Option<WarehouseId>,
    open: bool,
    before: i64,
    limit: i64,
) -> Result<Vec<TransferRow>> {
    let sql = "SELECT t.number AS transfer, p.code AS product, p.name, f.code AS \"from\",
                   d.code AS \"to\", t.qty, t.arrived, t.lost,
                   t.qty - t.arrived - t.lost AS open, t.sent_on, t.expected_on AS expected,
                   t.version, t.id AS key
               FROM stock_transfer t JOIN product p ON p.id = t.product_id
               JOIN warehouse f ON f.id = t.from_id JOIN warehouse d ON d.id = t.to_id
               WHERE t.id < :before AND (:product IS NULL OR t.product_id = :product)
                 AND (:warehouse IS NULL OR :warehouse IN (t.from_id, t.to_id))
                 AND (NOT :open OR t.qty > t.arrived + t.lost)
               ORDER BY t.id DESC LIMIT :limit";
    let params = named_params! {
        ":before": before, ":product": product, ":warehouse": warehouse, ":open": open,
        ":limit": limit,
    };
    db.all(sql, params)
}
