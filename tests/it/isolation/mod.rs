//! Two people at once, statement by statement (`reliability.md` S7).
//!
//! The first act is stopped before one of its statements, those of triggers too; the second comes
//! meanwhile, by a connection and a thread of its own. It must wait, and what both are told and every
//! row of the file must be what they would be had one come after the other: nothing lost, nothing
//! decided on what is true no more. Both sides of each rule are among the pairs.
//!
//! Before each statement of each act it is tried whether anybody could come in; the second really comes
//! at some of them, for two pairs at every one, with `ORDERDESK_ISOLATION=1` for all.

pub mod broken;
mod pairs;
mod processes;
mod readers;
mod scenes;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use orderdesk::desk::{Envelope, Failure, Office};
use orderdesk::domain::Refusal;
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::office::{Desk, NOW, boss, memory};
use crate::support::statements::{self, Then, watched};
use crate::support::tables;
use pairs::{PAIRS, Pair};

/// What an act is told.
type Told = Result<Value, Refusal>;

/// An office as it is before two acts, to be had again and again.
struct Scene {
    folder: TempDir,
    before: Vec<u8>,
}

impl Scene {
    /// Keeps what a desk has become.
    fn of(desk: Desk) -> Self {
        let Desk {
            office,
            path,
            folder,
        } = desk;
        office.settle().unwrap();
        drop(office);
        let before = std::fs::read(path).unwrap();
        Self { folder, before }
    }

    /// Keeps a copy of what a desk is now.
    fn copied(desk: &Desk) -> Self {
        let folder = memory();
        let copy = folder.path().join("copy.db");
        let into = copy.to_str().unwrap();
        let db = Connection::open(&desk.path).unwrap();
        db.execute("VACUUM INTO ?1", [into]).unwrap();
        let before = std::fs::read(copy).unwrap();
        Self { folder, before }
    }

    /// A file of it that nobody has touched.
    fn file(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        // Two that close at once may both leave the log to the other.
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(&path, ending));
        }
        std::fs::write(&path, &self.before).unwrap();
        path
    }

    /// The same, beside which no lock files can be made: its writers do not queue.
    fn without_queue(&self, name: &str) -> PathBuf {
        for ending in ["gate", "work"] {
            let path = self.folder.path().join(format!("{name}.{ending}"));
            std::fs::create_dir_all(path).unwrap();
        }
        self.file(name)
    }
}

fn open(file: &Path) -> Office {
    statements::told();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    Office::open(file, Arc::new(move || now)).unwrap()
}

fn run(office: &Office, act: &Value) -> Told {
    let envelope = Envelope::parse(act.clone())?;
    match office.run(&boss(), &envelope) {
        Ok(done) => Ok(done.value),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(failure) => panic!("{act}: {failure}"),
    }
}

/// Every row of every table.
fn rows(file: &Path) -> String {
    let db = tables::reader(file);
    let audit = tables::rows(&db, "SELECT * FROM audit ORDER BY seq");
    tables::dump(&db) + &audit.join("\n")
}

/// Stops before the statement of this number, says so, and waits for a word.
fn stop(
    at: usize,
) -> (
    impl FnMut(&str) -> Then + 'static,
    Receiver<()>,
    impl FnOnce(),
) {
    let ((stopped, has_stopped), (go, goes)) = (channel(), channel());
    let mut n = 0;
    let watch = move |_: &str| {
        n += 1;
        if n == at {
            // A panic must not pass through SQLite: whoever is gone is missed elsewhere.
            let _ = stopped.send(());
            let _ = goes.recv();
        }
        Then::Go
    };
    (watch, has_stopped, move || go.send(()).unwrap())
}

/// One after the other: what they are told, and how many statements the first has. Before each of them
/// nobody else gets a turn, nor sees anything new.
fn in_turn(file: &Path, [first, second]: [&Value; 2]) -> ([Told; 2], usize) {
    let (one, other) = (open(file), open(file));
    let (count, counted) = channel();
    let mut outsider = Outsider::at(file);
    let each = move |_: &str| {
        let _ = count.send(outsider.is_kept_out());
        Then::Go
    };
    let first = watched(each, || run(&one, first));
    let kept_out: Vec<bool> = counted.try_iter().collect();
    assert!(kept_out.iter().all(|kept| *kept), "{kept_out:?}");
    ([first, run(&other, second)], kept_out.len())
}

/// Somebody who tries to come in between.
struct Outsider {
    db: Connection,
    work: File,
    statements: usize,
    version: i64,
}

