//! `return.settle`: the money of a return, or the goods that go out for it (`rules.md §10`).

use serde_json::{Value, json};

use super::{answer, credit, exchange, moved, require, return_for};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::close;
use crate::domain::after_sale::{ChargeKind, Fault, ReturnState, Want};
use crate::domain::{Code, Money, Refusal};
use crate::store::returns::{self, Return};
use crate::store::{self};

payload! {
    /// Settles a return whose goods are in: credits what was billed of them, at the price really
    /// paid; makes the order that goes out in exchange. Of a repair there is no money. A refund is
    /// paid out of the credit note by `refund.pay`.
    pub struct ReturnSettle {
        /// Return.
        #[serde(rename = "return", deserialize_with = "fields::code")]
        pub of_return: String,
        /// Makes the exchange order before the goods are in; it does not leave before they are,
        /// unless `return.not_received` is overridden. Settle again once they are in.
        pub early: Option<bool>,
        /// Kept back of the credit for taking the goods back into stock, tax included; a line of its own.
        pub restocking_fee: Option<Money>,
        /// Kept back of the credit for their freight, tax included.
        pub freight: Option<Money>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Settles.
pub fn settle(cx: &mut Cx<'_>, p: &ReturnSettle) -> Outcome<Value> {
    let found = return_for(cx, &p.of_return, p.version)?;
    require(&found, &[ReturnState::Approved, ReturnState::Received])?;
    let early = p.early.unwrap_or(false);
    if early && found.want != Want::Exchange {
        return Err(Refusal::bad_field("early", "for an exchange only").into());
    }
    let mut charges = charges(&found, p)?;
    if early && !charges.is_empty() {
        return Err(Refusal::bad_field("restocking_fee", "once the goods are in").into());
    }
    if found.state == ReturnState::Approved {
        return before_the_goods(cx, &found, early);
    }
    let order = store::orders::by_id(cx.tx, found.order_id)?;
    let notes = credit::post_notes(cx, &found, &order, &found.number, &mut charges)?;
    let exchange = match (found.want, found.exchange_id) {
        (Want::Exchange, None) => Some(exchange::make(cx, &found)?.number),
        (Want::Exchange, Some(made)) => Some(store::orders::by_id(cx.tx, made)?.number),
        _ => None,
    };
    let by = (cx.actor.id, cx.at);
    cx.about(&found.number);
    returns::end(cx.tx, found.id, ReturnState::Settled, by, "")?;
    store::orders::touch(cx.tx, found.order_id)?;
    let notes = if notes.is_empty() {
        returns::notes(cx.tx, found.id)?
    } else {
        notes
    };
    let facts = json!({
        "return": found.number, "want": found.want, "order": exchange, "credit_notes": notes,
    });
    moved(cx, &found, "return.settled", facts);
    close::close_if_done(cx, found.order_id)?;
    let mut told = answer(cx, &found)?;
    told["order"] = json!(exchange);
    told["credit_note"] = json!(notes.first());
    told["credit_notes"] = json!(notes);
    Ok(told)
}

/// What is kept back; not of what was our fault.
fn charges(found: &Return, p: &ReturnSettle) -> Outcome<Vec<(ChargeKind, Money)>> {
    let asked = [
        ("restocking_fee", ChargeKind::Restocking, p.restocking_fee),
        ("freight", ChargeKind::Freight, p.freight),
    ];
    let mut charges = Vec::new();
    for (field, kind, amount) in asked {
        let Some(amount) = amount.filter(|amount| !amount.is_zero()) else {
            continue;
        };
        if amount < Money::ZERO {
            return Err(Refusal::bad_field(field, "zero or more").into());
        }
        if found.fault == Fault::Ours {
            let why = "the fault was ours: nothing is kept back";
            return Err(Refusal::bad_field(field, why).into());
        }
        charges.push((kind, amount));
    }
    Ok(charges)
}

/// Before the goods are in there is only the exchange order, once, and only if that is wished.
fn before_the_goods(cx: &mut Cx<'_>, r: &Return, early: bool) -> Outcome<Value> {
    if !early {
        let order = store::orders::by_id(cx.tx, r.order_id)?;
        return Err(Refusal::new(Code::ReturnNotReceived)
            .fact("return", &r.number)
            .fact("order", order.number)
            .into());
    }
    if let Some(made) = r.exchange_id {
        let made = store::orders::by_id(cx.tx, made)?;
        return Err(Refusal::new(Code::AlreadyThere)
            .fact("kind", "order")
            .fact("what", made.number)
            .fact("return", &r.number)
            .into());
    }
    let exchange = exchange::make(cx, r)?;
    let mut told = answer(cx, r)?;
    told["order"] = json!(exchange.number);
    Ok(told)
}
