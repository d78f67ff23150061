//! Turns the first bytes of a buffer into a key.
//!
//! Why not the terminal library's own reader: it has no time limit for Escape, spins when the
//! terminal is gone, drops the number pad of applications and asks `tput` from `PATH` for the size.

use crate::domain::text::is_hidden;
use crate::ui::base::key::{Code, Key};

/// What the front of the buffer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed {
    /// A key of so many bytes.
    Key(Key, usize),
    /// Nothing of use, so many bytes.
    Skip(usize),
    /// A paste begins after so many bytes.
    PasteStart(usize),
    /// The sequence is not complete.
    More,
}

const ESC: u8 = 0x1b;
/// No key needs more; whatever is longer is noise.
const LONGEST: usize = 32;

/// Looks at the front of `bytes`, which is not empty.
pub fn parse(bytes: &[u8]) -> Parsed {
    match bytes {
        [] | [ESC] => Parsed::More,
        [ESC, ESC, ..] => Parsed::Key(Key::plain(Code::Esc), 1),
        [ESC, b'[', b'[', rest @ ..] => match rest.first() {
            None => Parsed::More,
            Some(c @ b'A'..=b'E') => plain(Code::F(c - b'A' + 1), 4),
            Some(_) => Parsed::Skip(4),
        },
        [ESC, b'[', rest @ ..] => csi(rest),
        [ESC, b'O', rest @ ..] => rest.first().map_or(Parsed::More, |c| ss3(*c)),
        [ESC, rest @ ..] => match character(rest) {
            Parsed::Key(key, n) => Parsed::Key(Key { alt: true, ..key }, n + 1),
            Parsed::Skip(n) => Parsed::Skip(n + 1),
            other => other,
        },
        _ => character(bytes),
    }
}

const fn plain(code: Code, used: usize) -> Parsed {
    Parsed::Key(Key::plain(code), used)
}

/// A control character or a character of UTF-8.
fn character(bytes: &[u8]) -> Parsed {
    let Some(&first) = bytes.first() else {
        return Parsed::More;
    };
    match first {
        b'\r' | b'\n' => plain(Code::Enter, 1), // Ctrl+J: the number pad under tmux
        b'\t' => plain(Code::Tab, 1),
        0x7f | 0x08 => plain(Code::Backspace, 1),
        0x01..=0x1a => Parsed::Key(Key::ctrl(char::from(first - 1 + b'a')), 1),
        0x00 | 0x1c..=0x1f => Parsed::Skip(1), // arrive as other keys in some terminals
        0x20..=0x7e => plain(Code::Char(char::from(first)), 1),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Parsed {
    let front = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(front) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&front[..error.valid_up_to()]).unwrap_or("")
        }
        Err(error) => return error.error_len().map_or(Parsed::More, Parsed::Skip),
    };
    match valid.chars().next() {
        Some(c) if is_hidden(c) => Parsed::Skip(c.len_utf8()),
        Some(c) => plain(Code::Char(c), c.len_utf8()),
        None => Parsed::Skip(1),
    }
}

/// `ESC O x`: function keys, arrows and the number pad in application mode.
fn ss3(c: u8) -> Parsed {
    let code = match c {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(c - b'P' + 1),
        b'M' => Code::Enter,
        b'X' => Code::Char('='),
        b'j'..=b'y' => Code::Char(char::from(c - b'j' + b'*')), // mirrors * + , - . / 0-9
        _ => return Parsed::Skip(3),
    };
    plain(code, 3)
}

