//! The papers of the warehouse: packing, dispatch, signature.

use serde_json::Value;

use super::Subject;
use crate::domain::Qty;
use crate::domain::waybill::suggest_carrier;
use crate::ui::base::Tone;
use crate::ui::widgets::codes::{Codes, Held};
use crate::ui::widgets::date_text::Lean;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::rows;
use crate::ui::widgets::sheet::{Item, Sheet};
use crate::words::Lang;
use crate::words::fill::safe;

/// What of a line is neither called off, packed nor gone.
pub(super) fn rest_of(line: &Value) -> Qty {
    let gone = qty(line, "cancelled").0 + qty(line, "packed").0 + qty(line, "shipped").0;
    Qty((qty(line, "ordered").0 - gone).max(0))
}

/// A quantity in an answer; nothing is zero.
pub(super) fn qty(row: &Value, name: &str) -> Qty {
    row[name]
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or(Qty::ZERO)
}

/// What has left and is not invoiced yet.
pub(super) fn to_invoice(order: &Value) -> Qty {
    let lines = rows(order, "lines").iter();
    Qty(lines.map(|line| qty(line, "to_invoice").0).sum())
}

/// Every line with what is reserved for it; Enter packs it all.
pub(super) fn pack(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let order = subject.order.as_ref()?;
    let mut items = Vec::new();
    for line in rows(order, "lines")
        .iter()
        .filter(|line| qty(line, "reserved").0 > 0)
    {
        let number = line["line"].as_i64().unwrap_or_default();
        let name = safe(line["name"].as_str().unwrap_or_default());
        let reserved = qty(line, "reserved").to_string();
        let label = format!("{number} {}", lang.pack_reserved(&reserved, &name));
        items.push(Item::field(
            &format!("line{number}"),
            &label,
            Field::new(Kind::Qty).with(&reserved),
        ));
    }
    if items.is_empty() {
        return None;
    }
    items.push(Item::field(
        "warehouse",
        lang.ask_warehouse(),
        Field::new(Kind::Code),
    ));
    Some(Sheet::new(title, items))
}

/// The lines of the packing paper with a quantity.
pub(super) fn packed(sheet: &Sheet, order: &Value) -> Vec<Value> {
    let lines = rows(order, "lines")
        .iter()
        .filter_map(|line| line["line"].as_i64());
    let filled = lines.filter_map(|n| Some((n, sheet.filled(&format!("line{n}"))?)));
    filled
        .filter(|(_, text)| text.parse::<Qty>().map_or(true, |qty| !qty.is_zero()))
        .map(|(n, text)| serde_json::json!({ "line": n, "qty": text }))
        .collect()
}

/// The shipments in a state, to choose from; one alone is taken.
fn shipments(subject: &Subject, state: &str, lang: Lang) -> Option<Item> {
    shipments_where(subject, lang, |shipment| shipment["state"] == state)
}

/// The same for shipments that answer to something else.
pub(super) fn shipments_where(
    subject: &Subject,
    lang: Lang,
    wanted: impl Fn(&Value) -> bool,
) -> Option<Item> {
    let all = rows(subject.order.as_ref()?, "shipments");
    let options: Vec<_> = all
        .iter()
        .filter(|shipment| wanted(shipment))
        .filter_map(|shipment| shipment["shipment"].as_str())
        .map(|number| (number.to_owned(), number.to_owned()))
        .collect();
    if options.is_empty() {
        return None;
    }
    let several = options.len() > 1;
    let item = Item::choice("shipment", lang.ask_shipment(), options, 0);
    Some(if several { item.needed() } else { item })
}

/// The version of a shipment as it was seen.
pub(super) fn version_of(subject: &Subject, shipment: &str) -> Option<i64> {
    let all = rows(subject.order.as_ref()?, "shipments");
    all.iter().find(|row| row["shipment"] == shipment)?["version"].as_i64()
}

/// Takes a packing back, for a reason.
pub(super) fn unpack(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let shipment = shipments(subject, "packed", lang)?;
    let several = shipment.needs();
    let reason = Field::new(Kind::Text).with_limit(500);
    let reason = Item::field("reason", lang.ask_reason(), reason).needed();
    let mut sheet = Sheet::new(title, vec![shipment, reason]);
    if !several {
        sheet.go_to("reason");
    }
    Some(sheet)
}

