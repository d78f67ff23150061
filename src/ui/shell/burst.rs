//! Tells what fingers type from what comes at once: a scanner, an input method, a paste without marks.
//!
//! Where a digit chooses, it waits a moment whether more follows; everywhere a key that follows another
//! without a pause is one of a burst. Text goes into its field all the same, but it chooses nothing.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use crate::ui::base::event::Event;
use crate::ui::base::key::{Code, Key};

/// Two keys that are closer were not typed: a fast hand needs twice as long, a scanner a tenth.
const AT_ONCE: Duration = Duration::from_millis(30);

/// So many at least come from a scanner or a paste; fewer are what a slow line brings together.
const LEAST: usize = 4;

/// The keys on their way to the screens.
#[derive(Debug, Default)]
pub(super) struct Bursts {
    /// When the last character came.
    last: Option<Instant>,
    /// Whether it was one of a burst.
    running: bool,
    /// What came while a digit waited.
    next: VecDeque<Event>,
    /// So many of them are keys although they came together.
    calm: usize,
}

/// Whether it came from the keyboard: answers of the office and ticks come in between.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_))
}

fn is_text(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.typed().is_some())
}

fn is_digit(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.digit().is_some())
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
        self.next.pop_front().or_else(|| inbox.try_recv().ok())
    }

    /// Whether an event is part of a burst; a digit that may choose waits for what follows it.
    pub(super) fn is_in(&mut self, event: &Event, chooses: bool, inbox: &Receiver<Event>) -> bool {
        if !is_typed(event) {
            return false;
        }
        if !is_text(event) {
            let ends = is_end(event) && self.running && self.is_near(Instant::now());
            // Whatever is typed ahead behind it, on a slow line, begins anew.
            *self = Self {
                next: std::mem::take(&mut self.next),
                ..Self::default()
            };
            return ends;
        }
        let near = self.is_near(Instant::now());
        if self.calm > 0 {
            self.calm -= 1;
        } else if near {
            self.running = true;
        } else if chooses && is_digit(event) {
            let others = self.look_ahead(inbox);
            self.running = others + 1 >= LEAST;
            self.calm = if self.running { 0 } else { others };
        } else {
            self.running = false;
        }
        self.last = Some(Instant::now());
        self.running
    }

    /// How many characters follow at once, as far as it matters.
    fn look_ahead(&mut self, inbox: &Receiver<Event>) -> usize {
        let mut until = Instant::now() + AT_ONCE;
        loop {
            let typed = || self.next.iter().filter(|event| is_typed(event));
            let others = typed().take_while(|event| is_text(event)).count();
            if others + 1 >= LEAST || others < typed().count() {
                return others;
            }
            let left = until.saturating_duration_since(Instant::now());
            let Ok(event) = inbox.recv_timeout(left) else {
                return others;
            };
            if is_text(&event) {
                until = Instant::now() + AT_ONCE;
            }
            self.next.push_back(event);
        }
    }

    fn is_near(&self, now: Instant) -> bool {
        self.last
            .is_some_and(|last| now.duration_since(last) <= AT_ONCE)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn an_answer_in_between_does_not_break_a_burst() {
        let (sender, inbox) = mpsc::channel();
        for name in ["6", "", "9", "2", "", "1", "Enter"] {
            let event = match name {
                "" => Event::Tick,
                name => Event::Key(name.parse().unwrap()),
            };
            sender.send(event).unwrap();
        }
        let mut bursts = Bursts::default();
        let mut told = Vec::new();
        while let Some(event) = bursts.next(&inbox) {
            told.push((is_typed(&event), bursts.is_in(&event, true, &inbox)));
        }
        assert_eq!(told.len(), 7);
        assert!(told.iter().all(|(typed, burst)| typed == burst), "{told:?}");
    }
}
