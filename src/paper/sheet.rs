//! Any table file as rows of cells, nothing understood yet.
//!
//! The form is sniffed from the first bytes, never from the file's name (`practice.md §1.8`).
//! Every size is capped before the memory is taken (`reliability.md` finding 9, R36).

use std::sync::OnceLock;

use crate::domain::Refusal;

pub use super::grid::{Cell, Encoding, Row, Rows, Sheet};
pub use super::input::{FILE_MOST, Input};
pub(super) use super::spool::no_scratch;
use super::{bad_file, book, text_file};

const ZIP: &[u8] = b"PK\x03\x04";
const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads a workbook in another process, which may come to grief over it.
pub type Elsewhere = Box<dyn Fn(&Input) -> Result<Vec<Sheet>, Refusal> + Send + Sync>;

static ELSEWHERE: OnceLock<Elsewhere> = OnceLock::new();

/// From now on workbooks are read so; told once, when the program starts.
pub fn read_workbooks_by(elsewhere: Elsewhere) {
    let _ = ELSEWHERE.set(elsewhere); // the first stays
}

/// Reads every table of a file: one for a text file, one for each sheet of a workbook.
pub fn read_sheets(input: &Input) -> Result<Vec<Sheet>, Refusal> {
    let first = first(input)?;
    let book = first.starts_with(ZIP) || first.starts_with(OLE2);
    match ELSEWHERE.get() {
        Some(elsewhere) if book => elsewhere(input),
        _ => read_here(input),
    }
}

/// The same, here and now.
pub fn read_here(input: &Input) -> Result<Vec<Sheet>, Refusal> {
    if input.len() > FILE_MOST {
        return Err(bad_file("too_large"));
    }
    let first = first(input)?;
    let sheets = if first.starts_with(ZIP) {
        book::read_xlsx(input)?
    } else if first.starts_with(OLE2) {
        book::read_xls(input)?
    } else {
        vec![text_file::read(input)?]
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(bad_file("empty"));
    }
    Ok(sheets)
}

/// The first bytes, by which a file's form is told.
fn first(input: &Input) -> Result<Vec<u8>, Refusal> {
    let mut first = vec![0; OLE2.len()];
    let read = input.first(&mut first).map_err(|why| no_scratch(&why))?;
    first.truncate(read);
    Ok(first)
}
