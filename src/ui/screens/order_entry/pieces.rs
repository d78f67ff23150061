//! A row put together from pieces, each with its own style.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ui::base::Look;

/// A piece of a line and how it is drawn.
pub(super) type Piece = (String, Style);

/// Cells that a name keeps.
const SHORTEST: usize = 16;

/// The cells that pieces take, two blanks between them.
pub(super) fn pieces_width(pieces: &[Piece], look: &Look) -> usize {
    let cells = pieces.iter().map(|(text, _)| look.width(text) + 2);
    cells.sum::<usize>().saturating_sub(2)
}

/// The pieces with the first one, a name, shortened in its middle so that the others have room: they are what
/// a caller asks for.
pub(super) fn name_shortened(mut pieces: Vec<Piece>, cells: usize, look: &Look) -> Vec<Piece> {
    let over = pieces_width(&pieces, look).saturating_sub(cells);
    if let Some((name, _)) = pieces.first_mut().filter(|_| over > 0) {
        let left = look.width(name).saturating_sub(over).max(SHORTEST);
        *name = look.ruler.shorten_inside(name, left).into_owned();
    }
    pieces
}

/// Draws pieces into one row, two blanks between them; what does not fit is shortened.
pub(super) fn draw_pieces(frame: &mut Frame<'_>, row: Rect, pieces: &[Piece], look: &Look) {
    let mut left = usize::from(row.width);
    let mut spans = Vec::new();
    for (text, style) in pieces.iter().filter(|(text, _)| !text.is_empty()) {
        let gap = if spans.is_empty() { 0 } else { 2 };
        if left <= gap {
            break;
        }
        let shown = look.ruler.shown(text);
        let shown = look.ruler.shorten(&shown, left - gap).into_owned();
        left -= gap + look.width(&shown);
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(shown, *style));
    }
    frame.render_widget(Line::from(spans), row);
}
