//! The names of our accounts in the accountant's program, and the transfers as it takes them in.

use super::ledger::Window;
use super::{Db, Result, Tx};
use crate::domain::{Day, Money};

record! {
    /// What an account of ours is called elsewhere.
    pub struct AccountCode {
        /// Our account, without its customer or carrier.
        pub account: String,
        /// Its code there.
        pub code: String,
        /// Its name there.
        pub name: String,
    }
}

record! {
    /// One side of a transfer, with the other program's codes.
    pub struct VoucherSide {
        /// Row of the transfer.
        pub id: i64,
        /// When it was so.
        pub date: Day,
        /// When the desk knew.
        pub booked: Day,
        /// The paper.
        pub voucher: String,
        /// What happened.
        pub summary: String,
        /// Code of the account there.
        pub code: String,
        /// Its name there.
        pub name: String,
        /// The customer or carrier whose account it is.
        pub partner: String,
        /// Its name.
        pub partner_name: String,
        /// What the account got.
        pub debit: Money,
        /// What the account gave.
        pub credit: Money,
    }
}

/// Every code, by account.
pub fn all(db: &Db) -> Result<Vec<AccountCode>> {
    db.all(
        "SELECT account, code, name FROM account_code ORDER BY account",
        [],
    )
}

/// Writes what an account is called.
pub fn save(tx: &Tx<'_>, account: &str, code: &str, name: &str) -> Result<()> {
    let sql = "INSERT INTO account_code (account, code, name) VALUES (?1, ?2, ?3)
               ON CONFLICT (account) DO UPDATE SET code = excluded.code, name = excluded.name";
    tx.exec(sql, (account, code, name)).map(drop)
}

/// Both sides of each transfer of a window, debit first, in the order of their day.
pub fn sides(db: &Db, window: Window) -> Result<Vec<VoucherSide>> {
    let from = window.from.map(|day| (day, 0));
    let start = from.max(window.after);
    db.all(
        include_str!("sql/vouchers.sql"),
        (
            start.map(|(day, _)| day),
            start.map_or(0, |(_, id)| id),
            window.to,
            window.limit,
        ),
    )
}
