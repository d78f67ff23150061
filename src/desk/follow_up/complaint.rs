//! `complaint.open`, `complaint.answer`, `complaint.close` (`rules.md §10`).

use serde_json::{Value, json};

use super::exception::{self, ExceptionKind};
use super::subject::Subject;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::{fields, workdays};
use crate::domain::calendar::Hours;
use crate::domain::ids::{ComplaintId, CustomerId, OrderId, ReturnId};
use crate::domain::{Moment, Money, Refusal};
use crate::store::complaints::{self, Complaint};
use crate::store::{self, Db};

payload! {
    /// Takes a complaint. Its severity sets when it has to be dealt with; the third of a customer
    /// in 90 days raises an alert.
    pub struct ComplaintOpen {
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// Order it is about.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Return that deals with it.
        #[serde(default, rename = "return", deserialize_with = "fields::code_opt")]
        pub of_return: Option<String>,
        /// 1 worst (4 working hours), 2 (1 working day), 3 (3 working days).
        pub severity: i64,
        /// In words.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
    }
}

payload! {
    /// Answers a complaint; it stays until it is closed.
    pub struct ComplaintAnswer {
        /// Complaint.
        #[serde(deserialize_with = "fields::code")]
        pub complaint: String,
        /// The answer.
        #[serde(deserialize_with = "fields::clean")]
        pub text: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

payload! {
    /// Closes a complaint with its cause, its remedy and what that cost.
    pub struct ComplaintClose {
        /// Complaint.
        #[serde(deserialize_with = "fields::code")]
        pub complaint: String,
        /// Its root.
        #[serde(deserialize_with = "fields::clean")]
        pub cause: String,
        /// What was done.
        #[serde(deserialize_with = "fields::clean")]
        pub remedy: String,
        /// What that cost (default nothing).
        pub cost: Option<Money>,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Days in which complaints of a customer are counted.
const COUNTED_DAYS: i64 = 90;
/// From this one in these days on it is an alert.
const ALERT_FROM: i64 = 3;

/// What a complaint is made of, whoever takes it.
#[derive(Debug)]
pub struct Grievance<'a> {
    /// Who complains.
    pub customer: CustomerId,
    /// About which order.
    pub order: Option<OrderId>,
    /// Dealt with by which return.
    pub of_return: Option<ReturnId>,
    /// 1 worst to 3.
    pub severity: i64,
    /// In words.
    pub text: &'a str,
}

/// Takes a complaint by hand.
pub fn open(cx: &mut Cx<'_>, p: &ComplaintOpen) -> Outcome<Value> {
    let customer = find::customer(cx.tx, &p.customer)?;
    let order = p.order.as_deref().map(|n| load::order(cx.tx, n));
    let order = order.transpose()?;
    let of_return = match &p.of_return {
        None => None,
        Some(number) => {
            let found = store::returns::by_number(cx.tx, number)?;
            Some(found.ok_or_else(|| Refusal::not_found("return", number))?)
        }
    };
    if !(1..=3).contains(&p.severity) {
        return Err(Refusal::bad_field("severity", "1, 2 or 3").into());
    }
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "what is complained about").into());
    }
    if order
        .as_ref()
        .is_some_and(|o| o.customer_id != Some(customer.id))
    {
        return Err(Refusal::bad_field("order", "an order of the customer").into());
    }
    if of_return
        .as_ref()
        .is_some_and(|r| r.customer_id != Some(customer.id))
    {
        return Err(Refusal::bad_field("return", "a return of the customer").into());
    }
    let grievance = Grievance {
        customer: customer.id,
        order: order
            .map(|o| o.id)
            .or(of_return.as_ref().map(|r| r.order_id)),
        of_return: of_return.map(|r| r.id),
        severity: p.severity,
        text: &p.text,
    };
    let taken = take(cx, &grievance)?;
    cx.about(&taken.number);
    Ok(json!({
        "complaint": taken.number, "version": 1, "due": taken.due_at, "repeated": taken.repeated,
    }))
}

