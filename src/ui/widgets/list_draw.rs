//! Draws a list: heading, the rows around the cursor, a foot that says where one is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::ui::base::Look;

use super::field_draw;
use super::list::{Column, List, Row, Width};
use super::popup;
use super::scroll;

/// Cells from which on a list has room for whole words.
const ROOM: u16 = 110;

/// Rows of data that fit into an area of this height, heading and foot aside.
pub const fn page(height: u16) -> u16 {
    height.saturating_sub(2)
}

/// Draws the list; `active` puts the cursor bar, and the caret if a filter is being typed.
pub fn draw(frame: &mut Frame<'_>, area: Rect, list: &List, active: bool, look: &Look) {
    let mut lines = area.rows();
    let places = list.shown_columns();
    let columns: Vec<Column> = places.iter().map(|n| list.columns[*n]).collect();
    let widths = widths(&columns, area.width.saturating_sub(2));
    if let Some(row) = lines.next() {
        let titles = places.iter().map(|n| list.title(*n, look.lang));
        let titles: Vec<_> = titles.collect();
        let text = text_of(&columns, titles.iter().map(AsRef::as_ref), &widths, look);
        frame.render_widget(Line::styled(format!("  {text}"), look.theme.title()), row);
    }
    let height = usize::from(page(area.height));
    let shown = scroll::window(list.at, height, list.rows.len());
    let names = places.iter().zip(&widths).zip(&columns);
    let names = names
        .filter(|(_, column)| column.names)
        .map(|(place, _)| place);
    let alike = alike(&list.rows[shown.clone()], names, look);
    let mut at = None;
    for (n, place) in shown.clone().zip(lines.by_ref().take(height)) {
        let row = &list.rows[n];
        let cells = places.iter().map(|n| row.cells.get(*n));
        let cells = cells.map(|cell| cell.map_or("", String::as_str));
        let cells = cells.zip(&widths).map(|(cell, width)| match width {
            Some(width) if alike.contains(cell) => look.ruler.shorten_inside(cell, *width),
            _ => Cow::Borrowed(cell),
        });
        let cells: Vec<Cow<'_, str>> = cells.collect();
        let text = text_of(&columns, cells.iter().map(AsRef::as_ref), &widths, look);
        let mark = if list.marks.contains(&row.id) {
            "*"
        } else {
            " "
        };
        let pointer = if active && n == list.at { ">" } else { " " };
        let style = if active && n == list.at {
            look.theme.cursor()
        } else {
            look.theme.tone(row.tone)
        };
        frame.render_widget(Line::styled(format!("{pointer}{mark}{text}"), style), place);
        if active && n == list.at {
            at = Some(place);
        }
    }
    if area.height >= 2 {
        foot(
            frame,
            Rect {
                y: area.bottom() - 1,
                height: 1,
                ..area
            },
            list,
            &shown,
            active,
            look,
        );
    }
    // While a filter is typed the caret is there, until one goes down the rows.
    let on_rows = list.filter().is_empty() || list.at > 0;
    if let Some(place) = at.filter(|_| look.is_read_aloud() && on_rows) {
        popup::stand_at(frame, place);
    }
}

/// Texts of which nothing would be seen but what another one begins with too, as with the shops of a chain.
fn alike<'a, 'b>(
    rows: &'a [Row],
    names: impl Iterator<Item = (&'b usize, &'b Option<usize>)>,
    look: &Look,
) -> BTreeSet<&'a str> {
    let mut alike = BTreeSet::new();
    for (place, width) in names {
        let Some(width) = *width else { continue };
        let mut cut: BTreeMap<Cow<'_, str>, &str> = BTreeMap::new();
        for text in rows.iter().filter_map(|row| row.cells.get(*place)) {
            if look.width(text) <= width {
                continue;
            }
            let first = *cut.entry(look.ruler.shorten(text, width)).or_insert(text);
            if first != text {
                alike.extend([first, text.as_str()]);
            }
        }
    }
    alike
}

