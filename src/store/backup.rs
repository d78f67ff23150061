//! Copies of an office file: for backups, dry runs and restoring (`reliability.md` D9).

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{Db, Result, StoreError, open};

/// What every database begins with, and what says whose it is.
const HEADER: u64 = 100;

/// Copies the office into a new file while others work; only its owner may read the copy.
pub fn copy(db: &Db, to: &Path) -> Result<()> {
    // VACUUM INTO takes an empty file as it finds it, so the rights are set before a row is in it.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
            _ => StoreError::Io(error),
        })?;
    // An absolute path is never read as `file:…`.
    let name = std::path::absolute(to)?;
    let name = name.to_string_lossy();
    if let Err(error) = db.sound(vacuum_into(db, name.as_ref())) {
        drop(fs::remove_file(to));
        return Err(error);
    }
    fs::File::open(to)?.sync_all()?;
    Ok(fs::File::open(folder_of(to))?.sync_all()?)
}

/// Where a copy lies until it is finished: beside its name, so that giving it the name is one step.
/// What backups that were killed have left under this name is cleared away.
pub fn unfinished(to: &Path) -> Result<PathBuf> {
    let name = to
        .file_name()
        .ok_or_else(|| StoreError::Exists(to.to_owned()))?;
    let folder = folder_of(to);
    let mut start = OsString::from(".");
    start.push(name);
    start.push(".part-");
    clear_away(folder, &start)?;
    start.push(std::process::id().to_string());
    Ok(folder.join(start))
}

/// Where a copy lies that is only tried on: beside `to`, under its name, and under no other's. What was
/// left there by programs that were killed while they made one is cleared away.
pub fn rehearsal(to: &Path, stamp: i64) -> PathBuf {
    let mut start = to.file_name().unwrap_or_default().to_owned();
    start.push(".rehearsal-");
    // A folder for scratch files may be closed to looking about; then what is left there stays.
    let _ = clear_away(folder_of(to), &start);
    start.push(format!("{}-{stamp}", std::process::id()));
    folder_of(to).join(start)
}

/// Removes what programs that are no more have left: files whose names begin so, with the number of the
/// process next.
fn clear_away(folder: &Path, start: &OsStr) -> Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let left = entry.file_name();
        let rest = left.as_encoded_bytes();
        let Some(rest) = rest.strip_prefix(start.as_encoded_bytes()) else {
            continue;
        };
        // Behind it may come a stamp, and what SQLite puts beside a file.
        let process = rest.split(|byte| *byte == b'-').next();
        let process = process.and_then(|pid| std::str::from_utf8(pid).ok()?.parse().ok());
        if process.is_some_and(is_gone) {
            drop(fs::remove_file(entry.path()));
        }
    }
    Ok(())
}

/// Whether there is no such process, whosever it was: `/proc` may hide those of others.
fn is_gone(pid: i32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// Gives a finished copy its name, unless somebody has taken it meanwhile.
pub fn finish(part: &Path, to: &Path) -> Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, part, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        Err(rustix::io::Errno::EXIST) => return Err(StoreError::Exists(to.to_owned())),
        // A file system that does not know how: a hard link does not replace either.
        Err(_) => {
            fs::hard_link(part, to)?;
            fs::remove_file(part)?;
        }
    }
    Ok(fs::File::open(folder_of(to))?.sync_all()?)
}

fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// A reader may not write, and SQLite takes this for writing, though it only reads the office.
fn vacuum_into(db: &Db, name: &str) -> rusqlite::Result<()> {
    let conn = db.conn();
    let _open = db.open_wall();
    let reads_only: bool = conn.pragma_query_value(None, "query_only", |row| row.get(0))?;
    conn.pragma_update(None, "query_only", false)?;
    let done = conn.execute("VACUUM INTO ?1", [name]);
    conn.pragma_update(None, "query_only", reads_only)?;
    done.map(drop)
}

/// Every page of the file, and every foreign key, in order? Gives what is wrong.
pub fn faults(db: &Db, deep: bool) -> Result<Vec<String>> {
    let pragma = if deep {
        "PRAGMA integrity_check"
    } else {
        "PRAGMA quick_check"
    };
    let mut found: Vec<String> = db.values(pragma, [])?;
    found.retain(|line| line != "ok");
    let keys: i64 = db
        .value("SELECT count(*) FROM pragma_foreign_key_check", [])?
        .unwrap_or(0);
    if keys > 0 {
        found.push(format!("{keys} rows point to rows that are not there"));
    }
    Ok(found)
}

