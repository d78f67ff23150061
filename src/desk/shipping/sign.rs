//! `shipment.sign`: the signature at the door (`rules.md §7`).
//!
//! What is refused at the door makes its return by itself; the order stays open until that is
//! settled. An order that is signed for whole takes its turn in the plan of surveys.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::arrive::refuse_odd_time;
use super::{listed, moved, shipment_for};
use crate::desk::after_sale::door::{self, Refused};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::survey;
use crate::desk::orders::close;
use crate::desk::stock::{above_zero, whole_steps};
use crate::domain::order::ShipmentState;
use crate::domain::{Moment, Qty, Refusal};
use crate::store::shipments::{Shipment, ShipmentLine};
use crate::store::{self, shipments};

payload! {
    /// Part of a line that was refused at the door.
    pub struct RefusedLine {
        /// Line of the order.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
    }
}

payload! {
    /// Writes down that a shipment was signed for.
    pub struct ShipmentSign {
        /// Shipment.
        #[serde(deserialize_with = "fields::code")]
        pub shipment: String,
        /// When; a bare day is allowed.
        pub signed_at: Moment,
        /// By whom.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub signer: Option<String>,
        /// What was not taken.
        pub refused: Option<Vec<RefusedLine>>,
        /// The version of the shipment that was read.
        pub version: Option<i64>,
    }
}

/// Writes the signature, then closes the order if nothing is left to do.
pub fn sign(cx: &mut Cx<'_>, p: &ShipmentSign) -> Outcome<Value> {
    let wanted = ShipmentState::Dispatched;
    let (shipment, order) = shipment_for(cx, &p.shipment, p.version, wanted)?;
    refuse_odd_signature(cx, &shipment, p.signed_at)?;
    let lines = shipments::lines(cx.tx, shipment.id)?;
    let refusals = p.refused.as_deref().unwrap_or_default();
    let refused = refused_parts(cx, &lines, refusals)?;
    for part in &refused {
        shipments::refuse(cx.tx, shipment.id, part.line, part.qty)?;
    }
    let signer = p.signer.as_deref().unwrap_or("");
    shipments::sign(cx.tx, shipment.id, p.signed_at, signer)?;
    moved(cx, &order)?;
    let facts = json!({
        "shipment": shipment.number,
        "signed_at": p.signed_at,
        "signer": signer,
        "lines": listed(&lines),
        "refused": refusals,
    });
    cx.note_order(order.id, "shipment.signed", facts);
    let comes_back = if refused.is_empty() {
        None
    } else {
        Some(door::make(cx, &order, &shipment, &refused)?)
    };
    survey::plan(cx, order.id)?;
    close::close_if_done(cx, order.id)?;
    let order = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "shipment": shipment.number,
        "version": shipment.version + 1,
        "order": order.number,
        "order_version": order.version,
        "state": order.state,
        "return": comes_back,
    }))
}

/// Not before the day it left or arrived, not after now.
fn refuse_odd_signature(
    cx: &Cx<'_>,
    shipment: &Shipment,
    signed_at: Moment,
) -> Result<(), Refusal> {
    refuse_odd_time(cx, "signed_at", shipment, signed_at)?;
    let arrived = shipment.arrived_at.map(Moment::day);
    if arrived.is_some_and(|arrived| signed_at.day() < arrived) {
        let refusal = Refusal::bad_field("signed_at", "not before the day it arrived");
        return Err(refusal.fact("arrived", arrived));
    }
    Ok(())
}

/// The refused quantity of each line of the shipment that has one.
fn refused_parts(
    cx: &Cx<'_>,
    lines: &[ShipmentLine],
    refusals: &[RefusedLine],
) -> Outcome<Vec<Refused>> {
    let mut sums: BTreeMap<i64, (Qty, String)> = BTreeMap::new();
    for refusal in refusals {
        above_zero("refused.qty", refusal.qty)?;
        if refusal.reason.is_empty() {
            return Err(Refusal::bad_field("refused.reason", "a reason").into());
        }
        let (sum, said) = sums.entry(refusal.line).or_default();
        *sum = sum.add(refusal.qty)?;
        if !said.is_empty() {
            said.push_str("; ");
        }
        said.push_str(&refusal.reason);
    }
    let mut parts = Vec::new();
    for (line, (qty, said)) in sums {
        let found = lines.iter().find(|part| part.line == line);
        let part = found.ok_or_else(|| {
            Refusal::bad_field("refused.line", "a line of the shipment").fact("line", line)
        })?;
        let product = store::products::by_id(cx.tx, part.product_id)?;
        whole_steps(&product, qty).map_err(|r| r.fact("line", line))?;
        if qty > part.qty {
            let refusal = Refusal::bad_field("refused.qty", "no more than was shipped");
            return Err(refusal
                .fact("line", line)
                .fact("shipped", part.qty)
                .fact("asked", qty)
                .into());
        }
        parts.push(Refused {
            line: part.line_id,
            number: line,
            qty,
            said,
        });
    }
    Ok(parts)
}
