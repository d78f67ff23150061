//! The queue of writers: two lock files beside the office, `<db>.gate` and `<db>.work`.
//!
//! Whoever writes waits at the gate, takes the work, leaves the gate. The kernel serves waiters at
//! the gate in turn, so nobody who has just saved overtakes one who waits; SQLite's busy handler
//! alone lets one of many starve for seconds (`performance.md` §3, `reliability.md` D4).
//!
//! The queue is a courtesy: what is true is kept by BEGIN IMMEDIATE and the busy handler below it.
//! Where the files cannot be made, or other programs write without queueing, that net is all.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::{Result, StoreError};

/// How long a writer waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection's two ends of the queue, opened once.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    gate: Arc<File>,
    work: Arc<File>,
}

/// The turn of a writer; dropping it lets the next one in.
#[derive(Debug)]
pub(super) struct Turn(Arc<File>);

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.0.unlock()); // a lock that cannot be let go falls with the process
    }
}

/// What became of a wait that another thread does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Open,
    Held,
    GivenUp,
}

impl Gate {
    /// The queue of this office, if its files are there or can be made.
    pub(super) fn beside(office: &Path) -> Option<Self> {
        Some(Self {
            gate: Arc::new(lock_file(office, ".gate")?),
            work: Arc::new(lock_file(office, ".work")?),
        })
    }

    /// Waits for the turn to write; refuses as busy when it does not come in time.
    pub(super) fn turn(&self) -> Result<Turn> {
        let free = self.gate.try_lock().is_ok() && self.work.try_lock().is_ok();
        if free {
            drop(self.gate.unlock());
            return Ok(Turn(self.work.clone()));
        }
        self.wait()
    }

    /// A lock knows no time limit, so another thread waits for it while this one watches the clock.
    fn wait(&self) -> Result<Turn> {
        let wait = Arc::new((Mutex::new(Wait::Open), Condvar::new()));
        let (queue, told) = (self.clone(), wait.clone());
        std::thread::spawn(move || queue.stand_in_line(&told));
        let (state, bell) = &*wait;
        let guard = state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = bell.wait_timeout_while(guard, PATIENCE, |state| *state == Wait::Open);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if *state == Wait::Held {
            return Ok(Turn(self.work.clone()));
        }
        *state = Wait::GivenUp;
        Err(StoreError::Busy)
    }

    fn stand_in_line(&self, told: &(Mutex<Wait>, Condvar)) {
        drop(self.gate.lock());
        drop(self.work.lock());
        drop(self.gate.unlock());
        let mut state = told.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == Wait::GivenUp {
            drop(self.work.unlock());
            return;
        }
        *state = Wait::Held;
        told.1.notify_one();
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

    #[test]
    fn the_next_writer_comes_in_when_the_turn_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let office = folder.path().join("office.db");
        std::fs::write(&office, "").unwrap();
        let (a, b) = (
            Gate::beside(&office).unwrap(),
            Gate::beside(&office).unwrap(),
        );
        let turn = a.turn().unwrap();
        assert!(b.work.try_lock().is_err());
        let waiting = std::thread::spawn(move || b.turn().map(drop).is_ok());
        std::thread::sleep(Duration::from_millis(20));
        drop(turn);
        assert!(waiting.join().unwrap());
        assert!(a.turn().is_ok());
    }

    #[test]
    fn without_lock_files_there_is_no_queue() {
        assert!(Gate::beside(Path::new("/nowhere/office.db")).is_none());
    }
}
