//! `ask difference`: what two versions of an order differ in; and the version that waits.

use serde_json::{Value, json};

use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::orders::change::pending;
use crate::desk::orders::change::plan::Plan;
use crate::desk::orders::difference::{self, Difference};
use crate::desk::orders::{load, show};
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::store::changes::{self, Change};
use crate::store::orders::Order;
use crate::store::{self, Db, reviews};

payload! {
    /// What two versions of an order differ in. Left out: the version that waits against the one in
    /// force, else the last two approved, else the last time it was submitted against now.
    pub struct DifferenceQuery {
        /// Order.
        #[serde(deserialize_with = "fields::code")]
        pub order: String,
        /// The earlier one: revision:1, round:1 (as submitted), now or pending.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub from: Option<String>,
        /// The later one, likewise.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub to: Option<String>,
    }
}

/// Answers with the fields that differ.
pub fn difference(qx: &Qx<'_>, q: &DifferenceQuery) -> Outcome<Value> {
    let order = load::order(qx.db, &q.order)?;
    let (from, to) = usual(qx.db, &order)?;
    let from = q.from.clone().unwrap_or(from);
    let to = q.to.clone().unwrap_or(to);
    let was = body(qx.db, &order, "from", &from)?;
    let now = body(qx.db, &order, "to", &to)?;
    let rows = difference::of_snapshots(qx.db, &was, &now)?;
    Ok(json!({ "order": order.number, "from": from, "to": to, "rows": rows, "next": Value::Null }))
}

/// The two versions that somebody would ask about.
fn usual(db: &Db, order: &Order) -> Outcome<(String, String)> {
    let now = || "now".to_owned();
    if pending::of(db, order)?.is_some() {
        return Ok((now(), "pending".to_owned()));
    }
    if order.revision > 1 {
        let named = |revision: i64| format!("revision:{revision}");
        return Ok((named(order.revision - 1), named(order.revision)));
    }
    let handed_in: Vec<_> = reviews::last_submissions(db, order.id)?
        .iter()
        .map(|snapshot| format!("round:{}", snapshot.number))
        .collect();
    let out = order.state.is_open() && !order.state.allows(crate::domain::order::Verb::Edit);
    Ok(match handed_in.as_slice() {
        [last, before] if out => (before.clone(), last.clone()),
        [last, ..] => (last.clone(), now()),
        [] => (now(), now()),
    })
}

/// A version as a snapshot.
fn body(db: &Db, order: &Order, field: &str, version: &str) -> Outcome<String> {
    let (kind, number) = version.split_once(':').unwrap_or((version, ""));
    let kept = |what: &str| -> Outcome<String> {
        let number = number.parse().unwrap_or(0);
        let found = reviews::snapshot_of(db, order.id, what, number)?;
        let what = format!("{} {version}", order.number);
        found.ok_or_else(|| Refusal::not_found("version", what).into())
    };
    match kind {
        "revision" => kept("approved"),
        "round" => kept("submitted"),
        "now" => show::snapshot(db, order, &store::orders::lines(db, order.id)?),
        "pending" => match pending::of(db, order)? {
            Some(change) => wished(db, order, &change),
            None => Err(Refusal::not_found("version", format!("{} pending", order.number)).into()),
        },
        _ => Err(Refusal::bad_field(field, "revision:1, round:1, now or pending").into()),
    }
}

/// The version that waits as a snapshot, with what has become of its lines.
fn wished(db: &Db, order: &Order, change: &Change) -> Outcome<String> {
    let mut plan = Plan::read(change)?;
    plan.catch_up(&store::orders::lines(db, order.id)?);
    show::snapshot(db, &plan.order, &plan.lines_then())
}

/// What is to be judged differs so from what was before: the version that waits from the one in
/// force, else the last time it was handed in from the time before.
pub fn to_judge(db: &Db, order: &Order, waiting: Option<&Change>) -> Outcome<Vec<Difference>> {
    if let Some(change) = waiting {
        let was = body(db, order, "from", "now")?;
        return difference::of_snapshots(db, &was, &wished(db, order, change)?);
    }
    difference::since_last_submission(db, order.id)
}

/// The version that waits, as it is shown on the order.
pub fn change_row(db: &Db, change: &Change, difference: &[Difference]) -> Outcome<Value> {
    let owed = pending::owed(db, change)?;
    let plan = Plan::read(change)?;
    Ok(json!({
        "revision": change.revision, "asked_by": change.asked_by, "reason": change.reason,
        "by": store::office::staff(db, change.staff_id)?.login, "at": change.at,
        "stage": if owed.is_empty() { "director" } else { "review" }, "owed": owed,
        "delta": change.delta, "gross": plan.order.gross, "difference": difference,
    }))
}

/// The last word of the customer about the order.
pub fn confirmed(db: &Db, order: &Order) -> Outcome<Value> {
    let Some(last) = changes::last_confirmation(db, order.id)? else {
        return Ok(Value::Null);
    };
    Ok(json!({
        "revision": last.revision, "at": last.at, "who": store::office::staff(db, last.staff_id)?.login,
        "way": last.way, "person": last.person, "text": last.text,
    }))
}
