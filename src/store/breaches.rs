//! What customers have done beside owing too much: cheques that bounced, promises of payment.

use super::{Db, Result};
use crate::domain::ids::{CustomerId, InvoiceId};
use crate::domain::{Day, Money};

record! {
    /// A receipt that bounced.
    pub struct Bounced {
        /// Its number.
        pub number: String,
        /// How much it was for.
        pub amount: Money,
        /// When it bounced.
        pub since: Day,
    }
}

record! {
    /// A promise of payment that no later one has taken the place of.
    pub struct Promised {
        /// The invoice it is about, if about one.
        pub invoice_id: Option<InvoiceId>,
        /// By when.
        pub promise_on: Day,
        /// How much.
        pub promise_amount: Money,
        /// When it was made.
        pub made_on: Day,
    }
}

/// The receipts of a customer that bounced, the oldest first.
pub fn bounced(db: &Db, customer: CustomerId) -> Result<Vec<Bounced>> {
    let sql = "SELECT r.number, r.amount, e.effective_on AS since
               FROM receipt_event e JOIN receipt r ON r.id = e.receipt_id
               WHERE e.customer_id = ?1 AND e.what = 'bounced' ORDER BY e.id";
    db.all(sql, [customer])
}

/// The promises of a customer whose day is over. A later promise about the same invoice, or about
/// none in particular, takes the place of an earlier one.
pub fn promises(db: &Db, customer: CustomerId, today: Day) -> Result<Vec<Promised>> {
    let sql = "SELECT k.invoice_id, k.promise_on, k.promise_amount, date(k.at) AS made_on
               FROM contact k
               WHERE k.customer_id = ?1 AND k.promise_on IS NOT NULL AND k.promise_on < ?2
                 AND k.promise_amount > 0 AND NOT EXISTS (
                     SELECT 1 FROM contact m WHERE m.customer_id = ?1 AND m.promise_on IS NOT NULL
                         AND m.id > k.id AND coalesce(m.invoice_id = k.invoice_id, m.invoice_id IS NULL))
               ORDER BY k.id";
    db.all(sql, (customer, today))
}

/// Money that came from a customer on or after a day and is money by now.
pub fn paid_since(db: &Db, customer: CustomerId, day: Day) -> Result<Money> {
    let sql = "SELECT coalesce(sum(r.amount), 0) FROM receipt r
               WHERE r.customer_id = ?1 AND r.received_on >= ?2
                 AND NOT EXISTS (SELECT 1 FROM receipt_uncleared u WHERE u.receipt_id = r.id)
                 AND NOT EXISTS (SELECT 1 FROM receipt_event e
                     WHERE e.receipt_id = r.id AND e.what = 'bounced')";
    Ok(db.value(sql, (customer, day))?.unwrap_or(Money::ZERO))
}

/// Whether a customer owes anything that is billed.
pub fn owes(db: &Db, customer: CustomerId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM invoice_open WHERE customer_id = ?1)";
    Ok(db.value(sql, [customer])?.unwrap_or(false))
}

/// Whether anything of an invoice is open.
pub fn is_open(db: &Db, invoice: InvoiceId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM invoice_open WHERE invoice_id = ?1)";
    Ok(db.value(sql, [invoice])?.unwrap_or(false))
}
