//! The sheets in which a row is changed, and the commands they make.

use serde_json::{Value, json};

use super::page::Page;
use super::rows;
use crate::domain::Role;
use crate::ui::widgets::field::{Field, Kind};
use crate::ui::widgets::order_card::read::{self, text};
use crate::ui::widgets::sheet::{Item, Sheet};
use crate::words::Lang;
use crate::words::checks::CONTROLS;
use crate::words::papers::{GAPS, ROLES, Table};
use crate::words::rules::{PARTS, WHENS};

/// The sheet of a row.
pub(super) fn of_row(page: Page, row: &Value, lang: Lang) -> Sheet {
    let title = rows::name(page, row, lang);
    let items = match page {
        Page::Gaps => vec![choice("control", lang.ask_control(), CONTROLS, row, lang)],
        Page::Checks => check_items(row, lang),
        Page::Route => route_items(row, lang),
        Page::Duties => vec![yes_no("active", lang.ask_apart(), row, lang)],
        Page::Rights => vec![typed(
            "roles",
            lang.ask_roles(),
            &roles_of(row, "roles", lang),
        )],
    };
    Sheet::new(title, items)
}

/// The sheet of a new row, where a page has new ones.
pub(super) fn of_new(page: Page, lang: Lang) -> Option<Sheet> {
    let none = Value::Null;
    let (title, items) = match page {
        Page::Gaps => (
            lang.rules_new_gap(),
            vec![
                choice("code", lang.ask_gap(), GAPS, &none, lang),
                typed("channel", lang.ask_channel(), ""),
                typed("kind", lang.ask_kind(), ""),
                choice("control", lang.ask_control(), CONTROLS, &none, lang).unset(),
            ],
        ),
        Page::Route => {
            let mut items = vec![typed("code", lang.ask_rule_code(), "").needed()];
            items.extend(route_items(&json!({ "active": true }), lang));
            (lang.rules_new_route(), items)
        }
        Page::Duties => (
            lang.rules_new_duty(),
            vec![
                choice("part_a", lang.ask_part(), PARTS, &none, lang).unset(),
                choice("part_b", lang.ask_other_part(), PARTS, &none, lang).unset(),
            ],
        ),
        Page::Checks | Page::Rights => return None,
    };
    Some(Sheet::new(title, items))
}

fn check_items(row: &Value, lang: Lang) -> Vec<Item> {
    let mut items = vec![
        choice("control", lang.ask_control(), CONTROLS, row, lang),
        typed(
            "override",
            lang.ask_overriders(),
            &roles_of(row, "override", lang),
        ),
    ];
    if row["check"] == "price.deviation" {
        for (name, label, kind) in [
            ("percent", lang.ask_percent(), Kind::Money),
            ("amount", lang.ask_per_unit(), Kind::Price),
        ] {
            let mut field = Field::new(kind);
            field.set(&text(row, name));
            items.push(Item::field(name, label, field));
        }
    }
    items
}

fn route_items(row: &Value, lang: Lang) -> Vec<Item> {
    let departments: Vec<_> = Role::DEPARTMENTS
        .iter()
        .map(|d| (d.name().to_owned(), lang.word(ROLES, d.name())))
        .collect();
    let at = place(&departments, &text(row, "department"));
    let amount = |name: &str, label: &str| {
        let mut field = Field::new(Kind::Money);
        field.set(&text(row, name));
        Item::field(name, label, field)
    };
    let codes = |name: &str| {
        let codes = read::rows(row, name).iter().filter_map(Value::as_str);
        codes.collect::<Vec<_>>().join(",")
    };
    vec![
        Item::choice("department", lang.rules_col_department(), departments, at),
        choice("when", lang.ask_when(), WHENS, row, lang),
        typed("kinds", lang.ask_kinds(), &codes("kinds")),
        typed("channels", lang.ask_channels(), &codes("channels")),
        amount("min_amount", lang.ask_min_amount()),
        amount("max_amount", lang.ask_max_amount()),
        yes_no("single", lang.ask_single(), row, lang),
        yes_no("active", lang.ask_active(), row, lang),
    ]
}

