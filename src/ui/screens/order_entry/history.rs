//! One history over head and lines: undo takes back what was done last, wherever the caret stands.

use crate::ui::widgets::{Form, Grid};

/// A part with steps of its own.
#[derive(Debug, Clone, Copy)]
enum Part {
    Head,
    Lines,
}

/// Which part each step was made in.
#[derive(Debug, Default)]
pub struct History {
    undo: Vec<Part>,
    redo: Vec<Part>,
    /// Steps of the head and of the lines that are written down here.
    noted: (u64, u64),
}

/// What was taken back or done again.
#[derive(Debug)]
pub enum Step {
    /// A field, and what stood there.
    Head(&'static str, String),
    /// The first line that is another one now, and what stood there.
    Line(usize, Vec<String>),
}

impl History {
    /// Writes down in which part the steps since the last time were made.
    pub fn note(&mut self, form: &mut Form, grid: &mut Grid) {
        let now = (form.steps(), grid.steps());
        let new = [
            (Part::Head, now.0 - self.noted.0),
            (Part::Lines, now.1 - self.noted.1),
        ];
        self.noted = now;
        if new.iter().all(|(_, count)| *count == 0) {
            return;
        }
        for (part, count) in new {
            self.undo.extend((0..count).map(|_| part));
        }
        self.redo.clear();
        form.forget_redo();
        grid.forget_redo();
    }

    /// Undo ends at what is there now.
    pub fn forget(&mut self, form: &mut Form, grid: &mut Grid) {
        form.forget_steps();
        grid.forget_steps();
        *self = Self {
            noted: (form.steps(), grid.steps()),
            ..Self::default()
        };
    }

    /// Takes the last step that changed anything back, or does it again.
    pub fn step(&mut self, back: bool, form: &mut Form, grid: &mut Grid) -> Option<Step> {
        if back {
            form.seal();
            grid.seal();
        }
        self.note(form, grid);
        loop {
            let (from, to) = if back {
                (&mut self.undo, &mut self.redo)
            } else {
                (&mut self.redo, &mut self.undo)
            };
            let part = from.pop()?;
            let found = match part {
                Part::Head => form.step_back(back).map(|(id, was)| {
                    let changed = form.value(id) != was;
                    (Step::Head(id, was), changed)
                }),
                Part::Lines => {
                    let found = grid.step_back(back);
                    found.map(|(line, changed, was)| (Step::Line(line, was), changed))
                }
            };
            // The oldest steps of a part may be forgotten already.
            let Some((step, changed)) = found else {
                continue;
            };
            to.push(part);
            if changed {
                return Some(step);
            }
        }
    }
}
