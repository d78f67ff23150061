//! `ask stock`, `ask promise`, and what stands beside them.

use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::desk::stock::{order_promise, query};
use crate::domain::{Day, Qty, Refusal};
use crate::store::{board_stock, shipments, transfers};

payload! {
    /// On hand, reserved, packed, expected and free, by product and warehouse.
    pub struct StockQuery {
        /// One product only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// One warehouse only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// When a quantity of a product can be had, or the lines of a whole order.
    pub struct PromiseQuery {
        /// Product.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// Instead of a product: every line of this order that is still to come.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// How much (default 1).
        pub qty: Option<Qty>,
        /// From one warehouse only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Counted from this day (default today).
        pub on: Option<Day>,
    }
}

payload! {
    /// For whom a product is kept, those first whose time is up first.
    pub struct ReservationsQuery {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// What is expected of a product and not all in, the first due first.
    pub struct SuppliesQuery {
        /// Product.
        #[serde(deserialize_with = "fields::code")]
        pub product: String,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Goods sent from one warehouse to another, newest first.
    pub struct TransfersQuery {
        /// One product only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub product: Option<String>,
        /// Only from or to this warehouse.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// Only those still under way (default yes).
        #[serde(default, deserialize_with = "fields::flag")]
        pub open: Option<bool>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// Signed shipments whose delivery slip 回单 is not back, the longest signed first.
    pub struct SlipsQuery {
        /// One carrier only.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub carrier: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of transfers.
pub fn transfers(qx: &Qx<'_>, q: &TransfersQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let product = q.product.as_deref().map(|code| find::product(qx.db, code));
    let site = q.warehouse.as_deref();
    let site = site.map(|code| find::warehouse(qx.db, code));
    let rows = transfers::list(
        qx.db,
        product.transpose()?.map(|p| p.id),
        site.transpose()?.map(|w| w.id),
        q.open.unwrap_or(true),
        page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX),
        limit,
    )?;
    Ok(page::page(&rows, limit, |row| row.key.to_string()))
}

/// Answers with a page of slips that are still out.
pub fn slips(qx: &Qx<'_>, q: &SlipsQuery) -> Outcome<Value> {
    let (limit, skip) = (page::limit(q.limit)?, skip(q.after.as_deref())?);
    let carrier = q.carrier.as_deref().map(|code| find::carrier(qx.db, code));
    let carrier = carrier.transpose()?.map(|c| c.id);
    let rows = shipments::slips(qx.db, carrier, skip, limit)?;
    let seen = skip.saturating_add(i64::try_from(rows.len()).unwrap_or(limit));
    let next = (seen - skip >= limit).then(|| seen.to_string());
    Ok(json!({ "rows": rows, "next": next }))
}

/// Answers with a page of stock.
pub fn stock(qx: &Qx<'_>, q: &StockQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let (product, warehouse) = (q.product.as_deref(), q.warehouse.as_deref());
    query::stock(
        qx.db,
        qx.today,
        product,
        warehouse,
        q.after.as_deref(),
        limit,
    )
}

/// Answers with the promise by day.
pub fn promise(qx: &Qx<'_>, q: &PromiseQuery) -> Outcome<Value> {
    if q.qty.is_some_and(|qty| qty.count() <= 0) {
        return Err(Refusal::bad_field("qty", "above 0").into());
    }
    let today = q.on.unwrap_or(qx.today);
    let product = match (&q.product, &q.order) {
        (Some(product), None) => product,
        (None, Some(order)) => return order_promise::order_promise(qx.db, today, order),
        _ => return Err(Refusal::bad_field("product", "either a product or an order").into()),
    };
    query::promise(
        qx.db,
        today,
        product,
        Some(q.qty.unwrap_or(Qty::ONE)),
        q.warehouse.as_deref(),
    )
}

/// Answers with a page of those a product is kept for.
pub fn reservations(qx: &Qx<'_>, q: &ReservationsQuery) -> Outcome<Value> {
    let (limit, skip) = (page::limit(q.limit)?, skip(q.after.as_deref())?);
    let product = find::product(qx.db, &q.product)?;
    let rows = board_stock::held(qx.db, product.id, skip, limit)?;
    Ok(page::page(&rows, limit, |row| row.key.to_string()))
}

/// Answers with a page of what is expected.
pub fn supplies(qx: &Qx<'_>, q: &SuppliesQuery) -> Outcome<Value> {
    let (limit, skip) = (page::limit(q.limit)?, skip(q.after.as_deref())?);
    let product = find::product(qx.db, &q.product)?;
    let rows = board_stock::incoming(qx.db, product.id, skip, limit)?;
    let seen = skip.saturating_add(i64::try_from(rows.len()).unwrap_or(limit));
    let next = (seen - skip >= limit).then(|| seen.to_string());
    Ok(json!({ "rows": rows, "next": next }))
}

/// Open supply and reservations of one product are few, so a page begins after so many rows.
fn skip(after: Option<&str>) -> Result<i64, Refusal> {
    Ok(page::after_id(after)?.unwrap_or(0).max(0))
}
