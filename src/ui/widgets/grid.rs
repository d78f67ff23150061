//! Lines of an order being typed: a grid of fields.
//!
//! Enter goes to the next cell of the line that needs a value, past the last one to a new line;
//! on an empty code it leaves the grid. `..` takes the cell above, `//` the first line's, `+` alone
//! the whole line above. The columns and their order never change with the data.

mod edit;

use crate::ui::base::{Action, Ctx, Input, Press};
use crate::words::Lang;

use super::field::{Fault, Field, Kind, Took};
use super::line_text;

/// Steps that can be taken back.
const STEPS: usize = 50;
/// Lines that page up and down move by.
const PAGE: usize = 10;

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct GridColumn {
    /// Its name in commands.
    pub id: &'static str,
    /// Its heading.
    pub label: fn(Lang) -> &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Cells wide; 0 takes what is left.
    pub width: u16,
    /// Whether it can be typed in; else the screen fills it.
    pub typed: bool,
    /// Whether Enter stops there while it is empty.
    pub needed: bool,
}

/// A line.
#[derive(Debug, Clone)]
pub struct GridLine {
    /// A cell for each column.
    pub cells: Vec<Field>,
    /// The number of the line in the office, if it has one.
    pub number: Option<u64>,
}

impl GridLine {
    /// The texts of its cells.
    pub fn values(&self) -> Vec<String> {
        let cells = self.cells.iter();
        cells.map(|cell| cell.value().to_owned()).collect()
    }
}

/// What the grid made of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridAnswer {
    /// Not for a grid.
    Ignored,
    /// Nothing the screen has to know.
    Consumed,
    /// The text of a cell changed; it is not understood yet.
    Edited,
    /// A code was confirmed: find the product, fill the line, then `go_on`. The text may be a
    /// whole line (`1001*20/12.5`), see [`line_text::read`].
    Code {
        /// The line.
        line: usize,
        /// What was typed.
        text: String,
    },
    /// A cell was left with another value, or a line came or went: work the totals out anew.
    Changed {
        /// The line.
        line: usize,
    },
    /// The clerk wants to choose a value for the cell under the cursor.
    Lookup,
    /// A block was pasted into the code cell: lines of cells.
    Block(Vec<Vec<String>>),
    /// The value is wrong, focus stays; say this.
    Faulty(String),
    /// Leaves the grid: Enter on an empty code, or Up on the first line.
    Leave {
        /// Downwards.
        forward: bool,
    },
}

/// The grid.
#[derive(Debug, Clone)]
pub struct Grid {
    pub(super) columns: Vec<GridColumn>,
    pub(super) lines: Vec<GridLine>,
    pub(super) at: (usize, usize),
    before: String,
    undo: Vec<Vec<GridLine>>,
    redo: Vec<Vec<GridLine>>,
    /// Steps made so far, whether or not they were taken back.
    made: u64,
}

impl Grid {
    /// A grid with one empty line. The first column is the code.
    pub fn new(columns: Vec<GridColumn>) -> Self {
        let mut grid = Self {
            columns,
            lines: Vec::new(),
            at: (0, 0),
            before: String::new(),
            undo: Vec::new(),
            redo: Vec::new(),
            made: 0,
        };
        grid.lines.push(grid.empty_line());
        grid
    }

    fn empty_line(&self) -> GridLine {
        let cells = self
            .columns
            .iter()
            .map(|column| Field::new(column.kind))
            .collect();
        GridLine {
            cells,
            number: None,
        }
    }

    /// The lines.
    pub fn lines(&self) -> &[GridLine] {
        &self.lines
    }

