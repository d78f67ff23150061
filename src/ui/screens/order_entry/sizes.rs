//! The size table of a style (款×色×码): colours down, sizes across, a number in each cell.
//!
//! It is a view of the order's lines: a confirmed number is a line at once, so nothing in it can be
//! lost and totals, prices and promotions follow as always.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::{Qty, size};
use crate::ui::base::{Action, Code, Ctx, Effect, Input, Press, Reply, Tone};
use crate::ui::widgets::{Field, Kind};

use super::facts::text;
use super::update::bad;
use super::{OrderEntry, Over, Waiting, lines, sources};

/// Words behind a number of packs.
const PACKS: [&str; 4] = ["手", "箱", "包", "p"];

/// One colour in one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sku {
    /// Product code.
    pub code: String,
    /// Free over all warehouses.
    pub free: Qty,
    /// Pieces of it in a pack.
    pub pack: Option<Qty>,
}

/// The table.
#[derive(Debug)]
pub struct Sizes {
    /// The style number.
    pub style: String,
    /// Its name.
    pub name: String,
    /// Rows.
    pub colours: Vec<String>,
    /// Columns.
    pub sizes: Vec<String>,
    /// What there is, by row and column.
    pub skus: BTreeMap<(usize, usize), Sku>,
    /// Row and column under the cursor; column 0 takes packs for the whole row.
    pub at: (usize, usize),
    /// What is being typed.
    pub field: Field,
}

impl Sizes {
    /// Reads the products of a style; none if they differ neither in colour nor in size.
    pub fn read(style: &str, rows: &[Value]) -> Option<Self> {
        // In the order of their codes, as the house numbers its colours.
        let mut by_code: Vec<(String, String)> = rows
            .iter()
            .map(|row| (text(row, "code"), text(row, "colour")))
            .collect();
        by_code.sort();
        let mut colours: Vec<String> = Vec::new();
        for (_, colour) in by_code {
            if !colours.contains(&colour) {
                colours.push(colour);
            }
        }
        let mut sizes: Vec<String> = rows.iter().map(|row| text(row, "size")).collect();
        sizes.sort_by_key(|name| size::sort_key(name));
        sizes.dedup();
        if colours.len() * sizes.len() < 2 {
            return None;
        }
        let place = |list: &[String], name: &str| list.iter().position(|one| one == name);
        let mut skus = BTreeMap::new();
        for row in rows {
            let row_at = place(&colours, &text(row, "colour"))?;
            let column = place(&sizes, &text(row, "size"))? + 1;
            let number = |name: &str| text(row, name).parse().ok();
            let sku = Sku {
                code: text(row, "code"),
                free: number("free").unwrap_or_default(),
                pack: number("pack"),
            };
            // Two products of one colour and size: the first by code stands, the other has its line.
            skus.entry((row_at, column)).or_insert(sku);
        }
        let name = rows.first().map(|row| text(row, "name"));
        let mut table = Self {
            style: style.to_owned(),
            name: name.unwrap_or_default(),
            colours,
            sizes,
            skus,
            at: (0, 1),
            field: Field::new(Kind::Qty),
        };
        table.field.focus();
        Some(table)
    }

    fn go(&mut self, row: usize, column: usize) {
        self.at = (
            row.min(self.colours.len() - 1),
            column.min(self.sizes.len()),
        );
        self.field = Field::new(Kind::Qty);
        self.field.focus();
    }

    /// The cell after this one, over the ends of rows; none after the last.
    fn next(&self) -> Option<(usize, usize)> {
        let (row, column) = self.at;
        if column < self.sizes.len() {
            Some((row, column + 1))
        } else {
            (row + 1 < self.colours.len()).then_some((row + 1, 1))
        }
    }

    /// Where an action goes; none if it leaves the table.
    fn step(&self, action: Action) -> Option<(usize, usize)> {
        let (row, column) = self.at;
        match action {
            Action::Up => Some((row.saturating_sub(1), column)),
            Action::Down => Some((row + 1, column)),
            Action::NextField => Some(self.next().unwrap_or(self.at)),
            Action::PrevField if column > 0 => Some((row, column - 1)),
            Action::PrevField => Some(
                row.checked_sub(1)
                    .map_or((0, 0), |up| (up, self.sizes.len())),
            ),
            Action::First => Some((row, 0)),
            Action::Last => Some((row, self.sizes.len())),
            Action::Accept => self.next(),
            _ => Some(self.at),
        }
    }

