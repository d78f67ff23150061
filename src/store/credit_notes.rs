//! Credit notes with what is open on them. Insert only.

use rusqlite::named_params;

use super::{Db, Result, Tx};
use crate::domain::after_sale::ChargeKind;
use crate::domain::ids::{CreditNoteId, CustomerId, InvoiceId, LineId, OrderId, StaffId};
use crate::domain::tax::Amounts;
use crate::domain::{Day, Money, Qty};

record! {
    /// A credit note with what stands against no invoice.
    pub struct CreditNote {
        /// Row.
        pub id: CreditNoteId,
        /// Number.
        pub number: String,
        /// Its invoice.
        pub invoice_id: InvoiceId,
        /// Number of its invoice.
        pub invoice: String,
        /// The order of its invoice.
        pub order_id: OrderId,
        /// Number of that order.
        pub order_number: String,
        /// Whose it is.
        pub customer_id: CustomerId,
        /// Code of whose it is.
        pub customer: String,
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
        /// Whether it names lines.
        pub by_line: bool,
        /// Why.
        pub reason: String,
        /// When the desk knew.
        pub booked_on: Day,
        /// Its date.
        pub noted_on: Day,
        /// What is neither applied nor given back.
        pub open: Money,
        /// Counts what was written about it.
        pub version: i64,
    }
}

/// A credit note to be written.
#[derive(Debug, Clone)]
pub struct NewCreditNote<'a> {
    /// Number.
    pub number: &'a str,
    /// Its invoice.
    pub invoice: InvoiceId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Its amounts.
    pub amounts: Amounts,
    /// Whether it names lines.
    pub by_line: bool,
    /// Why.
    pub reason: &'a str,
    /// When the desk knows.
    pub booked_on: Day,
    /// Its date.
    pub noted_on: Day,
    /// Who posts it.
    pub who: StaffId,
}

record! {
    /// What of something stands on papers.
    pub struct Sum {
        /// Quantity.
        pub qty: Qty,
        /// Net.
        pub net: Money,
        /// Tax.
        pub tax: Money,
        /// Gross.
        pub gross: Money,
    }
}

impl Sum {
    /// Its amounts.
    pub const fn amounts(&self) -> Amounts {
        Amounts {
            net: self.net,
            tax: self.tax,
            gross: self.gross,
        }
    }
}

const NOTE: &str = "SELECT n.id, n.number, n.invoice_id, i.number AS invoice, i.order_id,
         s.number AS order_number, n.customer_id, c.code AS customer, n.net, n.tax, n.gross,
         n.by_line, n.reason, n.booked_on, n.noted_on, coalesce(o.open, 0) AS open,
         1 + (SELECT count(*) FROM application a WHERE a.note_id = n.id) AS version
     FROM credit_note n JOIN invoice i ON i.id = n.invoice_id
         JOIN sales_order s ON s.id = i.order_id JOIN customer c ON c.id = n.customer_id
         LEFT JOIN note_open o ON o.note_id = n.id";

/// The credit note of this number.
pub fn by_number(db: &Db, number: &str) -> Result<Option<CreditNote>> {
    db.opt(&format!("{NOTE} WHERE n.number = ?1"), [number])
}

/// The credit note of this row.
pub fn by_id(db: &Db, id: CreditNoteId) -> Result<CreditNote> {
    db.one(&format!("{NOTE} WHERE n.id = ?1"), [id])
}

/// The credit notes of an order's invoices, the oldest first.
pub fn of_order(db: &Db, order: OrderId) -> Result<Vec<CreditNote>> {
    db.all(
        &format!("{NOTE} WHERE i.order_id = ?1 ORDER BY n.id"),
        [order],
    )
}

