//! The queue of writers: two lock files beside the office, `<db>.gate` and `<db>.work`.
//!
//! Whoever writes waits at the gate, takes the work, leaves the gate. The kernel serves waiters at
//! the gate in turn, so nobody who has just saved overtakes one who waits; SQLite's busy handler
//! alone lets one of many starve for seconds (`performance.md` §3, `reliability.md` D4).
//!
//! The queue is a courtesy: what is true is kept by BEGIN IMMEDIATE and the busy handler below it.
//! Where the files cannot be made, or other programs write without queueing, that net is all.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Result, StoreError};
use crate::guard;

/// How long a writer waits for its turn: less than the five seconds after which it has to be told
/// who is in the way (`reliability.md` R22, R31).
pub(super) const PATIENCE: Duration = Duration::from_millis(4_500);

/// A connection's two ends of the queue, opened once.
#[derive(Debug)]
pub(super) struct Gate {
    office: PathBuf,
    door: File,
    work: Arc<File>,
    /// Who stands in line for it, from the first time that it has to wait.
    stand: Mutex<Option<Stand>>,
}

/// The turn of a writer; dropping it lets the next one in.
#[derive(Debug)]
pub(super) struct Turn(Arc<File>);

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.0.unlock()); // a lock that cannot be let go falls with the process
    }
}

/// Somebody who stands in line for the writer: a lock knows no time limit, so another thread waits for it.
/// It has files of its own, and with them locks of its own: what it gets when nobody waits any more is
/// let go without touching a later turn of this connection.
#[derive(Debug)]
struct Stand {
    place: Arc<Place>,
    work: Arc<File>,
    /// Sends it into the line; it goes home when this is dropped.
    go: SyncSender<()>,
}

#[derive(Debug)]
struct Place {
    wait: Mutex<Wait>,
    bell: Condvar,
}

/// What has become of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// Nobody stands in line.
    Idle,
    Open,
    Held,
    /// Nobody waits here now; the thread still stands in line, and keeps the place.
    GivenUp,
}

impl Place {
    fn look(&self) -> MutexGuard<'_, Wait> {
        self.wait.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The life of the thread.
    fn stand(&self, gate: &File, work: &File, go: &Receiver<()>) {
        while go.recv().is_ok() {
            drop(gate.lock());
            drop(work.lock());
            drop(gate.unlock());
            let mut wait = self.look();
            let wanted = *wait == Wait::Open;
            *wait = if wanted { Wait::Held } else { Wait::Idle };
            drop(wait);
            if wanted {
                self.bell.notify_one();
            } else {
                drop(work.unlock());
            }
        }
    }
}

impl Stand {
    fn new(office: &Path) -> Result<Self> {
        let _held = guard::hold(office);
        let files = lock_file(office, ".gate").zip(lock_file(office, ".work"));
        let (gate, work) = files.ok_or(StoreError::ReadOnly)?;
        let work = Arc::new(work);
        let place = Arc::new(Place {
            wait: Mutex::new(Wait::Idle),
            bell: Condvar::new(),
        });
        let (go, gone) = sync_channel(1);
        let (at, theirs) = (place.clone(), work.clone());
        std::thread::Builder::new()
            .name("in line".to_owned())
            .spawn(move || at.stand(&gate, &theirs, &gone))?;
        Ok(Self { place, work, go })
    }

    /// Waits until it is this writer's turn, or patience ends; then the place is kept.
    fn wait(&self) -> Result<Turn> {
        let mut wait = self.place.look();
        if *wait == Wait::Idle {
            // The thread is at home, or just on its way there: it takes this when it is.
            self.go.send(()).map_err(|_| StoreError::Busy)?;
        }
        *wait = Wait::Open;
        let open = |wait: &mut Wait| *wait == Wait::Open;
        let waited = self.place.bell.wait_timeout_while(wait, PATIENCE, open);
        let (mut wait, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if *wait == Wait::Held {
            *wait = Wait::Idle;
            return Ok(Turn(self.work.clone()));
        }
        *wait = Wait::GivenUp;
        Err(StoreError::Busy)
    }

    fn is_in_line(&self) -> bool {
        *self.place.look() == Wait::GivenUp
    }
}

impl Gate {
    /// The queue of this office, if its files are there or can be made.
    pub(super) fn beside(office: &Path) -> Option<Self> {
        Some(Self {
            office: office.to_owned(),
            door: lock_file(office, ".gate")?,
            work: Arc::new(lock_file(office, ".work")?),
            stand: Mutex::default(),
        })
    }

