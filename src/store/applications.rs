//! What a receipt, a credit note or a write-off does to an invoice, and what a refund takes of a
//! receipt or a note. Insert only.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{CreditNoteId, InvoiceId, ReceiptId, RefundId, StaffId, WriteoffId};
use crate::domain::{Day, Money};

/// Where a match comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Money that came in.
    Receipt(ReceiptId),
    /// A credit note.
    Note(CreditNoteId),
    /// A debt given up.
    Writeoff(WriteoffId),
}

impl Source {
    const fn column(self) -> &'static str {
        match self {
            Self::Receipt(_) => "receipt_id",
            Self::Note(_) => "note_id",
            Self::Writeoff(_) => "writeoff_id",
        }
    }

    const fn row(self) -> i64 {
        match self {
            Self::Receipt(id) => id.0,
            Self::Note(id) => id.0,
            Self::Writeoff(id) => id.0,
        }
    }
}

/// What a match goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An invoice.
    Invoice(InvoiceId),
    /// Money given back.
    Refund(RefundId),
}

/// A match to be written; below zero takes one back.
#[derive(Debug, Clone, Copy)]
pub struct NewMatch<'a> {
    /// Where it comes from.
    pub source: Source,
    /// What it goes to.
    pub target: Target,
    /// How much.
    pub amount: Money,
    /// Why, where it is taken back.
    pub reason: &'a str,
    /// When the desk knows.
    pub booked_on: Day,
    /// When it is so.
    pub effective_on: Day,
    /// By whom.
    pub who: StaffId,
}

record! {
    /// What of a receipt or note is applied to an invoice.
    pub struct Match {
        /// The invoice.
        pub invoice_id: InvoiceId,
        /// How much.
        pub amount: Money,
        /// The last day that any of it counts from.
        pub effective_on: Day,
    }
}

/// Writes a match.
pub fn write(tx: &Tx<'_>, new: NewMatch<'_>) -> Result<()> {
    let of = |column: &str| (new.source.column() == column).then(|| new.source.row());
    let (invoice, refund) = match new.target {
        Target::Invoice(id) => (Some(id), None),
        Target::Refund(id) => (None, Some(id)),
    };
    let sql = "INSERT INTO application (receipt_id, note_id, writeoff_id, invoice_id, refund_id,
                   amount, reason, booked_on, effective_on, staff_id)
               VALUES (:receipt, :note, :writeoff, :invoice, :refund, :amount, :reason, :booked_on,
                   :effective_on, :who)";
    tx.exec(
        sql,
        named_params! {
            ":receipt": of("receipt_id"), ":note": of("note_id"), ":writeoff": of("writeoff_id"),
            ":invoice": invoice, ":refund": refund, ":amount": new.amount, ":reason": new.reason,
            ":booked_on": new.booked_on, ":effective_on": new.effective_on, ":who": new.who,
        },
    )
    .map(drop)
}

/// The invoices that a receipt or note is applied to.
pub fn matches(db: &Db, source: Source) -> Result<Vec<Match>> {
    let sql = format!(
        "SELECT invoice_id, sum(amount) AS amount, max(effective_on) AS effective_on
         FROM application WHERE {} = ?1 AND invoice_id IS NOT NULL
         GROUP BY invoice_id HAVING sum(amount) > 0 ORDER BY invoice_id",
        source.column()
    );
    db.all(&sql, [source.row()])
}

/// The last day from which a match of this invoice, or of this paper, counts as taken back.
pub fn taken_back_on(db: &Db, source: Option<Source>, invoice: InvoiceId) -> Result<Option<Day>> {
    let sql = "SELECT max(effective_on) FROM application WHERE invoice_id = ?1 AND amount < 0";
    let of_invoice: Option<Day> = db.value(sql, [invoice])?.flatten();
    let of_paper = match source {
        None => None,
        Some(source) => freed_on(db, source)?,
    };
    Ok(of_invoice.max(of_paper))
}

/// The last day from which anything of this paper counts as taken back.
pub fn freed_on(db: &Db, source: Source) -> Result<Option<Day>> {
    let sql = format!(
        "SELECT max(effective_on) FROM application WHERE {} = ?1 AND amount < 0",
        source.column()
    );
    Ok(db.value(&sql, [source.row()])?.flatten())
}

/// Cleared money that receipts have paid on an invoice, less what was given back of its notes.
pub fn refundable(db: &Db, invoice: InvoiceId) -> Result<Money> {
    let sql = "SELECT coalesce((SELECT sum(a.amount) FROM application a
                   WHERE a.invoice_id = ?1 AND a.receipt_id IS NOT NULL
                     AND a.receipt_id NOT IN (SELECT receipt_id FROM receipt_uncleared)), 0)
             - coalesce((SELECT sum(f.amount) FROM credit_note n JOIN refund f ON f.note_id = n.id
                   WHERE n.invoice_id = ?1), 0)";
    Ok(db.value(sql, [invoice])?.unwrap_or(Money::ZERO))
}
