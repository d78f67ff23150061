//! Who is saving: the process that the kernel says has the lock (`reliability.md` R22, R31).
//!
//! Only `/proc` is read. The office and its sidecars are looked at by name, never opened: that
//! would drop SQLite's locks (finding 6).

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// A process in the middle of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// The login of whoever runs it, or its number where the system has no name.
    pub login: String,
}

/// The byte of the `-shm` file that a writer locks while the log is written.
const WRITE_LOCK: &str = "120";

/// How often the list of locks is read before nobody is found in it.
const LOOKS: usize = 3;

/// Who has the turn at this lock file, or else SQLite's own write lock on the office.
pub fn holder(office: &Path, work_inode: Option<u64>) -> Option<Holder> {
    let mut shared = office.as_os_str().to_owned();
    shared.push("-shm");
    let shared = std::fs::metadata(shared).ok().map(|about| about.ino());
    let look = || {
        let locks = std::fs::read_to_string("/proc/locks").ok()?;
        work_inode
            .and_then(|inode| owner(&locks, "FLOCK", inode, None))
            .or_else(|| owner(&locks, "POSIX", shared?, Some(WRITE_LOCK)))
    };
    // The kernel tells the list in pieces: while others lock and let go, a line can slip between two.
    let pid = (0..LOOKS).find_map(|_| look())?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    Some(Holder {
        pid,
        login: login(&status),
    })
}

/// `7: FLOCK  ADVISORY  WRITE 4711 fe:00:123 0 EOF`: kind, process, file, from, to. Whoever only
/// waits stands behind an arrow.
fn owner(locks: &str, kind: &str, inode: u64, from: Option<&str>) -> Option<u32> {
    let inode = inode.to_string();
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let is_kind = words.next()? == kind;
        let pid = words.nth(2)?.parse().ok()?;
        let file = words.next()?.rsplit(':').next()?;
        let start = words.next()?;
        let is_it = is_kind && file == inode && from.is_none_or(|from| start == from);
        is_it.then_some(pid)
    })
}

/// The real user of a process: of a guarded one the owner of its folder in `/proc` is root.
fn login(status: &str) -> String {
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    let uid = line.and_then(|ids| ids.split_whitespace().next()?.parse().ok());
    let Some(uid) = uid else {
        return "?".to_owned();
    };
    let user = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(uid));
    user.ok()
        .flatten()
        .map_or_else(|| format!("uid{uid}"), |user| user.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKS: &str = "1: POSIX  ADVISORY  READ 11 fe:00:77 124 124\n\
        2: POSIX  ADVISORY  WRITE 22 fe:00:77 120 120\n\
        2: -> POSIX  ADVISORY  WRITE 23 fe:00:77 120 120\n\
        3: -> FLOCK  ADVISORY  WRITE 32 fe:00:99 0 EOF\n\
        3: FLOCK  ADVISORY  WRITE 33 fe:00:99 0 EOF\n";

    #[test]
    fn the_owner_is_told_and_never_who_waits() {
        assert_eq!(owner(LOCKS, "FLOCK", 99, None), Some(33));
        assert_eq!(owner(LOCKS, "POSIX", 77, Some("120")), Some(22));
        assert_eq!(owner(LOCKS, "FLOCK", 98, None), None);
        assert_eq!(owner(LOCKS, "POSIX", 77, Some("121")), None);
        assert_eq!(owner("", "FLOCK", 99, None), None);
    }

    #[test]
    fn a_real_lock_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        let work = std::fs::File::create(folder.path().join("office.db.work")).unwrap();
        let inode = work.metadata().unwrap().ino();
        assert_eq!(holder(&office, Some(inode)), None);
        work.lock().unwrap();
        let found = holder(&office, Some(inode)).unwrap();
        assert_eq!(found.pid, std::process::id());
        assert!(!found.login.is_empty() && found.login != "?");
        assert_eq!(
            login("Name:\tx\nUid:\t4000000001\t0\t0\t0\n"),
            "uid4000000001"
        );
        assert_eq!(login(""), "?");
    }
}
