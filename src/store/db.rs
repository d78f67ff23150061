//! A connection and a transaction over it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params};

use super::gate::{Gate, Turn};
use super::holder::holder;
use super::log::Log;
use super::record::{FromRow, places};
use super::walls::{self, Gap};
use super::{Result, StoreError};
use crate::domain::ids::OrderId;
use crate::guard;

/// An open office file. Reads go through it; writes need a [`Tx`].
#[derive(Debug)]
pub struct Db {
    /// Taken out only when dropped.
    conn: Option<Connection>,
    path: PathBuf,
    gate: Option<Gate>,
    log: Log,
    /// The version of its shape when it was opened.
    version: i64,
    /// Opened for copies; there is no wall around a file that is being made or upgraded.
    gap: Gap,
    /// The file was found damaged.
    damaged: Cell<bool>,
}

impl Db {
    /// Wraps a prepared connection.
    pub(super) fn new(conn: Connection, path: &Path) -> Result<Self> {
        Self::queueing(conn, path, None)
    }

    /// The same, whose writers queue.
    pub(super) fn queueing(mut conn: Connection, path: &Path, gate: Option<Gate>) -> Result<Self> {
        let version = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok(Self {
            log: Log::of(&mut conn)?,
            conn: Some(conn),
            path: path.to_owned(),
            gate,
            version,
            gap: Gap::default(),
            damaged: Cell::new(false),
        })
    }

    /// The same, around which a wall was built.
    pub(super) fn walled(mut self, gap: Gap) -> Self {
        self.gap = gap;
        self
    }

    /// Opens the wall for a copy, as long as what it gives lives.
    pub(super) fn open_wall(&self) -> walls::Open {
        self.gap.open()
    }

    /// The raw connection, for this room alone.
    pub(super) fn conn(&self) -> &Connection {
        self.conn.as_ref().expect("taken out only when dropped")
    }

    /// The one row, if there is one.
    pub(super) fn opt<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        self.sound(self.row(sql, params).optional())
    }

    /// The row that must be there.
    pub(super) fn one<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<T> {
        self.sound(self.row(sql, params))
    }

    fn row<T: FromRow>(&self, sql: &str, params: impl Params) -> rusqlite::Result<T> {
        let mut statement = self.conn().prepare_cached(sql)?;
        let places = places(&statement, T::COLUMNS)?;
        statement.query_row(params, |row| T::from_row(row, &places))
    }

    /// Every row.
    pub(super) fn all<T: FromRow>(&self, sql: &str, params: impl Params) -> Result<Vec<T>> {
        let read = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            let places = places(&statement, T::COLUMNS)?;
            let rows = statement.query_map(params, |row| T::from_row(row, &places))?;
            rows.collect()
        };
        self.sound(read())
    }

    /// Every row, one after another, so that none but the last is held.
    pub(super) fn each<T: FromRow, E: From<StoreError>>(
        &self,
        sql: &str,
        params: impl Params,
        mut take: impl FnMut(T) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let failed = |error| E::from(self.noted(error));
        let mut statement = self.conn().prepare_cached(sql).map_err(failed)?;
        let places = places(&statement, T::COLUMNS).map_err(failed)?;
        let mut rows = statement.query(params).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(T::from_row(row, &places).map_err(failed)?)?;
        }
        Ok(())
    }

    /// The first column of the one row, if there is one.
    pub(super) fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        let read = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            statement.query_row(params, |row| row.get(0)).optional()
        };
        self.sound(read())
    }

    /// The first column of every row.
    pub(super) fn values<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Vec<T>> {
        let read = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            let rows = statement.query_map(params, |row| row.get(0))?;
            rows.collect()
        };
        self.sound(read())
    }

    /// What came of a statement; remembers when it met damage.
    pub(super) fn sound<T>(&self, done: rusqlite::Result<T>) -> Result<T> {
        done.map_err(|error| self.noted(error))
    }

    fn noted(&self, error: rusqlite::Error) -> StoreError {
        let error = StoreError::from(error);
        if matches!(error, StoreError::Damaged(_) | StoreError::NotADatabase) {
            self.write_no_more();
        }
        error
    }

    /// The file was found damaged, here or by another connection of this session: nothing more goes into
    /// it, not even the log when it is closed (`reliability.md` R16).
    pub fn write_no_more(&self) {
        self.damaged.set(true);
        // It can only fail for a name that this SQLite does not know.
        let _ = self
            .conn()
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// A number that moves when another connection commits (a few microseconds).
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.value("PRAGMA data_version", [])?.unwrap_or(0))
    }

    /// Moves a log that has become long into the file, as far as nobody is in the way.
    pub fn shorten_log(&self) {
        if !self.damaged.get() {
            self.log.shorten(self.conn());
        }
    }

    /// Moves the whole log into the file itself.
    pub fn settle(&self) -> Result<()> {
        let _: Option<i64> = self.value("PRAGMA wal_checkpoint(TRUNCATE)", [])?;
        Ok(())
    }

    /// Opens the writing transaction: takes the write lock at once, so that nothing it reads can
    /// change under it (`reliability.md` D5). Whoever is in the way is named. A session that was
    /// open while another program upgraded the file writes no more (R18).
    pub fn begin(&self) -> Result<Tx<'_>> {
        let tx = self.take_turn().map_err(|error| match error {
            StoreError::Busy => self.busy(),
            no @ StoreError::ReadOnly => no.at(&self.path),
            other => other,
        })?;
        let found = tx.value("PRAGMA user_version", [])?.unwrap_or(0);
        if found == self.version {
            return Ok(tx);
        }
        Err(StoreError::Upgraded {
            found,
            known: self.version,
        })
    }

    fn take_turn(&self) -> Result<Tx<'_>> {
        if self.damaged.get() {
            return Err(StoreError::Damaged("-".to_owned()));
        }
        let turn = self.gate.as_ref().map(Gate::turn).transpose()?;
        let begin = || self.conn().prepare_cached("BEGIN IMMEDIATE")?.execute([]);
        self.sound(begin())?;
        Ok(Tx {
            db: self,
            done: false,
            touched: RefCell::default(),
            _turn: turn,
        })
    }

    fn busy(&self) -> StoreError {
        let _held = guard::hold(&self.path);
        let inode = self.gate.as_ref().and_then(Gate::work_inode);
        holder(&self.path, inode).map_or(StoreError::Busy, StoreError::BusyWith)
    }

    /// Opens a reading transaction, so that a query of several statements sees one moment.
    pub fn snapshot<T>(&self, read: impl FnOnce(&Self) -> T) -> Result<T> {
        self.conn().prepare_cached("BEGIN")?.execute([])?;
        let value = read(self);
        self.conn().prepare_cached("COMMIT")?.execute([])?;
        Ok(value)
    }
}

