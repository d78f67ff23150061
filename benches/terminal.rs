//! The real program in a pseudo-terminal: start, a key to its last byte, bytes a key, idling, memory.
//!
//! `cargo bench --bench terminal` (all sizes) or `cargo bench --bench terminal -- 100000`.

mod common;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use orderdesk::desk::{Command, Envelope, Office};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use common::measure::Samples;
use common::office_file::{caller, clock, copy, sizes};

/// Silence after which an answer counts as whole.
const QUIET: Duration = Duration::from_millis(60);
/// How long nothing is typed.
const IDLE: Duration = Duration::from_secs(10);
/// Presses of each key.
const PRESSES: usize = 60;
const STARTS: usize = 5;

/// The program with a window.
struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<(Instant, usize)>,
    /// Kept, or the line would be gone.
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Desk {
    fn open(office: &Path, (cols, rows): (u16, u16)) -> Result<Self> {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size)?;
        let mut program = CommandBuilder::new(env!("CARGO_BIN_EXE_orderdesk"));
        program.args(["--lang", "zh", "--db"]);
        program.arg(office);
        program.env("TERM", "xterm-256color");
        for folder in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
            program.env(folder, office.with_extension("home"));
        }
        let child = pair.slave.spawn_command(program)?;
        let mut reader = pair.master.try_clone_reader()?;
        let (tell, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || tell.send((Instant::now(), n)).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            keyboard: pair.master.take_writer()?,
            output,
            _master: pair.master,
        })
    }

    /// Bytes until nothing more comes, and when the last of them came.
    fn whole(&self, first: Duration) -> (usize, Option<Instant>) {
        let (mut bytes, mut last, mut wait) = (0, None, first);
        while let Ok((at, n)) = self.output.recv_timeout(wait) {
            (bytes, last, wait) = (bytes + n, Some(at), QUIET);
        }
        (bytes, last)
    }

    /// A key: how long to the last byte of its answer, and how many bytes.
    fn press(&mut self, keys: &str) -> Result<(Duration, usize)> {
        let start = Instant::now();
        self.keyboard.write_all(keys.as_bytes())?;
        self.keyboard.flush()?;
        let (bytes, last) = self.whole(Duration::from_millis(300));
        Ok((last.map_or(Duration::ZERO, |last| last - start), bytes))
    }

    /// Clock ticks of CPU, and how often a thread has gone to sleep.
    fn spent(&self) -> Result<(u64, u64)> {
        let id = self.child.process_id().context("no process")?;
        let mut ticks = 0;
        let mut sleeps = 0;
        for task in fs::read_dir(format!("/proc/{id}/task"))? {
            let task = task?.path();
            let stat = fs::read_to_string(task.join("stat"))?;
            let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split(' ').collect();
            for field in [12, 13] {
                ticks += fields
                    .get(field)
                    .and_then(|n| n.parse::<u64>().ok())
                    .unwrap_or(0);
            }
            let status = fs::read_to_string(task.join("status"))?;
            let line = status
                .lines()
                .find(|line| line.starts_with("voluntary_ctxt"));
            let count = line.and_then(|line| line.split_whitespace().last());
            sleeps += count.and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
        }
        Ok((ticks, sleeps))
    }

    fn resident_kib(&self) -> Result<String> {
        let id = self.child.process_id().context("no process")?;
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"));
        Ok(line.unwrap_or("").replace("VmRSS:", "").trim().to_owned())
    }

    fn leave(mut self) -> Result<()> {
        self.keyboard.write_all(b"\x11")?;
        self.keyboard.flush()?;
        self.child.wait()?;
        Ok(())
    }
}

fn main() -> Result<()> {
    for old in sizes() {
        let path = copy(old, "terminal")?;
        join(&path)?;
        println!("\n{old} older orders");
        for size in [(80, 24), (200, 50)] {
            measure(&path, size)?;
        }
    }
    Ok(())
}

/// Makes whoever runs the bench one of the office, and gives it rows that wait.
fn join(path: &Path) -> Result<()> {
    let who = std::process::Command::new("id").arg("-un").output()?;
    let login = String::from_utf8(who.stdout)?.trim().to_owned();
    let office = Office::open(path, clock()?)?;
    let with = json!({"login": login, "name": login, "roles": ["clerk", "admin", "finance"]});
    let command = Command::parse("user.save", with).map_err(|no| anyhow::anyhow!("{no}"))?;
    office
        .run(&caller(), &Envelope::from(command))
        .map_err(|no| anyhow::anyhow!("{no}"))?;
    Ok(())
}

fn measure(path: &Path, size: (u16, u16)) -> Result<()> {
    let mut starts = Samples::default();
    let mut frame = 0;
    for _ in 0..STARTS {
        let begun = Instant::now();
        let desk = Desk::open(path, size)?;
        let (bytes, last) = desk.whole(Duration::from_secs(5));
        starts.push(last.context("nothing was drawn")? - begun);
        frame = bytes;
        desk.leave()?;
    }
    let (wide, high) = size;
    println!(
        "{wide}x{high}: full frame ms {} , {frame} bytes",
        starts.at(500) / 1_000
    );
    let mut desk = Desk::open(path, size)?;
    desk.whole(Duration::from_secs(5));
    desk.press("\x1b3")?; // products
    keys(&mut desk, "type in a list's filter", &["k", "\x7f"])?;
    keys(&mut desk, "move in a list", &["\x1b[B", "\x1b[B", "\x1b[A"])?;
    keys(&mut desk, "page down, page up", &["\x1b[6~", "\x1b[5~"])?;
    desk.press("\x1b1")?; // order entry
    keys(&mut desk, "type in a field", &["a", "\x7f"])?;
    desk.press("\x1b0")?;
    let before = desk.spent()?;
    let (bytes, _) = desk.whole(IDLE);
    let after = desk.spent()?;
    let seconds = IDLE.as_secs();
    println!(
        "  idle {seconds} s: {bytes} bytes, CPU {} ticks of 10 ms, {} wake-ups; resident {}",
        after.0 - before.0,
        after.1 - before.1,
        desk.resident_kib()?,
    );
    desk.leave()
}

fn keys(desk: &mut Desk, name: &str, presses: &[&str]) -> Result<()> {
    let mut samples = Samples::default();
    let mut bytes = Vec::new();
    for n in 0..PRESSES {
        let (took, sent) = desk.press(presses[n % presses.len()])?;
        samples.push(took);
        bytes.push(sent);
    }
    bytes.sort_unstable();
    println!(
        "  {name:<26} us p50 {:>6} p99 {:>6}; bytes p50 {:>5} most {:>5}",
        samples.at(500),
        samples.at(990),
        bytes[bytes.len() / 2],
        bytes.last().copied().unwrap_or(0),
    );
    Ok(())
}