/// A choice of a table, at what the row has.
fn choice(id: &str, label: &str, table: Table, row: &Value, lang: Lang) -> Item {
    let options: Vec<_> = table
        .iter()
        .map(|(code, zh, en)| ((*code).to_owned(), lang.pick(zh, en).to_owned()))
        .collect();
    let at = place(&options, &text(row, id));
    Item::choice(id, label, options, at)
}

fn place(options: &[(String, String)], code: &str) -> usize {
    options.iter().position(|(own, _)| own == code).unwrap_or(0)
}

fn yes_no(id: &str, label: &str, row: &Value, lang: Lang) -> Item {
    let options = vec![
        ("yes".to_owned(), lang.yes().to_owned()),
        ("no".to_owned(), lang.no().to_owned()),
    ];
    Item::choice(id, label, options, usize::from(row[id] != true))
}

fn typed(id: &str, label: &str, value: &str) -> Item {
    let mut field = Field::new(Kind::Code).with_limit(200);
    field.set(value);
    Item::field(id, label, field)
}

fn roles_of(row: &Value, name: &str, lang: Lang) -> String {
    let codes = read::rows(row, name).iter().filter_map(Value::as_str);
    let words: Vec<_> = codes.map(|code| lang.word(ROLES, code)).collect();
    words.join(",")
}

/// Names as they were typed, parted by commas.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', '、']).map(str::trim);
    parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

/// Roles by code or by their word in either language; what is none is given back.
fn roles(text: &str) -> Result<Vec<&'static str>, String> {
    parts(text)
        .into_iter()
        .map(|part| {
            let known = ROLES
                .iter()
                .find(|(code, zh, en)| [*code, *zh, *en].contains(&part.as_str()));
            known.map(|(code, _, _)| *code).ok_or(part)
        })
        .collect()
}

/// The fields of the commands that a filled-in sheet makes; a sentence if a role is none.
pub(super) fn fields(
    page: Page,
    sheet: &Sheet,
    before: &Value,
    lang: Lang,
) -> Result<Vec<Value>, String> {
    let kept = |name: &str| {
        let was = Some(text(before, name)).filter(|was| !was.is_empty());
        was.or_else(|| sheet.filled(name).map(str::to_owned))
    };
    let is = |name: &str| sheet.value(name) == "yes";
    let known = |id: &str| roles(sheet.value(id)).map_err(|part| lang.rules_no_role(&part));
    Ok(match page {
        Page::Gaps => vec![json!({
            "code": kept("code"), "channel": kept("channel"), "kind": kept("kind"),
            "control": sheet.value("control"),
        })],
        Page::Checks => {
            let mut one = json!({
                "check": before["check"], "control": sheet.value("control"),
                "override": known("override")?,
            });
            if before["check"] == "price.deviation" {
                one["percent"] = json!(sheet.filled("percent"));
                one["amount"] = json!(sheet.filled("amount"));
            }
            vec![one]
        }
        Page::Route => vec![json!({
            "code": kept("code"), "department": sheet.value("department"),
            "when": sheet.value("when"), "kinds": parts(sheet.value("kinds")),
            "channels": parts(sheet.value("channels")),
            "min_amount": sheet.filled("min_amount"), "max_amount": sheet.filled("max_amount"),
            "single": is("single"), "active": is("active"),
        })],
        Page::Duties => vec![json!({
            "part_a": kept("part_a"), "part_b": kept("part_b"),
            "active": before.is_null() || is("active"),
        })],
        Page::Rights => rights(before, &known("roles")?),
    })
}

/// A command for each role that gets the right or loses it.
fn rights(before: &Value, wanted: &[&str]) -> Vec<Value> {
    let had: Vec<&str> = read::rows(before, "roles")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let one = |role: &str, allowed: bool| json!({ "role": role, "command": before["command"], "allowed": allowed });
    let given = wanted.iter().filter(|role| !had.contains(role));
    let taken = had.iter().filter(|role| !wanted.contains(role));
    given
        .map(|role| one(role, true))
        .chain(taken.map(|role| one(role, false)))
        .collect()
}
