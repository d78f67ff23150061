//! The tables behind an office, read by another connection.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// Opens the file for reading beside the office.
pub fn reader(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// Names of all tables.
pub fn names(db: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Everything in all tables but the audit log, as text.
pub fn dump(db: &Connection) -> String {
    let mut text = String::new();
    for table in names(db).iter().filter(|name| *name != "audit") {
        let mut rows = rows(db, &format!("SELECT * FROM \"{table}\""));
        rows.sort();
        text.extend(["== ", table, "\n", &rows.join("\n"), "\n"]);
    }
    text
}

/// The rows of a statement, each as a line.
pub fn rows(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let width = statement.column_count();
    // Parameters stay unbound: a plan needs none.
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cells: Vec<_> = (0..width).map(|n| shown(row.get_ref(n).unwrap())).collect();
        found.push(cells.join("|"));
    }
    found
}

fn shown(cell: ValueRef<'_>) -> String {
    match cell {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(n) => n.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
    }
}

/// One number.
pub fn number(db: &Connection, sql: &str) -> i64 {
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}
