//! The stage of collection at which nothing more is shipped (`rules.md §9`).
//!
//! The nightly run places the hold; money, a credit note or the next night lets it go. A dispatch in
//! an office where nobody runs the night is tested by the customer's own grace days alone
//! (`rules.md §4`), which a customer may lack on purpose.

use serde_json::json;

use super::breach;
use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::orders::checks::live_override;
use crate::desk::orders::hold;
use crate::desk::orders::hold_code::COLLECTION;
use crate::desk::settings;
use crate::domain::Day;
use crate::domain::check::Check;
use crate::domain::ids::CustomerId;
use crate::domain::terms::Terms;
use crate::store::open_items::{self, OpenItem};
use crate::store::orders::Order;
use crate::store::{Db, customers, holds};

/// The oldest item of a payer's group that has reached the stage; none if nothing has.
///
/// What is disputed does not count, nor what a promise suspends until its day is over: one about an
/// invoice suspends that one, one about none in particular all of its customer.
pub fn reached(db: &Db, payer: CustomerId, today: Day) -> Outcome<Option<OpenItem>> {
    let from = i64::from(settings::COLLECT_STOP.count(db)?).max(1);
    let mut oldest: Option<OpenItem> = None;
    for member in customers::payer_group(db, payer)? {
        let late = open_items::late(db, member, today.plus_days(-from))?;
        if late.is_empty() {
            continue;
        }
        let promises = open_items::promises(db, Some(member), today)?;
        let waits = |item: &OpenItem| {
            promises
                .iter()
                .any(|p| p.invoice_id.is_none_or(|id| id == item.invoice_id))
        };
        let first = late.into_iter().find(|item| !item.disputed && !waits(item));
        oldest = match (oldest, first) {
            (Some(a), Some(b)) if b.due_on < a.due_on => Some(b),
            (None, first) => first,
            (found, _) => found,
        };
    }
    Ok(oldest)
}

/// Holds an order for the item that reached the stage, unless the money comes first, a live override
/// covers it, or somebody has released such a hold today already.
pub fn hold_order(cx: &mut Cx<'_>, order: &Order, item: &OpenItem) -> Outcome<bool> {
    if matches!(order.terms.parse(), Ok(Terms::Prepaid))
        || !breach::blocks(cx.tx, Check::Overdue)?
        || holds::released_since(cx.tx, order.id, COLLECTION, cx.today)?
    {
        return Ok(false);
    }
    let overrides = holds::overrides(cx.tx, order.id)?;
    let facts = json!({ "overdue": item.open });
    if live_override(&overrides, Check::Overdue.name(), &facts, cx.today).is_some() {
        return Ok(false);
    }
    let reason = format!("{} {}", item.number, item.due_on);
    hold::raise(cx, order, COLLECTION, &reason)
}