/// Credit notes by row, of one customer, of one invoice or of all, those with something open or all.
pub fn list(
    db: &Db,
    customer: Option<CustomerId>,
    invoice: Option<InvoiceId>,
    open_only: bool,
    after: i64,
    limit: i64,
) -> Result<Vec<CreditNote>> {
    let whose = match (customer, open_only) {
        (None, false) => "?1 IS NULL",
        (Some(_), false) => "n.customer_id = ?1",
        (None, true) => "?1 IS NULL AND n.id IN (SELECT note_id FROM note_open)",
        (Some(_), true) => "n.id IN (SELECT note_id FROM note_open WHERE customer_id = ?1)",
    };
    let of = if invoice.is_some() {
        "n.invoice_id = ?2"
    } else {
        "?2 IS NULL"
    };
    let sql = format!("{NOTE} WHERE {whose} AND {of} AND n.id > ?3 ORDER BY n.id LIMIT ?4");
    db.all(&sql, (customer, invoice, after, limit))
}

/// Writes what is kept back of a note.
pub fn insert_charge(
    tx: &Tx<'_>,
    note: CreditNoteId,
    kind: ChargeKind,
    amounts: Amounts,
) -> Result<()> {
    let sql = "INSERT INTO credit_note_charge (note_id, kind, net, tax, gross)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let Amounts { net, tax, gross } = amounts;
    tx.exec(sql, (note, kind, net, tax, gross)).map(drop)
}

/// Writes a credit note.
pub fn insert(tx: &Tx<'_>, new: &NewCreditNote<'_>) -> Result<CreditNoteId> {
    let sql = "INSERT INTO credit_note (number, invoice_id, customer_id, net, tax, gross, by_line,
                   reason, booked_on, noted_on, staff_id)
               VALUES (:number, :invoice, :customer, :net, :tax, :gross, :by_line, :reason,
                   :booked_on, :noted_on, :who)";
    tx.insert(
        sql,
        named_params! {
            ":number": new.number, ":invoice": new.invoice, ":customer": new.customer,
            ":net": new.amounts.net, ":tax": new.amounts.tax, ":gross": new.amounts.gross,
            ":by_line": new.by_line, ":reason": new.reason, ":booked_on": new.booked_on,
            ":noted_on": new.noted_on, ":who": new.who,
        },
    )
    .map(CreditNoteId)
}

/// Writes a line of a credit note.
pub fn insert_line(
    tx: &Tx<'_>,
    note: CreditNoteId,
    line: LineId,
    qty: Qty,
    amounts: Amounts,
) -> Result<()> {
    let sql = "INSERT INTO credit_note_line (note_id, line_id, qty, net, tax, gross)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Amounts { net, tax, gross } = amounts;
    tx.exec(sql, (note, line, qty, net, tax, gross)).map(drop)
}

/// What the credit notes of an invoice come to.
pub fn noted(db: &Db, invoice: InvoiceId) -> Result<Amounts> {
    let sql = "SELECT 0 AS qty, coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax,
                   coalesce(sum(gross), 0) AS gross FROM credit_note WHERE invoice_id = ?1";
    let sum: Sum = db.one(sql, [invoice])?;
    Ok(sum.amounts())
}

/// What the credit notes of an invoice have taken of one of its lines.
pub fn noted_line(db: &Db, invoice: InvoiceId, line: LineId) -> Result<Sum> {
    let sql = "SELECT coalesce(sum(l.qty), 0) AS qty, coalesce(sum(l.net), 0) AS net,
                   coalesce(sum(l.tax), 0) AS tax, coalesce(sum(l.gross), 0) AS gross
               FROM credit_note n JOIN credit_note_line l ON l.note_id = n.id AND l.line_id = ?2
               WHERE n.invoice_id = ?1";
    db.one(sql, (invoice, line))
}

/// What an invoice has billed of a line; nothing if it does not bill it.
pub fn billed_line(db: &Db, invoice: InvoiceId, line: LineId) -> Result<Option<Sum>> {
    let sql =
        "SELECT qty, net, tax, gross FROM invoice_line WHERE invoice_id = ?1 AND line_id = ?2";
    db.opt(sql, (invoice, line))
}
