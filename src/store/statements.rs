//! What customers answered to their statements, and the goods that invoices of a statement name.

use super::{Db, Result, Tx};
use crate::domain::after_sale::ChargeKind;
use crate::domain::ids::{CustomerId, StaffId};
use crate::domain::{Day, Moment, Money, Price, Qty};

record! {
    /// An answer to a statement.
    pub struct Reply {
        /// Row.
        pub id: i64,
        /// Code of the customer.
        pub customer: String,
        /// Last day of the statement.
        pub to: Day,
        /// The balance we told.
        pub ours: Money,
        /// The balance the customer knows.
        pub balance: Money,
        /// The customer's less ours.
        pub difference: Money,
        /// Who answered.
        pub confirmed_by: String,
        /// What explains the difference.
        pub text: String,
        /// Login of who wrote it down.
        pub by: String,
        /// When.
        pub at: Moment,
    }
}

/// An answer to be written down.
#[derive(Debug, Clone)]
pub struct NewReply<'a> {
    /// Whose.
    pub customer: CustomerId,
    /// Last day of the statement.
    pub to: Day,
    /// The balance we told.
    pub ours: Money,
    /// The balance the customer knows.
    pub theirs: Money,
    /// Who answered.
    pub confirmed_by: &'a str,
    /// What explains the difference.
    pub text: &'a str,
    /// Who writes it down.
    pub who: StaffId,
    /// When.
    pub at: Moment,
}

record! {
    /// A line of an invoice or a credit note as a statement shows it.
    pub struct BilledLine {
        /// Number of the paper.
        pub number: String,
        /// Code of the product.
        pub product: Option<String>,
        /// What it is.
        pub name: String,
        /// Which size or make.
        pub spec: String,
        /// Unit.
        pub unit: String,
        /// How much.
        pub qty: Qty,
        /// Unit price.
        pub price: Price,
        /// Gross.
        pub gross: Money,
    }
}

/// Writes an answer down; gives its row.
pub fn reply(tx: &Tx<'_>, new: &NewReply<'_>) -> Result<i64> {
    let sql = "INSERT INTO statement_reply (customer_id, to_on, ours, theirs, confirmed_by, text,
                   staff_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let row = (
        new.customer,
        new.to,
        new.ours,
        new.theirs,
        new.confirmed_by,
        new.text,
        new.who,
        new.at,
    );
    tx.insert(sql, row)
}

/// Answers, newest first, of one customer or of all, for statements up to days of a window.
pub fn replies(
    db: &Db,
    customer: Option<CustomerId>,
    window: (Option<Day>, Option<Day>),
    before: i64,
    limit: i64,
) -> Result<Vec<Reply>> {
    let whose = customer.map_or("?1 IS NULL", |_| "r.customer_id = ?1");
    let sql = format!(
        "SELECT r.id, c.code AS customer, r.to_on AS \"to\", r.ours, r.theirs AS balance,
             r.theirs - r.ours AS difference, r.confirmed_by, r.text, s.login AS by, r.at
         FROM statement_reply r JOIN customer c ON c.id = r.customer_id
             JOIN staff s ON s.id = r.staff_id
         WHERE {whose} AND r.to_on BETWEEN coalesce(?2, '') AND coalesce(?3, '9999') AND r.id < ?4
         ORDER BY r.id DESC LIMIT ?5"
    );
    db.all(&sql, (customer, window.0, window.1, before, limit))
}

/// The lines of a customer's invoices between two days, invoice by invoice.
pub fn billed_lines(db: &Db, customer: CustomerId, from: Day, to: Day) -> Result<Vec<BilledLine>> {
    let sql = "SELECT i.number, p.code AS product, coalesce(p.name, l.goods) AS name,
                   coalesce(p.spec, '') AS spec, coalesce(p.unit, '') AS unit, b.qty, l.price, b.gross
               FROM invoice i JOIN invoice_line b ON b.invoice_id = i.id
                   JOIN order_line l ON l.id = b.line_id LEFT JOIN product p ON p.id = l.product_id
               WHERE i.customer_id = ?1 AND i.invoiced_on BETWEEN ?2 AND ?3
               ORDER BY i.id, l.line";
    db.all(sql, (customer, from, to))
}

/// The lines of a customer's credit notes between two days, note by note; a note by amount has none.
pub fn credited_lines(
    db: &Db,
    customer: CustomerId,
    from: Day,
    to: Day,
) -> Result<Vec<BilledLine>> {
    let sql = "SELECT n.number, p.code AS product, coalesce(p.name, l.goods) AS name,
                   coalesce(p.spec, '') AS spec, coalesce(p.unit, '') AS unit, b.qty, l.price, b.gross
               FROM credit_note n JOIN credit_note_line b ON b.note_id = n.id
                   JOIN order_line l ON l.id = b.line_id LEFT JOIN product p ON p.id = l.product_id
               WHERE n.customer_id = ?1 AND n.noted_on BETWEEN ?2 AND ?3
               ORDER BY n.id, l.line";
    db.all(sql, (customer, from, to))
}

record! {
    /// What was kept back of a credit note.
    pub struct KeptBack {
        /// Number of the note.
        pub number: String,
        /// For what.
        pub kind: ChargeKind,
        /// Gross.
        pub gross: Money,
    }
}

/// What was kept back of a customer's credit notes between two days, note by note.
pub fn kept_back(db: &Db, customer: CustomerId, from: Day, to: Day) -> Result<Vec<KeptBack>> {
    let sql = "SELECT n.number, k.kind, k.gross
               FROM credit_note n JOIN credit_note_charge k ON k.note_id = n.id
               WHERE n.customer_id = ?1 AND n.noted_on BETWEEN ?2 AND ?3
               ORDER BY n.id, k.kind DESC";
    db.all(sql, (customer, from, to))
}
