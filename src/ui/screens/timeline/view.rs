//! Draws the order card: head, lines with their progress, what happened.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Part, Timeline};
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::order_card::read::{day, text};
use crate::ui::widgets::order_card::{Page, head, holds, progress, shipments, why_not_next};
use crate::ui::widgets::wrap;

/// Rows of the part that is not under the arrows, at least.
const LEAST: usize = 4;

/// Cells for time and person.
const WHEN: usize = 12;
const WHO: usize = 9;

impl Timeline {
    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let cells = usize::from(area.width);
        let mut top = Page::new(look, cells, self.now);
        let mut lines = Page::new(look, cells, self.now);
        match (self.hand.order(), &self.subject) {
            (Some(order), _) => {
                head(&mut top, order);
                why_not_next(&mut top, order);
                holds(&mut top, order);
                shipments(&mut top, order);
                progress(&mut lines, order);
            }
            (None, Some(_)) => top.say(Tone::Plain, look.lang.card_loading()),
            (None, None) => top.say(Tone::Plain, look.lang.card_no_order()),
        }
        let height = usize::from(area.height);
        top.lines.truncate(height / 2);
        let rest = height - top.lines.len();
        let most = match self.part {
            Part::Lines => rest.saturating_sub(LEAST + 1),
            Part::Happenings => (rest / 3).max(LEAST),
        };
        let for_lines = lines.lines.len().min(most).min(rest);
        let mut places = area.rows();
        for (line, place) in top.lines.iter().zip(places.by_ref().take(top.lines.len())) {
            frame.render_widget(line, place);
        }
        // The heading of the lines stays; the lines move under it.
        let mut body = lines.lines.into_iter();
        if for_lines > 0
            && let (Some(heading), Some(place)) = (body.next(), places.next())
        {
            frame.render_widget(heading, place);
        }
        let body: Vec<Line<'static>> = body.collect();
        let shown_lines = for_lines.saturating_sub(1);
        let range = self.lines.range(shown_lines, body.len());
        let hidden = body.len() - range.len();
        for (n, place) in range.clone().zip(places.by_ref().take(shown_lines)) {
            let last = n + 1 == range.end && hidden > 0 && self.part != Part::Lines;
            if last {
                let text = look.lang.timeline_more(hidden + 1);
                frame.render_widget(
                    Line::styled(look.pad(&text, cells), look.theme.dim()),
                    place,
                );
            } else {
                frame.render_widget(&body[n], place);
            }
        }
        let happened = self.happened_lines(cells, look);
        let rows = rest.saturating_sub(for_lines + 1);
        self.drawn
            .set([(shown_lines, body.len()), (rows, happened.len())]);
        let range = self.rows.range(rows, happened.len());
        if let Some(place) = places.next() {
            frame.render_widget(self.rule(&range, happened.len(), cells, look), place);
        }
        for (line, place) in happened[range].iter().zip(places) {
            frame.render_widget(line, place);
        }
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
        if let Some(choosing) = &self.choosing {
            choosing.draw(frame, area, look);
        }
    }

    /// What the part below is, its order, and how far one is in it.
    fn rule(
        &self,
        range: &std::ops::Range<usize>,
        all: usize,
        cells: usize,
        look: &Look,
    ) -> Line<'static> {
        let lang = look.lang;
        let name = if self.newest_first {
            lang.timeline_newest()
        } else {
            lang.timeline_oldest()
        };
        let mark = if self.part == Part::Happenings {
            '>'
        } else {
            ' '
        };
        let place = if all == 0 {
            lang.timeline_none().to_owned()
        } else {
            lang.timeline_place(range.start + 1, range.end, all)
        };
        Line::styled(
            look.pad(&format!("{mark}{name}  {place}"), cells),
            look.theme.title(),
        )
    }

    /// What happened in words, over as many lines as each takes.
    fn happened_lines(&self, cells: usize, look: &Look) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let room = cells.saturating_sub(WHEN + WHO + 2);
        let mut tell = |row: &serde_json::Value| {
            let what = row["what"].as_str().unwrap_or_default();
            let told = look.lang.happening(what, &row["facts"]);
            for (n, part) in wrap::lines(&told, room, look).into_iter().enumerate() {
                let (when, who) = if n == 0 {
                    (day(&text(row, "at")), text(row, "who"))
                } else {
                    (String::new(), String::new())
                };
                lines.push(Line::from(format!(
                    "{} {} {part}",
                    look.pad(&when, WHEN),
                    look.pad(&who, WHO)
                )));
            }
        };
        if self.newest_first {
            self.happened.iter().rev().for_each(&mut tell);
        } else {
            self.happened.iter().for_each(&mut tell);
        }
        lines
    }
}
