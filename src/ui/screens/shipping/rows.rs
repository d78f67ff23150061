//! From `ask shipments` to rows in words.

use serde_json::Value;

use crate::ui::base::Tone;
use crate::ui::widgets::order_card::customer;
use crate::ui::widgets::order_card::read::text;
use crate::ui::widgets::{Row, Step};

/// What a row is.
pub(super) fn id(row: &Value) -> String {
    match text(row, "shipment") {
        shipment if shipment.is_empty() => text(row, "order"),
        shipment => shipment,
    }
}

/// What is done next with a row of this list.
pub(super) const fn step(page: usize) -> Step {
    match page {
        0 => Step::Pack,
        1 => Step::Dispatch,
        2 => Step::Arrive,
        3 => Step::Sign,
        _ => Step::Slip,
    }
}

/// Day and minute without the year.
fn short(text: &str) -> String {
    let text = text.replace('T', " ");
    text.get(5..text.len().min(16)).unwrap_or("").to_owned()
}

/// The row as the list shows it.
pub(super) fn in_words(row: &Value) -> Row {
    let late = row["late"] == true;
    let due = short(&text(row, "due"));
    let carrier = format!("{} {}", text(row, "carrier"), text(row, "waybill"));
    Row {
        id: id(row),
        cells: vec![
            id(row),
            customer(row),
            text(row, "qty"),
            if late { format!("{due}!") } else { due },
            carrier.trim().to_owned(),
            short(&text(row, "since")),
            text(row, "order"),
        ],
        tone: if late { Tone::Warn } else { Tone::Plain },
    }
}
