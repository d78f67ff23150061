//! Draws the shipping screen: the lists by digit, the rows, the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Shipping;
use crate::ui::base::Look;
use crate::ui::widgets::list_draw;

impl Shipping {
    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let pages = self.flow.pages;
        let tabs = pages.iter().enumerate().map(|(n, row)| {
            let name = lang.word(pages, row.0);
            if n == self.page {
                Span::styled(format!("[{}{name}]", n + 1), look.theme.title())
            } else {
                Span::styled(format!(" {}{name} ", n + 1), look.theme.dim())
            }
        });
        let head = Rect { height: 1, ..area }.intersection(area);
        frame.render_widget(Line::from(tabs.collect::<Vec<_>>()), head);
        let list = Rect {
            y: area.y + head.height,
            height: area.height.saturating_sub(head.height + 1),
            ..area
        };
        self.drawn
            .set(usize::from(list_draw::page(list.height)).max(1));
        list_draw::draw(frame, list, &self.list, true, look);
        if self.list.rows().is_empty() && self.asked.is_none() && list.height > 2 {
            let row = Rect {
                x: list.x + 2,
                y: list.y + 1,
                width: list.width.saturating_sub(2),
                height: 1,
            };
            frame.render_widget(Line::styled(lang.ship_quiet(), look.theme.dim()), row);
        }
        let foot = Rect {
            y: list.bottom(),
            height: 1,
            ..area
        };
        let step = self.flow.steps.get(self.page).copied().flatten();
        let hint = lang.ship_hint(step.map_or(lang.ship_steps(), |step| step.name(lang)));
        let hint = look.pad(&hint, area.width.into());
        frame.render_widget(
            Line::styled(hint, look.theme.dim()),
            foot.intersection(area),
        );
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
    }
}
