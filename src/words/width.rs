//! The width of text in terminal cells: measuring, cutting and padding.
//!
//! Invariant: a wide character is never split; what does not fit becomes a blank.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How the terminal draws characters of East Asian ambiguous width (`→`, `“`, `①`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// One cell: most terminals.
    #[default]
    Narrow,
    /// Two cells: terminals set up for CJK.
    Wide,
}

/// Measures text for one kind of terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ruler {
    ambiguous: Ambiguous,
}

impl Ruler {
    /// A ruler for terminals that draw ambiguous characters this way.
    pub const fn new(ambiguous: Ambiguous) -> Self {
        Self { ambiguous }
    }

    /// Cells that `text` takes.
    pub fn width(self, text: &str) -> usize {
        match self.ambiguous {
            Ambiguous::Narrow => text.width(),
            Ambiguous::Wide => text.width_cjk(),
        }
    }

    /// The longest start of `text` that fits into `cells`, cut between graphemes.
    pub fn cut(self, text: &str, cells: usize) -> &str {
        let mut used = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            used += self.width(grapheme);
            if used > cells {
                return &text[..at];
            }
        }
        text
    }

    /// Cuts `text` to `cells`, ending in `..` where something was left out.
    pub fn shorten(self, text: &str, cells: usize) -> Cow<'_, str> {
        if self.width(text) <= cells {
            return Cow::Borrowed(text);
        }
        if cells <= 2 {
            return Cow::Borrowed(self.cut(text, cells));
        }
        Cow::Owned(format!("{}..", self.cut(text, cells - 2)))
    }

    /// The same with `..` in the middle, for texts that differ at the end: `广州..百货天河店`.
    pub fn shorten_inside(self, text: &str, cells: usize) -> Cow<'_, str> {
        if self.width(text) <= cells || cells <= 4 {
            return self.shorten(text, cells);
        }
        let head = self.cut(text, (cells - 2) / 3);
        let mut left = cells - 2 - self.width(head);
        let mut from = text.len();
        for (at, grapheme) in text.grapheme_indices(true).rev() {
            let Some(rest) = left.checked_sub(self.width(grapheme)) else {
                break;
            };
            (left, from) = (rest, at);
        }
        Cow::Owned(format!("{head}..{}", &text[from..]))
    }

    /// `text` shortened and filled with blanks on the right to exactly `cells`.
    pub fn pad(self, text: &str, cells: usize) -> String {
        let mut out = self.shorten(text, cells).into_owned();
        out.push_str(&" ".repeat(cells.saturating_sub(self.width(&out))));
        out
    }

    /// `text` shortened and filled with blanks on the left to exactly `cells`.
    pub fn pad_left(self, text: &str, cells: usize) -> String {
        let short = self.shorten(text, cells);
        let blanks = cells.saturating_sub(self.width(&short));
        format!("{}{short}", " ".repeat(blanks))
    }

    /// What to send to the terminal for `text`.
    ///
    /// Where ambiguous characters are drawn two cells wide they would push the rest of the line
    /// aside, because the drawing library counts them as one: a safe twin stands in for them.
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        if self.ambiguous == Ambiguous::Narrow || text.width() == text.width_cjk() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.chars().map(safe_twin).collect())
    }
}

/// A character of certain width that says the same as `c`.
fn safe_twin(c: char) -> char {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    if text.width() == text.width_cjk() {
        return c;
    }
    match c {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '×' => 'x',
        '→' => '>',
        '←' => '<',
        '·' | '…' | '•' => '.',
        '—' | '–' | '─' => '-',
        '■' | '●' | '▲' | '★' => '*',
        '│' => '|',
        '①'..='⑨' => char::from_digit(u32::from(c) - 0x245F, 10).unwrap_or('#'), // ① is U+2460
        _ => '~',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Ruler = Ruler::new(Ambiguous::Narrow);
    const WIDE: Ruler = Ruler::new(Ambiguous::Wide);

    #[test]
    fn ambiguous_signs_count_by_the_switch() {
        assert_eq!(NARROW.width("客户→A"), 6);
        assert_eq!(WIDE.width("客户→A"), 7);
        assert_eq!(WIDE.shown("“12×3”①"), "\"12x3\"1");
        assert_eq!(NARROW.shown("“12×3”"), "“12×3”");
    }

    #[test]
    fn a_wide_character_is_never_split() {
        assert_eq!(NARROW.cut("客户广州", 5), "客户");
        assert_eq!(NARROW.pad("客户广州", 5), "客.. ");
        assert_eq!(NARROW.pad("客户", 5), "客户 ");
        assert_eq!(NARROW.pad_left("12.50", 8), "   12.50");
        assert_eq!(NARROW.pad("客", 1), " ");
        assert_eq!(NARROW.cut("e\u{301}x", 1), "e\u{301}");
        assert_eq!(
            NARROW.shorten_inside("广州鸿运百货天河店", 13),
            "广..货天河店"
        );
        assert_eq!(
            NARROW.shorten_inside("广州鸿运百货天河店", 18),
            "广州鸿运百货天河店"
        );
    }

    proptest::proptest! {
        #[test]
        fn padding_gives_the_exact_width(text in "[a-z客户→é ]{0,30}", cells in 0_usize..40) {
            for ruler in [NARROW, WIDE] {
                proptest::prop_assert_eq!(ruler.width(&ruler.pad(&text, cells)), cells);
                proptest::prop_assert_eq!(ruler.width(&ruler.pad_left(&text, cells)), cells);
                proptest::prop_assert!(ruler.width(&ruler.shorten_inside(&text, cells)) <= cells);
            }
        }
    }
}
