//! `return.receive`: the goods are in, each unit in its condition.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::open::refuse_odd_qty;
use super::{answer, moved, next_due, refuse_over_shipped, require, return_for, subject};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::exception::{self, ExceptionKind};
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::stock::movement;
use crate::domain::after_sale::{Condition, ReturnState, Want};
use crate::domain::ids::LineId;
use crate::domain::{Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::places::Warehouse;
use crate::store::returns::{self, NewReceipt, Return};
use crate::store::{self};

payload! {
    /// Goods of a line that came back in one condition.
    pub struct ReceivedLine {
        /// Line of the order.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// How.
        pub condition: Condition,
    }
}

payload! {
    /// Takes in the goods of a return; in several parcels if need be, until it is settled. What
    /// differs from what was agreed is taken as it is and raises an exception.
    pub struct ReturnReceive {
        /// Return.
        #[serde(rename = "return", deserialize_with = "fields::code")]
        pub of_return: String,
        /// What came.
        pub lines: Vec<ReceivedLine>,
        /// Where to (default the shipment's or the order's warehouse).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Takes the goods in.
pub fn receive(cx: &mut Cx<'_>, p: &ReturnReceive) -> Outcome<Value> {
    let found = return_for(cx, &p.of_return, p.version)?;
    require(&found, &[ReturnState::Approved, ReturnState::Received])?;
    if p.lines.is_empty() {
        return Err(Refusal::bad_field("lines", "what came").into());
    }
    let order = store::orders::by_id(cx.tx, found.order_id)?;
    let warehouse = warehouse(cx, &found, &order, p.warehouse.as_deref())?;
    refuse_over_claims(cx, &found, &order, &p.lines)?;
    for part in &p.lines {
        take_in(cx, &found, &order, &warehouse, part)?;
    }
    let next = ReturnState::Received;
    let due = next_due(cx.tx, next, cx.at)?;
    returns::set_state(cx.tx, found.id, next, (cx.at, due))?;
    store::orders::touch(cx.tx, order.id)?;
    let facts = json!({
        "return": found.number, "lines": p.lines, "warehouse": warehouse.code,
    });
    moved(cx, &found, "return.received", facts);
    let differs = compare(cx, &found)?;
    let mut told = answer(cx, &found)?;
    told["order"] = json!(order.number);
    told["differs"] = json!(differs);
    Ok(told)
}

/// The warehouse that was named, else the one the goods left from, else the order's, else the only
/// one there is.
fn warehouse(cx: &Cx<'_>, r: &Return, order: &Order, named: Option<&str>) -> Outcome<Warehouse> {
    if let Some(code) = named {
        return find::warehouse(cx.tx, code);
    }
    let shipments = store::shipments::of_order(cx.tx, order.id)?;
    let left = shipments
        .iter()
        .filter(|s| r.shipment_id.is_none_or(|id| id == s.id))
        .rfind(|s| s.dispatched_at.is_some());
    let id = left.map(|s| s.warehouse_id).or(order.warehouse_id);
    let id = id.ok_or_else(|| Refusal::bad_field("warehouse", "where to"))?;
    Ok(store::places::warehouse_by_id(cx.tx, id)?)
}

/// All that came of each line, with what had come before, within what was shipped and no other
/// return claims.
fn refuse_over_claims(
    cx: &Cx<'_>,
    r: &Return,
    order: &Order,
    parts: &[ReceivedLine],
) -> Outcome<()> {
    let mut sums: BTreeMap<i64, Qty> = BTreeMap::new();
    for part in parts {
        let line = load::line(cx.tx, order, part.line)?;
        refuse_odd_qty(cx, &line, part.qty)?;
        let sum = sums.entry(part.line).or_default();
        *sum = sum.add(part.qty)?;
    }
    let before = came_before(cx, r)?;
    for (number, sum) in sums {
        let line = load::line(cx.tx, order, number)?;
        let came = before.get(&line.id).copied().unwrap_or_default();
        refuse_over_shipped(cx.tx, &line, Some(r), came.add(sum)?)?;
    }
    Ok(())
}

fn came_before(cx: &Cx<'_>, r: &Return) -> Outcome<BTreeMap<LineId, Qty>> {
    let lines = returns::lines(cx.tx, r.id)?;
    Ok(lines.iter().map(|l| (l.line_id, l.received)).collect())
}

/// Writes one row and moves the stock of what is as good as new.
///
/// What comes for repair stays the customer's: it neither moves stock nor lowers what is billed.
/// Second choice, scrap and goods for the supplier are kept by their condition alone.
fn take_in(
    cx: &mut Cx<'_>,
    r: &Return,
    order: &Order,
    warehouse: &Warehouse,
    part: &ReceivedLine,
) -> Outcome<()> {
    let line = load::line(cx.tx, order, part.line)?;
    let row = NewReceipt {
        of: r.id,
        line: line.id,
        qty: part.qty,
        unbilled: unbilled(r, &line, part.qty),
        condition: part.condition,
        warehouse: warehouse.id,
        who: cx.actor.id,
        at: cx.at,
    };
    returns::receive(cx.tx, &row)?;
    let into_stock = part.condition == Condition::Good && r.want != Want::Repair;
    if let Some(product) = line.product_id.filter(|_| into_stock) {
        let product = store::products::by_id(cx.tx, product)?;
        movement::came_in(cx, &product, warehouse, part.qty, ("return", &r.number))?;
    }
    Ok(())
}

/// How much of what comes had not been billed. What was refused at the door was not, unless the
/// invoice came before the signature.
fn unbilled(r: &Return, line: &Line, qty: Qty) -> Qty {
    if r.want == Want::Repair {
        return Qty::ZERO;
    }
    let open = Qty(line.shipped.0 - line.returned_unbilled.0 - line.invoiced.0).at_least_zero();
    let of_door = line.on_its_way_back().min(open);
    let most = if r.shipment_id.is_some() {
        open
    } else {
        Qty(open.0 - of_door.0)
    };
    qty.min(most)
}

/// Compares what came with what was agreed; a difference is an exception until it is made good.
fn compare(cx: &mut Cx<'_>, r: &Return) -> Outcome<Vec<Value>> {
    let mut differs = Vec::new();
    for line in returns::lines(cx.tx, r.id)? {
        if line.agreed != line.received {
            differs.push(json!({
                "line": line.line, "agreed": line.agreed, "received": line.received,
            }));
        }
    }
    let about = subject(r);
    if differs.is_empty() {
        exception::solve_by_rule(cx, ExceptionKind::ReturnDiffers, &about, "")?;
    } else {
        let facts = json!({ "lines": differs });
        exception::raise_by_rule(cx, ExceptionKind::ReturnDiffers, &about, &facts)?;
    }
    Ok(differs)
}
