//! Colours by meaning: the terminal's own sixteen, some for dark or for light ground, the palette of
//! Okabe and Ito, or none.
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
    /// Pale ones for dark ground; wants 256 colours.
    Dark,
    /// Deep ones for light ground; wants 256 colours.
    Light,
    /// Told apart by every kind of colour-blindness, on light and on dark; wants 256 colours.
    OkabeIto,
    /// None.
    Mono,
}

impl Choice {
    /// The choices by their names in the configuration file.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("auto", Self::Auto),
        ("16", Self::Sixteen),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("okabe-ito", Self::OkabeIto),
        ("mono", Self::Mono),
    ];

    /// Reads one of the names.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names.find(|row| row.0 == name).map(|row| row.1)
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
    Dark,
    Light,
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
    /// Dark and light: a blue, a magenta and a red of the 256, each far enough from its ground to be
    /// read. The last: the nearest to Okabe and Ito's blue, reddish purple and vermillion.
    const fn colour(self, hue: Hue) -> Option<Color> {
        match (self, hue) {
            (Self::Mono, _) => None,
            (Self::Sixteen, Hue::Dim) => Some(Color::DarkGray),
            (Self::Sixteen, Hue::Good) => Some(Color::Blue),
            (Self::Sixteen, Hue::Warn) => Some(Color::Magenta),
            (Self::Sixteen, Hue::Bad) => Some(Color::Red),
            (Self::Dark, Hue::Dim) => Some(Color::Indexed(248)),
            (Self::Dark, Hue::Good) => Some(Color::Indexed(117)),
            (Self::Dark, Hue::Warn) => Some(Color::Indexed(219)),
            (Self::Dark, Hue::Bad) => Some(Color::Indexed(210)),
            (Self::Light, Hue::Dim) => Some(Color::Indexed(240)),
            (Self::Light, Hue::Good) => Some(Color::Indexed(24)),
            (Self::Light, Hue::Warn) => Some(Color::Indexed(90)),
            (Self::Light, Hue::Bad) => Some(Color::Indexed(124)),
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
            Choice::Dark => Palette::Dark,
            Choice::Light => Palette::Light,
            Choice::OkabeIto => Palette::OkabeIto,
            Choice::Mono => Palette::Mono,
        };
        Self { palette }
    }

    /// The colours after these, and their name in the configuration file: for trying them out.
    pub const fn next(self) -> (Self, &'static str) {
        let (palette, name) = match self.palette {
            Palette::Sixteen => (Palette::Dark, "dark"),
            Palette::Dark => (Palette::Light, "light"),
            Palette::Light => (Palette::OkabeIto, "okabe-ito"),
            Palette::OkabeIto => (Palette::Mono, "mono"),
            Palette::Mono => (Palette::Sixteen, "16"),
        };
        (Self { palette }, name)
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

    /// How bright white is below.
    const WHITE: u32 = 255 * 255;

    /// How bright a colour of the 256 is, about as WCAG 2 has it: its parts squared and weighed.
    fn brightness(colour: Color) -> u32 {
        let Color::Indexed(n) = colour else {
            panic!("{colour:?} is the terminal's own")
        };
        let cube = |n: u8| if n == 0 { 0 } else { 55 + 40 * u32::from(n) };
        let [red, green, blue] = match n {
            232.. => [8 + 10 * u32::from(n - 232); 3],
            _ => [(n - 16) / 36, (n - 16) / 6 % 6, (n - 16) % 6].map(cube),
        };
        (2126 * red * red + 7152 * green * green + 722 * blue * blue) / 10_000
    }

    #[test]
    fn dark_and_light_can_be_read_on_their_ground() {
        // Contrast in tenths; text wants 45.
        let contrast = |one: u32, other: u32| 10 * (one + WHITE / 20) / (other + WHITE / 20);
        for hue in [Hue::Dim, Hue::Good, Hue::Warn, Hue::Bad] {
            let bright = |palette: Palette| palette.colour(hue).map_or(WHITE / 2, brightness);
            assert!(contrast(bright(Palette::Dark), 0) >= 70, "{hue:?} on black");
            assert!(
                contrast(WHITE, bright(Palette::Light)) >= 55,
                "{hue:?} on white"
            );
        }
    }

    #[test]
    fn every_choice_has_a_name_and_comes_round() {
        for (name, choice) in Choice::NAMES {
            assert_eq!(Choice::from_name(name), Some(choice));
        }
        let first = Theme::default();
        let (mut theme, mut seen) = (first, 0);
        while seen == 0 || theme != first {
            let (next, name) = theme.next();
            let named = Choice::from_name(name).map(|c| Theme::new(c, false, "xterm"));
            assert_eq!(named, Some(next));
            theme = next;
            seen += 1;
        }
        assert_eq!(seen, 5);
    }
}
