//! How an exception is shown.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::store::exceptions::Exception;
use crate::store::{self, Db};

/// What kind, about which paper, whose it is and by when.
pub fn row(db: &Db, e: &Exception) -> Outcome<Value> {
    let login = |id: crate::domain::ids::StaffId| store::office::staff(db, id).map(|s| s.login);
    let order = e.order_id.map(|id| store::orders::by_id(db, id));
    let customer = e.customer_id.map(|id| store::customers::by_id(db, id));
    let facts: Value = serde_json::from_str(&e.facts).unwrap_or_default();
    Ok(json!({
        "exception": e.number, "kind": e.kind, "subject": e.subject,
        "order": order.transpose()?.map(|o| o.number),
        "customer": customer.transpose()?.map(|c| c.code), "text": e.text, "facts": facts,
        "by_rule": e.by_rule, "owner": e.owner_id.map(login).transpose()?, "due": e.due_at,
        "version": e.version, "raised_by": login(e.raised_by)?, "raised_at": e.raised_at,
        "cause": e.cause, "solution": e.solution,
        "solved_by": e.solved_by.map(login).transpose()?, "solved_at": e.solved_at,
    }))
}
