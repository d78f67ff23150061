//! What becomes of a version that waits: the last opinion, the director's yes.

use serde_json::json;

use super::plan::Plan;
use super::{force, pending};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::orders::case::Case;
use crate::desk::orders::{checks, hold};
use crate::domain::Qty;
use crate::domain::check::Level;
use crate::domain::order::{ChangeState, Stage, Verdict};
use crate::store::changes::{self, Change};
use crate::store::checks::CheckResult;
use crate::store::orders::Order;
use crate::store::{self, reviews};

/// The version with what has become of the order meanwhile, and how its checks come out now.
///
/// A version overtaken by facts is refused with `order.below_shipped`.
pub fn judge(cx: &Cx<'_>, order: &Order, change: &Change) -> Outcome<(Plan, Vec<CheckResult>)> {
    let old = store::orders::lines(cx.tx, order.id)?;
    let mut plan = Plan::read(change)?;
    plan.catch_up(&old);
    plan.keeps_what_is_done(cx.tx, order, &old)?;
    let delta = plan.delta(cx.tx, order, &old)?;
    let lines = plan.lines_then();
    let case = Case::of_change(cx.tx, &plan.order, &lines, cx.today, delta)?;
    let results = checks::run(cx.tx, &case)?;
    Ok((plan, results))
}

/// Puts the version in force.
pub fn accept(
    cx: &mut Cx<'_>,
    order: &Order,
    change: &Change,
    plan: &Plan,
) -> Outcome<Vec<(i64, Qty)>> {
    changes::decide(cx.tx, change.id, ChangeState::InForce, cx.actor.id, cx.at)?;
    force::put_in_force(cx, order, plan, change)
}

/// What the rules do once the last opinion is in: to the director, or straight into force.
pub fn after_opinions(cx: &mut Cx<'_>, order: &Order, change: &Change) -> Outcome<()> {
    if !pending::owed(cx.tx, change)?.is_empty() {
        return Ok(());
    }
    let opinions = reviews::opinions(cx.tx, order.id, order.round)?;
    let all_yes = opinions.iter().all(|o| o.verdict == Some(Verdict::Pass));
    let numbers: Vec<_> = store::orders::lines(cx.tx, order.id)?
        .iter()
        .map(|line| line.line)
        .collect();
    // What is held here waits for a person, who sees the hold.
    let held = hold::stops(cx.tx, order, Stage::Approve, &numbers)?;
    if !order.to_director && all_yes && !held {
        let (plan, results) = judge(cx, order, change)?;
        if results.iter().all(|result| result.level == Level::Pass) {
            store::checks::keep_run(cx.tx, order.id, "approve", &results)?;
            accept(cx, order, change, &plan)?;
            return Ok(());
        }
    }
    cx.note_order(order.id, "order.to_director", json!({}));
    Ok(())
}
