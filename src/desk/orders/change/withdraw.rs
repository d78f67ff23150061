//! `order.withdraw`: whoever may ask for a change may take it back while it waits.

use serde_json::{Value, json};

use super::pending;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::{close, load};
use crate::domain::Refusal;
use crate::store;

payload! {
    /// Takes back the version that waits, before anybody has decided on it; the order stays as it is.
    pub struct OrderWithdraw {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version that was read.
        pub version: Option<i64>,
    }
}

/// Lays the version down; the opinions that were asked about it are owed no more.
pub fn withdraw(cx: &mut Cx<'_>, p: &OrderWithdraw) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    let Some(change) = pending::of(cx.tx, &order)? else {
        return Err(Refusal::wrong_state(&order.number, order.state)
            .fact("why", "no_change")
            .into());
    };
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let reasons = json!([{ "code": "withdrawn", "text": p.reason }]);
    store::orders::touch(cx.tx, order.id)?;
    pending::drop_it(cx, &order, &change, &reasons)?;
    close::close_if_done(cx, order.id)?;
    let after = store::orders::by_id(cx.tx, order.id)?;
    Ok(json!({
        "order": after.number, "version": after.version, "revision": after.revision,
        "state": after.state, "pending": false,
    }))
}
