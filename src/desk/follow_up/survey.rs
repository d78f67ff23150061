//! `survey.record`, and the plan of whom to ask (`rules.md §10`).
//!
//! The plan is fixed at the signature, before anybody speaks with the customer: every n-th order
//! that is signed for whole, counted over the life of the office.

use serde_json::{Value, json};

use super::complaint::{self, Grievance};
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::orders::load;
use crate::desk::{fields, settings, shipping_tolerance, workdays};
use crate::domain::calendar::Hours;
use crate::domain::ids::OrderId;
use crate::domain::{Code, Refusal};
use crate::store;
use crate::store::complaints::{self, Survey};

payload! {
    /// Writes down how satisfied a customer is with an order that was signed for. A score of 1 or 2
    /// opens a complaint.
    pub struct SurveyRecord {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// 1 (bad) to 5 (good).
        pub score: i64,
        /// Why.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub reason: Option<String>,
        /// The order's version that was read.
        pub version: Option<i64>,
    }
}

/// Working days in which a planned survey should be made.
const PLAN_DAYS: u32 = 3;
/// Up to this score a survey opens a complaint.
const LOW_SCORE: i64 = 2;
/// How severe that complaint is.
const LOW_SCORE_SEVERITY: i64 = 3;

/// Writes the score.
pub fn record(cx: &mut Cx<'_>, p: &SurveyRecord) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if !(1..=5).contains(&p.score) {
        return Err(Refusal::bad_field("score", "1 to 5").into());
    }
    let lines = store::orders::lines(cx.tx, order.id)?;
    if lines.iter().all(|line| line.signed.is_zero()) {
        let refusal = Refusal::wrong_state(&order.number, order.state);
        return Err(refusal.fact("why", "not_signed").into());
    }
    if let Some(made) = complaints::survey_of(cx.tx, order.id)? {
        return Err(Refusal::new(Code::AlreadyThere)
            .fact("kind", "survey")
            .fact("what", made.number)
            .fact("order", &order.number)
            .into());
    }
    let reason = p.reason.clone().unwrap_or_default();
    let number = cx.next_number("SV")?;
    let opened = match order.customer_id.filter(|_| p.score <= LOW_SCORE) {
        None => None,
        Some(customer) => {
            // Words of the file stand in no language: a score without a reason is its number.
            let said = format!("{number} {}/5 {reason}", p.score);
            let grievance = Grievance {
                customer,
                order: Some(order.id),
                of_return: None,
                severity: LOW_SCORE_SEVERITY,
                text: said.trim_end(),
            };
            Some(complaint::take(cx, &grievance)?)
        }
    };
    let survey = Survey {
        id: 0,
        number,
        order_id: order.id,
        customer_id: order.customer_id,
        score: p.score,
        reason,
        planned: complaints::is_planned(cx.tx, order.id)?,
        complaint_id: opened.as_ref().map(|c| c.id),
        staff_id: cx.actor.id,
        at: cx.at,
    };
    complaints::insert_survey(cx.tx, &survey)?;
    cx.changed(Aggregate::Contact);
    let facts = json!({ "survey": survey.number, "score": p.score, "text": survey.reason });
    cx.note_order(order.id, "survey.recorded", facts);
    Ok(json!({
        "survey": survey.number, "order": order.number,
        "complaint": opened.as_ref().map(|c| &c.number), "due": opened.as_ref().map(|c| c.due_at),
    }))
}

/// Gives an order that is signed for whole its turn in the plan; call it at every signature.
pub fn plan(cx: &mut Cx<'_>, id: OrderId) -> Outcome<()> {
    let every = settings::SURVEY_EVERY.count(cx.tx)?;
    if every == 0 {
        return Ok(());
    }
    let order = store::orders::by_id(cx.tx, id)?;
    let lines = store::orders::lines(cx.tx, id)?;
    let signed = lines.iter().any(|line| !line.signed.is_zero());
    let under_way = lines
        .iter()
        .any(|line| !line.packed.is_zero() || line.signed.0 + line.refused.0 < line.shipped.0);
    if !signed || under_way || !shipping_tolerance::is_complete(cx.tx, &order, &lines)? {
        return Ok(());
    }
    let hours = PLAN_DAYS * Hours::default().length();
    let due = workdays::calendar(cx.tx)?.plus_work_hours(cx.at, hours, Hours::default());
    complaints::take_turn(cx.tx, id, i64::from(every), (cx.at, due))?;
    cx.changed(Aggregate::Contact);
    Ok(())
}
