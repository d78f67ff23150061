//! Disputes: a customer's objection to one invoice.

use super::{Db, Result, Tx};
use crate::domain::Day;
use crate::domain::ids::{CustomerId, InvoiceId, StaffId};

record! {
    /// An objection to an invoice.
    pub struct Dispute {
        /// Row.
        pub id: i64,
        /// Number of the invoice.
        pub invoice: String,
        /// Code of the customer.
        pub customer: String,
        /// What is wrong, as the customer sees it.
        pub reason: String,
        /// Since when.
        pub opened_on: Day,
        /// Login of who wrote it down.
        pub opened_by: String,
        /// Until when, once it is settled.
        pub settled_on: Option<Day>,
        /// How it was settled.
        pub settlement: String,
    }
}

const DISPUTE: &str = "SELECT d.id, i.number AS invoice, c.code AS customer, d.reason, d.opened_on,
         s.login AS opened_by, d.settled_on, d.settlement
     FROM dispute d JOIN invoice i ON i.id = d.invoice_id JOIN customer c ON c.id = i.customer_id
         JOIN staff s ON s.id = d.opened_by";

/// The open dispute of an invoice.
pub fn active(db: &Db, invoice: InvoiceId) -> Result<Option<Dispute>> {
    let sql = format!("{DISPUTE} WHERE d.invoice_id = ?1 AND d.settled_on IS NULL");
    db.opt(&sql, [invoice])
}

/// Opens a dispute.
pub fn open(tx: &Tx<'_>, invoice: InvoiceId, reason: &str, on: Day, who: StaffId) -> Result<()> {
    let sql = "INSERT INTO dispute (invoice_id, reason, opened_on, opened_by)
               VALUES (?1, ?2, ?3, ?4)";
    tx.exec(sql, (invoice, reason, on, who)).map(drop)
}

/// Settles a dispute; on the day it was opened at the earliest.
pub fn settle(tx: &Tx<'_>, id: i64, text: &str, on: Day, who: StaffId) -> Result<()> {
    let sql = "UPDATE dispute SET settled_on = max(?2, opened_on), settled_by = ?3, settlement = ?4
               WHERE id = ?1";
    tx.exec(sql, (id, on, who, text)).map(drop)
}

/// Disputes by row, of one customer or of all, open ones or all.
pub fn list(
    db: &Db,
    customer: Option<CustomerId>,
    open_only: bool,
    after: i64,
    limit: i64,
) -> Result<Vec<Dispute>> {
    let sql = format!(
        "{DISPUTE} WHERE d.id > ?1 AND (?2 IS NULL OR i.customer_id = ?2)
             AND (?3 = 0 OR d.settled_on IS NULL) ORDER BY d.id LIMIT ?4"
    );
    db.all(&sql, (after, customer, open_only, limit))
}
