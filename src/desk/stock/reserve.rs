//! Keeping stock for lines: by hand, at approval, when goods arrive; and giving it back.
//!
//! The rows a command writes are kept apart from who may have them: `may_reserve` and the holds of
//! stage allocate say the second.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{above_zero, whole_steps};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::orders::{hold, load};
use crate::desk::{fields, settings};
use crate::domain::ids::{LineId, OrderId, ProductId, WarehouseId};
use crate::domain::order::{Stage, State};
use crate::domain::terms::Terms;
use crate::domain::{Code, Qty, Refusal};
use crate::store::orders::{Line, Order};
use crate::store::places::Warehouse;
use crate::store::products::Product;
use crate::store::stock::{self, Reservation};
use crate::store::{self, Db};

payload! {
    /// Keeps free stock for a line of an approved order.
    pub struct StockReserve {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Line.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// Warehouse (default: the order's, else wherever it is free).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// The version of the order that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Gives back stock that is kept for a line.
    pub struct StockUnreserve {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Line.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// Warehouse (default: every one).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// The version of the order that was read.
        pub version: Option<i64>,
    }
}

/// A quantity of a line that was kept or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Order number.
    pub order: String,
    /// Line.
    pub line: i64,
    /// How much.
    pub qty: Qty,
}

/// Reserves by hand: all of it or nothing.
pub fn reserve(cx: &mut Cx<'_>, p: &StockReserve) -> Outcome<Value> {
    let (order, line, product) = in_force(cx, &p.order, p.line, p.version)?;
    above_zero("qty", p.qty)?;
    whole_steps(&product, p.qty)?;
    hold::test(cx.tx, &order, Stage::Allocate, &[line.line])?;
    refuse_without_deposit(cx.tx, &order)?;
    let open = line.unreserved();
    if p.qty > open {
        let refusal = Refusal::bad_field("qty", "no more than what is not reserved yet");
        return Err(refusal
            .fact("order", &order.number)
            .fact("line", line.line)
            .fact("open", open)
            .into());
    }
    let only = chosen(cx.tx, &order, p.warehouse.as_deref())?;
    let parts = free_parts(cx.tx, &product, only.as_ref().map(|w| w.id))?;
    let free = Qty::sum(parts.iter().map(|(_, qty)| *qty))?;
    if free < p.qty {
        return Err(short(&product, only.as_ref(), free, p.qty).into());
    }
    take(cx, &line, &product, &parts, p.qty)?;
    note(cx, &order, "stock.reserved", line.line, p.qty);
    store::orders::touch(cx.tx, order.id)?;
    answer(cx, &order, line.line)
}

/// Gives back by hand.
pub fn unreserve(cx: &mut Cx<'_>, p: &StockUnreserve) -> Outcome<Value> {
    let (order, line, product) = in_force(cx, &p.order, p.line, p.version)?;
    above_zero("qty", p.qty)?;
    whole_steps(&product, p.qty)?;
    let code = p.warehouse.as_deref();
    let only = code.map(|code| find::warehouse(cx.tx, code)).transpose()?;
    let only_id = only.as_ref().map(|w| w.id);
    let rows = stock::reservations(cx.tx, line.id)?;
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|r| only_id.is_none_or(|id| id == r.warehouse_id))
        .collect();
    let reserved = Qty::sum(rows.iter().map(|r| r.qty))?;
    if reserved < p.qty {
        return Err(Refusal::new(Code::StockShort)
            .fact("product", &product.code)
            .fact("warehouse", only.map(|w| w.code))
            .fact("reserved", reserved)
            .fact("asked", p.qty)
            .into());
    }
    give_back(cx, &rows, p.qty)?;
    note(cx, &order, "stock.unreserved", line.line, p.qty);
    store::orders::touch(cx.tx, order.id)?;
    answer(cx, &order, line.line)
}

