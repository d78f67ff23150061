//! What a customer may still be given: exposure, limit in force, overdue items (`rules.md §4`).
//!
//! Bounded work: balances of accounts, open items and open orders, never the history.

use serde_json::json;

use crate::desk::failure::{Failure, Outcome};
use crate::domain::credit::{self, Exposure, Limit};
use crate::domain::ids::{CustomerId, StaffId};
use crate::domain::ledger::Account;
use crate::domain::terms::Terms;
use crate::domain::{Code, Day, Money, Refusal};
use crate::store::ageing::{self, Promised};
use crate::store::customers::{self, Customer, TemporaryLimit};
use crate::store::orders::Line;
use crate::store::{self, Db};

/// Where a customer stands, summed over all customers of the same payer.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Code of the payer, whose limit counts.
    pub payer: String,
    /// The limit in force: a temporary one, else the permanent one.
    pub limit: Limit,
    /// The temporary one, with its last day and who approved it.
    pub temporary: Option<TemporaryLimit>,
    /// What counts against it.
    pub exposure: Exposure,
    /// Days since the oldest overdue item fell due; 0 if none is overdue.
    pub oldest_overdue_days: i64,
    /// What is overdue.
    pub overdue_amount: Money,
    /// Days an item may be overdue; none = not tested.
    pub grace_days: Option<i64>,
    /// What may be overdue; none = not tested.
    pub block_amount: Option<Money>,
    /// Largest single order; none = not tested.
    pub order_max: Option<Money>,
}

/// Where a customer stands today.
///
/// Grace days, block amount and largest order are the customer's own, else the payer's.
pub fn standing(db: &Db, customer: CustomerId, today: Day) -> Outcome<Standing> {
    let own = customers::by_id(db, customer)?;
    let payer = payer_of(db, &own)?;
    let mut exposure = Exposure::default();
    let mut overdue_amount = Money::ZERO;
    let mut oldest: Option<Day> = None;
    for member in customers::payer_group(db, payer.id)? {
        let part = exposure_of(db, member)?;
        exposure = sum(exposure, part)?;
        let overdue = ageing::overdue(db, member, today)?;
        overdue_amount = overdue_amount.add(overdue.amount)?;
        oldest = [oldest, overdue.oldest].into_iter().flatten().min();
    }
    let temporary = customers::temporary_limit(db, payer.id, today)?;
    Ok(Standing {
        limit: limit_in_force(&payer, temporary.as_ref()),
        temporary,
        exposure,
        oldest_overdue_days: oldest.map_or(0, |due| today.days_since(due)),
        overdue_amount,
        grace_days: own.overdue_grace_days.or(payer.overdue_grace_days),
        block_amount: own.overdue_block_amount.or(payer.overdue_block_amount),
        order_max: own.order_max.or(payer.order_max),
        payer: payer.code,
    })
}

/// The customer who pays for a customer: himself where nobody else does.
fn payer_of(db: &Db, own: &Customer) -> Outcome<Customer> {
    Ok(match own.payer_id {
        None => own.clone(),
        Some(id) => customers::by_id(db, id)?,
    })
}

/// Who set the limit that a customer's orders are tested against.
pub fn limit_setter(db: &Db, customer: CustomerId, today: Day) -> Outcome<Option<StaffId>> {
    let own = customers::by_id(db, customer)?;
    let payer = own.payer_id.unwrap_or(own.id);
    Ok(customers::limit_setter(db, payer, today)?)
}

/// A temporary limit while it lasts, else the permanent one.
fn limit_in_force(payer: &Customer, temporary: Option<&TemporaryLimit>) -> Limit {
    let limit = temporary.map_or(payer.credit_limit, |t| t.amount);
    Limit::from_null(limit)
}

fn sum(a: Exposure, b: Exposure) -> Result<Exposure, Refusal> {
    Ok(Exposure {
        ar_open: a.ar_open.add(b.ar_open)?,
        shipped_not_invoiced: a.shipped_not_invoiced.add(b.shipped_not_invoiced)?,
        approved_not_shipped: a.approved_not_shipped.add(b.approved_not_shipped)?,
        unapplied: a.unapplied.add(b.unapplied)?,
        uncleared: a.uncleared.add(b.uncleared)?,
    })
}

/// The exposure of one customer alone.
fn exposure_of(db: &Db, customer: CustomerId) -> Outcome<Exposure> {
    let code = customers::by_id(db, customer)?.code;
    let money = ageing::unapplied(db, Some(customer), None)?;
    let balance = store::ledger::balance(db, &Account::Receivable(code).to_string())?;
    let (approved_not_shipped, shipped_not_invoiced) = promised(db, customer)?;
    Ok(Exposure {
        // The control account is open invoices less unapplied receipts and credit notes, at any
        // size of the file.
        ar_open: balance.add(money.receipts)?.add(money.notes)?,
        shipped_not_invoiced,
        approved_not_shipped,
        unapplied: money.receipts.add(money.deposits)?.add(money.notes)?,
        uncleared: money.uncleared,
    })
}

/// What approved orders still bring: `(not shipped, shipped and not invoiced)`.
pub(super) fn promised(db: &Db, customer: CustomerId) -> Outcome<(Money, Money)> {
    let (mut not_shipped, mut not_invoiced) = (Money::ZERO, Money::ZERO);
    for line in ageing::promised(db, customer)? {
        let (a, b) = buckets(&line)?;
        not_shipped = not_shipped.add(a)?;
        not_invoiced = not_invoiced.add(b)?;
    }
    Ok((not_shipped, not_invoiced))
}

