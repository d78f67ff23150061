//! Columns, sort and kept filter of the list below; each change is shown and kept at once.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::ui::base::{
    Action, Answer, Arrangeable, Arrangement, Arrangements, Code, Ctx, Effect, Input, Look, Press,
    Screen, ScreenKind, Sort,
};
use crate::ui::widgets::popup;
use crate::words::Lang;

/// A column as it stands in the box.
#[derive(Debug, Clone)]
struct Entry {
    title: fn(Lang) -> &'static str,
    shown: bool,
}

impl Entry {
    /// What it is called where arrangements are kept.
    fn id(&self) -> String {
        (self.title)(Lang::En).to_owned()
    }
}

/// The box over a screen with a list.
#[derive(Debug)]
pub struct Columns {
    list: Arrangeable,
    entries: Vec<Entry>,
    sort: Option<Sort>,
    filter: String,
    /// The row under the cursor; the filter stands below the columns.
    at: usize,
    /// The key that puts everything back.
    usual: String,
}

impl Columns {
    /// The box for a list, as this person has it now.
    pub fn new(list: Arrangeable, kept: &Arrangements) -> Self {
        let wish = kept.get(&list.name).cloned().unwrap_or_default();
        let mut columns = Self {
            list,
            entries: Vec::new(),
            sort: wish.sort,
            filter: wish.filter,
            at: 0,
            usual: String::new(),
        };
        columns.lay_out(&wish.order, &wish.hidden);
        columns
    }

    fn lay_out(&mut self, order: &[String], hidden: &[String]) {
        let entry = |title: &fn(Lang) -> &'static str| {
            let mut entry = Entry {
                title: *title,
                shown: true,
            };
            entry.shown = !hidden.contains(&entry.id());
            entry
        };
        self.entries = self.list.titles.iter().map(entry).collect();
        let place = |entry: &Entry| order.iter().position(|id| *id == entry.id());
        self.entries
            .sort_by_key(|entry| place(entry).unwrap_or(usize::MAX));
    }

    fn wish(&self) -> Arrangement {
        let built_in: Vec<_> = self.list.titles.iter().map(|t| t(Lang::En)).collect();
        let order: Vec<String> = self.entries.iter().map(Entry::id).collect();
        let hidden = self.entries.iter().filter(|entry| !entry.shown);
        Arrangement {
            order: if order == built_in { Vec::new() } else { order },
            hidden: hidden.map(Entry::id).collect(),
            sort: self.sort.clone(),
            filter: self.filter.clone(),
        }
    }

    fn keep(&self) -> Answer {
        Effect::Arrange(self.list.name.clone(), self.wish()).into()
    }

    fn press(&mut self, press: &Press) -> Answer {
        let last = self.entries.len();
        let key = press.key.map(|key| key.code);
        match press.action {
            Some(Action::Back | Action::Columns) => return Effect::Close.into(),
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(last);
            }
            Some(Action::Down | Action::NextField) => {
                self.at = if self.at == last { 0 } else { self.at + 1 };
            }
            Some(Action::First) => self.at = 0,
            Some(Action::Last) => self.at = last,
            Some(Action::Accept) => return self.sort_or_filter(),
            Some(Action::ClearField) => {
                self.lay_out(&[], &[]);
                (self.sort, self.filter) = (None, String::new());
                return self.keep();
            }
            _ if key == Some(Code::Char(' ')) => return self.show_or_hide(),
            _ if matches!(key, Some(Code::Left | Code::Right)) => {
                return self.shift(key == Some(Code::Left));
            }
            _ => {}
        }
        Answer::Consumed
    }

    /// Enter: sorts by this column, then the other way, then as the office gives the rows.
    fn sort_or_filter(&mut self) -> Answer {
        let Some(entry) = self.entries.get(self.at) else {
            return self.show_or_hide();
        };
        let id = entry.id();
        let own = self.sort.take().filter(|sort| sort.column == id);
        self.sort = match own {
            None => Some(Sort {
                column: id,
                down: false,
            }),
            Some(sort) if !sort.down => Some(Sort { down: true, ..sort }),
            Some(_) => None,
        };
        self.keep()
    }

    fn show_or_hide(&mut self) -> Answer {
        let shown = self.entries.iter().filter(|entry| entry.shown).count();
        match self.entries.get_mut(self.at) {
            // One column stays, or nobody could tell the rows apart.
            Some(entry) if entry.shown && shown == 1 => return Answer::Consumed,
            Some(entry) => entry.shown = !entry.shown,
            None if self.filter.is_empty() => self.list.filter.clone_into(&mut self.filter),
            None => self.filter.clear(),
        }
        self.keep()
    }

    fn shift(&mut self, left: bool) -> Answer {
        let last = self.entries.len().saturating_sub(1);
        let to = if left {
            self.at.checked_sub(1)
        } else {
            (self.at < last).then_some(self.at + 1)
        };
        match to {
            Some(to) if self.at <= last => {
                self.entries.swap(self.at, to);
                self.at = to;
                self.keep()
            }
            _ => Answer::Consumed,
        }
    }

    fn text(&self, n: usize, look: &Look) -> String {
        let lang = look.lang;
        let Some(entry) = self.entries.get(n) else {
            return if self.filter.is_empty() {
                format!("[ ] {}", lang.columns_no_filter())
            } else {
                format!("[x] {}", lang.columns_filter(&self.filter))
            };
        };
        let sorted = self.sort.as_ref().filter(|sort| sort.column == entry.id());
        let sorted = sorted.map_or("", |sort| {
            if sort.down {
                lang.columns_down()
            } else {
                lang.columns_up()
            }
        });
        let mark = if entry.shown { 'x' } else { ' ' };
        format!("[{mark}] {} {sorted}", look.pad((entry.title)(lang), 24))
    }
}

impl Screen for Columns {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Columns
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, ctx: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) => self.press(&press),
            Input::Paste(_) => Answer::Consumed,
            Input::Shown => {
                self.usual = ctx
                    .keymap
                    .keys_text(ScreenKind::Columns, Action::ClearField);
                Answer::Consumed
            }
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let rows = u16::try_from(self.entries.len() + 6).unwrap_or(u16::MAX);
        let place = popup::centred(area, 56, rows);
        let inner = popup::open(frame, place, lang.columns_title(), look);
        let mut lines = inner.rows();
        for n in 0..=self.entries.len() {
            let Some(row) = lines.next() else { return };
            let pointer = if n == self.at { '>' } else { ' ' };
            let style = if n == self.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            let text = format!("{pointer}{}", self.text(n, look));
            let text = look.pad(&text, usize::from(inner.width));
            frame.render_widget(Line::styled(text, style), row);
            if n == self.at {
                frame.set_cursor_position((row.x, row.y));
            }
        }
        let dim: Style = look.theme.dim();
        let keys = [
            String::new(),
            lang.columns_keys().to_owned(),
            lang.columns_keys_more(&self.usual),
        ];
        for text in keys {
            let Some(row) = lines.next() else { return };
            frame.render_widget(Line::styled(format!(" {text}"), dim), row);
        }
    }

    fn actions(&self) -> Vec<Action> {
        Vec::new()
    }

    fn floats(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
