//! The log of the office (`-wal`): when what was committed to it is moved into the file itself.
//!
//! That takes some milliseconds, and SQLite alone does it within the commit that makes the log long: it
//! was the p99 of saving (`performance.md` §3). Here whoever has given an answer does it: the desk when
//! nothing waits for it, `run` behind a line. A commit does it only where nobody got round to it, and then
//! little is left to move.

use std::cell::Cell;
use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use rusqlite::hooks::Wal;
use rusqlite::wal::CheckpointMode;
use rusqlite::{Connection, MAIN_DB};

use super::Result;

/// Pages of log that are worth moving: some five commits.
const WORTH: c_int = 200;

/// Pages of log beyond which a commit moves them, in the turn of its writer: only so the log surely begins
/// anew, since nobody adds to it meanwhile.
const TOO_LONG: c_int = 800;

/// What one connection knows of the log.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Pages in it after the last commit of this connection.
    pages: Arc<AtomicI32>,
    /// How many of them were moved when this connection looked last.
    moved: Cell<c_int>,
}

impl Log {
    /// Takes over from SQLite when the log of this connection's office is moved.
    pub(super) fn of(conn: &mut Connection) -> Result<Self> {
        let log = Self::default();
        let pages = log.pages.clone();
        conn.wal_hook(Some(move |wal: &mut Wal, now: c_int| {
            pages.store(now, Ordering::Relaxed);
            if now >= TOO_LONG {
                // The commit stands, whatever comes of this: a full disk, or somebody who is at it.
                drop(wal.checkpoint());
            }
            Ok(())
        }))?;
        Ok(log)
    }

    /// Moves what is worth it. What cannot be moved now stays in the log, where it is as true.
    pub(super) fn shorten(&self, conn: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        let moved = Some(self.moved.get()).filter(|moved| *moved <= pages); // else it began anew
        if pages - moved.unwrap_or(0) >= WORTH {
            drop(conn.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE));
            self.moved.set(pages);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{TOO_LONG, WORTH};
    use crate::store::{Db, create, office, open};

    fn length(path: &Path, ending: &str) -> u64 {
        let name = format!("{}{ending}", path.display());
        std::fs::metadata(name).map_or(0, |about| about.len())
    }

    /// Commits some five pages.
    fn save(db: &Db, n: i64) {
        let tx = db.begin().unwrap();
        let text = format!("{n}").repeat(5_000);
        office::set(&tx, &format!("key {n}"), &text[..12_000.min(text.len())]).unwrap();
        tx.commit().unwrap();
    }

    #[test]
    fn the_log_is_moved_when_asked_and_worth_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.db");
        let db = create(&path).unwrap();
        db.settle().unwrap();
        let before = length(&path, "");
        save(&db, 1);
        db.shorten_log();
        assert_eq!(length(&path, ""), before, "too little to be worth it");
        for n in 2..i64::from(WORTH) / 2 {
            save(&db, n);
        }
        assert_eq!(length(&path, ""), before, "no commit has moved it");
        db.shorten_log();
        assert!(length(&path, "") > before);
    }

    #[test]
    fn a_log_that_nobody_moves_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.db");
        drop(create(&path).unwrap());
        let (a, b) = (open(&path).unwrap(), open(&path).unwrap());
        for n in 0..i64::from(TOO_LONG) {
            save(if n % 2 == 0 { &a } else { &b }, n);
        }
        let most = u64::try_from(TOO_LONG).unwrap() * 4_200 * 5 / 4;
        assert!(length(&path, "-wal") < most, "{}", length(&path, "-wal"));
    }
}
