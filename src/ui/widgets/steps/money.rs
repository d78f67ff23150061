//! The papers of money: the invoice for what has left, the receipt.

use super::Subject;
use super::goods::to_invoice;
use crate::ui::base::Tone;
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::steps::METHODS;

/// The invoice for everything that has left; the terms say when it is due unless somebody does.
pub(super) fn invoice(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let due = Item::field("due", lang.ask_due(), Field::new(Kind::Date(Lean::Ahead)));
    let mut sheet = Sheet::new(title, vec![due]);
    if let Some(order) = &subject.order {
        sheet.note(
            Tone::Plain,
            lang.invoice_qty(&to_invoice(order).to_string()),
        );
        if let Some(gross) = order["money"]["to_invoice"].as_str() {
            sheet.note(Tone::Plain, lang.invoice_gross(gross));
        }
    }
    sheet
}

/// A receipt for the order: what its invoices leave open, or else what the order leaves to pay.
pub(super) fn receipt(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let order = subject.order.as_ref();
    let money = |name: &str| order.and_then(|order| order["money"][name].as_str());
    let some = |name: &str| money(name).filter(|amount| *amount != "0.00");
    let amount = some("open").or_else(|| some("left")).unwrap_or_default();
    let mut sheet = Sheet::new(
        title,
        vec![
            Item::field(
                "amount",
                lang.ask_amount(),
                Field::new(Kind::Money).with(amount),
            )
            .needed(),
            Item::choice("method", lang.ask_method(), of_table(METHODS, lang), 0),
            Item::field("ref", lang.ask_ref(), Field::new(Kind::Code).with_limit(64)),
        ],
    );
    if let (Some(open), Some(left)) = (money("open"), money("left")) {
        sheet.note(Tone::Plain, lang.receipt_open(open, left));
    }
    sheet
}
