//! Workbooks are read by a child with limits: whatever a file does to its reader, the session lives
//! (`reliability.md` R36).
//!
//! The caps inside `paper` refuse what is known to be too much; these limits hold for what is not.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::resource::{Resource, setrlimit};

use super::out;
use super::out::Exit;
use crate::domain::{Code, Refusal};
use crate::guard;
use crate::paper::outside;
use crate::paper::sheet::{self, Elsewhere, Input, Sheet};

/// The hidden call of the child.
pub const CALL: &str = "read-workbook";
/// Memory of its own that the child may take.
const MEMORY: u64 = 256 << 20;
/// Its processor time, in seconds.
const SECONDS: u64 = 10;
/// How long it is waited for: others work on this machine, too.
const WAITED_FOR: Duration = Duration::from_secs(30);
/// The longest answer that is taken from it.
const ANSWER_MOST: u64 = 512 << 20;

/// The child: workbook on standard input, rows on standard output. Nothing else is opened.
pub fn read() -> Result<Exit, Exit> {
    // A file from outside is read with no right but the caller's.
    let limits = [
        (Resource::RLIMIT_DATA, MEMORY),
        (Resource::RLIMIT_AS, 4 * MEMORY),
        (Resource::RLIMIT_CPU, SECONDS),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, 0),
    ];
    let limited = limits
        .iter()
        .try_for_each(|(what, most)| setrlimit(*what, *most, *most));
    if guard::give_up().is_err() || limited.is_err() {
        return Err(Exit::Office);
    }
    // What brings its reader down is not told as a fault of ours.
    std::panic::set_hook(Box::new(|_| {
        let _ = out::raw(b"NO unreadable\n"); // whoever asked has gone, then
        std::process::exit(0);
    }));
    let mut bytes = Vec::new();
    let input = io::stdin().lock();
    let read = input.take(sheet::FILE_MOST + 1).read_to_end(&mut bytes);
    read.map_err(|_| Exit::Office)?;
    let input = Input::new("", &bytes);
    drop(bytes);
    match sheet::read_here(&input) {
        Ok(sheets) => {
            out::raw(b"OK\n")?;
            for piece in outside::pieces(&sheets) {
                out::raw(piece.as_bytes())?;
            }
        }
        Err(refusal) => {
            let why = refusal.facts()["why"]
                .as_str()
                .unwrap_or("unreadable")
                .to_owned();
            out::raw(format!("NO {why}\n").as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

/// Has this program read workbooks as a child of itself.
pub fn in_a_child() -> Elsewhere {
    Box::new(|input| {
        // The running program, even where its file has been replaced meanwhile.
        let mut command = Command::new("/proc/self/exe");
        command
            .arg(CALL)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let spawned = command.stderr(Stdio::null()).current_dir("/").spawn();
        spawned.map_or_else(|_| Err(refused("no_reader")), |child| answer(child, input))
    })
}

fn answer(mut child: Child, input: &Input) -> Result<Vec<Sheet>, Refusal> {
    let (to, from) = (child.stdin.take(), child.stdout.take());
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        // A child that has had enough closes the pipe: that shows in its answer.
        scope.spawn(move || to.map(|mut to| io::copy(&mut input.reader(), &mut to)));
        scope.spawn(move || {
            let _ = is_done.recv_timeout(WAITED_FOR); // told, or the time is over
            let _ = child.kill(); // gone already, if it has answered
            let _ = child.wait(); // no child is left behind
        });
        let told = from.map_or_else(|| Err(too_much()), |from| heard(from, input));
        drop(done);
        told
    })
}

/// What the child says, as it says it; one that is ended in the middle has taken too much.
fn heard(from: ChildStdout, input: &Input) -> Result<Vec<Sheet>, Refusal> {
    let mut from = BufReader::new(from.take(ANSWER_MOST));
    let mut first = String::new();
    let read = from.by_ref().take(64).read_line(&mut first);
    read.map_err(|_| too_much())?;
    if first == "OK\n" {
        return outside::read(input, from).ok_or_else(too_much);
    }
    let why = first
        .strip_prefix("NO ")
        .and_then(|why| why.strip_suffix('\n'));
    Err(why.map_or_else(too_much, refused))
}

/// It took more than it was given, of whatever.
fn too_much() -> Refusal {
    refused("too_large")
}

fn refused(why: &str) -> Refusal {
    Refusal::new(Code::ImportBadFile).fact("why", why)
}
