//! How the lines of a message are written, as the message as a whole tells.

use crate::domain::text::narrow;

use super::{beside, correction, courtesy, goods, sender};

/// How the lines of a message are written, each to be read by it.
pub struct Manner {
    /// What is added has a plus.
    pub plus: bool,
    /// The numbers before its codes are those of a list.
    pub numbered: bool,
    /// It quotes lines with a `>`.
    pub quoting: bool,
    /// What stands beside lines that it quotes.
    pub quotes: Quotes,
}

/// What a message says beside the lines that it quotes.
#[derive(PartialEq, Eq)]
pub enum Quotes {
    /// Nothing: they are the message.
    Alone,
    /// Something of them, for somebody to read: also where it changes some and is silent about others.
    Commented,
    /// Goods of its own: what it quotes is over.
    Answered,
}

impl Manner {
    /// Looks a message over.
    pub fn of(message: &str) -> Self {
        let added = |line: &str| line.trim_start().starts_with(['+', '＋']);
        let own = || message.lines().filter(|line| !is_quoted(line)).map(narrow);
        let says = |line: String| {
            sender::sender(&line).is_none() && !courtesy::uncourteous(&line).is_empty()
        };
        let corrects = |line: String| correction::says(&line);
        let quotes = match () {
            () if own().any(corrects) => Quotes::Commented,
            () if own().any(|line| goods::speaks_of_goods(&line)) => Quotes::Answered,
            () if own().any(says) => Quotes::Commented,
            () => Quotes::Alone,
        };
        Self {
            plus: message.lines().any(added),
            numbered: beside::is_numbered(&narrow(message)),
            quoting: message.lines().any(is_quoted),
            quotes,
        }
    }
}

/// Whether a line is quoted.
pub fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}
