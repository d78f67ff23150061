//! The menu: the screens by number; Esc asks whether to leave.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::desk::boards::worklist::{CountsQuery, Queue};
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Look, Press, Reply, Screen, ScreenKind, Ticket,
};
use crate::ui::widgets::{Dialog, DialogAnswer, popup};
use crate::words::follow_up::QUEUES;

/// The screens that stand on the menu.
const ITEMS: &[ScreenKind] = &[
    ScreenKind::OrderEntry,
    ScreenKind::Review,
    ScreenKind::Stock,
    ScreenKind::FollowUp,
    ScreenKind::Find,
    ScreenKind::Timeline,
    ScreenKind::Schedule,
    ScreenKind::Receivables,
    ScreenKind::Rules,
    ScreenKind::Shipping,
    ScreenKind::Returns,
    ScreenKind::Imports,
    ScreenKind::Platforms,
    ScreenKind::Measures,
];

/// The menu.
#[derive(Debug, Default)]
pub struct Menu {
    at: usize,
    leaving: Option<Dialog>,
    /// How much waits in each queue, by its name.
    counts: BTreeMap<String, u64>,
    /// The question after them whose answer is wanted.
    asking: Option<Ticket>,
    /// Nothing here is real: the tour is offered.
    practising: bool,
}

/// The queues that are worked off on a screen.
const fn queues(kind: ScreenKind) -> &'static [Queue] {
    match kind {
        ScreenKind::Review => &[Queue::Review, Queue::Director],
        ScreenKind::FollowUp => &[
            Queue::Incomplete,
            Queue::Late,
            Queue::Short,
            Queue::Collect,
            Queue::Returns,
            Queue::Complaints,
            Queue::Survey,
            Queue::Tasks,
            Queue::Exceptions,
            Queue::Drafts,
        ],
        ScreenKind::Receivables => &[Queue::Billing],
        ScreenKind::Platforms => &[Queue::Platform],
        _ => &[],
    }
}

impl Menu {
    /// The menu of a practice office, which offers the tour.
    pub fn practising(is: bool) -> Self {
        Self {
            practising: is,
            ..Self::default()
        }
    }

    /// The menu with the first screen marked.
    pub fn new() -> Self {
        Self::default()
    }

    /// What waits behind an entry, as many counts as fit whole: `待评审 3  待审批 1`.
    fn waiting(&self, kind: ScreenKind, look: &Look, cells: usize) -> String {
        let lang = look.lang;
        let count = |queue: &Queue| {
            let count = self.counts.get(queue.name()).filter(|n| **n > 0)?;
            Some(format!("{} {count}", lang.word(QUEUES, queue.name())))
        };
        let mut told = String::new();
        let mut counts = queues(kind).iter().filter_map(count).peekable();
        while let Some(count) = counts.next() {
            let gap = if told.is_empty() { "" } else { "  " };
            let next = format!("{told}{gap}{count}");
            let more = if counts.peek().is_some() { 4 } else { 0 };
            if look.width(&next) + more > cells {
                return format!("{told}  ..");
            }
            told = next;
        }
        told
    }

