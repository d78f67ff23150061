//! What `help` and the forms say of commands, queries, fields and choices, in Chinese.
//!
//! The English stands where the thing is written down, as its doc comment; the Chinese in
//! `assets/help-zh.tsv`, a row for each: English, tab, Chinese. A test keeps the two in step.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Lang;

const ROWS: &str = include_str!("../../assets/help-zh.tsv");

static ZH: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    ROWS.lines()
        .filter_map(|row| row.split_once('\t'))
        .collect()
});

impl Lang {
    /// What a description says, given as it stands in the schema.
    pub fn told(self, english: &str) -> String {
        let english = english.replace('\n', " ");
        match self {
            Self::En => english,
            Self::Zh => ZH
                .get(english.as_str())
                .map_or(english, |zh| (*zh).to_owned()),
        }
    }
}
