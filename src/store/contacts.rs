//! Contacts with customers.

use super::{Db, Result, Tx};
use crate::domain::ids::{CustomerId, InvoiceId, OrderId, StaffId};
use crate::domain::{Day, Moment, Money};

record! {
    /// A contact.
    pub struct Contact {
        /// Row.
        pub id: i64,
        /// Customer, if known.
        pub customer_id: Option<CustomerId>,
        /// Order it was about.
        pub order_id: Option<OrderId>,
        /// Invoice it was about.
        pub invoice_id: Option<InvoiceId>,
        /// phone, wechat, email, visit, fax.
        pub way: String,
        /// reached, no_answer, refused, promised, wrong_number.
        pub outcome: String,
        /// In words.
        pub text: String,
        /// When to try again.
        pub next_at: Option<Moment>,
        /// Promised by.
        pub promise_on: Option<Day>,
        /// Promised amount.
        pub promise_amount: Option<Money>,
        /// By whom.
        pub staff_id: StaffId,
        /// When.
        pub at: Moment,
    }
}

/// Writes a contact.
pub fn log(tx: &Tx<'_>, c: &Contact) -> Result<i64> {
    let sql = "INSERT INTO contact (customer_id, order_id, invoice_id, way, outcome, text, next_at,
               promise_on, promise_amount, staff_id, at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let params = rusqlite::params![
        c.customer_id,
        c.order_id,
        c.invoice_id,
        c.way,
        c.outcome,
        c.text,
        c.next_at,
        c.promise_on,
        c.promise_amount,
        c.staff_id,
        c.at,
    ];
    tx.insert(sql, params)
}

/// The contacts about an order, newest first.
pub fn of_order(db: &Db, order: OrderId, limit: i64) -> Result<Vec<Contact>> {
    db.all(
        "SELECT * FROM contact WHERE order_id = ?1 ORDER BY id DESC LIMIT ?2",
        (order, limit),
    )
}

/// The contacts with a customer, newest first.
pub fn of_customer(db: &Db, customer: CustomerId, before: i64, limit: i64) -> Result<Vec<Contact>> {
    let sql = "SELECT * FROM contact WHERE customer_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
    db.all(sql, (customer, before, limit))
}

record! {
    /// A promise of payment.
    pub struct Promised {
        /// By when.
        pub on: Day,
        /// How much.
        pub amount: Money,
    }
}

/// The last promise of a customer, kept or not.
pub fn last_promise(db: &Db, customer: &str) -> Result<Option<Promised>> {
    let sql = "SELECT promise_on AS \"on\", coalesce(promise_amount, 0) AS amount FROM contact
               WHERE customer_id = (SELECT id FROM customer WHERE code = ?1)
                   AND promise_on IS NOT NULL ORDER BY id DESC LIMIT 1";
    db.opt(sql, [customer])
}
