//! Tells what fingers type from what comes at once: a scanner, an input method, a paste without marks.
//!
//! Where a digit chooses, it waits a moment whether more follows; everywhere a key that follows another
//! without a pause is one of a burst. Text goes into its field all the same, but it chooses nothing.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::ui::base::event::Event;
use crate::ui::base::key::{Code, Key};

/// Two keys that are closer were not typed: a fast hand needs twice as long, a scanner a tenth.
const AT_ONCE: Duration = Duration::from_millis(30);

/// The keys on their way to the screens.
#[derive(Debug, Default)]
pub(super) struct Bursts {
    /// When the last character came.
    last: Option<Instant>,
    /// Whether it was one of a burst.
    running: bool,
    /// What came while a digit waited.
    next: Option<Event>,
}

fn is_text(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.typed().is_some())
}

/// The key at the end of what a scanner sends.
fn is_end(event: &Event) -> bool {
    matches!(
        event,
        Event::Key(Key {
            code: Code::Enter | Code::Tab,
            ..
        })
    )
}

impl Bursts {
    /// The next event that is there, if there is one.
    pub(super) fn next(&mut self, inbox: &Receiver<Event>) -> Option<Event> {
        self.next.take().or_else(|| inbox.try_recv().ok())
    }

    /// Whether an event is part of a burst; a digit that may choose waits for what follows it.
    pub(super) fn is_in(&mut self, event: &Event, chooses: bool, inbox: &Receiver<Event>) -> bool {
        if !is_text(event) {
            let ends = is_end(event) && self.running && self.is_near(Instant::now());
            // Whatever is typed ahead behind it, on a slow line, begins anew.
            *self = Self {
                next: self.next.take(),
                ..Self::default()
            };
            return ends;
        }
        self.running = self.is_near(Instant::now());
        if !self.running && self.next.is_none() {
            self.next = if chooses {
                inbox.recv_timeout(AT_ONCE).ok()
            } else {
                inbox.try_recv().ok()
            };
            self.running = self.next.as_ref().is_some_and(is_text);
        }
        self.last = Some(Instant::now());
        self.running
    }

    fn is_near(&self, now: Instant) -> bool {
        self.last
            .is_some_and(|last| now.duration_since(last) <= AT_ONCE)
    }
}
