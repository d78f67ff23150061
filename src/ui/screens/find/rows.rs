//! The rows of the screen: hits of every kind, and orders.

use crate::desk::boards::find::Hit;
use crate::desk::boards::orders::OrderListRow;
use crate::ui::base::Tone;
use crate::ui::widgets::{Column, Row, Width};
use crate::words::Lang;
use crate::words::follow_up::QUEUES;
use crate::words::papers::{FOUND, STATES};

/// Columns of the hits.
pub fn hit_columns() -> Vec<Column> {
    vec![
        Column::text(Lang::find_kind, Width::Cells(8)).roomy(12),
        Column::text(Lang::find_code, Width::Cells(18)),
        Column::name(Lang::find_name, Width::Rest(1)),
        Column::text(Lang::find_detail, Width::Rest(1)),
    ]
}

/// Columns of a customer's orders.
pub fn order_columns() -> Vec<Column> {
    vec![
        Column::text(Lang::find_code, Width::Cells(16)),
        Column::text(Lang::find_on, Width::Cells(10)),
        Column::text(Lang::find_state, Width::Cells(16)),
        Column::text(Lang::find_delivery, Width::Cells(8)).roomy(14),
        Column::text(Lang::find_billing, Width::Cells(8)).roomy(14),
        Column::number(Lang::find_amount, 14),
    ]
}

/// A hit as a row; kind and number tell hits apart.
pub fn hit(hit: &Hit, lang: Lang) -> Row {
    Row {
        id: id(hit),
        cells: vec![
            lang.word(FOUND, &hit.kind),
            hit.code.clone(),
            hit.name.clone(),
            detail(hit, lang),
        ],
        tone: Tone::Plain,
    }
}

/// What tells a hit apart from all others.
pub fn id(hit: &Hit) -> String {
    format!("{} {}", hit.kind, hit.code)
}

/// The detail; an order's begins with its state, which has a word.
fn detail(hit: &Hit, lang: Lang) -> String {
    match hit.detail.split_once(' ') {
        Some((state, rest)) if hit.kind == "order" => {
            format!("{} {rest}", lang.word(STATES, state))
        }
        _ => hit.detail.clone(),
    }
}

/// An order as a row.
pub fn order(order: &OrderListRow, lang: Lang) -> Row {
    let (row, late) = (&order.row.head, order.row.progress.late);
    let mut state = lang.word(STATES, row.state.name());
    if late {
        state = format!("{state} {}", lang.word(QUEUES, "late"));
    }
    Row {
        id: row.order.clone(),
        cells: vec![
            row.order.clone(),
            row.ordered_on.to_string(),
            state,
            lang.word(STATES, &order.fulfilment),
            lang.word(STATES, &order.billing),
            row.gross
                .map_or_else(String::new, |gross| gross.to_string()),
        ],
        tone: if late { Tone::Warn } else { Tone::Plain },
    }
}
