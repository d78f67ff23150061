//! `return.open`, `return.approve`, `return.drop`: agreeing on what comes back.

use serde_json::{Value, json};

use super::{answer, moved, next_due, refuse_over_shipped, require, return_for};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::{close, load};
use crate::desk::stock::{above_zero, whole_steps};
use crate::domain::after_sale::{Fault, ReturnReason, ReturnState, Want};
use crate::domain::ids::ReturnId;
use crate::domain::{Qty, Refusal};
use crate::store::orders::Line;
use crate::store::returns::{self, Return};
use crate::store::{self};

payload! {
    /// Part of a line that comes back.
    pub struct ReturnedLine {
        /// Line of the order.
        pub line: i64,
        /// How much.
        pub qty: Qty,
        /// Why.
        pub reason: ReturnReason,
        /// In words.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
    }
}

payload! {
    /// Opens a return of shipped goods. All returns of a line together, open and closed, are
    /// within what was shipped of it.
    pub struct ReturnOpen {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// What comes back.
        pub lines: Vec<ReturnedLine>,
        /// What the customer wants for it.
        pub want: Want,
        /// Whose fault it was.
        pub fault: Fault,
        /// The platform's own number of the after-sale case.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub platform_ref: Option<String>,
        /// The order's version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Agrees to a return; the goods are awaited.
    pub struct ReturnApprove {
        /// Return.
        #[serde(rename = "return", deserialize_with = "fields::code")]
        pub of_return: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Gives up a return whose goods have not come: refused, or the customer keeps them.
    pub struct ReturnDrop {
        /// Return.
        #[serde(rename = "return", deserialize_with = "fields::code")]
        pub of_return: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Opens a return.
pub fn open(cx: &mut Cx<'_>, p: &ReturnOpen) -> Outcome<Value> {
    let order = load::order(cx.tx, &p.order)?;
    cx.expect_version(&order.number, order.version, p.version)?;
    if !order.state.is_or_was_in_force() {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    if p.lines.is_empty() {
        return Err(Refusal::bad_field("lines", "what comes back").into());
    }
    let mut agreed: Vec<(Line, &ReturnedLine)> = Vec::with_capacity(p.lines.len());
    for part in &p.lines {
        let line = load::line(cx.tx, &order, part.line)?;
        if agreed.iter().any(|(known, _)| known.id == line.id) {
            let refusal = Refusal::bad_field("lines.line", "each line once");
            return Err(refusal.fact("line", part.line).into());
        }
        refuse_odd_qty(cx, &line, part.qty)?;
        refuse_over_shipped(cx.tx, &line, None, part.qty)?;
        agreed.push((line, part));
    }
    let mut opened = Return {
        id: ReturnId(0),
        number: cx.next_number("RT")?,
        order_id: order.id,
        customer_id: order.customer_id,
        shipment_id: None,
        state: ReturnState::Open,
        version: 1,
        want: p.want,
        fault: p.fault,
        platform_ref: p.platform_ref.clone().unwrap_or_default(),
        exchange_id: None,
        opened_by: cx.actor.id,
        opened_at: cx.at,
        moved_at: cx.at,
        due_at: next_due(cx.tx, ReturnState::Open, cx.at)?,
        approved_by: None,
        drop_reason: String::new(),
    };
    opened.id = returns::insert(cx.tx, &opened)?;
    for (line, part) in &agreed {
        let note = part.text.as_deref().unwrap_or("");
        returns::agree(cx.tx, opened.id, line.id, part.qty, part.reason, note)?;
    }
    cx.about(&opened.number);
    let facts = json!({
        "return": opened.number, "want": p.want, "fault": p.fault, "lines": p.lines,
    });
    moved(cx, &opened, "return.opened", facts);
    answer(cx, &opened)
}

/// Refuses a quantity that is not above zero, or off the product's step.
pub(super) fn refuse_odd_qty(cx: &Cx<'_>, line: &Line, qty: Qty) -> Outcome<()> {
    above_zero("lines.qty", qty).map_err(|r| r.fact("line", line.line))?;
    if let Some(product) = line.product_id {
        let product = store::products::by_id(cx.tx, product)?;
        whole_steps(&product, qty).map_err(|r| r.fact("line", line.line))?;
    }
    Ok(())
}

/// Agrees.
pub fn approve(cx: &mut Cx<'_>, p: &ReturnApprove) -> Outcome<Value> {
    let found = return_for(cx, &p.of_return, p.version)?;
    require(&found, &[ReturnState::Open])?;
    let next = ReturnState::Approved;
    let due = next_due(cx.tx, next, cx.at)?;
    returns::approved_by(cx.tx, found.id, cx.actor.id)?;
    returns::set_state(cx.tx, found.id, next, (cx.at, due))?;
    let facts = json!({ "return": found.number, "due": due });
    moved(cx, &found, "return.approved", facts);
    answer(cx, &found)
}

/// Gives up. What was refused at the door is then neither returned nor billed.
pub fn drop(cx: &mut Cx<'_>, p: &ReturnDrop) -> Outcome<Value> {
    let found = return_for(cx, &p.of_return, p.version)?;
    require(&found, &[ReturnState::Open, ReturnState::Approved])?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    if let Some(exchange) = found.exchange_id {
        let exchange = store::orders::by_id(cx.tx, exchange)?;
        if exchange.state.is_open() || exchange.state.is_or_was_in_force() {
            // Goods for goods: void or cancel the one before the other is given up.
            let refusal = Refusal::wrong_state(&found.number, found.state);
            return Err(refusal.fact("exchange", exchange.number).into());
        }
    }
    let by = (cx.actor.id, cx.at);
    returns::end(cx.tx, found.id, ReturnState::Dropped, by, &p.reason)?;
    let facts = json!({ "return": found.number, "reason": p.reason });
    moved(cx, &found, "return.dropped", facts);
    close::close_if_done(cx, found.order_id)?;
    answer(cx, &found)
}
