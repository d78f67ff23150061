//! `order.approve`: the director's yes, with both scores.

use serde_json::{Value, json};

use super::case::Case;
use super::change::plan::Plan;
use super::change::{decide, pending};
use super::checks;
use super::{grant, hold, load, put_in_force};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::receivables::credit;
use crate::domain::order::{Stage, Verb};
use crate::domain::{Day, Money, Refusal};
use crate::store;
use crate::store::changes::Change;
use crate::store::checks::CheckResult;
use crate::store::orders::Order;
use crate::store::reviews::{self, Decision};

payload! {
    /// Approves an order, or the version of it that waits: scores 客观性 and 准确性, sets blocks aside
    /// by name, reserves stock.
    pub struct OrderApprove {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// 客观性, 1 to 5.
        pub objective: i64,
        /// 准确性, 1 to 5.
        pub accurate: i64,
        /// Note.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub note: Option<String>,
        /// Blocks that the approver sets aside.
        #[serde(rename = "override")]
        pub overrides: Option<Vec<InlineOverride>>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// A block set aside with the approval.
    pub struct InlineOverride {
        /// The check's code.
        #[serde(deserialize_with = "fields::code")]
        pub check: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// Last day it counts.
        pub until: Option<Day>,
        /// Up to which amount over.
        pub amount: Option<Money>,
    }
}

/// Tests duties, holds, credit, prices and the other checks inside the writing transaction, then
/// puts the order in force.
pub fn approve(cx: &mut Cx<'_>, p: &OrderApprove) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    let waiting = pending::of(cx.tx, &order)?;
    match &waiting {
        None => order.state.require(Verb::Approve, &order.number)?,
        Some(change) => pending::refuse_unless_heard(cx.tx, &order, change)?,
    }
    for (field, score) in [("objective", p.objective), ("accurate", p.accurate)] {
        if !(1..=5).contains(&score) {
            return Err(Refusal::bad_field(field, "1 to 5").into());
        }
    }
    // The limit is somebody's work, too: the matrix may keep that person from approving on it.
    if let Some(customer) = order.customer_id
        && let Some(setter) = credit::limit_setter(cx.tx, customer, cx.today)?
    {
        store::orders::hand(cx.tx, order.id, "limit_setter", setter)?;
    }
    load::apart(cx, &order, "director")?;
    for o in p.overrides.iter().flatten() {
        grant::grant(cx, &order, &o.check, &o.reason, o.until, o.amount)?;
    }
    let lines = store::orders::lines(cx.tx, order.id)?;
    let numbers: Vec<_> = lines.iter().map(|line| line.line).collect();
    hold::test(cx.tx, &order, Stage::Approve, &numbers)?;
    let (plan, results) = judge(cx, &order, waiting.as_ref())?;
    if let Some(refusal) = checks::first_block(cx.tx, &order, &results, cx.today)? {
        return Err(refusal.into());
    }
    store::checks::keep_run(cx.tx, order.id, "approve", &results)?;
    let decision = Decision {
        round: order.round,
        outcome: "approved".to_owned(),
        objective: Some(p.objective),
        accurate: Some(p.accurate),
        note: p.note.clone().unwrap_or_default(),
        reasons: "[]".to_owned(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    reviews::decide(cx.tx, order.id, &decision)?;
    store::orders::hand(cx.tx, order.id, "director", cx.actor.id)?;
    let reserved = match (&waiting, &plan) {
        (Some(change), Some(plan)) => decide::accept(cx, &order, change, plan)?,
        _ => put_in_force::put_in_force(cx, &order)?,
    };
    let after = store::orders::by_id(cx.tx, order.id)?;
    let lines = store::orders::lines(cx.tx, order.id)?;
    let reserved: Vec<_> = reserved
        .iter()
        .map(|(line, qty)| json!({ "line": line, "qty": qty }))
        .collect();
    Ok(json!({
        "order": after.number,
        "version": after.version,
        "revision": after.revision,
        "state": after.state,
        "reserved": reserved,
        "promise": lines.iter().filter_map(|line| line.promise_on).max(),
    }))
}

/// The checks of the order, or of the version of it that waits, as they come out now.
fn judge(
    cx: &Cx<'_>,
    order: &Order,
    waiting: Option<&Change>,
) -> Outcome<(Option<Plan>, Vec<CheckResult>)> {
    if let Some(change) = waiting {
        let (plan, results) = decide::judge(cx, order, change)?;
        return Ok((Some(plan), results));
    }
    let lines = store::orders::lines(cx.tx, order.id)?;
    let case = Case::new(cx.tx, order, &lines, cx.today)?;
    Ok((None, checks::run(cx.tx, &case)?))
}
