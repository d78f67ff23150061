//! `ask platform_orders` and `ask platform_order`: what the platforms say, beside what ours is.

use serde_json::{Value, json};

use super::said::{PlatformGoods, PlatformHead, known};
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::store::platforms::{self, PlatformRow};
use crate::store::{self, audit};

payload! {
    /// Orders of platforms of which nothing is ours to send: unpaid, or sent, closed or done there. What waits here
    /// stands in `ask worklist queue=platform`.
    pub struct PlatformOrdersQuery {
        /// Their state: pending_payment (default), shipped, done, closed.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub status: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// What a platform says of one order, and the rows of its files as they came.
    pub struct PlatformOrderQuery {
        /// Our order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// The platform's number, with `platform` and `shop`.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub outside_id: Option<String>,
        /// Platform.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub platform: Option<String>,
        /// Code of the customer whose orders they are (default PLATFORM).
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub shop: Option<String>,
    }
}

fn shown(row: &PlatformRow) -> Value {
    let marks: Vec<_> = row
        .marks
        .split(',')
        .filter(|mark| !mark.is_empty())
        .collect();
    let stays: Value = serde_json::from_str(&row.stays).unwrap_or_default();
    json!({
        "platform": row.platform, "shop": row.shop, "outside_id": row.outside_id, "channel": row.channel,
        "status": row.status, "status_text": row.status_text, "refund": row.refund, "carrier": row.carrier,
        "waybill": row.waybill, "ship_by": row.ship_by, "marks": marks, "stays": stays,
    })
}

/// Answers with orders that are not ours to send, by when they should leave.
pub fn list(qx: &Qx<'_>, q: &PlatformOrdersQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let status = q.status.as_deref().unwrap_or("pending_payment");
    let rows = platforms::unmade(qx.db, status, limit, skip)?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n >= limit);
    let next = full.then(|| (skip + limit).to_string());
    let rows: Vec<_> = rows.iter().map(shown).collect();
    Ok(json!({ "rows": rows, "next": next }))
}

/// Answers with one order.
pub fn one(qx: &Qx<'_>, q: &PlatformOrderQuery) -> Outcome<Value> {
    let row = match (&q.order, &q.outside_id, &q.platform) {
        (Some(number), _, _) => platforms::of_order(qx.db, load::order(qx.db, number)?.id)?,
        (None, Some(id), Some(platform)) => {
            let shop = q.shop.as_deref().unwrap_or("PLATFORM");
            platforms::order(qx.db, platform, shop, id)?
        }
        _ => {
            return Err(Refusal::bad_field("order", "an order, or outside_id and platform").into());
        }
    };
    let told = q.order.as_ref().or(q.outside_id.as_ref());
    let told = told.map(String::as_str).unwrap_or_default();
    let row = row.ok_or_else(|| Refusal::not_found("platform_order", told))?;
    let ours = row.order_id.map(|id| store::orders::by_id(qx.db, id));
    let ours = ours.transpose()?;
    let number = ours.as_ref().map(|order| order.number.clone());
    let mut raw = Vec::new();
    for subject in number.iter().chain([&row.outside_id]) {
        for payload in audit::payloads(qx.db, subject, "import.order")? {
            let given: Value = serde_json::from_str(&payload).unwrap_or_default();
            raw.extend(given["raw"].as_array().cloned().unwrap_or_default());
        }
    }
    let same = match row.order_id {
        Some(id) => platforms::going_together(qx.db, &row, id)?,
        None => Vec::new(),
    };
    let mut answer = shown(&row);
    answer["order"] = json!(number);
    answer["state"] = json!(ours.map(|order| order.state));
    answer["head"] = json!(known::<PlatformHead>(row.head.as_ref()));
    answer["lines"] = json!(known::<Vec<PlatformGoods>>(row.lines.as_ref()));
    answer["same_buyer"] = json!(same);
    answer["raw"] = json!(raw);
    Ok(answer)
}
