//! The message line: one sentence, with a sign that tells its tone without colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Look, Tone};
use crate::words::Lang;

use super::wrap;

/// The sentence with its sign, cut to `cells`.
pub fn line(look: &Look, tone: Tone, text: &str, cells: usize) -> Line<'static> {
    let whole = format!("{}{}", tone.sign(), look.ruler.shown(text));
    Line::styled(
        look.ruler.shorten(&whole, cells).into_owned(),
        look.theme.tone(tone),
    )
}

/// How many rows it takes: a second one where it does not fit one.
pub fn rows(look: &Look, tone: Tone, text: &str, cells: usize) -> u16 {
    let whole = format!("{}{}", tone.sign(), look.ruler.shown(text));
    if look.width(&whole) > cells { 2 } else { 1 }
}

/// Draws it; what does not fit the last row is shortened.
pub fn draw(frame: &mut Frame<'_>, area: Rect, look: &Look, tone: Tone, text: &str) {
    let cells = usize::from(area.width);
    let whole = format!("{}{}", tone.sign(), look.ruler.shown(text));
    let style = look.theme.tone(tone);
    let broken = wrap::lines(&whole, cells, look);
    let (first, rest) = match broken.split_first() {
        Some((first, rest)) if area.height > 1 => (first.clone(), rest),
        _ => {
            frame.render_widget(line(look, tone, text, cells), area);
            return;
        }
    };
    let rest = rest.join(if look.lang == Lang::En { " " } else { "" });
    let rest = look.ruler.shorten(&rest, cells).into_owned();
    for (row, text) in area.rows().zip([first, rest]) {
        frame.render_widget(Line::styled(text, style), row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{drawn, text_of};

    #[test]
    fn a_long_sentence_takes_two_rows_and_a_short_one_takes_one() {
        let look = Look::new(Lang::En);
        let text = "SO1 submitted  mind: over the limit by 1,250.00";
        assert_eq!(rows(&look, Tone::Warn, "saved", 30), 1);
        assert_eq!(rows(&look, Tone::Warn, text, 30), 2);
        let (buffer, _) = drawn(30, 2, |frame, area| {
            draw(frame, area, &look, Tone::Warn, text);
        });
        let seen = text_of(&buffer);
        assert!(seen.contains("1,250.00"), "{seen}");
    }
}
