//! The ledger: accounts, transfers, balances and closed months. Transfers are insert only.

use rusqlite::{named_params, params};

use super::{Db, Result, Tx};
use crate::domain::ids::StaffId;
use crate::domain::ledger::Posting;
use crate::domain::{Day, Moment, Money};

record! {
    /// One transfer between two accounts.
    pub struct Transfer {
        /// Row.
        pub id: i64,
        /// When it was written.
        pub at: Moment,
        /// The account that got it.
        pub debit: String,
        /// The account that gave it.
        pub credit: String,
        /// How much.
        pub amount: Money,
        /// The paper it comes from.
        pub document: String,
        /// What happened.
        pub what: String,
        /// When the desk knew.
        pub booked_on: Day,
        /// When it was so.
        pub effective_on: Day,
    }
}

record! {
    /// An account and what stands on it.
    pub struct Balance {
        /// Its code.
        pub account: String,
        /// Debits less credits.
        pub balance: Money,
    }
}

record! {
    /// A closed month; those before it are closed with it.
    pub struct Closed {
        /// `YYYY-MM`.
        pub month: String,
        /// When it was closed.
        pub closed_at: Moment,
    }
}

record! {
    /// What one paper did to an account on one day.
    pub struct Entry {
        /// When it was so.
        pub date: Day,
        /// The paper.
        pub number: String,
        /// What happened.
        pub text: String,
        /// What the account got.
        pub debit: Money,
        /// What the account gave.
        pub credit: Money,
    }
}

/// What a posting is about, beside its accounts and its amount.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The paper it comes from.
    pub document: &'a str,
    /// What happened.
    pub what: &'a str,
    /// When the desk knows.
    pub booked_on: Day,
    /// When it was so.
    pub effective_on: Day,
    /// When it is written.
    pub at: Moment,
    /// By whom.
    pub who: StaffId,
}

/// Which transfers a list wants, in the order of their effective day, then of writing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    /// First effective day.
    pub from: Option<Day>,
    /// Last effective day.
    pub to: Option<Day>,
    /// The last row seen: its effective day and its id.
    pub after: Option<(Day, i64)>,
    /// At most so many.
    pub limit: i64,
}

/// The row of an account, made if it is new.
fn account(tx: &Tx<'_>, code: &str) -> Result<i64> {
    if let Some(id) = account_id(tx, code)? {
        return Ok(id);
    }
    tx.insert("INSERT INTO account (code) VALUES (?1)", [code])
}

fn account_id(db: &Db, code: &str) -> Result<Option<i64>> {
    db.value("SELECT id FROM account WHERE code = ?1", [code])
}

/// Writes a transfer.
pub fn post(tx: &Tx<'_>, posting: &Posting, about: About<'_>) -> Result<()> {
    let debit = account(tx, &posting.debit().to_string())?;
    let credit = account(tx, &posting.credit().to_string())?;
    let sql = "INSERT INTO transfer (debit, credit, amount, document, what, booked_on,
                   effective_on, at, staff_id)
               VALUES (:debit, :credit, :amount, :document, :what, :booked_on, :effective_on,
                   :at, :who)";
    tx.exec(
        sql,
        named_params! {
            ":debit": debit, ":credit": credit, ":amount": posting.amount(),
            ":document": about.document, ":what": about.what, ":booked_on": about.booked_on,
            ":effective_on": about.effective_on, ":at": about.at, ":who": about.who,
        },
    )
    .map(drop)
}

/// What stands on an account now; nothing on one that was never used.
pub fn balance(db: &Db, code: &str) -> Result<Money> {
    let found = db.value("SELECT balance FROM account WHERE code = ?1", [code])?;
    Ok(found.unwrap_or(Money::ZERO))
}

/// What stood on an account at the end of a day, by effective dates.
pub fn balance_on(db: &Db, code: &str, day: Day) -> Result<Money> {
    let Some(id) = account_id(db, code)? else {
        return Ok(Money::ZERO);
    };
    let sql = "SELECT (SELECT coalesce(sum(amount), 0) FROM transfer
                       WHERE debit = ?1 AND effective_on <= ?2)
                    - (SELECT coalesce(sum(amount), 0) FROM transfer
                       WHERE credit = ?1 AND effective_on <= ?2)";
    Ok(db.value(sql, (id, day))?.unwrap_or(Money::ZERO))
}

