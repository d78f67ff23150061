//! `ask waybills_back`: waybills of what left here while its platform still waits for it, in the layout the
//! platform takes. Once its next file says it was sent, it stands here no more.

use serde_json::{Map, Value, json};

use super::platform::state;
use super::profiles;
use crate::desk::boards::page;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::store::platforms::{self, PlatformRow};
use crate::store::{self, places, shipments};

/// Orders looked at in one go.
const AT_ONCE: i64 = 200;

payload! {
    /// Waybills of what left here and which the platforms do not know yet. With `platform` the columns are those of
    /// the file that the platform takes back: `--format xlsx --out FILE` writes it.
    pub struct WaybillsBackQuery {
        /// One platform, in its own columns.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub platform: Option<String>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of waybills; an order with several goes on the page as a whole.
pub fn list(qx: &Qx<'_>, q: &WaybillsBackQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let layout = match &q.platform {
        None => None,
        Some(platform) => {
            let profiles = profiles::platforms(qx.db)?;
            let upload = profiles
                .of_platform(platform)
                .and_then(|own| own.upload.clone());
            Some(upload.ok_or_else(|| Refusal::not_found("platform", platform))?)
        }
    };
    let mut after: [String; 3] = match &q.after {
        None => Default::default(),
        Some(after) => serde_json::from_str(after)
            .map_err(|_| Refusal::bad_field("after", "the `next` of a page"))?,
    };
    let mut rows = Vec::new();
    loop {
        let from = after.each_ref().map(String::as_str);
        let found = platforms::still_to_send(qx.db, q.platform.as_deref(), from, AT_ONCE)?;
        let at_end = i64::try_from(found.len()).is_ok_and(|n| n < AT_ONCE);
        for row in found {
            for sent in sent(qx, &row)? {
                rows.push(match &layout {
                    None => sent,
                    Some(own) => {
                        let columns = [
                            ("outside_id", &own.order_id),
                            ("carrier", &own.carrier),
                            ("waybill", &own.waybill),
                        ];
                        let cells =
                            columns.map(|(field, heading)| (heading.clone(), sent[field].clone()));
                        Value::Object(cells.into_iter().collect::<Map<_, _>>())
                    }
                });
            }
            after = [row.platform, row.shop, row.outside_id];
            if rows.len() >= limit {
                return Ok(json!({ "rows": rows, "next": json!(after).to_string() }));
            }
        }
        if at_end {
            return Ok(json!({ "rows": rows, "next": null }));
        }
    }
}

/// The waybills under which an order of a platform left, whatever became of ours.
fn sent(qx: &Qx<'_>, row: &PlatformRow) -> Outcome<Vec<Value>> {
    let Some(first) = row.order_id else {
        return Ok(Vec::new());
    };
    let mut rows = Vec::new();
    for order in state::family(qx.db, store::orders::by_id(qx.db, first)?)? {
        for shipment in shipments::of_order(qx.db, order.id)? {
            let (Some(at), Some(carrier)) = (shipment.dispatched_at, shipment.carrier_id) else {
                continue;
            };
            if shipment.waybill.is_empty() {
                continue;
            }
            let carrier = places::carrier_by_id(qx.db, carrier)?;
            rows.push(json!({
                "platform": row.platform, "shop": row.shop, "outside_id": row.outside_id, "order": order.number,
                "shipment": shipment.number, "carrier": carrier.name, "waybill": shipment.waybill, "at": at,
            }));
        }
    }
    Ok(rows)
}
