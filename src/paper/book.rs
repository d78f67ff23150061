//! Workbooks: .xlsx cell by cell, .xls as a whole; the only place where floats come in.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, Xls, Xlsx};
use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use crate::domain::Refusal;

use super::bad_file;
use super::grid::{Budget, Encoding, Row, Rows, Sheet};
use super::input::Input;
use super::spool::no_scratch;

/// Most bytes of an .xlsx once unpacked, as its directory tells: its sheets are read cell by cell, and
/// 100,000 rows of the widest export take 300 MiB.
const UNPACKED_MOST: u64 = 512 << 20;
/// Most bytes of the shared texts of an .xlsx: the reader holds them all.
const SHARED_TEXTS_MOST: u64 = 64 << 20;
/// Most bytes of an .xls: the reader holds its whole grid at once.
const XLS_BYTES_MOST: usize = 64 << 20;
/// Decimals kept of a cell's number: past them stands the noise of binary fractions.
const DECIMALS_KEPT: u32 = 9;

/// Reads every worksheet of an .xlsx.
pub(super) fn read_xlsx(input: &Input) -> Result<Vec<Sheet>, Refusal> {
    let bytes = &input.whole().map_err(|why| no_scratch(&why))?[..];
    match unpacked_size(bytes) {
        Some(size) if size <= UNPACKED_MOST => {}
        Some(_) => return Err(bad_file("too_large")),
        None => return Err(bad_file("unreadable")),
    }
    guarded(|| {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| bad_file("unreadable"))?;
        let mut budget = Budget::default();
        let mut sheets = Vec::new();
        for name in worksheets(&book) {
            let gathered = Gathered::new(&mut budget, input.rows());
            let rows = xlsx_rows(&mut book, &name, gathered)?;
            sheets.push(Sheet {
                name,
                encoding: Encoding::Xlsx,
                rows,
            });
        }
        Ok(sheets)
    })
}

/// Reads every worksheet of an .xls.
pub(super) fn read_xls(input: &Input) -> Result<Vec<Sheet>, Refusal> {
    let bytes = &input.whole().map_err(|why| no_scratch(&why))?[..];
    if bytes.len() > XLS_BYTES_MOST {
        return Err(bad_file("too_large"));
    }
    guarded(|| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|_| bad_file("unreadable"))?;
        let mut budget = Budget::default();
        let mut sheets = Vec::new();
        for (name, range) in book.worksheets() {
            let mut rows = Gathered::new(&mut budget, input.rows());
            let (top, left) = range.start().unwrap_or_default();
            for (down, right, data) in range.used_cells() {
                let row = u64::from(top).saturating_add(down as u64);
                rows.put(row, left as usize + right, &borrowed(data))?;
            }
            sheets.push(Sheet {
                name,
                encoding: Encoding::Xls,
                rows: rows.finish()?,
            });
        }
        Ok(sheets)
    })
}

/// A workbook reader that breaks on a damaged file refuses the file, not whoever called it. The program
/// reads in a child that answers for itself; this is for callers inside one process.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(bad_file("unreadable")))
}

fn worksheets(book: &Xlsx<Cursor<&[u8]>>) -> Vec<String> {
    let all = book.sheets_metadata().iter();
    all.filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn xlsx_rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    mut rows: Gathered<'_>,
) -> Result<Rows, Refusal> {
    let unreadable = |_| bad_file("unreadable");
    // Cell by cell: a range would take memory for the whole rectangle up to the farthest cell.
    let mut cells = book.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        rows.put(u64::from(row), column as usize, cell.get_value())?;
    }
    rows.finish()
}

/// Gathers cells into rows, filling the gaps inside a row only.
struct Gathered<'a> {
    budget: &'a mut Budget,
    done: Rows,
    row: Row,
}

impl<'a> Gathered<'a> {
    fn new(budget: &'a mut Budget, done: Rows) -> Self {
        Self {
            budget,
            done,
            row: Row::default(),
        }
    }

