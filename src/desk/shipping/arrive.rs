//! `shipment.arrive` and `shipment.slip`: at the customer's, and the signed slip 回单 back
//! (`rules.md §7`: dispatched, arrived and signed are three facts).

use serde_json::{Value, json};

use super::shipment_for;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::order::ShipmentState;
use crate::domain::{Day, Moment, Refusal};
use crate::store::shipments::{self, Shipment};

payload! {
    /// Writes down that a shipment is at the customer's and not yet signed for.
    pub struct ShipmentArrive {
        /// Shipment.
        #[serde(deserialize_with = "fields::code")]
        pub shipment: String,
        /// When; a bare day is allowed.
        pub arrived_at: Moment,
        /// The version of the shipment that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Ticks off the signed delivery slip 回单 of a shipment.
    pub struct ShipmentSlip {
        /// Shipment.
        #[serde(deserialize_with = "fields::code")]
        pub shipment: String,
        /// The day it came back (default today).
        pub received_at: Option<Day>,
        /// The version of the shipment that was read.
        pub version: Option<i64>,
    }
}

/// Writes the arrival, once.
pub fn arrive(cx: &mut Cx<'_>, p: &ShipmentArrive) -> Outcome<Value> {
    let wanted = ShipmentState::Dispatched;
    let (shipment, order) = shipment_for(cx, &p.shipment, p.version, wanted)?;
    if shipment.arrived_at.is_some() {
        return Err(Refusal::wrong_state(&shipment.number, "arrived").into());
    }
    refuse_odd_time(cx, "arrived_at", &shipment, p.arrived_at)?;
    shipments::arrive(cx.tx, shipment.id, p.arrived_at)?;
    cx.changed(Aggregate::Shipment);
    let facts = json!({ "shipment": shipment.number, "arrived_at": p.arrived_at });
    cx.note_order(order.id, "shipment.arrived", facts);
    Ok(json!({
        "shipment": shipment.number,
        "version": shipment.version + 1,
        "order": order.number,
        "arrived_at": p.arrived_at,
    }))
}

/// Ticks the slip off, once.
pub fn slip(cx: &mut Cx<'_>, p: &ShipmentSlip) -> Outcome<Value> {
    let wanted = ShipmentState::Signed;
    let (shipment, order) = shipment_for(cx, &p.shipment, p.version, wanted)?;
    if let Some(on) = shipment.slip_on {
        let refusal = Refusal::wrong_state(&shipment.number, "slip");
        return Err(refusal.fact("received_at", on).into());
    }
    let on = p.received_at.unwrap_or(cx.today);
    let signed = shipment.signed_at.map(Moment::day);
    if signed.is_some_and(|signed| on < signed) {
        let refusal = Refusal::bad_field("received_at", "not before it was signed");
        return Err(refusal.fact("signed", signed).into());
    }
    if on > cx.today {
        return Err(Refusal::bad_field("received_at", "not after today").into());
    }
    shipments::slip(cx.tx, shipment.id, on)?;
    cx.changed(Aggregate::Shipment);
    let facts = json!({ "shipment": shipment.number, "received_at": on });
    cx.note_order(order.id, "shipment.slip", facts);
    Ok(json!({
        "shipment": shipment.number,
        "version": shipment.version + 1,
        "order": order.number,
        "received_at": on,
    }))
}

/// Not before the day it left, not after now. The day counts, because a bare day is its midnight.
pub(super) fn refuse_odd_time(
    cx: &Cx<'_>,
    field: &str,
    shipment: &Shipment,
    at: Moment,
) -> Result<(), Refusal> {
    let left = shipment.dispatched_at.map(Moment::day);
    if left.is_some_and(|left| at.day() < left) {
        let refusal = Refusal::bad_field(field, "not before the day it left");
        return Err(refusal.fact("dispatched", left));
    }
    if at > cx.at {
        return Err(Refusal::bad_field(field, "not after now").fact("now", cx.at));
    }
    Ok(())
}
