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
        #[cfg_attr(test, schemars(with = "Option<bool>"))]
        pub solved: Option<bool>,
        /// Holds released and shipments from this day on; first day of the statistics (default 30
        /// days ago).
        pub from: Option<Day>,
        /// Last day of these (default today).
        pub to: Option<Day>,
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Answers with a page of them; `by_kind` counts what was raised in a span of days.
pub fn exceptions(qx: &Qx<'_>, q: &ExceptionsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let parts = parts(q);
    let (mut at, mut last) = (0, None);
    if let Some(after) = &q.after {
        let (part, key) = after.split_once(':').ok_or_else(page::no_cursor)?;
        let known = parts.iter().position(|(name, _)| *name == part);
        (at, last) = (known.ok_or_else(page::no_cursor)?, Some(key));
    }
    let mut found: Vec<(String, Value)> = Vec::new();
    for (name, rows) in parts.iter().skip(at) {
        let room = limit.saturating_sub(i64::try_from(found.len()).unwrap_or(limit));
        if room == 0 {
            break;
        }
        let rows = rows(qx, q, last.take(), room)?;
        found.extend(
            rows.into_iter()
                .map(|(key, row)| (format!("{name}:{key}"), row)),
        );
    }
    let full = i64::try_from(found.len()).is_ok_and(|n| n >= limit);
    let next = found.last().filter(|_| full).map(|(key, _)| key.clone());
    let rows: Vec<_> = found.into_iter().map(|(_, row)| row).collect();
    let to = q.to.unwrap_or(qx.today);
    let from = q.from.unwrap_or(to.plus_days(-30));
    let by_kind = store::exceptions::by_kind(qx.db, from, to.plus_days(1), qx.at)?;
    Ok(json!({ "rows": rows, "by_kind": by_kind, "next": next }))
}

/// Rows of a part of the list behind the key of one of them, each with its own.
type Part = fn(&Qx<'_>, &ExceptionsQuery, Option<&str>, i64) -> Outcome<Vec<(String, Value)>>;

/// The parts of the list in order: rules set aside, each kind the newest first, unless something
/// narrower is asked for; then what was raised.
fn parts(q: &ExceptionsQuery) -> Vec<(&'static str, Part)> {
    let narrower = q.subject.is_some() || q.owner.is_some() || q.solved == Some(true);
    let aside: [(&str, Part); 4] = [
        ("duty", duties),
        ("override", overrides),
        ("shipped_past", shipped_past),
        ("hold_released", released),
    ];
    let wanted = |kind: &str| q.kind.as_deref().is_none_or(|asked| asked == kind);
    let mut parts: Vec<(&str, Part)> = aside
        .into_iter()
        .filter(|(kind, _)| !narrower && wanted(kind))
        .collect();
    parts.push(("raised", raised));
    parts
}

/// The two halves of a key that ends in a row.
fn time_and_row(key: Option<&str>) -> Outcome<Option<(&str, i64)>> {
    let Some(key) = key else { return Ok(None) };
    let halves = key.rsplit_once('|');
    let read = halves.and_then(|(time, row)| Some((time, row.parse().ok()?)));
    Ok(Some(read.ok_or_else(page::no_cursor)?))
}

fn raised(
    qx: &Qx<'_>,
    q: &ExceptionsQuery,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Vec<(String, Value)>> {
    let owner = q.owner.as_deref().map(|login| find::staff(qx.db, login));
    let filter = store::exceptions::Filter {
        kind: q.kind.as_deref(),
        subject: q.subject.as_deref(),
        owner: owner.transpose()?.map(|staff| staff.id),
        solved: q.solved.unwrap_or(false),
        after: time_and_row(after)?,
    };
    let found = store::exceptions::list(qx.db, &filter, limit)?;
    let row = |e: &store::exceptions::Exception| {
        Ok((format!("{}|{}", e.due_at, e.id), exceptions::row(qx.db, e)?))
    };
    found.iter().map(row).collect()
}

fn duties(
    qx: &Qx<'_>,
    _: &ExceptionsQuery,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Vec<(String, Value)>> {
    let key = |text| {
        let mut parts = str::splitn(text, 4, '|');
        let order = parts.next()?.parse().ok()?;
        let (part_a, part_b) = (parts.next()?, parts.next()?);
        Some((order, parts.next()?, part_a, part_b))
    };
    let after = after.map(|text| key(text).ok_or_else(page::no_cursor));
    let found = board_exceptions::duties(qx.db, after.transpose()?, limit)?;
    let row = |duty: board_exceptions::DutyTogether| {
        let (id, a, b, login) = (duty.id.0, &duty.part_a, &duty.part_b, &duty.login);
        let key = format!("{id}|{a}|{b}|{login}");
        let row = json!({
            "kind": "duty", "order": duty.number, "who": duty.login,
            "parts": [duty.part_a, duty.part_b],
        });
        (key, row)
    };
    Ok(found.into_iter().map(row).collect())
}

fn overrides(
    qx: &Qx<'_>,
    _: &ExceptionsQuery,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Vec<(String, Value)>> {
    let before = page::after_id(after)?.unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    for live in board_exceptions::overrides_in_force(qx.db, qx.today, before, limit)? {
        let number = store::orders::by_id(qx.db, live.order_id)?.number;
        let mut row = order::override_row(qx.db, &live, qx.today)?;
        row["kind"] = json!("override");
        row["order"] = json!(number);
        rows.push((live.id.0.to_string(), row));
    }
    Ok(rows)
}

fn shipped_past(
    qx: &Qx<'_>,
    q: &ExceptionsQuery,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Vec<(String, Value)>> {
    let before = page::after_id(after)?.unwrap_or(i64::MAX);
    let found = board_exceptions::shipped_past(qx.db, q.from, q.to, before, limit)?;
    let row = |past: board_exceptions::ShippedPast| {
        let row = json!({
            "kind": "shipped_past", "order": past.number, "shipment": past.shipment,
            "check": past.code, "reason": past.reason, "until": past.until_on,
            "amount": past.amount, "by": past.login, "at": past.at,
        });
        (past.id.to_string(), row)
    };
    Ok(found.into_iter().map(row).collect())
}

fn released(
    qx: &Qx<'_>,
    q: &ExceptionsQuery,
    after: Option<&str>,
    limit: i64,
) -> Outcome<Vec<(String, Value)>> {
    let before = time_and_row(after)?;
    let found = store::holds::released(qx.db, (q.from, q.to), before, limit)?;
    let row = |hold: store::holds::Released| {
        let row = json!({
            "kind": "hold_released", "order": hold.number, "line": hold.line, "hold": hold.code,
            "raised": hold.reason, "reason": hold.release_reason, "by": hold.login,
            "at": hold.released_at,
        });
        (format!("{}|{}", hold.released_at, hold.id), row)
    };
    Ok(found.into_iter().map(row).collect())
}
