//! One history over head and lines: undo takes back what was done last, wherever the caret stands.

use crate::ui::base::{Ctx, Effect, Tone};
use crate::words::Lang;

use super::sheet::Sheet;
use super::{Focus, OrderEntry};

/// Which part each step was made in.
#[derive(Debug, Default)]
pub struct History {
    undo: Vec<Focus>,
    redo: Vec<Focus>,
    /// Steps of the head and of the lines that are written down here.
    noted: (u64, u64),
}

/// What was taken back or done again.
#[derive(Debug)]
enum Step {
    /// A field, and what stood there.
    Head(&'static str, String),
    /// The first line that is another one now.
    Line(usize),
}

impl Sheet {
    /// Writes down in which part the steps since the last time were made.
    pub(super) fn note_steps(&mut self) {
        let now = (self.form.steps(), self.grid.steps());
        let new = [
            (Focus::Head, now.0 - self.history.noted.0),
            (Focus::Lines, now.1 - self.history.noted.1),
        ];
        self.history.noted = now;
        if new.iter().all(|(_, count)| *count == 0) {
            return;
        }
        for (part, count) in new {
            self.history.undo.extend((0..count).map(|_| part));
        }
        self.history.redo.clear();
        self.form.forget_redo();
        self.grid.forget_redo();
    }

    /// Undo ends at what is there now.
    pub(super) fn forget_steps(&mut self) {
        self.form.forget_steps();
        self.grid.forget_steps();
        self.history = History {
            noted: (self.form.steps(), self.grid.steps()),
            ..History::default()
        };
    }

    /// Takes the last step that changed anything back, or does it again.
    fn step_back(&mut self, back: bool) -> Option<Step> {
        if back {
            self.form.seal();
            self.grid.seal();
        }
        self.note_steps();
        let before = self.draft();
        loop {
            let (from, to) = if back {
                (&mut self.history.undo, &mut self.history.redo)
            } else {
                (&mut self.history.redo, &mut self.history.undo)
            };
            let part = from.pop()?;
            // The oldest steps of a part may be forgotten already.
            let step = match part {
                Focus::Head => self
                    .form
                    .step_back(back)
                    .map(|(id, was)| Step::Head(id, was)),
                Focus::Lines => self.grid.step_back(back).map(Step::Line),
            };
            let Some(step) = step else { continue };
            to.push(part);
            if self.draft() != before {
                return Some(step);
            }
        }
    }
}

impl OrderEntry {
    /// Takes a step back or does it again, goes there and says what it was.
    pub(super) fn step_back(&mut self, back: bool, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let lang = ctx.look.lang;
        let what = match self.sheet.step_back(back) {
            None => {
                let said = if back {
                    lang.entry_no_undo()
                } else {
                    lang.entry_no_redo()
                };
                out.push(Effect::Tell(Tone::Plain, said.to_owned()));
                return;
            }
            Some(Step::Head(id, was)) => {
                self.focus = Focus::Head;
                self.sheet.form.go_to(id);
                let what = self.field_told(id, &was, lang);
                self.head_changed(id, ctx, out);
                what
            }
            Some(Step::Line(line)) => {
                self.focus = Focus::Lines;
                self.line_changed(line, ctx, out);
                lang.entry_line_n(line + 1)
            }
        };
        let said = if back {
            lang.entry_undone(&what)
        } else {
            lang.entry_redone(&what)
        };
        out.push(Effect::Tell(Tone::Plain, said));
        self.keep(out);
    }

    /// A field that changed: `need date 2026-11-30 -> none`.
    fn field_told(&self, id: &str, was: &str, lang: Lang) -> String {
        let mut entries = self.sheet.form.entries().iter();
        let label = entries.find(|entry| entry.id == id);
        let label = label.map_or(id, |entry| (entry.label)(lang));
        let shown = |value: &str| match value {
            "" => lang.entry_clash_none().to_owned(),
            value => value.to_owned(),
        };
        format!(
            "{label} {} -> {}",
            shown(was),
            shown(self.sheet.form.value(id))
        )
    }
}
