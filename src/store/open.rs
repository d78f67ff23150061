//! Making and opening office files: pragmas, version, who may write (`reliability.md` D4).

use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{Access, AtFlags, CWD, accessat};
use rustix::io::Errno;

use super::db::Db;
use super::gate::Gate;
use super::{Result, StoreError, network, walls};
use crate::guard;

/// Marks a file as ours ('ODSK').
pub const APPLICATION_ID: i64 = 0x4F44_534B;

/// The shape of the data this program writes; rises with each step of `upgrade.rs`.
pub const VERSION: i64 = 6;

const SCHEMA: &str = include_str!("../../schema.sql");

/// How long a waiting writer asks again before it gives up, so that whoever waits hears within five
/// seconds who is in the way. By the clock: on a busy machine a sleep lasts as long as it likes.
const BUSY: Duration = Duration::from_millis(4_500);

/// Makes a new office file and leaves it ready for its first command.
pub fn create(path: &Path) -> Result<Db> {
    created(path).map_err(|why| why.at(path))
}

fn created(path: &Path) -> Result<Db> {
    if path.exists() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
        network::refuse(folder)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(std::path::absolute(path)?, flags)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    prepare(&mut conn)?;
    conn.execute_batch(&format!(
        "BEGIN;\n{SCHEMA}\nPRAGMA user_version = {VERSION};\nCOMMIT;"
    ))?;
    Db::new(conn, path)
}

/// Opens an office file for reading and writing, where writers queue.
pub fn open(path: &Path) -> Result<Db> {
    let mut conn = connect(path)?;
    let _held = guard::hold(path);
    if !may_write(path) {
        return Err(StoreError::ReadOnly.at(path));
    }
    let gap = walls::build(&mut conn)?;
    Ok(Db::queueing(conn, path, Gate::beside(path))?.walled(gap))
}

/// Opens an office file that nobody else knows of, such as a copy for rehearsals.
pub fn open_private(path: &Path) -> Result<Db> {
    let mut conn = connect(path)?;
    // Nobody misses it after a crash, and beside a guarded office no journal could be made.
    let _: String = conn.query_row("PRAGMA journal_mode = MEMORY", [], |row| row.get(0))?;
    let gap = walls::build(&mut conn)?;
    Ok(Db::new(conn, path)?.walled(gap))
}

/// Opens an office file for reading alone.
pub fn open_reader(path: &Path) -> Result<Db> {
    let mut conn = connect(path)?;
    conn.pragma_update(None, "query_only", true)?;
    // A little more than a writer has: what lists and their cards look at again and again.
    conn.pragma_update(None, "cache_size", -1536)?;
    let gap = walls::build(&mut conn)?;
    Ok(Db::new(conn, path)?.walled(gap))
}

fn connect(path: &Path) -> Result<Connection> {
    connected(path).map_err(|why| why.at(path))
}

fn connected(path: &Path) -> Result<Connection> {
    let _held = guard::hold(path);
    if let Some((office, group)) = guard::office()
        && office == path
    {
        guard::vet(path, 0, group).map_err(StoreError::Exposed)?;
    }
    refuse_out_of_reach(path)?;
    let seen = look_at(path).and_then(|conn| recognise(&conn, path).map(|()| conn));
    let mut conn = seen.map_err(|error| or_foreign(error, path))?;
    prepare(&mut conn)?;
    Ok(conn)
}

/// What was no database before it was ever opened is somebody else's.
pub(super) fn or_foreign(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::NotADatabase => StoreError::Foreign(path.to_owned()),
        other => other,
    }
}

/// Refuses what is not there, no plain file, or on another machine: none of it is opened.
pub(super) fn refuse_out_of_reach(path: &Path) -> Result<()> {
    let about = std::fs::metadata(path).map_err(|error| out_of_reach(path, &error))?;
    if !about.is_file() {
        return Err(StoreError::NotAFile);
    }
    network::refuse(path)?;
    if !may(path, Access::READ_OK) {
        return Err(out_of_reach(path, &Errno::ACCESS.into()));
    }
    Ok(())
}

/// Why a file cannot even be looked at. A program that lost the group of its office is told why.
fn out_of_reach(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind as E;
    let named = || guard::named_office(Path::new(guard::CONF)).ok().flatten();
    match error.kind() {
        E::NotFound => StoreError::Missing(path.to_owned()),
        E::PermissionDenied if named().as_deref() == Some(path) => {
            StoreError::NoGroup(guard::why_without_group(path))
        }
        _ => StoreError::CannotOpen(error.to_string()),
    }
}

