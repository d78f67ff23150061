//! What a customer's orders and payments of late have been like, for those who judge the next one.
//!
//! Bounded: the newest so many orders and invoices, however old the file and large the customer.

use super::{Db, Result};
use crate::domain::ids::{CustomerId, OrderId};
use crate::domain::{Day, Money};

/// Orders and invoices of one customer that are looked at.
pub const MOST: i64 = 500;

record! {
    /// Orders handed in since a day, the one at hand left out.
    pub struct Dealings {
        /// How many.
        pub orders: i64,
        /// What they came to, without those that came to nothing.
        pub gross: Money,
        /// How many went back to sales at least once.
        pub returned: i64,
        /// How many were cancelled.
        pub cancelled: i64,
        /// How many were rejected.
        pub rejected: i64,
    }
}

record! {
    /// An order by number and day.
    pub struct Dated {
        /// Number.
        pub number: String,
        /// Its day.
        pub ordered_on: Day,
        /// What it came to.
        pub gross: Money,
    }
}

record! {
    /// An invoice that is paid.
    pub struct Paid {
        /// When it was due.
        pub due_on: Day,
        /// When the last of it came.
        pub paid_on: Day,
    }
}

/// The orders of a customer since a day.
pub fn orders(db: &Db, customer: CustomerId, since: Day, not: OrderId) -> Result<Dealings> {
    db.one(
        include_str!("sql/dealings.sql"),
        (customer, since, not, MOST),
    )
}

/// The last order before the one at hand.
pub fn last(db: &Db, customer: CustomerId, not: OrderId) -> Result<Option<Dated>> {
    let sql = "SELECT number, ordered_on, gross FROM sales_order
               WHERE customer_id = ?1 AND id <> ?2 AND state NOT IN ('draft', 'incomplete', 'void')
               ORDER BY ordered_on DESC, id DESC LIMIT 1";
    db.opt(sql, (customer, not))
}

/// The paid ones among the customer's newest invoices since a day.
pub fn paid(db: &Db, customer: CustomerId, since: Day) -> Result<Vec<Paid>> {
    db.all(include_str!("sql/paid.sql"), (customer, since, MOST))
}
