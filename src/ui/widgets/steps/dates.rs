//! The papers about dates: what the customer was told, a bump, the arrival, the slip.

use serde_json::Value;

use super::goods::shipments_where;
use super::{Subject, contact};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet};
use crate::words::Lang;

/// What the customer was told; with what the board made of it, if it did.
pub(super) fn told(title: String, subject: &Subject, lang: Lang) -> Sheet {
    let (date, text) = if let Some((date, text)) = &subject.say {
        (date.clone(), text.replace('\n', " "))
    } else {
        let date = last_promise(subject).unwrap_or_default();
        let order = subject.targets.first();
        let order = order.map_or("", |target| target.order.as_str());
        let text = lang.reply_told(order, &date);
        (date, text)
    };
    let no_yes = [("no", lang.told_not_yet()), ("yes", lang.told_accepted())];
    let no_yes = no_yes
        .map(|(code, text)| (code.to_owned(), text.to_owned()))
        .to_vec();
    Sheet::new(
        title,
        vec![
            Item::choice("way", lang.ask_way(), contact::ways(lang), 0),
            Item::field(
                "date",
                lang.told_date(),
                Field::new(Kind::Date(Lean::Ahead)).with(&date),
            ),
            Item::choice("accepted", lang.told_answer(), no_yes, 0),
            Item::field(
                "text",
                lang.ask_text(),
                Field::new(Kind::Text).with_limit(2_000).with(&text),
            ),
        ],
    )
}

/// The last promise of the order's lines.
fn last_promise(subject: &Subject) -> Option<String> {
    let lines = rows(subject.order.as_ref()?, "lines").iter();
    let days = lines.filter_map(|line| line["promise"].as_str());
    days.max().map(str::to_owned)
}

/// Served before all others, for a reason.
pub(super) fn bump(title: String, lang: Lang) -> Sheet {
    let reason = Field::new(Kind::Text).with_limit(500);
    let mut sheet = Sheet::new(
        title,
        vec![
            Item::field("line", lang.ask_line_or_all(), Field::new(Kind::Code)),
            Item::field("reason", lang.ask_reason(), reason).needed(),
        ],
    );
    sheet.go_to("reason");
    sheet
}

/// The line of the bump, if one was typed.
pub(super) fn bumped_line(sheet: &Sheet) -> Option<i64> {
    sheet.filled("line")?.trim().parse().ok()
}

/// At the customer's, not yet signed for.
pub(super) fn arrive(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let shipment = shipments_where(subject, lang, on_its_way)?;
    let options = [
        ("now", lang.signed_now()),
        ("1", lang.signed_yesterday()),
        ("2", lang.signed_before()),
        ("other", lang.signed_other()),
    ];
    let options = options
        .map(|(code, text)| (code.to_owned(), text.to_owned()))
        .to_vec();
    let items = vec![
        shipment,
        Item::choice("when", lang.arrived_when(), options, 0),
        Item::field("on", lang.arrived_on(), Field::new(Kind::Date(Lean::Back))).hidden(),
    ];
    let mut sheet = Sheet::new(title, items);
    sheet.go_to("when");
    Some(sheet)
}

/// Another day is typed.
pub(super) fn adjust_arrive(sheet: &mut Sheet, changed: &str) {
    let other = sheet.value("when") == "other";
    sheet.show("on", other, true);
    if other && changed == "when" {
        sheet.go_to("on");
    }
}

/// The signed slip came back.
pub(super) fn slip(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let shipment = shipments_where(subject, lang, without_slip)?;
    let on = Field::new(Kind::Date(Lean::Back));
    Some(Sheet::new(
        title,
        vec![shipment, Item::field("on", lang.slip_on(), on)],
    ))
}

/// Whether a shipment has left and not arrived.
pub(super) fn on_its_way(shipment: &Value) -> bool {
    shipment["state"] == "dispatched" && shipment["arrived_at"].is_null()
}

/// Whether a shipment was signed for and its slip is not back.
pub(super) fn without_slip(shipment: &Value) -> bool {
    shipment["state"] == "signed" && shipment["slip"].is_null()
}