/// What is shown of how much, what is marked, and the filter.
fn foot(
    frame: &mut Frame<'_>,
    area: Rect,
    list: &List,
    shown: &std::ops::Range<usize>,
    active: bool,
    look: &Look,
) {
    let lang = look.lang;
    let mut told = if list.rows.is_empty() {
        lang.no_rows().to_owned()
    } else {
        let more = if list.has_more() { "+" } else { "" };
        let all = format!("{}{more}", list.rows.len());
        lang.rows_shown(shown.start + 1, shown.end, &all)
    };
    if list.is_sorted() && list.has_more() {
        told = format!("{told}  {}", lang.rows_sorted_here());
    }
    if list.marked() > 0 {
        told = format!("{told}  {}", lang.rows_marked(list.marked()));
    }
    let style: Style = look.theme.dim();
    frame.render_widget(Line::styled(format!("  {told}"), style), area);
    let label = format!("{}: ", lang.filter_label());
    let left = u16::try_from(look.width(&told) + 5).unwrap_or(u16::MAX);
    let size = u16::try_from(look.width(&label)).unwrap_or(0);
    if list.filter().is_empty() || area.width <= left.saturating_add(size).saturating_add(4) {
        return;
    }
    frame.render_widget(
        Line::from(label),
        Rect {
            x: area.x + left,
            width: size,
            ..area
        },
    );
    let field = Rect {
        x: area.x + left + size,
        width: area.width - left - size,
        ..area
    };
    field_draw::draw(frame, field, &list.filter, active, look);
}

/// Cells of each column, none for one that is left out; a cell of gap stands between two.
fn widths(columns: &[Column], all: u16) -> Vec<Option<usize>> {
    let shown = |column: &&Column| column.from <= all.saturating_add(2);
    let fixed_of = |column: &Column| match (column.width, column.roomy) {
        (Width::Cells(_), Some(cells)) if all >= ROOM => usize::from(cells),
        (Width::Cells(cells), _) => usize::from(cells),
        (Width::Rest(_), _) => 0,
    };
    let gaps = columns.iter().filter(shown).count().saturating_sub(1);
    let share_of = |column: &Column| match column.width {
        Width::Rest(share) => usize::from(share),
        Width::Cells(_) => 0,
    };
    let fixed: usize = columns.iter().filter(shown).map(fixed_of).sum();
    let shares: usize = columns.iter().filter(shown).map(share_of).sum();
    let left = usize::from(all).saturating_sub(fixed + gaps);
    let cells = |column: &Column| match column.width {
        Width::Cells(_) => fixed_of(column),
        Width::Rest(_) => left * share_of(column) / shares.max(1),
    };
    columns
        .iter()
        .map(|column| Some(column).filter(shown).map(cells))
        .collect()
}

fn text_of<'a>(
    columns: &[Column],
    cells: impl Iterator<Item = &'a str>,
    widths: &[Option<usize>],
    look: &Look,
) -> String {
    let padded = columns
        .iter()
        .zip(widths)
        .zip(cells)
        .filter_map(|((column, width), text)| {
            let width = (*width)?;
            Some(if column.right {
                look.pad_left(text, width)
            } else {
                look.pad(text, width)
            })
        });
    padded.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::list::tests::{list, rows};
    use super::*;
    use crate::ui::widgets::testing::{Desk, drawn, text_of};
    use crate::words::Lang;

    #[test]
    fn rows_line_up_by_cells() {
        let desk = Desk::new(Lang::Zh);
        let mut list = list();
        list.refresh(rows(0..40), Some("k".into()));
        list.press(&desk.press("Space"));
        list.press(&desk.press("PgDn"));
        let (buffer, _) = drawn(44, 6, |frame, area| {
            draw(frame, area, &list, true, &desk.look);
        });
        insta::assert_snapshot!(text_of(&buffer));
    }

    #[test]
    fn names_that_differ_at_the_end_are_told_apart() {
        let desk = Desk::new(Lang::Zh);
        let mut list = list();
        let mut shops = rows(0..3);
        for (row, name) in
            shops
                .iter_mut()
                .zip(["广州鸿运百货天河店", "广州鸿运百货越秀店", "佛山"])
        {
            row.cells[1] = name.into();
        }
        list.refresh(shops, None);
        let (buffer, _) = drawn(28, 6, |frame, area| {
            draw(frame, area, &list, true, &desk.look);
        });
        insta::assert_snapshot!(text_of(&buffer));
    }

    #[test]
    fn a_column_is_wider_where_there_is_room() {
        let columns = [
            Column::text(Lang::find_kind, Width::Cells(8)).roomy(12),
            Column::text(Lang::find_name, Width::Rest(1)),
        ];
        assert_eq!(widths(&columns, 78), [Some(8), Some(69)]);
        assert_eq!(widths(&columns, 158), [Some(12), Some(145)]);
    }

    #[test]
    fn no_area_is_too_small() {
        let desk = Desk::new(Lang::Zh);
        let mut list = list();
        list.refresh(rows(0..40), None);
        list.set_filter("客户");
        for (w, h) in [(1, 1), (3, 2), (12, 3), (30, 1)] {
            drawn(w, h, |frame, area| {
                draw(frame, area, &list, true, &desk.look);
            });
        }
    }
}
