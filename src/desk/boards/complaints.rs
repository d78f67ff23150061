//! `ask complaints` and `ask surveys`: what customers are not content with, and how content they are.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::domain::ids::{CustomerId, OrderId};
use crate::domain::number::divide_half_up;
use crate::domain::{Day, Moment, Money, Refusal};
use crate::store::complaints::{self, Answer, Complaint, Filter, Satisfaction, Survey};
use crate::store::{self, Db};

payload! {
    /// Complaints, newest first.
    pub struct ComplaintsQuery {
        /// One complaint.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub complaint: Option<String>,
        /// About this order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Of this customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// Only those that are not closed.
        #[serde(default, deserialize_with = "fields::flag")]
        #[cfg_attr(test, schemars(with = "Option<bool>"))]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Surveys, newest first, and the satisfaction of each customer (CSAT: the share of 4 and 5).
    pub struct SurveysQuery {
        /// Of this customer.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// From this day on.
        pub from: Option<Day>,
        /// Up to this day.
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A complaint.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComplaintView {
    /// Number.
    pub complaint: String,
    /// open or closed.
    pub state: String,
    /// Version.
    pub version: i64,
    /// Customer code.
    pub customer: String,
    /// Customer name.
    pub customer_name: String,
    /// Telephone at hand.
    pub phone: String,
    /// Its order.
    pub order: Option<String>,
    /// The return that deals with it.
    pub r#return: Option<String>,
    /// 1 worst to 3.
    pub severity: i64,
    /// In words.
    pub text: String,
    /// The third or a later one of the customer in 90 days.
    pub repeated: bool,
    /// Login of who took it.
    pub opened_by: String,
    /// When.
    pub opened_at: Moment,
    /// When an end is due.
    pub due: Moment,
    /// The chain of answers.
    pub answers: Vec<Answer>,
    /// Its root.
    pub cause: String,
    /// What was done.
    pub remedy: String,
    /// What that cost.
    pub cost: Option<Money>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Row, the cursor.
    #[serde(skip)]
    id: i64,
}

/// Answers with a page of complaints.
pub fn complaints(qx: &Qx<'_>, q: &ComplaintsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    if let Some(number) = &q.complaint {
        let found = complaints::by_number(qx.db, number)?;
        let found = found.ok_or_else(|| Refusal::not_found("complaint", number))?;
        return Ok(page::page(&[view(qx.db, &found)?], 2, |_| String::new()));
    }
    let order = q.order.as_deref().map(|n| load::order(qx.db, n));
    let customer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code));
    let filter = Filter {
        order: order.transpose()?.map(|order| order.id),
        customer: customer.transpose()?.map(|customer| customer.id),
        open_only: q.open.unwrap_or(false),
        before: page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX),
    };
    let mut rows = Vec::new();
    for found in complaints::list(qx.db, &filter, limit)? {
        rows.push(view(qx.db, &found)?);
    }
    Ok(page::page(&rows, limit, |row| row.id.to_string()))
}

/// The complaints about an order that are not closed, newest first.
pub fn of_order(db: &Db, order: OrderId) -> Outcome<Vec<ComplaintView>> {
    let filter = Filter {
        order: Some(order),
        open_only: true,
        before: i64::MAX,
        ..Filter::default()
    };
    let found = complaints::list(db, &filter, page::USUAL)?;
    found.iter().map(|found| view(db, found)).collect()
}

/// The last complaints of a customer, newest first.
pub fn of_customer(db: &Db, customer: CustomerId, limit: i64) -> Outcome<Vec<ComplaintView>> {
    let filter = Filter {
        customer: Some(customer),
        before: i64::MAX,
        ..Filter::default()
    };
    let found = complaints::list(db, &filter, limit)?;
    found.iter().map(|found| view(db, found)).collect()
}

/// How content a customer has been so far; null if nobody has asked.
pub fn csat_of(db: &Db, customer: CustomerId) -> Outcome<Value> {
    let scores = complaints::satisfaction(db, Some(customer), (None, None), 1)?;
    Ok(scores.first().map_or(Value::Null, satisfaction))
}

fn view(db: &Db, c: &Complaint) -> Outcome<ComplaintView> {
    let customer = store::customers::by_id(db, c.customer_id)?;
    let order = c.order_id.map(|id| store::orders::by_id(db, id));
    let of_return = c.return_id.map(|id| store::returns::by_id(db, id));
    let closed = c.closed_at.is_some();
    Ok(ComplaintView {
        complaint: c.number.clone(),
        state: if closed { "closed" } else { "open" }.to_owned(),
        version: c.version,
        customer: customer.code,
        customer_name: customer.name,
        phone: customer.phone,
        order: order.transpose()?.map(|o| o.number),
        r#return: of_return.transpose()?.map(|r| r.number),
        severity: c.severity,
        text: c.text.clone(),
        repeated: c.repeated,
        opened_by: store::office::staff(db, c.opened_by)?.login,
        opened_at: c.opened_at,
        due: c.due_at,
        answers: complaints::answers(db, c.id)?,
        cause: c.cause.clone(),
        remedy: c.remedy.clone(),
        cost: c.cost,
        closed_at: c.closed_at,
        id: c.id.0,
    })
}

/// Answers with a page of surveys and with the satisfaction by customer.
pub fn surveys(qx: &Qx<'_>, q: &SurveysQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let before = page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX);
    let customer = q
        .customer
        .as_deref()
        .map(|code| find::customer(qx.db, code));
    let customer = customer.transpose()?.map(|customer| customer.id);
    let span = (q.from, q.to);
    let rows = complaints::surveys(qx.db, customer, span, before, limit)?;
    let scores = complaints::satisfaction(qx.db, customer, span, page::MOST)?;
    let mut told = Vec::with_capacity(rows.len());
    for survey in &rows {
        told.push(survey_row(qx.db, survey)?);
    }
    let full = i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
    let next = rows.last().filter(|_| full).map(|row| row.id.to_string());
    let csat: Vec<_> = scores.iter().map(satisfaction).collect();
    Ok(json!({ "rows": told, "csat": csat, "next": next }))
}

fn survey_row(db: &Db, s: &Survey) -> Outcome<Value> {
    let customer = s.customer_id.map(|id| store::customers::by_id(db, id));
    let opened = s.complaint_id.map(|id| complaints::by_id(db, id));
    Ok(json!({
        "survey": s.number, "order": store::orders::by_id(db, s.order_id)?.number,
        "customer": customer.transpose()?.map(|c| c.code), "score": s.score, "reason": s.reason,
        "planned": s.planned, "complaint": opened.transpose()?.map(|c| c.number),
        "who": store::office::staff(db, s.staff_id)?.login, "at": s.at,
    }))
}

/// A part of so many, to four decimals.
pub fn ratio(part: i64, of: i64) -> String {
    let exact = divide_half_up(i128::from(part) * 10_000, i128::from(of.max(1)));
    format!("{}.{:04}", exact / 10_000, exact % 10_000)
}

/// The share of 4 and 5, and the mean score, both to four decimals.
fn satisfaction(s: &Satisfaction) -> Value {
    json!({
        "customer": s.customer, "surveys": s.surveys, "satisfied": s.satisfied,
        "csat": ratio(s.satisfied, s.surveys), "mean": ratio(s.points, s.surveys),
    })
}
