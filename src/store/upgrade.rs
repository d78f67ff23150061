//! Bringing an older office file to today's shape, by numbered steps (`reliability.md` D8).

use std::path::{Path, PathBuf};

use super::db::Db;
use super::open::{VERSION, file_version, look_at, or_foreign, prepare, refuse_out_of_reach};
use super::{Result, StoreError, backup};
use crate::guard;

/// The steps: the version a step leads to, and its statements. `schema.sql` is the newest; a test
/// proves that the frozen first version and these steps give what it gives.
pub const STEPS: &[(i64, &str)] = &[
    (2, include_str!("upgrade_2.sql")),
    (3, include_str!("upgrade_3.sql")),
    (4, include_str!("upgrade_4.sql")),
    (5, include_str!("upgrade_5.sql")),
    (6, include_str!("upgrade_6.sql")),
];

/// Upgrades the file, after a copy of it beside it. Gives where the copy lies, or nothing where
/// the file was of today's shape already.
pub fn upgrade(path: &Path) -> Result<Option<PathBuf>> {
    upgraded(path).map_err(|why| why.at(path))
}

fn upgraded(path: &Path) -> Result<Option<PathBuf>> {
    let _held = guard::hold(path);
    refuse_out_of_reach(path)?;
    let seen = look_at(path).and_then(|conn| Ok((file_version(&conn, path)?, conn)));
    let (found, mut conn) = seen.map_err(|error| or_foreign(error, path))?;
    if found == VERSION {
        return Ok(None);
    }
    if found > VERSION {
        return Err(StoreError::Newer {
            found,
            known: VERSION,
        });
    }
    prepare(&mut conn)?;
    let db = Db::new(conn, path)?;
    let copy = copied(&db, path, found)?;
    let tx = db.begin()?;
    for (version, statements) in STEPS.iter().filter(|(version, _)| *version > found) {
        db.conn().execute_batch(statements)?;
        db.conn().pragma_update(None, "user_version", version)?;
    }
    tx.commit()?;
    Ok(Some(copy))
}

/// Copies the file as it was. Under the copy's name there is a whole one or none, and one that an upgrade
/// which was killed has left stays: nobody has to clear anything away before trying again.
fn copied(db: &Db, path: &Path, found: i64) -> Result<PathBuf> {
    let named = |ending: &str| {
        let mut copy = path.as_os_str().to_owned();
        copy.push(format!(".v{found}{ending}"));
        PathBuf::from(copy)
    };
    let mut copy = named("");
    for n in 2.. {
        if copy.symlink_metadata().is_err() {
            break;
        }
        copy = named(&format!("-{n}"));
    }
    let part = backup::unfinished(&copy)?;
    backup::copy(db, &part)?;
    backup::finish(&part, &copy)?;
    Ok(copy)
}
