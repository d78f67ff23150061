//! A product in a warehouse, and what of it stands apart there: held back by quality, second choice.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::domain::quality::Quality;
use crate::domain::{Code, Qty, Refusal};
use crate::store::places::Warehouse;
use crate::store::products::Product;
use crate::store::stock::{self, Movement};

/// Where goods move.
pub(super) struct Spot {
    pub product: Product,
    pub warehouse: Warehouse,
}

impl Spot {
    /// Looks both up by code.
    pub(super) fn of(cx: &mut Cx<'_>, product: &str, warehouse: &str) -> Outcome<Self> {
        let product = find::product(cx.tx, product)?;
        let warehouse = find::warehouse(cx.tx, warehouse)?;
        cx.about(&product.code);
        Ok(Self { product, warehouse })
    }
}

/// Corrects what stands apart by a difference.
pub(super) fn corrected(
    cx: &mut Cx<'_>,
    spot: &Spot,
    quality: Quality,
    difference: Qty,
    (why, reason): (&'static str, &str),
) -> Outcome<Value> {
    if reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if !difference.is_zero() {
        book(cx, spot, quality, difference, (why, "", reason))?;
    }
    answer(cx, spot)
}

/// Moves goods that stand apart; never below zero.
pub(super) fn book(
    cx: &mut Cx<'_>,
    Spot { product, warehouse }: &Spot,
    quality: Quality,
    qty: Qty,
    (why, paper, note): (&'static str, &str, &str),
) -> Outcome<()> {
    let there = stock::aside(cx.tx, product.id, warehouse.id, quality)?;
    if there.add(qty)? < Qty::ZERO {
        return Err(Refusal::new(Code::StockShort)
            .fact("product", &product.code)
            .fact("warehouse", &warehouse.code)
            .fact("quality", quality)
            .fact("free", there)
            .fact("asked", qty.negated())
            .into());
    }
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
    stock::move_aside(cx.tx, quality, &movement)?;
    cx.changed(Aggregate::Stock);
    Ok(())
}

pub(super) fn answer(cx: &Cx<'_>, Spot { product, warehouse }: &Spot) -> Outcome<Value> {
    let level = stock::level(cx.tx, product.id, warehouse.id)?;
    let there = |quality| stock::aside(cx.tx, product.id, warehouse.id, quality);
    Ok(json!({
        "product": product.code,
        "warehouse": warehouse.code,
        "on_hand": level.on_hand,
        "free": level.free(),
        "quarantined": there(Quality::Held)?,
        "second": there(Quality::Second)?,
    }))
}
