//! A key as the program understands it, whatever bytes the terminal sent for it.

use std::fmt;

use crate::domain::text::narrow;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character, the space among them.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Enter, also from the number pad.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PgUp,
    /// Page down.
    PgDn,
    /// Insert.
    Ins,
    /// Delete.
    Del,
}

/// A key with what was held down beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held, or Escape was sent before.
    pub alt: bool,
    /// Shift was held; never set for characters.
    pub shift: bool,
}

const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PgUp),
    ("PgDn", Code::PgDn),
    ("Ins", Code::Ins),
    ("Del", Code::Del),
    ("Space", Code::Char(' ')),
];

/// Ctrl letters that terminals, multiplexers or input methods keep for themselves.
const CTRL_TAKEN: &str = "abhijmvw[]\\_ .;";

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The key with control.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: true,
            alt: false,
            shift: false,
        }
    }

    /// The character it types, if it types one.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The digit it types, of either width, if it types one.
    pub fn digit(self) -> Option<usize> {
        narrow(self.typed()?.encode_utf8(&mut [0; 4])).parse().ok()
    }

    /// Whether no keymap may bind it: letters alone, and what never arrives or means another key.
    pub fn is_reserved(self) -> bool {
        match self.code {
            Code::Char(c) if self.ctrl => self.alt || CTRL_TAKEN.contains(c), // the space among them
            Code::Char(' ') | Code::Tab => self.alt || self.ctrl,
            Code::Char(_) => !self.alt,
            Code::Backspace => true,
            _ => self.ctrl || self.alt || self.shift,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [
            (self.ctrl, "Ctrl+"),
            (self.alt, "Alt+"),
            (self.shift, "Shift+"),
        ];
        for (_, prefix) in held.iter().filter(|(held, _)| *held) {
            f.write_str(prefix)?;
        }
        let known = NAMED.iter().find(|(_, code)| *code == self.code);
        match (known, self.code) {
            (Some((text, _)), _) => f.write_str(text),
            (None, Code::F(n)) => write!(f, "F{n}"),
            (None, Code::Char(c)) => write!(f, "{}", c.to_uppercase()),
            (None, _) => Ok(()),
        }
    }
}

/// No key has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownKey;

impl std::str::FromStr for Key {
    type Err = UnknownKey;

    /// Reads `F6`, `Ctrl-S`, `Ctrl+S`, `Alt-1`, `Shift-Tab`, `PgUp`.
    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        while let Some((held, name)) = rest.split_once(['-', '+']).filter(|(_, n)| !n.is_empty()) {
            let flag = match held.to_ascii_lowercase().as_str() {
                "ctrl" => &mut key.ctrl,
                "alt" => &mut key.alt,
                "shift" => &mut key.shift,
                _ => return Err(UnknownKey),
            };
            *flag = true;
            rest = name;
        }
        key.code = code_named(rest).ok_or(UnknownKey)?;
        Ok(key)
    }
}

fn code_named(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMED
        .iter()
        .find(|(text, _)| text.eq_ignore_ascii_case(name))
    {
        return Some(*code);
    }
    let mut chars = name.chars();
    match (chars.next(), chars.as_str()) {
        (Some(c), "") => Some(Code::Char(c.to_ascii_lowercase())),
        (Some('F' | 'f'), n) => n.parse().ok().filter(|n| (1..=12).contains(n)).map(Code::F),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_keys_and_back() {
        for name in [
            "F6",
            "Ctrl+S",
            "Alt+1",
            "Shift+Tab",
            "PgUp",
            "Space",
            "Enter",
            "Ctrl+X",
        ] {
            assert_eq!(name.parse::<Key>().unwrap().to_string(), name);
        }
        assert_eq!("ctrl-s".parse::<Key>(), Ok(Key::ctrl('s')));
        for bad in ["", "F13", "Ctrl-", "Hyper-S", "Foo"] {
            assert_eq!(bad.parse::<Key>(), Err(UnknownKey), "{bad}");
        }
    }

    #[test]
    fn keys_that_never_arrive_are_reserved() {
        for name in [
            "a",
            "7",
            "Ctrl-A",
            "Ctrl-B",
            "Ctrl-J",
            "Ctrl-M",
            "Shift-F3",
            "Ctrl-Enter",
            "Ctrl-Space",
        ] {
            assert!(name.parse::<Key>().unwrap().is_reserved(), "{name}");
        }
        for name in [
            "F6",
            "Ctrl-S",
            "Alt-1",
            "Space",
            "Shift-Tab",
            "Esc",
            "Ctrl-C",
        ] {
            assert!(!name.parse::<Key>().unwrap().is_reserved(), "{name}");
        }
    }
}
