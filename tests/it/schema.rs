//! The walls in the file itself: what is insert only, what a column takes, what an old file is, and
//! which way the hot queries go (`reliability.md` R23, R25, R26).

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::support::lived_in::lived_in;
use crate::support::office::Desk;
use crate::support::samples::{ROWS, SAMPLES};
use crate::support::tables;

/// Tables that take rows and never let go of them.
const INSERT_ONLY: &[&str] = &[
    "credit_grant",
    "check_result",
    "decision",
    "order_snapshot",
    "order_confirmation",
    "order_link",
    "order_hand",
    "override_grant",
    "override_use",
    "movement",
    "transfer",
    "invoice",
    "invoice_line",
    "instalment",
    "tax_number",
    "statement_reply",
    "receipt",
    "receipt_event",
    "application",
    "credit_note",
    "credit_note_line",
    "credit_note_charge",
    "writeoff",
    "refund",
    "cancellation",
    "contact",
    "told",
    "return_line",
    "return_receipt",
    "return_note",
    "complaint_answer",
    "survey_turn",
    "survey",
    "audit",
    "happening",
];

/// Tables that grow with the trade: no hot query may walk through one.
const GROWING: &[&str] = &[
    "sales_order",
    "order_line",
    "promotion_use",
    "movement",
    "transfer",
    "audit",
    "happening",
    "invoice",
    "receipt",
    "application",
    "sales_return",
    "return_line",
    "return_receipt",
    "complaint",
    "survey",
    "task",
    "exception",
    "credit_note",
];

fn columns(db: &Connection, table: &str) -> Vec<String> {
    tables::rows(
        db,
        &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
    )
}

fn keys(db: &Connection, table: &str) -> Vec<String> {
    tables::rows(
        db,
        &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
    )
}

#[test]
fn the_list_of_insert_only_tables_is_that_of_the_manual() {
    let text = fs::read_to_string(root().join("schema.sql")).unwrap();
    let mut said = Vec::new();
    let mut marked = false;
    for line in text.lines() {
        if line.starts_with("-- INSERT ONLY") {
            marked = true;
        }
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            if marked {
                said.push(rest.split([' ', '(']).next().unwrap().to_owned());
            }
            marked = false;
        }
    }
    let (mut said, mut known): (Vec<_>, Vec<_>) = (said, INSERT_ONLY.to_vec());
    said.sort();
    known.sort_unstable();
    assert_eq!(said, known);
}

