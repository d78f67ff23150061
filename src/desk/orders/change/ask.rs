//! `order.change`: a new version of an approved order, at once or after it was judged again.

use serde_json::{Value, json};

use super::asked::OrderChange;
use super::plan::Plan;
use super::{affected, force, pending};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::case::Case;
use crate::desk::orders::checks;
use crate::desk::orders::difference::{self, Difference};
use crate::desk::orders::{load, route, show, submit};
use crate::desk::session;
use crate::domain::order::{ChangeState, Verb};
use crate::domain::{Refusal, Role};
use crate::store;
use crate::store::changes::{self, Change};
use crate::store::checks::CheckResult;
use crate::store::orders::{Line, Order};
use crate::store::routes::RouteRule;

/// Works the new version out, tests what it concerns, and lets it take effect or wait.
pub fn change(cx: &mut Cx<'_>, p: &OrderChange) -> Outcome<Value> {
    let before = load::order_for(cx, &p.order, p.version)?;
    refuse_unless_open(cx, &before)?;
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    load::apart(cx, &before, "editor")?;
    let old = store::orders::lines(cx.tx, before.id)?;
    let plan = Plan::make(cx, &before, &old, p)?;
    plan.keeps_what_is_done(cx.tx, &before, &old)?;
    let lines = plan.lines_then();
    let difference = differences(cx, &before, &old, &plan.order, &lines)?;
    if difference.is_empty() {
        return Err(Refusal::bad_field("lines", "something that differs").into());
    }
    let delta = plan.delta(cx.tx, &before, &old)?;
    let case = Case::of_change(cx.tx, &plan.order, &lines, cx.today, delta)?;
    let results = checks::run(cx.tx, &case)?;
    let asked = affected::departments(cx, &before, &old, &plan, &case, &results)?;
    let waits = !asked.is_empty();
    let change = Change {
        id: 0,
        order_id: before.id,
        revision: before.revision + 1,
        state: if waits {
            ChangeState::Pending
        } else {
            ChangeState::InForce
        },
        asked_by: p.asked_by,
        reason: p.reason.clone(),
        round: waits.then_some(before.round + 1),
        wish: plan.text()?,
        delta,
        staff_id: cx.actor.id,
        at: cx.at,
    };
    if !waits {
        refuse_over_credit(cx, &before, &results)?;
    }
    store::checks::keep_run(cx.tx, before.id, "change", &results)?;
    changes::insert(cx.tx, &change)?;
    store::orders::hand(cx.tx, before.id, "editor", cx.actor.id)?;
    if waits {
        ask_again(cx, &before, &plan, &change, &asked, &results)?;
    } else {
        force::put_in_force(cx, &before, &plan, &change)?;
    }
    answer(cx, &before, &change, &asked, &results, &difference)
}

/// An order in force, without a version that waits already.
fn refuse_unless_open(cx: &Cx<'_>, before: &Order) -> Outcome<()> {
    if let Err(refusal) = before.state.require(Verb::Change, &before.number) {
        let edited = before.state.allows(Verb::Edit);
        let refusal = if edited {
            refusal.fact("why", "draft")
        } else {
            refusal
        };
        return Err(refusal.into());
    }
    if let Some(waiting) = pending::of(cx.tx, before)? {
        return Err(Refusal::wrong_state(&before.number, before.state)
            .fact("why", "change_pending")
            .fact("since", waiting.at)
            .fact("reason", waiting.reason)
            .into());
    }
    Ok(())
}

/// What the version changes, field by field.
fn differences(
    cx: &Cx<'_>,
    before: &Order,
    old: &[Line],
    order: &Order,
    lines: &[Line],
) -> Outcome<Vec<Difference>> {
    let was = show::snapshot(cx.tx, before, old)?;
    let now = show::snapshot(cx.tx, order, lines)?;
    difference::of_snapshots(cx.tx, &was, &now)
}

/// What takes effect at once is tested at once; a version that owes no more always passes.
fn refuse_over_credit(cx: &Cx<'_>, before: &Order, results: &[CheckResult]) -> Outcome<()> {
    match checks::first_credit_block(cx.tx, before, results, cx.today)? {
        Some(refusal) => Err(refusal.into()),
        None => Ok(()),
    }
}

/// Asks the departments concerned in a round of their own.
fn ask_again(
    cx: &mut Cx<'_>,
    before: &Order,
    plan: &Plan,
    change: &Change,
    asked: &[RouteRule],
    results: &[CheckResult],
) -> Outcome<()> {
    let director = route::ends_at_director(cx.tx, plan.order.gross, results)?;
    submit::ask_departments(cx, before.id, before.round + 1, asked)?;
    store::orders::next_round(cx.tx, before.id, director)?;
    store::orders::touch(cx.tx, before.id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "revision": change.revision, "asked_by": change.asked_by, "reason": change.reason,
        "departments": departments(asked), "was": before.gross, "gross": plan.order.gross,
    });
    cx.note_order(before.id, "order.change_asked", facts);
    Ok(())
}

fn departments(asked: &[RouteRule]) -> Vec<Role> {
    asked.iter().map(|rule| rule.department).collect()
}

fn answer(
    cx: &Cx<'_>,
    before: &Order,
    change: &Change,
    asked: &[RouteRule],
    results: &[CheckResult],
    difference: &[Difference],
) -> Outcome<Value> {
    let after = store::orders::by_id(cx.tx, before.id)?;
    let waits = change.state == ChangeState::Pending;
    let lines = store::orders::lines(cx.tx, before.id)?;
    let sees_cost = session::sees_cost(cx.tx, &cx.actor)?;
    Ok(json!({
        "order": after.number,
        "version": after.version,
        "revision": after.revision,
        "pending": waits,
        "rereview": departments(asked),
        "director": waits && after.to_director,
        "state": after.state,
        "difference": difference,
        "delta": change.delta,
        "checks": results.iter().map(|r| show::check(r, sees_cost)).collect::<Vec<_>>(),
        "promise": lines.iter().filter_map(|line| line.promise_on).max(),
    }))
}