    /// Lines that have a code.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &GridLine)> {
        let has_code = |line: &GridLine| line.cells.first().is_some_and(|cell| !cell.is_empty());
        self.lines
            .iter()
            .enumerate()
            .filter(move |(_, line)| has_code(line))
    }

    /// The line and column under the cursor.
    pub const fn at(&self) -> (usize, usize) {
        self.at
    }

    /// The name of the column under the cursor.
    pub fn column(&self) -> &'static str {
        self.columns.get(self.at.1).map_or("", |column| column.id)
    }

    /// The text of a cell; empty if there is none.
    pub fn value(&self, line: usize, id: &str) -> &str {
        self.cell(line, id).map_or("", Field::value)
    }

    /// A cell.
    pub fn cell(&self, line: usize, id: &str) -> Option<&Field> {
        let column = self.place(id)?;
        self.lines.get(line)?.cells.get(column)
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }

    /// Puts a value into a cell; it counts as understood.
    pub fn set(&mut self, line: usize, id: &str, value: &str) {
        if let Some(column) = self.place(id)
            && let Some(cells) = self.lines.get_mut(line)
        {
            cells.cells[column].set(value);
            if self.at == (line, column) {
                value.clone_into(&mut self.before);
            }
        }
    }

    /// Writes what is being typed in a cell otherwise; it is not understood yet.
    pub fn retype(&mut self, line: usize, id: &str, text: &str) {
        if let Some(column) = self.place(id)
            && let Some(line) = self.lines.get_mut(line)
        {
            line.cells[column].set(text);
        }
    }

    /// Puts in all lines at once: a copied order, a draft.
    pub fn load(&mut self, lines: Vec<(Option<u64>, Vec<String>)>) {
        self.remember();
        self.lines.clear();
        for (number, values) in lines {
            let mut line = self.empty_line();
            line.number = number;
            for (cell, value) in line.cells.iter_mut().zip(values) {
                cell.set(&value);
            }
            self.lines.push(line);
        }
        if self.lines.is_empty() {
            self.lines.push(self.empty_line());
        }
        self.go(0, 0);
    }

    /// Marks a cell as wrong and goes there.
    pub fn blame(&mut self, line: usize, id: &str, fault: Fault) {
        if let Some(column) = self.place(id).filter(|_| line < self.lines.len()) {
            self.go(line, column);
            self.lines[line].cells[column].blame(fault);
        }
    }

    /// What stands in the cell is asked for again when it is left, though it is typed again as it was.
    pub fn forget_before(&mut self) {
        self.before.clear();
    }

    /// Marks a cell as wrong and stays where typing goes on.
    pub fn mark(&mut self, line: usize, id: &str, fault: Fault) {
        if let Some(column) = self.place(id)
            && let Some(line) = self.lines.get_mut(line)
        {
            line.cells[column].blame(fault);
        }
    }

    /// Gets the focus at a line and column.
    pub fn go(&mut self, line: usize, column: usize) {
        let line = line.min(self.lines.len().saturating_sub(1));
        self.at = (line, column.min(self.columns.len().saturating_sub(1)));
        if let Some(cell) = self
            .lines
            .get_mut(line)
            .and_then(|line| line.cells.get_mut(self.at.1))
        {
            self.before = cell.value().to_owned();
            cell.focus();
        }
    }

    /// What the cell being typed in held before, while it holds something else.
    pub fn typing(&self) -> Option<&str> {
        let cell = self.lines.get(self.at.0)?.cells.get(self.at.1)?;
        (cell.value() != self.before).then_some(self.before.as_str())
    }

    /// Goes on typing in a cell that held `before`, with the caret behind its text.
    pub fn type_on(&mut self, line: usize, column: usize, before: &str) {
        self.go(line, column);
        before.clone_into(&mut self.before);
        if let Some(cell) = self.current() {
            cell.selected = false;
        }
    }

    /// Goes to the next cell of this line that needs a value, else to a new line.
    pub fn go_on(&mut self, line: usize) {
        let Some(cells) = self.lines.get(line).map(|line| &line.cells) else {
            return;
        };
        let from = if self.at.0 == line { self.at.1 + 1 } else { 0 };
        let wants = |n: &usize| {
            let column = &self.columns[*n];
            column.typed && (column.needed && cells[*n].is_empty() || cells[*n].fault().is_some())
        };
        match (from..self.columns.len()).chain(0..from).find(wants) {
            Some(column) => self.go(line, column),
            None => self.next_line(line),
        }
    }

    fn next_line(&mut self, line: usize) {
        if line + 1 >= self.lines.len() {
            self.lines.push(self.empty_line());
        }
        self.go(line + 1, 0);
    }

    /// Takes an input.
    pub fn take(&mut self, input: &Input, ctx: &Ctx<'_>) -> GridAnswer {
        match input {
            Input::Press(press) => self.press(press, ctx),
            Input::Paste(pasted) => {
                let block = line_text::block(&pasted.text);
                if self.at.1 == 0 && (block.len() > 1 || block.iter().any(|line| line.len() > 1)) {
                    return GridAnswer::Block(block);
                }
                match self.current().map_or(0, |cell| cell.paste(&pasted.text)) {
                    0 => GridAnswer::Edited,
                    left => GridAnswer::Faulty(ctx.look.lang.paste_cut(left)),
                }
            }
            _ => GridAnswer::Ignored,
        }
    }

    fn current(&mut self) -> Option<&mut Field> {
        let (line, column) = self.at;
        self.lines.get_mut(line)?.cells.get_mut(column)
    }

    fn press(&mut self, press: &Press, ctx: &Ctx<'_>) -> GridAnswer {
        let (line, _) = self.at;
        match press.action {
            Some(Action::Accept) => self.accept(ctx),
            Some(Action::NextField) => self.leave_for(ctx, |grid| grid.step(true)),
            Some(Action::PrevField) => self.leave_for(ctx, |grid| grid.step(false)),
            Some(Action::Up) if line == 0 => match self.settle(ctx) {
                Ok(_) => GridAnswer::Leave { forward: false },
                Err(said) => GridAnswer::Faulty(said),
            },
            Some(Action::Up) => self.leave_for(ctx, |grid| grid.move_by(-1)),
            Some(Action::Down) => self.leave_for(ctx, |grid| grid.move_by(1)),
            Some(Action::PageUp) => self.leave_for(ctx, |grid| {
                grid.go(grid.at.0.saturating_sub(PAGE), grid.at.1);
            }),
            Some(Action::PageDown) => {
                self.leave_for(ctx, |grid| grid.go(grid.at.0 + PAGE, grid.at.1))
            }
            Some(Action::InsertLine) => self.insert_line(),
            Some(Action::DeleteLine) => self.delete_line(),
            Some(Action::RepeatLine) => self.repeat_line(ctx.look.lang),
            Some(Action::Undo) => self.take_back(true),
            Some(Action::Redo) => self.take_back(false),
            Some(Action::Lookup) => GridAnswer::Lookup,
            _ => match self
                .current()
                .map_or(Took::Ignored, |cell| cell.press(press))
            {
                Took::Ignored => GridAnswer::Ignored,
                Took::Moved => GridAnswer::Consumed,
                Took::Edited => GridAnswer::Edited,
            },
        }
    }

    /// Understands the cell under the cursor; tells whether its value changed.
    fn settle(&mut self, ctx: &Ctx<'_>) -> Result<bool, String> {
        let lang = ctx.look.lang;
        let label = self
            .columns
            .get(self.at.1)
            .map_or("", |column| (column.label)(lang));
        let today = ctx.today();
        let Some(cell) = self.current() else {
            return Ok(false);
        };
        // Confirming what was found wrong asks again: the reason may be gone.
        let again = matches!(cell.fault(), Some(Fault::Said(_)));
        cell.settle(today)
            .map_err(|fault| fault.tell(lang, label))?;
        Ok(self.seal() || again)
    }

    fn accept(&mut self, ctx: &Ctx<'_>) -> GridAnswer {
        let (line, column) = self.at;
        let lang = ctx.look.lang;
        let typed = self
            .current()
            .map(|cell| cell.value().trim().to_owned())
            .unwrap_or_default();
        match (typed.as_str(), column) {
            ("", 0) => return GridAnswer::Leave { forward: true },
            ("+", 0) => {
                // The sign is no goods: taking the copy back must not bring it out again.
                if let Some(cell) = self.lines.get_mut(line).and_then(|l| l.cells.first_mut()) {
                    cell.set("");
                }
                self.before.clear();
                return self.repeat_line(lang);
            }
            ("..", _) => return self.copy_cell(line.checked_sub(1), ctx),
            ("//", _) => return self.copy_cell(Some(0).filter(|_| line > 0), ctx),
            _ => {}
        }
        let changed = match self.settle(ctx) {
            Ok(changed) => changed,
            Err(said) => return GridAnswer::Faulty(said),
        };
        if column == 0 && changed {
            return GridAnswer::Code { line, text: typed };
        }
        let needed = self
            .columns
            .get(column)
            .filter(|c| c.needed && typed.is_empty());
        if let Some(needed) = needed {
            let said = Fault::Needed.tell(lang, (needed.label)(lang));
            self.blame(line, needed.id, Fault::Needed);
            return GridAnswer::Faulty(said);
        }
        self.go_on(line);
        if changed {
            GridAnswer::Changed { line }
        } else {
            GridAnswer::Consumed
        }
    }

    /// Leaves the cell by another way than Enter.
    fn leave_for(&mut self, ctx: &Ctx<'_>, go: impl FnOnce(&mut Self)) -> GridAnswer {
        let (line, column) = self.at;
        match self.settle(ctx) {
            Err(said) => GridAnswer::Faulty(said),
            Ok(true) if column == 0 && !self.before.is_empty() => GridAnswer::Code {
                line,
                text: self.before.clone(),
            },
            Ok(changed) => {
                go(self);
                if changed {
                    GridAnswer::Changed { line }
                } else {
                    GridAnswer::Consumed
                }
            }
        }
    }

    /// To the next or last cell that can be typed in, over the ends of lines.
    fn step(&mut self, forward: bool) {
        let (line, column) = self.at;
        let typed = |n: &usize| self.columns[*n].typed;
        let same = if forward {
            (column + 1..self.columns.len()).find(typed)
        } else {
            (0..column).rev().find(typed)
        };
        match same {
            Some(column) => self.go(line, column),
            None if forward => self.next_line(line),
            None if line > 0 => {
                let last = (0..self.columns.len()).rev().find(typed).unwrap_or(0);
                self.go(line - 1, last);
            }
            None => {}
        }
    }

    /// Up or down a line; below a line with a code there is always another one.
    fn move_by(&mut self, lines: isize) {
        let (line, column) = self.at;
        let to = line.saturating_add_signed(lines);
        let has_code = self
            .lines
            .get(line)
            .and_then(|line| line.cells.first())
            .is_some_and(|cell| !cell.is_empty());
        if to >= self.lines.len() && has_code {
            self.next_line(line);
        } else {
            self.go(to, column);
        }
    }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
pub(super) mod tests;
