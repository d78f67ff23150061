//! A box over what is drawn already.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear};
use unicode_width::UnicodeWidthStr;

use crate::ui::base::{Frames, Look};

/// A box of this size in the middle of `area`, no larger than it.
pub fn centred(area: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}

/// Clears the box, frames it, and tells what is inside.
///
/// Where nothing is framed the whole rows are cleared: who hears the screen would be read the rest
/// of what lies below as a part of the box.
///
/// A wide character that reaches into the box from the left would swallow the frame there
/// (ratatui#2526), so it is blanked first.
pub fn open(frame: &mut Frame<'_>, area: Rect, title: &str, look: &Look) -> Rect {
    let buffer = frame.buffer_mut();
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return area;
    }
    if area.x > buffer.area.x {
        for y in area.top()..area.bottom() {
            let cell = &mut buffer[(area.x - 1, y)];
            if cell.symbol().width() > 1 {
                cell.set_symbol(" ");
            }
        }
    }
    let cleared = match look.frames {
        Frames::Plain => Rect {
            x: buffer.area.x,
            width: buffer.area.width,
            ..area
        },
        _ => area,
    };
    frame.render_widget(Clear, cleared);
    let title = look
        .ruler
        .shorten(title, usize::from(area.width).saturating_sub(4))
        .into_owned();
    let block = Block::bordered()
        .border_set(look.border())
        .border_style(look.theme.frame())
        .title_style(look.theme.title())
        .title(if title.is_empty() {
            title
        } else {
            format!(" {title} ")
        });
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// Puts the terminal's cursor on the row that is chosen: a screen reader reads where it stands.
pub fn stand_at(frame: &mut Frame<'_>, row: Rect) {
    if !row.is_empty() {
        frame.set_cursor_position((row.x, row.y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{drawn, text_of};
    use crate::words::Lang;

    #[test]
    fn the_left_frame_survives_wide_characters() {
        let mut look = Look::new(Lang::Zh);
        look.frames = Frames::Ascii;
        for x in 0..6 {
            let (buffer, _) = drawn(20, 5, |frame, area| {
                for y in 0..5 {
                    let row = Rect::new(0, y, 20, 1);
                    frame.render_widget("客户广州某某公司订单", row.intersection(area));
                }
                open(frame, Rect::new(x, 1, 8, 3), "", &look);
            });
            assert_eq!(buffer[(x, 2)].symbol(), "|", "at {x}");
            assert_eq!(buffer[(x + 7, 2)].symbol(), "|", "at {x}");
            if x == 3 {
                assert!(
                    text_of(&buffer)
                        .lines()
                        .nth(2)
                        .unwrap()
                        .starts_with("客 |      |")
                );
            }
        }
    }

    #[test]
    fn without_a_frame_the_rows_of_the_box_are_its_own() {
        let mut look = Look::new(Lang::Zh);
        look.frames = Frames::Plain;
        let (buffer, _) = drawn(20, 4, |frame, area| {
            for row in area.rows() {
                frame.render_widget("客户广州某某公司订单", row);
            }
            open(frame, Rect::new(6, 1, 8, 2), "问", &look);
        });
        let rows: Vec<_> = text_of(&buffer).lines().map(str::to_owned).collect();
        assert_eq!(rows[0].trim(), "客户广州某某公司订单");
        assert_eq!(rows[1].trim(), "问", "the title alone");
        assert_eq!(rows[2].trim(), "");
        assert_eq!(rows[3].trim(), "客户广州某某公司订单");
    }

    #[test]
    fn a_box_is_never_larger_than_the_screen() {
        let look = Look::new(Lang::En);
        for (w, h) in [(1, 1), (2, 2), (5, 3)] {
            drawn(w, h, |frame, area| {
                open(frame, centred(area, 60, 20), "Look up", &look);
            });
        }
    }
}
