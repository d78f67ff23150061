//! Finds the heading row of a table and maps its columns by name, never by position.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{Refusal, text};

use super::clip;
use super::sheet::{Cell, Row, Rows, Sheet};

/// The heading of our own column with the reasons why rows were refused; no import reads it.
pub const REASON: &str = "未导入原因";

/// Rows looked at: some files have notes and titles above the headings.
const ROWS_LOOKED_AT: usize = 50;
/// Cells a row must be short of before commas inside a cell tell of a stray quote.
const CELLS_JOINED: usize = 3;
/// Rows that must agree before cells without a heading are the file's habit.
const ROWS_FOR_A_HABIT: usize = 3;

/// Names under which each field may stand, the best first.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Aliases(BTreeMap<String, Vec<String>>);

impl Aliases {
    /// Takes names for fields.
    pub fn new<'a>(fields: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Self {
        let fields = fields.into_iter();
        Self(
            fields
                .map(|(field, names)| (field.to_owned(), names.to_vec()))
                .collect(),
        )
    }
}

/// Among the first rows, above the one at `before`, the one that fills the most cells: headings name
/// every column. Of equals the first, since data fills no more columns than there are headings.
pub fn fullest(rows: &Rows, before: usize) -> Result<usize, Refusal> {
    let rows = rows.first(before.min(ROWS_LOOKED_AT))?;
    let filled = |row: &Row| {
        row.cells
            .iter()
            .filter(|cell| !cell.text.is_empty())
            .count()
    };
    let best = rows.iter().enumerate().reduce(|best, next| {
        if filled(next.1) > filled(best.1) {
            next
        } else {
            best
        }
    });
    Ok(best.map_or(0, |(at, _)| at))
}

/// The heading row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its place in [`Sheet::rows`].
    pub at: usize,
    /// The headings as they stand, hidden characters taken out.
    pub names: Vec<String>,
    /// Columns of each field, the best name first: an empty cell gives way to the next.
    columns: BTreeMap<String, Vec<usize>>,
    /// Headings that name no field.
    pub unknown: Vec<String>,
    /// Most cells of a row that is not out of step; workbooks have no stray delimiters.
    cells_most: usize,
}

impl Header {
    /// Maps the cells of a row as headings; `at` is its place.
    pub fn map(at: usize, row: &Row, aliases: &Aliases) -> Self {
        let names: Vec<String> = row.cells.iter().map(|cell| cell.text.to_owned()).collect();
        let keys: Vec<(String, String)> = names.iter().map(|name| keys(name)).collect();
        let mut taken = vec![false; names.len()];
        let mut columns = BTreeMap::new();
        // Whole names first, so that a name without its unit never takes another field's column.
        for whole in [true, false] {
            for (field, known) in &aliases.0 {
                let found: &mut Vec<usize> = columns.entry(field.clone()).or_default();
                for alias in known {
                    let alias = self::keys(alias).0;
                    for (column, (full, short)) in keys.iter().enumerate() {
                        let name = if whole { full } else { short };
                        if !taken[column] && !name.is_empty() && *name == alias {
                            taken[column] = true;
                            found.push(column);
                        }
                    }
                }
            }
        }
        columns.retain(|_, found| !found.is_empty());
        let unknown = names.iter().zip(&taken);
        let unknown =
            unknown.filter(|(name, taken)| !**taken && !name.is_empty() && **name != REASON);
        Self {
            at,
            unknown: unknown.map(|(name, _)| name.clone()).collect(),
            cells_most: usize::MAX,
            names,
            columns,
        }
    }

    /// What each field is called here.
    pub fn named(&self) -> BTreeMap<String, String> {
        let named = |(field, columns): (&String, &Vec<usize>)| {
            let name = columns.first().and_then(|column| self.names.get(*column))?;
            Some((field.clone(), name.clone()))
        };
        self.columns.iter().filter_map(named).collect()
    }

    /// The field of a column.
    pub fn field_at(&self, column: usize) -> Option<&str> {
        let mut fields = self.columns.iter();
        let found = fields.find(|(_, columns)| columns.contains(&column));
        found.map(|(field, _)| field.as_str())
    }

    /// Columns of no field whose heading is of this sort.
    pub fn others(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let taken = |column: &usize| self.columns.values().flatten().any(|known| known == column);
        let all = (0..self.names.len()).filter(|column| !taken(column));
        all.filter(|column| is(&self.names[*column])).collect()
    }

    /// How many fields the row names.
    pub fn score(&self) -> usize {
        self.columns.len()
    }

    /// Whether a column of this field is there.
    pub fn has(&self, field: &str) -> bool {
        self.columns.contains_key(field)
    }

