//! Draws what became of the order handed in last, in the room below the empty lines of the next
//! one until that has a line. It takes no key and keeps nobody waiting.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Effect, Look, ScreenKind};
use crate::ui::widgets::order_card::{Page, handed_in};

use crate::words::Lang;
use crate::words::papers::GAPS;

use super::sheet::Gap;
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

    /// The gaps in words, those that stop the order first and with their sign; what several lines lack
    /// is said once.
    pub(super) fn gaps_told(&self, lang: Lang) -> String {
        let gaps = self.sheet.open_gaps();
        let (stop, mind): (Vec<&Gap>, Vec<&Gap>) = gaps.iter().partition(|gap| gap.blocking);
        let mut kinds: Vec<(&Gap, Vec<usize>)> = Vec::new();
        for gap in stop.into_iter().chain(mind) {
            let same = kinds.iter_mut().find(|(of, lines)| {
                of.code == gap.code && of.blocking == gap.blocking && !lines.is_empty()
            });
            match (same, gap.line) {
                (Some((_, lines)), Some(line)) => lines.push(line + 1),
                (_, line) => kinds.push((gap, line.map(|line| line + 1).into_iter().collect())),
            }
        }
        let tell = |(gap, lines): (&Gap, Vec<usize>)| {
            let word = lang.word(GAPS, &gap.code);
            let sign = if gap.blocking { "!" } else { "?" };
            let told = match lines.as_slice() {
                [] => word,
                [line] => lang.entry_gap_line(&line.to_string(), &word),
                [first, .., last] if last - first + 1 == lines.len() => {
                    lang.entry_gap_line(&format!("{first}-{last}"), &word)
                }
                several => {
                    let several: Vec<String> = several.iter().map(ToString::to_string).collect();
                    lang.entry_gap_line(&several.join(" "), &word)
                }
            };
            format!("{sign}{told}")
        };
        let told: Vec<String> = kinds.into_iter().map(tell).collect();
        told.join(lang.pick("、", ", "))
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
