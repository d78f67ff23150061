//! The papers of a new version: what is to change, and the customer's word that it is right.

use serde_json::{Value, json};

use super::Subject;
use super::goods::rest_of;
use crate::ui::base::Tone;
use crate::ui::widgets::codes::{Codes, Held};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::fill::{plain, safe};
use crate::words::papers::{ASKED_BY, CONTACTS};

/// Ways of a contact stand first in the table.
const WAYS: usize = 5;

fn text(id: &str, label: &str) -> Item {
    Item::field(id, label, Field::new(Kind::Text).with_limit(500))
}

/// One line after another; without a line it is about the whole order.
pub(super) fn change(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let line = Field::new(Kind::Code).with_limit(64);
    let date = Field::new(Kind::Date(Lean::Ahead));
    let more = vec![
        ("send".to_owned(), lang.step_change().to_owned()),
        ("add".to_owned(), lang.more_change().to_owned()),
    ];
    let items = vec![
        Item::choice("asked_by", lang.ask_asked_by(), of_table(ASKED_BY, lang), 0),
        text("reason", lang.ask_reason()).needed(),
        // A number is a line of the order, anything else is goods.
        Item::field("line", lang.ask_line_or_goods(), line)
            .holding(Some(Held::free(Codes::Product)))
            .seen_first(),
        Item::field("qty", lang.ask_new_qty(), Field::new(Kind::Qty))
            .hidden()
            .seen_first(),
        Item::field("price", lang.ask_new_price(), Field::new(Kind::Price)).hidden(),
        Item::field("need_date", lang.ask_new_need(), date).seen_first(),
        Item::choice("more", lang.ask_more(), more, 0),
    ];
    let mut sheet = Sheet::new(title, items);
    let lines = subject.order.as_ref().map_or(&[][..], |o| rows(o, "lines"));
    for row in lines.iter().filter(|row| rest_of(row).0 > 0) {
        let name = safe(row["name"].as_str().unwrap_or_default());
        let told = |field: &str| plain(Some(&row[field]));
        let number = row["line"].as_i64().unwrap_or_default();
        let (qty, price, need) = (told("ordered"), told("price"), told("need_date"));
        sheet.note(
            Tone::Plain,
            lang.change_line(number, &name, &qty, &price, &need),
        );
    }
    sheet.go_to("reason");
    sheet
}

/// Quantity and price are those of a line; new goods want a quantity.
pub(super) fn adjust(sheet: &mut Sheet) {
    let line = sheet.filled("line").map(str::to_owned);
    let is_new = line
        .as_ref()
        .is_some_and(|text| text.parse::<i64>().is_err());
    sheet.show("qty", line.is_some(), is_new);
    sheet.show("price", line.is_some(), false);
}

/// The line on the paper, as the desk takes it; none if it is about the whole order.
///
/// A price by hand has the reason of the change.
pub(super) fn line(sheet: &Sheet) -> Option<Value> {
    let typed = sheet.filled("line")?;
    let price = sheet.filled("price");
    let mut line = json!({
        "qty": sheet.filled("qty"), "price": price, "need_date": sheet.filled("need_date"),
        "price_reason": price.map(|_| sheet.value("reason")),
    });
    match typed.parse::<i64>() {
        Ok(number) => line["line"] = json!(number),
        Err(_) => line["product"] = json!(typed),
    }
    Some(line)
}

/// Keeps a line and clears the paper for the next one.
pub(super) fn keep_line(sheet: &mut Sheet, kept: &mut Vec<Value>, lang: Lang) {
    if let Some(line) = line(sheet) {
        let told = ["line", "product", "qty", "price", "need_date"]
            .iter()
            .map(|field| plain(Some(&line[*field])))
            .filter(|text| !text.is_empty());
        let told = told.collect::<Vec<_>>().join("  ");
        sheet.note(Tone::Plain, lang.return_kept(&told));
        kept.push(line);
    }
    for id in ["line", "qty", "price", "need_date"] {
        sheet.set(id, "");
    }
    sheet.set("more", "send");
    adjust(sheet);
    sheet.go_to("line");
}

/// By which way, and who said so.
pub(super) fn confirm(title: String, lang: Lang) -> Sheet {
    let ways = CONTACTS.split_at(WAYS.min(CONTACTS.len())).0;
    let items = vec![
        Item::choice("way", lang.ask_way(), of_table(ways, lang), 0),
        text("person", lang.ask_person()).seen_first(),
        text("text", lang.ask_text()),
    ];
    Sheet::new(title, items)
}
