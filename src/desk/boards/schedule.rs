//! `ask schedule`, `ask late`: what can be met when, and what will miss its promise.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::desk::stock::forecast::{self, Forecast};
use crate::desk::stock::schedule::{self, Planned, Policy, ScheduleRow, Trial};
use crate::domain::ids::SupplyId;
use crate::domain::{Day, Qty, Refusal};
use crate::store::told::{self, Told};
use crate::store::{self, customers};

payload! {
    /// Every line that is not packed or shipped whole, in the order it is served: the day it can be
    /// met, whether that is late, and the line that has its goods. With a bump or a supply to try,
    /// `was` is the day without it. Nothing is changed by looking.
    pub struct ScheduleQuery {
        /// Only lines that may be served from this warehouse.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Who is served first: rank (default), date, age.
        pub policy: Option<Policy>,
        /// One product only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// One order only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Only late lines, or only others.
        #[serde(default, deserialize_with = "fields::flag")]
        pub late: Option<bool>,
        /// Only lines whose day is another than without what is tried.
        #[serde(default, deserialize_with = "fields::flag")]
        pub changed: Option<bool>,
        /// Try: this order served before all others.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub bump: Option<String>,
        /// Try: only this line of it.
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub bump_line: Option<i64>,
        /// Try: an expected supply, by its number in `supplies`, on supply_date.
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub supply: Option<i64>,
        /// Try: goods of this product, with supply_qty and supply_date.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub supply_product: Option<String>,
        /// How much would come.
        pub supply_qty: Option<Qty>,
        /// When it would come.
        pub supply_date: Option<Day>,
        /// Where it would come (default the first warehouse).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub supply_warehouse: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Lines that will miss their promise, or have, the one promised first first: the day they will
    /// be there, why, and what the customer was told.
    pub struct LateQuery {
        /// One customer only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub customer: Option<String>,
        /// One product only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// One order only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// Only those whose customer was told that date or a later one, or only the others.
        #[serde(default, deserialize_with = "fields::flag")]
        pub told: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A line that will be late.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LateRow {
    /// Order.
    pub order: String,
    /// Line.
    pub line: i64,
    /// Customer code.
    pub customer: Option<String>,
    /// Customer name.
    pub customer_name: Option<String>,
    /// Telephone at hand.
    pub phone: Option<String>,
    /// Product code.
    pub product: String,
    /// Product name.
    pub name: String,
    /// Not yet signed for.
    pub qty: Qty,
    /// Promised for.
    pub promise: Option<Day>,
    /// When it will be there.
    pub predicted: Day,
    /// How many days late.
    pub days: i64,
    /// What it waits for: short, supply, not_shipped, packed, under_way.
    pub why: String,
    /// The line that has its goods: order/line.
    pub displaced_by: Option<String>,
    /// What the customer was told last.
    pub told: Option<Told>,
    /// What to say to the customer; `words` makes the sentence.
    pub say: Value,
}

/// Answers with a page of the schedule.
pub fn schedule(qx: &Qx<'_>, q: &ScheduleQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let policy = q.policy.unwrap_or(Policy::Rank);
    let trial = trial(qx, q)?;
    let planned = schedule::plan(qx.db, qx.today, policy, &trial)?;
    let before = if trial.is_nothing() {
        std::collections::HashMap::new()
    } else {
        let now = schedule::plan(qx.db, qx.today, policy, &Trial::default())?;
        now.iter().map(|row| (row.line.id, row.possible)).collect()
    };
    let code = |code: &Option<String>| code.clone();
    let site = code(&q.warehouse).map(|code| find::warehouse(qx.db, &code));
    let site = site.transpose()?.map(|w| w.id);
    let product = code(&q.product).map(|code| find::product(qx.db, &code));
    let product = product.transpose()?.map(|p| p.id);
    let order = code(&q.order).map(|number| load::order(qx.db, &number));
    let order = order.transpose()?.map(|o| o.id);
    let wanted = |row: &Planned| {
        let was = before.get(&row.line.id);
        site.is_none_or(|site| row.line.site.is_none_or(|own| own == site))
            && product.is_none_or(|product| product == row.line.product_id)
            && order.is_none_or(|order| order == row.line.order_id)
            && q.late.is_none_or(|late| late == row.late)
            && q.changed
                .is_none_or(|changed| changed == (was.is_some_and(|was| *was != row.possible)))
    };
    let found: Vec<&Planned> = planned.iter().filter(|row| wanted(row)).collect();
    paged(&found, limit, q.after.as_deref(), |row| {
        shown(qx, &planned, row, before.get(&row.line.id).copied())
    })
}

fn trial(qx: &Qx<'_>, q: &ScheduleQuery) -> Outcome<Trial> {
    let mut trial = Trial::default();
    if let Some(number) = &q.bump {
        trial.bump = Some((load::order(qx.db, number)?.id, q.bump_line));
    }
    if q.supply.is_none() && q.supply_product.is_none() {
        return Ok(trial);
    }
    let day = q.supply_date;
    let day = day.ok_or_else(|| Refusal::bad_field("supply_date", "a date"))?;
    trial.moved = q.supply.map(|id| (SupplyId(id), day));
    if let Some(code) = &q.supply_product {
        let product = find::product(qx.db, code)?;
        let qty = q.supply_qty.filter(|qty| *qty > Qty::ZERO);
        let qty = qty.ok_or_else(|| Refusal::bad_field("supply_qty", "above 0"))?;
        let site = match &q.supply_warehouse {
            Some(code) => Some(find::warehouse(qx.db, code)?),
            None => store::places::warehouses(qx.db)?.into_iter().next(),
        };
        let site = site.ok_or_else(|| Refusal::bad_field("supply_warehouse", "a warehouse"))?;
        trial.supply = Some((product.id, site.id, day, qty));
    }
    Ok(trial)
}

fn shown(qx: &Qx<'_>, planned: &[Planned], row: &Planned, was: Option<Day>) -> Outcome<Value> {
    let product = store::products::by_id(qx.db, row.line.product_id)?;
    Ok(json!(ScheduleRow {
        order: row.line.order.clone(),
        line: row.line.line,
        customer: row.line.customer.clone(),
        grade: row.line.grade,
        product: product.code,
        name: product.name,
        qty: row.line.to_pack,
        reserved: row.line.reserved,
        promise: row.line.promise_on,
        possible: row.possible,
        by: row.by,
        late: row.late,
        displaced_by: schedule::name_of(planned, row.displaced_by),
        bump: row.line.bump,
        was,
    }))
}

/// Answers with a page of what will be late.
pub fn late(qx: &Qx<'_>, q: &LateQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let code = |code: &Option<String>| code.clone();
    let customer = code(&q.customer).map(|code| find::customer(qx.db, &code));
    let customer = customer.transpose()?.map(|c| c.code);
    let product = code(&q.product).map(|code| find::product(qx.db, &code));
    let product = product.transpose()?.map(|p| p.id);
    let order = code(&q.order).map(|number| load::order(qx.db, &number));
    let order = order.transpose()?.map(|o| o.id);
    let mut found = Vec::new();
    for row in forecast::late(qx.db, qx.today)? {
        let wanted = customer
            .as_ref()
            .is_none_or(|code| row.line.customer.as_ref() == Some(code))
            && product.is_none_or(|product| product == row.line.product_id)
            && order.is_none_or(|order| order == row.line.order_id);
        if !wanted {
            continue;
        }
        if let Some(told) = q.told
            && told != is_told(qx, &row)?
        {
            continue;
        }
        found.push(row);
    }
    let found: Vec<&Forecast> = found.iter().collect();
    paged(&found, limit, q.after.as_deref(), |row| late_row(qx, row))
}

/// Whether the customer knows that date or a later one.
fn is_told(qx: &Qx<'_>, row: &Forecast) -> Outcome<bool> {
    let told = told::last(qx.db, row.line.order_id)?;
    Ok(told.is_some_and(|told| told.date.is_some_and(|date| date >= row.predicted)))
}

fn late_row(qx: &Qx<'_>, row: &Forecast) -> Outcome<Value> {
    let product = store::products::by_id(qx.db, row.line.product_id)?;
    let customer = row.line.customer.as_deref();
    let customer = customer.map(|code| customers::by_code(qx.db, code));
    let customer = customer.transpose()?.flatten();
    let qty = Qty::sum([row.line.to_pack, row.line.packed, row.line.under_way])?;
    let promise = row.line.promise_on.unwrap_or(qx.today);
    Ok(json!(LateRow {
        order: row.line.order.clone(),
        line: row.line.line,
        customer: row.line.customer.clone(),
        customer_name: customer.as_ref().map(|c| c.name.clone()),
        phone: customer.map(|c| c.phone),
        product: product.code,
        name: product.name.clone(),
        qty,
        promise: row.line.promise_on,
        predicted: row.predicted,
        days: row.predicted.days_since(promise),
        why: row.why.to_owned(),
        displaced_by: row.displaced_by.as_ref().map(|(_, name)| name.clone()),
        told: told::last(qx.db, row.line.order_id)?,
        say: json!({
            "code": "late",
            "facts": {
                "order": row.line.order, "name": product.name, "qty": qty, "unit": product.unit,
                "promise": promise, "date": row.predicted, "late_why": row.why,
            },
        }),
    }))
}

/// A page of rows that were worked out whole; the cursor counts rows.
fn paged<T>(
    found: &[&T],
    limit: i64,
    after: Option<&str>,
    show: impl Fn(&T) -> Outcome<Value>,
) -> Outcome<Value> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let from = usize::try_from(page::after_id(after)?.unwrap_or(0)).unwrap_or(0);
    let mut rows = Vec::new();
    for row in found.iter().skip(from).take(limit) {
        rows.push(show(row)?);
    }
    let to = from.saturating_add(rows.len());
    let next = (to < found.len()).then(|| to.to_string());
    Ok(json!({ "rows": rows, "next": next, "total": found.len() }))
}
