//! How things are drawn for this person: language, colours, frames, width of characters.

use ratatui::symbols::border;

use crate::words::{Ambiguous, Lang, Ruler};

use super::theme::Theme;

/// How frames, rules and charts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Frames {
    /// With lines.
    #[default]
    Lines,
    /// With `+ - |`.
    Ascii,
    /// Not at all, nor charts: a screen reader would read each sign aloud.
    Plain,
}

/// The look of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// How frames are drawn.
    pub frames: Frames,
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

const PLAIN: border::Set = border::Set {
    top_left: " ",
    top_right: " ",
    bottom_left: " ",
    bottom_right: " ",
    vertical_left: " ",
    vertical_right: " ",
    horizontal_top: " ",
    horizontal_bottom: " ",
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
        if ambiguous == Ambiguous::Wide && self.frames == Frames::Lines {
            self.frames = Frames::Ascii;
        }
        self
    }

    /// The signs for frames.
    pub const fn border(&self) -> border::Set<'static> {
        match self.frames {
            Frames::Lines => border::PLAIN,
            Frames::Ascii => ASCII,
            Frames::Plain => PLAIN,
        }
    }

    /// The sign for a rule across the screen.
    pub const fn rule(&self) -> &'static str {
        match self.frames {
            Frames::Lines => "─",
            Frames::Ascii => "-",
            Frames::Plain => " ",
        }
    }

    /// Whether charts are drawn; the numbers stand beside them in any case.
    pub fn charts(&self) -> bool {
        self.frames != Frames::Plain
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
