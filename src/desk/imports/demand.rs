//! `ask demand` and `ask replies`: what a batch of shops' sheets wants together, and the answer to each shop.

use serde_json::{Value, json};

use super::batch;
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::Qty;
use crate::store::demand;

payload! {
    /// What the orders of a batch want together, by product: for the one who shares out and buys.
    pub struct DemandQuery {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

payload! {
    /// What one customer of a batch wanted and gets when: the reply to his sheet.
    pub struct RepliesQuery {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
        /// Customer.
        #[serde(deserialize_with = "fields::code")]
        pub customer: String,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with what is wanted, by product.
pub fn list(qx: &Qx<'_>, q: &DemandQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let after = page::after_id(q.after.as_deref())?.unwrap_or(0);
    let batch = batch::find(qx.db, &q.batch)?;
    let mut rows = Vec::new();
    for row in demand::of_batch(qx.db, batch.id, after, limit)? {
        let short = Qty(row.wanted.0 - row.free.0).max(Qty::ZERO);
        rows.push(json!({
            "product": row.code, "name": row.name, "unit": row.unit, "customers": row.customers,
            "wanted": row.wanted, "free": row.free, "short": short, "id": row.product_id,
        }));
    }
    Ok(page::page(&rows, limit, |row| row["id"].to_string()))
}

/// Answers with the reply to one customer.
pub fn replies(qx: &Qx<'_>, q: &RepliesQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let after = page::after_id(q.after.as_deref())?.unwrap_or(0);
    let batch = batch::find(qx.db, &q.batch)?;
    let customer = find::customer(qx.db, &q.customer)?;
    let mut rows = Vec::new();
    for row in demand::of_customer(qx.db, batch.id, customer.id, after, limit)? {
        rows.push(json!({
            "order": row.number, "line": row.line, "product": row.code, "name": row.goods, "wanted": row.wanted,
            "agreed": Qty(row.wanted.0 - row.cancelled.0), "shipped": row.shipped, "promise": row.promise_on,
            "state": row.state, "id": row.line_id,
        }));
    }
    Ok(page::page(&rows, limit, |row| row["id"].to_string()))
}
