//! `ask overdue`: what is overdue, whose it is and since when, for whoever answers for it all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::page;
use super::worklist::{self, Queue};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;

/// Rows of each queue that are looked at; a desk with more overdue has other troubles.
const EACH: i64 = 2_000;

payload! {
    /// Everything on the worklist whose time is over, the longest overdue first, with whose it is;
    /// and how much of it each department has.
    pub struct OverdueQuery {
        /// One department only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub department: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of what is overdue, and the sums by department.
pub fn overdue(qx: &Qx<'_>, q: &OverdueQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let now = qx.at.to_string();
    let today = qx.today.to_string();
    let mut rows = worklist::collected(qx, None, None, EACH)?;
    // A day is over when the next one begins; an order that lacks something is due at once.
    rows.retain(|row| {
        if row.due.len() > today.len() {
            row.due < now
        } else {
            row.due < today
        }
    });
    rows.sort_by(|a, b| (&a.due, &a.subject).cmp(&(&b.due, &b.subject)));
    let mut departments: BTreeMap<String, (i64, String)> = BTreeMap::new();
    let mut told = Vec::new();
    for row in rows {
        let whose = whose(&row.queue, row.fact.as_deref(), &row.why);
        for one in &whose {
            let sum = departments
                .entry(one.clone())
                .or_insert_with(|| (0, row.due.clone()));
            sum.0 += 1;
        }
        if q.department
            .as_ref()
            .is_none_or(|only| whose.contains(only))
        {
            let mut shown = json!(row);
            shown["whose"] = json!(whose);
            told.push(shown);
        }
    }
    let (skip, take) = (
        usize::try_from(skip).unwrap_or(0),
        usize::try_from(limit).unwrap_or(0),
    );
    let total = told.len();
    let rows: Vec<_> = told.into_iter().skip(skip).take(take).collect();
    let seen = skip + rows.len();
    let by: Vec<_> = departments
        .into_iter()
        .map(|(department, (rows, oldest))| {
            json!({ "department": department, "rows": rows, "oldest": oldest })
        })
        .collect();
    Ok(json!({
        "rows": rows, "total": total, "departments": by,
        "next": (seen < total).then(|| seen.to_string()),
    }))
}

/// The departments whose a row is, or the person an answered task is back with.
fn whose(queue: &str, fact: Option<&str>, why: &str) -> Vec<String> {
    let Ok(queue) = queue.parse::<Queue>() else {
        return Vec::new();
    };
    if matches!(queue, Queue::Review | Queue::Tasks) {
        let name = fact.map(|fact| fact.trim_start_matches('@').to_owned());
        return name.into_iter().collect();
    }
    let in_vain = if why == "no_answer_3" { i64::MAX } else { 0 };
    let roles = queue.roles(fact, in_vain).iter();
    roles.map(|role| role.name().to_owned()).collect()
}
