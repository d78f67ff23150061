//! What was sold and what is owed in sum, from the ledger.

use rusqlite::params;

use super::{Db, Result};
use crate::domain::{Day, Money};

/// What was billed between two days, tax included, credit notes taken off: of one receivable account
/// or of all.
pub fn billed(db: &Db, account: Option<&str>, from: Day, to: Day) -> Result<Money> {
    let sql = match account {
        None => include_str!("sql/sales_of_all.sql"),
        Some(_) => include_str!("sql/sales_of_account.sql"),
    };
    Ok(db
        .value(sql, params![account, from, to])?
        .unwrap_or(Money::ZERO))
}

/// What all customers together owed at the end of a day, unapplied money taken off: the balances of now
/// less what moved them since.
pub fn receivable(db: &Db, on: Day) -> Result<Money> {
    let sql = "SELECT (SELECT coalesce(sum(balance), 0) FROM account
                       WHERE code >= 'receivable:' AND code < 'receivable;')
                   - coalesce(sum(CASE WHEN debit IN (SELECT id FROM account
                         WHERE code >= 'receivable:' AND code < 'receivable;') THEN amount ELSE 0 END
                       - CASE WHEN credit IN (SELECT id FROM account
                         WHERE code >= 'receivable:' AND code < 'receivable;') THEN amount ELSE 0 END), 0)
               FROM transfer WHERE effective_on > ?1";
    Ok(db.value(sql, [on])?.unwrap_or(Money::ZERO))
}

/// The same now, from the balances kept beside the accounts.
pub fn receivable_now(db: &Db) -> Result<Money> {
    let sql = "SELECT coalesce(sum(balance), 0) FROM account
               WHERE code >= 'receivable:' AND code < 'receivable;'";
    Ok(db.value(sql, [])?.unwrap_or(Money::ZERO))
}

/// The day of the first sale.
pub fn first_day(db: &Db) -> Result<Option<Day>> {
    let sql = "SELECT min(effective_on) FROM transfer
               WHERE credit = (SELECT id FROM account WHERE code = 'revenue')";
    Ok(db.value(sql, [])?.flatten())
}
