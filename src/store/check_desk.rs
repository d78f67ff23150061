//! Invariants of stock, orders, duties, series and overrides (`contract.md §6`, items 3 to 8).

use super::check::Fault;
use super::{Db, Result};

/// Name of the invariant and the statement that gives one text a fault.
const RECOUNTS: &[(&str, &str)] = &[
    ("stock.on_hand", include_str!("sql/check/stock_on_hand.sql")),
    ("stock.aside", include_str!("sql/check/stock_aside.sql")),
    (
        "stock.transfers",
        include_str!("sql/check/stock_transfer.sql"),
    ),
    (
        "stock.reserved",
        include_str!("sql/check/stock_reserved.sql"),
    ),
    ("stock.waiting", include_str!("sql/check/waiting.sql")),
    ("stock.packed", include_str!("sql/check/stock_packed.sql")),
    ("order.lines", include_str!("sql/check/order_lines.sql")),
    (
        "order.counters",
        include_str!("sql/check/order_counters.sql"),
    ),
    (
        "returns.within_shipped",
        include_str!("sql/check/return_claims.sql"),
    ),
    (
        "cache.survey_open",
        include_str!("sql/check/survey_open.sql"),
    ),
    ("order.totals", include_str!("sql/check/order_totals.sql")),
    (
        "order.opinions",
        include_str!("sql/check/opinions_waiting.sql"),
    ),
    (
        "promotions.claims",
        include_str!("sql/check/promotions.sql"),
    ),
    ("numbers.no_gaps", include_str!("sql/check/numbers.sql")),
    ("overrides.live", include_str!("sql/check/overrides.sql")),
];

/// What does not add up.
pub fn faults(db: &Db) -> Result<Vec<Fault>> {
    let mut found = Vec::new();
    for (invariant, sql) in RECOUNTS {
        for what in db.values::<String>(sql, [])? {
            found.push(Fault { invariant, what });
        }
    }
    Ok(found)
}

/// The names of the invariants that this looks at.
pub fn names() -> impl Iterator<Item = &'static str> {
    RECOUNTS.iter().map(|(name, _)| *name)
}
