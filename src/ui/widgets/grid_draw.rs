//! Draws the grid: heading, line numbers, the lines around the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::Look;

use super::field_draw;
use super::grid::Grid;
use super::scroll;

/// Cells of the line number and the pointer before it.
const NUMBER: u16 = 5;

/// Draws the grid; `active` if a cell of it has the focus.
pub fn draw(frame: &mut Frame<'_>, area: Rect, grid: &Grid, active: bool, look: &Look) {
    let places = places(grid, area);
    let mut rows = area.rows();
    if let Some(row) = rows.next() {
        for (column, (x, width)) in grid.columns.iter().zip(&places) {
            let title = (column.label)(look.lang);
            let cells = usize::from(*width);
            let text = if column.kind.is_number() {
                look.pad_left(title, cells)
            } else {
                look.pad(title, cells)
            };
            let place = Rect {
                x: *x,
                width: *width,
                ..row
            };
            frame.render_widget(
                Line::styled(text, look.theme.title()),
                place.intersection(area),
            );
        }
    }
    let height = usize::from(area.height.saturating_sub(1));
    let shown = scroll::window(grid.at.0, height, grid.lines.len());
    for (n, row) in shown.zip(rows) {
        let line = &grid.lines[n];
        let wrong = line.cells.iter().any(|cell| cell.fault().is_some());
        let sign = match () {
            () if wrong => '!',
            () if active && n == grid.at.0 => '>',
            () => ' ',
        };
        let head = Rect {
            width: NUMBER.min(row.width),
            ..row
        };
        frame.render_widget(
            Line::styled(format!("{sign}{:>3} ", n + 1), look.theme.dim()),
            head,
        );
        for (column, (cell, (x, width))) in line.cells.iter().zip(&places).enumerate() {
            let place = Rect {
                x: *x,
                width: *width,
                ..row
            }
            .intersection(area);
            field_draw::draw(frame, place, cell, active && grid.at == (n, column), look);
        }
    }
}

/// Where each column begins and how wide it is; a blank stands between them.
fn places(grid: &Grid, area: Rect) -> Vec<(u16, u16)> {
    let count = u16::try_from(grid.columns.len()).unwrap_or(u16::MAX);
    let fixed = grid
        .columns
        .iter()
        .map(|c| c.width)
        .fold(0, u16::saturating_add);
    let open = u16::try_from(grid.columns.iter().filter(|c| c.width == 0).count()).unwrap_or(1);
    let left = area
        .width
        .saturating_sub(NUMBER)
        .saturating_sub(fixed)
        .saturating_sub(count.saturating_sub(1));
    let mut x = area.x.saturating_add(NUMBER);
    let mut places = Vec::with_capacity(grid.columns.len());
    for column in &grid.columns {
        let width = if column.width == 0 {
            left / open.max(1)
        } else {
            column.width
        };
        places.push((x, width));
        x = x.saturating_add(width).saturating_add(1);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::grid::tests::{grid, play};
    use super::*;
    use crate::ui::widgets::testing::{drawn, text_of};
    use crate::words::Lang;

    #[test]
    fn cells_line_up_and_the_caret_is_in_its_cell() {
        let look = Look::new(Lang::Zh);
        let mut grid = grid();
        play(&mut grid, "'1001*20 Enter '1002 Enter '5");
        let (buffer, at) = drawn(60, 5, |frame, area| draw(frame, area, &grid, true, &look));
        insta::assert_snapshot!(text_of(&buffer));
        assert_eq!(at.map(|p| (p.x, p.y)), Some((42, 2)));
    }

    #[test]
    fn no_area_is_too_small() {
        let look = Look::new(Lang::Zh);
        let mut grid = grid();
        play(&mut grid, "'1001*20 Enter '1002 Enter");
        for (w, h) in [(1, 1), (4, 2), (12, 3), (30, 1)] {
            drawn(w, h, |frame, area| draw(frame, area, &grid, true, &look));
        }
    }
}
