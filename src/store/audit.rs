//! The record: audit rows, happenings, command ids. Insert only.

use super::{Db, Result, Tx};
use crate::domain::Moment;
use crate::domain::ids::{CustomerId, OrderId};

record! {
    /// One row of the audit chain.
    pub struct AuditRow {
        /// Place in the chain.
        pub seq: i64,
        /// The command's time.
        pub at: Moment,
        /// The machine's time.
        pub clock_at: Moment,
        /// By whom the command was given.
        pub who: String,
        /// Who sat at the keyboard.
        pub os_who: String,
        /// The command.
        pub command: String,
        /// The paper it is about.
        pub subject: String,
        /// Its fields, as JSON.
        pub payload: String,
        /// `ok`, or the code of the refusal.
        pub outcome: String,
        /// Hash of the row before.
        pub prev_hash: String,
        /// Hash of this row.
        pub hash: String,
    }
}

record! {
    /// What happened to a paper.
    pub struct Happening {
        /// Row.
        pub id: i64,
        /// When.
        pub at: Moment,
        /// By whom.
        pub who: String,
        /// What, by name.
        pub what: String,
        /// Its facts, as JSON.
        pub facts: String,
    }
}

record! {
    /// An accepted command and what it answered.
    pub struct Seen {
        /// Digest of its content.
        pub digest: String,
        /// The answer, as JSON.
        pub answer: String,
    }
}

const AUDIT: &str = "SELECT seq, at, clock_at, who, os_who, command, subject, payload, outcome,
                     prev_hash, hash FROM audit";

record! {
    /// The end of the chain, where the next row is hung.
    pub struct Link {
        /// Place in the chain.
        pub seq: i64,
        /// Hash of the row.
        pub hash: String,
    }
}

/// The last row of the chain.
pub fn last(db: &Db) -> Result<Option<Link>> {
    db.opt(
        "SELECT seq, hash FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
        [],
    )
}

/// The wall clock at the last row.
pub fn last_clock(db: &Db) -> Result<Option<Moment>> {
    db.value(
        "SELECT clock_at FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
        [],
    )
}

/// The wall clock at the last command that was accepted. What was refused is left out: whoever is
/// refused must not be able to move it.
pub fn last_ok_clock(db: &Db) -> Result<Option<Moment>> {
    db.value(
        "WITH RECURSIVE back (seq, clock_at, outcome) AS (
             SELECT seq, clock_at, outcome FROM audit WHERE seq = (SELECT max(seq) FROM audit)
             UNION ALL
             SELECT a.seq, a.clock_at, a.outcome FROM back b JOIN audit a ON a.seq = b.seq - 1
             WHERE b.outcome <> 'ok')
         SELECT clock_at FROM back WHERE outcome = 'ok'",
        [],
    )
}

/// Appends a row.
pub fn append(tx: &Tx<'_>, row: &AuditRow) -> Result<()> {
    let sql = "INSERT INTO audit (seq, at, clock_at, who, os_who, command, subject, payload,
               outcome, prev_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    tx.exec(
        sql,
        rusqlite::params![
            row.seq,
            row.at,
            row.clock_at,
            row.who,
            row.os_who,
            row.command,
            row.subject,
            row.payload,
            row.outcome,
            row.prev_hash,
            row.hash
        ],
    )
    .map(drop)
}

/// The last accepted command about a paper: who and when.
pub fn last_about(db: &Db, subject: &str) -> Result<Option<AuditRow>> {
    let sql = format!("{AUDIT} WHERE subject = ?1 AND outcome = 'ok' ORDER BY seq DESC LIMIT 1");
    db.opt(&sql, [subject])
}

/// A stretch of the chain, oldest first.
pub fn stretch(db: &Db, after: i64, limit: i64) -> Result<Vec<AuditRow>> {
    db.all(
        &format!("{AUDIT} WHERE seq > ?1 ORDER BY seq LIMIT ?2"),
        [after, limit],
    )
}

/// Rows newest first, filtered.
pub fn list(
    db: &Db,
    subject: Option<&str>,
    who: Option<&str>,
    from: Option<Moment>,
    to: Option<Moment>,
    before: i64,
    limit: i64,
) -> Result<Vec<AuditRow>> {
    let (filter, key) = match subject {
        Some(subject) => ("subject = ?1", subject),
        None => ("?1 = ''", ""),
    };
    let sql = format!(
        "{AUDIT} WHERE {filter} AND seq < ?2 AND (?3 IS NULL OR who = ?3)
         AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR at <= ?5) ORDER BY seq DESC LIMIT ?6"
    );
    db.all(&sql, rusqlite::params![key, before, who, from, to, limit])
}

/// Notes what a command did to a paper.
pub fn happen(
    tx: &Tx<'_>,
    seq: i64,
    order: Option<OrderId>,
    customer: Option<CustomerId>,
    what: &str,
    facts: &str,
) -> Result<()> {
    let sql = "INSERT INTO happening (seq, order_id, customer_id, what, facts)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.exec(sql, (seq, order, customer, what, facts)).map(drop)
}

/// What happened to an order, oldest first.
pub fn timeline(db: &Db, order: OrderId, after: i64, limit: i64) -> Result<Vec<Happening>> {
    let sql = "SELECT h.id, a.at, a.who, h.what, h.facts FROM happening h
               JOIN audit a ON a.seq = h.seq
               WHERE h.order_id = ?1 AND h.id > ?2 ORDER BY h.id LIMIT ?3";
    db.all(sql, (order, after, limit))
}

/// The accepted command with this id.
pub fn seen(db: &Db, id: &str) -> Result<Option<Seen>> {
    db.opt("SELECT digest, answer FROM command_id WHERE id = ?1", [id])
}

/// The fields of the accepted commands of this name about a subject, the oldest first.
pub fn payloads(db: &Db, subject: &str, command: &str) -> Result<Vec<String>> {
    let sql = "SELECT payload FROM audit WHERE subject = ?1 AND command = ?2 AND outcome = 'ok' ORDER BY seq";
    db.values(sql, [subject, command])
}

/// An order, and those that it was made from by merging or splitting.
pub fn made_from(db: &Db, order: OrderId) -> Result<Vec<OrderId>> {
    let sql = "WITH RECURSIVE part (id) AS (
                   SELECT ?1
                   UNION
                   SELECT o.id FROM part JOIN happening h ON h.order_id = part.id
                       AND h.what IN ('order.merged', 'order.split_from')
                   JOIN sales_order o ON o.number = json_extract(h.facts, '$.from')
               )
               SELECT id FROM part";
    db.values(sql, [order])
}

/// Whether somebody has edited an order, or one that it was made from.
pub fn was_edited(db: &Db, order: OrderId) -> Result<bool> {
    let sql = "SELECT 1 FROM audit a JOIN sales_order o ON o.number = a.subject
               WHERE o.id = ?1 AND a.command = 'order.edit' AND a.outcome = 'ok' LIMIT 1";
    for part in made_from(db, order)? {
        if db.value::<i64>(sql, [part])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keeps the answer of an accepted command.
pub fn remember(tx: &Tx<'_>, id: &str, digest: &str, answer: &str) -> Result<()> {
    let sql = "INSERT INTO command_id (id, digest, answer) VALUES (?1, ?2, ?3)";
    tx.exec(sql, [id, digest, answer]).map(drop)
}