/// Takes a complaint: by hand, or because of a low score.
pub fn take(cx: &mut Cx<'_>, g: &Grievance<'_>) -> Outcome<Complaint> {
    let window = cx.at.day().plus_days(-COUNTED_DAYS);
    let before = complaints::since(cx.tx, g.customer, at_time_of(window, cx.at))?;
    let mut complaint = Complaint {
        id: ComplaintId(0),
        number: cx.next_number("CP")?,
        customer_id: g.customer,
        order_id: g.order,
        return_id: g.of_return,
        severity: g.severity,
        text: g.text.to_owned(),
        repeated: before + 1 >= ALERT_FROM,
        version: 1,
        due_at: due(cx.tx, cx.at, g.severity)?,
        opened_by: cx.actor.id,
        opened_at: cx.at,
        cause: String::new(),
        remedy: String::new(),
        cost: None,
        closed_by: None,
        closed_at: None,
    };
    complaint.id = complaints::insert(cx.tx, &complaint)?;
    cx.changed(Aggregate::Contact);
    let about = subject(&complaint);
    let facts = json!({
        "complaint": complaint.number, "severity": g.severity, "text": g.text,
        "due": complaint.due_at,
    });
    about.note(cx, "complaint.opened", facts);
    if complaint.repeated {
        let facts = json!({ "complaints": before + 1, "days": COUNTED_DAYS });
        exception::raise_by_rule(cx, ExceptionKind::ComplaintRepeated, &about, &facts)?;
    }
    Ok(complaint)
}

/// The day, at the time of day of `now`: 90 days to the second.
fn at_time_of(day: crate::domain::Day, now: Moment) -> Moment {
    let since_midnight = now.time() - now.day().start().time();
    Moment::new(day.start().time() + since_midnight).unwrap_or(day.start())
}

/// By severity: 4 working hours, a working day, three.
fn due(db: &Db, at: Moment, severity: i64) -> Outcome<Moment> {
    let day = Hours::default().length();
    let hours = match severity {
        1 => 4,
        2 => day,
        _ => 3 * day,
    };
    Ok(workdays::calendar(db)?.plus_work_hours(at, hours, Hours::default()))
}

/// Answers.
pub fn answer(cx: &mut Cx<'_>, p: &ComplaintAnswer) -> Outcome<Value> {
    let complaint = complaint_for(cx, &p.complaint, p.version)?;
    if p.text.is_empty() {
        return Err(Refusal::bad_field("text", "the answer").into());
    }
    complaints::answer(cx.tx, complaint.id, &p.text, (cx.actor.id, cx.at))?;
    cx.changed(Aggregate::Contact);
    let facts = json!({ "complaint": complaint.number, "text": p.text });
    subject(&complaint).note(cx, "complaint.answered", facts);
    Ok(json!({ "complaint": complaint.number, "version": complaint.version + 1 }))
}

/// Closes; an alert about it is solved with it.
pub fn close(cx: &mut Cx<'_>, p: &ComplaintClose) -> Outcome<Value> {
    let complaint = complaint_for(cx, &p.complaint, p.version)?;
    for (field, text, why) in [
        ("cause", &p.cause, "the root of it"),
        ("remedy", &p.remedy, "what was done"),
    ] {
        if text.is_empty() {
            return Err(Refusal::bad_field(field, why).into());
        }
    }
    let cost = p.cost.unwrap_or(Money::ZERO);
    if cost < Money::ZERO {
        return Err(Refusal::bad_field("cost", "from 0").into());
    }
    let by = (cx.actor.id, cx.at);
    complaints::close(cx.tx, complaint.id, (&p.cause, &p.remedy, cost), by)?;
    cx.changed(Aggregate::Contact);
    let about = subject(&complaint);
    let facts = json!({
        "complaint": complaint.number, "cause": p.cause, "remedy": p.remedy, "cost": cost,
    });
    about.note(cx, "complaint.closed", facts);
    exception::solve_by_rule(cx, ExceptionKind::ComplaintRepeated, &about, &p.remedy)?;
    Ok(json!({
        "complaint": complaint.number, "version": complaint.version + 1, "state": "closed",
    }))
}

/// The complaint of this number, if it is not closed and has not moved since it was read.
fn complaint_for(cx: &mut Cx<'_>, number: &str, seen: Option<i64>) -> Outcome<Complaint> {
    let found = complaints::by_number(cx.tx, number)?;
    let complaint = found.ok_or_else(|| Refusal::not_found("complaint", number))?;
    cx.about(&complaint.number);
    cx.expect_version(&complaint.number, complaint.version, seen)?;
    if complaint.closed_at.is_some() {
        return Err(Refusal::wrong_state(&complaint.number, "closed").into());
    }
    Ok(complaint)
}

fn subject(complaint: &Complaint) -> Subject {
    Subject {
        number: complaint.number.clone(),
        order: complaint.order_id,
        customer: Some(complaint.customer_id),
    }
}
