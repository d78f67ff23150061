//! Rows of cells, whatever file they came from, and the caps on how many there may be.

use crate::domain::{Refusal, text};

use super::bad_file;

/// Most cells of a file, the filled gaps between them counted.
const CELLS_MOST: u64 = 4_000_000;
/// Most bytes of text in all cells of a file.
const TEXT_BYTES_MOST: usize = 128 << 20;
/// Rightmost column that may hold something: the widest known export has 70.
pub(super) const COLUMNS_MOST: usize = 1_024;
/// Most bytes of one cell: a long list of titles fits, whatever a field takes of it.
const CELL_BYTES_MOST: usize = 30_000;
/// Newlines of one cell past which an unclosed quote is the likelier reason.
const LINES_IN_A_CELL_MOST: usize = 200;

/// How the file was written, for the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// An .xlsx workbook.
    Xlsx,
    /// An old .xls workbook.
    Xls,
    /// Text in UTF-8.
    Utf8,
    /// Text in GB18030, which takes in GBK and GB2312.
    Gb18030,
    /// Text in UTF-16, either order, by its mark.
    Utf16,
    /// A page with a table, which some exports name .xls.
    Html,
}

/// One table: a text file, or one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The sheet's name; empty for text files.
    pub name: String,
    /// How the file was written.
    pub encoding: Encoding,
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
}

impl Encoding {
    /// Whether the file is delimited text, in which a stray delimiter moves cells.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Utf8 | Self::Gb18030 | Self::Utf16)
    }
}

/// One row that holds anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
    /// Its cells from the left; cells after the last filled one may be missing.
    pub cells: Vec<Cell>,
    /// Why the row cannot be trusted as a whole, in one word, and the column that shows it.
    pub broken: Option<(&'static str, usize)>,
}

/// One cell, hidden characters taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its text; numbers as plain decimals, dates as `YYYY-MM-DD HH:MM:SS`.
    pub text: String,
    /// Whether it came as a number of a workbook, so that long digits may be lost.
    pub numeric: bool,
}

impl Cell {
    /// A cell of text, cleaned.
    pub fn from_text(raw: &str) -> Self {
        // What is longer refuses its row, so that none of it is needed.
        if raw.len() > CELL_BYTES_MOST {
            return Self {
                text: raw
                    .chars()
                    .take(60)
                    .filter(|c| !text::is_hidden(*c))
                    .collect(),
                numeric: false,
            };
        }
        // Most cells are empty or plain, and there are millions of them.
        let plain = raw.bytes().all(|b| b.is_ascii() && !b.is_ascii_control());
        let text = if plain {
            raw.trim().to_owned()
        } else {
            text::clean(&raw.replace("\r\n", "\n"))
        };
        Self {
            text,
            numeric: false,
        }
    }
}

impl Row {
    /// The cell of a column; an empty one past the end.
    pub fn cell(&self, column: usize) -> &Cell {
        const NONE: &Cell = &Cell {
            text: String::new(),
            numeric: false,
        };
        self.cells.get(column).unwrap_or(NONE)
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }

    /// Marks the row where its raw cells betray damage, before they are cleaned.
    pub(super) fn watch(&mut self, column: usize, raw: &str) {
        let why = if raw.contains('\u{FFFD}') {
            "undecodable"
        } else if raw.len() > CELL_BYTES_MOST {
            "too_long"
        } else if raw.bytes().filter(|b| *b == b'\n').count() > LINES_IN_A_CELL_MOST {
            "unclosed_quote"
        } else {
            return;
        };
        self.broken.get_or_insert((why, column));
    }
}

/// Counts what has been read and refuses past the caps.
#[derive(Debug, Default)]
pub(super) struct Budget {
    cells: u64,
    text: usize,
}

impl Budget {
    /// Takes a text at a column into account.
    pub(super) fn spend(&mut self, column: usize, text: usize) -> Result<(), Refusal> {
        if column >= COLUMNS_MOST {
            return Err(bad_file("too_wide"));
        }
        self.cells += 1;
        self.text = self.text.saturating_add(text);
        if self.cells > CELLS_MOST || self.text > TEXT_BYTES_MOST {
            return Err(bad_file("too_large"));
        }
        Ok(())
    }
}
