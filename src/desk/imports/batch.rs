//! `import.start` and `import.finish`: a batch and its counts; `ask imports`.

use serde_json::{Value, json};

use crate::desk::boards::page;
use crate::desk::cx::{Aggregate, Cx};
use crate::desk::failure::Outcome;
use crate::desk::fields;
use crate::desk::query::Qx;
use crate::domain::Refusal;
use crate::domain::ids::BatchId;
use crate::store::imports::{self, Batch};
use crate::store::{Db, office};

payload! {
    /// Opens a batch of imported rows. `orderdesk import` gives this by itself.
    pub struct ImportStart {
        /// orders, customers, products, prices, stock or receipts.
        #[serde(deserialize_with = "fields::code")]
        pub kind: String,
        /// Names of the files.
        #[serde(deserialize_with = "fields::clean")]
        pub file: String,
        /// The profile that read them.
        #[serde(default, deserialize_with = "fields::code_opt")]
        pub profile: Option<String>,
    }
}

payload! {
    /// Closes a batch with its counts. `orderdesk import` gives this by itself.
    pub struct ImportFinish {
        /// Batch.
        #[serde(deserialize_with = "fields::code")]
        pub batch: String,
        /// Papers made.
        pub added: i64,
        /// Papers changed.
        pub updated: i64,
        /// Papers that were as the file says.
        pub skipped: i64,
        /// Papers that were refused.
        pub failed: i64,
        /// Rows read.
        pub rows: i64,
    }
}

payload! {
    /// Batches of imported rows, newest first.
    pub struct ImportsQuery {
        /// Rows of a page (default 50).
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub limit: Option<i64>,
        /// `next` of the page before.
        pub after: Option<String>,
    }
}

/// Opens a batch.
pub fn start(cx: &mut Cx<'_>, p: &ImportStart) -> Outcome<Value> {
    let batch = Batch {
        id: BatchId(0),
        number: cx.next_number("IM")?,
        kind: p.kind.clone(),
        file: p.file.clone(),
        profile: p.profile.clone().unwrap_or_default(),
        staff_id: cx.actor.id,
        at: cx.at,
        added: 0,
        updated: 0,
        skipped: 0,
        failed: 0,
        row_count: 0,
        undone_at: None,
    };
    imports::open_batch(cx.tx, &batch)?;
    cx.about(&batch.number);
    cx.changed(Aggregate::Import);
    Ok(json!({ "batch": batch.number }))
}

/// Closes a batch.
pub fn finish(cx: &mut Cx<'_>, p: &ImportFinish) -> Outcome<Value> {
    let mut batch = find(cx.tx, &p.batch)?;
    (batch.added, batch.updated, batch.skipped) = (p.added, p.updated, p.skipped);
    (batch.failed, batch.row_count) = (p.failed, p.rows);
    imports::close_batch(cx.tx, &batch)?;
    cx.about(&batch.number);
    cx.changed(Aggregate::Import);
    Ok(json!({
        "batch": batch.number, "added": batch.added, "updated": batch.updated,
        "skipped": batch.skipped, "failed": batch.failed, "rows": batch.row_count,
    }))
}

/// The batch of this number.
pub fn find(db: &Db, number: &str) -> Outcome<Batch> {
    let found = imports::batch(db, number)?;
    found.ok_or_else(|| Refusal::not_found("batch", number).into())
}

/// Answers with a page of batches.
pub fn imports(qx: &Qx<'_>, q: &ImportsQuery) -> Outcome<Value> {
    let limit = page::limit(q.limit)?;
    let before = page::after_id(q.after.as_deref())?.unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    for b in imports::batches(qx.db, before, limit)? {
        let who = office::staff(qx.db, b.staff_id)?.login;
        rows.push(json!({
            "batch": b.number, "at": b.at, "who": who, "file": b.file, "kind": b.kind,
            "profile": b.profile, "added": b.added, "updated": b.updated, "skipped": b.skipped,
            "failed": b.failed, "rows": b.row_count, "undone_at": b.undone_at, "row": b.id,
        }));
    }
    Ok(page::page(&rows, limit, |row| row["row"].to_string()))
}
