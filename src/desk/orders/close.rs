//! Closing an order by the rules once everything about it is done.

use serde_json::json;

use super::change::pending;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::receivables;
use crate::desk::shipping_tolerance;
use crate::desk::stock::reserve;
use crate::domain::ids::OrderId;
use crate::domain::order::{State, Verb};
use crate::store::{self, orders::Line};

/// What the rules do once something of an order was called off: nothing left cancels it, and
/// everything done closes it.
pub fn settle(cx: &mut Cx<'_>, id: OrderId) -> Outcome<()> {
    let lines = store::orders::lines(cx.tx, id)?;
    let nothing_left = lines
        .iter()
        .all(|line| line.wanted().is_zero() && line.shipped.is_zero());
    if !nothing_left {
        store::orders::touch(cx.tx, id)?;
        return close_if_done(cx, id);
    }
    let order = store::orders::by_id(cx.tx, id)?;
    pending::drop_with_order(cx, &order)?;
    store::orders::set_state(cx.tx, id, State::Cancelled, cx.at)?;
    cx.changed(Aggregate::Order);
    store::promotions::free(cx.tx, id)?;
    receivables::free_deposits(cx, id)
}

/// Closes an approved order if every line is shipped (or within tolerance) or called off, signed
/// for, and invoiced (`rules.md §2`). Call it after each sign, invoice, cancellation and settled
/// return. A version that waits keeps it open.
pub fn close_if_done(cx: &mut Cx<'_>, order: OrderId) -> Outcome<()> {
    let order = store::orders::by_id(cx.tx, order)?;
    if !order.state.allows(Verb::Close) || pending::of(cx.tx, &order)?.is_some() {
        return Ok(());
    }
    let lines = store::orders::lines(cx.tx, order.id)?;
    if lines.is_empty() || !lines.iter().all(is_settled) {
        return Ok(());
    }
    if !shipping_tolerance::is_complete(cx.tx, &order, &lines)? {
        return Ok(());
    }
    // What was refused counts as dealt with once its return is settled (`rules.md §7`).
    if store::returns::waits_at_door(cx.tx, order.id)? {
        return Ok(());
    }
    // What the tolerance leaves unsent is kept for nobody.
    reserve::free_order(cx, order.id)?;
    store::orders::set_state(cx.tx, order.id, State::Closed, cx.at)?;
    cx.changed(Aggregate::Order);
    receivables::free_deposits(cx, order.id)?;
    cx.note_order(order.id, "order.closed", json!({}));
    Ok(())
}

/// Nothing packed, everything shipped signed for or refused at the door, everything kept billed.
fn is_settled(line: &Line) -> bool {
    let signed_or_refused = line.signed.0 + line.refused.0 == line.shipped.0;
    line.packed.is_zero() && signed_or_refused && line.to_bill().is_zero()
}
