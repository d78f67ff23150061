//! Office files of any age: founded by the program, filled by bare SQL, kept in `target/bench` and
//! reused until the schema changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use orderdesk::desk::{Caller, Clock, Office};
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Connection, named_params};
use sha2::{Digest, Sha256};

/// The moment at which the benches happen: 2026-11-23 09:30 in Shanghai.
const NOW: &str = "2026-11-23T01:30:00Z";

/// Whoever sits at the desk in a bench.
pub fn caller() -> Caller {
    Caller {
        login: "boss".to_owned(),
        uid: 1_000,
        seat: None,
    }
}

/// A clock that stands.
pub fn clock() -> Result<Clock> {
    let now = NOW.parse()?;
    Ok(Arc::new(move || now))
}

/// The folder of the files.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

/// The sizes asked for on the command line, or all: older closed orders.
pub fn sizes() -> Vec<i64> {
    let asked: Vec<i64> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if asked.is_empty() {
        vec![0, 100_000, 1_000_000]
    } else {
        asked
    }
}

/// A fresh copy of the office with so many older orders, under a name of the bench's own.
pub fn copy(old: i64, name: &str) -> Result<PathBuf> {
    let from = kept(old)?;
    let to = folder().join(format!("{name}-{old}.db"));
    for ending in ["", "-wal", "-shm", ".gate", ".work"] {
        let side = PathBuf::from(format!("{}{ending}", to.display()));
        drop(std::fs::remove_file(side));
    }
    std::fs::copy(from, &to)?;
    // Else the copy goes to disk while somebody waits for a commit.
    std::fs::File::open(&to)?.sync_all()?;
    Ok(to)
}

/// The office with so many older orders, made if it is not there yet.
fn kept(old: i64) -> Result<PathBuf> {
    let shape = chained(&[include_str!("../../schema.sql"), include_str!("fill.sql")]);
    let path = folder().join(format!("office-{old}-{}.db", &shape[..8]));
    if path.exists() {
        return Ok(path);
    }
    std::fs::create_dir_all(folder())?;
    let raw = folder().join(format!("making-{old}.db"));
    drop(std::fs::remove_file(&raw));
    eprintln!("making an office with {old} older orders ...");
    drop(Office::found(&raw, clock()?, "Bench", &caller(), false)?);
    fill(&raw, old)?;
    if old <= 100_000 {
        let checked = Office::open(&raw, clock()?)?.check(true)?;
        for check in checked.iter().filter(|check| !check.ok) {
            eprintln!("  {} fails: {:?}", check.name, check.faults.first());
        }
    }
    std::fs::rename(&raw, &path)?;
    Ok(path)
}

fn fill(path: &Path, old: i64) -> Result<()> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;
         PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;",
    )?;
    let aside = take_aside(&conn)?;
    conn.execute_batch("CREATE TEMP TABLE n (n INTEGER PRIMARY KEY);")?;
    conn.execute(
        "WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < ?1)
         INSERT INTO n SELECT n FROM c",
        [(old + 4_000).max(10_000)],
    )?;
    let tx = conn.transaction()?;
    let mut batch = rusqlite::Batch::new(&tx, include_str!("fill.sql"));
    while let Some(mut statement) = batch.next()? {
        if statement.parameter_count() > 0 {
            statement.execute(named_params! { ":old": old })?;
        } else {
            statement.execute([])?;
        }
    }
    record(&tx, old + 4_000)?;
    tx.execute_batch(&aside)?;
    tx.commit()?;
    conn.execute_batch("DROP TABLE n; PRAGMA journal_mode = WAL;")?;
    Ok(())
}

/// Takes indexes and triggers out and gives the statements that make them again.
fn take_aside(conn: &Connection) -> Result<String> {
    let sql = "SELECT type, name, sql FROM sqlite_schema
               WHERE type IN ('index', 'trigger') AND sql IS NOT NULL";
    let mut again = String::new();
    let rows: Vec<(String, String, String)> = conn
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (kind, name, sql) in rows {
        conn.execute_batch(&format!("DROP {kind} {name}"))?;
        again.push_str(&sql);
        again.push_str(";\n");
    }
    Ok(again)
}

/// One audit row and one happening for each order, in a chain that holds.
fn record(conn: &Connection, orders: i64) -> Result<()> {
    let mut audit = conn.prepare(
        "INSERT INTO audit (seq, at, clock_at, who, os_who, command, subject, payload, outcome,
             prev_hash, hash)
         VALUES (?1, ?2, ?2, 'boss', 'boss', 'order.approve', ?3, '{}', 'ok', ?4, ?5)",
    )?;
    let mut happening = conn.prepare(
        "INSERT INTO happening (seq, order_id, what, facts) VALUES (?1, ?2, 'order.approved', '{}')",
    )?;
    let mut orders_of = conn.prepare("SELECT number FROM sales_order WHERE id = ?1")?;
    let at = "2026-10-20T10:00:00";
    let mut before = String::new();
    for seq in 1..=orders {
        let subject: String = orders_of.query_row([seq], |row| row.get(0))?;
        let number = seq.to_string();
        let said = [
            number.as_str(),
            at,
            at,
            "boss",
            "boss",
            "order.approve",
            &subject,
            "{}",
            "ok",
            &before,
        ];
        let hash = chained(&said);
        audit.execute((seq, at, &subject, &before, &hash))?;
        happening.execute((seq, seq))?;
        before = hash;
    }
    Ok(())
}

/// The hash of an audit row over what it says, as the desk works it out.
pub fn chained(parts: &[&str]) -> String {
    use std::fmt::Write;
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut out = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The raw connection of the floor, with the pragmas of the program.
pub fn bare(path: &Path) -> Result<Connection> {
    let conn = Connection::open(path).context("the floor's connection")?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = ON;
         PRAGMA cache_size = -8192;",
    )?;
    // As the program's own; another number shows what the checkpoint on a clerk's commit costs.
    let pages = std::env::var("BENCH_CHECKPOINT")
        .ok()
        .and_then(|n| n.parse().ok());
    conn.pragma_update(None, "wal_autocheckpoint", pages.unwrap_or(200_i64))?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(200);
    Ok(conn)
}
