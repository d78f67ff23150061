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

/// What came in at once; bytes alone are the beginning of a key, events alone its end by time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heard {
    /// As the terminal sent it.
    pub bytes: Vec<u8>,
    /// As we understand it.
    pub events: Vec<Event>,
}

/// Starts the thread; it ends when the terminal or the receiver is gone.
pub fn start(events: Sender<Event>) -> io::Result<()> {
    listen(move |heard| {
        heard
            .events
            .into_iter()
            .all(|event| events.send(event).is_ok())
    })
}

/// Starts the thread for whoever wants the bytes too; it ends when `tell` says no.
pub fn listen(tell: impl FnMut(Heard) -> bool + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name("input".into())
        .spawn(move || read_all(tell))?;
    Ok(())
}

fn read_all(mut tell: impl FnMut(Heard) -> bool) {
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
        let heard = if ready == 0 {
            Heard {
                events: decoder.tick(Instant::now()),
                ..Heard::default()
            }
        } else {
            match rustix::io::read(stdin(), &mut buffer) {
                Ok(0) => return, // gone; the watchdog ends the program
                Ok(n) => Heard {
                    events: decoder.feed(&buffer[..n], Instant::now()),
                    bytes: buffer[..n].to_vec(),
                },
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(_) => return,
            }
        };
        if !tell(heard) {
            return;
        }
    }
}
