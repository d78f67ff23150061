//! Colours by meaning: the terminal's own sixteen, or none.
//!
//! Invariants: the cursor bar is REVERSED, never only a colour; a state has a word or a sign
//! beside its colour; nothing sets a background, so light terminals stay readable.

use ratatui::style::{Color, Modifier, Style};

use super::effect::Tone;

/// Which colours were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Sixteen, unless the terminal or the person says no.
    #[default]
    Auto,
    /// The terminal's sixteen.
    Sixteen,
    /// None.
    Mono,
}

impl Choice {
    /// Reads `auto`, `16` or `mono`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "16" => Some(Self::Sixteen),
            "mono" => Some(Self::Mono),
            _ => None,
        }
    }
}

/// The colours in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    coloured: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Self { coloured: true }
    }
}

impl Theme {
    /// Decides by the choice, `NO_COLOR` (set and not empty) and the terminal's type.
    pub fn new(choice: Choice, no_color: bool, term: &str) -> Self {
        let plain_terminal =
            term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono");
        let coloured = match choice {
            Choice::Sixteen => !no_color,
            Choice::Mono => false,
            Choice::Auto => !no_color && !plain_terminal,
        };
        Self { coloured }
    }

    /// Without colours.
    pub const fn mono() -> Self {
        Self { coloured: false }
    }

    fn hue(self, colour: Color) -> Style {
        if self.coloured {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }

    /// Ordinary text.
    pub const fn plain(self) -> Style {
        Style::new()
    }

    /// Breadcrumb, headings.
    pub const fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The row or choice under the cursor.
    pub const fn cursor(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The field being typed in.
    pub const fn field(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Labels and what matters less.
    pub fn dim(self) -> Style {
        self.hue(Color::DarkGray)
    }

    /// Keys in hints.
    pub const fn key(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Frames.
    pub fn frame(self) -> Style {
        self.hue(Color::DarkGray)
    }

    /// A state or message; never red against green.
    pub fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Good => self.hue(Color::Blue).add_modifier(Modifier::BOLD),
            Tone::Warn => self.hue(Color::Magenta),
            Tone::Bad => self.hue(Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// A field that holds something wrong.
    pub fn wrong(self) -> Style {
        self.hue(Color::Red).add_modifier(Modifier::REVERSED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_wins_and_the_cursor_is_still_seen() {
        for theme in [
            Theme::new(Choice::Sixteen, true, "xterm"),
            Theme::new(Choice::Auto, false, "vt100"),
            Theme::mono(),
        ] {
            assert_eq!(theme, Theme::mono());
            assert_eq!(theme.tone(Tone::Bad).fg, None);
            assert!(theme.cursor().add_modifier.contains(Modifier::REVERSED));
            assert!(theme.wrong().add_modifier.contains(Modifier::REVERSED));
        }
        assert!(Theme::new(Choice::Auto, false, "xterm-256color").coloured);
    }
}
