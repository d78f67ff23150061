//! How a person wants to see lists: which columns in which order, sorted by what, filtered how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::Lang;

/// The wishes of one person, by the name of the list.
pub type Arrangements = BTreeMap<String, Arrangement>;

/// How a person wants to see one list. Columns are named by their English titles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// Columns from left to right; what a later program adds stands behind them.
    pub order: Vec<String>,
    /// Columns that are not shown.
    pub hidden: Vec<String>,
    /// Sorted by this column; unsorted as the office gives it.
    pub sort: Option<Sort>,
    /// What the list is filtered by when its screen is opened.
    pub filter: String,
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// Its English title.
    pub column: String,
    /// The largest first.
    pub down: bool,
}

/// A list as it can be arranged.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrangeable {
    /// Its name, the key of what is kept.
    pub name: String,
    /// The titles of its columns as they are built in.
    pub titles: Vec<fn(Lang) -> &'static str>,
    /// The filter typed now.
    pub filter: String,
}

/// A list that a person may arrange.
pub trait Arranged {
    /// Its name; an empty one cannot be arranged.
    fn name(&self) -> &str;

    /// What there is to arrange.
    fn arrangeable(&self) -> Arrangeable;

    /// Takes a person's wish; on opening its filter too.
    fn arrange(&mut self, wish: &Arrangement, opening: bool);
}
