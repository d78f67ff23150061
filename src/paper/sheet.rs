//! Any table file as rows of cells, nothing understood yet.
//!
//! The form is sniffed from the first bytes, never from the file's name (`practice.md §1.8`).
//! Every size is capped before the memory is taken (`reliability.md` finding 9, R36).

use std::sync::OnceLock;

use crate::domain::Refusal;

pub use super::grid::{Cell, Encoding, Row, Sheet};
use super::{bad_file, book, text_file};

/// Most bytes of a file on disk.
pub const FILE_MOST: u64 = 128 << 20;
const ZIP: &[u8] = b"PK\x03\x04";
const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads a workbook in another process, which may come to grief over it.
pub type Elsewhere = Box<dyn Fn(&[u8]) -> Result<Vec<Sheet>, Refusal> + Send + Sync>;

static ELSEWHERE: OnceLock<Elsewhere> = OnceLock::new();

/// From now on workbooks are read so; told once, when the program starts.
pub fn read_workbooks_by(elsewhere: Elsewhere) {
    let _ = ELSEWHERE.set(elsewhere); // the first stays
}

/// Reads every table of a file: one for a text file, one for each sheet of a workbook.
pub fn read_sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    match ELSEWHERE.get() {
        Some(elsewhere) if bytes.starts_with(ZIP) || bytes.starts_with(OLE2) => elsewhere(bytes),
        _ => read_here(bytes),
    }
}

/// The same, here and now.
pub fn read_here(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if bytes.len() as u64 > FILE_MOST {
        return Err(bad_file("too_large"));
    }
    let sheets = if bytes.starts_with(ZIP) {
        book::read_xlsx(bytes)?
    } else if bytes.starts_with(OLE2) {
        book::read_xls(bytes)?
    } else {
        vec![text_file::read(bytes)?]
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(bad_file("empty"));
    }
    Ok(sheets)
}
