//! Bytes of the terminal in, keys and pastes out; a pure state machine with the time handed in.
//!
//! Invariants: nothing inside a paste ever acts as a key; a half sequence never stops what follows.

use std::time::{Duration, Instant};

use crate::ui::base::event::Event;
use crate::ui::base::key::{Code, Key};

use super::parse::{Parsed, parse};
use super::paste::Arriving;

/// How long a lone Escape may still turn out to be the start of a key: a line over the sea splits
/// them by 80 ms, and nobody types an Escape and another key within this.
const ESC_HELD: Duration = Duration::from_millis(120);
/// How long a begun sequence may take before it is thrown away.
const SEQUENCE_HELD: Duration = Duration::from_millis(300);
/// How late the rest of a sequence may come after its Escape went out alone, and still be dropped.
const LATE_TAIL: Duration = Duration::from_millis(500);
/// A paste that stops for so long has lost its end.
const PASTE_STALLED: Duration = Duration::from_secs(1);
/// A second end mark within this time shows that the first one was part of the paste.
const SECOND_END: Duration = Duration::from_millis(20);
/// What a hand types at once is at most so long; a paste that goes on is longer.
const TYPED_AT_ONCE: usize = 8;

const PASTE_END: &[u8] = b"\x1b[201~";
const PASTE_START: &[u8] = b"\x1b[200~";

#[derive(Debug)]
enum Mode {
    /// Bytes are keys.
    Keys,
    /// Between the marks; `seen` holds the last bytes, for a mark may come in two parts.
    Paste { stalled: bool, seen: Vec<u8> },
    /// Behind the end mark, waiting whether there is another.
    Ended { tail: Vec<u8> },
}

/// The state machine.
#[derive(Debug)]
pub struct Decoder {
    mode: Mode,
    bytes: Vec<u8>,
    arriving: Arriving,
    /// When the last byte came.
    last: Option<Instant>,
    /// When an Escape went out alone.
    lone_esc: Option<Instant>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            mode: Mode::Keys,
            bytes: Vec::new(),
            arriving: Arriving::default(),
            last: None,
            lone_esc: None,
        }
    }
}

