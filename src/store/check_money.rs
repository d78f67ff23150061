//! Recounts the money: ledger, applications, caches and number series (`contract.md §6`, 1, 2, 7).

use super::check::Fault;
use super::{Db, Result};

/// The name of an invariant, and a statement that gives a text for each paper that breaks it.
const RECOUNTS: &[(&str, &str)] = &[
    (
        "ledger.transfers",
        "SELECT 'transfer ' || id FROM transfer WHERE debit = credit OR amount <= 0",
    ),
    (
        "ledger.trial_balance",
        "SELECT 'off by ' || sum(balance) FROM account HAVING sum(balance) <> 0",
    ),
    (
        "ledger.account_balance",
        include_str!("sql/check/account_balance.sql"),
    ),
    (
        "ledger.sub_ledger",
        include_str!("sql/check/sub_ledger.sql"),
    ),
    (
        "ledger.invoice_posted",
        include_str!("sql/check/invoice_posted.sql"),
    ),
    (
        "ledger.papers_posted",
        include_str!("sql/check/papers_posted.sql"),
    ),
    (
        "applications.settled",
        include_str!("sql/check/settled.sql"),
    ),
    (
        "credit_notes.within",
        include_str!("sql/check/notes_within.sql"),
    ),
    ("cache.note_open", include_str!("sql/check/note_open.sql")),
    (
        "applications.receipt",
        include_str!("sql/check/receipt_applied.sql"),
    ),
    (
        "applications.invoice",
        include_str!("sql/check/invoice_applied.sql"),
    ),
    (
        "applications.pair",
        include_str!("sql/check/pair_applied.sql"),
    ),
    (
        "cache.invoice_open",
        include_str!("sql/check/invoice_open.sql"),
    ),
    (
        "cache.receipt_open",
        include_str!("sql/check/receipt_open.sql"),
    ),
    (
        "cache.receipt_uncleared",
        include_str!("sql/check/receipt_uncleared.sql"),
    ),
];

/// The names of the invariants that this looks at.
pub fn names() -> impl Iterator<Item = &'static str> {
    RECOUNTS.iter().map(|(name, _)| *name)
}

/// Every money invariant that does not hold.
pub fn faults(db: &Db) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    for (invariant, sql) in RECOUNTS {
        let broken: Vec<String> = db.values(sql, [])?;
        found.extend(broken.into_iter().map(|what| Fault { invariant, what }));
    }
    Ok(found)
}
