//! Tables for Excel users: CSV that opens readably and calculates nothing, and .xlsx.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::domain::{Refusal, text};

use super::{bad_file, cell};

/// Most digits a number of a workbook keeps; longer ones go out as text.
const DIGITS_KEPT: usize = 15;
/// Widest column of a sheet, in characters.
const WIDTH_MOST: usize = 60;

/// A table on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The headings.
    pub headers: Vec<String>,
    /// The rows, each with a cell for each heading.
    pub rows: Vec<Vec<OutCell>>,
}

/// One cell on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutCell {
    /// Text, ids among it: never calculated with.
    Text(String),
    /// A plain decimal of ours.
    Number(String),
    /// Nothing.
    Empty,
}

/// A table as CSV, row by row: UTF-8 with a BOM, CRLF, text cells inert.
#[derive(Debug)]
pub(super) struct CsvText(String);

impl CsvText {
    /// Begins with the headings.
    pub(super) fn new(headers: &[String]) -> Self {
        let mut out = "\u{FEFF}".to_owned();
        line(&mut out, headers.iter().map(|name| inert(name)));
        Self(out)
    }

    /// Puts a row below.
    pub(super) fn row(&mut self, cells: &[OutCell]) {
        let cells = cells.iter().map(|cell| match cell {
            OutCell::Text(text) => inert(text),
            OutCell::Number(number) if is_decimal(number) => number.clone(),
            OutCell::Number(other) => inert(other),
            OutCell::Empty => String::new(),
        });
        line(&mut self.0, cells);
    }

    /// What the file holds.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// Writes a table as CSV: UTF-8 with a BOM, CRLF, text cells inert.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = CsvText::new(&table.headers);
    for row in &table.rows {
        out.row(row);
    }
    out.bytes()
}

/// Text that a spreadsheet shows instead of calculating with it; our own import takes the guard
/// off again (`reliability.md` R38).
pub fn inert(raw: &str) -> String {
    if cell::wants_guard(raw) {
        format!("'{raw}")
    } else {
        raw.to_owned()
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn is_decimal(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    plain(whole) && plain(part)
}

/// Writes a table as .xlsx: texts as texts, numbers as numbers, the headings kept in sight.
pub fn xlsx(table: &Table) -> Result<Vec<u8>, Refusal> {
    build(table).map_err(|why| {
        let too_large = matches!(
            why,
            XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded
        );
        bad_file(if too_large { "too_large" } else { "unwritable" })
    })
}

fn build(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date: the same table gives the same file, and no clock is read here.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    let mut widths = Vec::new();
    for (at, name) in table.headers.iter().enumerate() {
        sheet.write_string_with_format(0, column(at)?, name.as_str(), &bold)?;
        widths.push(shown_width(name));
    }
    for (row, cells) in table.rows.iter().enumerate() {
        let row = u32::try_from(row + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (at, cell) in cells.iter().enumerate() {
            let shown = match cell {
                OutCell::Empty => continue,
                OutCell::Text(text) => {
                    sheet.write_string(row, column(at)?, text.as_str())?;
                    text
                }
                OutCell::Number(number) => {
                    match as_number(number) {
                        Some(value) => sheet.write_number(row, column(at)?, value)?,
                        None => sheet.write_string(row, column(at)?, number.as_str())?,
                    };
                    number
                }
            };
            if let Some(width) = widths.get_mut(at) {
                *width = shown_width(shown).max(*width);
            }
        }
    }
    for (at, width) in widths.into_iter().enumerate() {
        let width = u32::try_from(width.min(WIDTH_MOST) + 2).unwrap_or(8);
        sheet.set_column_width(column(at)?, width)?;
    }
    book.save_to_buffer()
}

fn column(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The number for a workbook, where it keeps all of its digits.
fn as_number(number: &str) -> Option<f64> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if digits > DIGITS_KEPT || !is_decimal(number) {
        return None;
    }
    number.parse().ok()
}

fn shown_width(shown: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text::clean(shown).as_str())
}
