//! The rows of each page in words.

use serde_json::Value;

use super::page::Page;
use crate::ui::base::Tone;
use crate::ui::widgets::order_card::read::{rows, text};
use crate::ui::widgets::{Column, List, Row, Width};
use crate::words::Lang;
use crate::words::checks::{CHECK_NAMES, CONTROLS};
use crate::words::order_card::{CHANNEL_WORDS, KIND_WORDS};
use crate::words::papers::{GAPS, ROLES, Table};
use crate::words::rules::{PARTS, WHENS};

/// The list of a page, still empty.
pub(super) fn list(page: Page) -> List {
    List::new(columns(page)).named(page.query())
}

fn columns(page: Page) -> Vec<Column> {
    match page {
        Page::Gaps => vec![
            Column::text(Lang::rules_col_gap, Width::Rest(2)),
            Column::text(Lang::rules_col_channel, Width::Rest(1)),
            Column::text(Lang::rules_col_kind, Width::Rest(1)),
            Column::text(Lang::rules_col_control, Width::Cells(10)),
        ],
        Page::Checks => vec![
            Column::text(Lang::rules_col_check, Width::Cells(18)),
            Column::text(Lang::rules_col_control, Width::Cells(8)),
            Column::text(Lang::rules_col_overriders, Width::Rest(2)),
            Column::text(Lang::rules_col_tolerance, Width::Cells(16)),
        ],
        Page::Route => vec![
            Column::text(Lang::rules_col_code, Width::Cells(18)),
            Column::text(Lang::rules_col_department, Width::Cells(11)),
            Column::text(Lang::rules_col_when, Width::Cells(20)),
            Column::text(Lang::rules_col_for, Width::Rest(1)),
            Column::text(Lang::rules_col_active, Width::Cells(7)),
        ],
        Page::Duties => vec![
            Column::text(Lang::rules_col_part, Width::Rest(1)),
            Column::text(Lang::rules_col_other, Width::Rest(1)),
            Column::text(Lang::rules_col_apart, Width::Cells(8)),
        ],
        Page::Rights => vec![
            Column::text(Lang::rules_col_command, Width::Cells(22)),
            Column::text(Lang::rules_col_roles, Width::Rest(1)),
            Column::text(Lang::rules_changed, Width::Cells(9)),
        ],
    }
}

/// What tells a row of a page apart from the others.
pub(super) fn id(page: Page, row: &Value) -> String {
    let parts: &[&str] = match page {
        Page::Gaps => &["code", "channel", "kind"],
        Page::Checks => &["check"],
        Page::Route => &["code"],
        Page::Duties => &["part_a", "part_b"],
        Page::Rights => &["command"],
    };
    let parts: Vec<_> = parts.iter().map(|name| text(row, name)).collect();
    parts.join("/")
}

/// What a row is called in a sentence.
pub(super) fn name(page: Page, row: &Value, lang: Lang) -> String {
    match page {
        Page::Gaps => lang.word(GAPS, &text(row, "code")),
        Page::Checks => lang.word(CHECK_NAMES, &text(row, "check")),
        Page::Route => text(row, "code"),
        Page::Duties => {
            let part = |name: &str| lang.word(PARTS, &text(row, name));
            format!("{} / {}", part("part_a"), part("part_b"))
        }
        Page::Rights => text(row, "command"),
    }
}

/// A row of a page.
pub(super) fn row(page: Page, row: &Value, lang: Lang) -> Row {
    let cells = match page {
        Page::Gaps => vec![
            lang.word(GAPS, &text(row, "code")),
            word_or_all(CHANNEL_WORDS, &text(row, "channel"), lang),
            word_or_all(KIND_WORDS, &text(row, "kind"), lang),
            lang.word(CONTROLS, &text(row, "control")),
        ],
        Page::Checks => vec![
            lang.word(CHECK_NAMES, &text(row, "check")),
            lang.word(CONTROLS, &text(row, "control")),
            words(ROLES, row, "override", lang),
            tolerance(row),
        ],
        Page::Route => vec![
            text(row, "code"),
            lang.word(ROLES, &text(row, "department")),
            lang.word(WHENS, &text(row, "when")),
            scope(row, lang),
            yes_or_no(row, "active", lang),
        ],
        Page::Duties => vec![
            lang.word(PARTS, &text(row, "part_a")),
            lang.word(PARTS, &text(row, "part_b")),
            yes_or_no(row, "active", lang),
        ],
        Page::Rights => vec![
            text(row, "command"),
            words(ROLES, row, "roles", lang),
            if row["changed"] == true {
                lang.rules_changed().to_owned()
            } else {
                String::new()
            },
        ],
    };
    Row {
        id: id(page, row),
        cells,
        tone: Tone::Plain,
    }
}

fn yes_or_no(row: &Value, name: &str, lang: Lang) -> String {
    if row[name] == true {
        lang.yes().to_owned()
    } else {
        lang.no().to_owned()
    }
}

fn word_or_all(table: Table, code: &str, lang: Lang) -> String {
    if code.is_empty() {
        lang.rules_any().to_owned()
    } else {
        lang.word(table, code)
    }
}

/// The words of a list of codes.
pub(super) fn words(table: Table, row: &Value, name: &str, lang: Lang) -> String {
    let codes = rows(row, name).iter().filter_map(Value::as_str);
    let words: Vec<_> = codes.map(|code| lang.word(table, code)).collect();
    words.join(lang.pick("、", ", "))
}

fn tolerance(row: &Value) -> String {
    let percent = row["percent"].as_str().map(|percent| format!("{percent}%"));
    let amount = row["amount"].as_str().map(str::to_owned);
    let both: Vec<_> = percent.into_iter().chain(amount).collect();
    both.join(" / ")
}

/// Which orders a row of the route is for.
fn scope(row: &Value, lang: Lang) -> String {
    let mut parts = Vec::new();
    if row["single"] == true {
        parts.push(lang.rules_single().to_owned());
    }
    parts.push(words(KIND_WORDS, row, "kinds", lang));
    parts.push(words(CHANNEL_WORDS, row, "channels", lang));
    parts.extend(
        row["min_amount"]
            .as_str()
            .map(|least| lang.rules_from(least)),
    );
    parts.extend(
        row["max_amount"]
            .as_str()
            .map(|most| lang.rules_below(most)),
    );
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}
