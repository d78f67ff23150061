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
    value_of(lines, |line| {
        let now = leaving.iter().filter(|(id, _)| *id == line.id);
        Ok(Qty::sum(now.map(|(_, qty)| *qty))?.add(line.shipped)?)
    })
}

/// The gross value of what is gone and did not come back before it was billed.
fn kept_value(lines: &[Line]) -> Outcome<Money> {
    value_of(lines, |line| {
        Ok(line.shipped.sub(line.returned_unbilled)?)
    })
}

/// The gross value of so much of each line.
fn value_of(lines: &[Line], part: impl Fn(&Line) -> Outcome<Qty>) -> Outcome<Money> {
    let mut value = Money::ZERO;
    for line in lines {
        let all = line.qty.unwrap_or(Qty::ONE);
        value = value.add(line.gross.share(part(line)?, all)?)?;
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
