//! The version of an order that waits: found, heard, dropped.

use serde_json::{Value, json};

use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::domain::Refusal;
use crate::domain::order::{ChangeState, State};
use crate::store::changes::{self, Change};
use crate::store::orders::Order;
use crate::store::{Db, reviews};

/// The version of an approved order that waits.
pub fn of(db: &Db, order: &Order) -> Outcome<Option<Change>> {
    if order.state != State::Approved {
        return Ok(None);
    }
    Ok(changes::pending(db, order.id)?)
}

/// The departments that still owe an opinion about it.
pub fn owed(db: &Db, change: &Change) -> Outcome<Vec<String>> {
    let Some(round) = change.round else {
        return Ok(Vec::new());
    };
    let asked = reviews::opinions(db, change.order_id, round)?;
    let owed = asked
        .into_iter()
        .filter(|opinion| opinion.verdict.is_none());
    Ok(owed.map(|opinion| opinion.department).collect())
}

/// Refuses a decision while opinions are out.
pub fn refuse_unless_heard(db: &Db, order: &Order, change: &Change) -> Outcome<()> {
    let owed = owed(db, change)?;
    if owed.is_empty() {
        return Ok(());
    }
    Err(Refusal::wrong_state(&order.number, order.state)
        .fact("why", "opinions_owed")
        .fact("departments", owed)
        .into())
}

/// Lays the version down; the order stays as it is.
pub fn drop_it(cx: &mut Cx<'_>, order: &Order, change: &Change, reasons: &Value) -> Outcome<()> {
    changes::decide(cx.tx, change.id, ChangeState::Dropped, cx.actor.id, cx.at)?;
    cx.changed(Aggregate::Order);
    let facts = json!({ "revision": change.revision, "reasons": reasons });
    cx.note_order(order.id, "order.change_dropped", facts);
    Ok(())
}

/// Lays down the version of an order that has just been called off or given up.
pub fn drop_with_order(cx: &mut Cx<'_>, order: &Order) -> Outcome<()> {
    match changes::pending(cx.tx, order.id)? {
        Some(change) => drop_it(cx, order, &change, &json!([{ "code": "order_ended" }])),
        None => Ok(()),
    }
}
