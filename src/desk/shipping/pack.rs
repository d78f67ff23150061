//! `shipment.pack` and `shipment.unpack` (`rules.md §7`).

use serde_json::{Value, json};

use super::plan::{Counted, PackLine, Part, Plan};
use super::{listed, moved, refuse_unless_approved, shipment_for};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::{condition, hold, load};
use crate::desk::stock::reserve;
use crate::domain::ids::WarehouseId;
use crate::domain::order::{Gate, ShipmentState, Stage};
use crate::domain::{Qty, Refusal};
use crate::store::orders::Order;
use crate::store::places::Warehouse;
use crate::store::{self, Db, shipments, stock};

payload! {
    /// Packs lines of an approved order from one warehouse: what is reserved for them first, then
    /// free stock.
    pub struct ShipmentPack {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Warehouse (default: the order's, else the first that has it all).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// What goes in.
        pub lines: Vec<PackLine>,
        /// The blind count; if given it must equal what goes in.
        pub counted: Option<Vec<Counted>>,
        /// The version of the order that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Takes a packed shipment apart; the goods are kept for their lines again.
    pub struct ShipmentUnpack {
        /// Shipment.
        #[serde(deserialize_with = "fields::code")]
        pub shipment: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version of the shipment that was read.
        pub version: Option<i64>,
    }
}

/// Prefix of shipment numbers.
const SERIES: &str = "SH";

/// Packs. The rules come first, then the stock, so that a refusal names the nearest cause.
pub fn pack(cx: &mut Cx<'_>, p: &ShipmentPack) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    refuse_unless_approved(&order)?;
    condition::test(cx.tx, &order, Gate::Pack)?;
    let plan = Plan::new(cx.tx, &order, &p.lines)?;
    plan.keeps_the_rules(cx.tx, &order)?;
    if let Some(counted) = &p.counted {
        plan.equals_count(cx.tx, counted)?;
    }
    let warehouse = warehouse_for(cx.tx, &order, &plan, p.warehouse.as_deref())?;
    refuse_unallocatable(cx, &order, &plan, warehouse.id)?;
    release_own(cx, &plan, warehouse.id)?;
    refuse_if_short(cx, &plan, &warehouse)?;
    let number = cx.next_number(SERIES)?;
    let by = (cx.actor.id, cx.at);
    let counted = p.counted.is_some();
    let id = shipments::insert(cx.tx, &number, order.id, warehouse.id, counted, by)?;
    for Part { line, qty, .. } in &plan.parts {
        shipments::add_line(cx.tx, id, line.id, *qty)?;
        reserve::free_surplus(cx, line.id)?;
    }
    store::orders::hand(cx.tx, order.id, "packer", cx.actor.id)?;
    moved(cx, &order)?;
    let lines = listed(&shipments::lines(cx.tx, id)?);
    let facts = json!({ "shipment": number, "warehouse": warehouse.code, "lines": lines });
    cx.note_order(order.id, "shipment.packed", facts);
    Ok(json!({
        "shipment": number,
        "shipment_version": 1,
        "order": order.number,
        "version": order.version + 1,
        "warehouse": warehouse.code,
        "lines": lines,
    }))
}

/// Unpacks. What was packed beyond its line goes back to free stock.
pub fn unpack(cx: &mut Cx<'_>, p: &ShipmentUnpack) -> Outcome<Value> {
    let (shipment, order) = shipment_for(cx, &p.shipment, p.version, ShipmentState::Packed)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let lines = shipments::lines(cx.tx, shipment.id)?;
    shipments::unpack(cx.tx, shipment.id)?;
    for packed in &lines {
        let line = store::orders::line_by_id(cx.tx, packed.line_id)?;
        let back = packed.qty.min(line.unreserved());
        reserve::keep(cx, &line, shipment.warehouse_id, back)?;
    }
    moved(cx, &order)?;
    let facts = json!({ "shipment": shipment.number, "reason": p.reason, "lines": listed(&lines) });
    cx.note_order(order.id, "shipment.unpacked", facts);
    Ok(json!({
        "shipment": shipment.number,
        "version": shipment.version + 1,
        "order": order.number,
        "order_version": order.version + 1,
    }))
}

/// Goods that a line has not reserved are reserved by packing them, so what stops a reservation
/// stops this too: a hold of stage allocate, or a deposit that has not cleared.
fn refuse_unallocatable(
    cx: &Cx<'_>,
    order: &Order,
    plan: &Plan,
    warehouse: WarehouseId,
) -> Outcome<()> {
    let mut taken = Vec::new();
    for part in &plan.parts {
        if part.qty > own_reserved(cx.tx, part, warehouse)? {
            taken.push(part.line.line);
        }
    }
    if taken.is_empty() {
        return Ok(());
    }
    hold::test(cx.tx, order, Stage::Allocate, &taken)?;
    reserve::refuse_without_deposit(cx.tx, order)
}

/// Gives back what the lines have reserved here, as far as it is packed now.
fn release_own(cx: &mut Cx<'_>, plan: &Plan, warehouse: WarehouseId) -> Outcome<()> {
    for part in &plan.parts {
        let own = own_reserved(cx.tx, part, warehouse)?.min(part.qty);
        if !own.is_zero() {
            stock::unreserve(cx.tx, part.line.id, warehouse, own)?;
        }
    }
    Ok(())
}

/// Refuses what the warehouse cannot give; what the lines had reserved counts as free by now.
fn refuse_if_short(cx: &Cx<'_>, plan: &Plan, warehouse: &Warehouse) -> Outcome<()> {
    for (id, product) in &plan.products {
        let free = stock::level(cx.tx, *id, warehouse.id)?.free();
        let asked = plan.of(*id)?;
        if asked > free {
            return Err(reserve::short(product, Some(warehouse), free, asked).into());
        }
    }
    Ok(())
}

/// The warehouse that was named, else the order's, else the first whose reservations cover the
/// plan, else the first whose reservations and free stock do, else the first of all.
fn warehouse_for(db: &Db, order: &Order, plan: &Plan, code: Option<&str>) -> Outcome<Warehouse> {
    if let Some(code) = code {
        return find::warehouse(db, code);
    }
    if let Some(id) = order.warehouse_id {
        return Ok(store::places::warehouse_by_id(db, id)?);
    }
    let all = store::places::warehouses(db)?;
    for with_free in [false, true] {
        for warehouse in &all {
            if covers(db, plan, warehouse.id, with_free)? {
                return Ok(warehouse.clone());
            }
        }
    }
    let first = all.into_iter().next();
    first.ok_or_else(|| Refusal::bad_field("warehouse", "a warehouse").into())
}

fn covers(db: &Db, plan: &Plan, warehouse: WarehouseId, with_free: bool) -> Outcome<bool> {
    for id in plan.products.keys() {
        let mut can = Qty::ZERO;
        for part in plan.parts.iter().filter(|part| part.product == *id) {
            can = can.add(own_reserved(db, part, warehouse)?.min(part.qty))?;
        }
        if with_free {
            can = can.add(stock::level(db, *id, warehouse)?.free())?;
        }
        if can < plan.of(*id)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn own_reserved(db: &Db, part: &Part, warehouse: WarehouseId) -> Outcome<Qty> {
    let rows = stock::reservations(db, part.line.id)?;
    let own = rows.iter().find(|r| r.warehouse_id == warehouse);
    Ok(own.map_or(Qty::ZERO, |r| r.qty))
}
