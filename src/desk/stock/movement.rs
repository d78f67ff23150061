//! `stock.receive`, `stock.adjust`, `stock.count` (`rules.md §6`).
//!
//! Each takes good goods unless another quality is said: what quality holds back and second choice
//! are in the house but in neither on hand nor free.

use serde_json::{Value, json};

use super::reserve::{self, Kept};
use super::spot::{self, Spot};
use super::{above_zero, whole_steps};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::exception::{self, ExceptionKind};
use crate::desk::follow_up::subject;
use crate::domain::quality::Quality;
use crate::domain::{Code, Qty, Refusal};
use crate::store::places::Warehouse;
use crate::store::products::Product;
use crate::store::stock::{self, Movement};

payload! {
    /// Takes goods into a warehouse. Waiting lines are served by rank, unless the setting
    /// `receive_reserves` leaves that to hand.
    pub struct StockReceive {
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// How much.
        pub qty: Qty,
        /// Number of the paper it came by; supply expected under it counts as come in.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub r#ref: Option<String>,
        /// Which goods (default good); held and second serve nobody.
        pub quality: Option<Quality>,
    }
}

payload! {
    /// Corrects stock by a difference.
    pub struct StockAdjust {
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// The difference: found above zero, lost below.
        pub qty: Qty,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Which goods (default good).
        pub quality: Option<Quality>,
    }
}

payload! {
    /// Corrects stock to what was counted: everything in the house, reserved and packed included.
    pub struct StockCount {
        /// Warehouse.
        #[serde(deserialize_with = "fields::code")]
        pub warehouse: String,
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// What was counted.
        pub counted: Qty,
        /// Why it was counted.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Which goods (default good).
        pub quality: Option<Quality>,
    }
}

/// Takes goods in.
pub fn receive(cx: &mut Cx<'_>, p: &StockReceive) -> Outcome<Value> {
    let spot = Spot::of(cx, &p.product, &p.warehouse)?;
    above_zero("qty", p.qty)?;
    whole_steps(&spot.product, p.qty)?;
    let paper = p.r#ref.as_deref().unwrap_or("");
    if let Some(quality) = apart(p.quality) {
        spot::book(cx, &spot, quality, p.qty, ("receive", paper, ""))?;
        supply_came(cx, &spot.product, &spot.warehouse, paper, p.qty)?;
        return spot::answer(cx, &spot);
    }
    came_in(
        cx,
        &spot.product,
        &spot.warehouse,
        p.qty,
        ("receive", paper),
    )
}

/// Corrects by a difference. Goods found are goods that came in: they serve waiting lines too.
pub fn adjust(cx: &mut Cx<'_>, p: &StockAdjust) -> Outcome<Value> {
    let spot = Spot::of(cx, &p.product, &p.warehouse)?;
    if p.qty.is_zero() {
        return Err(Refusal::bad_field("qty", "a difference above or below 0").into());
    }
    whole_steps(&spot.product, p.qty)?;
    if let Some(quality) = apart(p.quality) {
        return spot::corrected(cx, &spot, quality, p.qty, ("adjust", &p.reason));
    }
    corrected(cx, &spot, p.qty, "adjust", &p.reason)
}

/// Corrects to a count. A count that finds what the books say changes nothing.
pub fn count(cx: &mut Cx<'_>, p: &StockCount) -> Outcome<Value> {
    let spot = Spot::of(cx, &p.product, &p.warehouse)?;
    if p.counted < Qty::ZERO {
        return Err(Refusal::bad_field("counted", "from 0").into());
    }
    whole_steps(&spot.product, p.counted)?;
    if let Some(quality) = apart(p.quality) {
        let there = stock::aside(cx.tx, spot.product.id, spot.warehouse.id, quality)?;
        let difference = p.counted.sub(there)?;
        return spot::corrected(cx, &spot, quality, difference, ("count", &p.reason));
    }
    let level = stock::level(cx.tx, spot.product.id, spot.warehouse.id)?;
    let difference = p.counted.sub(level.on_hand)?;
    corrected(cx, &spot, difference, "count", &p.reason)
}

