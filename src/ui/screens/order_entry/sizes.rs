//! The size table over the order: a view of its lines.
//!
//! A confirmed number is a line at once, so nothing in the table can be lost, and totals, prices
//! and promotions follow as always.

use crate::domain::Qty;
use crate::ui::base::{Action, Code, Ctx, Effect, Input, Press, Reply, Tone};
use crate::ui::widgets::Kind;

use super::size_table::SizeTable;
use super::update::bad;
use super::{OrderEntry, Over, Waiting, lines, sources};

impl OrderEntry {
    /// A style number was typed for the line: its colours and sizes are asked.
    pub(super) fn ask_sizes(
        &mut self,
        line: Option<usize>,
        style: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        // The line is taken by its sizes, with what stood in it for other goods.
        if let Some(line) = line {
            for id in ["code", "qty", "price", "reason"] {
                self.sheet.grid.set(line, id, "");
            }
        }
        let ticket = ctx.ticket();
        out.push(Effect::Ask(ticket, sources::style_query(style)));
        self.waiting = Some((ticket, Waiting::Style(style.to_owned())));
    }

    /// Opens the table for the style of a line, or if it is empty of the one that is spoken of.
    pub(super) fn sizes_of_line(&mut self, line: usize, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let own = Some(self.sheet.grid.value(line, "code")).filter(|code| !code.is_empty());
        let spoken_of = || self.line_spoken_of().map(|line| line.cells[0].value());
        let code = own.or_else(spoken_of);
        let card = code.and_then(|code| self.facts.card(code));
        match card
            .map(|card| card.style.clone())
            .filter(|style| !style.is_empty())
        {
            Some(style) => self.ask_sizes(None, &style, ctx, out),
            None => out.push(Effect::Tell(
                Tone::Warn,
                ctx.look.lang.sizes_of_what().to_owned(),
            )),
        }
    }

    /// The colours and sizes are known.
    pub(super) fn sizes_found(
        &mut self,
        style: &str,
        reply: &Reply,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let rows = sources::rows(reply, "product");
        for row in &rows {
            self.facts.keep_hit(row);
        }
        match SizeTable::read(style, &rows) {
            Some(table) => {
                // The table is filled in first; what was asked for is asked again then.
                self.then = None;
                self.over = Over::Sizes(Box::new(table));
            }
            None => out.push(bad(ctx.look.lang.sizes_of_what())),
        }
    }

    /// A key for the table; tells whether it stays open.
    pub(super) fn sizes_key(
        &mut self,
        table: &mut SizeTable,
        input: &Input,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) -> bool {
        let press = match input {
            Input::Press(press) => press,
            Input::Paste(pasted) => {
                self.sizes_paste(table, &pasted.text, ctx, out);
                return true;
            }
            _ => return true,
        };
        if table.field.is_empty() && matches!(press.action, Some(Action::Back | Action::Submit)) {
            return false;
        }
        if table.field.is_empty()
            && let Some(back @ (Action::Undo | Action::Redo)) = press.action
        {
            self.step_back(back == Action::Undo, ctx, out);
            let (row, column) = table.at;
            table.go(row, column);
            return true;
        }
        let moves = moved(press);
        let leaves = matches!(press.action, Some(Action::Back | Action::Submit));
        if moves.is_none() && !leaves {
            table.field.press(press);
            return true;
        }
        if !table.field.is_empty() && !self.sizes_set(table, ctx, out) {
            return true;
        }
        match moves.map(|action| table.step(action)) {
            Some(Some((row, column))) => table.go(row, column),
            Some(None) | None => return false,
        }
        true
    }

    /// Makes lines of what is typed; tells whether it could be understood.
    fn sizes_set(&mut self, table: &mut SizeTable, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let cells = match table.typed(ctx.look.lang) {
            Ok(cells) => cells,
            Err(said) => {
                out.push(bad(said));
                return false;
            }
        };
        let mut rows = lines::cells(&self.sheet.grid);
        for (sku, qty) in cells {
            set_qty(&mut rows, &sku.code, &qty);
        }
        lines::load(&mut self.sheet.grid, rows);
        let (row, column) = table.at;
        table.go(row, column);
        self.ask(ctx, out);
        self.keep(out);
        true
    }

    /// A block of a sheet goes in from the cursor on: rows and tabs.
    fn sizes_paste(
        &mut self,
        table: &mut SizeTable,
        pasted: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let (row, column) = table.at;
        let mut missed = 0;
        let mut rows = lines::cells(&self.sheet.grid);
        for (down, line) in pasted.lines().enumerate() {
            for (across, cell) in line.split('\t').map(str::trim).enumerate() {
                let sku = table.skus.get(&(row + down, column.max(1) + across));
                let number = lines::number(cell, Kind::Qty);
                match (sku, number) {
                    _ if cell.is_empty() => {}
                    (Some(sku), Some(qty)) => set_qty(&mut rows, &sku.code, &qty),
                    _ => missed += 1,
                }
            }
        }
        lines::load(&mut self.sheet.grid, rows);
        if missed > 0 {
            out.push(bad(ctx.look.lang.sizes_missed(missed)));
        }
        self.ask(ctx, out);
        self.keep(out);
    }

    /// How much of these goods the order has, for the table.
    pub(super) fn qty_in_lines(&self, code: &str) -> Option<Qty> {
        let rows = lines::cells(&self.sheet.grid);
        plain_line(&rows, code).and_then(|n| rows[n][1].parse().ok())
    }
}

/// The line of these goods has this quantity; zero takes it out, a new one goes behind the others.
/// Lines with a price by hand and gifts are left alone.
fn set_qty(rows: &mut Vec<Vec<String>>, code: &str, qty: &str) {
    let none = qty.parse::<Qty>().is_ok_and(|qty| qty.count() == 0);
    match plain_line(rows, code) {
        Some(n) if none => {
            rows.remove(n);
        }
        Some(n) => qty.clone_into(&mut rows[n][1]),
        None if none => {}
        None => {
            let mut cells = vec![String::new(); lines::COLUMNS.len()];
            code.clone_into(&mut cells[0]);
            qty.clone_into(&mut cells[1]);
            rows.push(cells);
        }
    }
}

/// Where the plain line of these goods stands among the lines with something in them.
fn plain_line(rows: &[Vec<String>], code: &str) -> Option<usize> {
    rows.iter()
        .position(|cells| cells[0] == code && cells[2].is_empty() && cells[5].is_empty())
}

/// Where the key moves in the table, as in a sheet: arrows leave the cell.
fn moved(press: &Press) -> Option<Action> {
    match (press.action, press.key.map(|key| key.code)) {
        (Some(action), _) if MOVES.contains(&action) => Some(action),
        (_, Some(Code::Left)) => Some(Action::PrevField),
        (_, Some(Code::Right)) => Some(Action::NextField),
        _ => None,
    }
}

/// What moves from cell to cell.
const MOVES: [Action; 7] = [
    Action::Up,
    Action::Down,
    Action::NextField,
    Action::PrevField,
    Action::First,
    Action::Last,
    Action::Accept,
];
