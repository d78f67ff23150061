//! Draws the platforms screen: pages, list, the paper or the box over it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::page::PAGES;
use super::{Platforms, rows};
use crate::ui::base::Look;
use crate::ui::widgets::{list_draw, sheet_draw, tabs};

impl Platforms {
    pub(super) fn show(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut lines = area.rows();
        if let Some(top) = lines.next() {
            let names = PAGES.iter().map(|page| page.name(look.lang));
            frame.render_widget(tabs::line(names, self.page, look), top);
        }
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(2),
            ..area
        }
        .intersection(area);
        self.height.set(list_draw::page(body.height).into());
        let page = self.page();
        let list = self.list.worded(
            &self.found,
            |row| rows::id(page, row),
            |row| rows::row(page, row, self.now, look.lang),
        );
        list_draw::draw(frame, body, &list, true, look);
        if let Some(last) = area.rows().next_back().filter(|_| area.height > 1) {
            let text = look.pad(
                &format!("  {}", self.page().keys(look.lang)),
                last.width.into(),
            );
            frame.render_widget(Line::styled(text, look.theme.dim()), last);
        }
        if let Some(editing) = &self.editing {
            sheet_draw::draw(frame, area, &editing.sheet, look);
        }
        if let Some(choosing) = &self.choosing {
            choosing.draw(frame, area, look);
        }
    }
}
