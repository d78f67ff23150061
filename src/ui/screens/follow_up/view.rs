//! Draws the follow-up screen: counts, list, what there is to know of the row.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::saying::Saying;
use super::{FollowUp, rows};
use crate::ui::base::{Look, Tone};
use crate::ui::widgets::order_card::read::{day, text};
use crate::ui::widgets::order_card::{Page, customer};
use crate::ui::widgets::{list_draw, wrap};
use crate::words::follow_up::{NEXT_STEPS, QUEUES};
use crate::words::papers::ROLES;

/// Rows for what there is to know of the row under the cursor.
const ABOUT: u16 = 3;

impl FollowUp {
    /// Draws everything.
    pub(super) fn draw_all(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let counts = if self.overdue {
            self.department_lines(area.width.into(), look)
        } else {
            self.counts_lines(area.width.into(), look)
        };
        let mut top = 0;
        for (line, row) in counts.into_iter().zip(area.rows()) {
            frame.render_widget(line, row);
            top += 1;
        }
        let about = if area.height > top + 3 * ABOUT {
            ABOUT
        } else {
            0
        };
        let list = Rect {
            y: area.y + top,
            height: area.height - top - about,
            ..area
        };
        self.drawn
            .set(usize::from(list_draw::page(list.height)).max(1));
        let mut shown = self.list.clone();
        shown.reword(self.rows(look.lang));
        list_draw::draw(frame, list, &shown, true, look);
        if shown.rows().is_empty() && self.hand.login.is_some() && list.height > 2 {
            let row = Rect {
                x: list.x + 2,
                y: list.y + 1,
                width: list.width.saturating_sub(2),
                height: 1,
            };
            frame.render_widget(
                Line::styled(look.lang.follow_quiet(), look.theme.dim()),
                row,
            );
        }
        self.about(
            frame,
            Rect {
                y: list.bottom(),
                height: about,
                ..area
            },
            look,
        );
        if let Some(open) = self.hand.open() {
            open.draw(frame, area, look);
        }
        if let Saying::Choosing(dialog, _) = &self.saying {
            dialog.draw(frame, area, look);
        }
    }

    /// How much each department has overdue, and since when at the longest.
    fn department_lines(&self, cells: usize, look: &Look) -> Vec<Line<'static>> {
        let lang = look.lang;
        let parts = self.departments.iter().map(|row| {
            let name = lang.word(ROLES, &text(row, "department"));
            let oldest = text(row, "oldest");
            let since = oldest.get(5..10).unwrap_or_default();
            format!("{name}:{} ({since})", row["rows"])
        });
        let told: Vec<_> = parts.collect();
        let lines = wrap::lines(&told.join("  "), cells, look);
        let lines = lines.into_iter().take(2);
        lines
            .map(|line| Line::styled(line, look.theme.title()))
            .collect()
    }

    /// The queues by digit with their counts, then those that Tab reaches, on as many lines as they take.
    fn counts_lines(&self, cells: usize, look: &Look) -> Vec<Line<'static>> {
        let lang = look.lang;
        let count = |code: &str| self.counts[code].as_i64().unwrap_or(0);
        let all: i64 = QUEUES.iter().map(|(code, _, _)| count(code)).sum();
        let mut names = vec![(0, lang.queue_all().to_owned(), all)];
        for (n, (code, _, _)) in QUEUES.iter().enumerate() {
            // Those without a digit take room only while there is something in them.
            if n < 9 || count(code) > 0 || n + 1 == self.queue {
                names.push((n + 1, lang.word(QUEUES, code), count(code)));
            }
        }
        let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
        let mut used = 0;
        for (n, name, count) in names {
            let digit = if n < 10 { n.to_string() } else { String::new() };
            let here = n == self.queue;
            let text = if here {
                format!("[{digit}{name}:{count}]")
            } else {
                format!(" {digit}{name}:{count} ")
            };
            let size = look.width(&text);
            if used > 0 && used + size > cells {
                lines.push(Vec::new());
                used = 0;
            }
            used += size;
            let style = match (here, count) {
                (true, _) => look.theme.title(),
                (false, 0) => look.theme.dim(),
                (false, _) => look.theme.plain(),
            };
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(text, style));
            }
        }
        lines.into_iter().map(Line::from).collect()
    }

    /// The row under the cursor in full, and the keys.
    fn about(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let Some(row) = self.row().filter(|_| area.height > 0) else {
            return;
        };
        let lang = look.lang;
        let mut page = Page::new(look, area.width.into(), self.now);
        let late = rows::is_late(row, self.now);
        let next = lang.follow_next(&lang.word(NEXT_STEPS, &text(row, "next")));
        let told = format!(
            "{}  {}  {next}",
            rows::why(row, lang),
            rows::due(row, lang, self.now)
        );
        page.say(if late { Tone::Warn } else { Tone::Plain }, &told);
        page.flow(&[
            text(row, "subject"),
            customer(row),
            text(row, "phone"),
            text(row, "amount"),
            lang.follow_since(&day(&text(row, "since"))),
        ]);
        page.lines.truncate(usize::from(ABOUT) - 1);
        page.lines.push(Line::styled(
            look.pad(lang.follow_hint(), area.width.into()),
            look.theme.dim(),
        ));
        for (line, place) in page.lines.iter().zip(area.rows()) {
            frame.render_widget(line, place);
        }
    }
}