#[test]
fn insert_only_tables_let_nothing_change() {
    let (desk, db) = lived_in();
    for table in INSERT_ONLY {
        let before = tables::rows(&db, &format!("SELECT * FROM {table}"));
        assert!(!before.is_empty(), "{table} has a row");
        let (columns, keys) = (columns(&db, table), keys(&db, table));
        let last = columns.last().unwrap();
        let same = columns.join(", ");
        let on = keys.join(", ");
        for sql in [
            format!("UPDATE {table} SET {last} = {last}"),
            format!("UPDATE OR REPLACE {table} SET {last} = {last}"),
            format!("DELETE FROM {table}"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
            format!("REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
            format!(
                "INSERT INTO {table} ({same}) SELECT {same} FROM {table} WHERE true LIMIT 1
                 ON CONFLICT ({on}) DO UPDATE SET {last} = excluded.{last}"
            ),
        ] {
            assert!(db.execute_batch(&sql).is_err(), "{sql}");
        }
        assert_eq!(
            before,
            tables::rows(&db, &format!("SELECT * FROM {table}")),
            "{table}"
        );
    }
    desk.sound(true);
}

#[test]
fn columns_take_what_fits_and_nothing_beside() {
    let (_desk, db) = lived_in();
    db.execute_batch("BEGIN").unwrap();
    for (table, column, good, bad) in SAMPLES {
        for value in *good {
            let sql = format!("UPDATE {table} SET {column} = {value}");
            db.execute_batch(&sql)
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        for value in *bad {
            let sql = format!("UPDATE {table} SET {column} = {value}");
            assert!(db.execute_batch(&sql).is_err(), "{sql}");
        }
    }
    for (good, sql) in ROWS {
        assert_eq!(db.execute_batch(sql).is_ok(), *good, "{sql}");
    }
    db.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn every_table_is_strict() {
    let (_desk, db) = lived_in();
    let loose =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%'";
    assert!(
        tables::rows(&db, loose)
            .iter()
            .all(|name| name.contains("search") || name.contains("fts")),
        "{:?}",
        tables::rows(&db, loose)
    );
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shape(db: &Connection) -> Vec<String> {
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    tables::rows(db, sql)
        .iter()
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        // Where an added column leaves its blanks is SQLite's business.
        .map(|row| row.replace(" ,", ",").replace(" )", ")"))
        .collect()
}

/// `tests/schema/v1.sql` never changes: it is what the files of the first version are.
#[test]
fn an_upgraded_file_has_the_shape_of_a_fresh_one() {
    let old = tempfile::tempdir().unwrap();
    let path = old.path().join("old.db");
    let first = fs::read_to_string(root().join("tests/schema/v1.sql")).unwrap();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF; {first}; PRAGMA user_version = 1;
         INSERT INTO staff (id, login, name) VALUES (1, 'a', 'A');
         INSERT INTO customer (id, code, name, terms) VALUES (3, 'C3', 'Three', 'net:30');
         INSERT INTO invoice (id, number, order_id, customer_id, net, tax, gross, booked_on, invoiced_on, due_on, staff_id)
         VALUES (7, 'IV7', 1, 3, 500, 0, 500, '2026-11-01', '2026-11-01', '2026-12-01', 1);
         INSERT INTO exception (number, kind, subject, by_rule, due_at, raised_by, raised_at)
         VALUES ('EX1', 'late', 'SO1', 1, '2026-11-02T09:00:00', 1, '2026-11-01T09:00:00');
         INSERT INTO product (id, code, name, unit, tax_rate, list_price) VALUES (5, 'P5', 'Five', 'pc', 1300, 100);
         INSERT INTO sales_order (id, number, state, customer_id, channel, kind, keyed_by, ordered_on, entered_at, moved_at)
         VALUES (1, 'SO1', 'approved', 3, 'phone', 'spot', 1, '2026-11-01', '2026-11-01T09:00:00', '2026-11-01T09:00:00');
         INSERT INTO order_line (order_id, line, product_id, qty, promise_on, in_force, cancelled) VALUES
         (1, 1, 5, 9000, '2026-11-20', 1, 2000), (1, 2, 5, 1000, '2026-11-20', 1, 0), (1, 3, 5, 4000, NULL, 1, 0), (1, 4, 5, 800, NULL, 0, 0);
         INSERT INTO platform_order (channel, shop, outside_id, status, lines) VALUES ('jd', 'P', '11729439936', 'to_ship', '[]');"
    ))
    .unwrap();
    drop(file);
    let copy = orderdesk::store::upgrade(&path).unwrap();
    assert!(copy.is_some_and(|copy| copy.exists()), "no copy beside it");
    let upgraded = tables::reader(&path);
    let desk = Desk::bare(false);
    let fresh = tables::reader(&desk.path);
    for word in ["user_version", "application_id"] {
        let of = |db| tables::number(db, &format!("PRAGMA {word}"));
        assert_eq!(of(&upgraded), of(&fresh), "{word}");
    }
    let kept = tables::rows(&upgraded, "SELECT * FROM invoice_open");
    assert_eq!(kept, ["7|0|3|2026-12-01|500"]);
    let waits = tables::rows(&upgraded, "SELECT * FROM waiting ORDER BY promise_on");
    assert_eq!(waits, ["5|0||4000", "5|0|2026-11-20|8000"]);
    let kept = tables::rows(&upgraded, "SELECT number, kind, raised_at FROM exception");
    assert_eq!(kept, ["EX1|late|2026-11-01T09:00:00"]);
    let kept = tables::rows(
        &upgraded,
        "SELECT platform, channel, outside_id, lines FROM platform_order",
    );
    assert_eq!(kept, ["jd|jd|11729439936|[]"]);
    let (upgraded, fresh) = (shape(&upgraded), shape(&fresh));
    for row in &fresh {
        assert!(upgraded.contains(row), "an upgraded file lacks: {row}");
    }
    for row in &upgraded {
        assert!(fresh.contains(row), "a fresh file has nothing like: {row}");
    }
}

/// Statements as the store sends them, read from its sources, so that a changed one is looked at:
/// whole files of SQL, and texts in the code that begin with SELECT and have no holes.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src/store")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if name.contains("test") || name.contains("upgrade") {
                // What only tests ask may take its time; an upgrade runs once.
            } else if path.extension().is_some_and(|ending| ending == "sql") {
                found.push((name, fs::read_to_string(&path).unwrap()));
            } else {
                let text = fs::read_to_string(&path).unwrap();
                let literal =
                    |text: &str| text.split('"').next().unwrap_or("").replace("\\\n", "\n");
                let pieces = text.split('"').skip(1).map(literal);
                let selects = pieces.filter(|piece| piece.trim_start().starts_with("SELECT "));
                found.extend(
                    selects
                        .filter(|sql| !sql.contains('{'))
                        .map(|sql| (name.clone(), sql)),
                );
            }
        }
    }
    found.sort();
    found
}