    /// Waits for the turn to write; refuses as busy when it does not come in time.
    pub(super) fn turn(&self) -> Result<Turn> {
        guard::give_way();
        let mut stand = self.stand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stand) = stand.as_ref().filter(|stand| stand.is_in_line()) {
            return stand.wait();
        }
        if self.door.try_lock().is_ok() {
            let free = self.work.try_lock().is_ok();
            drop(self.door.unlock());
            if free {
                return Ok(Turn(self.work.clone()));
            }
        }
        if stand.is_none() {
            *stand = Some(Stand::new(&self.office)?);
        }
        stand.as_ref().ok_or(StoreError::Busy)?.wait()
    }

    /// The number by which the kernel knows the file whose lock is the turn.
    pub(super) fn work_inode(&self) -> Option<u64> {
        use std::os::unix::fs::MetadataExt;
        self.work.metadata().ok().map(|about| about.ino())
    }
}

/// A lock file of the office, with the rights of the office itself so that all its people can queue.
fn lock_file(office: &Path, ending: &str) -> Option<File> {
    let mut path = office.as_os_str().to_owned();
    path.push(ending);
    let open = OpenOptions::new().read(true).write(true).open(&path);
    open.or_else(|_| {
        let rights = std::fs::metadata(office)?.permissions();
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        made.set_permissions(rights)?;
        Ok::<_, std::io::Error>(made)
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two connections to one office.
    fn two() -> (tempfile::TempDir, Arc<Gate>, Arc<Gate>) {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        std::fs::write(&office, "").unwrap();
        let gate = || Arc::new(Gate::beside(&office).unwrap());
        let (a, b) = (gate(), gate());
        (folder, a, b)
    }

    #[test]
    fn the_next_writer_comes_in_when_the_turn_is_over() {
        let (_folder, a, b) = two();
        let turn = a.turn().unwrap();
        assert!(b.work.try_lock().is_err());
        let waiting = std::thread::spawn(move || b.turn().map(drop).is_ok());
        std::thread::sleep(Duration::from_millis(20));
        drop(turn);
        assert!(waiting.join().unwrap());
        assert!(a.turn().is_ok());
    }

    #[test]
    fn whoever_waited_waits_again_and_leaves_the_turn_to_others_in_between() {
        let (_folder, a, b) = two();
        for _ in 0..20 {
            let turn = a.turn().unwrap();
            let again = b.clone();
            let waiting = std::thread::spawn(move || again.turn().map(drop).is_ok());
            drop(turn);
            assert!(waiting.join().unwrap());
        }
        let turn = b.turn().unwrap();
        assert!(a.work.try_lock().is_err());
        drop(turn);
        assert!(a.work.try_lock().is_ok());
    }

    #[test]
    fn a_wait_that_was_given_up_never_lets_a_later_turn_go() {
        let (_folder, a, b) = two();
        let turn = a.turn().unwrap();
        assert!(matches!(b.turn(), Err(StoreError::Busy)));
        // It keeps its place, and comes in by it when it asks again.
        let again = b.clone();
        let waiting = std::thread::spawn(move || again.turn());
        std::thread::sleep(Duration::from_millis(50));
        drop(turn);
        let turn = waiting.join().unwrap().unwrap();
        assert!(a.work.try_lock().is_err(), "b has the turn");
        drop(turn);
        // Given up again, and this time nobody asks again before the thread has had its turn.
        let turn = a.turn().unwrap();
        assert!(matches!(b.turn(), Err(StoreError::Busy)));
        drop(turn);
        while b.stand.lock().unwrap().as_ref().unwrap().is_in_line() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let turn = b.turn().unwrap();
        assert!(a.work.try_lock().is_err(), "nobody let it go");
        drop(turn);
        assert!(a.turn().is_ok());
    }

    /// By the 41st word of what the kernel tells of a thread (proc(5)).
    #[cfg(target_os = "linux")]
    #[test]
    fn whoever_saves_pushes_nobody_aside() {
        let (_folder, a, _) = two();
        let policy = || {
            let told = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            let behind_the_name = told.rsplit(") ").next().unwrap().to_owned();
            behind_the_name.split(' ').nth(41 - 3).unwrap().to_owned()
        };
        let saving = std::thread::spawn(move || {
            let before = policy();
            drop(a.turn().unwrap());
            (before, policy())
        });
        assert_eq!(saving.join().unwrap(), ("0".to_owned(), "3".to_owned()));
    }

    #[test]
    fn without_lock_files_there_is_no_queue() {
        assert!(Gate::beside(Path::new("/nowhere/office.db")).is_none());
    }
}
