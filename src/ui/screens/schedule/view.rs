//! Draws the board: what is shown or tried, the lines, what there is to know of one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Schedule, Shown, Tried, rows};
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::list_draw;
use crate::ui::widgets::order_card::Page;

/// Rows below the list.
const ABOUT: u16 = 2;

impl Schedule {
    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let head = Rect { height: 1, ..area }.intersection(area);
        if let Some(supply) = &self.supply {
            supply.draw(frame, head, look);
        } else {
            let (tone, text) = self.heading(look);
            let text = look.pad(&text, area.width.into());
            frame.render_widget(Line::styled(text, look.theme.tone(tone)), head);
        }
        let about = if area.height > 4 * ABOUT { ABOUT } else { 0 };
        let list = Rect {
            y: area.y + head.height,
            height: area.height.saturating_sub(head.height + about),
            ..area
        };
        self.drawn
            .set(usize::from(list_draw::page(list.height)).max(1));
        let mut shown = self.list.clone();
        shown.reword(self.rows(look.lang));
        list_draw::draw(frame, list, &shown, self.supply.is_none(), look);
        if shown.rows().is_empty() && self.asked.is_none() && list.height > 2 {
            let row = Rect {
                x: list.x + 2,
                y: list.y + 1,
                width: list.width.saturating_sub(2),
                height: 1,
            };
            let text = self.quiet(look);
            frame.render_widget(Line::styled(text, look.theme.dim()), row);
        }
        let below = Rect {
            y: list.bottom(),
            height: about,
            ..area
        };
        self.about(frame, below, look);
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
    }

    /// What is shown and how many, or what is tried.
    fn heading(&self, look: &Look) -> (Tone, String) {
        let lang = look.lang;
        match &self.tried {
            Some(Tried::Bump(order)) => (Tone::Warn, lang.schedule_tried_bump(order, self.total)),
            Some(Tried::Supply(product, qty, date)) => (
                Tone::Warn,
                lang.schedule_tried_supply(product, qty, date, self.total),
            ),
            None if self.shown == Shown::Late => (Tone::Plain, lang.schedule_late(self.total)),
            None => (Tone::Plain, lang.schedule_all(self.total)),
        }
    }

    fn quiet(&self, look: &Look) -> &'static str {
        match (&self.tried, self.shown) {
            (Some(_), _) => look.lang.schedule_moves_nothing(),
            (None, Shown::Late) => look.lang.schedule_none_late(),
            (None, Shown::All) => look.lang.schedule_nothing(),
        }
    }

    /// Why the line under the cursor has its day, and the keys.
    fn about(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let mut page = Page::new(look, area.width.into(), self.now);
        if let Some(row) = self.row() {
            let tone = if row.late { Tone::Warn } else { Tone::Plain };
            page.say(tone, &rows::why(row, look.lang));
        }
        page.lines.truncate(usize::from(ABOUT) - 1);
        page.lines.push(Line::styled(
            look.pad(look.lang.schedule_hint(), area.width.into()),
            look.theme.dim(),
        ));
        for (line, place) in page.lines.iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }
}
