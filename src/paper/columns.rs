//! The columns of a file as they stand, for a person who says what each of them is.

use crate::domain::Refusal;

use super::header::{self, Header};
use super::profile::Profiles;
use super::sheet::{Input, Row, read_sheets};
use super::{bad_file, clip, form};

/// Values shown of a column.
const VALUES: usize = 3;
/// Columns shown of a file.
const COLUMNS: usize = 200;

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What stands in the first rows below, as it stands.
    pub values: Vec<String>,
    /// What it is in a shop's export, if a known layout has this heading.
    pub of_shop: Option<String>,
    /// What it is in a customer's order sheet, if the usual headings know it.
    pub of_order: Option<String>,
}

/// The columns of the first table of a file.
pub fn of_file(profiles: &Profiles, input: &Input) -> Result<Vec<Column>, Refusal> {
    let sheets = read_sheets(input)?;
    let sheet = sheets.iter().find(|sheet| !sheet.rows.is_empty());
    let rows = &sheet.ok_or_else(|| bad_file("empty"))?.rows;
    let at = header::fullest(rows, rows.len())?;
    let headings = &rows.get(at)?.ok_or_else(|| bad_file("empty"))?;
    let below: Result<Vec<Row>, Refusal> = rows.from(at + 1).take(VALUES).collect();
    let below = below?;
    let layouts = profiles.all().iter().flat_map(|profile| &profile.tables);
    let of_shop: Vec<Header> = layouts
        .map(|layout| Header::map(at, headings, &layout.fields))
        .collect();
    let of_order = Header::map(at, headings, &form::aliases("orders")?);
    let column = |n: usize| Column {
        heading: headings.cell(n).text.to_owned(),
        values: below.iter().map(|row| clip(row.cell(n).text)).collect(),
        of_shop: of_shop
            .iter()
            .find_map(|header| header.field_at(n))
            .map(str::to_owned),
        of_order: of_order.field_at(n).map(str::to_owned),
    };
    let named = (0..headings.cells.len().min(COLUMNS)).map(column);
    Ok(named.filter(|column| !column.heading.is_empty()).collect())
}

/// What each of these headings is in an order sheet (`product`, `qty`, `price`), where the usual
/// names know it.
pub fn of_order(headings: &[String]) -> Vec<Option<String>> {
    let mut row = Row::at(1);
    for heading in headings {
        row.cells.push(heading, false);
    }
    let known = form::aliases("orders").map(|aliases| Header::map(0, &row, &aliases));
    let field = |n: usize| Some(known.as_ref().ok()?.field_at(n)?.to_owned());
    (0..headings.len()).map(field).collect()
}
