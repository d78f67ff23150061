//! An order that is in the file as a wish again.

use super::wish::{Source, Wish, WishLine};
use crate::desk::failure::Outcome;
use crate::store::customers;
use crate::store::orders::{Line, Order};
use crate::store::{self, Db, products};

/// What the order is now, as a wish: an edit lays its changes over this.
pub fn wish_of(db: &Db, order: &Order) -> Outcome<Wish> {
    let customer = order
        .customer_id
        .map(|id| customers::by_id(db, id))
        .transpose()?;
    let warehouse = order
        .warehouse_id
        .map(|id| store::places::warehouse_by_id(db, id))
        .transpose()?;
    let mut lines = Vec::new();
    for line in store::orders::lines(db, order.id)? {
        // Free goods of a promotion are worked out anew.
        if line.promotion_id.is_none() {
            lines.push(wish_line(db, &line)?);
        }
    }
    Ok(Wish {
        customer: customer.map(|c| c.code),
        channel: order.channel,
        kind: order.kind,
        source: Source {
            reference: Some(order.source_ref.clone()),
            caller: Some(order.caller.clone()),
            note: Some(order.source_note.clone()),
        },
        customer_ref: order.customer_ref.clone(),
        need_date: order.need_on,
        ship_to: Some(order.ship_to.clone()),
        warehouse: warehouse.map(|w| w.code),
        terms: order.terms.parse().ok(),
        remark: order.remark.clone(),
        delivery_policy: order.delivery_policy,
        lines,
    })
}

/// A line as a wish; a price that the rules gave is left to them again.
fn wish_line(db: &Db, line: &Line) -> Outcome<WishLine> {
    let product = line
        .product_id
        .map(|id| products::by_id(db, id))
        .transpose()?;
    let by_hand = line.price_from == "hand" && !line.gift;
    Ok(WishLine {
        product: Some(product.map_or_else(|| line.goods.clone(), |p| p.code)),
        qty: line.qty,
        price: by_hand
            .then_some(line.price)
            .filter(|p| !p.is_zero() || line.resolved.is_some()),
        price_reason: by_hand.then(|| line.price_reason.clone()),
        need_date: line.need_on,
        gift: line.gift.then_some(true),
        delivery_policy: line.delivery_policy,
        tolerance_over: line.tolerance_over,
        tolerance_under: line.tolerance_under,
    })
}
