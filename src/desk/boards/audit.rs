//! `ask audit` and `ask exceptions`: who did what, and which rules were set aside.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{exceptions, order, page};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::masters::find;
use crate::desk::query::Qx;
use crate::domain::{Day, Moment};
use crate::store::{self, audit, board_exceptions};

payload! {
    /// Rows of the audit chain, newest first.
    pub struct AuditQuery {
        /// About this paper.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub subject: Option<String>,
        /// By this person.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub who: Option<String>,
        /// From this time on.
        pub from: Option<Moment>,
        /// Up to this time; a bare date is its whole day.
        pub to: Option<Moment>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// A row of the chain.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditView {
    /// Place in the chain.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub who: String,
    /// Who sat at the keyboard.
    pub os_who: String,
    /// The command.
    pub command: String,
    /// The paper.
    pub subject: String,
    /// ok, or the refusal's code.
    pub outcome: String,
    /// The command's fields.
    pub with: Value,
}

/// Answers with a page of the chain.
pub fn audit(qx: &Qx<'_>, q: &AuditQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let before = page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX);
    let to = q.to.map(|to| {
        if to == to.day().start() {
            end_of(to)
        } else {
            to
        }
    });
    let rows = audit::list(
        qx.db,
        q.subject.as_deref(),
        q.who.as_deref(),
        q.from,
        to,
        before,
        limit,
    )?;
    let view = |row: audit::AuditRow| AuditView {
        seq: row.seq,
        at: row.at,
        who: row.who,
        os_who: row.os_who,
        command: row.command,
        subject: row.subject,
        outcome: row.outcome,
        with: serde_json::from_str(&row.payload).unwrap_or_default(),
    };
    let rows: Vec<_> = rows.into_iter().map(view).collect();
    Ok(page::page(&rows, limit, |row| row.seq.to_string()))
}

fn end_of(day: Moment) -> Moment {
    let last = day.time() + chrono::Duration::seconds(86_399);
    Moment::new(last).unwrap_or(day)
}

payload! {
    /// Rules set aside: duties that one person held together, overrides in force, holds released,
    /// shipments that left past a block; and what did not go as it should and nobody has solved.
    pub struct ExceptionsQuery {
        /// Of this kind: duty, override, shipped_past, hold_released, or a kind of exception.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub kind: Option<String>,
        /// About this paper.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub subject: Option<String>,
        /// This person's.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub owner: Option<String>,
        /// Solved ones, newest first.
        #[serde(default, deserialize_with = "fields::flag")]
        #[schemars(with = "Option<bool>")]
        pub solved: Option<bool>,
        /// Holds released and shipments from this day on; first day of the statistics (default 30
        /// days ago).
        pub from: Option<Day>,
        /// Last day of these (default today).
        pub to: Option<Day>,
    }
}

/// Answers with all of them; `by_kind` counts what was raised in a span of days.
pub fn exceptions(qx: &Qx<'_>, q: &ExceptionsQuery) -> Outcome<Value> {
    let mut rows = set_aside(qx, q)?;
    let owner = q.owner.as_deref().map(|login| find::staff(qx.db, login));
    let filter = store::exceptions::Filter {
        kind: q.kind.as_deref(),
        subject: q.subject.as_deref(),
        owner: owner.transpose()?.map(|staff| staff.id),
        solved: q.solved.unwrap_or(false),
    };
    for found in store::exceptions::list(qx.db, &filter, page::MOST)? {
        rows.push(exceptions::row(qx.db, &found)?);
    }
    let to = q.to.unwrap_or(qx.today);
    let from = q.from.unwrap_or(to.plus_days(-30));
    let by_kind = store::exceptions::by_kind(qx.db, from, to.plus_days(1), qx.at)?;
    Ok(json!({ "rows": rows, "by_kind": by_kind, "next": Value::Null }))
}

/// Rules set aside, each kind the newest first, unless something narrower is asked for.
fn set_aside(qx: &Qx<'_>, q: &ExceptionsQuery) -> Outcome<Vec<Value>> {
    let mut rows = Vec::new();
    if q.subject.is_some() || q.owner.is_some() || q.solved == Some(true) {
        return Ok(rows);
    }
    let wanted = |kind: &str| q.kind.as_deref().is_none_or(|asked| asked == kind);
    if wanted("duty") {
        duties(qx, &mut rows)?;
    }
    if wanted("override") {
        overrides(qx, &mut rows)?;
    }
    if wanted("shipped_past") {
        shipped_past(qx, q, &mut rows)?;
    }
    if wanted("hold_released") {
        released(qx, q, &mut rows)?;
    }
    Ok(rows)
}

fn duties(qx: &Qx<'_>, rows: &mut Vec<Value>) -> Outcome<()> {
    for duty in board_exceptions::duties(qx.db, page::MOST)? {
        rows.push(json!({
            "kind": "duty", "order": duty.number, "who": duty.login,
            "parts": [duty.part_a, duty.part_b],
        }));
    }
    Ok(())
}

fn overrides(qx: &Qx<'_>, rows: &mut Vec<Value>) -> Outcome<()> {
    for live in board_exceptions::overrides_in_force(qx.db, qx.today, page::MOST)? {
        let number = store::orders::by_id(qx.db, live.order_id)?.number;
        let mut row = order::override_row(qx.db, &live, qx.today)?;
        row["kind"] = json!("override");
        row["order"] = json!(number);
        rows.push(row);
    }
    Ok(())
}

fn shipped_past(qx: &Qx<'_>, q: &ExceptionsQuery, rows: &mut Vec<Value>) -> Outcome<()> {
    for past in board_exceptions::shipped_past(qx.db, q.from, q.to, page::MOST)? {
        rows.push(json!({
            "kind": "shipped_past", "order": past.number, "shipment": past.shipment,
            "check": past.code, "reason": past.reason, "until": past.until_on,
            "amount": past.amount, "by": past.login, "at": past.at,
        }));
    }
    Ok(())
}

fn released(qx: &Qx<'_>, q: &ExceptionsQuery, rows: &mut Vec<Value>) -> Outcome<()> {
    for hold in store::holds::released(qx.db, q.from, q.to, page::MOST)? {
        rows.push(json!({
            "kind": "hold_released", "order": hold.number, "line": hold.line, "hold": hold.code,
            "raised": hold.reason, "reason": hold.release_reason, "by": hold.login,
            "at": hold.released_at,
        }));
    }
    Ok(())
}
