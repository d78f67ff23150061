//! Rows of cells, whatever file they came from, and the caps on how many there may be.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::{Refusal, text};

use super::bad_file;
use super::spool::Spool;

/// Most cells of a file, the filled gaps between them counted: 100,000 rows of the widest export.
const CELLS_MOST: u64 = 10_000_000;
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
#[derive(Debug)]
pub struct Sheet {
    /// The sheet's name; empty for text files.
    pub name: String,
    /// How the file was written.
    pub encoding: Encoding,
    /// The rows that hold anything, in order.
    pub rows: Rows,
}

impl Encoding {
    /// The form as a person knows it, so that a wrong guess shows (`reliability.md` R37).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Utf16 => "UTF-16",
            Self::Html => "html",
        }
    }

    /// Whether the file is delimited text, in which a stray delimiter moves cells.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Utf8 | Self::Gb18030 | Self::Utf16)
    }
}

/// Rows of a table.
pub type Rows = Spool<Row>;

/// One row that holds anything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
    /// Its cells from the left; cells after the last filled one may be missing.
    pub cells: Cells,
    /// Why the row cannot be trusted as a whole, and the column that shows it.
    pub broken: Option<(Broken, usize)>,
}

/// Why a row cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Broken {
    /// Bytes that are no text in the file's encoding.
    Undecodable,
    /// A cell longer than any that holds something.
    TooLong,
    /// A quote that eats what follows.
    UnclosedQuote,
    /// The file ends in the middle of the row.
    CutOff,
}

impl Broken {
    /// The same in one word, as refusals say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::TooLong => "too_long",
            Self::UnclosedQuote => "unclosed_quote",
            Self::CutOff => "cut_off",
        }
    }
}

/// The cells of a row, packed: files have millions of them, and most hold nothing.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cells {
    /// The texts, one behind the other.
    text: String,
    /// For each cell twice the place where its text ends, and one more if it came as a number.
    ends: Vec<u32>,
}

/// One cell, hidden characters taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell<'a> {
    /// Its text; numbers as plain decimals, dates as `YYYY-MM-DD HH:MM:SS`.
    pub text: &'a str,
    /// Whether it came as a number of a workbook, so that long digits may be lost.
    pub numeric: bool,
}

/// The text of a cell, cleaned.
pub(super) fn cleaned(raw: &str) -> Cow<'_, str> {
    // What is longer refuses its row, so that none of it is needed.
    if raw.len() > CELL_BYTES_MOST {
        let first = raw.chars().take(60).filter(|c| !text::is_hidden(*c));
        return Cow::Owned(first.collect());
    }
    // Most cells are empty or plain, and there are millions of them.
    if raw.bytes().all(|b| b.is_ascii() && !b.is_ascii_control()) {
        Cow::Borrowed(raw.trim())
    } else {
        Cow::Owned(text::clean(&raw.replace("\r\n", "\n")))
    }
}

impl Cells {
    /// Puts a cell behind the others, cleaned.
    pub(super) fn push(&mut self, raw: &str, numeric: bool) {
        self.text.push_str(&cleaned(raw));
        // A file's texts are capped far below: `Budget`.
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX >> 1);
        self.ends.push(end << 1 | u32::from(numeric));
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a column, if the row is so long.
    pub fn get(&self, column: usize) -> Option<Cell<'_>> {
        let end = *self.ends.get(column)?;
        let start = match column.checked_sub(1) {
            Some(before) => self.ends.get(before)? >> 1,
            None => 0,
        };
        Some(Cell {
            text: self.text.get(start as usize..(end >> 1) as usize)?,
            numeric: end & 1 == 1,
        })
    }

    /// The cells from the left.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).filter_map(|column| self.get(column))
    }
}

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Row {
    /// An empty row.
    pub(super) fn at(line: u64) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// The cell of a column; an empty one past the end.
    pub fn cell(&self, column: usize) -> Cell<'_> {
        self.cells.get(column).unwrap_or_default()
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.text.is_empty()
    }

    /// Marks the row where its raw cells betray damage, before they are cleaned.
    pub(super) fn watch(&mut self, column: usize, raw: &str) {
        let why = if raw.contains('\u{FFFD}') {
            Broken::Undecodable
        } else if raw.len() > CELL_BYTES_MOST {
            Broken::TooLong
        } else if raw.bytes().filter(|b| *b == b'\n').count() > LINES_IN_A_CELL_MOST {
            Broken::UnclosedQuote
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
