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

impl Frames {
    /// What a terminal can show (`reliability.md` R11): lines, unless the locale names another character
    /// set than UTF-8, or it is the console, whose font has few signs. A locale that is not set says nothing.
    pub fn of_terminal(locale: &str, term: Option<&str>) -> Self {
        let (bare, charset) = match locale.split_once('.') {
            Some((bare, charset)) => (bare, charset.split('@').next()),
            None => (locale, None),
        };
        let other = match charset {
            Some(charset) => !charset.replace('-', "").eq_ignore_ascii_case("utf8"),
            None => matches!(bare, "C" | "POSIX"),
        };
        if other || term == Some("linux") {
            Self::Ascii
        } else {
            Self::Lines
        }
    }
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
    /// Whether a screen reader reads what is drawn.
    pub const fn is_read_aloud(&self) -> bool {
        matches!(self.frames, Frames::Plain)
    }

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

    /// A rule of so many cells with a text in it; the text gives way, the rule ends with the row.
    pub fn heading(&self, text: &str, cells: usize) -> String {
        let text = self.ruler.shown(text);
        let text = self.ruler.shorten(&text, cells.saturating_sub(6));
        let head = format!("{0}{0} {text} ", self.rule());
        let rest = cells.saturating_sub(self.width(&head));
        format!("{head}{}", self.rule().repeat(rest))
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

#[cfg(test)]
mod tests {
    use super::{Frames, Look};
    use crate::words::Lang;

    #[test]
    fn a_heading_ends_with_the_row() {
        let look = Look::new(Lang::Zh);
        assert_eq!(look.heading("南昌", 12), "── 南昌 ────");
        assert_eq!(look.heading("南昌赣橙商贸", 16), "── 南昌赣橙.. ──");
    }

    #[test]
    fn frames_are_of_signs_that_the_terminal_has() {
        for (locale, term, frames) in [
            ("zh_CN.UTF-8", Some("xterm"), Frames::Lines),
            ("C.utf8", Some("xterm"), Frames::Lines),
            ("de_DE.UTF-8@euro", None, Frames::Lines),
            ("", Some("xterm"), Frames::Lines),
            ("zh_CN", Some("xterm"), Frames::Lines),
            ("C", Some("xterm"), Frames::Ascii),
            ("POSIX", Some("xterm"), Frames::Ascii),
            ("zh_CN.GBK", Some("xterm"), Frames::Ascii),
            ("zh_CN.UTF-8", Some("linux"), Frames::Ascii),
        ] {
            assert_eq!(
                Frames::of_terminal(locale, term),
                frames,
                "{locale} {term:?}"
            );
        }
    }
}
