//! The rows of each page in words.

use serde_json::Value;

use super::page::Page;
use crate::domain::Moment;
use crate::ui::base::Tone;
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::{Column, List, Row, Width};
use crate::words::Lang;
use crate::words::follow_up::NEXT_STEPS;
use crate::words::order_card::CHANNEL_WORDS;

/// The list of a page, still empty.
pub(super) fn list(page: Page) -> List {
    List::new(columns(page)).named(page.query().0)
}

fn columns(page: Page) -> Vec<Column> {
    match page {
        Page::Waiting => vec![
            Column::text(Lang::platform_col_left, Width::Cells(12)).roomy(16),
            Column::text(Lang::platform_col_order, Width::Cells(16)),
            Column::text(Lang::platform_col_number, Width::Rest(1)),
            Column::text(Lang::platform_col_why, Width::Cells(14)).roomy(24),
            Column::number(Lang::platform_col_amount, 10),
            Column::text(Lang::platform_col_next, Width::Cells(8)).roomy(12),
        ],
        Page::Unmapped => vec![
            Column::text(Lang::platform_col_platform, Width::Cells(10)),
            Column::name(Lang::platform_col_goods, Width::Rest(2)),
            Column::number(Lang::platform_col_orders, 6),
            Column::text(Lang::platform_col_left, Width::Cells(12)),
            Column::text(Lang::platform_col_could, Width::Rest(1)),
        ],
        Page::Mapped => vec![
            Column::text(Lang::platform_col_platform, Width::Cells(10)),
            Column::text(Lang::platform_col_shop, Width::Cells(10)),
            Column::name(Lang::platform_col_goods, Width::Rest(1)),
            Column::text(Lang::platform_col_ours, Width::Rest(1)),
        ],
        Page::Back => vec![
            Column::text(Lang::platform_col_platform, Width::Cells(10)),
            Column::text(Lang::platform_col_number, Width::Rest(1)),
            Column::text(Lang::platform_col_order, Width::Cells(16)),
            Column::text(Lang::platform_col_carrier, Width::Cells(10)).roomy(16),
            Column::text(Lang::platform_col_waybill, Width::Cells(18)),
        ],
        Page::Rules => vec![
            Column::text(Lang::rules_col_channel, Width::Cells(12)),
            Column::number(Lang::platform_col_amount_most, 12),
            Column::number(Lang::platform_col_weight_most, 10),
            Column::text(Lang::platform_col_hours, Width::Cells(13)),
            Column::text(Lang::platform_col_words, Width::Rest(1)),
            Column::text(Lang::rules_col_active, Width::Cells(7)),
        ],
        Page::Layouts => vec![
            Column::text(Lang::platform_col_layout, Width::Cells(16)),
            Column::text(Lang::platform_col_whose, Width::Cells(20)),
            Column::text(Lang::platform_col_headings, Width::Rest(1)),
        ],
    }
}

/// What tells a row of a page apart from the others.
pub(super) fn id(page: Page, row: &Value) -> String {
    let parts: &[&str] = match page {
        Page::Waiting => &["order"],
        Page::Unmapped | Page::Mapped => &["platform", "shop", "item", "sku"],
        Page::Back => &["shipment", "outside_id"],
        Page::Rules => &["channel"],
        Page::Layouts => &["name", "customer"],
    };
    let parts: Vec<_> = parts.iter().map(|name| text(row, name)).collect();
    parts.join("/")
}

/// How long until then, or for how long it is over: `3:20`, `2天`, `超 1:05`.
pub(super) fn left(row: &Value, field: &str, now: Option<Moment>, lang: Lang) -> String {
    let (Ok(by), Some(now)) = (text(row, field).parse::<Moment>(), now) else {
        return String::new();
    };
    let minutes = by.seconds_since(now) / 60;
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let span = if hours >= 48 {
        lang.platform_days(&(hours / 24).to_string())
    } else {
        format!("{hours}:{rest:02}")
    };
    if minutes < 0 {
        lang.platform_over(&span)
    } else {
        span
    }
}

/// A row of a page.
pub(super) fn row(page: Page, row: &Value, now: Option<Moment>, lang: Lang) -> Row {
    let over = |field: &str| {
        text(row, field)
            .parse::<Moment>()
            .is_ok_and(|by| now.is_some_and(|now| by < now))
    };
    let named = |row: &Value| {
        format!("{} {}", text(row, "item"), text(row, "sku"))
            .trim()
            .to_owned()
    };
    let mut tone = Tone::Plain;
    let cells = match page {
        Page::Waiting => {
            // Where the platform promised nothing it only stands in line.
            let due = if row["due"] == row["since"] {
                ""
            } else {
                "due"
            };
            if over(due) {
                tone = Tone::Warn;
            }
            vec![
                left(row, due, now, lang),
                text(row, "order"),
                text(row, "fact"),
                lang.work_why(&text(row, "why")),
                text(row, "amount"),
                lang.word(NEXT_STEPS, &text(row, "next")),
            ]
        }
        Page::Unmapped => {
            if over("ship_by") {
                tone = Tone::Warn;
            }
            let could: Vec<String> = rows(row, "could_be")
                .iter()
                .map(|hit| text(hit, "product"))
                .collect();
            vec![
                text(row, "platform"),
                text(row, "goods"),
                row["orders"].to_string(),
                left(row, "ship_by", now, lang),
                could.join(" "),
            ]
        }
        Page::Mapped => {
            let part = |part: &Value| format!("{}*{}", text(part, "product"), text(part, "qty"));
            let parts: Vec<String> = rows(row, "parts").iter().map(part).collect();
            vec![
                text(row, "platform"),
                text(row, "shop"),
                named(row),
                parts.join(" + "),
            ]
        }
        Page::Back => ["platform", "outside_id", "order", "carrier", "waybill"]
            .map(|name| text(row, name))
            .to_vec(),
        Page::Rules => rule(row, lang),
        Page::Layouts => layout(row, lang),
    };
    Row {
        id: id(page, row),
        cells,
        tone,
    }
}

fn rule(row: &Value, lang: Lang) -> Vec<String> {
    let channel = text(row, "channel");
    let channel = if channel.is_empty() {
        lang.rules_any().to_owned()
    } else {
        lang.word(CHANNEL_WORDS, &channel)
    };
    let weight = row["weight_most"].as_i64().map(|grams| grams.to_string());
    let words: Vec<&str> = rows(row, "words")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let active = if row["active"] == true {
        lang.yes()
    } else {
        lang.no()
    };
    vec![
        channel,
        text(row, "amount_most"),
        weight.unwrap_or_default(),
        format!("{}-{}", text(row, "from"), text(row, "to")),
        words.join(" "),
        active.to_owned(),
    ]
}

fn layout(row: &Value, lang: Lang) -> Vec<String> {
    let customer = text(row, "customer");
    let whose = if !customer.is_empty() {
        lang.platform_of_customer(&customer)
    } else if row["taught"] == true {
        lang.platform_taught().to_owned()
    } else {
        lang.platform_built_in().to_owned()
    };
    let headings = row["fields"].as_object().into_iter().flatten();
    let headings: Vec<String> = headings
        .map(|(field, heading)| format!("{field}={}", heading.as_str().unwrap_or_default()))
        .collect();
    vec![text(row, "name"), whose, headings.join(" ")]
}
