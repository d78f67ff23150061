//! `ask shipments`: what waits on its way to the customer, step by step.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::store::shipments_waiting::{self as rows, WaitingFilter};

/// What is to happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// Goods are kept and not packed.
    Pack,
    /// Packed, not sent.
    Dispatch,
    /// On the road.
    Arrive,
    /// At the customer's, not signed for.
    Sign,
    /// Signed, the slip 回单 is not back.
    Slip,
}

payload! {
    /// What waits to be packed, sent, to arrive, to be signed or for its slip; most urgent first.
    pub struct ShipmentsQuery {
        /// What is to happen next.
        pub wait: Wait,
        /// One order.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub order: Option<String>,
        /// One warehouse.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub warehouse: Option<String>,
        /// One carrier.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub carrier: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of what waits.
pub fn shipments(qx: &Qx<'_>, q: &ShipmentsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let skip = page::after_id(q.after.as_deref())?.unwrap_or(0).max(0);
    let order = q.order.as_deref().map(|number| load::order(qx.db, number));
    let warehouse = q
        .warehouse
        .as_deref()
        .map(|code| find::warehouse(qx.db, code));
    let carrier = q.carrier.as_deref().map(|code| find::carrier(qx.db, code));
    let filter = WaitingFilter {
        order: order.transpose()?.map(|order| order.id),
        warehouse: warehouse.transpose()?.map(|warehouse| warehouse.id),
        carrier: carrier.transpose()?.map(|carrier| carrier.id),
    };
    let found = match q.wait {
        Wait::Pack => rows::to_pack(qx.db, filter, skip, limit)?,
        Wait::Dispatch => rows::to_dispatch(qx.db, filter, skip, limit)?,
        Wait::Arrive => rows::under_way(qx.db, false, filter, skip, limit)?,
        Wait::Sign => rows::under_way(qx.db, true, filter, skip, limit)?,
        Wait::Slip => rows::slips_out(qx.db, filter, skip, limit)?,
    };
    let shown: Vec<_> = found
        .iter()
        .map(|row| {
            json!({
                "wait": q.wait, "shipment": row.shipment, "order": row.order_number,
                "customer": row.customer, "customer_name": row.customer_name,
                "phone": row.phone, "warehouse": row.warehouse, "carrier": row.carrier,
                "waybill": row.waybill, "qty": row.qty, "since": row.since, "due": row.due,
                "late": row.due.is_some_and(|due| due < qx.today),
            })
        })
        .collect();
    let full = i64::try_from(shown.len()).is_ok_and(|n| n >= limit);
    let next = full.then(|| skip.saturating_add(limit).to_string());
    Ok(json!({ "rows": shown, "next": next }))
}