/// Reserves what is free for an order, in its warehouse, or in each by age if it names none
/// (`rules.md §2`, approval). A part is allowed; a deposit not cleared and a hold of stage allocate
/// reserve nothing. Call it in the transaction that approves.
pub fn reserve_order(cx: &mut Cx<'_>, order: &Order) -> Outcome<Vec<(i64, Qty)>> {
    let mut kept = Vec::new();
    if !may_reserve(cx.tx, order)? {
        return Ok(kept);
    }
    let holds = store::holds::active(cx.tx, order.id)?;
    for line in store::orders::lines(cx.tx, order.id)? {
        let Some(product) = line.product_id else {
            continue;
        };
        if line.unreserved().is_zero() || held(&holds, line.line) {
            continue;
        }
        let product = store::products::by_id(cx.tx, product)?;
        let parts = free_parts(cx.tx, &product, order.warehouse_id)?;
        let taken = take(cx, &line, &product, &parts, line.unreserved())?;
        if !taken.is_zero() {
            note(cx, order, "stock.reserved", line.line, taken);
            kept.push((line.line, taken));
        }
    }
    Ok(kept)
}

/// Gives back everything that is kept for an order, by line.
pub fn free_order(cx: &mut Cx<'_>, order: OrderId) -> Outcome<Vec<(i64, Qty)>> {
    let mut freed = Vec::new();
    for line in store::orders::lines(cx.tx, order)? {
        let qty = free_line(cx, &line, line.reserved)?;
        if !qty.is_zero() {
            freed.push((line.line, qty));
        }
    }
    Ok(freed)
}

/// Gives back up to `qty` of what is kept for a line, and says how much it was.
pub fn free_line(cx: &mut Cx<'_>, line: &Line, qty: Qty) -> Outcome<Qty> {
    let rows = stock::reservations(cx.tx, line.id)?;
    give_back(cx, &rows, qty)
}

/// Gives back what is kept for a line in every other warehouse.
pub fn free_elsewhere(cx: &mut Cx<'_>, line: &Line, warehouse: WarehouseId) -> Outcome<Qty> {
    let rows = stock::reservations(cx.tx, line.id)?;
    let elsewhere: Vec<_> = rows
        .into_iter()
        .filter(|row| row.warehouse_id != warehouse)
        .collect();
    let most = Qty::sum(elsewhere.iter().map(|row| row.qty))?;
    give_back(cx, &elsewhere, most)
}

/// Gives back what is kept for a line beyond what is still to pack of it; call it when a line has
/// been packed or called off.
pub fn free_surplus(cx: &mut Cx<'_>, line: LineId) -> Outcome<()> {
    let line = store::orders::line_by_id(cx.tx, line)?;
    let surplus = line.reserved.sub(line.to_pack())?;
    if surplus > Qty::ZERO {
        free_line(cx, &line, surplus)?;
    }
    Ok(())
}

/// Keeps up to `qty` of what is free in a warehouse for a line, and says how much it was.
pub fn keep(cx: &mut Cx<'_>, line: &Line, warehouse: WarehouseId, qty: Qty) -> Outcome<Qty> {
    let Some(product) = line.product_id else {
        return Ok(Qty::ZERO);
    };
    let product = store::products::by_id(cx.tx, product)?;
    let parts = free_parts(cx.tx, &product, Some(warehouse))?;
    take(cx, line, &product, &parts, qty)
}

/// Serves waiting lines by rank with goods that have just come into a warehouse (`rules.md §6`),
/// unless the office leaves that to hand. Lines held at stage allocate and orders whose deposit has
/// not cleared are passed over.
///
/// The version of the orders stays: goods that arrive are no reason to refuse what a clerk is typing.
pub fn serve_waiting(
    cx: &mut Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    came: Qty,
) -> Outcome<Vec<Kept>> {
    serve(cx, product, warehouse, came, &[])
}

/// The same, passing over some lines.
fn serve(
    cx: &mut Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    came: Qty,
    not: &[LineId],
) -> Outcome<Vec<Kept>> {
    let mut served = Vec::new();
    if !settings::RECEIVE_RESERVES.is_on(cx.tx)? {
        return Ok(served);
    }
    let free = stock::level(cx.tx, product.id, warehouse.id)?.free();
    let mut left = came.min(free);
    for line in stock::waiting_by_rank(cx.tx, product.id, warehouse.id, cx.today)? {
        if left.is_zero() {
            break;
        }
        let order = store::orders::by_id(cx.tx, line.order_id)?;
        let passed_over = not.contains(&line.id);
        if passed_over
            || hold::stops(cx.tx, &order, Stage::Allocate, &[line.line])?
            || !may_reserve(cx.tx, &order)?
        {
            continue;
        }
        let parts = [(warehouse.id, left)];
        let taken = take(cx, &line, product, &parts, line.unreserved())?;
        left = left.sub(taken)?;
        note(cx, &order, "stock.reserved", line.line, taken);
        served.push(Kept {
            order: order.number,
            line: line.line,
            qty: taken,
        });
    }
    Ok(served)
}

