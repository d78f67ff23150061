//! A desk that nobody types at closes by itself, where the office wants that: whoever walks past an
//! open terminal sees no customer (`reliability.md` D10). What is half typed is kept.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::base::Event;

/// The code of a desk that was closed so.
pub const IDLE: i32 = 124;

/// Looks in that time, so that it closes at most a quarter late.
const LOOKS: u32 = 4;

/// How long nothing was typed.
#[derive(Debug, Default)]
struct Still {
    seen: u64,
    looks: u32,
}

impl Still {
    /// Looks at the count of keys; tells whether it has stood for the whole time.
    fn look(&mut self, keys: u64) -> bool {
        self.looks = if self.seen == keys { self.looks + 1 } else { 0 };
        self.seen = keys;
        self.looks > LOOKS
    }
}

/// Ends the desk once so long nothing was typed.
pub fn watch(events: Sender<Event>, keys: Arc<AtomicU64>, time: Duration) -> io::Result<()> {
    let body = move || {
        let mut still = Still::default();
        while !still.look(keys.load(Ordering::Relaxed)) {
            thread::sleep(time / LOOKS);
        }
        let _ = events.send(Event::Hangup(IDLE)); // nobody there: it is ending anyway
    };
    thread::Builder::new().name("idle".into()).spawn(body)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_puts_it_off_and_silence_ends_it() {
        let mut still = Still::default();
        let looks = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2].map(|keys| still.look(keys));
        assert_eq!(looks, [false; 12]);
        assert!(!still.look(2) && still.look(2));
    }

    #[test]
    fn the_desk_is_told_once() {
        let (events, inbox) = std::sync::mpsc::channel();
        watch(events, Arc::default(), Duration::ZERO).unwrap();
        assert_eq!(inbox.recv(), Ok(Event::Hangup(IDLE)));
        assert!(inbox.recv().is_err());
    }
}
