//! How things are drawn for this person: language, colours, frames, width of characters.

use ratatui::symbols::border;

use crate::words::{Ambiguous, Lang, Ruler};

use super::theme::Theme;

/// The look of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// Frames of `+ - |` instead of lines.
    pub ascii: bool,
    /// Measures text for this terminal.
    pub ruler: Ruler,
}

const ASCII: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Look {
    /// A look in this language, all else as usual.
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            ..Self::default()
        }
    }

    /// Sets how ambiguous characters are drawn; two cells wide needs ASCII frames, for lines are
    /// ambiguous too.
    #[must_use]
    pub fn with_ambiguous(mut self, ambiguous: Ambiguous) -> Self {
        self.ruler = Ruler::new(ambiguous);
        self.ascii |= ambiguous == Ambiguous::Wide;
        self
    }

    /// The signs for frames.
    pub const fn border(&self) -> border::Set<'static> {
        if self.ascii { ASCII } else { border::PLAIN }
    }

    /// The sign for a rule across the screen.
    pub const fn rule(&self) -> &'static str {
        if self.ascii { "-" } else { "─" }
    }

    /// Cells that a text takes.
    pub fn width(&self, text: &str) -> usize {
        self.ruler.width(text)
    }

    /// Text cut and filled to exactly `cells`, safe for this terminal.
    pub fn pad(&self, text: &str, cells: usize) -> String {
        self.ruler.pad(&self.ruler.shown(text), cells)
    }

    /// The same, pushed to the right: for numbers.
    pub fn pad_left(&self, text: &str, cells: usize) -> String {
        self.ruler.pad_left(&self.ruler.shown(text), cells)
    }
}
