//! `order.intercept`: an order called back before its goods leave the house.

use serde_json::{Value, json};

use super::pack::{self, ShipmentUnpack};
use super::refuse_unless_approved;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::follow_up::task::{self, TaskOpen};
use crate::desk::orders::hold::{self, HoldPlace};
use crate::desk::orders::load;
use crate::desk::{fields, workdays};
use crate::domain::calendar::Hours;
use crate::domain::order::{ShipmentState, Stage};
use crate::domain::{Refusal, Role};
use crate::store::orders::Order;
use crate::store::{self, holds, shipments};

/// Code of the hold that stands until somebody has decided.
pub const INTERCEPTED: &str = "intercepted";

/// Working hours in which the warehouse puts the goods back.
const HOURS: u32 = 2;

payload! {
    /// Calls an order back before it leaves: what is packed is taken apart and kept for it again, a hold
    /// of stage ship stands until it is released, and the warehouse is asked to put the goods back.
    pub struct OrderIntercept {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Calls it back. Refused with `wrong_state` where all of it has left: what is under way can be
/// refused at the door or returned.
pub fn intercept(cx: &mut Cx<'_>, p: &OrderIntercept) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    refuse_unless_approved(&order)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let mut packed = shipments::of_order(cx.tx, order.id)?;
    packed.retain(|shipment| shipment.state == ShipmentState::Packed);
    if packed.is_empty() && !more_to_ship(cx, &order)? {
        let refusal = Refusal::wrong_state(&order.number, order.state);
        return Err(refusal.fact("why", "all_shipped").into());
    }
    let mut numbers = Vec::new();
    for shipment in packed {
        let unpack = ShipmentUnpack {
            shipment: shipment.number.clone(),
            reason: p.reason.clone(),
            version: None,
        };
        pack::unpack(cx, &unpack)?;
        numbers.push(shipment.number);
    }
    let standing = holds::active(cx.tx, order.id)?;
    let held = standing
        .iter()
        .any(|h| h.code == INTERCEPTED && h.line.is_none());
    if numbers.is_empty() || !held {
        // With nothing to take apart a second call is told that the first one stands.
        let place = HoldPlace {
            order: order.number.clone(),
            code: INTERCEPTED.to_owned(),
            line: None,
            stage: Some(Stage::Ship),
            owner: None,
            reason: p.reason.clone(),
            version: None,
        };
        hold::place(cx, &place)?;
    }
    let asked = ask_the_warehouse(cx, &numbers, &p.reason)?;
    cx.about(&order.number);
    Ok(json!({
        "order": order.number, "shipments": numbers, "hold": INTERCEPTED, "task": asked,
        "version": store::orders::by_id(cx.tx, order.id)?.version,
    }))
}

fn more_to_ship(cx: &Cx<'_>, order: &Order) -> Outcome<bool> {
    let lines = store::orders::lines(cx.tx, order.id)?;
    Ok(lines.iter().any(|line| line.wanted() > line.shipped))
}

/// A task to put back what was packed; none if nothing was.
fn ask_the_warehouse(
    cx: &mut Cx<'_>,
    shipments: &[String],
    reason: &str,
) -> Outcome<Option<String>> {
    let Some(first) = shipments.first() else {
        return Ok(None);
    };
    let due = workdays::calendar(cx.tx)?.plus_work_hours(cx.at, HOURS, Hours::default());
    let ask = TaskOpen {
        subject: first.clone(),
        department: Role::Warehouse,
        text: format!("{}: {reason}", shipments.join(", ")),
        due,
    };
    let told = task::open(cx, &ask)?;
    Ok(told["task"].as_str().map(str::to_owned))
}
