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
mod scratch;
pub mod sheet;
pub mod spool;
pub mod table_out;
pub mod text_file;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Refusal, text};

/// A row of a file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The file the row stands in, as it was named to us.
    pub file: String,
    /// Its line or row number, from 1.
    pub line: u64,
    /// The outside number or code of the row, as far as it could be read.
    pub id: String,
    /// Why it was not taken.
    #[serde(with = "packed")]
    pub refusal: Refusal,
}

/// A refusal on its way through a scratch file: its code, and its facts as JSON.
mod packed {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::{Map, Value};

    use crate::domain::{Code, Refusal};

    pub(super) fn serialize<S: Serializer>(refusal: &Refusal, to: S) -> Result<S::Ok, S::Error> {
        let facts = Value::Object(refusal.facts().clone()).to_string();
        (refusal.code().name(), facts).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Refusal, D::Error> {
        let (name, facts): (String, String) = Deserialize::deserialize(from)?;
        let code = Code::ALL.iter().find(|code| code.name() == name);
        let code = *code.ok_or_else(|| D::Error::custom("a code"))?;
        let facts: Map<String, Value> = serde_json::from_str(&facts).map_err(D::Error::custom)?;
        let facts = facts.into_iter();
        Ok(facts.fold(Refusal::new(code), |refusal, (name, value)| {
            refusal.fact(&name, value)
        }))
    }
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
