//! The papers of the screen, and the commands they make.

use serde_json::{Map, Value, json};

use super::page::Page;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::sheet::{Item, Sheet, of_table};
use crate::words::Lang;
use crate::words::field_names::FIELD_NAMES;
use crate::words::order_card::CHANNEL_WORDS;

/// Headings that a customer's sheets can have of their own, the usual ones first.
const HEADINGS: &[&str] = &[
    "product",
    "qty",
    "style",
    "colour",
    "price",
    "need_date",
    "customer_ref",
    "ship_to",
    "remark",
];

/// Headings of a shop's export, those that are needed first.
const SHOP: &[&str] = &[
    "order_id",
    "qty",
    "title",
    "merchant_code",
    "sku_text",
    "price",
    "paid",
    "status",
    "receiver",
    "phone",
    "address",
    "buyer_note",
    "ship_by",
];

/// The paper that teaches a shop's export by its headings.
pub(super) fn shop(lang: Lang) -> Sheet {
    let typed = |id: &str| {
        let field = Field::new(Kind::Text).with_limit(100);
        let item = Item::field(id, lang.word(FIELD_NAMES, id).as_str(), field);
        item.holding(None) // a heading
    };
    let mut items = vec![typed("platform").needed()];
    items.extend(SHOP.iter().map(|id| {
        let item = typed(id);
        if *id == "order_id" {
            item.needed()
        } else {
            item.seen_first()
        }
    }));
    let mut sheet = Sheet::new(lang.platform_shop_title(), items);
    sheet.note(crate::ui::base::Tone::Plain, lang.platform_shop_note());
    sheet
}

/// Their goods are this product: how many of it.
pub(super) fn how_many(row: &Value, product: &str, name: &str, lang: Lang) -> Sheet {
    let field = |id: &str, kind: Kind, value: &str| {
        let mut field = Field::new(kind);
        field.set(value);
        Item::field(id, lang.word(FIELD_NAMES, id).as_str(), field)
    };
    let goods = format!("{} {}", text(row, "item"), text(row, "sku"));
    let mut sheet = Sheet::new(
        lang.platform_map_title(goods.trim()),
        vec![
            field("product", Kind::Code, product).needed(),
            field("qty", Kind::Qty, "1").needed(),
        ],
    );
    sheet.note(crate::ui::base::Tone::Plain, lang.platform_map_note(name));
    sheet
}

/// Which platform's waybills go to which file.
pub(super) fn to_file(platforms: &[String], lang: Lang) -> Sheet {
    let options: Vec<_> = platforms
        .iter()
        .map(|code| (code.clone(), code.clone()))
        .collect();
    let mut file = Field::new(Kind::Text).with_limit(1_000);
    file.set("");
    let mut sheet = Sheet::new(
        lang.platform_back_title(),
        vec![
            Item::choice(
                "platform",
                lang.word(FIELD_NAMES, "platform").as_str(),
                options,
                0,
            ),
            Item::field("file", lang.platform_file(), file).needed(),
        ],
    );
    sheet.note(crate::ui::base::Tone::Plain, lang.platform_back_note());
    sheet
}

/// The paper of a row, or of a new one, where a page has one.
pub(super) fn of(page: Page, row: &Value, lang: Lang) -> Option<Sheet> {
    match page {
        Page::Rules => Some(rule(row, lang)),
        Page::Layouts if row.is_null() || !text(row, "customer").is_empty() => {
            Some(headings(row, lang))
        }
        _ => None,
    }
}

