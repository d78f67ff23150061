//! `order.bump`: an order or a line served before its rank, by hand and with a reason
//! (`rules.md §6`).

use serde_json::{Value, json};

use super::load;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::domain::Refusal;
use crate::domain::order::State;
use crate::store;

payload! {
    /// Serves an order, or a line of it, before all that are not bumped. What is reserved for others
    /// stays theirs; goods that arrive follow the new rank.
    pub struct OrderBump {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// Line (default every one).
        pub line: Option<i64>,
        /// Place among what is bumped, 1 (the default) first; 0 takes the bump back.
        pub rank: Option<i64>,
        /// Why.
        #[serde(deserialize_with = "fields::clean")]
        pub reason: String,
        /// The version of the order that was read.
        pub version: Option<i64>,
    }
}

/// The last place among what is bumped.
const LAST: i64 = 999;

/// Bumps.
pub fn bump(cx: &mut Cx<'_>, p: &OrderBump) -> Outcome<Value> {
    let order = load::order_for(cx, &p.order, p.version)?;
    if order.state != State::Approved {
        return Err(Refusal::wrong_state(&order.number, order.state).into());
    }
    if p.reason.is_empty() {
        return Err(Refusal::bad_field("reason", "a reason").into());
    }
    let rank = p.rank.unwrap_or(1);
    if !(0..=LAST).contains(&rank) {
        return Err(Refusal::bad_field("rank", "0 to 999").into());
    }
    let lines = match p.line {
        Some(line) => vec![load::line(cx.tx, &order, line)?],
        None => store::orders::lines(cx.tx, order.id)?,
    };
    for line in lines.iter().filter(|line| line.bump != rank) {
        store::orders::bump_line(cx.tx, line.id, rank)?;
    }
    store::orders::touch(cx.tx, order.id)?;
    cx.changed(Aggregate::Order);
    let facts = json!({ "line": p.line, "rank": rank, "reason": p.reason });
    let what = if rank == 0 {
        "order.unbumped"
    } else {
        "order.bumped"
    };
    cx.note_order(order.id, what, facts);
    Ok(json!({ "order": order.number, "version": order.version + 1, "rank": rank }))
}
