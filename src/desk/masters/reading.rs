//! `reading.log`: who looked at which customer's card and who took lists away (`mission.md` I2).
//!
//! It is a command, so that it stands in the audit chain and nobody can take it out again.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::desk::cx::Cx;
use crate::desk::failure::Outcome;
use crate::desk::fields;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// A customer's card.
    Card,
    /// A list, into a file or a table for a spreadsheet.
    Export,
}

payload! {
    /// Writes down that something was read. The program does so by itself in a shared office: a
    /// card once in ten minutes for a person, a list each time before it is handed out.
    pub struct ReadingLog {
        /// A card or an export.
        pub what: Reading,
        /// The customer's code, or the query.
        #[serde(deserialize_with = "fields::clean")]
        pub subject: String,
        /// The form of an export.
        #[serde(default, deserialize_with = "fields::clean_opt")]
        pub format: Option<String>,
        /// How many rows it has.
        #[serde(default, deserialize_with = "fields::whole_opt")]
        pub rows: Option<i64>,
    }
}

/// Its audit row is all there is to it.
pub fn log(cx: &mut Cx<'_>, p: &ReadingLog) -> Outcome<Value> {
    cx.about(&p.subject);
    Ok(json!({}))
}
