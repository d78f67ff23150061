//! Rows that were refused, in the layout of the file they came from and with the reason behind them, so that
//! they can be mended and fed again.

use std::collections::BTreeMap;

use crate::domain::Refusal;

use super::cell;
use super::header::{self, REASON};
use super::sheet::{Row, Sheet, read_sheets};
use super::table_out::{self, OutCell, Table};

/// The refused rows of one table of a file, headings first; none if it has no such row.
///
/// What stands above the rows, notes among it, stands above them here: the headings are found again.
fn of_sheet(sheet: &Sheet, why: &BTreeMap<u64, String>, at: usize) -> Option<Table> {
    let refused: Vec<&Row> = sheet
        .rows
        .iter()
        .skip(at + 1)
        .filter(|row| why.contains_key(&row.line))
        .collect();
    let heading = sheet.rows.get(at)?;
    if refused.is_empty() {
        return None;
    }
    let wide = refused
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(heading.cells.len());
    // `="123"` keeps a spreadsheet from reading a number; a text cell does so by itself, and guarded it would be none.
    let text = |row: &Row, column: usize| cell::unwrapped(row.cell(column).text);
    let mut headers: Vec<String> = (0..wide).map(|column| text(heading, column)).collect();
    headers.push(REASON.to_owned());
    let rows = refused.iter().map(|row| {
        let mut cells: Vec<OutCell> = (0..wide)
            .map(|column| OutCell::Text(text(row, column)))
            .collect();
        cells.push(OutCell::Text(
            why.get(&row.line).cloned().unwrap_or_default(),
        ));
        cells
    });
    Some(Table {
        headers,
        rows: rows.collect(),
    })
}

/// The row with the most filled cells before the first refused one: headings name every column.
fn heading(sheet: &Sheet, why: &BTreeMap<u64, String>) -> usize {
    let first = sheet
        .rows
        .iter()
        .position(|row| why.contains_key(&row.line))
        .unwrap_or(0);
    header::fullest(&sheet.rows[..first])
}

/// The refused rows of one file as a spreadsheet of the same columns; none if it has none.
pub fn of_file(
    bytes: &[u8],
    why: &BTreeMap<u64, String>,
    as_csv: bool,
) -> Result<Option<Vec<u8>>, Refusal> {
    let sheets = read_sheets(bytes)?;
    let table = sheets
        .iter()
        .find_map(|sheet| of_sheet(sheet, why, heading(sheet, why)));
    match table {
        None => Ok(None),
        Some(table) if as_csv => Ok(Some(table_out::csv(&table))),
        Some(table) => table_out::xlsx(&table).map(Some),
    }
}
