//! The columns of a file, with what each may be: for the screen on which a layout is taught.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::profiles;
use crate::desk::Office;
use crate::desk::failure::Outcome;
use crate::paper::columns;
use crate::paper::input::Input;

/// The columns of a file: heading, first values, and the field of a shop's export or of an order
/// sheet that each seems to be. A field is proposed once.
pub fn of_file(office: &Office, input: &Input) -> Outcome<Value> {
    let known = profiles::platforms(office.db())?;
    let name = input.name();
    let columns = columns::of_file(&known, input).map_err(|no| no.or_fact("file", name))?;
    let (mut of_shop, mut of_order) = (BTreeSet::new(), BTreeSet::new());
    let once = |field: Option<String>, fields: &[&str], taken: &mut BTreeSet<String>| {
        field.filter(|field| fields.contains(&field.as_str()) && taken.insert(field.clone()))
    };
    let columns: Vec<Value> = columns
        .into_iter()
        .map(|column| {
            json!({
                "heading": column.heading, "values": column.values,
                "shop": once(column.of_shop, profiles::SHOP_FIELDS, &mut of_shop),
                "customer": once(column.of_order, profiles::FIELDS, &mut of_order),
            })
        })
        .collect();
    Ok(json!({ "file": name, "columns": columns }))
}

/// What each of these headings is in an order sheet (`product`, `qty`, `price`), where the usual
/// names know it.
pub fn of_order(headings: &[String]) -> Vec<Option<String>> {
    columns::of_order(headings)
}
