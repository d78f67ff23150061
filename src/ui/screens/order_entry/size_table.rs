//! The size table of a style (款×色×码): colours down, sizes across, a number in each cell.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::{Qty, size};
use crate::ui::base::Action;
use crate::ui::widgets::{Field, Kind};
use crate::words::Lang;

use super::facts::text;
use super::lines;

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
pub struct SizeTable {
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

impl SizeTable {
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

    /// To another cell, with nothing typed in it yet.
    pub fn go(&mut self, row: usize, column: usize) {
        self.at = (
            row.min(self.colours.len() - 1),
            column.min(self.sizes.len()),
        );
        self.field = Field::new(Kind::Qty);
        self.field.focus();
    }

    /// Whether this is more than is free in a cell.
    pub fn is_short(&self, row: usize, column: usize, qty: Qty) -> bool {
        let sku = self.skus.get(&(row, column));
        sku.is_some_and(|sku| qty > sku.free)
    }

    /// What two packs come to under the cursor: `2手=24  `; empty where nobody knows.
    pub fn pack_told(&self, lang: Lang) -> String {
        let (row, column) = self.at;
        let mut packs = self.skus.iter().filter(|((of_row, of_column), _)| {
            *of_row == row && (column == 0 || *of_column == column)
        });
        let pack = packs.next().and_then(|(_, sku)| sku.pack);
        let one = packs.all(|(_, sku)| sku.pack == pack);
        let two = pack.filter(|_| one).and_then(|pack| pack.add(pack).ok());
        two.map_or_else(String::new, |two| lang.sizes_two_packs(&two.to_string()))
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
    pub fn step(&self, action: Action) -> Option<(usize, usize)> {
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
    pub fn typed(&self, lang: Lang) -> Result<Vec<(Sku, String)>, String> {
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
