//! `ask csat`: how content customers are, by customer, product, carrier or clerk (`rules.md §10`).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::complaints::ratio;
use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::Day;
use crate::store::complaints::{self, ScoresBy};

/// What scores are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CsatBy {
    /// The customer.
    #[default]
    Customer,
    /// Each product of the order.
    Product,
    /// Each carrier that brought a part of it.
    Carrier,
    /// Who keyed the order.
    Clerk,
}

payload! {
    /// Scores of surveys, the worst first: how many, the share of 4 and 5 (`csat`), the mean.
    pub struct CsatQuery {
        /// customer (default), product, carrier or clerk.
        pub by: Option<CsatBy>,
        /// Surveys made from this day on.
        pub from: Option<Day>,
        /// Surveys made up to this day.
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of scores.
pub fn csat(qx: &Qx<'_>, q: &CsatQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let by = match q.by.unwrap_or_default() {
        CsatBy::Customer => ScoresBy::Customer,
        CsatBy::Product => ScoresBy::Product,
        CsatBy::Carrier => ScoresBy::Carrier,
        CsatBy::Clerk => ScoresBy::Clerk,
    };
    let found = complaints::scores(qx.db, by, (q.from, q.to), limit, skip)?;
    let rows: Vec<_> = found
        .iter()
        .map(|s| {
            json!({
                "code": s.code, "name": s.name, "surveys": s.surveys, "satisfied": s.satisfied,
                "csat": ratio(s.satisfied, s.surveys), "mean": ratio(s.points, s.surveys),
            })
        })
        .collect();
    let full = i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
    let next = full.then(|| skip.saturating_add(limit).to_string());
    Ok(json!({ "rows": rows, "next": next }))
}
