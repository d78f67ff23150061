//! A session that is stopped inside a save, by whoever runs it (`reliability.md` R31): the others are
//! told who it is, and its end or its going on leaves the file sound.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::program::{Answer, Program};
use crate::support::tables;
use crate::support::three_users::{ANNA, BO, CAI, SharedBox};

/// Longer than any state takes to come about, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

fn carrier(code: &str) -> Value {
    json!({"do": "carrier.save", "with": {"code": code, "name": code}})
}

fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

/// Whether the kernel has stopped it.
fn is_stopped(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit_once(") ").unwrap().1.starts_with('T')
}

/// Whether it holds its turn and the write lock of the database: bytes of its save may be in the log.
fn is_saving(pid: u32, office: &Path) -> bool {
    let inode = |ending: &str| {
        let mut path = office.as_os_str().to_owned();
        path.push(ending);
        std::fs::metadata(path).map_or(0, |about| about.ino())
    };
    let (work, shared) = (inode(".work"), inode("-shm"));
    let locks = std::fs::read_to_string("/proc/locks").unwrap();
    let has = |kind: &str, file: u64, from: &str| {
        locks.lines().any(|line| {
            let words: Vec<&str> = line.split_whitespace().skip(1).collect();
            let [this, _, "WRITE", whose, place, start, ..] = words[..] else {
                return false;
            };
            let file = format!(":{file}");
            (this, start) == (kind, from) && whose == pid.to_string() && place.ends_with(&file)
        })
    };
    has("FLOCK", work, "0") && has("POSIX", shared, "120")
}

/// A clerk who types without end; what was answered comes out of the reader at the end.
struct Typist {
    child: Child,
    feed: std::thread::JoinHandle<()>,
    read: std::thread::JoinHandle<Vec<String>>,
}

impl Typist {
    fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let feed = std::thread::spawn(move || {
            // Until the reader is gone, by the end of the clerk.
            while writeln!(input, "{}", carrier("SF")).is_ok() {}
        });
        let read = std::thread::spawn(move || {
            let lines = BufReader::new(output).lines();
            lines.map_while(Result::ok).collect()
        });
        Self { child, feed, read }
    }

    /// Stops the clerk by `stop`, again and again, until it is within a save.
    fn stop_inside_a_save(&self, office: &Path, stop: impl Fn(&str)) {
        let end = Instant::now() + PATIENCE;
        loop {
            stop("STOP");
            while !is_stopped(self.child.id()) {
                assert!(Instant::now() < end, "it does not stop");
                std::thread::yield_now();
            }
            if is_saving(self.child.id(), office) {
                return;
            }
            assert!(Instant::now() < end, "never met within a save");
            stop("CONT");
        }
    }

    /// Ends it by SIGKILL; what it was told to be saved.
    fn end(mut self) -> usize {
        signal(&self.child, Signal::KILL);
        self.child.wait().unwrap();
        self.feed.join().unwrap();
        let lines = self.read.join().unwrap();
        let told = |line: &&String| line.contains("\"ok\":true");
        lines.iter().filter(told).count()
    }
}

/// Told within the busy limit who is in the way, by login and number, and how to end it.
fn told_who(answer: &Answer, took: Duration, login: &str, pid: u32) {
    assert_eq!(answer.code, Some(1), "{answer:?}");
    let refusal = &answer.json()["refusal"];
    assert_eq!(refusal["code"], "office.busy", "{answer:?}");
    assert_eq!(refusal["facts"], json!({ "who": login, "pid": pid }));
    let says = |field: &str, word: &str| refusal[field].as_str().unwrap().contains(word);
    assert!(says("text", login) && says("way_out", &format!("kill {pid}")));
    // Five seconds, and what starting a program takes beside others.
    assert!(took < Duration::from_secs(7), "{took:?}");
}

/// A moment in which the clerk has saved something.
fn rows(office: &Path) -> i64 {
    tables::number(&tables::reader(office), "SELECT count(*) FROM audit")
}