fn rule(row: &Value, lang: Lang) -> Sheet {
    let typed = |id: &str, kind: Kind, value: String| {
        let mut field = Field::new(kind);
        field.set(&value);
        Item::field(id, lang.word(FIELD_NAMES, id).as_str(), field)
    };
    let yes_no = |id: &str, is: bool| {
        let options = vec![
            ("yes".to_owned(), lang.yes().to_owned()),
            ("no".to_owned(), lang.no().to_owned()),
        ];
        Item::choice(
            id,
            lang.word(FIELD_NAMES, id).as_str(),
            options,
            usize::from(!is),
        )
    };
    let weight = row["weight_most"]
        .as_i64()
        .map(|grams| grams.to_string())
        .unwrap_or_default();
    let words: Vec<&str> = rows(row, "words")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let or = |value: String, usual: &str| {
        if value.is_empty() {
            usual.to_owned()
        } else {
            value
        }
    };
    let mut items = Vec::new();
    if row.is_null() {
        let mut channels = vec![(String::new(), lang.rules_any().to_owned())];
        channels.extend(of_table(CHANNEL_WORDS, lang));
        items.push(Item::choice(
            "channel",
            lang.word(FIELD_NAMES, "channel").as_str(),
            channels,
            0,
        ));
    }
    items.extend([
        typed("amount_most", Kind::Money, text(row, "amount_most")),
        typed("weight_most", Kind::Qty, weight),
        typed("from", Kind::Text, or(text(row, "from"), "00:00")),
        typed("to", Kind::Text, or(text(row, "to"), "24:00")),
        typed("words", Kind::Text, words.join(" ")),
        yes_no("remarks", row["remarks"] == true),
        yes_no("active", row.is_null() || row["active"] == true),
    ]);
    let mut sheet = Sheet::new(lang.platform_rule_title(), items);
    sheet.note(crate::ui::base::Tone::Plain, lang.platform_rule_note());
    sheet
}

fn headings(row: &Value, lang: Lang) -> Sheet {
    let mut items = Vec::new();
    let mut customer = Field::new(Kind::Code);
    customer.set(&text(row, "customer"));
    items.push(
        Item::field(
            "customer",
            lang.word(FIELD_NAMES, "customer").as_str(),
            customer,
        )
        .needed(),
    );
    for id in HEADINGS {
        let mut field = Field::new(Kind::Text).with_limit(100);
        field.set(&text(&row["fields"], id));
        let item = Item::field(id, lang.word(FIELD_NAMES, id).as_str(), field);
        items.push(item.holding(None)); // a heading
    }
    let mut sheet = Sheet::new(lang.platform_headings_title(), items);
    sheet.note(crate::ui::base::Tone::Plain, lang.platform_headings_note());
    sheet
}

/// The command that a filled-in paper makes, with its fields.
pub(super) fn command(page: Page, sheet: &Sheet, row: &Value) -> (&'static str, Value) {
    let filled = |id: &str| sheet.filled(id).map(str::to_owned);
    match page {
        Page::Waiting | Page::Unmapped | Page::Mapped | Page::Back => (
            "goods.map",
            json!({
                "platform": row["platform"], "shop": row["shop"], "item": row["item"],
                "sku": Some(text(row, "sku")).filter(|sku| !sku.is_empty()),
                "product": sheet.value("product"), "qty": sheet.value("qty"),
            }),
        ),
        Page::Rules => {
            let own = Some(text(row, "channel")).filter(|channel| !channel.is_empty());
            let channel = own.or_else(|| filled("channel"));
            let weight = filled("weight_most").and_then(|grams| grams.parse::<i64>().ok());
            let words: Vec<String> = sheet
                .value("words")
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            (
                "pass_rule.save",
                json!({
                    "channel": channel, "amount_most": filled("amount_most"), "weight_most": weight,
                    "from": sheet.value("from"), "to": sheet.value("to"), "words": words,
                    "remarks": sheet.value("remarks") == "yes", "active": sheet.value("active") == "yes",
                }),
            )
        }
        Page::Layouts if sheet.filled("platform").is_some() => {
            let told = SHOP
                .iter()
                .filter_map(|id| Some(((*id).to_owned(), json!(filled(id)?))));
            let fields: Map<String, Value> = told.collect();
            (
                "profile.save",
                json!({ "platform": sheet.value("platform"), "fields": fields }),
            )
        }
        Page::Layouts => {
            let told = HEADINGS
                .iter()
                .filter_map(|id| Some(((*id).to_owned(), json!(filled(id)?))));
            let fields: Map<String, Value> = told.collect();
            (
                "profile.save",
                json!({ "customer": sheet.value("customer"), "fields": fields }),
            )
        }
    }
}

/// The command that takes a row away.
pub(super) fn removal(page: Page, row: &Value) -> Option<(&'static str, Value)> {
    let sku = Some(text(row, "sku")).filter(|sku| !sku.is_empty());
    match page {
        Page::Mapped => Some((
            "goods.unmap",
            json!({ "platform": row["platform"], "shop": row["shop"], "item": row["item"], "sku": sku }),
        )),
        Page::Layouts if row["taught"] == true => {
            Some(("profile.remove", json!({ "name": row["name"] })))
        }
        _ => None,
    }
}
