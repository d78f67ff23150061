//! The papers that hand an order in, call it off, or give up its rest.

use serde_json::Value;

use super::Subject;
use super::goods::rest_of;
use crate::ui::base::Tone;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::fill::safe;
use crate::words::papers::GAPS;
use crate::words::steps::CANCEL_REASONS;

fn text(id: &str, label: &str) -> Item {
    Item::field(id, label, Field::new(Kind::Text).with_limit(500))
}

fn line(lang: Lang) -> Item {
    let field = Field::new(Kind::Code).with_limit(5);
    Item::field("line", lang.ask_line_or_all(), field)
}

/// Says what of each line is still open.
fn note_open(sheet: &mut Sheet, subject: &Subject, lang: Lang) {
    let lines = subject.order.as_ref().map_or(&[][..], |o| rows(o, "lines"));
    for row in lines.iter().filter(|row| rest_of(row).0 > 0) {
        let number = row["line"].as_i64().unwrap_or_default();
        let name = safe(row["name"].as_str().unwrap_or_default());
        sheet.note(
            Tone::Plain,
            lang.line_open(number, &name, &rest_of(row).to_string()),
        );
    }
}

/// Hands in what is there; what is missing is said beforehand.
pub(super) fn submit(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let mut sheet = Sheet::new(title, vec![text("answer", lang.ask_answer()).hidden()]);
    let gaps = subject.order.as_ref().map_or(&[][..], |o| rows(o, "gaps"));
    for gap in gaps {
        let word = lang.word(GAPS, gap["code"].as_str().unwrap_or_default());
        let at = gap["line"]
            .as_i64()
            .map(|n| format!("{} ", lang.line_of(n)));
        sheet.note(Tone::Warn, format!("{}{word}", at.unwrap_or_default()));
    }
    sheet.note(Tone::Plain, lang.submit_asks());
    sheet
}

/// The check of a refusal that wants an answer before the order is taken.
pub(super) fn to_answer(refusal: &crate::domain::Refusal) -> Option<String> {
    let wants = refusal.code() == crate::domain::Code::DuplicateOrder;
    let check = refusal.facts().get("check").filter(|_| wants)?;
    check.as_str().map(str::to_owned)
}

/// Asks why it is a new order all the same.
pub(super) fn ask_answer(sheet: &mut Sheet) {
    sheet.show("answer", true, true);
    sheet.go_to("answer");
}

/// The whole order, a line, or a quantity of a line; the reason is chosen first.
pub(super) fn cancel(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let reasons = of_table(CANCEL_REASONS, lang);
    let items = vec![
        Item::choice("reason", lang.ask_reason(), reasons, 0).unset(),
        line(lang),
        Item::field("qty", lang.ask_qty_or_open(), Field::new(Kind::Qty)).hidden(),
    ];
    let mut sheet = Sheet::new(title, items);
    note_open(&mut sheet, subject, lang);
    sheet
}

/// A quantity is one of a line.
pub(super) fn adjust_cancel(sheet: &mut Sheet) {
    let of_line = sheet.filled("line").is_some();
    sheet.show("qty", of_line, false);
}

/// The open rest of the order or of a line.
pub(super) fn close_short(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let items = vec![text("reason", lang.ask_reason()).needed(), line(lang)];
    let mut sheet = Sheet::new(title, items);
    note_open(&mut sheet, subject, lang);
    sheet
}

/// The line on the paper: a number, or what was typed for the desk to refuse.
pub(super) fn line_of(sheet: &Sheet) -> Option<Value> {
    let typed = sheet.filled("line")?;
    Some(
        typed
            .parse::<i64>()
            .map_or_else(|_| typed.into(), Value::from),
    )
}