    fn counted(&mut self, reply: &Reply) -> Answer {
        self.asking = None;
        if let Ok(counts) = reply {
            self.counts = serde_json::from_value(counts.clone()).unwrap_or_default();
        }
        Answer::Consumed
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> Answer {
        if let Some(dialog) = &mut self.leaving {
            let answer = dialog.press(press);
            if answer != DialogAnswer::Waiting {
                self.leaving = None;
            }
            return match answer {
                DialogAnswer::Chosen(1) => Effect::Quit.into(),
                _ => Answer::Consumed,
            };
        }
        if press.burst {
            return Answer::Consumed;
        }
        if let Some(kind) = press.digit().and_then(|n| ITEMS.get(n.checked_sub(1)?)) {
            return Effect::Open(*kind).into();
        }
        match press.action {
            Some(Action::Accept) => return Effect::Open(ITEMS[self.at]).into(),
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(ITEMS.len() - 1);
            }
            Some(Action::Down | Action::NextField) => self.at = (self.at + 1) % ITEMS.len(),
            Some(Action::First | Action::PageUp) => self.at = 0,
            Some(Action::Last | Action::PageDown) => self.at = ITEMS.len() - 1,
            Some(Action::Back) => {
                let lang = ctx.look.lang;
                let choices = vec![lang.leave_no().to_owned(), lang.leave_yes().to_owned()];
                // Leaving loses nothing, so Enter leaves; 1 is order entry in people's fingers, and stays.
                self.leaving = Some(Dialog::new(lang.leave_question(), choices, 1));
            }
            _ => return Answer::Ignored,
        }
        Answer::Consumed
    }
}

impl Screen for Menu {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Menu
    }

    fn crumb(&self, look: &Look) -> String {
        ScreenKind::Menu.name(look.lang).to_owned()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) => self.press(&press, ctx),
            Input::Shown | Input::Changed => {
                let ticket = ctx.ticket();
                self.asking = Some(ticket);
                Effect::Ask(ticket, CountsQuery {}.into()).into()
            }
            Input::Reply(ticket, reply) if self.asking == Some(ticket) => self.counted(&reply),
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let indent = 4;
        let inner = Rect {
            x: area.x + indent,
            width: area.width.saturating_sub(indent),
            ..area
        };
        let mut rows = inner.rows().skip(1);
        for (n, kind) in ITEMS.iter().enumerate() {
            let Some(row) = rows.next() else {
                return;
            };
            let marked = n == self.at;
            let style = if marked {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            let pointer = if marked { '>' } else { ' ' };
            // Nine have a digit; the others their key from everywhere, where Alt+0 is this menu.
            let digit = if n < 9 {
                (n + 1).to_string()
            } else {
                " ".to_owned()
            };
            let text = look.pad(&format!("{pointer}{digit} {}", kind.name(look.lang)), 24);
            frame.render_widget(Line::styled(text, style), row);
            if marked && look.is_read_aloud() {
                popup::stand_at(frame, row);
            }
            let cells = usize::from(row.width).saturating_sub(26);
            let place = Rect {
                x: row.x + row.width.min(26),
                width: u16::try_from(cells).unwrap_or(0),
                ..row
            };
            let waiting = look.pad(&self.waiting(*kind, look, cells), cells);
            frame.render_widget(Line::from(waiting), place);
        }
        if let Some(row) = rows.nth(1) {
            frame.render_widget(Line::styled(look.lang.menu_hint(), look.theme.dim()), row);
        }
        if let Some(row) = rows.next().filter(|_| self.practising) {
            frame.render_widget(
                Line::styled(look.lang.tour_first(), look.theme.title()),
                row,
            );
        }
        if let Some(dialog) = &self.leaving {
            dialog.draw(frame, area, look);
        }
    }

    fn boxed(&self) -> bool {
        self.leaving.is_some()
    }

    fn digits_choose(&self) -> bool {
        true
    }

    fn actions(&self) -> Vec<Action> {
        ITEMS.iter().filter_map(|kind| kind.go()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use serde_json::json;

    #[test]
    fn counts_are_told_whole_or_not_at_all() {
        let mut menu = Menu::new();
        let _ = menu.counted(&Ok(json!({ "late": 70, "short": 28, "tasks": 1 })));
        let told = |cells| menu.waiting(ScreenKind::FollowUp, &Look::new(Lang::Zh), cells);
        assert_eq!(told(40), "延误 70  缺货 28  任务 1");
        assert_eq!(told(24), "延误 70  缺货 28  任务 1");
        assert_eq!(told(23), "延误 70  缺货 28  ..");
        assert_eq!(told(19), "延误 70  ..");
    }
}