/// Takes goods into a warehouse and serves waiting lines: for every command that brings goods.
/// `why` is a word of `movement.why` and the paper behind it.
pub fn came_in(
    cx: &mut Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    qty: Qty,
    (why, paper): (&'static str, &str),
) -> Outcome<Value> {
    book(cx, product, warehouse, qty, (why, paper, ""))?;
    supply_came(cx, product, warehouse, paper, qty)?;
    let served = reserve::serve_waiting(cx, product, warehouse, qty)?;
    answer(cx, product, warehouse, "reserved", &served)
}

/// The quality, unless the goods are good.
fn apart(quality: Option<Quality>) -> Option<Quality> {
    quality.filter(|quality| *quality != Quality::Good)
}

fn corrected(
    cx: &mut Cx<'_>,
    spot: &Spot,
    difference: Qty,
    why: &'static str,
    reason: &str,
) -> Outcome<Value> {
    let Spot { product, warehouse } = spot;
    if reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if difference >= Qty::ZERO {
        if !difference.is_zero() {
            book(cx, product, warehouse, difference, (why, "", reason))?;
        }
        let served = reserve::serve_waiting(cx, product, warehouse, difference)?;
        return answer(cx, product, warehouse, "reserved", &served);
    }
    let lost = lose(cx, spot, difference.negated(), (why, "", reason))?;
    answer(cx, product, warehouse, "unreserved", &lost)
}

/// Takes good goods out of the house, away from the lowest rank first if free stock does not
/// cover it, and says whose they were.
pub(super) fn lose(
    cx: &mut Cx<'_>,
    spot: &Spot,
    qty: Qty,
    because: (&'static str, &str, &str),
) -> Outcome<Vec<Kept>> {
    let Spot { product, warehouse } = spot;
    let level = stock::level(cx.tx, product.id, warehouse.id)?;
    let rest = level.on_hand.sub(qty)?;
    if rest < level.packed {
        // What is packed stands ready under its own count: unpack it first, then lose it.
        return Err(Refusal::new(Code::StockShort)
            .fact("product", &product.code)
            .fact("warehouse", &warehouse.code)
            .fact("on_hand", level.on_hand)
            .fact("packed", level.packed)
            .fact("free", level.free())
            .fact("asked", qty)
            .into());
    }
    let missing = level.reserved.add(level.packed)?.sub(rest)?.at_least_zero();
    let lost = reserve::take_from_lowest(cx, product, warehouse, missing)?;
    book(cx, product, warehouse, qty.negated(), because)?;
    tell_short(cx, product, &lost)?;
    Ok(lost)
}

/// An order that has lost its goods is short: somebody has to see to it (`rules.md §6`).
fn tell_short(cx: &mut Cx<'_>, product: &Product, lost: &[Kept]) -> Outcome<()> {
    for kept in lost {
        let about = subject::find(cx.tx, &kept.order)?;
        let facts = json!({ "product": product.code, "line": kept.line, "qty": kept.qty });
        exception::raise_by_rule(cx, ExceptionKind::Short, &about, &facts)?;
    }
    Ok(())
}

pub(super) fn book(
    cx: &mut Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    qty: Qty,
    (why, paper, note): (&'static str, &str, &str),
) -> Outcome<()> {
    let level = stock::level(cx.tx, product.id, warehouse.id)?;
    level.on_hand.add(qty)?; // a level must stay a quantity
    let movement = Movement {
        product: product.id,
        warehouse: warehouse.id,
        qty,
        why,
        document: paper,
        note,
        on: cx.today,
        who: cx.actor.id,
    };
    stock::move_goods(cx.tx, &movement)?;
    cx.changed(Aggregate::Stock);
    Ok(())
}

/// Counts what was expected under this paper as come in, the first due first.
fn supply_came(
    cx: &Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    paper: &str,
    qty: Qty,
) -> Outcome<()> {
    if paper.is_empty() {
        return Ok(());
    }
    let mut left = qty;
    for row in stock::open_supply(cx.tx, product.id, warehouse.id, paper)? {
        let part = row.qty.sub(row.received)?.min(left);
        if part <= Qty::ZERO {
            break;
        }
        stock::supply_came(cx.tx, row.id, part)?;
        left = left.sub(part)?;
    }
    Ok(())
}

pub(super) fn answer(
    cx: &Cx<'_>,
    product: &Product,
    warehouse: &Warehouse,
    what: &str,
    lines: &[Kept],
) -> Outcome<Value> {
    let level = stock::level(cx.tx, product.id, warehouse.id)?;
    Ok(json!({
        "product": product.code,
        "warehouse": warehouse.code,
        "on_hand": level.on_hand,
        "free": level.free(),
        what: lines,
    }))
}
