//! A box that asks for one sentence: the reason of a price, the answer to a warning.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::base::{Action, Input, Look, Tone};
use crate::ui::widgets::{Field, Kind, field_draw, popup};

/// The box.
#[derive(Debug)]
pub struct TextBox {
    title: String,
    lines: Vec<String>,
    field: Field,
    /// Enter came while nothing was said: the foot says so until something is.
    lacking: bool,
}

/// What came of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextAnswer {
    /// The question still stands.
    Waiting,
    /// This was said; never empty.
    Said(String),
    /// Taken back.
    Cancelled,
}

impl TextBox {
    /// Asks, with a text that Enter takes as it is.
    pub fn new(title: String, lines: Vec<String>, offered: &str) -> Self {
        let mut field = Field::new(Kind::Text).with(offered);
        field.focus();
        Self {
            title,
            lines,
            field,
            lacking: false,
        }
    }

    /// Takes an input; every key is its own while the question stands.
    pub fn take(&mut self, input: &Input) -> TextAnswer {
        match input {
            Input::Press(press) => match press.action {
                Some(Action::Back) => return TextAnswer::Cancelled,
                Some(Action::Accept | Action::Submit) if !self.field.is_empty() => {
                    return TextAnswer::Said(self.field.value().trim().to_owned());
                }
                Some(Action::Accept | Action::Submit) => self.lacking = true,
                _ => {
                    self.field.press(press);
                }
            },
            Input::Paste(pasted) => {
                self.field.paste(&pasted.text);
            }
            _ => {}
        }
        self.lacking &= self.field.is_empty();
        TextAnswer::Waiting
    }

    /// Draws it in the middle of `area`.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, look: &Look) {
        let rows = u16::try_from(self.lines.len() + 4).unwrap_or(8);
        let inner = popup::open(frame, popup::centred(area, 64, rows), &self.title, look);
        let cells = usize::from(inner.width);
        let mut places = inner.rows();
        for (line, row) in self.lines.iter().zip(places.by_ref()) {
            frame.render_widget(Line::from(look.pad(line, cells)), row);
        }
        if let Some(row) = places.next() {
            field_draw::draw(frame, row, &self.field, true, look);
        }
        if let Some(row) = places.next() {
            let (said, style) = if self.lacking {
                (look.lang.entry_answer_lacks(), look.theme.tone(Tone::Bad))
            } else {
                (look.lang.entry_answer_keys(), look.theme.dim())
            };
            frame.render_widget(Line::styled(look.pad(said, cells), style), row);
        }
    }
}
