//! The input thread: reads the terminal, decodes, sends.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

use crate::ui::base::event::Event;

use super::decoder::Decoder;

/// One read takes a whole screen of pasted text.
const BUFFER: usize = 64 * 1024;

/// Starts the thread; it ends when the terminal or the receiver is gone.
pub fn start(events: Sender<Event>) -> io::Result<()> {
    thread::Builder::new()
        .name("input".into())
        .spawn(move || read_all(&events))?;
    Ok(())
}

fn read_all(events: &Sender<Event>) {
    let mut decoder = Decoder::default();
    let mut buffer = vec![0; BUFFER];
    loop {
        let timeout = decoder
            .deadline()
            .map(|due| due.saturating_duration_since(Instant::now()));
        // A remainder that does not fit is far in the future: waiting for a byte is as good.
        let timeout = timeout.and_then(|left| Timespec::try_from(left).ok());
        let mut watched = [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)];
        let ready = match poll(&mut watched, timeout.as_ref()) {
            Ok(ready) => ready,
            Err(Errno::INTR) => continue,
            Err(_) => return,
        };
        let out = if ready == 0 {
            decoder.tick(Instant::now())
        } else {
            match rustix::io::read(stdin(), &mut buffer) {
                Ok(0) => return, // gone; the watchdog ends the program
                Ok(n) => decoder.feed(&buffer[..n], Instant::now()),
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return,
            }
        };
        for event in out {
            if events.send(event).is_err() {
                return;
            }
        }
    }
}
