//! `ask editing`: who else has an order on the desk. A mark, never a lock (`rules.md §14`).

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::load;
use crate::desk::query::Qx;
use crate::store;

payload! {
    /// Who else has typed changes of an order that are not saved yet, since when, and who saved it
    /// last.
    pub struct EditingQuery {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
    }
}

/// Answers with the version, whose it is, and the others who are typing.
pub fn editing(qx: &Qx<'_>, q: &EditingQuery) -> Outcome<Value> {
    let order = load::order(qx.db, &q.order)?;
    let last = store::audit::last_about(qx.db, &order.number)?;
    Ok(json!({
        "order": order.number,
        "version": order.version,
        "state": order.state,
        "who": last.as_ref().map(|last| &last.who),
        "when": last.as_ref().map(|last| last.at),
        "what": last.as_ref().map(|last| &last.command),
        "editing": others(qx, &order.number)?,
    }))
}

/// The others who have typed changes of an order, whoever typed last first.
pub fn others(qx: &Qx<'_>, order: &str) -> Outcome<Value> {
    let editors = store::office::editors(qx.db, order, qx.actor.id)?;
    let row = |e: store::office::Editor| json!({ "who": e.who, "since": e.since });
    Ok(editors.into_iter().map(row).collect())
}
