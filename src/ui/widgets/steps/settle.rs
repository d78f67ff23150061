//! The papers that settle an invoice without new money: credit note, write-off, refund.

use serde_json::{Value, json};

use super::Subject;
use crate::ui::base::Tone;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::steps::REFUND_METHODS;

fn reason(lang: Lang) -> Item {
    let field = Field::new(Kind::Text).with_limit(500);
    Item::field("reason", lang.ask_reason(), field).needed()
}

/// The invoices of an order that a paper can be about.
pub(super) fn invoices(order: &Value, open_only: bool) -> Vec<&Value> {
    let all = rows(order, "invoices").iter();
    all.filter(|invoice| !open_only || amount(invoice, "open") != "0.00")
        .collect()
}

/// What the customer has in credit on this order: notes and receipts with something open.
pub(super) fn credits(order: &Value) -> &[Value] {
    rows(order, "credits")
}

fn amount<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or("0.00")
}

/// Papers to choose from, with what is open on each.
fn options(papers: &[&Value], name: &str, figure: &str) -> Vec<(String, String)> {
    let of = |row: &&Value| {
        let number = row[name].as_str().unwrap_or_default().to_owned();
        (number.clone(), format!("{number}  {}", amount(row, figure)))
    };
    papers.iter().map(of).collect()
}

/// Takes back part of an invoice: a line and its quantity, or an amount.
pub(super) fn credit_note(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let papers = invoices(subject.order.as_ref()?, false);
    if papers.is_empty() {
        return None;
    }
    let code = || Field::new(Kind::Code).with_limit(5);
    let mut sheet = Sheet::new(
        title,
        vec![
            Item::choice(
                "invoice",
                lang.ask_invoice(),
                options(&papers, "invoice", "gross"),
                0,
            ),
            Item::field("amount", lang.ask_amount_or_line(), Field::new(Kind::Money)),
            Item::field("line", lang.ask_line(), code()),
            Item::field("qty", lang.ask_qty(), Field::new(Kind::Qty)),
            reason(lang),
        ],
    );
    sheet.note(Tone::Plain, lang.credit_note_says());
    Some(sheet)
}

/// Gives up what is open on an invoice.
pub(super) fn write_off(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let papers = invoices(subject.order.as_ref()?, true);
    let first = amount(papers.first()?, "open");
    let sum = Item::field(
        "amount",
        lang.ask_amount(),
        Field::new(Kind::Money).with(first),
    );
    let choice = Item::choice(
        "invoice",
        lang.ask_invoice(),
        options(&papers, "invoice", "open"),
        0,
    );
    Some(Sheet::new(title, vec![choice, sum.needed(), reason(lang)]))
}

/// Gives money back out of a credit note or a receipt.
pub(super) fn refund(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let papers: Vec<&Value> = credits(subject.order.as_ref()?).iter().collect();
    let first = amount(papers.first()?, "open");
    let sum = Item::field(
        "amount",
        lang.ask_amount(),
        Field::new(Kind::Money).with(first),
    );
    Some(Sheet::new(
        title,
        vec![
            Item::choice(
                "paper",
                lang.ask_paper(),
                options(&papers, "number", "open"),
                0,
            ),
            sum.needed(),
            Item::choice(
                "method",
                lang.ask_refund_method(),
                of_table(REFUND_METHODS, lang),
                0,
            ),
        ],
    ))
}

/// Another paper brings its own amount.
pub(super) fn adjust(sheet: &mut Sheet, changed: &str, order: Option<&Value>) {
    let Some(order) = order else {
        return;
    };
    let (list, name) = match changed {
        "invoice" => ("invoices", "invoice"),
        "paper" => ("credits", "number"),
        _ => return,
    };
    let chosen = sheet.value(changed).to_owned();
    let row = rows(order, list)
        .iter()
        .find(|row| row[name] == chosen.as_str());
    if let Some(row) = row {
        sheet.set("amount", amount(row, "open"));
    }
}

/// The fields of a credit note.
pub(super) fn credit_note_of(sheet: &Sheet) -> Value {
    let line = sheet
        .filled("line")
        .and_then(|line| line.parse::<i64>().ok());
    let lines = line.map(|line| json!([{ "line": line, "qty": sheet.value("qty") }]));
    json!({
        "invoice": sheet.value("invoice"), "lines": lines, "amount": sheet.filled("amount"),
        "reason": sheet.value("reason"),
    })
}

/// The fields of a write-off.
pub(super) fn write_off_of(sheet: &Sheet) -> Value {
    json!({
        "invoice": sheet.value("invoice"), "amount": sheet.value("amount"),
        "reason": sheet.value("reason"),
    })
}

/// The fields of a refund.
pub(super) fn refund_of(sheet: &Sheet, order: Option<&Value>) -> Value {
    let number = sheet.value("paper");
    let chosen = order.and_then(|order| credits(order).iter().find(|row| row["number"] == number));
    let kind = chosen.map_or("receipt", |row| row["kind"].as_str().unwrap_or("receipt"));
    let mut fields = json!({
        "customer": chosen.map(|row| row["customer"].clone()), "amount": sheet.value("amount"),
        "method": sheet.value("method"),
    });
    fields[kind] = json!(number);
    fields
}
