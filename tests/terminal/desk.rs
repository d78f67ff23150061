//! Starts the child in a pty, types, looks at what it shows and how it ends.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::Command as Program;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::child;

pub fn parser() -> vt100::Parser {
    vt100::Parser::new(
        NonZeroU16::new(24).unwrap(),
        NonZeroU16::new(80).unwrap(),
        0,
    )
}

pub struct Desk {
    pub master: Option<Box<dyn MasterPty + Send>>,
    pub writer: Option<Box<dyn Write + Send>>,
    pub child: Box<dyn Child + Send + Sync>,
    pub seen: Arc<Mutex<Vec<u8>>>,
    pub stall: Arc<Mutex<()>>,
    pub tty: PathBuf,
    pub folder: tempfile::TempDir,
    pub reader: Option<thread::JoinHandle<()>>,
    pub leave: Arc<AtomicBool>,
    /// Keeps the line open, so that its settings can be looked at when the child is gone.
    pub slave: Option<Box<dyn SlavePty + Send>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum How {
    /// As the leader of the terminal's session.
    Leader,
    /// Below a shell that ignores SIGHUP.
    Deaf,
    /// Below a shell.
    Shell,
    /// Without controlling terminal.
    Loose,
}

impl Desk {
    pub fn start(how: How, term: &str) -> Self {
        Self::start_child(how, term, &child::arguments(), tempfile::tempdir().unwrap())
    }

    /// Another child than the usual one, with a folder that holds something already.
    pub fn start_child(how: How, term: &str, arguments: &str, folder: tempfile::TempDir) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let exe = std::env::current_exe().unwrap();
        let run = format!("{} {}", exe.display(), arguments);
        let mut command = CommandBuilder::new("sh");
        command.arg("-c");
        command.arg(match how {
            How::Leader | How::Loose => format!("exec {run}"),
            How::Deaf => format!("trap '' HUP; exec {run}"),
            How::Shell => format!("{run}; exit $?"),
        });
        command.set_controlling_tty(how != How::Loose);
        command.env("TERM", term);
        command.env("DESK_FOLDER", folder.path());
        let child = pair.slave.spawn_command(command).unwrap();
        let tty = pair.master.tty_name().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stall = Arc::new(Mutex::new(()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let leave = Arc::new(AtomicBool::new(false));
        let (into, gate, ends) = (seen.clone(), stall.clone(), leave.clone());
        let reading = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || ends.load(Ordering::SeqCst) {
                    return;
                }
                into.lock().unwrap().extend_from_slice(&buffer[..n]);
                drop(gate.lock().unwrap());
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            seen,
            stall,
            tty,
            folder,
            reader: Some(reading),
            leave,
            slave: Some(pair.slave),
        }
    }

    /// Started, and on the screen of one field.
    pub fn typing(how: How) -> Self {
        let mut desk = Self::start(how, "xterm");
        desk.until("the menu", |desk| desk.screen().contains("Order entry"));
        desk.send("1");
        desk.until("the field", |desk| desk.screen().contains("F6 Submit"));
        desk
    }

    pub fn send(&mut self, text: &str) {
        self.writer
            .as_mut()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().clone()
    }

    pub fn screen(&self) -> String {
        let mut parser = parser();
        parser.process(&self.bytes());
        parser.screen().contents()
    }

    pub fn until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(5);
        while !is_so(self) {
            assert!(
                Instant::now() < end,
                "waited for {what}; on the screen:\n{}",
                self.screen()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn pid(&self) -> Pid {
        let text = fs::read_to_string(self.folder.path().join("pid")).unwrap();
        Pid::from_raw(text.parse().unwrap()).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The exit code, which has to come within a second.
    pub fn gone(&mut self) -> u32 {
        let end = Instant::now() + Duration::from_secs(1);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            if Instant::now() > end {
                self.child.kill().unwrap();
                panic!("still there after a second");
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the line edits and echoes, as a shell wants it.
    pub fn is_sane(&self) -> bool {
        let out = Program::new("stty")
            .arg("-a")
            .arg("-F")
            .arg(&self.tty)
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let on = |name: &str| text.split_whitespace().any(|word| word == name);
        on("icanon") && on("echo") && on("isig")
    }

    /// The bytes of it may still be on their way here when the program has ended or stopped.
    pub fn assert_given_back(&self) {
        self.until("the terminal back", |desk| {
            let text = String::from_utf8_lossy(&desk.bytes()).into_owned();
            let back = ["\x1b[?1049l", "\x1b[?2004l", "\x1b[?25h"];
            back.iter().all(|mode| text.contains(mode))
        });
        assert!(self.is_sane());
    }

    pub fn state(&self) -> char {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero())).unwrap();
        stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
    }

    /// Ticks of the processor that the child has used.
    pub fn ticks(&self) -> u64 {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    pub fn draft(&self) -> String {
        fs::read_to_string(self.folder.path().join("draft")).unwrap_or_default()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Its number may be somebody else's by now, if it has ended.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
        }
    }
}