/// Every account with something on it, by code: now, or at the end of a day.
pub fn balances(db: &Db, on: Option<Day>) -> Result<Vec<Balance>> {
    match on {
        None => db.all(
            "SELECT code AS account, balance FROM account WHERE balance <> 0 ORDER BY code",
            [],
        ),
        Some(day) => db.all(include_str!("sql/balances_on.sql"), [day]),
    }
}

/// Whether any money fact counts from a later day than this: if none does, the caches tell the
/// state of that day.
pub fn anything_after(db: &Db, day: Day) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM transfer WHERE effective_on > ?1)
                   OR EXISTS (SELECT 1 FROM application WHERE effective_on > ?1)";
    Ok(db.value(sql, [day])?.unwrap_or(false))
}

/// Transfers in a window, of these accounts or of all.
pub fn transfers(db: &Db, accounts: Option<&[String]>, window: Window) -> Result<Vec<Transfer>> {
    let Some(accounts) = accounts else {
        return side(db, "?1 IS NULL", None, window);
    };
    let mut found: Vec<Transfer> = Vec::new();
    for code in accounts {
        let Some(id) = account_id(db, code)? else {
            continue;
        };
        found.extend(side(db, "t.debit = ?1", Some(id), window)?);
        found.extend(side(db, "t.credit = ?1", Some(id), window)?);
    }
    found.sort_by_key(|t| (t.effective_on, t.id));
    found.dedup_by_key(|t| t.id);
    found.truncate(usize::try_from(window.limit).unwrap_or(0));
    Ok(found)
}

fn side(db: &Db, filter: &str, account: Option<i64>, window: Window) -> Result<Vec<Transfer>> {
    // The rows of a day come after (day, 0), because row ids begin at 1.
    let from = window.from.map(|day| (day, 0));
    let start = from.max(window.after);
    let sql = format!(
        "SELECT t.id, t.at, d.code AS debit, c.code AS credit, t.amount, t.document, t.what,
             t.booked_on, t.effective_on
         FROM transfer t CROSS JOIN account d ON d.id = t.debit
             CROSS JOIN account c ON c.id = t.credit
         WHERE {filter} AND (t.effective_on, t.id) > (coalesce(?2, ''), ?3)
             AND t.effective_on <= coalesce(?4, '9999')
         ORDER BY t.effective_on, t.id LIMIT ?5"
    );
    db.all(
        &sql,
        params![
            account,
            start.map(|(day, _)| day),
            start.map_or(0, |(_, id)| id),
            window.to,
            window.limit
        ],
    )
}

/// What happened on an account between two days, a row for each paper and day.
pub fn entries(db: &Db, code: &str, from: Day, to: Day) -> Result<Vec<Entry>> {
    let Some(id) = account_id(db, code)? else {
        return Ok(Vec::new());
    };
    db.all(include_str!("sql/account_entries.sql"), (id, from, to))
}

/// The closed month that a day falls in or before, if it is frozen.
pub fn closed(db: &Db, day: Day) -> Result<Option<Closed>> {
    let sql = "SELECT month, closed_at FROM period WHERE month >= ?1 ORDER BY month LIMIT 1";
    db.opt(sql, [day.month()])
}

/// The last closed month.
pub fn last_closed(db: &Db) -> Result<Option<Closed>> {
    db.opt(
        "SELECT month, closed_at FROM period ORDER BY month DESC LIMIT 1",
        [],
    )
}

/// Closes a month.
pub fn close(tx: &Tx<'_>, month: &str, at: Moment, who: StaffId) -> Result<()> {
    let sql = "INSERT INTO period (month, closed_at, staff_id) VALUES (?1, ?2, ?3)";
    tx.exec(sql, (month, at, who)).map(drop)
}
