//! The columns of a file as they stand, for a person who says what each of them is.

use crate::domain::Refusal;

use super::profile::Profiles;
use super::sheet::{Row, read_sheets};
use super::{bad_file, clip, form, header};

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
pub fn of_file(profiles: &Profiles, bytes: &[u8]) -> Result<Vec<Column>, Refusal> {
    let sheets = read_sheets(bytes)?;
    let sheet = sheets.iter().find(|sheet| !sheet.rows.is_empty());
    let rows = &sheet.ok_or_else(|| bad_file("empty"))?.rows;
    let at = header::fullest(rows);
    let (Some(headings), below) = (rows.get(at), rows.iter().skip(at + 1).take(VALUES)) else {
        return Err(bad_file("empty"));
    };
    let below: Vec<&Row> = below.collect();
    let column = |n: usize| {
        let heading = headings.cell(n).text;
        Column {
            heading: heading.to_owned(),
            values: below.iter().map(|row| clip(row.cell(n).text)).collect(),
            of_shop: shop_field(profiles, heading),
            of_order: form::field_of("orders", heading),
        }
    };
    let named = (0..headings.cells.len().min(COLUMNS)).map(column);
    Ok(named.filter(|column| !column.heading.is_empty()).collect())
}

fn shop_field(profiles: &Profiles, heading: &str) -> Option<String> {
    let layouts = profiles.all().iter().flat_map(|profile| &profile.tables);
    let mut fields = layouts.filter_map(|layout| layout.fields.field_of(heading));
    fields.next().map(str::to_owned)
}
