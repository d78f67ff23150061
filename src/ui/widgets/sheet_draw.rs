//! Draws a sheet: what it is about, its items, what was said, the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ui::base::{Look, Tone};

use super::sheet::{Cell, Choice, Item, Sheet};
use super::{field_draw, popup, scroll, wrap};

/// The widest a sheet gets.
const WIDEST: u16 = 76;

/// A row inside the box.
enum Row<'a> {
    Text(Line<'static>),
    Field(&'a Item, bool),
}

/// Draws the sheet in the middle of `area`; what does not fit scrolls with the marked item.
pub fn draw(frame: &mut Frame<'_>, area: Rect, sheet: &Sheet, look: &Look) {
    let width = WIDEST.min(area.width.saturating_sub(2));
    let cells = usize::from(width.saturating_sub(4));
    let labels = sheet.items.iter().filter(|item| !item.hidden);
    let label = labels
        .map(|item| look.width(&called(item)))
        .max()
        .unwrap_or(0)
        .min(cells / 2);
    let (rows, focus, caret) = rows(sheet, cells, label, look);
    let mut foot: Vec<Row<'_>> = told(&sheet.said, cells, look);
    let keys = if sheet.is_last() {
        look.lang.sheet_keys_last()
    } else {
        look.lang.sheet_keys_next()
    };
    let list = sheet.list_key().map(|key| look.lang.sheet_keys_list(key));
    let keys = format!("{}{keys}", list.unwrap_or_default());
    foot.push(Row::Text(Line::styled(
        look.pad(&keys, cells),
        look.theme.dim(),
    )));
    let wanted = u16::try_from(rows.len() + foot.len() + 2).unwrap_or(u16::MAX);
    let inner = popup::open(
        frame,
        popup::centred(area, width, wanted),
        &sheet.title,
        look,
    );
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let space = usize::from(inner.height).saturating_sub(foot.len());
    let shown = scroll::window(focus, space, rows.len());
    let first = shown.start;
    let shown = rows.into_iter().skip(first).take(space).chain(foot);
    for (n, (row, place)) in shown.zip(inner.rows()).enumerate() {
        if first + n == focus && matches!(row, Row::Text(_)) {
            let caret = place.x + u16::try_from(label + 3 + caret).unwrap_or(0);
            frame.set_cursor_position((caret.min(place.right().saturating_sub(1)), place.y));
        }
        match row {
            Row::Text(line) => frame.render_widget(line, place),
            Row::Field(item, here) => field(frame, place, item, here, label, look),
        }
    }
    sheet.draw_list(frame, area, look);
}

/// What stands above the foot, in which row the focus is, and how far right the option that is chosen there.
fn rows<'a>(
    sheet: &'a Sheet,
    cells: usize,
    label: usize,
    look: &Look,
) -> (Vec<Row<'a>>, usize, usize) {
    let mut rows: Vec<Row<'_>> = told(&sheet.notes, cells, look);
    let (mut focus, mut caret) = (0, 0);
    for (n, item) in sheet
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| !item.hidden)
    {
        let here = n == sheet.at;
        if here {
            focus = rows.len();
        }
        match &item.cell {
            Cell::Text(_) => rows.push(Row::Field(item, here)),
            Cell::Choice(choice) => {
                let (drawn, at) = options(choice, here, cells.saturating_sub(label + 4), look);
                if here {
                    focus += at.0;
                    caret = at.1;
                }
                for (k, spans) in drawn.into_iter().enumerate() {
                    rows.push(Row::Text(with_label(
                        item,
                        k == 0,
                        here,
                        label,
                        spans,
                        look,
                    )));
                }
            }
        }
    }
    (rows, focus, caret)
}

fn told<'a>(texts: &[(Tone, String)], cells: usize, look: &Look) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (tone, text) in texts {
        for line in wrap::lines(&format!("{}{text}", tone.sign()), cells, look) {
            rows.push(Row::Text(Line::styled(line, look.theme.tone(*tone))));
        }
    }
    rows
}

