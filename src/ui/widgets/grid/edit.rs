//! Editing whole lines of a grid: insert, delete, repeat, undo.

use super::{Grid, GridAnswer, STEPS};
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
        self.go(line, column);
        GridAnswer::Changed { line }
    }

    pub(super) fn repeat_line(&mut self, lang: Lang) -> GridAnswer {
        let (line, _) = self.at;
        let Some(above) = line.checked_sub(1).map(|n| self.lines[n].cells.clone()) else {
            return GridAnswer::Faulty(lang.nothing_above().to_owned());
        };
        self.remember();
        self.lines[line].cells = above;
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

    pub(super) fn remember(&mut self) {
        if self.undo.len() == STEPS {
            self.undo.remove(0);
        }
        self.undo.push(self.lines.clone());
        self.redo.clear();
    }

    pub(super) fn take_back(&mut self, back: bool) -> GridAnswer {
        let (from, to) = if back {
            (&mut self.undo, &mut self.redo)
        } else {
            (&mut self.redo, &mut self.undo)
        };
        let Some(lines) = from.pop() else {
            return GridAnswer::Consumed;
        };
        to.push(std::mem::replace(&mut self.lines, lines));
        let (line, column) = self.at;
        self.go(line, column);
        GridAnswer::Changed { line: self.at.0 }
    }
}
