//! Draws a form in one or more columns; the order is across, then down, and never changes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::Look;

use super::field_draw;
use super::form::{Entry, Form};
use super::scroll;

/// Rows that a form takes in so many columns.
pub fn rows(form: &Form, columns: usize) -> u16 {
    u16::try_from(form.entries().len().div_ceil(columns.max(1))).unwrap_or(u16::MAX)
}

/// Draws the form; `active` if one of its fields has the focus.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    form: &Form,
    columns: u16,
    active: bool,
    look: &Look,
) {
    let columns = columns.clamp(1, area.width.max(1));
    let per_row = usize::from(columns);
    let all_rows = usize::from(rows(form, per_row));
    let shown = scroll::window(form.at() / per_row, area.height.into(), all_rows);
    let width = area.width / columns;
    let labels: Vec<u16> = (0..per_row)
        .map(|column| label_width(form, column, per_row, look))
        .collect();
    for (n, entry) in form.entries().iter().enumerate() {
        let (row, column) = (n / per_row, n % per_row);
        if !shown.contains(&row) {
            continue;
        }
        let y = area.y + u16::try_from(row - shown.start).unwrap_or(0);
        let x = area.x + width * u16::try_from(column).unwrap_or(0);
        let place =
            Rect::new(x, y, width.saturating_sub(u16::from(columns > 1)), 1).intersection(area);
        draw_entry(
            frame,
            place,
            entry,
            labels[column],
            active && n == form.at(),
            look,
        );
    }
}

fn label_width(form: &Form, column: usize, per_row: usize, look: &Look) -> u16 {
    let labels = form.entries().iter().skip(column).step_by(per_row);
    let widest = labels
        .map(|entry| look.width((entry.label)(look.lang)))
        .max();
    u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX)
}

/// Label, a sign (`!` wrong, `*` needed), and the value.
fn draw_entry(
    frame: &mut Frame<'_>,
    area: Rect,
    entry: &Entry,
    label: u16,
    focused: bool,
    look: &Look,
) {
    let sign = match () {
        () if entry.field.fault().is_some() => "!",
        () if entry.needed && entry.field.is_empty() => "*",
        () => " ",
    };
    let head = label.saturating_add(2).min(area.width / 2);
    let text = look.pad(
        (entry.label)(look.lang),
        usize::from(head).saturating_sub(2),
    );
    let label_area = Rect {
        width: head,
        ..area
    };
    frame.render_widget(
        Line::styled(format!("{text}{sign} "), look.theme.dim()),
        label_area,
    );
    let value = Rect {
        x: area.x + head,
        width: area.width - head,
        ..area
    };
    field_draw::draw(frame, value, &entry.field, focused, look);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::date_text::Lean;
    use crate::ui::widgets::field::{Fault, Field, Kind};
    use crate::ui::widgets::testing::{drawn, text_of};
    use crate::words::Lang;

    fn form() -> Form {
        let mut form = Form::new(vec![
            Entry::new(
                "customer",
                |lang| lang.pick("客户", "Customer"),
                Field::new(Kind::Code).with("C001"),
            )
            .needed(),
            Entry::new(
                "channel",
                |lang| lang.pick("渠道", "Channel"),
                Field::new(Kind::Code),
            )
            .needed(),
            Entry::new(
                "need",
                |lang| lang.pick("要求交期", "Needed by"),
                Field::new(Kind::Date(Lean::Ahead)).with("0230"),
            ),
            Entry::new(
                "amount",
                |lang| lang.pick("金额", "Amount"),
                Field::new(Kind::Money).with("12.50"),
            ),
            Entry::new(
                "remark",
                |lang| lang.pick("备注", "Remark"),
                Field::new(Kind::Text).with("周五前送到,先电话"),
            ),
        ]);
        form.blame("need", Fault::Needed);
        form.go_to("channel");
        form
    }

    #[test]
    fn labels_signs_and_values_line_up() {
        let look = Look::new(Lang::Zh);
        let (buffer, at) = drawn(60, 3, |frame, area| {
            draw(frame, area, &form(), 2, true, &look);
        });
        insta::assert_snapshot!(text_of(&buffer));
        assert_eq!(at.map(|p| (p.x, p.y)), Some((36, 0)));
    }

    #[test]
    fn no_area_is_too_small() {
        let look = Look::new(Lang::Zh);
        for (w, h) in [(1, 1), (2, 5), (7, 2), (30, 1)] {
            for columns in [1, 2, 3] {
                drawn(w, h, |frame, area| {
                    draw(frame, area, &form(), columns, true, &look);
                });
            }
        }
    }
}
