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
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Result, StoreError};
use crate::guard;

/// How long a writer waits for its turn: less than the five seconds after which it has to be told
/// who is in the way (`reliability.md` R22, R31).
pub(super) const PATIENCE: Duration = Duration::from_millis(4_500);

/// A connection's two ends of the queue, opened once.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    office: PathBuf,
    door: Arc<File>,
    work: Arc<File>,
    /// The place in the line that somebody was tired of, until the thread that stands there is done.
    kept: Arc<Mutex<Option<Arc<Place>>>>,
}

/// The turn of a writer; dropping it lets the next one in.
#[derive(Debug)]
pub(super) struct Turn(Arc<File>);

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.0.unlock()); // a lock that cannot be let go falls with the process
    }
}

/// A place in the line, where another thread stands: a lock knows no time limit.
#[derive(Debug)]
struct Place {
    state: Mutex<Wait>,
    bell: Condvar,
}

/// What became of a wait.
#[derive(Debug)]
enum Wait {
    Open,
    Held(File),
    /// Nobody waits here now; the thread still stands in line.
    GivenUp,
    /// The thread had its turn when nobody wanted it, and is gone.
    Gone,
}

impl Place {
    fn look(&self) -> MutexGuard<'_, Wait> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, state: &mut MutexGuard<'_, Wait>, what: Wait) {
        **state = what;
        self.bell.notify_one();
    }
}

impl Gate {
    /// The queue of this office, if its files are there or can be made.
    pub(super) fn beside(office: &Path) -> Option<Self> {
        Some(Self {
            office: office.to_owned(),
            door: Arc::new(lock_file(office, ".gate")?),
            work: Arc::new(lock_file(office, ".work")?),
            kept: Arc::default(),
        })
    }

    /// Waits for the turn to write; refuses as busy when it does not come in time.
    pub(super) fn turn(&self) -> Result<Turn> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.take() {
            let mut state = place.look();
            if matches!(*state, Wait::GivenUp) {
                *state = Wait::Open;
                drop(state);
                return Self::wait(place, &mut kept);
            }
        }
        if self.door.try_lock().is_ok() {
            let free = self.work.try_lock().is_ok();
            drop(self.door.unlock());
            if free {
                return Ok(Turn(self.work.clone()));
            }
        }
        Self::wait(self.line_up()?, &mut kept)
    }

    /// The thread has files of its own, and with them locks of its own: what it gets when nobody
    /// waits any more is let go without touching a later turn of this connection.
    fn line_up(&self) -> Result<Arc<Place>> {
        let _held = guard::hold(&self.office);
        let files = lock_file(&self.office, ".gate").zip(lock_file(&self.office, ".work"));
        let (gate, work) = files.ok_or(StoreError::ReadOnly)?;
        let place = Arc::new(Place {
            state: Mutex::new(Wait::Open),
            bell: Condvar::new(),
        });
        let told = place.clone();
        std::thread::Builder::new()
            .name("in line".to_owned())
            .spawn(move || {
                drop(gate.lock());
                drop(work.lock());
                drop(gate);
                let mut state = told.look();
                match *state {
                    Wait::GivenUp => *state = Wait::Gone, // and the file is closed, the lock with it
                    _ => told.tell(&mut state, Wait::Held(work)),
                }
            })?;
        Ok(place)
    }

    fn wait(place: Arc<Place>, kept: &mut Option<Arc<Place>>) -> Result<Turn> {
        let open = |state: &mut Wait| matches!(state, Wait::Open);
        let waited = place.bell.wait_timeout_while(place.look(), PATIENCE, open);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if let Wait::Held(work) = std::mem::replace(&mut *state, Wait::GivenUp) {
            return Ok(Turn(Arc::new(work)));
        }
        drop(state);
        *kept = Some(place);
        Err(StoreError::Busy)
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
    fn two() -> (tempfile::TempDir, Gate, Gate) {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        std::fs::write(&office, "").unwrap();
        let gate = || Gate::beside(&office).unwrap();
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
        let place = b.kept.lock().unwrap().clone().unwrap();
        while !matches!(*place.look(), Wait::Gone) {
            std::thread::sleep(Duration::from_millis(1));
        }
        let turn = b.turn().unwrap();
        assert!(a.work.try_lock().is_err(), "nobody let it go");
        drop(turn);
        assert!(a.turn().is_ok());
    }

    #[test]
    fn without_lock_files_there_is_no_queue() {
        assert!(Gate::beside(Path::new("/nowhere/office.db")).is_none());
    }
}
