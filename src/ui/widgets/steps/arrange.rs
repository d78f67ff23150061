//! The papers that make one order of several, several of one, and another one like it.

use serde_json::{Value, json};

use super::Subject;
use crate::ui::base::Tone;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet};
use crate::words::Lang;
use crate::words::fill::{plain, safe};

fn text(id: &str, label: &str) -> Item {
    Item::field(id, label, Field::new(Kind::Text).with_limit(500))
}

/// For the same customer unless another one is named.
pub(super) fn copy(title: String, lang: Lang) -> Sheet {
    let customer = Field::new(Kind::Code).with_limit(64);
    let item = Item::field("customer", lang.ask_other_customer(), customer);
    Sheet::new(title, vec![item.seen_first()])
}

/// The orders that go into this one.
pub(super) fn merge(title: String, lang: Lang) -> Sheet {
    Sheet::new(title, vec![text("orders", lang.ask_orders()).needed()])
}

/// The lines that become an order of their own.
pub(super) fn split(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new(title, vec![text("parts", lang.ask_parts()).needed()]);
    let lines = subject.order.as_ref().map_or(&[][..], |o| rows(o, "lines"));
    for row in lines {
        let name = safe(row["name"].as_str().unwrap_or_default());
        let told = |field: &str| plain(Some(&row[field]));
        let number = row["line"].as_i64().unwrap_or_default();
        let (qty, price, need) = (told("ordered"), told("price"), told("need_date"));
        let line = lang.change_line(number, &name, &qty, &price, &need);
        sheet.note(Tone::Plain, line);
    }
    sheet.note(Tone::Plain, lang.ask_parts_words());
    sheet
}

/// Words apart by spaces and commas.
fn words(text: &str) -> Vec<String> {
    let narrow = crate::domain::text::narrow(text);
    let words = narrow.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、'));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// This order first, then those that go into it.
pub(super) fn merged(sheet: &Sheet, order: &str) -> Vec<String> {
    let mut orders = vec![order.to_owned()];
    orders.extend(words(sheet.value("orders")));
    orders
}

/// What a split goes by, where the field says a word for it in place of lines.
const SPLIT_WORDS: &[(&str, &[&str])] = &[
    ("stock", &["stock", "现货", "有货"]),
    ("warehouse", &["warehouse", "仓库", "分仓"]),
    ("presale", &["presale", "预售"]),
];

/// The keyword of the command for such a word.
pub(super) fn split_by(sheet: &Sheet) -> Option<&'static str> {
    let typed = sheet.value("parts").trim().to_lowercase();
    let known = SPLIT_WORDS
        .iter()
        .find(|(_, words)| words.contains(&typed.as_str()));
    known.map(|(by, _)| *by)
}

/// `1*4 3` is four of line 1 and all of line 3; what is no number is left to the desk to refuse.
pub(super) fn parts(sheet: &Sheet) -> Vec<Value> {
    let part = |word: String| {
        let (line, qty) = match word.split_once('*') {
            Some((line, qty)) => (line, Some(qty)),
            None => (word.as_str(), None),
        };
        let line = line
            .parse::<i64>()
            .map_or_else(|_| json!(line), Value::from);
        json!({ "line": line, "qty": qty })
    };
    words(sheet.value("parts")).into_iter().map(part).collect()
}
