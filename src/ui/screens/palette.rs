//! The palette: every action by name, pinyin initials or number, with its keys beside it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::text::narrow;
use crate::ui::base::action::Scope;
use crate::ui::base::{
    Action, Answer, Ctx, Effect, Input, Look, Opening, Press, Screen, ScreenKind,
};
use crate::ui::widgets::{Field, Kind, Took, field_draw, popup, scroll};
use crate::words::Lang;

/// Rows of the list.
const SHOWN: usize = 14;

/// The palette over a screen.
#[derive(Debug)]
pub struct Palette {
    /// What can be asked for below, with its keys.
    all: Vec<(Action, String)>,
    typed: Field,
    /// Places in `all`, best first.
    hits: Vec<usize>,
    at: usize,
}

impl Palette {
    /// The palette for the screen one comes from: what it offers, and what works everywhere.
    pub fn new(opening: &Opening, ctx: &Ctx<'_>) -> Self {
        let works = |a: &Action| match a.scope() {
            Scope::Everywhere => *a != Action::Palette,
            Scope::Work => opening.actions.contains(a),
            Scope::Moving => false,
        };
        let keys = |a: &Action| (*a, ctx.keymap.keys_text(opening.from, *a));
        let all = Action::ALL.iter().filter(|a| works(a)).map(keys).collect();
        let mut palette = Self {
            all,
            typed: Field::new(Kind::Code),
            hits: Vec::new(),
            at: 0,
        };
        palette.search();
        palette
    }

    fn search(&mut self) {
        let text = narrow(self.typed.value()).to_lowercase();
        let ranked = self.all.iter().enumerate();
        let mut ranked: Vec<(u32, usize)> = ranked
            .filter_map(|(n, (action, _))| rank(*action, &text).map(|rank| (rank, n)))
            .collect();
        ranked.sort_unstable();
        self.hits = ranked.into_iter().map(|(_, n)| n).collect();
        self.at = 0;
    }

    fn press(&mut self, press: &Press) -> Answer {
        let last = self.hits.len().saturating_sub(1);
        match press.action {
            Some(Action::Accept) => {
                let hit = self.hits.get(self.at).map(|n| self.all[*n].0);
                return hit.map_or(Answer::Consumed, |action| Effect::Pass(action).into());
            }
            Some(Action::Back | Action::Palette) => return Effect::Close.into(),
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(last);
            }
            Some(Action::Down | Action::NextField) => {
                self.at = if self.at == last { 0 } else { self.at + 1 }
            }
            Some(Action::PageUp) => self.at = self.at.saturating_sub(SHOWN),
            Some(Action::PageDown) => self.at = (self.at + SHOWN).min(last),
            _ => {
                if self.typed.press(press) == Took::Edited {
                    self.search();
                }
            }
        }
        Answer::Consumed
    }
}

/// How well an action answers to what was typed, the best first; `None` if not at all.
fn rank(action: Action, typed: &str) -> Option<u32> {
    if typed.is_empty() {
        return Some(0);
    }
    let number = action.number().to_string();
    let names = [
        action.name(Lang::Zh).to_owned(),
        action.name(Lang::En).to_lowercase(),
    ];
    let texts = || {
        names
            .iter()
            .map(String::as_str)
            .chain([action.initials(), action.id()])
    };
    match () {
        () if number == typed => Some(0),
        () if texts().any(|text| text.starts_with(typed)) => Some(1),
        () if texts().any(|text| text.contains(typed)) => Some(2),
        () => texts()
            .filter_map(|text| spread(text, typed))
            .min()
            .map(|gaps| 3 + gaps),
    }
}

/// Whether the letters of `typed` stand in `text` in this order; tells how many others lie between.
fn spread(text: &str, typed: &str) -> Option<u32> {
    let mut letters = typed.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut gaps = 0;
    let mut begun = false;
    for c in text.chars() {
        match letters.peek() {
            None => break,
            Some(wanted) if *wanted == c => {
                letters.next();
                begun = true;
            }
            Some(_) => gaps += u32::from(begun),
        }
    }
    letters.peek().is_none().then_some(gaps)
}

impl Screen for Palette {
    fn kind(&self) -> ScreenKind {
        ScreenKind::Palette
    }

    fn crumb(&self, _: &Look) -> String {
        String::new()
    }

    fn update(&mut self, input: Input, _: &Ctx<'_>) -> Answer {
        match input {
            Input::Press(press) => self.press(&press),
            Input::Paste(pasted) => {
                self.typed.paste(&pasted.text);
                self.search();
                Answer::Consumed
            }
            _ => Answer::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let lang = look.lang;
        let place = popup::centred(area, 64, u16::try_from(SHOWN + 4).unwrap_or(18));
        let inner = popup::open(frame, place, lang.palette_prompt(), look);
        let mut rows = inner.rows();
        let Some(first) = rows.next() else {
            return;
        };
        field_draw::draw(frame, first, &self.typed, true, look);
        let cells = usize::from(inner.width);
        if self.hits.is_empty() {
            let row = rows.next().unwrap_or_default();
            frame.render_widget(Line::styled(lang.palette_nothing(), look.theme.dim()), row);
            return;
        }
        let shown = scroll::window(self.at, SHOWN, self.hits.len());
        let below = self.hits.len() - shown.end;
        for n in shown {
            let Some(row) = rows.next() else {
                return;
            };
            let (action, keys) = &self.all[self.hits[n]];
            let keys_cells = cells / 3;
            let name = look.pad(action.name(lang), cells.saturating_sub(keys_cells + 6));
            let text = format!(
                "{}{:>3} {name} {}",
                if n == self.at { '>' } else { ' ' },
                action.number(),
                look.pad(keys, keys_cells)
            );
            let style = if n == self.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            frame.render_widget(Line::styled(text, style), row);
        }
        if below > 0
            && let Some(row) = rows.next()
        {
            frame.render_widget(
                Line::styled(format!("  {}", lang.more_below(below)), look.theme.dim()),
                row,
            );
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
mod tests {
    use super::*;

    fn best(typed: &str) -> Option<Action> {
        let ranked = Action::ALL
            .iter()
            .filter_map(|a| rank(*a, typed).map(|r| (r, a.number(), *a)));
        ranked.min().map(|(_, _, action)| action)
    }

    #[test]
    fn actions_are_found_by_name_initials_and_number() {
        assert_eq!(best("提交"), Some(Action::Submit));
        assert_eq!(best("bctj"), Some(Action::Submit));
        assert_eq!(best("qld"), Some(Action::GoOrderEntry));
        assert_eq!(best("sav"), Some(Action::Submit));
        assert_eq!(best("1"), Some(Action::GoOrderEntry));
        assert_eq!(
            best("ctlo"),
            Some(Action::CopyLast),
            "letters in their order"
        );
        assert_eq!(best("zzz"), None);
    }
}
