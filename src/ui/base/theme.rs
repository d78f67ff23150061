//! Colours by meaning: the terminal's own sixteen, the palette of Okabe and Ito, or none.
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
    /// Told apart by every kind of colour-blindness, on light and on dark; wants 256 colours.
    OkabeIto,
    /// None.
    Mono,
}

impl Choice {
    /// Reads `auto`, `16`, `okabe-ito` or `mono`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "16" => Some(Self::Sixteen),
            "okabe-ito" => Some(Self::OkabeIto),
            "mono" => Some(Self::Mono),
            _ => None,
        }
    }
}

/// The colours in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    palette: Palette,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Palette {
    #[default]
    Sixteen,
    OkabeIto,
    Mono,
}

/// What a colour is for.
#[derive(Debug, Clone, Copy)]
enum Hue {
    Dim,
    Good,
    Warn,
    Bad,
}

impl Palette {
    /// The nearest of the 256 to the palette of Okabe and Ito: blue, reddish purple, vermillion.
    const fn colour(self, hue: Hue) -> Option<Color> {
        match (self, hue) {
            (Self::Mono, _) => None,
            (Self::Sixteen, Hue::Dim) => Some(Color::DarkGray),
            (Self::Sixteen, Hue::Good) => Some(Color::Blue),
            (Self::Sixteen, Hue::Warn) => Some(Color::Magenta),
            (Self::Sixteen, Hue::Bad) => Some(Color::Red),
            (Self::OkabeIto, Hue::Dim) => Some(Color::Indexed(244)),
            (Self::OkabeIto, Hue::Good) => Some(Color::Indexed(32)),
            (Self::OkabeIto, Hue::Warn) => Some(Color::Indexed(175)),
            (Self::OkabeIto, Hue::Bad) => Some(Color::Indexed(166)),
        }
    }
}

impl Theme {
    /// Decides by the choice, `NO_COLOR` (set and not empty) and the terminal's type.
    pub fn new(choice: Choice, no_color: bool, term: &str) -> Self {
        let plain_terminal =
            term.starts_with("vt") || term.ends_with("-m") || term.ends_with("-mono");
        let palette = match choice {
            _ if no_color => Palette::Mono,
            Choice::Auto if plain_terminal => Palette::Mono,
            Choice::Auto | Choice::Sixteen => Palette::Sixteen,
            Choice::OkabeIto => Palette::OkabeIto,
            Choice::Mono => Palette::Mono,
        };
        Self { palette }
    }

    /// Without colours.
    pub const fn mono() -> Self {
        Self {
            palette: Palette::Mono,
        }
    }

    fn hue(self, hue: Hue) -> Style {
        let colour = self.palette.colour(hue);
        colour.map_or_else(Style::new, |colour| Style::new().fg(colour))
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
        self.hue(Hue::Dim)
    }

    /// Keys in hints.
    pub const fn key(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Frames.
    pub fn frame(self) -> Style {
        self.hue(Hue::Dim)
    }

    /// A state or message; never red against green.
    pub fn tone(self, tone: Tone) -> Style {
        match tone {
            Tone::Plain => Style::new(),
            Tone::Good => self.hue(Hue::Good).add_modifier(Modifier::BOLD),
            Tone::Warn => self.hue(Hue::Warn),
            Tone::Bad => self.hue(Hue::Bad).add_modifier(Modifier::BOLD),
        }
    }

    /// A field that holds something wrong.
    pub fn wrong(self) -> Style {
        self.hue(Hue::Bad).add_modifier(Modifier::REVERSED)
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
        let theme = Theme::new(Choice::Auto, false, "xterm-256color");
        assert_eq!(theme.tone(Tone::Bad).fg, Some(Color::Red));
        let safe = Theme::new(Choice::OkabeIto, false, "xterm-256color");
        assert_eq!(safe.tone(Tone::Bad).fg, Some(Color::Indexed(166)));
        assert_eq!(Theme::new(Choice::OkabeIto, true, "xterm"), Theme::mono());
    }
}
