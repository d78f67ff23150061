//! What is refused at the door comes back: its return makes itself (`rules.md §7`).

use serde_json::json;

use super::{moved, next_due};
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::domain::Qty;
use crate::domain::after_sale::{Fault, ReturnReason, ReturnState, Want};
use crate::domain::ids::{LineId, ReturnId};
use crate::store::orders::Order;
use crate::store::returns::{self, Return};
use crate::store::shipments::Shipment;

/// A part of a line that was refused, and the reasons that were said.
#[derive(Debug)]
pub struct Refused {
    /// The order's line.
    pub line: LineId,
    /// Its number.
    pub number: i64,
    /// How much.
    pub qty: Qty,
    /// In words.
    pub said: String,
}

/// Makes the return of what was refused: agreed by being refused, the goods on their way back. The
/// customer wants nothing for what is not billed; what was billed before is credited.
pub fn make(
    cx: &mut Cx<'_>,
    order: &Order,
    shipment: &Shipment,
    refused: &[Refused],
) -> Outcome<String> {
    let state = ReturnState::Approved;
    let mut made = Return {
        id: ReturnId(0),
        number: cx.next_number("RT")?,
        order_id: order.id,
        customer_id: order.customer_id,
        shipment_id: Some(shipment.id),
        state,
        version: 1,
        want: Want::Credit,
        fault: Fault::Customer,
        platform_ref: String::new(),
        exchange_id: None,
        opened_by: cx.actor.id,
        opened_at: cx.at,
        moved_at: cx.at,
        due_at: next_due(cx.tx, state, cx.at)?,
        approved_by: None,
        drop_reason: String::new(),
    };
    made.id = returns::insert(cx.tx, &made)?;
    let mut listed = Vec::with_capacity(refused.len());
    for part in refused {
        let reason = ReturnReason::Refused;
        returns::agree(cx.tx, made.id, part.line, part.qty, reason, &part.said)?;
        listed.push(json!({ "line": part.number, "qty": part.qty, "reason": reason }));
    }
    let facts = json!({
        "return": made.number, "want": made.want, "fault": made.fault, "lines": listed,
        "shipment": shipment.number,
    });
    moved(cx, &made, "return.opened", facts);
    Ok(made.number)
}