    /// Whether a heading of this name is there.
    pub fn names(&self, name: &str) -> bool {
        let wanted = keys(name).0;
        self.names.iter().any(|name| keys(name).0 == wanted)
    }

    /// The first cell of a field that `clean` leaves something of, with what it leaves.
    pub fn value<'r>(
        &self,
        row: &'r Row,
        field: &str,
        clean: impl Fn(&str) -> String,
    ) -> Option<(Cell<'r>, String)> {
        let columns = self.columns.get(field)?;
        columns.iter().find_map(|column| {
            let cell = row.cell(*column);
            let text = clean(cell.text);
            (!text.is_empty()).then_some((cell, text))
        })
    }

    /// Refuses a row that cannot be trusted as a whole.
    pub fn sound(&self, row: &Row) -> Result<(), Refusal> {
        let refuse = |why: &str, column: usize| {
            let named = self.names.get(column).filter(|name| !name.is_empty());
            let name = named.map_or_else(|| format!("#{}", column + 1), Clone::clone);
            Err(Refusal::bad_field(&name, why).fact("column", column + 1))
        };
        if let Some((why, column)) = row.broken {
            return refuse(why.name(), column);
        }
        // A stray quote joins the cells behind it into one.
        let short = self.names.len().saturating_sub(row.cells.len());
        let joined = |cell: Cell<'_>| cell.text.matches(',').count() >= short;
        if self.cells_most < usize::MAX
            && short >= CELLS_JOINED
            && let Some(column) = row.cells.iter().position(joined)
        {
            return refuse("unclosed_quote", column);
        }
        // A comma that nobody quoted moves every cell behind it one column on.
        let mut past = self.names.len()..row.cells.len().max(self.names.len());
        let filled = past.find(|at| !row.cell(*at).text.is_empty());
        let longer = (row.cells.len() > self.cells_most).then_some(self.cells_most);
        match filled.or(longer) {
            Some(column) => refuse("more_cells_than_headings", column),
            None => Ok(()),
        }
    }

    /// The row as a JSON object of its headings, empty cells left out.
    pub fn raw(&self, row: &Row) -> serde_json::Map<String, serde_json::Value> {
        let mut map = serde_json::Map::new();
        for (column, cell) in row.cells.iter().enumerate() {
            if cell.text.is_empty() {
                continue;
            }
            let name = self.names.get(column).filter(|name| !name.is_empty());
            let mut key = name.map_or_else(|| format!("#{}", column + 1), |name| clip(name));
            if map.contains_key(&key) {
                key = format!("{key}#{}", column + 1);
            }
            map.insert(key, cell.text.into());
        }
        map
    }
}

/// The row among the first fifty that names the most fields, if it names one at all.
pub fn find(sheet: &Sheet, aliases: &Aliases) -> Result<Option<Header>, Refusal> {
    let rows = sheet.rows.first(ROWS_LOOKED_AT)?;
    let all = rows.iter().enumerate();
    let all = all.map(|(at, row)| Header::map(at, row, aliases));
    // The first of equals: a repeated heading row further down is data gone wrong.
    let best = all.reduce(|best, next| {
        if next.score() > best.score() {
            next
        } else {
            best
        }
    });
    let Some(mut header) = best.filter(|header| header.score() > 0) else {
        return Ok(None);
    };
    if sheet.encoding.is_text() {
        header.cells_most = cells_most(&header, sheet)?;
    }
    Ok(Some(header))
}

/// How many cells a row of text may have: as many as headings, or one habit more where every row
/// of the file ends with the same empty cells.
fn cells_most(header: &Header, sheet: &Sheet) -> Result<usize, Refusal> {
    let below = header.at + 1;
    if sheet.rows.len() < below + ROWS_FOR_A_HABIT {
        return Ok(header.names.len());
    }
    let mut habit = usize::MAX;
    for row in sheet.rows.from(below) {
        habit = habit.min(row?.cells.len());
        if habit <= header.names.len() {
            return Ok(header.names.len());
        }
    }
    Ok(habit)
}

/// A heading for comparing: whole, and without the unit in brackets behind it.
fn keys(name: &str) -> (String, String) {
    let narrowed = text::narrow(name).to_lowercase();
    let mut whole = String::with_capacity(narrowed.len());
    for c in narrowed.chars() {
        match c {
            '【' | '[' | '〔' | '（' => whole.push('('),
            '】' | ']' | '〕' | '）' => whole.push(')'),
            ' ' | '_' | '-' | '*' | ':' | '\'' | '"' => {}
            c if c.is_whitespace() => {}
            c => whole.push(c),
        }
    }
    let short = match whole.rsplit_once('(') {
        Some((before, unit)) if unit.ends_with(')') && !before.is_empty() => before.to_owned(),
        _ => whole.clone(),
    };
    (whole, short)
}
