//! `shipment.dispatch`: the goods leave the house (`rules.md §4`, payment gate; §7).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{gate, listed, moved, refuse_unless_approved, shipment_for};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::stock::reserve;
use crate::domain::ids::ProductId;
use crate::domain::order::ShipmentState;
use crate::domain::terms::Terms;
use crate::domain::text::bare_code;
use crate::domain::{Code, Money, Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::places::Carrier;
use crate::store::shipments::{Shipment, ShipmentLine};
use crate::store::stock::{self, Movement};
use crate::store::{self, Db, shipments};

payload! {
    /// Lets a packed shipment go.
    pub struct ShipmentDispatch {
        /// Shipment.
        #[serde(deserialize_with = "fields::code")]
        pub shipment: String,
        /// Carrier.
        #[serde(deserialize_with = "fields::code")]
        pub carrier: String,
        /// Waybill number; spaces and dashes mean nothing.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub waybill: Option<String>,
        /// Route.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub route: Option<String>,
        /// Calendar days under way (default: the carrier's to the region of the ship-to, else its usual).
        pub transit_days: Option<i64>,
        /// What the carriage costs.
        pub freight: Option<Money>,
        /// The version of the shipment that was read.
        pub version: Option<i64>,
    }
}

/// The longest waybill number: twice what any carrier gives out.
const WAYBILL_MAX: usize = 64;

/// Lets it go: state first, then the movements out (`schema.sql`, triggers).
pub fn dispatch(cx: &mut Cx<'_>, p: &ShipmentDispatch) -> Outcome<Value> {
    let (mut shipment, order) = shipment_for(cx, &p.shipment, p.version, ShipmentState::Packed)?;
    refuse_unless_approved(&order)?;
    refuse_odd_values(p)?;
    let carrier = find::carrier(cx.tx, &p.carrier)?;
    let waybill = waybill(cx.tx, &carrier, p.waybill.as_deref())?;
    load::apart(cx, &order, "shipper")?;
    gate::at_dispatch(cx, &order, &shipment)?;

    let lines = shipments::lines(cx.tx, shipment.id)?;
    let days = match p.transit_days {
        Some(days) => Some(days),
        None => usual_days(cx.tx, &carrier, &order)?,
    };
    shipment.carrier_id = Some(carrier.id);
    shipment.waybill = waybill;
    shipment.route = p.route.clone().unwrap_or_default();
    shipment.transit_days = days;
    shipment.freight = p.freight;
    shipment.cod = to_collect(cx.tx, &order, &lines)?;
    shipment.dispatched_at = Some(cx.at);
    shipment.expected_on = days.map(|days| cx.today.plus_days(days));
    shipments::dispatch(cx.tx, &shipment)?;
    move_out(cx, &shipment, &lines)?;
    store::orders::hand(cx.tx, order.id, "shipper", cx.actor.id)?;
    moved(cx, &order)?;
    noted(cx, &order, &shipment, &carrier, &lines);
    Ok(json!({
        "shipment": shipment.number,
        "version": shipment.version + 1,
        "order": order.number,
        "order_version": order.version + 1,
        "shipped": listed(&lines),
        "carrier": carrier.code,
        "waybill": shipment.waybill,
        "cod": shipment.cod,
        "expected": shipment.expected_on,
    }))
}

/// The carrier's days to the region that the ship-to names, the longest name first, else its usual.
fn usual_days(db: &Db, carrier: &Carrier, order: &Order) -> Outcome<Option<i64>> {
    let regions = store::places::regions(db, carrier.id)?;
    let named = regions
        .iter()
        .filter(|row| order.ship_to.contains(&row.region))
        .max_by_key(|row| row.region.chars().count());
    Ok(named.map(|row| row.days).or(carrier.transit_days))
}

fn refuse_odd_values(p: &ShipmentDispatch) -> Result<(), Refusal> {
    if p.transit_days
        .is_some_and(|days| !(0..=365).contains(&days))
    {
        return Err(Refusal::bad_field("transit_days", "0 to 365"));
    }
    if p.freight.is_some_and(|freight| freight < Money::ZERO) {
        return Err(Refusal::bad_field("freight", "from 0"));
    }
    Ok(())
}

/// The waybill number in its bare form, if no other shipment goes by it with this carrier.
fn waybill(db: &Db, carrier: &Carrier, typed: Option<&str>) -> Outcome<String> {
    let waybill = bare_code(typed.unwrap_or(""));
    if waybill.chars().count() > WAYBILL_MAX {
        return Err(Refusal::bad_field("waybill", "at most 64 characters").into());
    }
    match shipments::by_waybill(db, carrier.id, &waybill)? {
        None => Ok(waybill),
        Some(other) => Err(Refusal::new(Code::WaybillUsed)
            .fact("waybill", &waybill)
            .fact("carrier", &carrier.code)
            .fact("shipment", other.number)
            .into()),
    }
}

/// What the carrier collects at the door: the gross of what goes, where the terms are `cod`.
///
/// Taken as the difference of what is due for all that has left after and before, so that the last
/// part takes the rest and parts add up to the line.
fn to_collect(db: &Db, order: &Order, lines: &[ShipmentLine]) -> Outcome<Money> {
    if reserve::terms(db, order)? != Some(Terms::Cod) {
        return Ok(Money::ZERO);
    }
    let mut sum = Money::ZERO;
    for part in lines {
        let line = store::orders::line_by_id(db, part.line_id)?;
        let due = due_for(&line, line.shipped.add(part.qty)?)?;
        sum = sum.add(due.sub(due_for(&line, line.shipped)?)?)?;
    }
    Ok(sum)
}

/// What is due for the first `shipped` of a line.
fn due_for(line: &Line, shipped: Qty) -> Result<Money, Refusal> {
    line.gross.share(shipped, line.qty.unwrap_or_default())
}

fn move_out(cx: &Cx<'_>, shipment: &Shipment, lines: &[ShipmentLine]) -> Outcome<()> {
    let mut out: BTreeMap<ProductId, Qty> = BTreeMap::new();
    for line in lines {
        let sum = out.entry(line.product_id).or_default();
        *sum = sum.add(line.qty)?;
    }
    for (product, qty) in out {
        let movement = Movement {
            product,
            warehouse: shipment.warehouse_id,
            qty: qty.negated(),
            why: "dispatch",
            document: &shipment.number,
            note: "",
            on: cx.today,
            who: cx.actor.id,
        };
        stock::move_goods(cx.tx, &movement)?;
    }
    Ok(())
}

fn noted(
    cx: &mut Cx<'_>,
    order: &Order,
    shipment: &Shipment,
    carrier: &Carrier,
    lines: &[ShipmentLine],
) {
    let facts = json!({
        "shipment": shipment.number,
        "carrier": carrier.code,
        "waybill": shipment.waybill,
        "expected": shipment.expected_on,
        "lines": listed(lines),
    });
    cx.note_order(order.id, "shipment.dispatched", facts);
}