/// `ESC [ parameters final`; `rest` begins behind the bracket.
fn csi(rest: &[u8]) -> Parsed {
    let Some(end) = rest.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if rest.len() > LONGEST {
            Parsed::Skip(rest.len() + 2)
        } else {
            Parsed::More
        };
    };
    let last = rest[end];
    if !(0x40..=0x7e).contains(&last) {
        return Parsed::Skip(end + 2); // broken off: what follows is looked at afresh
    }
    let used = end + 3;
    let mut numbers = rest[..end].split(|b| *b == b';').map(number);
    let first = numbers.next().flatten();
    let held = numbers.next().flatten();
    let code = match (last, first) {
        (b'~', Some(200)) => return Parsed::PasteStart(used),
        (b'~', Some(n)) => tilde(n),
        (b'u', Some(n)) => return unicode(n, held, used),
        (b'Z', _) => {
            return Parsed::Key(
                Key {
                    shift: true,
                    ..Key::plain(Code::Tab)
                },
                used,
            );
        }
        (b'A', _) => Some(Code::Up),
        (b'B', _) => Some(Code::Down),
        (b'C', _) => Some(Code::Right),
        (b'D', _) => Some(Code::Left),
        (b'H', _) => Some(Code::Home),
        (b'F', _) => Some(Code::End),
        (b'P'..=b'S', _) => Some(Code::F(last - b'P' + 1)),
        _ => None,
    };
    code.map_or(Parsed::Skip(used), |code| {
        Parsed::Key(with_held(code, held), used)
    })
}

/// A parameter; of `5:1` the part before the colon counts.
fn number(text: &[u8]) -> Option<u32> {
    let digits = text.split(|b| *b == b':').next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The codes of `ESC [ n ~`.
fn tilde(n: u32) -> Option<Code> {
    let f = |base: u32| u8::try_from(n - base).ok().map(Code::F);
    match n {
        1 | 7 => Some(Code::Home),
        2 => Some(Code::Ins),
        3 => Some(Code::Del),
        4 | 8 => Some(Code::End),
        5 => Some(Code::PgUp),
        6 => Some(Code::PgDn),
        11..=15 => f(10),
        17..=21 => f(11),
        23..=24 => f(12),
        _ => None,
    }
}

/// `ESC [ code ; held u`, as some terminals send whatever we ask for.
fn unicode(n: u32, held: Option<u32>, used: usize) -> Parsed {
    let code = match n {
        13 | 57414 => Code::Enter,
        9 => Code::Tab,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        _ => match char::from_u32(n).filter(|c| !is_hidden(*c)) {
            Some(c) => Code::Char(c),
            None => return Parsed::Skip(used),
        },
    };
    let mut key = with_held(code, held);
    if matches!(code, Code::Char(_)) {
        key.shift = false;
    }
    Parsed::Key(key, used)
}

/// The second parameter is 1 plus 1 for shift, 2 for alt, 4 for control.
fn with_held(code: Code, held: Option<u32>) -> Key {
    let bits = held.unwrap_or(1).saturating_sub(1);
    Key {
        code,
        shift: bits & 1 != 0,
        alt: bits & 2 != 0,
        ctrl: bits & 4 != 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_terminals_way_to_say_a_key_is_known() {
        for (bytes, name) in [
            ("\x1bOQ", "F2"),
            ("\x1b[12~", "F2"),
            ("\x1b[[B", "F2"),
            ("\x1b[24~", "F12"),
            ("\x1b[17~", "F6"),
            ("\x1bOM", "Enter"),
            ("\r", "Enter"),
            ("\n", "Enter"),
            ("\x08", "Backspace"),
            ("\x1b[1;5C", "Ctrl+Right"),
            ("\x1b[Z", "Shift+Tab"),
            ("\x1b1", "Alt+1"),
            ("\x13", "Ctrl+S"),
            ("\x1b[115;5u", "Ctrl+S"),
            ("\x1b[2~", "Ins"),
            ("\x1bOp", "0"),
            ("\x1bOk", "+"),
            ("订", "订"),
        ] {
            let Parsed::Key(key, used) = parse(bytes.as_bytes()) else {
                panic!("{bytes:?} is {:?}", parse(bytes.as_bytes()))
            };
            assert_eq!(
                (key.to_string().as_str(), used),
                (name, bytes.len()),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn halves_wait_and_noise_is_skipped() {
        for half in [
            &b"\x1b"[..],
            b"\x1b[",
            b"\x1b[1;",
            b"\x1bO",
            &"订".as_bytes()[..2],
        ] {
            assert_eq!(parse(half), Parsed::More, "{half:?}");
        }
        assert_eq!(parse(b"\xff"), Parsed::Skip(1));
        assert_eq!(parse(b"\x1b[99~"), Parsed::Skip(5));
        assert_eq!(parse(b"\x1b[1\x1b[A"), Parsed::Skip(3));
        assert_eq!(parse("\u{202e}".as_bytes()), Parsed::Skip(3));
    }
}
