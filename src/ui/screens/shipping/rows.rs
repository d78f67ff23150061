//! The lists that go step by step, shipments and returns: what is asked, in which words a row stands.

use serde_json::Value;

use crate::ui::base::{ScreenKind, Tone};
use crate::ui::widgets::order_card::customer;
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::{Column, Row, Step, Width};
use crate::words::Lang;
use crate::words::after_sale::{RETURN_CAUSES, WANTS};
use crate::words::papers::Table;
use crate::words::shipping::{RETURN_STATES, WAITS};

/// What a row is.
pub(super) fn id(row: &Value) -> String {
    let papers = ["return", "shipment", "order"].map(|name| text(row, name));
    papers
        .into_iter()
        .find(|paper| !paper.is_empty())
        .unwrap_or_default()
}

/// A way that papers go, one list for each place they wait at.
pub(super) struct Flow {
    /// The screen.
    pub kind: ScreenKind,
    /// Its lists by digit.
    pub pages: Table,
    /// What is asked, and by which key a list is named there.
    pub query: (&'static str, &'static str),
    /// What is done next with a row of each list; the menu where nothing is.
    pub steps: &'static [Option<Step>],
    /// Columns of the list.
    pub columns: fn() -> Vec<Column>,
    /// A row in words.
    pub row: fn(&Value, Lang) -> Row,
    /// The fields that typing looks through.
    pub names: &'static [&'static str],
}

/// Goods on their way to the customer.
pub(super) const SHIPPING: Flow = Flow {
    kind: ScreenKind::Shipping,
    pages: WAITS,
    query: ("shipments", "wait"),
    steps: &[
        Some(Step::Pack),
        Some(Step::Dispatch),
        Some(Step::Arrive),
        Some(Step::Sign),
        Some(Step::Slip),
    ],
    columns: || {
        vec![
            Column::text(Lang::ship_col_paper, Width::Cells(15)),
            Column::name(Lang::review_col_customer, Width::Rest(2)),
            Column::number(Lang::ship_col_qty, 8),
            Column::text(Lang::ship_col_due, Width::Cells(6)),
            Column::text(Lang::ship_col_waybill, Width::Cells(18)).roomy(24),
            Column::text(Lang::ship_col_since, Width::Cells(11)),
            Column::text(Lang::ship_col_order, Width::Cells(15)).from(100),
        ]
    },
    row: |row, _| of_shipment(row),
    names: &[
        "shipment",
        "order",
        "customer",
        "customer_name",
        "phone",
        "waybill",
    ],
};

/// Goods on their way back.
pub(super) const RETURNS: Flow = Flow {
    kind: ScreenKind::Returns,
    pages: RETURN_STATES,
    query: ("returns", "state"),
    steps: &[
        Some(Step::ReturnApprove),
        Some(Step::ReturnReceive),
        Some(Step::ReturnSettle),
        None,
        None,
    ],
    columns: || {
        vec![
            Column::text(Lang::ship_col_paper, Width::Cells(15)),
            Column::name(Lang::review_col_customer, Width::Rest(2)),
            Column::text(Lang::return_col_want, Width::Cells(8)).roomy(10),
            Column::name(Lang::return_col_goods, Width::Rest(2)),
            Column::number(Lang::ship_col_qty, 6),
            Column::text(Lang::return_col_reason, Width::Cells(10)).roomy(20),
            Column::text(Lang::ship_col_due, Width::Cells(11)),
            Column::text(Lang::ship_col_order, Width::Cells(15)).from(100),
        ]
    },
    row: of_return,
    names: &[
        "return",
        "order",
        "customer",
        "customer_name",
        "phone",
        "platform_ref",
    ],
};

/// A return as the list shows it: late where its next step was due.
fn of_return(row: &Value, lang: Lang) -> Row {
    let lines = rows(row, "lines");
    let each = |name: &str| -> Vec<String> { lines.iter().map(|line| text(line, name)).collect() };
    // Lines that share a reason say it once.
    let mut reasons = each("reason");
    if reasons.iter().all(|reason| *reason == reasons[0]) {
        reasons.truncate(1);
    }
    let reasons: Vec<_> = reasons
        .iter()
        .map(|code| lang.word(RETURN_CAUSES, code))
        .collect();
    let over = matches!(text(row, "state").as_str(), "settled" | "dropped");
    let due = if over {
        String::new()
    } else {
        short(&text(row, "due"))
    };
    Row {
        id: id(row),
        cells: vec![
            id(row),
            customer(row),
            lang.word(WANTS, &text(row, "want")),
            each("name").join("; "),
            each("agreed").join("; "),
            reasons.join("; "),
            due,
            text(row, "order"),
        ],
        tone: Tone::Plain,
    }
}

/// Day and minute without the year.
fn short(text: &str) -> String {
    let text = text.replace('T', " ");
    text.get(5..text.len().min(16)).unwrap_or("").to_owned()
}

/// The row as the list shows it.
fn of_shipment(row: &Value) -> Row {
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