    fn put(&mut self, row: u64, column: usize, data: &DataRef<'_>) -> Result<(), Refusal> {
        let Some((raw, numeric)) = raw_text(data) else {
            return Ok(());
        };
        let line = row + 1;
        if self.row.line > line {
            return Err(bad_file("unreadable"));
        }
        if self.row.line < line {
            // The row above is whole.
            self.end()?;
            self.row = Row::at(line);
        }
        let row = &mut self.row;
        self.budget.spend(column, raw.len())?;
        // Cells of a row come from the left, each once.
        if column < row.cells.len() {
            return Err(bad_file("unreadable"));
        }
        while row.cells.len() < column {
            self.budget.spend(row.cells.len(), 0)?;
            row.cells.push("", false);
        }
        row.watch(column, &raw);
        row.cells.push(&raw, numeric);
        Ok(())
    }

    fn end(&mut self) -> Result<(), Refusal> {
        if self.row.is_blank() {
            return Ok(());
        }
        self.done.push(&self.row)
    }

    fn finish(mut self) -> Result<Rows, Refusal> {
        self.end()?;
        Ok(self.done)
    }
}

/// What a cell says as text, and whether it was a number; nothing for an empty one.
fn raw_text(data: &DataRef<'_>) -> Option<(String, bool)> {
    Some(match data {
        DataRef::Int(whole) => (whole.to_string(), true),
        DataRef::Float(number) => (plain_number(*number), true),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            (text.clone(), false)
        }
        DataRef::SharedString(text) => ((*text).to_owned(), false),
        DataRef::Bool(yes) => (yes.to_string(), false),
        DataRef::DateTime(time) => time_text(time),
        DataRef::Error(error) => (error.to_string(), false),
        DataRef::Empty => return None,
    })
}

/// A cell's number as a plain decimal, the noise of binary fractions cut off.
fn plain_number(number: f64) -> String {
    let text = number.to_string(); // the shortest decimal that leads back, never an exponent
    if text.len() > 40 {
        return format!("{number:e}");
    }
    match text.parse::<Decimal>() {
        Ok(exact) if text.contains('.') => exact.round_dp(DECIMALS_KEPT).normalize().to_string(),
        _ => text,
    }
}

/// A date cell as `YYYY-MM-DD HH:MM:SS`, to the nearest second; a bare time stays a number.
fn time_text(time: &ExcelDateTime) -> (String, bool) {
    let serial = time.as_f64();
    if !time.is_datetime() || serial < 1.0 {
        return (plain_number(serial), true);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let moment = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).and_then(|date| {
        date.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into())
    });
    let nearest = moment.and_then(|m| m.checked_add_signed(TimeDelta::milliseconds(500)));
    match nearest {
        Some(moment) => (moment.format("%Y-%m-%d %H:%M:%S").to_string(), false),
        None => (plain_number(serial), true),
    }
}

/// The cell of an .xls in the shape an .xlsx hands over.
fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(whole) => DataRef::Int(*whole),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            DataRef::SharedString(text)
        }
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The unpacked size of all files in a ZIP, from its directory, beyond any bound if one of them alone is
/// too much; nothing if it has no directory that can be read.
///
/// The directory may lie, which only the memory limit of the importing process can answer.
fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    let tail = bytes.len().saturating_sub(65_557); // 22 bytes and the longest comment
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|w| w == END)?;
    let number = |at: usize, width: usize| -> Option<u64> {
        let field = bytes.get(at..at.checked_add(width)?)?;
        Some(
            field
                .iter()
                .rev()
                .fold(0, |sum, b| sum << 8 | u64::from(*b)),
        )
    };
    let mut at = usize::try_from(number(end + 16, 4)?).ok()?;
    let mut total = 0_u64;
    for _ in 0..number(end + 10, 2)? {
        if bytes.get(at..at.checked_add(4)?)? != ENTRY {
            return None;
        }
        let size = number(at + 24, 4)?;
        let name_end = at + 46 + usize::try_from(number(at + 28, 2)?).ok()?;
        if bytes
            .get(at + 46..name_end)?
            .ends_with(b"sharedStrings.xml")
            && size > SHARED_TEXTS_MOST
        {
            return Some(u64::MAX);
        }
        total = total.saturating_add(size);
        let tails = number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        at = at
            .checked_add(46)?
            .checked_add(usize::try_from(tails).ok()?)?;
    }
    Some(total)
}