/// A line's share of both buckets, rounded so that shipping leaves their sum as it was.
///
/// Of an order with terms `prepaid` only what is shipped counts.
fn buckets(line: &Promised) -> Result<(Money, Money), Refusal> {
    let (to_ship, to_bill) = credit::line_buckets(
        line.qty,
        line.cancelled,
        line.shipped,
        line.returned_unbilled,
        line.invoiced,
    );
    if line.terms.parse() == Ok(Terms::Prepaid) {
        return Ok((Money::ZERO, line.gross.share(to_bill, line.qty)?));
    }
    let both = line.gross.share(to_ship.add(to_bill)?, line.qty)?;
    let not_shipped = line.gross.share(to_ship, line.qty)?;
    Ok((not_shipped, both.sub(not_shipped)?))
}

/// The refusal if `delta` more does not fit the limit; equal passes, zero or less always.
pub fn limit_refusal(standing: &Standing, delta: Money) -> Option<Refusal> {
    let total = standing.exposure.total();
    let tested = total.and_then(|total| credit::test_limit(standing.limit, total, delta));
    tested.err().map(|refusal| named(refusal, standing))
}

/// The refusal if the customer is over the limit as it is: for dispatch, where the delta is zero.
pub fn standing_refusal(standing: &Standing) -> Option<Refusal> {
    let total = standing.exposure.total();
    let tested = total.and_then(|total| credit::test_standing(standing.limit, total));
    tested.err().map(|refusal| named(refusal, standing))
}

/// The refusal if items are overdue past what is allowed.
pub fn overdue_refusal(standing: &Standing) -> Option<Refusal> {
    let tested = credit::test_overdue(
        standing.oldest_overdue_days,
        standing.overdue_amount,
        standing.grace_days,
        standing.block_amount,
    );
    tested.err().map(|refusal| named(refusal, standing))
}

/// The refusal if a single order is larger than the customer may have.
pub fn order_max_refusal(standing: &Standing, gross: Money) -> Option<Refusal> {
    above_most(standing.order_max, gross, &standing.payer)
}

/// The same for an order that counts for nothing else: the exposure need not be worked out, which grows
/// with the open orders of a shop.
pub fn order_max_alone(db: &Db, own: &Customer, gross: Money) -> Outcome<Option<Refusal>> {
    let payer = payer_of(db, own)?;
    let most = own.order_max.or(payer.order_max);
    Ok(above_most(most, gross, &payer.code))
}

fn above_most(most: Option<Money>, gross: Money, payer: &str) -> Option<Refusal> {
    let most = most.filter(|most| gross > *most)?;
    let refusal = Refusal::new(Code::CreditOverLimit)
        .fact("order_max", most)
        .fact("amount", gross)
        .fact("over", gross.sub(most).ok());
    Some(refusal.or_fact("payer", payer))
}

fn named(refusal: Refusal, standing: &Standing) -> Refusal {
    refusal.or_fact("payer", &standing.payer)
}

/// What an order in force puts into the exposure beside its invoices, by its lines.
pub fn carried(terms: &str, lines: &[Line]) -> Outcome<Money> {
    let mut sum = Money::ZERO;
    for line in lines {
        let (not_shipped, not_invoiced) = buckets(&Promised {
            terms: terms.to_owned(),
            qty: line.qty.unwrap_or_default(),
            cancelled: line.cancelled,
            shipped: line.shipped,
            returned_unbilled: line.returned_unbilled,
            invoiced: line.invoiced,
            gross: line.gross,
        })?;
        sum = sum.add(not_shipped)?.add(not_invoiced)?;
    }
    Ok(sum)
}

/// The refusal of a change of an order in force that is too large for a single order or for the
/// limit, at the change and again at its approval (`rules.md §4`, Δ = new − old).
///
/// Δ is what it will carry less what it carries; a change of the payer adds all of it to the new
/// one. A change that adds nothing always passes, however much is owed.
pub fn limit_of_change(standing: &Standing, delta: Money, gross: Money) -> Option<Refusal> {
    order_max_refusal(standing, gross)
        .filter(|_| delta > Money::ZERO)
        .or_else(|| limit_refusal(standing, delta))
}

/// The refusal of such a change because of overdue items.
pub fn overdue_of_change(standing: &Standing, delta: Money) -> Option<Refusal> {
    overdue_refusal(standing).filter(|_| delta > Money::ZERO)
}

/// Tests whether an order may add `delta`: the limit, then the overdue items.
pub fn test_order(db: &Db, customer: CustomerId, today: Day, delta: Money) -> Outcome<()> {
    let standing = standing(db, customer, today)?;
    let refusal = limit_refusal(&standing, delta).or_else(|| overdue_refusal(&standing));
    refusal.map_or(Ok(()), |refusal| Err(Failure::Refused(refusal)))
}

/// What the standing looks like in an answer (`contract.md §4`, `credit`).
pub fn told(standing: &Standing) -> Result<serde_json::Value, Refusal> {
    let total = standing.exposure.total()?;
    let limit = match standing.limit {
        Limit::Unlimited => None,
        Limit::Amount(limit) => Some(limit),
    };
    let e = standing.exposure;
    Ok(json!({
        "payer": standing.payer, "limit": limit, "exposure": total,
        "available": credit::available(standing.limit, total)?, "ar_open": e.ar_open,
        "shipped_not_invoiced": e.shipped_not_invoiced,
        "approved_not_shipped": e.approved_not_shipped, "unapplied": e.unapplied,
        "uncleared": e.uncleared, "overdue_amount": standing.overdue_amount,
        "oldest_overdue_days": standing.oldest_overdue_days,
        "temporary": standing.temporary.as_ref().map(|t| json!({
            "limit": t.amount, "until": t.until_on, "by": t.login, "reason": t.reason,
        })),
    }))
}
