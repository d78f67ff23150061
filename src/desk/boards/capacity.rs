//! `ask capacity`: what the makers of a family can make, week by week.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::desk::stock::capacity::Space;
use crate::domain::Refusal;
use crate::domain::week::Week;
use crate::store::capacity as rows;

payload! {
    /// Capacities with what is taken of them, by family and week.
    pub struct CapacityQuery {
        /// One family.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub family: Option<String>,
        /// From this week.
        pub from: Option<Week>,
        /// To this week.
        pub to: Option<Week>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with capacities, what is taken and what is free.
pub fn capacity(qx: &Qx<'_>, q: &CapacityQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let after = q.after.as_deref().map(key).transpose()?;
    let found = rows::list(qx.db, q.family.as_deref(), (q.from, q.to), after, limit)?;
    let mut shown = Vec::with_capacity(found.len());
    for row in &found {
        let space = Space::of(qx.db, row, None)?;
        shown.push(json!({
            "family": row.family, "week": row.week, "units": space.units,
            "taken": space.taken, "free": space.free(),
        }));
    }
    let full = i64::try_from(found.len()).is_ok_and(|n| n >= limit);
    let last = found.last().filter(|_| full);
    let next = last.map(|row| format!("{}/{}", row.family, row.week));
    Ok(json!({ "rows": shown, "next": next }))
}

/// Reads `family/2026-W48`.
fn key(after: &str) -> Result<(&str, Week), Refusal> {
    let parts = after.rsplit_once('/');
    parts
        .and_then(|(family, week)| Some((family, week.parse().ok()?)))
        .ok_or_else(|| Refusal::bad_field("after", "the `next` of a page"))
}
