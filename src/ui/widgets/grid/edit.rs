//! Editing whole lines of a grid: insert, delete, repeat, undo.

use super::{Field, Grid, GridAnswer, GridLine, STEPS};
use crate::ui::base::Ctx;
use crate::words::Lang;

impl Grid {
    pub(super) fn insert_line(&mut self) -> GridAnswer {
        self.remember();
        let line = self.at.0;
        self.lines.insert(line, self.empty_line());
        self.go(line, 0);
        GridAnswer::Changed { line }
    }

    /// Takes the line out; the last one becomes empty.
    pub(super) fn delete_line(&mut self) -> GridAnswer {
        self.remember();
        let (line, column) = self.at;
        self.lines.remove(line);
        if self.lines.is_empty() {
            self.lines.push(self.empty_line());
        }
        let line = line.min(self.lines.len() - 1);
        // An empty line begins with its code.
        let empty = self.lines[line].cells.iter().all(Field::is_empty);
        self.go(line, if empty { 0 } else { column });
        GridAnswer::Changed { line }
    }

    pub(super) fn repeat_line(&mut self, lang: Lang) -> GridAnswer {
        let (line, _) = self.at;
        let Some(above) = line.checked_sub(1).map(|n| self.lines[n].cells.clone()) else {
            return GridAnswer::Faulty(lang.nothing_above().to_owned());
        };
        self.remember();
        if self.lines[line].cells.iter().all(Field::is_empty) {
            self.lines[line].cells = above;
        } else {
            // What stands there stays, one further down.
            let mut copy = self.empty_line();
            copy.cells = above;
            self.lines.insert(line, copy);
        }
        self.next_line(line);
        GridAnswer::Changed { line }
    }

    pub(super) fn copy_cell(&mut self, from: Option<usize>, ctx: &Ctx<'_>) -> GridAnswer {
        let (_, column) = self.at;
        let Some(from) = from else {
            return GridAnswer::Faulty(ctx.look.lang.nothing_above().to_owned());
        };
        let value = self.lines[from].cells[column].value().to_owned();
        if let Some(cell) = self.current() {
            cell.set(&value);
        }
        if value.is_empty() {
            GridAnswer::Consumed
        } else {
            self.accept(ctx)
        }
    }

    /// What is there now is the floor: nothing before it can be taken back to.
    pub fn forget_steps(&mut self) {
        self.undo.clear();
        self.redo.clear();
    }

    /// What stood in a cell before the last step.
    pub fn before_last(&self, line: usize, id: &str) -> Option<&str> {
        let column = self.place(id)?;
        Some(self.undo.last()?.get(line)?.cells.get(column)?.value())
    }

    /// What was taken back cannot be done again: something else was done since.
    pub fn forget_redo(&mut self) {
        self.redo.clear();
    }

    /// Steps made so far, for a history over several parts.
    pub const fn steps(&self) -> u64 {
        self.made
    }

    /// Writes down how the lines are now, to be taken back to.
    pub fn remember(&mut self) {
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push(self.lines.clone());
        self.redo.clear();
        self.made += 1;
    }

    /// Makes a step of what is being typed; tells whether anything was. The step back shows the
    /// line as it was before this cell was typed in.
    pub fn seal(&mut self) -> bool {
        let Some(before) = self.typing().map(str::to_owned) else {
            return false;
        };
        let Some(cell) = self.current() else {
            return false;
        };
        let now = cell.clone();
        cell.set(&before);
        self.remember();
        now.value().clone_into(&mut self.before);
        if let Some(cell) = self.current() {
            *cell = now;
        }
        true
    }

    /// Takes the last step back, or does it again; the first line that is another one now, whether
    /// one is, and what stood there.
    pub fn step_back(&mut self, back: bool) -> Option<(usize, bool, Vec<String>)> {
        let (from, to) = if back {
            (&mut self.undo, &mut self.redo)
        } else {
            (&mut self.redo, &mut self.undo)
        };
        let was = std::mem::replace(&mut self.lines, from.pop()?);
        let same = was.iter().zip(&self.lines);
        let same = same
            .take_while(|(was, is)| was.values() == is.values())
            .count();
        let changed = same < was.len().max(self.lines.len());
        let before = was.get(same).map(GridLine::values).unwrap_or_default();
        to.push(was);
        let line = same.min(self.lines.len() - 1);
        // A line without goods begins with its code.
        let begun = self.lines[line]
            .cells
            .first()
            .is_some_and(|code| !code.is_empty());
        self.go(line, if begun { self.at.1 } else { 0 });
        Some((line, changed, before))
    }

    pub(super) fn take_back(&mut self, back: bool) -> GridAnswer {
        if back {
            self.seal();
        }
        self.step_back(back)
            .map_or(GridAnswer::Consumed, |(line, ..)| GridAnswer::Changed {
                line,
            })
    }
}
