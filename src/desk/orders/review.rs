//! `review.give`: a department's opinion.

use serde_json::{Value, json};

use super::change::{decide, pending};
use super::{close, condition, load, route, submit};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::order::{Gate, State, Verb, Verdict};
use crate::domain::{Code, Percent, Refusal, Role};
use crate::store::changes::Change;
use crate::store::reviews::{self, Decision};
use crate::store::{self, orders::Order};

payload! {
    /// Gives a department's opinion about an order, or about the version of it that waits. The last
    /// one in sends it on.
    pub struct ReviewGive {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Department, one of the order's route.
        pub department: Role,
        /// pass, conditional or fail.
        pub verdict: Verdict,
        /// In words.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub text: Option<String>,
        /// What a conditional pass depends on. A department that it names may be asked too.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub condition: Option<String>,
        /// The step at which the goods wait for it: pack or dispatch (default).
        pub stage: Option<Gate>,
        /// Percent of the gross that must be cleared; tested by itself at dispatch.
        pub condition_paid: Option<Percent>,
        /// A fail that sends the order back at once; other fails go on to the director.
        pub must_return: Option<bool>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Writes the opinion; with the last one the order goes on to the director, or into force.
pub fn give(cx: &mut Cx<'_>, p: &ReviewGive) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    let waiting = pending::of(cx.tx, &order)?;
    if waiting.is_none() {
        order.state.require(Verb::Review, &order.number)?;
    }
    if !cx.actor.is(p.department) {
        return Err(Refusal::new(Code::NotPermitted)
            .fact("who", &cx.actor.login)
            .fact("command", "review.give")
            .fact("roles", [p.department])
            .fact("order", &order.number)
            .into());
    }
    refuse_half_answers(p)?;
    load::apart(cx, &order, "reviewer")?;
    if p.department == Role::Finance {
        load::apart(cx, &order, "finance_reviewer")?;
    }
    let opinions = reviews::opinions(cx.tx, order.id, order.round)?;
    let asked = opinions
        .into_iter()
        .find(|o| o.department == p.department.name());
    let mut opinion = asked.ok_or_else(|| {
        let what = format!("{} {}", order.number, p.department);
        Refusal::not_found("opinion", what)
    })?;
    if let Some(verdict) = opinion.verdict {
        return Err(Refusal::wrong_state(&order.number, order.state)
            .fact("department", p.department)
            .fact("given", verdict)
            .into());
    }
    opinion.verdict = Some(p.verdict);
    opinion.text = p.text.clone().unwrap_or_default();
    opinion.condition = p.condition.clone().unwrap_or_default();
    opinion.must_return = p.must_return.unwrap_or(false);
    opinion.staff_id = Some(cx.actor.id);
    opinion.given_at = Some(cx.at);
    reviews::give(cx.tx, &opinion)?;
    if p.verdict == Verdict::Conditional {
        let wanted = condition::Wanted {
            department: p.department,
            text: &opinion.condition,
            stage: p.stage.unwrap_or(Gate::Dispatch),
            paid: p.condition_paid,
        };
        condition::set(cx, &order, &wanted)?;
    }
    take_part(cx, &order, p.department)?;
    cx.changed(Aggregate::Order);
    let facts = json!({
        "department": p.department, "verdict": p.verdict, "text": opinion.text,
        "condition": opinion.condition,
    });
    cx.note_order(order.id, "review.given", facts);
    ask_named(cx, &order, &opinion.condition)?;
    store::orders::touch(cx.tx, order.id)?;
    match (&waiting, opinion.must_return) {
        (Some(change), false) => decide::after_opinions(cx, &order, change)?,
        (None, false) => drop(submit::after_opinions(cx, &order)?),
        (change, true) => send_back(cx, &order, change.as_ref(), p)?,
    }
    let after = store::orders::by_id(cx.tx, order.id)?;
    let pending = pending::of(cx.tx, &after)?.is_some();
    Ok(json!({
        "order": order.number, "version": after.version, "state": after.state,
        "revision": after.revision, "pending": pending,
    }))
}

fn refuse_half_answers(p: &ReviewGive) -> Result<(), Refusal> {
    let conditional = p.verdict == Verdict::Conditional;
    let said = p.condition.as_ref().is_some_and(|text| !text.is_empty());
    if conditional && !said && p.condition_paid.is_none() {
        return Err(Refusal::bad_field("condition", "what the pass depends on"));
    }
    let only = "only with verdict conditional";
    for (field, given) in [
        ("condition", said),
        ("stage", p.stage.is_some()),
        ("condition_paid", p.condition_paid.is_some()),
    ] {
        if given && !conditional {
            return Err(Refusal::bad_field(field, only));
        }
    }
    if p.condition_paid
        .is_some_and(|percent| !(1..=10_000).contains(&percent.count()))
    {
        return Err(Refusal::bad_field("condition_paid", "above 0, to 100"));
    }
    if p.condition_paid.is_some() && p.stage == Some(Gate::Pack) {
        return Err(Refusal::bad_field(
            "stage",
            "dispatch: money is tested there",
        ));
    }
    if p.must_return == Some(true) && p.verdict != Verdict::Fail {
        return Err(Refusal::bad_field("must_return", "only with verdict fail"));
    }
    Ok(())
}

/// A condition that names a department asks it too, where a row of the route says so.
fn ask_named(cx: &mut Cx<'_>, order: &Order, condition: &str) -> Outcome<()> {
    if condition.is_empty() {
        return Ok(());
    }
    let mut named = route::named_in(cx.tx, order, condition)?;
    let asked = reviews::opinions(cx.tx, order.id, order.round)?;
    named.retain(|rule| asked.iter().all(|o| o.department != rule.department.name()));
    if named.is_empty() {
        return Ok(());
    }
    submit::ask_departments(cx, order.id, order.round, &named)?;
    let departments: Vec<_> = named.iter().map(|rule| rule.department).collect();
    cx.note_order(
        order.id,
        "review.asked",
        json!({ "departments": departments }),
    );
    Ok(())
}

fn take_part(cx: &Cx<'_>, order: &Order, department: Role) -> Outcome<()> {
    store::orders::hand(cx.tx, order.id, "reviewer", cx.actor.id)?;
    if department == Role::Finance {
        store::orders::hand(cx.tx, order.id, "finance_reviewer", cx.actor.id)?;
    }
    Ok(())
}

/// Sends the order back, or drops the version of it that waits.
fn send_back(
    cx: &mut Cx<'_>,
    order: &Order,
    waiting: Option<&Change>,
    p: &ReviewGive,
) -> Outcome<()> {
    let reasons = json!([{ "code": p.department, "text": p.text }]);
    let decision = Decision {
        round: order.round,
        outcome: "returned".to_owned(),
        objective: None,
        accurate: None,
        note: p.text.clone().unwrap_or_default(),
        reasons: reasons.to_string(),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    reviews::decide(cx.tx, order.id, &decision)?;
    if let Some(change) = waiting {
        pending::drop_it(cx, order, change, &reasons)?;
        return close::close_if_done(cx, order.id);
    }
    store::orders::set_state(cx.tx, order.id, State::Returned, cx.at)?;
    cx.note_order(order.id, "order.returned", json!({ "reasons": reasons }));
    Ok(())
}
