//! The search texts kept beside names, for whoever makes them anew by a newer rule.

use super::{Db, Result, Tx};

/// The tables that keep one, with the column that names a row.
pub const TABLES: &[(&str, &str)] = &[
    ("customer", "code"),
    ("product", "code"),
    ("warehouse", "code"),
    ("supplier", "code"),
    ("carrier", "code"),
    ("order_template", "name"),
];

record! {
    /// A name and what it is found by.
    pub struct Kept {
        /// What names the row.
        pub key: String,
        /// Name.
        pub name: String,
        /// Search text.
        pub py: String,
    }
}

/// The rows of a table behind a key, in order.
pub fn behind(db: &Db, (table, key): (&str, &str), after: &str, limit: i64) -> Result<Vec<Kept>> {
    let sql = format!(
        "SELECT {key} AS key, name, py FROM {table} WHERE {key} > ?1 ORDER BY {key} LIMIT ?2"
    );
    db.all(&sql, (after, limit))
}

/// Writes a search text. No version rises, for nothing changes that a person has written.
pub fn write(tx: &Tx<'_>, (table, key): (&str, &str), row: &str, py: &str) -> Result<()> {
    let sql = format!("UPDATE {table} SET py = ?2 WHERE {key} = ?1");
    tx.exec(&sql, (row, py)).map(drop)
}