/// Waybill first: it often tells the carrier.
pub(super) fn dispatch(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let shipment = shipments(subject, "packed", lang)?;
    let waiting = vec![(String::new(), lang.carriers_coming().to_owned())];
    let items = vec![
        shipment,
        Item::field(
            "waybill",
            lang.ask_waybill(),
            Field::new(Kind::Code).with_limit(64),
        ),
        Item::choice("carrier", lang.ask_carrier(), waiting, 0)
            .needed()
            .holding(Some(Held::free(Codes::Carrier))),
    ];
    let mut sheet = Sheet::new(title, items);
    sheet.go_to("waybill");
    Some(sheet)
}

/// Puts the carriers in when they are known.
pub(super) fn offer_carriers(sheet: &mut Sheet, answer: &Value, lang: Lang) {
    let option = |row: &Value| {
        let code = row["code"].as_str()?;
        let name = row["name"].as_str().unwrap_or_default();
        let text = if name == code {
            code.to_owned()
        } else {
            format!("{code} {name}")
        };
        Some((code.to_owned(), safe(&text)))
    };
    sheet.offer(
        "carrier",
        rows(answer, "rows").iter().filter_map(option).collect(),
    );
    suggest(sheet, "waybill", lang);
}

/// Marks the carrier that a waybill looks like; it is taken only by Enter or its digit.
pub(super) fn suggest(sheet: &mut Sheet, changed: &str, lang: Lang) {
    if changed != "waybill" {
        return;
    }
    let Some(code) = suggest_carrier(sheet.value("waybill")) else {
        sheet.say(Vec::new());
        return;
    };
    sheet.set("carrier", code);
    if sheet.value("carrier") == code {
        sheet.say(vec![(Tone::Plain, lang.carrier_suggested(code))]);
    }
}

/// When it was signed for, and by whom.
pub(super) fn sign(title: String, subject: &Subject, lang: Lang) -> Option<Sheet> {
    let shipment = shipments(subject, "dispatched", lang)?;
    let options = [
        ("now", lang.signed_now()),
        ("1", lang.signed_yesterday()),
        ("2", lang.signed_before()),
        ("other", lang.signed_other()),
    ];
    let options = options
        .map(|(code, text)| (code.to_owned(), text.to_owned()))
        .to_vec();
    let mut items = vec![
        shipment,
        Item::choice("when", lang.ask_signed_at(), options, 0),
        Item::field(
            "on",
            lang.ask_signed_on(),
            Field::new(Kind::Date(Lean::Back)),
        )
        .hidden(),
        Item::field(
            "signer",
            lang.ask_signer(),
            Field::new(Kind::Text).with_limit(100),
        ),
    ];
    let lines = subject.order.as_ref().map_or(&[][..], |o| rows(o, "lines"));
    for line in lines
        .iter()
        .filter(|line| qty(line, "shipped") > qty(line, "signed"))
    {
        let number = line["line"].as_i64().unwrap_or_default();
        let name = safe(line["name"].as_str().unwrap_or_default());
        items.push(Item::field(
            &format!("refused{number}"),
            &lang.ask_refused(number, &name),
            Field::new(Kind::Qty),
        ));
    }
    let why = Field::new(Kind::Text).with_limit(500);
    items.push(Item::field("refused_why", lang.ask_refused_why(), why).hidden());
    let mut sheet = Sheet::new(title, items);
    sheet.go_to("when");
    Some(sheet)
}

/// The lines of the signature of which something was not taken.
pub(super) fn refused(sheet: &Sheet, order: &Value) -> Option<Vec<Value>> {
    let lines = rows(order, "lines")
        .iter()
        .filter_map(|line| line["line"].as_i64());
    let filled = lines.filter_map(|n| Some((n, sheet.filled(&format!("refused{n}"))?)));
    let why = sheet.value("refused_why");
    let refused: Vec<_> = filled
        .filter(|(_, text)| text.parse::<Qty>().map_or(true, |qty| !qty.is_zero()))
        .map(|(n, text)| serde_json::json!({ "line": n, "qty": text, "reason": why }))
        .collect();
    (!refused.is_empty()).then_some(refused)
}

/// Another day is typed; what was refused wants a reason.
pub(super) fn adjust_sign(sheet: &mut Sheet, changed: &str, order: Option<&Value>) {
    let some = order.is_some_and(|order| refused(sheet, order).is_some());
    sheet.show("refused_why", some, true);
    let other = sheet.value("when") == "other";
    sheet.show("on", other, true);
    if other && changed == "when" {
        sheet.go_to("on");
    }
}
