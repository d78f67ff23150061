//! Paging: every list answers `{rows, next}`, and never loads a whole table.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::Refusal;

/// Rows of a page if nobody says how many.
pub const USUAL: i64 = 50;

/// Rows of a page at most.
pub const MOST: i64 = 1_000;

/// How many rows are wanted, within bounds.
pub fn limit(asked: Option<i64>) -> Result<i64, Refusal> {
    match asked {
        None => Ok(USUAL),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(Refusal::bad_field("limit", "1 to 1000")),
    }
}

/// The refusal of a cursor that no page has given.
pub fn no_cursor() -> Refusal {
    Refusal::bad_field("after", "the `next` of a page")
}

/// Reads a cursor that is a row id.
pub fn after_id(after: Option<&str>) -> Result<Option<i64>, Refusal> {
    after
        .map(|text| text.parse().map_err(|_| no_cursor()))
        .transpose()
}

/// The cursor of a list that is ranked first and then by code.
pub fn ranked(rank: i64, code: &str) -> String {
    format!("{rank}:{code}")
}

/// Reads such a cursor.
pub fn after_ranked(after: Option<&str>) -> Result<Option<(i64, &str)>, Refusal> {
    let Some(text) = after else { return Ok(None) };
    let parts = text.split_once(':');
    let read = parts.and_then(|(rank, code)| Some((rank.parse().ok()?, code)));
    read.map(Some).ok_or_else(no_cursor)
}

/// A page: `next` is the cursor of its last row if there may be more.
pub fn page<T: Serialize>(rows: &[T], limit: i64, cursor: impl Fn(&T) -> String) -> Value {
    let full = i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
    let next = rows.last().filter(|_| full).map(cursor);
    json!({ "rows": rows, "next": next })
}

/// A page of a list that is short by nature (warehouses, people); its cursor counts rows.
pub fn of_short<T: Serialize>(
    rows: &[T],
    asked: Option<i64>,
    after: Option<&str>,
) -> Result<Value, Refusal> {
    let limit = usize::try_from(limit(asked)?).unwrap_or(usize::MAX);
    let from = usize::try_from(after_id(after)?.unwrap_or(0))
        .unwrap_or(0)
        .min(rows.len());
    let to = from.saturating_add(limit).min(rows.len());
    let next = (to < rows.len()).then(|| to.to_string());
    Ok(json!({ "rows": &rows[from..to], "next": next }))
}