/// Takes stock away from lines, the last in rank first (`rules.md §6`, loss).
pub fn take_from_lowest(
    cx: &mut Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    missing: Qty,
) -> Outcome<Vec<Kept>> {
    let mut lost = Vec::new();
    let mut left = missing;
    let rows = stock::reserved_by_rank(cx.tx, product.id, warehouse.id, cx.today)?;
    for row in rows.iter().rev() {
        if left.is_zero() {
            break;
        }
        let freed = give_back(cx, std::slice::from_ref(row), left)?;
        left = left.sub(freed)?;
        let line = store::orders::line_by_id(cx.tx, row.line_id)?;
        let order = store::orders::by_id(cx.tx, line.order_id)?;
        note(cx, &order, "stock.lost", line.line, freed);
        lost.push(Kept {
            order: order.number,
            line: line.line,
            qty: freed,
        });
    }
    Ok(lost)
}

/// Gives back what was kept too long (`rules.md §3`) and serves the others that wait for it, by
/// rank; for the nightly run. Gives both: what went, and who got it.
pub fn expire(cx: &mut Cx<'_>) -> Outcome<(Vec<Kept>, Vec<Kept>)> {
    let (mut expired, mut served) = (Vec::new(), Vec::new());
    let mut freed: BTreeMap<(ProductId, WarehouseId), (Qty, Vec<LineId>)> = BTreeMap::new();
    for row in stock::expired(cx.tx, cx.today)? {
        give_back(cx, std::slice::from_ref(&row), row.qty)?;
        let line = store::orders::line_by_id(cx.tx, row.line_id)?;
        let order = store::orders::by_id(cx.tx, line.order_id)?;
        note(cx, &order, "stock.expired", line.line, row.qty);
        expired.push(Kept {
            order: order.number,
            line: line.line,
            qty: row.qty,
        });
        let (sum, lines) = freed.entry((row.product_id, row.warehouse_id)).or_default();
        *sum = sum.add(row.qty)?;
        lines.push(row.line_id);
    }
    for ((product, warehouse), (qty, lines)) in freed {
        let product = store::products::by_id(cx.tx, product)?;
        let warehouse = store::places::warehouse_by_id(cx.tx, warehouse)?;
        served.extend(serve(cx, &product, &warehouse, qty, &lines)?);
    }
    Ok((expired, served))
}

/// Whether the terms let this order reserve: `deposit:P` waits until cleared money that names the
/// order reaches P percent of its gross (`rules.md §4`, payment gate).
pub fn may_reserve(db: &Db, order: &Order) -> Outcome<bool> {
    let Some(percent) = terms(db, order)?.and_then(Terms::deposit_percent) else {
        return Ok(true);
    };
    let wanted = order.gross.percent(percent)?;
    Ok(store::receipts::cleared_for(db, order.id)? >= wanted)
}

/// The terms that count for an order: its own, else its customer's.
pub fn terms(db: &Db, order: &Order) -> Outcome<Option<Terms>> {
    if let Ok(own) = order.terms.parse() {
        return Ok(Some(own));
    }
    let customer = order.customer_id;
    let customer = customer.map(|id| store::customers::by_id(db, id));
    Ok(customer.transpose()?.and_then(|c| c.terms.parse().ok()))
}

/// The refusal of more than is free; no warehouse means none of them has enough.
pub fn short(product: &Product, warehouse: Option<&Warehouse>, free: Qty, asked: Qty) -> Refusal {
    Refusal::new(Code::StockShort)
        .fact("product", &product.code)
        .fact("warehouse", warehouse.map(|w| &w.code))
        .fact("free", free)
        .fact("asked", asked)
}