impl Outsider {
    fn at(file: &Path) -> Self {
        let db = Connection::open(file).unwrap();
        db.busy_timeout(Duration::ZERO).unwrap();
        let version = tables::number(&db, "PRAGMA data_version");
        let work = OpenOptions::new().write(true).open(beside(file, ".work"));
        Self {
            db,
            work: work.unwrap(),
            statements: 0,
            version,
        }
    }

    /// Neither the turn is free, nor the lock from the moment it is asked for, nor has anything moved.
    fn is_kept_out(&mut self) -> bool {
        self.statements += 1;
        let in_line = self.work.try_lock().is_err();
        let locked = self.statements == 1 || self.db.execute_batch("BEGIN IMMEDIATE").is_err();
        let version = self
            .db
            .query_row("PRAGMA data_version", [], |row| row.get(0));
        in_line && locked && version == Ok(self.version)
    }
}

/// Both at once: the second comes when the first stands before statement `at`.
fn at_once(file: &Path, [first, second]: [&Value; 2], at: usize, queue: bool) -> [Told; 2] {
    let (watch, has_stopped, go) = stop(at);
    thread::scope(|scope| {
        let first = scope.spawn(move || {
            let office = open(file);
            watched(watch, || run(&office, first))
        });
        has_stopped.recv().unwrap();
        let (begins, has_begun) = channel();
        let each = move |statement: &str| {
            drop(begins.send(statement.to_owned()));
            Then::Go
        };
        let second = scope.spawn(move || {
            let office = open(file);
            watched(each, || run(&office, second))
        });
        if queue {
            // It stands in line, or it has gone through, which what follows will show.
            while !is_awaited(file) && !second.is_finished() {
                thread::yield_now();
            }
        } else {
            assert_eq!(has_begun.recv().unwrap(), "BEGIN IMMEDIATE");
        }
        go();
        [first.join().unwrap(), second.join().unwrap()]
    })
}

/// Whether somebody waits for the turn at this office, by the kernel's word.
fn is_awaited(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let work = std::fs::metadata(beside(file, ".work")).unwrap();
    let inode = format!(":{} ", work.ino());
    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    locks
        .lines()
        .any(|line| line.contains("-> FLOCK") && line.contains(&inode))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// Tries a pair in one order: in turn, then at once at some statements or at every one.
fn holds(
    scene: &Scene,
    pair: &Pair,
    acts: [&Value; 2],
    loser: Option<pairs::Loser>,
    every: bool,
) -> usize {
    let name = pair.name;
    let file = scene.file("in_turn");
    let (told, statements) = in_turn(&file, acts);
    let after = rows(&file);
    assert!(told[0].is_ok(), "{name}: {told:?}");
    pairs::judged(pair, acts, &told[1], loser);
    let some = [1, statements];
    let stops = (1..=statements).filter(|at| every || some.contains(at));
    for at in stops {
        // The queue is a courtesy: without it the lock of the file itself does the work alone.
        let queue = at == 1 || every && at % 2 == 0;
        let file = if queue {
            scene.file(&format!("{at}"))
        } else {
            scene.without_queue(&format!("{at}"))
        };
        let seen = at_once(&file, acts, at, queue);
        assert_eq!(seen, told, "{name}: the second comes before statement {at}");
        assert!(rows(&file) == after, "{name}: other rows at statement {at}");
        std::fs::remove_file(file).unwrap();
    }
    statements
}

/// Tries some of the pairs, both ways round, at every statement or at some.
fn try_pairs(every: bool, which: impl Fn(usize, &str) -> bool) {
    let every = every || std::env::var_os("ORDERDESK_ISOLATION").is_some();
    for (n, pair) in PAIRS.iter().enumerate() {
        if !which(n, pair.name) {
            continue;
        }
        let desk = Desk::in_memory();
        let [one, other] = (pair.scene)(&desk);
        let scene = Scene::of(desk);
        let there = holds(&scene, pair, [&one, &other], pair.losers[0], every);
        let back = holds(&scene, pair, [&other, &one], pair.losers[1], every);
        println!("{}: {there} and {back} statements", pair.name);
    }
}

#[test]
fn two_at_once_are_two_in_turn() {
    try_pairs(false, |n, _| n % 2 == 0);
}

#[test]
fn two_others_at_once_are_two_in_turn() {
    try_pairs(false, |n, _| n % 2 == 1);
}

#[test]
fn the_second_may_come_at_any_statement_of_the_first() {
    let names = ["two edits of one order", "a month closed and booked into"];
    try_pairs(true, |_, name| names.contains(&name));
}