/// Opens a file that may be anybody's: until [`prepare`] takes it for ours, not even closing it changes a
/// byte, which would move a log that is left beside it into it (`reliability.md` R17).
pub(super) fn look_at(path: &Path) -> Result<Connection> {
    // An absolute path is never read as `file:…?nolock=1`.
    let place = std::path::absolute(path)?;
    let beside = |ending: &str| {
        let mut name = place.clone().into_os_string();
        name.push(ending);
        Path::new(&name).symlink_metadata().is_ok()
    };
    let at_rest = !beside("-wal");
    // Of an empty file SQLite would throw the log away.
    if at_rest || beside("-journal") || is_empty(&place) {
        match recognise(&as_it_lies(&place)?, path) {
            Ok(()) | Err(StoreError::Older { .. }) => {}
            // Somebody has begun to work with it meanwhile.
            Err(StoreError::Damaged(_)) if at_rest && beside("-wal") => {}
            Err(no) => return Err(no),
        }
    }
    if at_rest && !may_write(&place) {
        return as_it_lies(&place);
    }
    let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(place, mode)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(conn)
}

/// Whether there is a file with nothing in it; it is not opened for that.
pub(super) fn is_empty(place: &Path) -> bool {
    std::fs::metadata(place).is_ok_and(|about| about.is_file() && about.len() == 0)
}

/// Opens a file without what lies beside it: nothing is rolled back into it from the journal of a program
/// that was killed, and nothing is made (`reliability.md` R15, R17). It is SQLite that opens it here, too: a
/// file of our own, closed, would drop its locks.
fn as_it_lies(place: &Path) -> Result<Connection> {
    let mut name = "file:".to_owned();
    for byte in place.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                name.push(char::from(*byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(name, "%{byte:02X}")),
        }
    }
    name.push_str("?immutable=1");
    let mode = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(name, mode)?)
}

/// Whether the file may be written.
fn may_write(place: &Path) -> bool {
    may(place, Access::WRITE_OK)
}

/// Whether this may be done with the file, with the group that the thread has now.
fn may(place: &Path, what: Access) -> bool {
    let seen = accessat(CWD, place, what, AtFlags::EACCESS);
    !matches!(seen, Err(Errno::ACCESS | Errno::PERM | Errno::ROFS))
}

/// Looks at the marks in the header before anything is written.
fn recognise(conn: &Connection, path: &Path) -> Result<()> {
    match file_version(conn, path)? {
        VERSION => Ok(()),
        found if found > VERSION => Err(StoreError::Newer {
            found,
            known: VERSION,
        }),
        found => Err(StoreError::Older {
            found,
            known: VERSION,
        }),
    }
}

/// The version of an office file; refuses a file that is none.
pub(super) fn file_version(conn: &Connection, path: &Path) -> Result<i64> {
    let mark: i64 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if mark != APPLICATION_ID {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

pub(super) fn prepare(conn: &mut Connection) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.busy_handler(Some(wait_a_little))?;
    // FULL: an acknowledged command survives a power cut. MEMORY: no customer row is ever spilled
    // into a folder of the caller. 1,024: saving an order reads an eighth more pages than with twice as
    // much, from the machine's own memory. The rest guards against a schema somebody tampered with.
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA cell_size_check = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA cache_size = -1024;",
    )?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Plans do not hang on bound values: else the statements beside a partial index are prepared
    // anew for every value, a third of what saving an order cost.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(400);
    Ok(())
}

/// Sleeps 0.3 to 3.3 ms at random: fair among waiting writers, where SQLite's own steps starve
/// one of them (`reliability.md` finding 8).
fn wait_a_little(tries: i32) -> bool {
    use std::cell::Cell;
    use std::hash::{BuildHasher, Hasher, RandomState};
    thread_local!(static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) });
    let now = Instant::now();
    let begun = BEGUN.get().filter(|_| tries > 0).unwrap_or(now);
    BEGUN.set(Some(begun));
    let mut dice = RandomState::new().build_hasher();
    dice.write_i32(tries);
    std::thread::sleep(Duration::from_micros(300 + dice.finish() % 3_000));
    now.duration_since(begun) < BUSY
}
