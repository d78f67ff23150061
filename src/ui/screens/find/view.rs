//! Draws the screen: the text above, what answers to it below.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::Look;
use crate::ui::widgets::{field_draw, list_draw};

use super::Find;

impl Find {
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let Some(first) = area.rows().next() else {
            return;
        };
        let label = format!("  {}: ", lang.find_prompt());
        let size = u16::try_from(look.width(&label))
            .unwrap_or(0)
            .min(first.width);
        frame.render_widget(Line::styled(label, look.theme.title()), first);
        let field = Rect {
            x: first.x + size,
            width: (first.width - size).min(40),
            ..first
        };
        field_draw::draw(frame, field, &self.typed, self.orders.is_none(), look);
        let body = Rect {
            y: area.y + 2,
            height: area.height.saturating_sub(2),
            ..area
        }
        .intersection(area);
        self.height.set(list_draw::page(body.height).into());
        match &self.orders {
            Some(orders) => {
                let title = lang.find_orders_of(&orders.name);
                let row = Rect {
                    y: area.y + 1,
                    height: 1,
                    ..area
                }
                .intersection(area);
                let title = look.pad(&format!("  {title}"), row.width.into());
                frame.render_widget(Line::styled(title, look.theme.title()), row);
                list_draw::draw(frame, body, &orders.list, true, look);
            }
            None if self.typed.is_empty() => show_hints(frame, body, look),
            None => list_draw::draw(frame, body, &self.list, true, look),
        }
    }
}

/// What can be typed.
fn show_hints(frame: &mut Frame<'_>, area: Rect, look: &Look) {
    let lang = look.lang;
    let hints = [
        lang.find_hint_order(),
        lang.find_hint_customer(),
        lang.find_hint_product(),
        lang.find_hint_paper(),
    ];
    for (hint, row) in hints.into_iter().zip(area.rows()) {
        let text = look.pad(&format!("  {hint}"), row.width.into());
        frame.render_widget(Line::styled(text, look.theme.dim()), row);
    }
}
