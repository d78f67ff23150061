//! Draws a field: one line, caret where the input method expects it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::base::Look;

use super::field::Field;

/// Draws `field` into the first line of `area`. With the focus the terminal's own cursor goes to
/// the caret, for the candidate window of an input method follows it.
pub fn draw(frame: &mut Frame<'_>, area: Rect, field: &Field, focused: bool, look: &Look) {
    let area = Rect {
        height: area.height.min(1),
        ..area
    };
    if area.is_empty() {
        return;
    }
    let cells = usize::from(area.width);
    let line = if focused {
        let (text, caret) = window(field, cells, look);
        let at = u16::try_from(caret).unwrap_or(u16::MAX).min(area.width - 1);
        frame.set_cursor_position((area.x + at, area.y));
        typed_in(field, &text, cells, look)
    } else {
        let shown = look.ruler.shown(field.value());
        let text = if field.kind().is_number() {
            look.ruler.pad_left(&shown, cells)
        } else {
            look.ruler.pad(&shown, cells)
        };
        let style = if field.fault().is_some() {
            look.theme.wrong()
        } else {
            look.theme.plain()
        };
        Line::styled(text, style)
    };
    frame.render_widget(line, area);
}

/// The part of the text around the caret, and the caret's column in it. One cell stays free
/// behind the text, so that the caret never leaves the field.
fn window(field: &Field, cells: usize, look: &Look) -> (String, usize) {
    let scroll = field.input.visual_scroll(cells - 1);
    let shown = look.ruler.shown(field.value());
    let mut skipped = 0;
    let start = shown.char_indices().find(|(_, c)| {
        let here = skipped >= scroll;
        skipped += narrow_width(*c);
        here
    });
    let visible = start.map_or("", |(at, _)| &shown[at..]);
    // After `shown` no character is ambiguous, so the narrow ruler is right for both terminals.
    let text = crate::words::Ruler::default()
        .cut(visible, cells)
        .to_owned();
    (text, field.input.visual_cursor().saturating_sub(scroll))
}

fn narrow_width(c: char) -> usize {
    unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)
}

fn typed_in(field: &Field, text: &str, cells: usize, look: &Look) -> Line<'static> {
    let theme = look.theme;
    let base = if field.fault().is_some() {
        theme.wrong()
    } else {
        theme.field()
    };
    let value = if field.selected { theme.cursor() } else { base };
    let blanks = " ".repeat(cells.saturating_sub(look.width(text)));
    Line::from(vec![
        Span::styled(text.to_owned(), value),
        Span::styled(blanks, base),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::field::Kind;
    use crate::ui::widgets::testing::{Desk, drawn, text_of};
    use crate::words::Lang;

    fn caret(text: &str, back: usize, columns: u16) -> (String, u16) {
        let desk = Desk::new(Lang::Zh);
        let mut field = Field::new(Kind::Text).with(text);
        for _ in 0..back {
            field.press(&desk.press("Left"));
        }
        let (buffer, at) = drawn(columns, 1, |frame, area| {
            draw(frame, area, &field, true, &desk.look);
        });
        (text_of(&buffer).trim_end().to_owned(), at.unwrap().x)
    }

    #[test]
    fn the_real_cursor_stands_at_the_caret() {
        assert_eq!(caret("", 0, 12), (String::new(), 0));
        assert_eq!(caret("客户广州", 0, 12), ("客户广州".into(), 8));
        assert_eq!(caret("客户广州", 2, 12), ("客户广州".into(), 4));
        assert_eq!(caret("客户a州", 1, 12), ("客户a州".into(), 5));
    }

    #[test]
    fn long_text_scrolls_by_columns() {
        assert_eq!(caret("客户广州天河路", 0, 12), ("广州天河路".into(), 10));
        assert_eq!(caret("a客户广州天河", 0, 12), ("户广州天河".into(), 10));
        assert_eq!(caret("客", 0, 1).1, 0);
    }

    #[test]
    fn a_number_stands_to_the_right_when_left() {
        let look = Look::new(Lang::En);
        let field = Field::new(Kind::Money).with("12.50");
        let (buffer, at) = drawn(10, 1, |frame, area| draw(frame, area, &field, false, &look));
        assert_eq!(text_of(&buffer), "     12.50\n");
        assert_eq!(at, None);
    }
}
