//! Which invoices a receipt pays of its own accord (`rules.md §9`, automatic application).
//!
//! What lives here: the plan. What never does: the rows that carry it out, and what is left over,
//! which waits for a person. Called when a receipt or a credit note is recorded.

use std::collections::BTreeSet;

use super::day::Day;
use super::number::Money;

/// An invoice that is not fully paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// Its printed number.
    pub number: String,
    /// The day it falls due.
    pub due: Day,
    /// What is still to pay.
    pub open: Money,
}

/// Plans how much of `amount` goes to which open item (`rules.md §9`).
///
/// Named items alone if any are named, in the payer's order; else an item of exactly this amount,
/// the oldest if there are several; else the oldest due, then the lowest number. A name that is not
/// open gets nothing: the rest waits unapplied, because the payer said what it was for.
/// Invariant: no part exceeds what is open, and the parts never exceed the amount.
pub fn plan(amount: Money, exact_refs: &[String], open: &[OpenItem]) -> Vec<(String, Money)> {
    let mut oldest: Vec<&OpenItem> = open.iter().filter(|item| item.open > Money::ZERO).collect();
    oldest.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
    if exact_refs.is_empty() {
        let exact = oldest.iter().find(|item| item.open == amount).copied();
        return match exact {
            Some(item) => fill(amount, [item]),
            None => fill(amount, oldest),
        };
    }
    let mut seen = BTreeSet::new();
    let named = exact_refs
        .iter()
        .filter(|name| seen.insert(name.as_str()))
        .filter_map(|name| oldest.iter().find(|item| item.number == *name).copied());
    fill(amount, named)
}

/// Fills the items one after the other until the amount is used up.
fn fill<'a>(amount: Money, items: impl IntoIterator<Item = &'a OpenItem>) -> Vec<(String, Money)> {
    let mut left = amount.at_least_zero();
    let mut parts = Vec::new();
    for item in items {
        if left.is_zero() {
            break;
        }
        let part = left.min(item.open);
        left = Money(left.0 - part.0); // part ≤ left, so it cannot leave the bounds
        parts.push((item.number.clone(), part));
    }
    parts
}

#[cfg(test)]
mod tests;
