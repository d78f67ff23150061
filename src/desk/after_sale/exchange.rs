//! The order that goes out in exchange for goods that come back.

use serde_json::json;

use crate::desk::cx::{Actor, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::enter;
use crate::desk::orders::wish::{Source, Wish, WishLine};
use crate::domain::number::divide_half_up;
use crate::domain::order::Kind;
use crate::domain::{Price, Qty, Role};
use crate::store::orders::{Line, Order};
use crate::store::returns::{self, Return};
use crate::store::{self};

/// Enters the exchange as a draft: the same goods at the price really paid, which a clerk may still
/// change for others. It is billed like any order and the goods that come back are credited, so that
/// the difference is what is left to pay.
///
/// It is entered in the name of whoever opened the return: finance, who settles, is no editor of an
/// order that finance has to judge.
pub fn make(cx: &mut Cx<'_>, r: &Return) -> Outcome<Order> {
    let order = store::orders::by_id(cx.tx, r.order_id)?;
    let wish = wish(cx, r, &order)?;
    let opener = store::office::staff(cx.tx, r.opened_by)?;
    let settler = std::mem::replace(
        &mut cx.actor,
        Actor {
            id: opener.id,
            login: opener.login,
            roles: vec![Role::Clerk],
        },
    );
    let entered = enter::enter_wish(cx, &wish, cx.today);
    cx.actor = settler;
    let exchange = store::orders::by_number(cx.tx, &entered?)?;
    let exchange = exchange.unwrap_or(order);
    returns::set_exchange(cx.tx, r.id, exchange.id)?;
    cx.about(&r.number);
    let facts = json!({ "return": r.number, "order": exchange.number });
    cx.note_order(r.order_id, "return.exchanged", facts);
    Ok(exchange)
}

fn wish(cx: &Cx<'_>, r: &Return, order: &Order) -> Outcome<Wish> {
    let customer = order
        .customer_id
        .map(|id| store::customers::by_id(cx.tx, id))
        .transpose()?;
    let warehouse = order
        .warehouse_id
        .map(|id| store::places::warehouse_by_id(cx.tx, id))
        .transpose()?;
    let mut lines = Vec::new();
    for part in returns::lines(cx.tx, r.id)? {
        // What came counts; before anything has come, what was agreed.
        let qty = if part.received.is_zero() {
            part.agreed
        } else {
            part.received
        };
        let line = store::orders::line_by_id(cx.tx, part.line_id)?;
        let Some(product) = line.product_id else {
            continue;
        };
        let product = store::products::by_id(cx.tx, product)?;
        lines.push(WishLine {
            product: Some(product.code),
            qty: Some(qty),
            price: (!line.gift).then(|| paid_price(&line)).transpose()?,
            price_reason: (!line.gift).then(|| r.number.clone()),
            need_date: None,
            gift: line.gift.then_some(true),
            delivery_policy: line.delivery_policy,
            tolerance_over: None,
            tolerance_under: None,
        });
    }
    Ok(Wish {
        customer: customer.map(|c| c.code),
        channel: order.channel,
        kind: Kind::Exchange,
        source: Source {
            reference: Some(r.number.clone()),
            caller: None,
            note: None,
        },
        customer_ref: r.number.clone(),
        need_date: Some(cx.today),
        ship_to: Some(order.ship_to.clone()),
        warehouse: warehouse.map(|w| w.code),
        terms: order.terms.parse().ok(),
        remark: order.number.clone(),
        delivery_policy: order.delivery_policy,
        lines,
    })
}

/// The price of a unit really paid, after discount and share of promotions, to its four decimals.
fn paid_price(line: &Line) -> Outcome<Price> {
    let qty = line.qty.filter(|qty| *qty > Qty::ZERO).unwrap_or(Qty::ONE);
    // 分 by thousandths of a unit, into 0.0001 元 a unit.
    let exact = i128::from(line.gross.0) * 100 * 1_000;
    Ok(Price::narrow(divide_half_up(exact, i128::from(qty.0)))?)
}
