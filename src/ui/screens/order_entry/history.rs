//! One history over head and lines: undo takes back what was done last, wherever the caret stands.

use crate::ui::widgets::{Form, Grid};

/// A part with steps of its own.
#[derive(Debug, Clone, Copy)]
enum Part {
    Head,
    Lines,
}

/// The parts one step was made in: a paste into the lines may write a remark in the head, too.
#[derive(Debug)]
struct Done {
    parts: Vec<Part>,
    whole: Option<Whole>,
}

/// What is one step, however much of the order it touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// What another clerk saved was put together with what was typed.
    Merge,
    /// So many lines were pasted.
    Paste(usize),
}

/// Which parts each step was made in.
#[derive(Debug, Default)]
pub struct History {
    undo: Vec<Done>,
    redo: Vec<Done>,
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
    /// Something as a whole.
    Whole(Whole),
}

impl History {
    /// Writes down in which part the steps since the last time were made, each for itself.
    pub fn note(&mut self, form: &mut Form, grid: &mut Grid) {
        let parts = self.new_parts(form, grid);
        self.undo.extend(parts.into_iter().map(|part| Done {
            parts: vec![part],
            whole: None,
        }));
    }

    /// Writes down the steps since the last time as one; `whole` is what it is called.
    pub fn note_as_one(&mut self, whole: Option<Whole>, form: &mut Form, grid: &mut Grid) {
        let parts = self.new_parts(form, grid);
        if !parts.is_empty() {
            self.undo.push(Done { parts, whole });
        }
    }

    fn new_parts(&mut self, form: &mut Form, grid: &mut Grid) -> Vec<Part> {
        let now = (form.steps(), grid.steps());
        let new = [
            (Part::Head, now.0 - self.noted.0),
            (Part::Lines, now.1 - self.noted.1),
        ];
        self.noted = now;
        let new = new.into_iter();
        let parts: Vec<Part> = new
            .flat_map(|(part, n)| (0..n).map(move |_| part))
            .collect();
        if !parts.is_empty() {
            self.redo.clear();
            form.forget_redo();
            grid.forget_redo();
        }
        parts
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
            let Done { mut parts, whole } = from.pop()?;
            let mut told = None;
            // The oldest steps of a part may be forgotten already.
            parts.retain(|part| {
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
                let Some((step, changed)) = found else {
                    return false;
                };
                // Of several the lines are told: they stand behind the head.
                told = Some(step).filter(|_| changed).or(told.take());
                true
            });
            if parts.is_empty() {
                continue;
            }
            to.push(Done { parts, whole });
            if told.is_some() {
                return whole.map(Step::Whole).or(told);
            }
        }
    }
}
