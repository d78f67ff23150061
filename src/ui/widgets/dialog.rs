//! A question with numbered answers: a digit chooses, Enter takes the marked one, Esc cancels.
//!
//! Why digits: with an input method on, `y` and `n` never arrive.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Action, Look, Press};

use super::{popup, scroll};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    question: String,
    choices: Vec<String>,
    at: usize,
}

/// What came of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogAnswer {
    /// The question still stands.
    Waiting,
    /// This choice, from 0.
    Chosen(usize),
    /// Taken back.
    Cancelled,
}

impl Dialog {
    /// A question with its choices; `at` is marked at first.
    pub fn new(question: impl Into<String>, choices: Vec<String>, at: usize) -> Self {
        let at = at.min(choices.len().saturating_sub(1));
        Self {
            question: question.into(),
            choices,
            at,
        }
    }

    /// A question of yes (0) or no (1), no marked: for what cannot be undone.
    pub fn yes_no(question: impl Into<String>, look: &Look) -> Self {
        let choices = vec![look.lang.yes().to_owned(), look.lang.no().to_owned()];
        Self::new(question, choices, 1)
    }

    /// Which choice is marked, from 0.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Whether a key is the number of a choice.
    pub fn is_chosen_by(&self, press: &Press) -> bool {
        let choices = 1..=self.choices.len();
        !press.burst && press.digit().is_some_and(|n| choices.contains(&n))
    }

    /// Takes a key; every key is its own while the question stands.
    pub fn press(&mut self, press: &Press) -> DialogAnswer {
        let count = self.choices.len();
        if press.burst {
            return DialogAnswer::Waiting; // its end would choose what is marked
        }
        if let Some(n) = press.digit().filter(|_| self.is_chosen_by(press)) {
            return DialogAnswer::Chosen(n - 1);
        }
        match press.action {
            Some(Action::Back) => return DialogAnswer::Cancelled,
            Some(Action::Accept | Action::Submit) if count > 0 => {
                return DialogAnswer::Chosen(self.at);
            }
            Some(Action::Up | Action::PrevField) => {
                self.at = self.at.checked_sub(1).unwrap_or(count.saturating_sub(1));
            }
            Some(Action::Down | Action::NextField) => self.at = (self.at + 1) % count.max(1),
            Some(Action::First) => self.at = 0,
            Some(Action::Last) => self.at = count.saturating_sub(1),
            _ => {}
        }
        DialogAnswer::Waiting
    }

    /// Draws it in the middle of `area`.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let keys = look.lang.dialog_keys();
        let lines: Vec<&str> = self.question.lines().collect();
        let texts = lines
            .iter()
            .copied()
            .chain(self.choices.iter().map(String::as_str));
        let widest = texts
            .map(|text| look.width(text) + 4)
            .chain([look.width(keys)])
            .max();
        let columns = u16::try_from(widest.unwrap_or(0) + 4).unwrap_or(u16::MAX);
        // More choices than there is room for move under the marked one.
        let room = usize::from(area.height)
            .saturating_sub(lines.len() + 4)
            .max(1);
        let shown = scroll::window(self.at, room, self.choices.len());
        let rows = u16::try_from(lines.len() + shown.len() + 4).unwrap_or(u16::MAX);
        let inner = popup::open(frame, popup::centred(area, columns, rows), "", look);
        let cells = usize::from(inner.width);
        let mut drawn: Vec<Line<'_>> = lines
            .iter()
            .map(|text| Line::from(look.pad(text, cells)))
            .collect();
        drawn.push(Line::default());
        for (n, choice) in self
            .choices
            .iter()
            .enumerate()
            .filter(|(n, _)| shown.contains(n))
        {
            // A sign beside the bar: what is marked must be heard too.
            let pointer = if n == self.at { '>' } else { ' ' };
            // The tenth and later ones have no key of their own: 1 would be taken at once.
            let key = char::from_digit(u32::try_from(n + 1).unwrap_or(10), 10).unwrap_or(' ');
            let text = look.pad(&format!("{pointer}{key} {choice}"), cells);
            let style = if n == self.at {
                look.theme.cursor()
            } else {
                look.theme.plain()
            };
            drawn.push(Line::styled(text, style));
        }
        drawn.push(Line::styled(look.pad(keys, cells), look.theme.dim()));
        let marked = lines.len() + 1 + self.at.saturating_sub(shown.start);
        for (n, (line, row)) in drawn.into_iter().zip(inner.rows()).enumerate() {
            if n == marked {
                popup::stand_at(frame, row);
            }
            frame.render_widget(line, row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{Desk, drawn, text_of};
    use crate::words::Lang;

    #[test]
    fn no_is_the_default_and_digits_choose() {
        let desk = Desk::new(Lang::En);
        let mut dialog = Dialog::yes_no("Void SO1?", &desk.look);
        let (buffer, at) = drawn(40, 8, |frame, area| dialog.draw(frame, area, &desk.look));
        let seen = text_of(&buffer);
        let row = seen.lines().position(|line| line.contains(">2 No"));
        assert_eq!(
            at.map(|at| usize::from(at.y)),
            row,
            "the cursor stands there"
        );
        assert!(seen.contains(" 1 Yes") && seen.contains(">2 No"), "{seen}");
        assert_eq!(dialog.press(&desk.press("Enter")), DialogAnswer::Chosen(1));
        assert_eq!(dialog.press(&desk.press("1")), DialogAnswer::Chosen(0));
        assert_eq!(dialog.press(&desk.press("3")), DialogAnswer::Waiting);
        assert_eq!(dialog.press(&desk.press("y")), DialogAnswer::Waiting);
        assert_eq!(dialog.press(&desk.press("Esc")), DialogAnswer::Cancelled);
    }
}
