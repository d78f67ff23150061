//! `ask pick_list`, `ask substitutes`: what to fetch where, and what could be had instead.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::domain::{Day, Qty, Refusal};
use crate::store::pick::{self, PickFilter};

payload! {
    /// Pick list 拣货单: what is reserved and waits to be packed, by location.
    pub struct PickListQuery {
        /// For one order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// In one warehouse.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Only what is promised up to this day.
        pub until: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// What could be had instead of a product: same style or family, on sale, with free stock; the
    /// nearest first.
    pub struct SubstitutesQuery {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// How much is wanted (default 1).
        pub qty: Option<Qty>,
        /// Rows (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
    }
}

/// Answers with a page of what to fetch.
pub fn pick_list(qx: &Qx<'_>, q: &PickListQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    if q.order.is_none() && q.warehouse.is_none() {
        return Err(Refusal::bad_field("order", "an order or a warehouse").into());
    }
    let order = q.order.as_deref().map(|number| load::order(qx.db, number));
    let site = q.warehouse.as_deref();
    let site = site.map(|code| find::warehouse(qx.db, code));
    let filter = PickFilter {
        order: order.transpose()?.map(|o| o.id),
        warehouse: site.transpose()?.map(|w| w.id),
        until: q.until,
    };
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let rows = pick::list(qx.db, &filter, skip, limit)?;
    let seen = skip.saturating_add(i64::try_from(rows.len()).unwrap_or(limit));
    let next = (seen - skip >= limit).then(|| seen.to_string());
    Ok(json!({ "rows": rows, "next": next }))
}

/// Answers with what could be had instead.
pub fn substitutes(qx: &Qx<'_>, q: &SubstitutesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let product = find::product(qx.db, &q.product)?;
    let qty = q.qty.unwrap_or(Qty::ONE);
    let rows = pick::substitutes(qx.db, product.id, qty, limit)?;
    Ok(json!({ "rows": rows, "next": Value::Null }))
}
