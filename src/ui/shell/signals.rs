//! The signal thread and the hang-up watchdog.
//!
//! Invariant: after TERM, HUP, INT, QUIT or a lost line the program is gone within a second, even
//! if the main thread hangs in a write; drafts are parked first if it does not.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use nix::unistd::{Pid, getsid};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpid, getppid, kill_process};
use rustix::stdio::stdin;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;

use crate::ui::base::event::Event;

use super::terminal;

/// How long the main thread gets to park drafts.
const TO_PARK: Duration = Duration::from_millis(600);
/// The exit code for a line that is gone: as if by SIGHUP.
const HUNG_UP: i32 = 129;

/// Held by whoever is inside a transaction: the program is never stopped there.
pub type StopGate = Arc<Mutex<()>>;

/// Starts both threads.
pub fn start(events: Sender<Event>, gate: StopGate) -> io::Result<()> {
    let mut signals = Signals::new([
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ,
    ])?;
    let watchdog_events = events.clone();
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            for signal in signals.forever() {
                answer(signal, &events, &gate);
            }
        })?;
    thread::Builder::new()
        .name("hang-up".into())
        .spawn(move || watch(&watchdog_events))?;
    Ok(())
}

/// Whether somebody is there to bring the program back: a shell in the same session.
fn can_come_back() -> bool {
    // By nix: in a container the parent's session may be outside and read as 0, which rustix
    // does not allow for.
    getppid().is_some_and(|parent| {
        let parent = Pid::from_raw(parent.as_raw_nonzero().get());
        getsid(Some(parent)).ok() == getsid(None).ok()
    })
}

/// Asks for the program to be stopped, as Ctrl+Z does elsewhere.
pub fn stop_soon() {
    // The signal thread does the work; a process can always signal itself.
    let _ = kill_process(getpid(), Signal::TSTP);
}

fn answer(signal: i32, events: &Sender<Event>, gate: &StopGate) {
    match signal {
        SIGWINCH => repaint(events),
        SIGXFSZ => {} // the write that was too long fails by itself and is told
        SIGCONT => {
            terminal::take_again();
            repaint(events);
        }
        SIGTSTP if !can_come_back() => {} // a stopped session without a shell stays stopped
        SIGTSTP => stop(gate.clone()),
        _ => end(128 + signal, events),
    }
}

/// Stops the program as soon as it is outside a transaction. That is waited for beside the signals: what ends
/// the program must not wait behind it.
fn stop(gate: StopGate) {
    static UNDER_WAY: AtomicBool = AtomicBool::new(false);
    if UNDER_WAY.swap(true, Ordering::AcqRel) {
        return; // held down: it is one stop
    }
    let stopping = thread::Builder::new().name("stop".into()).spawn(move || {
        let outside_a_transaction = gate.lock();
        terminal::give_back();
        UNDER_WAY.store(false, Ordering::Release);
        let _ = kill_process(getpid(), Signal::STOP); // goes on here after `fg`
        drop(outside_a_transaction);
    });
    if stopping.is_err() {
        UNDER_WAY.store(false, Ordering::Release);
    }
}

fn repaint(events: &Sender<Event>) {
    let (columns, rows) = terminal::size();
    let _ = events.send(Event::Resize(columns, rows)); // no receiver: the program is ending
}

/// Lets the main thread park and leave, and leaves in its place if it cannot.
fn end(code: i32, events: &Sender<Event>) {
    terminal::end_soon();
    if events.send(Event::Hangup(code)).is_ok() {
        thread::sleep(TO_PARK);
    }
    terminal::give_back();
    std::process::exit(code);
}

/// Waits for the line to go: a `poll` without wishes wakes for nothing else.
fn watch(events: &Sender<Event>) {
    loop {
        let mut line = [PollFd::from_borrowed_fd(stdin(), PollFlags::empty())];
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if poll(&mut line, None).is_ok() && line[0].revents().intersects(gone) {
            end(HUNG_UP, events);
        }
    }
}
