//! `order.submit`: from the clerk's hand to the departments.

use serde_json::{Value, json};

use super::case::Case;
use super::checks;
use super::promote::{self, Lost};
use super::{draft, hold, load, put_in_force, route, show};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::stock::promise::Promises;
use crate::desk::{fields, session, settings, workdays};
use crate::domain::calendar::Hours;
use crate::domain::check::{Check, Level};
use crate::domain::ids::OrderId;
use crate::domain::order::{Stage, State, Verb};
use crate::domain::{Code, Refusal};
use crate::store::checks::CheckResult;
use crate::store::orders::Order;
use crate::store::routes::RouteRule;
use crate::store::{self, reviews};

payload! {
    /// Hands an order in. Gaps and unanswered duplicates refuse; the other checks advise.
    pub struct OrderSubmit {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Answers to warnings that must be answered.
        pub answers: Option<Vec<Answer>>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// An answer to a warning.
    pub struct Answer {
        /// The check's code.
        #[serde(deserialize_with = "fields::code")]
        pub check: String,
        /// What the clerk says to it.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
    }
}

/// Prices and promise are worked out once more, the checks run and are kept, the route is asked.
pub fn submit(cx: &mut Cx<'_>, p: &OrderSubmit) -> Outcome<Value> {
    let before = load::order_for(cx, &p.order, p.version)?;
    if before.state != State::Incomplete {
        before.state.require(Verb::Submit, &before.number)?;
    }
    let (order, mut promises, lost) = refreshed(cx, &before)?;
    let lines = store::orders::lines(cx.tx, order.id)?;
    let mut case = Case::new(cx.tx, &order, &lines, cx.today)?;
    case.lost = lost;
    let mut results = checks::run(cx.tx, &case)?;
    answer(&mut results, p.answers.as_deref().unwrap_or_default());
    refuse_unanswered(&order, &results)?;
    store::checks::keep_run(cx.tx, order.id, "submit", &results)?;
    let route = route::find(cx.tx, &case, &results, &mut promises)?;
    store::orders::next_round(cx.tx, order.id, route.director)?;
    ask_departments(cx, order.id, order.round + 1, &route.asked)?;
    let body = show::snapshot(cx.tx, &order, &lines)?;
    reviews::snapshot(
        cx.tx,
        order.id,
        "submitted",
        order.round + 1,
        &body,
        cx.actor.id,
        cx.at,
    )?;
    store::orders::set_state(cx.tx, order.id, State::Reviewing, cx.at)?;
    cx.changed(Aggregate::Order);
    let facts = json!({ "departments": route.departments(), "director": route.director });
    cx.note_order(order.id, "order.submitted", facts);
    if route.asked.is_empty() {
        let order = store::orders::by_id(cx.tx, order.id)?;
        after_opinions(cx, &order)?; // an office that asks nobody
    }
    let after = store::orders::by_id(cx.tx, order.id)?;
    let sees_cost = session::sees_cost(cx.tx, &cx.actor)?;
    Ok(json!({
        "order": after.number,
        "version": after.version,
        "state": after.state,
        "route": route.shown(),
        "checks": results.iter().map(|r| show::check(r, sees_cost)).collect::<Vec<_>>(),
    }))
}

/// Hands an order in and puts it in force with nobody asked, as a rule of the office wants it, if every
/// check passes; gives the checks that do not.
pub fn by_rule(cx: &mut Cx<'_>, before: &Order) -> Outcome<Vec<String>> {
    before.state.require(Verb::Submit, &before.number)?;
    let (order, _, lost) = refreshed(cx, before)?;
    let lines = store::orders::lines(cx.tx, order.id)?;
    let mut case = Case::new(cx.tx, &order, &lines, cx.today)?;
    case.lost = lost;
    let results = checks::run(cx.tx, &case)?;
    let mut failed: Vec<_> = results.iter().filter(|r| r.level != Level::Pass).collect();
    // What the buyer paid on the platform is no price by hand as long as nobody here has changed the order.
    let by_hand =
        |r: &CheckResult| r.level == Level::Warn && r.code == Check::PriceDeviation.name();
    if failed.iter().any(|r| by_hand(r)) && !store::audit::was_edited(cx.tx, order.id)? {
        failed.retain(|r| !by_hand(r));
    }
    let failed: Vec<String> = failed.iter().map(|r| r.code.clone()).collect();
    if !failed.is_empty() {
        return Ok(failed);
    }
    store::checks::keep_run(cx.tx, order.id, "approve", &results)?;
    store::orders::next_round(cx.tx, order.id, false)?;
    let body = show::snapshot(cx.tx, &order, &lines)?;
    let by = (cx.actor.id, cx.at);
    reviews::snapshot(
        cx.tx,
        order.id,
        "submitted",
        order.round + 1,
        &body,
        by.0,
        by.1,
    )?;
    store::orders::set_state(cx.tx, order.id, State::Reviewing, cx.at)?;
    cx.changed(Aggregate::Order);
    cx.note_order(
        order.id,
        "order.submitted",
        json!({ "departments": [], "director": false }),
    );
    put_in_force::put_in_force(cx, &store::orders::by_id(cx.tx, order.id)?)?;
    Ok(Vec::new())
}

/// Works everything out anew, on the day the order is handed in, and refuses open gaps.
fn refreshed(cx: &Cx<'_>, before: &Order) -> Outcome<(Order, Promises, Vec<Lost>)> {
    let wish = draft::wish_of(cx.tx, before)?;
    let claimed = promote::of_claims(cx.tx, before)?;
    let mut draft = draft::assemble(cx, &wish, before.ordered_on, Some(before.id))?;
    store::checks::set_gaps(cx.tx, before.id, &draft.gaps)?;
    draft.refuse_gaps(&before.number)?;
    draft::refuse_same_ref(cx.tx, &draft.order, Some(before.id))?;
    draft.order.id = before.id;
    draft.order.state = State::Draft;
    draft.order.owner_id = before.owner_id.or(draft.order.owner_id);
    store::orders::update(cx.tx, &draft.order)?;
    draft::write(cx, &draft)?;
    let after = store::orders::by_id(cx.tx, before.id)?;
    let lost = promote::lost_since(claimed, &draft.promoted)?;
    Ok((after, draft.promises, lost))
}

fn answer(results: &mut [CheckResult], answers: &[Answer]) {
    for answer in answers.iter().filter(|answer| !answer.text.is_empty()) {
        if let Some(result) = results.iter_mut().find(|r| r.code == answer.check) {
            result.answer.clone_from(&answer.text);
        }
    }
}

/// A possible duplicate wants a word before it goes on.
fn refuse_unanswered(order: &Order, results: &[CheckResult]) -> Outcome<()> {
    let open = results.iter().find(|r| {
        r.code == Check::Duplicate.name() && r.level != Level::Pass && r.answer.is_empty()
    });
    match open {
        None => Ok(()),
        Some(result) => {
            let facts: Value = serde_json::from_str(&result.facts).unwrap_or_default();
            Err(Refusal::new(Code::DuplicateOrder)
                .fact("order", &facts["order"])
                .fact("submitted", &order.number)
                .fact("check", Check::Duplicate.name())
                .into())
        }
    }
}

/// Asks the departments of some rows for their opinion on this round, due in working hours.
pub fn ask_departments(
    cx: &Cx<'_>,
    order: OrderId,
    round: i64,
    asked: &[RouteRule],
) -> Outcome<()> {
    let hours = settings::OPINION_HOURS.count(cx.tx)?;
    let due = workdays::calendar(cx.tx)?.plus_work_hours(cx.at, hours, Hours::default());
    for rule in asked {
        let by = (rule.department, rule.code.as_str());
        reviews::ask(cx.tx, order, round, by, cx.at, due)?;
    }
    Ok(())
}

/// What the rules do once the last opinion is in: to the director, or straight into force.
pub fn after_opinions(cx: &mut Cx<'_>, order: &Order) -> Outcome<State> {
    let opinions = reviews::opinions(cx.tx, order.id, order.round)?;
    if opinions.iter().any(|o| o.verdict.is_none()) {
        return Ok(State::Reviewing);
    }
    let all_yes = opinions
        .iter()
        .all(|o| o.verdict == Some(crate::domain::order::Verdict::Pass));
    let lines = store::orders::lines(cx.tx, order.id)?;
    let numbers: Vec<_> = lines.iter().map(|line| line.line).collect();
    // What is held here waits for a person, who sees the hold.
    let held = hold::stops(cx.tx, order, Stage::Approve, &numbers)?;
    if !order.to_director && all_yes && !held {
        let case = Case::new(cx.tx, order, &lines, cx.today)?;
        let results = checks::run(cx.tx, &case)?;
        if results.iter().all(|r| r.level == Level::Pass) {
            store::checks::keep_run(cx.tx, order.id, "approve", &results)?;
            put_in_force::put_in_force(cx, order)?;
            return Ok(State::Approved);
        }
    }
    store::orders::set_state(cx.tx, order.id, State::Director, cx.at)?;
    cx.note_order(order.id, "order.to_director", json!({}));
    Ok(State::Director)
}
