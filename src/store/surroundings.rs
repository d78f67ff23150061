//! What stands around the office file: folder, permissions, file system, sidecars.
//!
//! Only looked at, never opened: opening the file or its sidecars beside a connection would drop
//! SQLite's locks (`reliability.md` finding 6).

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::network::network;
use super::{Db, Result};
use crate::guard;

/// A file or folder with its owner and bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owned {
    /// Permission bits, setgid among them.
    pub mode: u32,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Bytes.
    pub size: u64,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// The folder of the office file.
    pub folder_path: PathBuf,
    /// Its owner and bits.
    pub folder: Owned,
    /// The file itself.
    pub file: Owned,
    /// Whether the path leads over a symbolic link.
    pub linked: bool,
    /// The network file system it lies on, if one.
    pub network: Option<&'static str>,
    /// Bytes free for people who are not root.
    pub free: u64,
    /// Bytes of the write-ahead log.
    pub wal: u64,
}

fn owned(path: &Path) -> Result<Owned> {
    let about = std::fs::metadata(path)?;
    Ok(Owned {
        mode: about.permissions().mode() & 0o7777,
        uid: about.uid(),
        gid: about.gid(),
        size: about.size(),
    })
}

/// Looks around an office file.
pub fn look(path: &Path) -> Result<Surroundings> {
    let _held = guard::hold(path);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    let room = rustix::fs::statvfs(folder).map_err(std::io::Error::from)?;
    Ok(Surroundings {
        folder_path: folder.to_owned(),
        folder: owned(folder)?,
        file: owned(path)?,
        linked: std::fs::symlink_metadata(path)?.is_symlink(),
        network: network(folder)?,
        free: room.f_bavail.saturating_mul(room.f_frsize),
        wal: std::fs::metadata(wal).map_or(0, |about| about.len()),
    })
}

/// The database engine's version, and how it is set: name, value.
pub fn engine(db: &Db) -> Result<Vec<(&'static str, String)>> {
    let mut told = vec![("sqlite", rusqlite::version().to_owned())];
    for name in [
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "trusted_schema",
    ] {
        let value: Option<rusqlite::types::Value> = db.value(&format!("PRAGMA {name}"), [])?;
        let value = match value {
            Some(rusqlite::types::Value::Integer(n)) => n.to_string(),
            Some(rusqlite::types::Value::Text(text)) => text,
            _ => String::new(),
        };
        told.push((name, value));
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQLite's write lock on the office, held by this process, as the kernel tells.
    fn has_write_lock(path: &Path) -> bool {
        let mut shared = path.as_os_str().to_owned();
        shared.push("-shm");
        let inode = format!(":{} ", std::fs::metadata(shared).unwrap().ino());
        let process = format!(" {} ", std::process::id());
        let is_it = |line: &str| {
            let mine = line.contains(&inode) && line.contains(&process);
            mine && line.contains("WRITE") && line.ends_with(" 120 120")
        };
        // The kernel tells the list in pieces, between which a line can slip while others lock and let go.
        (0..3).any(|_| {
            let locks = std::fs::read_to_string("/proc/locks").unwrap();
            locks.lines().any(is_it)
        })
    }

    #[test]
    fn nothing_that_looks_at_the_office_drops_its_locks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("office.db");
        drop(crate::store::create(&path).unwrap());
        let db = crate::store::open(&path).unwrap();
        let tx = db.begin().unwrap();
        assert!(has_write_lock(&path));
        look(&path).unwrap();
        engine(&db).unwrap();
        network(&path).unwrap();
        crate::store::backup::faults(&db, true).unwrap();
        let other = crate::store::open_reader(&path).unwrap();
        assert!(has_write_lock(&path));
        crate::store::backup::copy(&other, &folder.path().join("copy.db")).unwrap();
        drop(other);
        assert!(has_write_lock(&path), "a second connection came and went");
        assert!(matches!(
            crate::store::open(&path).unwrap().begin(),
            Err(crate::store::StoreError::BusyWith(_))
        ));
        assert!(has_write_lock(&path), "the holder was looked for");
        // The counter-proof: opening and closing the file as any other does drop it.
        let mut shared = path.clone().into_os_string();
        shared.push("-shm");
        drop(std::fs::File::open(shared).unwrap());
        assert!(!has_write_lock(&path));
        drop(tx);
    }
}
