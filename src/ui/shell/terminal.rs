//! Takes the terminal, and gives it back whatever happens.
//!
//! Invariant: giving back never blocks. It goes through a descriptor of its own that does not
//! wait, so that a stalled line cannot hold up the end of the program (`reliability.md` D10).

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr};

/// Why the screens cannot be shown; the program says so in one line and ends with 2.
#[derive(Debug)]
pub enum Refused {
    /// Standard input or output is no terminal.
    NotATerminal,
    /// A terminal that cannot place characters.
    Dumb(String),
    /// The terminal did not take its settings.
    Failed(io::Error),
}

impl Refused {
    /// The line to say.
    pub fn tell(&self, lang: crate::words::Lang) -> String {
        match self {
            Self::NotATerminal => lang.not_a_terminal().to_owned(),
            Self::Dumb(term) => lang.dumb_terminal(term),
            Self::Failed(error) => lang.terminal_failed(&error.to_string()),
        }
    }
}

impl From<Errno> for Refused {
    fn from(error: Errno) -> Self {
        Self::Failed(error.into())
    }
}

/// Alternate screen, cleared; pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[2J\x1b[H\x1b[?2004h";
/// Paste and every kind of mouse report off, cursor on, plain letters, main screen.
const LEAVE: &[u8] =
    b"\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[0m\x1b[?25h\x1b[?1049l";
/// How long giving back waits for a line that is stalled, and for a frame that is under way.
const PATIENCE: Duration = Duration::from_millis(100);

/// The one terminal of the process, for the threads that may have to give it back.
struct Tty {
    /// Opened anew without waiting.
    out: OwnedFd,
    cooked: Termios,
    raw: Termios,
    /// Whether we have it now.
    taken: AtomicBool,
    /// Whether the program is about to end.
    ending: AtomicBool,
    /// Held while a frame goes out.
    drawing: Mutex<()>,
}

static TTY: OnceLock<Tty> = OnceLock::new();

/// Holds the terminal; dropping it gives it back.
#[derive(Debug)]
pub struct Guard(());

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal. `term` is `TERM`.
pub fn take(term: Option<&str>) -> Result<Guard, Refused> {
    if !isatty(stdin()) || !isatty(stdout()) {
        return Err(Refused::NotATerminal);
    }
    match term {
        None | Some("" | "dumb" | "unknown") => {
            return Err(Refused::Dumb(term.unwrap_or_default().to_owned()));
        }
        Some(_) => {}
    }
    let tty = if let Some(tty) = TTY.get() {
        tty
    } else {
        let opened = open()?;
        TTY.get_or_init(|| opened)
    };
    tty.take()?;
    Ok(Guard(()))
}

fn open() -> Result<Tty, Refused> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let anew = |path: &str| rustix::fs::open(path, flags, Mode::empty());
    let out = anew("/proc/self/fd/1").or_else(|_| anew("/dev/tty"))?;
    // An input that does not wait keeps half a key from stopping the input thread. Where it cannot
    // be opened (after `su`), the inherited one does: it is only read when something is there.
    if let Ok(input) = anew("/proc/self/fd/0") {
        rustix::stdio::dup2_stdin(input)?;
    }
    let cooked = tcgetattr(stdin())?;
    let mut raw = cooked.clone();
    raw.make_raw();
    Ok(Tty {
        out,
        cooked,
        raw,
        taken: AtomicBool::new(false),
        ending: AtomicBool::new(false),
        drawing: Mutex::new(()),
    })
}

impl Tty {
    fn take(&self) -> Result<(), Errno> {
        tcsetattr(&self.out, OptionalActions::Now, &self.raw)?;
        self.taken.store(true, Ordering::SeqCst);
        self.push(ENTER);
        Ok(())
    }

    fn give_back(&self) {
        if self.taken.swap(false, Ordering::SeqCst) {
            let _frame = self.wait_for_frame();
            self.push(LEAVE);
            // Nothing can be done about a terminal that is gone.
            let _ = tcsetattr(&self.out, OptionalActions::Now, &self.cooked);
        }
    }

    /// Waits a little for a frame that is going out, so that nothing is drawn behind our back.
    fn wait_for_frame(&self) -> Option<MutexGuard<'_, ()>> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.drawing.try_lock() {
                Ok(held) => return Some(held),
                Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Writes without waiting longer than a moment.
    fn push(&self, mut bytes: &[u8]) {
        let until = Instant::now() + PATIENCE;
        while !bytes.is_empty() {
            match rustix::io::write(&self.out, bytes) {
                Ok(n) => bytes = &bytes[n..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if Instant::now() < until => {
                    thread::sleep(Duration::from_millis(2));
                }
                Err(_) => return,
            }
        }
    }
}

/// Gives the terminal back, if we have it; from any thread, as often as one likes.
pub fn give_back() {
    if let Some(tty) = TTY.get() {
        tty.give_back();
    }
}

/// Takes the terminal again after the program was stopped.
pub fn take_again() {
    if let Some(tty) = TTY.get() {
        // A terminal that is gone meanwhile is the watchdog's affair.
        let _ = tty.take();
    }
}

/// Columns and rows of the terminal.
pub fn size() -> (u16, u16) {
    let known = tcgetwinsize(stdout()).or_else(|_| tcgetwinsize(stdin()));
    known.map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

/// Sends one frame; while the terminal is not ours it goes nowhere.
///
/// A line that stalls holds the frame up, but not for ever: once the program is about to end the
/// rest is given up, so that the main thread is free to park drafts.
pub fn send(mut frame: &[u8]) {
    let Some(tty) = TTY.get() else {
        return;
    };
    let _frame = tty.drawing.lock();
    while !frame.is_empty() && tty.taken.load(Ordering::SeqCst) {
        match rustix::io::write(&tty.out, frame) {
            Ok(n) => frame = &frame[n..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) if tty.ending.load(Ordering::SeqCst) => return,
            Err(Errno::AGAIN) => {
                let mut line = [PollFd::new(&tty.out, PollFlags::OUT)];
                // Only looked at again to see whether the end has come.
                let _ = poll(&mut line, Timespec::try_from(PATIENCE).ok().as_ref());
            }
            // Gone: the watchdog ends the program, and drafts are parked on the way.
            Err(_) => return,
        }
    }
}

/// The program is about to end: no frame waits for a stalled line any more.
pub fn end_soon() {
    if let Some(tty) = TTY.get() {
        tty.ending.store(true, Ordering::SeqCst);
    }
}

/// Makes a panic in any thread give the terminal back, if it was taken, tell where its report lies in
/// the folder `reports`, and end the program with 101 (`reliability.md` R6). A transaction that was
/// open ends with the program.
pub fn report_panics(reports: PathBuf) {
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        let what = info
            .payload_as_str()
            .unwrap_or("?")
            .replace(['\n', '\r'], " ");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let line = match write_report(&reports, &what, &place) {
            Ok(path) => format!(
                "orderdesk: internal error: {what} ({place}); report: {}\n",
                path.display()
            ),
            Err(_) => format!("orderdesk: internal error: {what} ({place})\n"),
        };
        // Not the printing macros: they panic again when standard error is gone.
        let _ = rustix::io::write(stderr(), line.as_bytes());
        std::process::exit(101);
    }));
}

fn write_report(folder: &Path, what: &str, place: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("orderdesk-panic-{}.txt", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    let thread = thread::current();
    writeln!(file, "orderdesk {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        file,
        "thread {}: {what}\nat {place}\n",
        thread.name().unwrap_or("?")
    )?;
    writeln!(file, "{}", std::backtrace::Backtrace::force_capture())?;
    Ok(path)
}