impl Decoder {
    /// Takes what was read.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Event> {
        let mut out = Vec::new();
        let before = self.last.replace(now);
        match &mut self.mode {
            Mode::Keys => {
                self.bytes.extend_from_slice(bytes);
                self.drop_late_tail(now);
                self.keys(&mut out);
            }
            Mode::Paste { stalled, seen } => {
                let typed =
                    *stalled && bytes.len() <= TYPED_AT_ONCE && !PASTE_END.starts_with(bytes);
                if typed && seen.is_empty() {
                    self.mode = Mode::Keys;
                    self.bytes.extend_from_slice(bytes);
                    self.keys(&mut out);
                } else {
                    self.pasting(bytes, &mut out);
                }
            }
            Mode::Ended { tail } => {
                let quick = before.is_some_and(|at| now.duration_since(at) <= SECOND_END);
                if quick {
                    tail.extend_from_slice(bytes);
                    self.look_for_second_end();
                } else {
                    self.end_paste(&mut out);
                    self.bytes.extend_from_slice(bytes);
                    self.keys(&mut out);
                }
            }
        }
        out
    }

    /// When `tick` has to be called if no byte comes before; `None` to wait for ever.
    pub fn deadline(&self) -> Option<Instant> {
        let held = match &self.mode {
            Mode::Keys if self.bytes.first() != Some(&0x1b) => return None,
            Mode::Keys if self.bytes.len() == 1 => ESC_HELD,
            Mode::Keys => SEQUENCE_HELD,
            Mode::Paste { stalled: true, .. } => return None,
            Mode::Paste { .. } => PASTE_STALLED,
            Mode::Ended { .. } => SECOND_END,
        };
        self.last.map(|at| at + held)
    }

    /// Lets time pass.
    pub fn tick(&mut self, now: Instant) -> Vec<Event> {
        let mut out = Vec::new();
        if self.deadline().is_none_or(|at| now < at) {
            return out;
        }
        match &mut self.mode {
            Mode::Keys if self.bytes.len() == 1 => {
                self.bytes.clear();
                self.lone_esc = Some(now);
                out.push(Event::Key(Key::plain(Code::Esc)));
            }
            Mode::Keys => self.bytes.clear(),
            Mode::Paste { stalled, seen } => {
                *stalled = true;
                let rest = std::mem::take(seen);
                self.arriving.push(&rest);
                out.extend(self.arriving.take().map(Event::Paste));
            }
            Mode::Ended { .. } => self.end_paste(&mut out),
        }
        out
    }

    /// Drops `OQ` or `[12~` whose Escape went out alone because the line was slow.
    fn drop_late_tail(&mut self, now: Instant) {
        let Some(esc) = self.lone_esc.take() else {
            return;
        };
        if now.duration_since(esc) > LATE_TAIL || !matches!(self.bytes.first(), Some(b'O' | b'[')) {
            return;
        }
        let mut whole = vec![0x1b];
        whole.extend_from_slice(&self.bytes);
        if let Parsed::Key(_, used) = parse(&whole) {
            self.bytes.drain(..used - 1);
        }
    }

    /// Turns bytes into keys until they run out or a paste begins.
    fn keys(&mut self, out: &mut Vec<Event>) {
        let mut at = 0;
        while at < self.bytes.len() {
            match parse(&self.bytes[at..]) {
                Parsed::Key(key, used) => {
                    out.push(Event::Key(key));
                    at += used;
                }
                Parsed::Skip(used) => at = (at + used).min(self.bytes.len()),
                Parsed::More => break,
                Parsed::PasteStart(used) => {
                    let rest = self.bytes.split_off(at + used);
                    self.bytes.clear();
                    self.mode = Mode::Paste {
                        stalled: false,
                        seen: Vec::new(),
                    };
                    self.pasting(&rest, out);
                    return;
                }
            }
        }
        self.bytes.drain(..at);
    }

    /// Takes bytes of a paste, looking for its end.
    fn pasting(&mut self, bytes: &[u8], out: &mut Vec<Event>) {
        let Mode::Paste { stalled, seen } = &mut self.mode else {
            return;
        };
        *stalled = false;
        seen.extend_from_slice(bytes);
        if let Some(end) = find(seen, PASTE_END) {
            self.arriving.push(&seen[..end]);
            let tail = seen[end + PASTE_END.len()..].to_vec();
            self.mode = Mode::Ended { tail };
            self.look_for_second_end();
        } else {
            // The mark may be cut in two: its possible start stays behind.
            let keep = seen.len().min(PASTE_END.len() - 1);
            let ready: Vec<u8> = seen.drain(..seen.len() - keep).collect();
            self.arriving.push(&ready);
        }
        if let Mode::Ended { tail } = &self.mode
            && find(tail, PASTE_START).is_some()
        {
            self.end_paste(out); // the next paste follows at once
        }
    }

    /// An end mark that no start goes before shows that the text held the first one.
    fn look_for_second_end(&mut self) {
        let Mode::Ended { tail } = &mut self.mode else {
            return;
        };
        while let Some(end) = find(tail, PASTE_END) {
            if find(&tail[..end], PASTE_START).is_some() {
                return;
            }
            self.arriving.push(&tail[..end]);
            tail.drain(..end + PASTE_END.len());
        }
    }

    /// Hands out the paste; what came behind it are keys.
    fn end_paste(&mut self, out: &mut Vec<Event>) {
        out.extend(self.arriving.take().map(Event::Paste));
        if let Mode::Ended { tail } = std::mem::replace(&mut self.mode, Mode::Keys) {
            self.bytes = tail;
            self.keys(out);
        }
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|part| part == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds parts at their milliseconds, ticking when due, and writes down what comes out.
    fn script(parts: &[(u64, &str)]) -> String {
        let start = Instant::now();
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        let run_until = |decoder: &mut Decoder, out: &mut Vec<Event>, until: Instant| {
            while let Some(due) = decoder.deadline().filter(|due| *due <= until) {
                out.extend(decoder.tick(due));
            }
        };
        for (ms, text) in parts {
            let now = start + Duration::from_millis(*ms);
            run_until(&mut decoder, &mut out, now);
            out.extend(decoder.feed(text.as_bytes(), now));
        }
        run_until(&mut decoder, &mut out, start + Duration::from_mins(1));
        let told = out.iter().map(|event| match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(pasted) => format!("<{}>", pasted.text),
            other => format!("{other:?}"),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_function_key_in_two_parts_is_one_key() {
        assert_eq!(script(&[(0, "\x1b"), (5, "OQ")]), "F2");
        assert_eq!(script(&[(0, "\x1b"), (80, "[12~")]), "F2");
        assert_eq!(script(&[(0, "\x1b"), (119, "OQ")]), "F2");
        assert_eq!(script(&[(0, "\x1b["), (80, "17~")]), "F6");
        assert_eq!(script(&[(0, "\x1b"), (80, "["), (160, "17~")]), "F6");
        assert_eq!(script(&[(0, "\x1b"), (80, "1")]), "Alt+1");
        assert_eq!(script(&[(0, "\x1b"), (5, "p")]), "Alt+P");
        assert_eq!(script(&[(0, "\x1b["), (200, "A")]), "Up");
    }

    #[test]
    fn escape_alone_comes_after_its_time() {
        assert_eq!(script(&[(0, "\x1b")]), "Esc");
        assert_eq!(script(&[(0, "\x1b"), (121, "a")]), "Esc A");
        assert_eq!(script(&[(0, "\x1b"), (140, "1")]), "Esc 1");
        assert_eq!(script(&[(0, "\x1b\x1b")]), "Esc Esc");
    }

    #[test]
    fn the_late_rest_of_a_key_is_not_typed() {
        assert_eq!(script(&[(0, "\x1b"), (150, "OQ")]), "Esc");
        assert_eq!(script(&[(0, "\x1b"), (150, "[12~x")]), "Esc X");
        assert_eq!(script(&[(0, "\x1b"), (900, "OQ")]), "Esc O Q");
    }

    #[test]
    fn half_a_sequence_does_not_swallow_what_follows() {
        assert_eq!(script(&[(0, "\x1b[1;"), (400, "12")]), "1 2");
        assert_eq!(script(&[(0, "\x1b[1\x1b[A")]), "Up");
    }

    #[test]
    fn a_paste_is_text_even_with_an_end_mark_inside() {
        assert_eq!(script(&[(0, "\x1b[200~a\rb\x1b[201~")]), "<a\nb>");
        assert_eq!(script(&[(0, "\x1b[200~ab\x1b[20"), (3, "1~")]), "<ab>");
        assert_eq!(script(&[(0, "\x1b[200~a\x1b[201~\rb\x1b[201~")]), "<a\nb>");
        assert_eq!(script(&[(0, "\x1b[200~a\x1b[201~\r")]), "<a> Enter");
        assert_eq!(
            script(&[(0, "\x1b[200~a\x1b[201~"), (100, "\r")]),
            "<a> Enter"
        );
        assert_eq!(
            script(&[(0, "\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~")]),
            "<a> <b>"
        );
    }

    #[test]
    fn a_paste_without_end_gives_the_keyboard_back() {
        assert_eq!(script(&[(0, "\x1b[200~abc"), (1500, "\x1bOQ")]), "<abc> F2");
        assert_eq!(
            script(&[(0, "\x1b[200~abc"), (1500, "defghijklmnop\r\x1b[201~")]),
            "<abc> <defghijklmnop\n>"
        );
    }

    proptest::proptest! {
        #[test]
        fn random_bytes_never_panic_nor_stick(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let start = Instant::now();
            let mut decoder = Decoder::default();
            decoder.feed(&bytes, start);
            let mut now = start;
            for _ in 0..10 {
                now += Duration::from_secs(2);
                decoder.tick(now);
            }
            let out = decoder.feed(b"\x1bOQ", now);
            proptest::prop_assert!(out.iter().any(|e| matches!(e, Event::Key(k) if k.code == Code::F(2))) || decoder.deadline().is_some());
        }
    }
}