#[test]
fn whoever_is_stopped_inside_a_save_is_named_and_may_go_on_or_be_killed() {
    let program = Program::with_office();
    let me = nix::unistd::User::from_uid(nix::unistd::getuid());
    let login = me.unwrap().unwrap().name;
    for ending in [Signal::CONT, Signal::KILL] {
        let mut command = program.command();
        command.arg("run").stderr(Stdio::null());
        let typist = Typist::start(command);
        let stop = |name: &str| {
            let which = if name == "STOP" {
                Signal::STOP
            } else {
                Signal::CONT
            };
            signal(&typist.child, which);
        };
        typist.stop_inside_a_save(&program.db, stop);
        let before = rows(&program.db);
        let start = Instant::now();
        let answer = program.run(&[carrier("YT")]);
        told_who(&answer, start.elapsed(), &login, typist.child.id());
        // Reading waits for nobody, and nothing was saved meanwhile.
        program.call(&["ask", "carriers"]).ends(0);
        assert_eq!(rows(&program.db), before);
        signal(&typist.child, ending);
        if ending == Signal::CONT {
            let end = Instant::now() + PATIENCE;
            while rows(&program.db) <= before + 1 {
                assert!(Instant::now() < end, "it does not go on");
                std::thread::yield_now();
            }
        }
        let saved = typist.end();
        program.run(&[carrier("YT")]).ends(0);
        program.call(&["check", "--deep"]).ends(0);
        let kept = tables::number(
            &tables::reader(&program.db),
            "SELECT count(*) FROM audit WHERE subject = 'SF'",
        );
        let told = i64::try_from(saved).unwrap();
        assert!(kept >= told, "{kept} of {told}");
    }
}

#[test]
fn a_clerk_who_stops_his_own_session_is_named_to_the_others() {
    let Some(here) = SharedBox::new() else { return };
    here.set_up().ends(0);
    for clerk in [BO, CAI] {
        let words = ["admin", "user", clerk.0, "--roles", "admin"];
        here.call(ANNA, &words).ends(0);
    }
    let office = here.office();
    let typist = Typist::start(here.command(BO, &[], &[&here.program(), "run"]));
    let pid = typist.child.id();
    // By bo's own hand: the session has bo's number, whatever its group is.
    let stop = |name: &str| {
        let words = ["kill", "-s", name, &pid.to_string()];
        assert!(here.command(BO, &[], &words).status().unwrap().success());
    };
    // Not before the session is there: until then its number is that of a shell of root's.
    let end = Instant::now() + PATIENCE;
    while !is_open(pid, &here.program()) {
        assert!(Instant::now() < end, "the session never began");
        std::thread::yield_now();
    }
    typist.stop_inside_a_save(office.as_ref(), stop);
    let file = here.home(CAI, "one.jsonl");
    std::fs::write(&file, carrier("YT").to_string()).unwrap();
    std::os::unix::fs::chown(&file, Some(CAI.1), Some(CAI.1)).unwrap();
    let start = Instant::now();
    let answer = here.call(CAI, &["run", &file]);
    told_who(&answer, start.elapsed(), "bo", pid);
    here.call(CAI, &["ask", "carriers"]).ends(0);
    // Another clerk cannot end it; the recipe is root's.
    let words = ["kill", "-s", "KILL", &pid.to_string()];
    let refused = here.command(CAI, &[], &words).output().unwrap();
    assert!(!refused.status.success());
    let saved = typist.end();
    let kept = here
        .call(ANNA, &["ask", "audit", "limit=1000"])
        .ends(0)
        .json();
    let bos = kept["rows"].as_array().unwrap().iter();
    assert!(bos.filter(|row| row["who"] == "bo").count() >= saved);
    here.call(CAI, &["run", &file]).ends(0);
    here.call(CAI, &["check", "--deep"]).ends(0);
}

fn is_open(pid: u32, program: &str) -> bool {
    std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == Path::new(program))
}
