//! `import.undo`: takes back the orders that a batch made, as far as nobody has touched them since.

use serde_json::{Value, json};

use super::batch;
use super::platform::state;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::follow_up::subject::Subject;
use crate::desk::orders::cancel;
use crate::domain::order::Verb;
use crate::domain::{Code, Refusal};
use crate::store::{self, imports, platforms};

payload! {
    /// Takes back the orders a batch made: each becomes void and its file may come again. What has
    /// moved since (edited, submitted, shipped) is kept and named. Only batches of orders can be
    /// taken back, once; masters, stock and receipts have commands of their own to correct them.
    pub struct ImportUndo {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
    }
}

/// Takes a batch back.
pub fn undo(cx: &mut Cx<'_>, p: &ImportUndo) -> Outcome<Value> {
    let batch = batch::find(cx.tx, &p.batch)?;
    let state = match batch.undone_at {
        Some(_) => Some("undone"),
        None if batch.kind != "orders" => Some(batch.kind.as_str()),
        None => None,
    };
    if let Some(state) = state {
        let refusal = Refusal::new(Code::WrongState)
            .fact("document", &batch.number)
            .fact("state", state);
        return Err(refusal.into());
    }
    let (mut undone, mut kept) = (Vec::new(), Vec::new());
    for made in imports::made(cx.tx, batch.id)? {
        let order = store::orders::by_id(cx.tx, made.order_id)?;
        if order.version != made.version || !order.state.allows(Verb::Void) {
            kept.push(json!({ "order": order.number, "state": order.state }));
            continue;
        }
        cancel::take_back(cx, &order, &format!("import {}", batch.number))?;
        state::solve(cx, &Subject::of_order(&order), &batch.number)?;
        platforms::forget(cx.tx, order.id)?;
        undone.push(order.number);
    }
    platforms::forget_unmade(cx.tx, batch.id)?;
    imports::set_undone(cx.tx, batch.id, cx.at)?;
    cx.about(&batch.number);
    cx.changed(Aggregate::Import);
    Ok(json!({ "batch": batch.number, "undone": undone, "kept": kept }))
}
