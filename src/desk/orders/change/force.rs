//! Putting a version in force: head and lines written anew, reservations and promises made to fit,
//! in one transaction.

use std::collections::BTreeSet;

use serde_json::json;

use super::plan::{self, Plan};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::{close, gaps, show};
use crate::desk::receivables::breach;
use crate::desk::stock::reserve;
use crate::domain::Qty;
use crate::domain::order::{AskedBy, CancelReason};
use crate::store::changes::Change;
use crate::store::orders::{Line, Order};
use crate::store::{self, customers, promotions, reviews};

/// Makes the version the one that counts. What is more is reserved as far as it is free, what is
/// less is set free; what is done stays done.
pub fn put_in_force(
    cx: &mut Cx<'_>,
    before: &Order,
    plan: &Plan,
    change: &Change,
) -> Outcome<Vec<(i64, Qty)>> {
    let old = store::orders::lines(cx.tx, before.id)?;
    plan.keeps_what_is_done(cx.tx, before, &old)?;
    let moved = plan.moved(before, &old);
    for was in &old {
        let line = plan.lines.iter().find(|line| line.line == was.line);
        if line.is_some_and(|line| line.product_id != was.product_id) {
            reserve::free_line(cx, was, was.reserved)?;
        }
    }
    write(cx, before, plan)?;
    call_off(cx, before, plan, change.asked_by)?;
    let after = store::orders::by_id(cx.tx, before.id)?;
    fit_reservations(cx, before, &after)?;
    promise_anew(cx, &after, &old, &moved, change.asked_by)?;
    store::orders::next_revision(cx.tx, before.id, cx.at)?;
    let after = store::orders::by_id(cx.tx, before.id)?;
    if after.customer_id != before.customer_id {
        breach::hold_order(cx, &after)?;
    }
    let reserved = reserve::reserve_order(cx, &after)?;
    keep(cx, before, &after, change)?;
    close::settle(cx, before.id)?;
    Ok(reserved)
}

fn write(cx: &Cx<'_>, before: &Order, plan: &Plan) -> Outcome<()> {
    let head = Order {
        state: before.state,
        moved_at: before.moved_at,
        ..plan.order.clone()
    };
    store::orders::update(cx.tx, &head)?;
    for line in &plan.lines {
        store::orders::save_line(cx.tx, before.id, line)?;
    }
    for line in store::orders::lines(cx.tx, before.id)? {
        if !line.in_force {
            store::orders::set_in_force(cx.tx, line.id, true)?;
        }
    }
    promotions::claim(cx.tx, before.id, head.customer_id, &plan.claims)?;
    let customer = head.customer_id.map(|id| customers::by_id(cx.tx, id));
    let found = gaps::find(cx.tx, &head, customer.transpose()?.as_ref(), &plan.lines)?;
    store::checks::set_gaps(cx.tx, before.id, &found)?;
    Ok(())
}

/// Calls off the rest of the lines that are to go, for whoever asked for it.
fn call_off(cx: &Cx<'_>, before: &Order, plan: &Plan, asked_by: AskedBy) -> Outcome<()> {
    let reason = match asked_by {
        AskedBy::Customer => CancelReason::Customer,
        AskedBy::Us => CancelReason::Ours,
    };
    for line in store::orders::lines(cx.tx, before.id)? {
        if plan.called_off.contains(&line.line) {
            let (qty, who, at) = (line.to_pack(), cx.actor.id, cx.at);
            store::cancellations::cancel_line(cx.tx, line.id, qty, reason, who, at)?;
        }
    }
    Ok(())
}

/// Gives back what the lines need no more, what lies in another house than the order's, and all of
/// it where the terms now want a deposit first.
fn fit_reservations(cx: &mut Cx<'_>, before: &Order, after: &Order) -> Outcome<()> {
    let waits = after.terms != before.terms && !reserve::may_reserve(cx.tx, after)?;
    for line in store::orders::lines(cx.tx, after.id)? {
        if waits {
            reserve::free_line(cx, &line, line.reserved)?;
            continue;
        }
        if let Some(house) = after.warehouse_id
            && before.warehouse_id != Some(house)
        {
            reserve::free_elsewhere(cx, &line, house)?;
        }
        reserve::free_surplus(cx, line.id)?;
    }
    Ok(())
}

/// Promises what has moved. The promise that is measured follows the customer's wish, not ours; a
/// new line begins with its own.
fn promise_anew(
    cx: &Cx<'_>,
    order: &Order,
    old: &[Line],
    moved: &BTreeSet<i64>,
    asked_by: AskedBy,
) -> Outcome<()> {
    let mut lines = store::orders::lines(cx.tx, order.id)?;
    plan::promise(cx, order, &mut lines, moved)?;
    for line in lines.iter().filter(|line| moved.contains(&line.line)) {
        store::orders::set_promise(cx.tx, line.id, line.promise_on)?;
        let is_new = old.iter().all(|was| was.line != line.line);
        if is_new || asked_by == AskedBy::Customer {
            let base = line.need_on.or(order.need_on).or(line.promise_on);
            store::orders::set_promise_base(cx.tx, line.id, base)?;
        }
    }
    Ok(())
}

fn keep(cx: &mut Cx<'_>, before: &Order, after: &Order, change: &Change) -> Outcome<()> {
    let lines = store::orders::lines(cx.tx, after.id)?;
    let body = show::snapshot(cx.tx, after, &lines)?;
    let (revision, who, at) = (after.revision, cx.actor.id, cx.at);
    reviews::snapshot(cx.tx, after.id, "approved", revision, &body, who, at)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "revision": revision, "was": before.gross, "gross": after.gross,
        "asked_by": change.asked_by, "reason": change.reason,
    });
    cx.note_order(after.id, "order.changed", facts);
    Ok(())
}