/// Puts a copy in the place of the office file. Refuses with [`StoreError::Busy`] while anybody
/// else has it open. Gives the place where the old file now lies, if there was one.
pub fn put_in_place(copy: &Path, office: &Path) -> Result<Option<PathBuf>> {
    refuse_to_replace(office).map_err(|why| why.at(office))?;
    let fresh = beside(office, "restoring");
    discard(&fresh); // of a restore that was killed
    let source = super::open_reader(copy)?;
    self::copy(&source, &fresh)?;
    drop(source);
    let conn = Connection::open(&fresh)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.close().map_err(|(_, error)| StoreError::from(error))?;
    let (there, old) = (office.exists(), beside(office, "before-restore"));
    if there {
        prove_alone(office).inspect_err(|_| discard(&fresh))?;
    }
    // Before the office: the log of another file, left by a restore that was killed here, would go into it.
    for ending in ["-wal", "-shm", "-journal"] {
        let side = with_ending(office, ending);
        if side.symlink_metadata().is_ok() {
            fs::rename(&side, with_ending(&old, ending))?;
        }
    }
    let mut aside = None;
    if there {
        fs::rename(office, &old)?;
        aside = Some(old);
    }
    if let Some(old) = &aside {
        same_rights(old, &fresh)?;
    }
    fs::rename(&fresh, office)?;
    fs::File::open(folder_of(office))?.sync_all()?;
    Ok(aside)
}

/// What is put in place is open to the same people as what was there.
fn same_rights(old: &Path, fresh: &Path) -> Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (was, is) = (fs::metadata(old)?, fs::metadata(fresh)?);
    if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
        chown(fresh, Some(was.uid()), Some(was.gid()))?;
    }
    Ok(fs::set_permissions(fresh, was.permissions())?)
}

/// What another program made, or a newer one of ours, stays where it is (`reliability.md` R17). A damaged
/// file is what a backup is for, and one of which not even the header is left, whosever it was.
fn refuse_to_replace(office: &Path) -> Result<()> {
    if !office.is_file() || fs::metadata(office)?.len() < HEADER {
        return Ok(());
    }
    match open::look_at(office).and_then(|conn| open::file_version(&conn, office)) {
        Ok(found) if found > open::VERSION => Err(StoreError::Newer {
            found,
            known: open::VERSION,
        }),
        Err(no @ (StoreError::Foreign(_) | StoreError::Newer { .. })) => Err(no),
        _ => Ok(()),
    }
}

/// Leaving WAL mode needs the file for oneself: it fails while any other session has it open. An empty
/// file is in no mode, and SQLite would throw away the log that is left beside it.
fn prove_alone(office: &Path) -> Result<()> {
    if open::is_empty(office) {
        return refuse_if_locked(office);
    }
    let conn = Connection::open(office)?;
    conn.busy_timeout(std::time::Duration::ZERO)?;
    let mode: rusqlite::Result<String> =
        conn.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0));
    match mode.map_err(StoreError::from) {
        Ok(mode) if mode != "delete" => return Err(StoreError::Busy),
        // Of a file that is too damaged SQLite can say nothing.
        Ok(_) | Err(StoreError::Damaged(_) | StoreError::NotADatabase) => drop(conn),
        Err(error) => return Err(error),
    }
    refuse_if_locked(office)
}

/// Whoever has opened an office holds a lock on it and on the memory beside it, whatever has become of what
/// is in it. No connection of this process is there to lose its own.
fn refuse_if_locked(office: &Path) -> Result<()> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    for ending in ["", "-shm"] {
        let place = with_ending(office, ending);
        if place.exists() {
            let file = OpenOptions::new().read(true).write(true).open(place)?;
            fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).map_err(
                |errno| match errno {
                    Errno::ACCESS | Errno::AGAIN => StoreError::Busy,
                    other => StoreError::Io(other.into()),
                },
            )?;
        }
    }
    Ok(())
}

/// Removes a file of ours and what SQLite puts beside one; that it cannot be removed helps nobody.
pub fn discard(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        drop(fs::remove_file(with_ending(path, ending)));
    }
}

fn beside(path: &Path, what: &str) -> PathBuf {
    with_ending(path, &format!(".{what}"))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
