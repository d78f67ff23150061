//! Files in and out: platform exports, spreadsheets, problem lists and tables for Excel.
//!
//! What lives here: bytes to understood rows and tables to bytes. What never does: the store, a
//! clock, a sentence meant for a person, a print. Problems are refusals with a code and facts.
//! Called by `desk` for imports and by `cli` for tables.

pub mod answer_table;
pub mod bank_sheet;
pub mod book;
pub mod cell;
pub mod columns;
pub mod file_out;
pub mod form;
pub mod grid;
pub mod header;
pub mod html;
pub mod input;
pub mod lost_rows;
pub mod masters_sheet;
pub mod order_sheet;
pub mod outside;
pub mod platform;
pub mod problem_sheet;
pub mod profile;
pub mod rows;
mod scratch;
pub mod sheet;
pub mod table_out;
pub mod text_file;

#[cfg(test)]
mod tests;

use crate::domain::{Code, Refusal, text};

/// A row of a file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The file the row stands in, as it was named to us.
    pub file: String,
    /// Its line or row number, from 1.
    pub line: u64,
    /// The outside number or code of the row, as far as it could be read.
    pub id: String,
    /// Why it was not taken.
    pub refusal: Refusal,
}

/// A file that cannot be understood, and why in one word.
pub(crate) fn bad_file(why: &str) -> Refusal {
    Refusal::new(Code::ImportBadFile).fact("why", why)
}

/// Refuses a text that is longer than a field of the books.
pub(crate) fn fitting(field: &str, told: &str) -> Result<(), Refusal> {
    if told.chars().count() <= text::LONGEST {
        return Ok(());
    }
    Err(Refusal::bad_field(field, "too_long").fact("value", clip(told)))
}

/// The first characters of a text, for the facts of a refusal.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}
