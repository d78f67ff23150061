//! Workbooks are read by a child with limits: whatever a file does to its reader, the session lives
//! (`reliability.md` R36).
//!
//! The caps inside `paper` refuse what is known to be too much; these limits hold for what is not.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::resource::{Resource, setrlimit};

use super::out;
use super::out::Exit;
use crate::domain::{Code, Refusal};
use crate::guard;
use crate::paper::outside;
use crate::paper::sheet::{self, Elsewhere, Sheet};

/// The hidden call of the child.
pub const CALL: &str = "read-workbook";
/// Memory of its own that the child may take.
const MEMORY: u64 = 256 << 20;
/// Its processor time, and how long it is waited for.
const SECONDS: u64 = 10;
/// What an answer ends with that is whole.
const END: &[u8] = b"END\n";
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
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock();
    let read = input.take(sheet::FILE_MOST + 1).read_to_end(&mut bytes);
    read.map_err(|_| Exit::Office)?;
    match sheet::read_here(&bytes) {
        Ok(sheets) => {
            drop(bytes);
            out::raw(b"OK\n")?;
            for piece in outside::pieces(&sheets) {
                out::raw(piece.as_bytes())?;
            }
            out::raw(END)?;
        }
        Err(refusal) => {
            let why = refusal.facts()["why"]
                .as_str()
                .unwrap_or("unreadable")
                .to_owned();
            out::raw(format!("NO {why}\n").as_bytes())?;
            out::raw(END)?;
        }
    }
    Ok(Exit::Done)
}

/// Has this program read workbooks as a child of itself.
pub fn in_a_child() -> Elsewhere {
    Box::new(|bytes| {
        // The running program, even where its file has been replaced meanwhile.
        let mut command = Command::new("/proc/self/exe");
        command
            .arg(CALL)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let spawned = command.stderr(Stdio::null()).current_dir("/").spawn();
        // Without children there are still the caps.
        spawned.map_or_else(|_| sheet::read_here(bytes), |child| answer(child, bytes))
    })
}

fn answer(mut child: Child, bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let (tell, told) = mpsc::channel();
    let output = child.stdout.take();
    let reading = std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = output.map(|out| out.take(ANSWER_MOST).read_to_end(&mut text));
        let _ = tell.send(read.and_then(Result::ok).map(|_| text)); // nobody waits any more
    });
    let input = child.stdin.take();
    let text = std::thread::scope(|scope| {
        // A child that has had enough closes the pipe: that shows in its answer.
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        let text = told.recv_timeout(Duration::from_secs(SECONDS));
        let _ = child.kill(); // gone already, if it has answered
        text.ok().flatten()
    });
    let _ = child.wait(); // no child is left behind
    let _ = reading.join(); // its answer is here, or it has none
    let text = text.unwrap_or_default();
    let Some(text) = text.strip_suffix(END) else {
        return Err(too_much()); // it was ended in the middle
    };
    if let Some(rows) = text.strip_prefix(b"OK\n") {
        return outside::read(rows).ok_or_else(too_much);
    }
    let why = text
        .strip_prefix(b"NO ")
        .and_then(|why| std::str::from_utf8(why).ok());
    Err(why.map_or_else(too_much, |why| refused(why.trim_end())))
}

/// It took more than it was given, of whatever.
fn too_much() -> Refusal {
    refused("too_large")
}

fn refused(why: &str) -> Refusal {
    Refusal::new(Code::ImportBadFile).fact("why", why)
}
