//! Cleared money that stands for an order (`rules.md §4`, payment gate).

use crate::desk::failure::Outcome;
use crate::domain::ids::{CustomerId, LineId, OrderId};
use crate::domain::{Money, Qty};
use crate::store::orders::Line;
use crate::store::{self, Db};

/// What has cleared for an order, with what its customer has free.
pub fn cleared_for(db: &Db, customer: CustomerId, order: OrderId) -> Outcome<Money> {
    let own = store::receipts::cleared_for(db, order)?;
    Ok(own.add(free_money(db, customer, order)?)?)
}

/// The gross value of what is gone and of what is leaving now.
pub fn shipped_value(lines: &[Line], leaving: &[(LineId, Qty)]) -> Outcome<Money> {
    let mut value = Money::ZERO;
    for line in lines {
        let now = leaving
            .iter()
            .filter(|(id, _)| *id == line.id)
            .map(|(_, qty)| *qty);
        let gone = Qty::sum(now)?.add(line.shipped)?;
        value = value.add(line.gross.share(gone, line.qty.unwrap_or(Qty::ONE))?)?;
    }
    Ok(value)
}

/// The gross value of what is gone and did not come back before it was billed.
fn kept_value(lines: &[Line]) -> Outcome<Money> {
    let mut value = Money::ZERO;
    for line in lines {
        let kept = line.shipped.sub(line.returned_unbilled)?;
        value = value.add(line.gross.share(kept, line.qty.unwrap_or(Qty::ONE))?)?;
    }
    Ok(value)
}

/// Cleared money of the customer that is applied to nothing and meant for no order, less what
/// other prepaid orders have already taken goods for: the same money never pays twice.
fn free_money(db: &Db, customer: CustomerId, order: OrderId) -> Outcome<Money> {
    let mut free = store::receipts::cleared_and_free(db, customer)?;
    for other in store::receipts::prepaid_orders_unpaid(db, customer, order)? {
        let lines = store::orders::lines(db, other)?;
        let taken = kept_value(&lines)?;
        let own = store::receipts::cleared_for(db, other)?;
        free = free.sub(taken.sub(own)?.at_least_zero())?;
    }
    Ok(free.at_least_zero())
}
