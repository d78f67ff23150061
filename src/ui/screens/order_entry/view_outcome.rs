//! Draws what became of the order handed in last, in the room below the empty lines of the next
//! one until that has a line. It takes no key and keeps nobody waiting.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Effect, Look, ScreenKind};
use crate::ui::widgets::order_card::{Page, handed_in};

use super::{OrderEntry, lines};

/// Rows left to the heading and the first line of the next order.
const ABOVE: u16 = 3;

impl OrderEntry {
    /// The order that is at hand: the one on the screen, else the one handed in last.
    pub(super) fn at_hand(&self) -> Option<String> {
        let saved = self.sheet.saved.as_ref().map(|saved| saved.order.clone());
        let last = || self.outcome.as_ref().map(|last| last.order().to_owned());
        saved.or_else(last)
    }

    /// Opens what is known of the order at hand; tells whether there is one.
    pub(super) fn open_history(&self, out: &mut Vec<Effect>) -> bool {
        let order = self.at_hand();
        out.extend(order.map(|order| Effect::OpenAt(ScreenKind::Timeline, order)));
        self.at_hand().is_some()
    }

    /// Draws it below the empty lines; the last row says what is left out and where it is.
    pub(super) fn draw_outcome(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let Some(outcome) = &self.outcome else {
            return;
        };
        if !lines::cells(&self.sheet.grid).is_empty() || area.height <= ABOVE + 2 {
            return;
        }
        let area = Rect {
            y: area.y + ABOVE,
            height: area.height - ABOVE,
            ..area
        };
        let mut page = Page::new(look, usize::from(area.width), None);
        handed_in(&mut page, &outcome.answer);
        let room = usize::from(area.height) - 1;
        let more = page.lines.len().saturating_sub(room);
        page.lines.truncate(room);
        let foot = look.lang.entry_open_last(&outcome.key, outcome.order());
        let foot = if more > 0 {
            format!("  {}  {foot}", look.lang.more_below(more))
        } else {
            format!("  {foot}")
        };
        let foot = look.pad(&foot, usize::from(area.width));
        page.lines.push(Line::styled(foot, look.theme.dim()));
        for (line, row) in page.lines.iter().zip(area.rows()) {
            frame.render_widget(line, row);
        }
    }
}