/// A writing transaction; dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx<'a> {
    db: &'a Db,
    done: bool,
    touched: RefCell<BTreeSet<i64>>,
    _turn: Option<Turn>, // let go when all else is done
}

impl Tx<'_> {
    /// Runs a statement and says how many rows it touched.
    pub(super) fn exec(&self, sql: &str, params: impl Params) -> Result<usize> {
        let write = || self.conn().prepare_cached(sql)?.execute(params);
        self.sound(write())
    }

    /// Runs an INSERT and gives the new row's id.
    pub(super) fn insert(&self, sql: &str, params: impl Params) -> Result<i64> {
        let write = || self.conn().prepare_cached(sql)?.insert(params);
        self.sound(write())
    }

    /// By how much an order's version rises now: by one the first time in this transaction, so
    /// that a command raises it by one however often it writes.
    pub(super) fn rise(&self, order: OrderId) -> i64 {
        i64::from(self.touched.borrow_mut().insert(order.0))
    }

    /// Makes it all true at once.
    pub fn commit(mut self) -> Result<()> {
        let commit = || self.conn().prepare_cached("COMMIT")?.execute([]);
        self.sound(commit())?;
        self.done = true;
        Ok(())
    }
}

/// The last to leave moves the log into the file and removes it, beside the office: with the group.
impl Drop for Db {
    fn drop(&mut self) {
        let _held = guard::hold(&self.path);
        self.conn = None;
    }
}

impl Deref for Tx<'_> {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if !self.done && !self.conn().is_autocommit() {
            // A failing rollback means that SQLite has rolled back by itself.
            drop(self.conn().execute_batch("ROLLBACK"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::Db;
    use crate::store::{StoreError, create, office, open};

    #[test]
    fn a_panic_inside_a_save_takes_all_of_it_back_and_lets_the_next_one_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.db");
        drop(create(&path).unwrap());
        let (a, b) = (open(&path).unwrap(), open(&path).unwrap());
        let half = catch_unwind(AssertUnwindSafe(|| {
            let tx = a.begin().unwrap();
            office::set(&tx, "half", "a save").unwrap();
            panic!("planted");
        }));
        assert!(half.is_err());
        for db in [&a, &b] {
            assert_eq!(office::setting(db, "half").unwrap(), None);
            let tx = db.begin().unwrap();
            office::set(&tx, "whole", "a save").unwrap();
            tx.commit().unwrap();
        }
        assert_eq!(office::setting(&a, "half").unwrap(), None);
    }

    #[test]
    fn damage_that_is_met_stops_writing_whichever_way_the_rows_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.db");
        drop(create(&path).unwrap());
        // No form has a number for a screen.
        let sql = "SELECT 1 AS screen, '' AS slot, '' AS body, '' AS at";
        let at_once = |db: &Db| db.all::<office::Parked>(sql, []).map(drop);
        let one_by_one = |db: &Db| db.each(sql, [], |_: office::Parked| Ok::<_, StoreError>(()));
        for read in [&at_once as &dyn Fn(&Db) -> _, &one_by_one] {
            let db = open(&path).unwrap();
            drop(db.begin().unwrap());
            assert!(matches!(read(&db), Err(StoreError::Damaged(_))));
            assert!(matches!(db.begin(), Err(StoreError::Damaged(_))));
        }
    }
}
