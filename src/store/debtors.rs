//! Who owes what, the most pressing first: the list of the receivables screen.

use super::search::literal;
use super::{Db, Result};
use crate::domain::{Day, Money};

record! {
    /// A customer with what is open, by age.
    pub struct DebtorRow {
        /// Code.
        pub customer: String,
        /// Name.
        pub name: String,
        /// Telephone.
        pub phone: String,
        /// Payment terms.
        pub terms: String,
        /// Grade.
        pub grade: Option<String>,
        /// What the control account says.
        pub balance: Money,
        /// Overdue and not in dispute.
        pub overdue: Money,
        /// The oldest due day of it.
        pub oldest: Option<Day>,
        /// The oldest due day of all that is not in dispute.
        pub first_due: Option<Day>,
        /// Not yet due.
        pub not_due: Money,
        /// 1 to 30 days overdue.
        pub d1_30: Money,
        /// 31 to 60 days overdue.
        pub d31_60: Money,
        /// 61 to 90 days overdue.
        pub d61_90: Money,
        /// 91 to 180 days overdue.
        pub d91_180: Money,
        /// More than 180 days overdue.
        pub over_180: Money,
        /// Money that stands against nothing, above zero.
        pub unapplied: Money,
        /// Deposits, outside the balance.
        pub deposits: Money,
        /// What of the columns is in dispute.
        pub disputed: Money,
    }
}

/// By what the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtorsBy {
    /// The most overdue first.
    Overdue,
    /// The most owed first.
    Owed,
    /// By code.
    Code,
}

/// Customers with something open, or all that answer to `text`.
pub fn list(
    db: &Db,
    text: &str,
    by: DebtorsBy,
    today: Day,
    (skip, limit): (i64, i64),
) -> Result<Vec<DebtorRow>> {
    let order = match by {
        DebtorsBy::Overdue => "overdue DESC, balance DESC, c.code",
        DebtorsBy::Owed => "balance DESC, c.code",
        DebtorsBy::Code => "c.code",
    };
    let sql = format!(
        "{} ORDER BY {order} LIMIT ?3 OFFSET ?4",
        include_str!("sql/debtors.sql")
    );
    db.all(&sql, (today, literal(text), limit, skip))
}
