//! What no statement of ours may do, whatever text finds its way into one (`reliability.md` D4, S8).
//!
//! The last wall behind bound parameters and `DBCONFIG_DEFENSIVE`: SQLite asks here before it
//! prepares a statement. The shape of the data stays as it is, no other file is opened, no setting
//! of the connection is moved, and what was written down once is not written over. Copying the
//! office (`VACUUM INTO` attaches the copy and makes its tables) opens a gate in it for as long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::Result;

/// Settings that may be given a value: moving the log, reading alone, checks.
const PRAGMAS: &[&str] = &[
    "wal_checkpoint",
    "query_only",
    "integrity_check",
    "quick_check",
];

/// Tables of which the program never changes or removes a row; triggers say so to other programs.
const KEPT: &[&str] = &["audit", "happening"];

/// The gate in the wall.
#[derive(Debug, Clone, Default)]
pub(super) struct Gap(Arc<AtomicBool>);

/// While it lives, the wall is open.
pub(super) struct Open(Gap);

impl Gap {
    /// Opens the wall for a copy.
    pub(super) fn open(&self) -> Open {
        self.0.store(true, Ordering::SeqCst);
        Open(self.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::SeqCst);
    }
}

/// Puts the wall around a connection that is ready for its work.
pub(super) fn build(conn: &mut Connection) -> Result<Gap> {
    let gap = Gap::default();
    let open = gap.clone();
    conn.authorizer(Some(move |asked: AuthContext<'_>| {
        if open.0.load(Ordering::SeqCst) || allowed(&asked.action) {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }))?;
    Ok(gap)
}

fn allowed(action: &AuthAction<'_>) -> bool {
    use AuthAction as A;
    match action {
        A::Select
        | A::Read { .. }
        | A::Insert { .. }
        | A::Recursive
        | A::Transaction { .. }
        | A::Savepoint { .. } => true,
        A::Update { table_name, .. } | A::Delete { table_name } => !KEPT.contains(table_name),
        A::Function { function_name } => *function_name != "load_extension",
        A::Pragma {
            pragma_name,
            pragma_value,
        } => pragma_value.is_none() || PRAGMAS.contains(pragma_name),
        // Everything else makes, changes or drops a table, an index, a trigger, a view, or opens
        // another file; what a later SQLite adds is refused until it is known.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{self, Db};

    fn db() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.db");
        drop(store::create(&path).unwrap());
        let db = store::open(&path).unwrap();
        (folder, db)
    }

    #[test]
    fn what_would_go_round_the_rules_is_refused() {
        let (folder, db) = db();
        let other = folder.path().join("other.db").display().to_string();
        for statement in [
            "DROP TABLE audit",
            "DROP TRIGGER audit_no_update",
            "DROP INDEX audit_subject",
            "ALTER TABLE audit RENAME TO audit2",
            "ALTER TABLE customer ADD COLUMN x",
            "CREATE TABLE x (y)",
            "CREATE TEMP TABLE x (y)",
            "CREATE TRIGGER x AFTER INSERT ON audit BEGIN SELECT 1; END",
            "CREATE TEMP TRIGGER x AFTER INSERT ON audit BEGIN SELECT 1; END",
            "CREATE VIEW x AS SELECT 1",
            "CREATE TEMP VIEW x AS SELECT 1",
            "CREATE INDEX x ON customer (name)",
            "CREATE VIRTUAL TABLE x USING fts5 (y)",
            "REINDEX",
            &format!("ATTACH '{other}' AS o"),
            &format!("VACUUM INTO '{other}'"),
            "DETACH main",
            "PRAGMA synchronous = OFF",
            "PRAGMA writable_schema = ON",
            "PRAGMA foreign_keys = OFF",
            "PRAGMA journal_mode = DELETE",
            "PRAGMA user_version = 7",
            "PRAGMA recursive_triggers(0)",
            "UPDATE audit SET who = 'x'",
            "DELETE FROM audit",
            "DELETE FROM happening",
            "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT DO UPDATE SET who = 'x'",
            "SELECT load_extension('x')",
        ] {
            let done = db.conn().execute_batch(statement);
            let why = done.expect_err(statement).to_string();
            let walled = [
                "not authorized",
                "authorization denied",
                "prohibited",
                "no such function",
            ];
            assert!(
                walled.iter().any(|word| why.contains(word)),
                "{statement}: {why}"
            );
        }
        assert!(!std::path::Path::new(&other).exists());
    }

    #[test]
    fn what_the_program_needs_is_not() {
        let (folder, db) = db();
        for statement in [
            "SAVEPOINT a; RELEASE a",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT * FROM n",
            "PRAGMA data_version",
            "PRAGMA foreign_keys",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA quick_check",
            "SELECT count(*) FROM pragma_foreign_key_check",
        ] {
            db.conn().execute_batch(statement).expect(statement);
        }
        // Copying opens the wall, and closes it again.
        let copy = folder.path().join("copy.db");
        store::backup::copy(&db, &copy).unwrap();
        assert!(copy.exists());
        assert!(db.conn().execute_batch("DROP TABLE audit").is_err());
    }
}
