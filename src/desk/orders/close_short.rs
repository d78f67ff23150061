//! `order.close_short` and `order.reopen`: a supervisor gives up the open rest, or takes an order
//! up again (`rules.md §2`).

use serde_json::{Value, json};

use super::case::Case;
use super::change::pending;
use super::checks;
use super::still_open::StillOpen;
use super::{close, load, show};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::receivables::breach;
use crate::desk::stock::reserve;
use crate::desk::{fields, session};
use crate::domain::order::{CancelReason, State, Verb};
use crate::domain::{Qty, Refusal};
use crate::store;
use crate::store::orders::{Line, Order};

payload! {
    /// Gives up the open rest of an order or of one line. It counts against the fill rate.
    pub struct OrderCloseShort {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// One line only.
        pub line: Option<i64>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Takes a closed order up again; credit and stock are tested anew.
    pub struct OrderReopen {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Calls off what is open; refused while something is packed.
pub fn close_short(cx: &mut Cx<'_>, p: &OrderCloseShort) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    order.state.require(Verb::CloseShort, &order.number)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let lines = match p.line {
        Some(line) => vec![load::line(cx.tx, &order, line)?],
        None => store::orders::lines(cx.tx, order.id)?,
    };
    refuse_unless_open(&order, &lines)?;
    let mut given_up = Vec::new();
    let mut still_open = StillOpen::of(&store::orders::lines(cx.tx, order.id)?);
    for line in &lines {
        let qty = still_open.take(line);
        if qty.is_zero() {
            continue;
        }
        let (who, at) = (cx.actor.id, cx.at);
        store::cancellations::cancel_line(cx.tx, line.id, qty, CancelReason::Short, who, at)?;
        reserve::free_surplus(cx, line.id)?;
        given_up.push(json!({ "line": line.line, "qty": qty }));
    }
    cx.changed(Aggregate::Order);
    let facts = json!({ "reason": p.reason, "lines": given_up });
    cx.note_order(order.id, "order.closed_short", facts);
    if p.line.is_none() {
        pending::drop_with_order(cx, &order)?;
        store::orders::set_state(cx.tx, order.id, State::ShortClosed, cx.at)?;
    } else {
        store::orders::touch(cx.tx, order.id)?;
        close::close_if_done(cx, order.id)?;
    }
    let after = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "order": after.number, "version": after.version, "state": after.state,
        "cancelled": given_up,
    }))
}

fn refuse_unless_open(order: &Order, lines: &[Line]) -> Outcome<()> {
    let wrong = || Refusal::wrong_state(&order.number, order.state);
    if let Some(packed) = lines.iter().find(|line| !line.packed.is_zero()) {
        return Err(wrong()
            .fact("line", packed.line)
            .fact("packed", packed.packed)
            .into());
    }
    if lines.iter().all(|line| line.to_pack().is_zero()) {
        return Err(wrong().fact("open", Qty::ZERO).into());
    }
    Ok(())
}

/// Puts a closed order in force again: what was given up is wanted again, the checks run, and
/// what is free is reserved.
pub fn reopen(cx: &mut Cx<'_>, p: &OrderReopen) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    order.state.require(Verb::Reopen, &order.number)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    for line in store::orders::lines(cx.tx, order.id)? {
        let given_up = store::cancellations::cancelled_for(cx.tx, line.id, CancelReason::Short)?;
        if !given_up.is_zero() {
            let (who, at) = (cx.actor.id, cx.at);
            let back = given_up.negated();
            store::cancellations::cancel_line(cx.tx, line.id, back, CancelReason::Short, who, at)?;
        }
    }
    store::orders::set_state(cx.tx, order.id, State::Approved, cx.at)?;
    let after = store::orders::by_id(cx.tx, order.id)?;
    let lines = store::orders::lines(cx.tx, order.id)?;
    let case = Case::new(cx.tx, &after, &lines, cx.today)?;
    let results = checks::run(cx.tx, &case)?;
    if let Some(refusal) = checks::first_credit_block(cx.tx, &after, &results, cx.today)? {
        return Err(refusal.into());
    }
    store::checks::keep_run(cx.tx, order.id, "reopen", &results)?;
    breach::hold_order(cx, &after)?;
    let reserved = if reserve::may_reserve(cx.tx, &after)? {
        reserve::reserve_order(cx, &after)?
    } else {
        Vec::new()
    };
    cx.changed(Aggregate::Order);
    cx.note_order(order.id, "order.reopened", json!({ "reason": p.reason }));
    let reserved: Vec<_> = reserved
        .iter()
        .map(|(line, qty)| json!({ "line": line, "qty": qty }))
        .collect();
    let sees_cost = session::sees_cost(cx.tx, &cx.actor)?;
    Ok(json!({
        "order": after.number, "version": after.version, "state": after.state,
        "checks": results.iter().map(|r| show::check(r, sees_cost)).collect::<Vec<_>>(), "reserved": reserved,
    }))
}