/// Steps that walk through a whole growing table. An index of the open part of a table is short,
/// and a list that is cut off goes along an index only so far.
fn long_walks(db: &Connection, sql: &str) -> Vec<String> {
    let short = tables::rows(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'",
    );
    let plan = tables::rows(db, &format!("EXPLAIN QUERY PLAN {sql}"));
    let word_of = |step: &str, words: &[String]| {
        step.split(['|', ' '])
            .any(|word| words.iter().any(|known| known == word))
    };
    let growing: Vec<String> = GROWING.iter().map(|name| (*name).to_owned()).collect();
    let walks = |step: &&String| {
        let along_index =
            step.contains("INDEX") && (word_of(step, &short) || sql.contains("LIMIT"));
        step.contains("SCAN ") && word_of(step, &growing) && !along_index
    };
    plan.iter().filter(walks).cloned().collect()
}

#[test]
fn hot_statements_walk_through_no_growing_table() {
    let (_desk, db) = lived_in();
    let hot = [
        "SELECT * FROM sales_order WHERE state = ?1 ORDER BY ordered_on DESC, id DESC LIMIT 50",
        "SELECT * FROM sales_order WHERE customer_id = ?1 ORDER BY ordered_on DESC, id DESC LIMIT 50",
        "SELECT * FROM sales_order WHERE ordered_on BETWEEN ?1 AND ?2 ORDER BY ordered_on DESC, id DESC LIMIT 50",
        "SELECT * FROM sales_order ORDER BY ordered_on DESC, id DESC LIMIT 50",
        "SELECT * FROM sales_order WHERE substr(number, -4) = ?1 ORDER BY id DESC LIMIT 20",
        "SELECT * FROM sales_order WHERE customer_ref = ?1 AND customer_ref <> ''",
        "SELECT * FROM transfer WHERE debit = ?1 AND effective_on <= ?2",
        "SELECT * FROM transfer WHERE document = ?1",
        "SELECT * FROM application WHERE invoice_id = ?1",
        "SELECT * FROM happening WHERE order_id = ?1 ORDER BY id",
        "SELECT * FROM invoice WHERE customer_id = ?1 ORDER BY id DESC LIMIT 50",
        "SELECT sum(qty) FROM movement WHERE product_id = ?1 AND warehouse_id = ?2",
    ];
    for sql in hot {
        // The newest first without a filter goes along an index and stops: that is no walk.
        assert_eq!(long_walks(&db, sql), Vec::<String>::new(), "{sql}");
    }
    let mut seen = 0;
    let mut faults = Vec::new();
    for (name, sql) in statements() {
        // Some texts are parts that are put together; those are looked at where they are whole.
        if db.prepare(&sql).is_err() {
            continue;
        }
        seen += 1;
        // The check of the whole file reads the whole file.
        let whole = name.contains("check") || WHOLE.iter().any(|part| sql.contains(part));
        let walks = long_walks(&db, &sql);
        if !whole && !walks.is_empty() {
            faults.push(format!("{name}: {sql}\n    {walks:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 60, "only {seen} statements were found");
}

/// Statements that may walk: this one is only ever used with a condition put behind it.
const WHOLE: &[&str] = &["prev_hash, hash FROM audit"];
