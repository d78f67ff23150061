//! What must be in order before goods leave the house: holds, conditions, credit, overdue, cleared money
//! (`rules.md §3`, §4: no dispatch passes a live block without a named override).

use serde_json::Value;

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::imports::said::{PlatformHead, known};
use crate::desk::orders::checks::{self, live_override};
use crate::desk::orders::{condition, hold};
use crate::desk::receivables::cleared::{cleared_for, shipped_value};
use crate::desk::receivables::{breach, credit};
use crate::domain::check::{Check, Control, Level};
use crate::domain::ids::{CustomerId, LineId};
use crate::domain::order::{Gate, Stage};
use crate::domain::terms::{Rest, Terms};
use crate::domain::{Money, Qty, Refusal};
use crate::paper::profile::Status;
use crate::store::orders::Order;
use crate::store::shipments::{self, Shipment};
use crate::store::{self, Db, holds};

/// States of an order on a platform in which its buyer has paid.
const PAID: [Status; 4] = [
    Status::ToShip,
    Status::PartShipped,
    Status::Shipped,
    Status::Done,
];

/// Refuses a dispatch that a hold, the credit or missing money stops. An override that lets it
/// through is written down as used.
pub fn at_dispatch(cx: &mut Cx<'_>, order: &Order, shipment: &Shipment) -> Outcome<()> {
    let parts = shipments::lines(cx.tx, shipment.id)?;
    let numbers: Vec<i64> = parts.iter().map(|part| part.line).collect();
    hold::test(cx.tx, order, Stage::Ship, &numbers)?;
    condition::test(cx.tx, order, Gate::Dispatch)?;
    let Some(customer) = order.customer_id else {
        return Ok(());
    };
    let leaving: Vec<(LineId, Qty)> = parts.iter().map(|part| (part.line_id, part.qty)).collect();
    let terms = order.terms.parse::<Terms>().ok();
    let (mut limit, mut late) = (None, None);
    if terms != Some(Terms::Prepaid) {
        let standing = credit::standing(cx.tx, customer, cx.today)?;
        limit = credit::standing_refusal(&standing);
        late = overdue(cx, order, &standing)?;
    }
    let tests = [
        (Check::CreditLimit, limit),
        (Check::Overdue, late),
        (
            Check::PaymentCleared,
            payment(cx.tx, order, customer, terms, &leaving)?,
        ),
        (Check::ReturnReceived, exchange(cx.tx, order)?),
    ];
    let rules = store::checks::rules(cx.tx)?;
    let overrides = holds::overrides(cx.tx, order.id)?;
    let mut results = Vec::new();
    for (check, failed) in tests {
        let rule = rules.iter().find(|rule| rule.code == check);
        let Some(rule) = rule.filter(|rule| rule.control != Control::Off) else {
            continue;
        };
        let failed = failed.map(|failed| Value::Object(failed.facts().clone()));
        let result = checks::result(rule, failed.clone());
        if let Some(facts) = failed.filter(|_| result.level == Level::Block) {
            match live_override(&overrides, check.name(), &facts, cx.today) {
                Some(granted) => {
                    holds::used(cx.tx, granted.id, order.id, Some(shipment.id), cx.at)?;
                }
                None => return Err(checks::refusal(order, check.name(), facts).into()),
            }
        }
        results.push(result);
    }
    // What was tested is kept with the order: `check` counts its blocks against the overrides used.
    Ok(store::checks::keep_run(cx.tx, order.id, "ship", &results)?)
}

/// Overdue items past what is allowed, else a bounced cheque or broken promise.
fn overdue(cx: &Cx<'_>, order: &Order, standing: &credit::Standing) -> Outcome<Option<Refusal>> {
    match credit::overdue_refusal(standing) {
        Some(refusal) => Ok(Some(refusal)),
        None => breach::refusal(cx.tx, order, cx.today),
    }
}

/// An exchange does not leave before the goods that it goes out for are in (`rules.md §10`).
fn exchange(db: &Db, order: &Order) -> Outcome<Option<Refusal>> {
    let awaited = store::returns::awaited_by(db, order.id)?;
    Ok(awaited.map(|awaited| {
        Refusal::new(crate::domain::Code::ReturnNotReceived)
            .fact("order", &order.number)
            .fact("return", awaited.number)
    }))
}

/// What the terms want cleared before these goods leave, as a refusal if it is not there.
fn payment(
    db: &Db,
    order: &Order,
    customer: CustomerId,
    terms: Option<Terms>,
    leaving: &[(LineId, Qty)],
) -> Outcome<Option<Refusal>> {
    let needed = match terms {
        Some(
            Terms::Prepaid
            | Terms::Deposit {
                rest: Rest::BeforeGoods,
                ..
            },
        ) => shipped_value(&store::orders::lines(db, order.id)?, leaving)?,
        Some(Terms::Deposit {
            percent,
            rest: Rest::Net(_),
        }) => order.gross.percent(percent)?,
        _ => return Ok(None),
    };
    // First what costs nothing: the money of a shop goes over all its orders in force.
    let held = platform_holds(db, order)?;
    if held >= needed {
        return Ok(None);
    }
    let cleared = cleared_for(db, customer, order.id)?.max(held);
    if cleared >= needed {
        return Ok(None);
    }
    Ok(Some(
        Refusal::new(crate::domain::Code::PaymentNotCleared)
            .fact("order", &order.number)
            .fact("terms", &order.terms)
            .fact("needed", needed)
            .fact("cleared", cleared)
            .fact("missing", needed.sub(cleared)?),
    ))
}

/// What buyers have paid to a platform for an order: it holds the money until they have the goods, so
/// that nobody sends on credit. Nothing once it says refund, closed or what nobody knows.
fn platform_holds(db: &Db, order: &Order) -> Outcome<Money> {
    let mut held = Money::ZERO;
    for part in store::audit::made_from(db, order.id)? {
        let Some(row) = store::platforms::of_order(db, part)? else {
            continue;
        };
        let paid = PAID.iter().any(|status| status.name() == row.status);
        let head: Option<PlatformHead> = known(row.head.as_ref());
        let told = head.and_then(|head| head.paid).filter(|_| paid);
        let back = row.refund.unwrap_or(Money::ZERO);
        held = held.add(told.unwrap_or(Money::ZERO).sub(back)?.at_least_zero())?;
    }
    Ok(held)
}
