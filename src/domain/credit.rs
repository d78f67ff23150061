//! How much a customer owes in all senses, and whether more may be given (`rules.md §4`).
//!
//! What lives here: the sum and its tests. What never does: gathering the parts over a payer group,
//! overrides and holds; the desk does that inside its transaction.

use super::number::{Money, Qty};
use super::refusal::{Code, Refusal};

/// What makes up a payer's exposure, tax included, summed over all customers of the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Exposure {
    /// Open invoices.
    pub ar_open: Money,
    /// Goods that left and are not invoiced yet.
    pub shipped_not_invoiced: Money,
    /// Goods promised that have not left; nothing for orders with terms `prepaid`.
    pub approved_not_shipped: Money,
    /// Receipts and credit notes not applied, deposits among them; given as an amount above zero.
    pub unapplied: Money,
    /// Cheques not cleared: they have lowered the receivable or stand in `unapplied`, and are
    /// added back because the bank may still refuse them.
    pub uncleared: Money,
}

impl Exposure {
    /// Adds it up; the total is below zero where the customer has paid ahead.
    pub fn total(self) -> Result<Money, Refusal> {
        self.ar_open
            .add(self.shipped_not_invoiced)?
            .add(self.approved_not_shipped)?
            .sub(self.unapplied)?
            .add(self.uncleared)
    }
}

/// The limit in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Not tested at all: the customer has no limit.
    Unlimited,
    /// Tested; zero is cash only.
    Amount(Money),
}

impl Limit {
    /// Reads the contract's `credit_limit`, where null is unlimited.
    pub fn from_null(limit: Option<Money>) -> Self {
        limit.map_or(Self::Unlimited, Self::Amount)
    }
}

/// Finds what may still be given; nothing to say where the limit is unlimited.
///
/// Below zero where the customer is over the limit already.
pub fn available(limit: Limit, exposure: Money) -> Result<Option<Money>, Refusal> {
    match limit {
        Limit::Unlimited => Ok(None),
        Limit::Amount(limit) => limit.sub(exposure).map(Some),
    }
}

/// Tests whether `delta` more fits the limit; refuses with `credit.over_limit` (`rules.md §4`).
///
/// Exactly the limit passes. A delta of zero or less always passes: a customer over the limit may
/// still cancel and reduce. Dispatch has a delta of zero and must not pass so; see `test_standing`.
pub fn test_limit(limit: Limit, exposure: Money, delta: Money) -> Result<(), Refusal> {
    if delta <= Money::ZERO {
        return Ok(());
    }
    test_fits(limit, exposure, delta)
}

/// Tests at dispatch, where the order is inside the exposure already (`rules.md §4`).
///
/// 严控欠款发货: whoever is over the limit gets no goods, though shipping them adds nothing.
pub fn test_standing(limit: Limit, exposure: Money) -> Result<(), Refusal> {
    test_fits(limit, exposure, Money::ZERO)
}

fn test_fits(limit: Limit, exposure: Money, delta: Money) -> Result<(), Refusal> {
    let Limit::Amount(limit) = limit else {
        return Ok(());
    };
    let over = exposure.add(delta)?.sub(limit)?;
    if over <= Money::ZERO {
        return Ok(());
    }
    Err(Refusal::new(Code::CreditOverLimit)
        .fact("limit", limit)
        .fact("exposure", exposure)
        .fact("delta", delta)
        .fact("over", over))
}

/// Tests the overdue items apart from the limit; refuses with `credit.overdue` (`rules.md §4`).
///
/// `oldest_days` counts from the due day of the oldest overdue item. What is left out on the
/// customer is not tested.
pub fn test_overdue(
    oldest_days: i64,
    overdue: Money,
    grace_days: Option<i64>,
    block_amount: Option<Money>,
) -> Result<(), Refusal> {
    let too_old = grace_days.is_some_and(|grace| oldest_days > grace);
    let too_much = block_amount.is_some_and(|block| overdue > block);
    if !too_old && !too_much {
        return Ok(());
    }
    Err(Refusal::new(Code::CreditOverdue)
        .fact("oldest_days", oldest_days)
        .fact("overdue", overdue)
        .fact("grace_days", grace_days)
        .fact("block_amount", block_amount))
}

/// Sorts the units of a line into `(not_shipped, shipped_not_invoiced)` (`rules.md §4`).
///
/// Invoiced units are in the open invoices; so every unit is in exactly one bucket.
pub fn line_buckets(
    ordered: Qty,
    cancelled: Qty,
    shipped: Qty,
    returned_before_invoice: Qty,
    invoiced: Qty,
) -> (Qty, Qty) {
    // Counts within the bounds of Qty: two of them taken away stay far inside i64.
    let not_shipped = Qty(ordered.0 - cancelled.0 - shipped.0);
    let not_invoiced = Qty(shipped.0 - returned_before_invoice.0 - invoiced.0);
    (not_shipped.at_least_zero(), not_invoiced.at_least_zero())
}

#[cfg(test)]
mod tests;