/// The options over as many lines as they take; the chosen one stands in brackets, and its place is told.
fn options(
    choice: &Choice,
    here: bool,
    cells: usize,
    look: &Look,
) -> (Vec<Vec<Span<'static>>>, (usize, usize)) {
    let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
    let mut at = (0, 0);
    let mut used = 0;
    for (n, (_, text)) in choice.options.iter().enumerate() {
        let chosen = n == choice.at;
        let number = if n < 9 {
            (n + 1).to_string()
        } else {
            String::new()
        };
        let gap = if number.is_empty() || text.is_empty() {
            ""
        } else {
            " "
        };
        let number = format!("{number}{gap}");
        let text = if chosen {
            format!("[{number}{text}]")
        } else {
            format!(" {number}{text} ")
        };
        let text = look
            .ruler
            .shorten(&look.ruler.shown(&text), cells)
            .into_owned();
        let size = look.width(&text);
        if used > 0 && used + size > cells {
            lines.push(Vec::new());
            used = 0;
        }
        if chosen {
            at = (lines.len() - 1, used);
        }
        used += size;
        let style = if chosen && here {
            look.theme.cursor()
        } else {
            look.theme.plain()
        };
        if let Some(line) = lines.last_mut() {
            line.push(Span::styled(text, style));
        }
    }
    (lines, at)
}

fn sign(item: &Item, here: bool) -> String {
    let wrong = match &item.cell {
        Cell::Text(field) if field.fault().is_some() => '!',
        Cell::Text(field) if item.needed && field.is_empty() => '*',
        Cell::Choice(_) if item.wants() => '*',
        _ => ' ',
    };
    format!("{}{wrong}", if here { '>' } else { ' ' })
}

/// The label and what parts it from the value.
fn called(item: &Item) -> String {
    match item.label.as_str() {
        "" => String::new(),
        label => format!("{label}:"),
    }
}

fn with_label(
    item: &Item,
    first: bool,
    here: bool,
    label: usize,
    spans: Vec<Span<'static>>,
    look: &Look,
) -> Line<'static> {
    let head = if first {
        format!("{}{} ", sign(item, here), look.pad(&called(item), label))
    } else {
        " ".repeat(label + 3)
    };
    let mut all = vec![Span::raw(head)];
    all.extend(spans);
    Line::from(all)
}

fn field(frame: &mut Frame<'_>, area: Rect, item: &Item, here: bool, label: usize, look: &Look) {
    let Cell::Text(field) = &item.cell else {
        return;
    };
    let head = format!("{}{} ", sign(item, here), look.pad(&called(item), label));
    frame.render_widget(Line::from(head), area);
    let left = u16::try_from(label + 3).unwrap_or(u16::MAX).min(area.width);
    let most = if field.kind().is_number() {
        16
    } else {
        area.width
    };
    let place = Rect {
        x: area.x + left,
        width: (area.width - left).min(most),
        ..area
    };
    field_draw::draw(frame, place, field, here, look);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::field::{Field, Kind};
    use crate::ui::widgets::testing::drawn;
    use crate::words::Lang;

    #[test]
    fn the_cursor_stands_at_the_option_that_is_chosen() {
        let look = Look::new(Lang::En);
        let options = (0..12).map(|n| (n.to_string(), format!("option number {n}")));
        let mut sheet = Sheet::new("t", vec![Item::choice("v", "Pick", options.collect(), 0)]);
        for n in [0, 1, 7] {
            sheet.mark("v", n);
            let (buffer, at) = drawn(80, 24, |frame, area| draw(frame, area, &sheet, &look));
            let at = at.unwrap();
            assert_eq!(buffer[(at.x, at.y)].symbol(), "[", "{n}");
        }
    }

    #[test]
    fn no_area_is_too_small() {
        let look = Look::new(Lang::Zh);
        let options = vec![
            ("a".to_owned(), "通过".to_owned()),
            ("b".to_owned(), "不同意".to_owned()),
        ];
        let mut sheet = Sheet::new(
            "意见",
            vec![
                Item::choice("v", "结论", options, 1),
                Item::field("t", "说明", Field::new(Kind::Text)).needed(),
            ],
        );
        sheet.say(vec![(Tone::Bad, "说明: 必填".to_owned())]);
        for (w, h) in [(1, 1), (3, 2), (8, 4), (30, 3), (80, 24)] {
            drawn(w, h, |frame, area| draw(frame, area, &sheet, &look));
        }
    }
}
