//! Draws the rules screen: pages, list, the sheet over it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::page::{PAGES, Page};
use super::{Rules, rows};
use crate::ui::base::Look;
use crate::ui::widgets::{list_draw, popup, sheet_draw, tabs};

impl Rules {
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
            |row| rows::row(page, row, look.lang),
        );
        list_draw::draw(frame, body, &list, true, look);
        if let Some(last) = area.rows().next_back().filter(|_| area.height > 1) {
            let keys = match self.page() {
                Page::Checks | Page::Rights => look.lang.rules_keys_fixed(),
                _ => look.lang.rules_keys(),
            };
            let text = look.pad(&format!("  {keys}"), last.width.into());
            frame.render_widget(Line::styled(text, look.theme.dim()), last);
        }
        if let Some(editing) = &self.editing {
            let place = popup::centred(area, area.width, area.height);
            sheet_draw::draw(frame, place, &editing.sheet, look);
        }
    }
}
