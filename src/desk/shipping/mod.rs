//! Shipping: packing, letting go, the signature at the door (`rules.md §7`).

pub mod arrive;
pub mod dispatch;
pub mod gate;
pub mod intercept;
pub mod pack;
pub mod plan;
pub mod sign;
pub mod track;

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::domain::Refusal;
use crate::domain::order::{ShipmentState, State};
use crate::store;
use crate::store::orders::Order;
use crate::store::shipments::{Shipment, ShipmentLine};

/// The shipment that a command is about and its order, if it has not moved since the caller read
/// it and stands where the command wants it.
fn shipment_for(
    cx: &mut Cx<'_>,
    number: &str,
    seen: Option<i64>,
    wanted: ShipmentState,
) -> Outcome<(Shipment, Order)> {
    let found = store::shipments::by_number(cx.tx, number)?;
    let shipment = found.ok_or_else(|| Refusal::not_found("shipment", number))?;
    cx.about(&shipment.number);
    cx.expect_version(&shipment.number, shipment.version, seen)?;
    if shipment.state != wanted {
        let refusal = Refusal::wrong_state(&shipment.number, shipment.state);
        return Err(refusal.fact("wanted", wanted).into());
    }
    let order = store::orders::by_id(cx.tx, shipment.order_id)?;
    Ok((shipment, order))
}

/// Refuses unless the order is in force.
fn refuse_unless_approved(order: &Order) -> Outcome<()> {
    if order.state == State::Approved {
        return Ok(());
    }
    Err(Refusal::wrong_state(&order.number, order.state).into())
}

/// What is in a shipment, for answers and the timeline.
fn listed(lines: &[ShipmentLine]) -> Vec<Value> {
    let listed = lines.iter();
    listed
        .map(|l| json!({ "line": l.line, "qty": l.qty }))
        .collect()
}

/// Raises the order's version and says what has changed.
fn moved(cx: &mut Cx<'_>, order: &Order) -> Outcome<()> {
    store::orders::touch(cx.tx, order.id)?;
    cx.changed(Aggregate::Shipment);
    cx.changed(Aggregate::Stock);
    cx.changed(Aggregate::Order);
    Ok(())
}

#[cfg(test)]
mod tests;
