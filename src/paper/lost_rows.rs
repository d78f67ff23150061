//! Rows that were refused, in the layout of the file they came from and with the reason behind them, so that
//! they can be mended and fed again.

use std::collections::BTreeMap;

use crate::domain::Refusal;

use super::cell;
use super::header::{self, REASON};
use super::sheet::{Input, Row, Sheet, read_sheets};
use super::table_out::{self, OutCell, Table};

/// The refused rows of one table of a file, headings first; none if it has no such row.
///
/// What stands above the rows, notes among it, stands above them here: the headings are found again.
fn of_sheet(
    sheet: &Sheet,
    why: &BTreeMap<u64, String>,
    at: usize,
) -> Result<Option<Table>, Refusal> {
    let refused = sheet.rows.from(at + 1);
    let is_refused =
        |row: &Result<Row, Refusal>| row.as_ref().map_or(true, |row| why.contains_key(&row.line));
    let refused: Vec<Row> = refused.filter(is_refused).collect::<Result<_, _>>()?;
    let Some(heading) = &sheet.rows.get(at)?.filter(|_| !refused.is_empty()) else {
        return Ok(None);
    };
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
    Ok(Some(Table {
        headers,
        rows: rows.collect(),
    }))
}

/// The row with the most filled cells before the first refused one: headings name every column.
fn heading(sheet: &Sheet, why: &BTreeMap<u64, String>) -> Result<usize, Refusal> {
    let mut first = 0;
    for (row, at) in sheet.rows.from(0).zip(0..) {
        if why.contains_key(&row?.line) {
            first = at;
            break;
        }
    }
    header::fullest(&sheet.rows, first)
}

/// The refused rows of one file as a spreadsheet of the same columns; none if it has none.
pub fn of_file(
    input: &Input,
    why: &BTreeMap<u64, String>,
    as_csv: bool,
) -> Result<Option<Vec<u8>>, Refusal> {
    for sheet in &read_sheets(input)? {
        match of_sheet(sheet, why, heading(sheet, why)?)? {
            None => {}
            Some(table) if as_csv => return Ok(Some(table_out::csv(&table))),
            Some(table) => return table_out::xlsx(&table).map(Some),
        }
    }
    Ok(None)
}