/// Refuses with `payment.not_cleared` while the deposit that the terms want has not cleared.
pub fn refuse_without_deposit(db: &Db, order: &Order) -> Outcome<()> {
    if may_reserve(db, order)? {
        return Ok(());
    }
    let terms = terms(db, order)?;
    let percent = terms.and_then(Terms::deposit_percent);
    let needed = percent.map(|percent| order.gross.percent(percent));
    Err(Refusal::new(Code::PaymentNotCleared)
        .fact("order", &order.number)
        .fact("terms", terms)
        .fact("needed", needed.transpose()?)
        .fact("cleared", store::receipts::cleared_for(db, order.id)?)
        .fact("gross", order.gross)
        .into())
}

/// The approved order, its line and the line's product.
fn in_force(
    cx: &mut Cx<'_>,
    number: &str,
    line: i64,
    seen: Option<i64>,
) -> Outcome<(Order, Line, Product)> {
    let order = load::order_for(cx, number, seen)?;
    if order.state != State::Approved {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    let line = load::line(cx.tx, &order, line)?;
    let product = line.product_id.ok_or_else(|| {
        Refusal::bad_field("line", "a line with a product").fact("line", line.line)
    })?;
    let product = store::products::by_id(cx.tx, product)?;
    Ok((order, line, product))
}

fn held(standing: &[store::holds::Hold], line: i64) -> bool {
    standing
        .iter()
        .any(|h| h.stage == Stage::Allocate && h.line.is_none_or(|held| held == line))
}

/// The warehouse that was named, else the order's.
fn chosen(db: &Db, order: &Order, code: Option<&str>) -> Outcome<Option<Warehouse>> {
    match (code, order.warehouse_id) {
        (Some(code), _) => Ok(Some(find::warehouse(db, code)?)),
        (None, Some(id)) => Ok(Some(store::places::warehouse_by_id(db, id)?)),
        (None, None) => Ok(None),
    }
}

/// What is free of a product, by warehouse, the first made first.
fn free_parts(
    db: &Db,
    product: &Product,
    only: Option<WarehouseId>,
) -> Outcome<Vec<(WarehouseId, Qty)>> {
    let levels = stock::levels(db, product.id)?;
    Ok(levels
        .iter()
        .filter(|l| only.is_none_or(|id| id == l.warehouse_id))
        .map(|l| (l.warehouse_id, l.free()))
        .collect())
}

/// Keeps up to `most` for a line out of free parts, and says how much it was.
fn take(
    cx: &mut Cx<'_>,
    line: &Line,
    product: &Product,
    parts: &[(WarehouseId, Qty)],
    most: Qty,
) -> Outcome<Qty> {
    let days = settings::RESERVATION_DAYS.count(cx.tx)?;
    let mut taken = Qty::ZERO;
    for (warehouse, free) in parts {
        let qty = most.sub(taken)?.min(*free);
        if qty <= Qty::ZERO {
            continue;
        }
        let row = Reservation {
            line_id: line.id,
            warehouse_id: *warehouse,
            product_id: product.id,
            qty,
            expires_on: cx.today.plus_days(i64::from(days)),
        };
        stock::reserve(cx.tx, &row)?;
        taken = taken.add(qty)?;
    }
    if !taken.is_zero() {
        cx.changed(Aggregate::Stock);
        cx.changed(Aggregate::Order);
    }
    Ok(taken)
}

/// Gives back up to `most` of these rows, the last first, so that the first warehouse keeps its part.
fn give_back(cx: &mut Cx<'_>, rows: &[Reservation], most: Qty) -> Outcome<Qty> {
    let mut freed = Qty::ZERO;
    for row in rows.iter().rev() {
        let qty = most.sub(freed)?.min(row.qty);
        if qty <= Qty::ZERO {
            continue;
        }
        stock::unreserve(cx.tx, row.line_id, row.warehouse_id, qty)?;
        freed = freed.add(qty)?;
    }
    if !freed.is_zero() {
        cx.changed(Aggregate::Stock);
        cx.changed(Aggregate::Order);
    }
    Ok(freed)
}

fn note(cx: &mut Cx<'_>, order: &Order, what: &'static str, line: i64, qty: Qty) {
    cx.note_order(order.id, what, json!({ "line": line, "qty": qty }));
}

fn answer(cx: &Cx<'_>, order: &Order, line: i64) -> Outcome<Value> {
    let line = load::line(cx.tx, order, line)?;
    Ok(json!({
        "order": order.number,
        "version": order.version + 1,
        "line": line.line,
        "reserved": line.reserved,
        "open": line.unreserved(),
    }))
}
