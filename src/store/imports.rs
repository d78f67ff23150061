//! Imported batches, and the orders each made.

use super::{Db, Result, Tx};
use crate::domain::Moment;
use crate::domain::ids::{BatchId, OrderId, StaffId};

record! {
    /// A batch of imported rows.
    pub struct Batch {
        /// Row.
        pub id: BatchId,
        /// Number.
        pub number: String,
        /// What the files hold.
        pub kind: String,
        /// The files.
        pub file: String,
        /// The profile that read them.
        pub profile: String,
        /// By whom.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
        /// Papers made.
        pub added: i64,
        /// Papers changed.
        pub updated: i64,
        /// Papers that were as the file says.
        pub skipped: i64,
        /// Papers that were refused.
        pub failed: i64,
        /// Rows read.
        pub row_count: i64,
        /// When it was taken back.
        pub undone_at: Option<Moment>,
    }
}

/// Opens a batch.
pub fn open_batch(tx: &Tx<'_>, b: &Batch) -> Result<BatchId> {
    let sql = "INSERT INTO import_batch (number, kind, file, profile, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.insert(
        sql,
        (&b.number, &b.kind, &b.file, &b.profile, b.staff_id, b.at),
    )
    .map(BatchId)
}

/// Writes the counts of a batch.
pub fn close_batch(tx: &Tx<'_>, b: &Batch) -> Result<()> {
    let sql = "UPDATE import_batch SET added = ?2, updated = ?3, skipped = ?4, failed = ?5,
               row_count = ?6 WHERE id = ?1";
    tx.exec(
        sql,
        (b.id, b.added, b.updated, b.skipped, b.failed, b.row_count),
    )
    .map(drop)
}

/// The batch of this number.
pub fn batch(db: &Db, number: &str) -> Result<Option<Batch>> {
    db.opt("SELECT * FROM import_batch WHERE number = ?1", [number])
}

/// Batches, newest first.
pub fn batches(db: &Db, before: i64, limit: i64) -> Result<Vec<Batch>> {
    db.all(
        "SELECT * FROM import_batch WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
        [before, limit],
    )
}

record! {
    /// An order that a batch made.
    pub struct Made {
        /// Order.
        pub order_id: OrderId,
        /// Its version then.
        pub version: i64,
    }
}

/// Remembers that a batch made an order.
pub fn add_made(tx: &Tx<'_>, batch: BatchId, order: OrderId) -> Result<()> {
    let sql = "INSERT INTO import_made (batch_id, order_id, version)
               SELECT ?1, id, version FROM sales_order WHERE id = ?2";
    tx.exec(sql, (batch, order)).map(drop)
}

/// The orders that a batch made.
pub fn made(db: &Db, batch: BatchId) -> Result<Vec<Made>> {
    let sql = "SELECT order_id, version FROM import_made WHERE batch_id = ?1 ORDER BY order_id";
    db.all(sql, [batch])
}

/// Whether this order was made by a batch and taken back with it.
pub fn is_undone(db: &Db, number: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sales_order o JOIN import_made m ON m.order_id = o.id
               JOIN import_batch b ON b.id = m.batch_id
               WHERE o.number = ?1 AND o.state = 'void' AND b.undone_at IS NOT NULL)";
    Ok(db.value(sql, [number])?.unwrap_or(false))
}

/// Marks a batch as taken back.
pub fn set_undone(tx: &Tx<'_>, batch: BatchId, at: Moment) -> Result<()> {
    tx.exec(
        "UPDATE import_batch SET undone_at = ?2 WHERE id = ?1",
        (batch, at),
    )
    .map(drop)
}