    /// The quantities that the typed text gives, by cell; an error is the sentence to say.
    fn typed(&self, ctx: &Ctx<'_>) -> Result<Vec<(Sku, String)>, String> {
        let lang = ctx.look.lang;
        let typed = self.field.value().trim().to_owned();
        let (row, column) = self.at;
        let packs = PACKS.iter().find_map(|word| typed.strip_suffix(word));
        let count = packs.unwrap_or(&typed);
        let in_packs = column == 0 || packs.is_some();
        let cells: Vec<_> = if column == 0 {
            self.skus
                .range((row, 0)..(row + 1, 0))
                .map(|(_, sku)| sku)
                .collect()
        } else {
            self.skus.get(&self.at).into_iter().collect()
        };
        if cells.is_empty() {
            return Err(lang.sizes_not_made().to_owned());
        }
        let mut found = Vec::new();
        for sku in cells {
            let sum = match (in_packs, sku.pack) {
                (false, _) => count.to_owned(),
                (true, Some(pack)) => format!("({count})*{pack}"),
                (true, None) => return Err(lang.sizes_no_pack(&sku.code)),
            };
            let qty = lines::number(&sum, Kind::Qty).ok_or_else(|| lang.bad_number().to_owned())?;
            found.push((sku.clone(), qty));
        }
        Ok(found)
    }
}

impl OrderEntry {
    /// A style number was typed for the line: its colours and sizes are asked.
    pub(super) fn ask_sizes(
        &mut self,
        line: Option<usize>,
        style: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        if let Some(line) = line {
            self.sheet.grid.set(line, "code", "");
        }
        let ticket = ctx.ticket();
        out.push(Effect::Ask(ticket, sources::style_query(style)));
        self.waiting = Some((ticket, Waiting::Style(style.to_owned())));
    }

    /// Opens the table for the style of the line under the cursor.
    pub(super) fn sizes_of_line(&mut self, ctx: &Ctx<'_>, out: &mut Vec<Effect>) {
        let code = self.line_spoken_of().map(|line| line.cells[0].value());
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
        match Sizes::read(style, &rows) {
            Some(table) => self.over = Over::Sizes(Box::new(table)),
            None => out.push(bad(ctx.look.lang.sizes_of_what())),
        }
    }

    /// A key for the table; tells whether it stays open.
    pub(super) fn sizes_key(
        &mut self,
        table: &mut Sizes,
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
    fn sizes_set(&mut self, table: &mut Sizes, ctx: &Ctx<'_>, out: &mut Vec<Effect>) -> bool {
        let cells = match table.typed(ctx) {
            Ok(cells) => cells,
            Err(said) => {
                out.push(bad(said));
                return false;
            }
        };
        for (sku, qty) in cells {
            self.set_qty(&sku.code, &qty);
        }
        let (row, column) = table.at;
        table.go(row, column);
        self.ask(ctx, out);
        self.keep(out);
        true
    }

    /// A block of a sheet goes in from the cursor on: rows and tabs.
    fn sizes_paste(
        &mut self,
        table: &mut Sizes,
        pasted: &str,
        ctx: &Ctx<'_>,
        out: &mut Vec<Effect>,
    ) {
        let (row, column) = table.at;
        let mut missed = 0;
        for (down, line) in pasted.lines().enumerate() {
            for (across, cell) in line.split('\t').map(str::trim).enumerate() {
                let sku = table.skus.get(&(row + down, column.max(1) + across));
                let number = lines::number(cell, Kind::Qty);
                match (sku, number) {
                    _ if cell.is_empty() => {}
                    (Some(sku), Some(qty)) => {
                        let code = sku.code.clone();
                        self.set_qty(&code, &qty);
                    }
                    _ => missed += 1,
                }
            }
        }
        if missed > 0 {
            out.push(bad(ctx.look.lang.sizes_missed(missed)));
        }
        self.ask(ctx, out);
        self.keep(out);
    }

    /// The line of these goods has this quantity; zero takes it out, a new one goes behind the
    /// others. Lines with a price by hand and gifts are left alone.
    fn set_qty(&mut self, code: &str, qty: &str) {
        let place = self.plain_line(code);
        let none = qty.parse::<Qty>().is_ok_and(|qty| qty.count() == 0);
        let mut rows = lines::cells(&self.sheet.grid);
        match place {
            Some(n) if none => {
                rows.remove(n);
            }
            Some(n) => qty.clone_into(&mut rows[n][1]),
            None if none => return,
            None => {
                let mut cells = vec![String::new(); lines::COLUMNS.len()];
                code.clone_into(&mut cells[0]);
                qty.clone_into(&mut cells[1]);
                rows.push(cells);
            }
        }
        lines::load(&mut self.sheet.grid, rows);
    }

    /// Where the plain line of these goods stands among the lines with something in them.
    fn plain_line(&self, code: &str) -> Option<usize> {
        let rows = lines::cells(&self.sheet.grid);
        rows.iter()
            .position(|cells| cells[0] == code && cells[2].is_empty() && cells[5].is_empty())
    }

    /// How much of these goods the order has, for the table.
    pub(super) fn qty_in_lines(&self, code: &str) -> Option<Qty> {
        let rows = lines::cells(&self.sheet.grid);
        self.plain_line(code).and_then(|n| rows[n][1].parse().ok())
    }
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
