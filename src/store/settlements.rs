//! Debts given up and money given back. Insert only.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::ids::{
    CreditNoteId, CustomerId, InvoiceId, ReceiptId, RefundId, StaffId, WriteoffId,
};
use crate::domain::ledger::Method;
use crate::domain::{Day, Money};

/// A write-off to be written.
#[derive(Debug, Clone)]
pub struct NewWriteoff<'a> {
    /// Number.
    pub number: &'a str,
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// Who owed it.
    pub customer: CustomerId,
    /// How much.
    pub amount: Money,
    /// Whether it is a small difference.
    pub small: bool,
    /// Why.
    pub reason: &'a str,
    /// When the desk knows.
    pub booked_on: Day,
    /// Its date.
    pub written_on: Day,
    /// Who approves it.
    pub who: StaffId,
}

/// A refund to be written.
#[derive(Debug, Clone)]
pub struct NewRefund<'a> {
    /// Number.
    pub number: &'a str,
    /// To whom.
    pub customer: CustomerId,
    /// Out of which receipt, or
    pub receipt: Option<ReceiptId>,
    /// which credit note.
    pub note: Option<CreditNoteId>,
    /// How much.
    pub amount: Money,
    /// How it is paid.
    pub method: Method,
    /// When the desk knows.
    pub booked_on: Day,
    /// Its date.
    pub paid_on: Day,
    /// Who approves it.
    pub who: StaffId,
}

/// Writes a write-off.
pub fn write_off(tx: &Tx<'_>, new: &NewWriteoff<'_>) -> Result<WriteoffId> {
    let sql = "INSERT INTO writeoff (number, invoice_id, customer_id, amount, small, reason,
                   booked_on, written_on, staff_id)
               VALUES (:number, :invoice, :customer, :amount, :small, :reason, :booked_on,
                   :written_on, :who)";
    tx.insert(
        sql,
        named_params! {
            ":number": new.number, ":invoice": new.invoice, ":customer": new.customer,
            ":amount": new.amount, ":small": new.small, ":reason": new.reason,
            ":booked_on": new.booked_on, ":written_on": new.written_on, ":who": new.who,
        },
    )
    .map(WriteoffId)
}

/// What has been written off of an invoice.
pub fn written_off(db: &Db, invoice: InvoiceId) -> Result<Money> {
    let sql = "SELECT coalesce(sum(amount), 0) FROM writeoff WHERE invoice_id = ?1";
    Ok(db.value(sql, [invoice])?.unwrap_or(Money::ZERO))
}

/// Writes a refund.
pub fn refund(tx: &Tx<'_>, new: &NewRefund<'_>) -> Result<RefundId> {
    let sql = "INSERT INTO refund (number, customer_id, receipt_id, note_id, amount, method,
                   booked_on, paid_on, staff_id)
               VALUES (:number, :customer, :receipt, :note, :amount, :method, :booked_on, :paid_on,
                   :who)";
    tx.insert(
        sql,
        named_params! {
            ":number": new.number, ":customer": new.customer, ":receipt": new.receipt,
            ":note": new.note, ":amount": new.amount, ":method": new.method,
            ":booked_on": new.booked_on, ":paid_on": new.paid_on, ":who": new.who,
        },
    )
    .map(RefundId)
}
