//! What `help refusals` says: every code a script looks for, with its cause and its way out.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::program::Program;

/// The codes of the contract.
const CODES: &[&str] = &[
    "bad_line",
    "bad_field",
    "unknown_command",
    "not_found",
    "not_permitted",
    "duty_conflict",
    "version_conflict",
    "id_reused",
    "duplicate_order",
    "wrong_state",
    "order.incomplete",
    "order.below_shipped",
    "price.below_floor",
    "price.no_reason",
    "qty.not_a_step",
    "credit.over_limit",
    "credit.overdue",
    "payment.not_cleared",
    "hold.active",
    "stock.short",
    "shipment.over_tolerance",
    "count.mismatch",
    "return.over_shipped",
    "return.not_received",
    "receipt.over_applied",
    "refund.over_paid",
    "period.closed",
    "import.bad_id",
    "import.unmapped",
    "delivery.policy",
    "money.overflow",
    "date.out_of_range",
    // Checks of the office that are no code of their own.
    "contract.terms",
    "capacity.short",
    "price.deviation",
    "customer.blocked",
];

#[test]
fn every_refusal_has_its_cause_and_way_out_in_both_languages() {
    let program = Program::new();
    let told = |lang: &str| {
        program
            .call(&["--lang", lang, "help", "refusals"])
            .ends(0)
            .out
    };
    for (text, hanzi) in [(told("zh"), true), (told("en"), false)] {
        let lines: Vec<_> = text.lines().collect();
        for code in CODES {
            let at = lines.iter().position(|line| line == code);
            let at = at.unwrap_or_else(|| panic!("{code} is not told"));
            let (cause, way_out) = (lines[at + 1].trim(), lines[at + 2].trim());
            assert!(!cause.is_empty() && !way_out.is_empty(), "{code}");
            assert_eq!(!way_out.is_ascii(), hanzi, "{code}: {way_out}");
        }
    }
}

/// Every text in the schemas of commands and queries.
fn descriptions(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            if let Some(text) = fields.get("description").and_then(|text| text.as_str()) {
                found.insert(text.replace('\n', " "));
            }
            fields.values().for_each(|value| descriptions(value, found));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|value| descriptions(value, found)),
        _ => {}
    }
}

#[test]
fn every_description_has_its_chinese_and_no_row_is_left_over() {
    let program = Program::new();
    let mut described = BTreeSet::new();
    for what in ["commands", "queries"] {
        let told = program
            .call(&["help", what, "--format", "json"])
            .ends(0)
            .out;
        descriptions(&serde_json::from_str(&told).unwrap(), &mut described);
    }
    let asset = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/help-zh.tsv");
    let asset = std::fs::read_to_string(asset).unwrap();
    let rows: BTreeMap<&str, &str> = asset
        .lines()
        .map(|row| {
            row.split_once('\t')
                .unwrap_or_else(|| panic!("no tab: {row}"))
        })
        .collect();
    let lacking: Vec<_> = described
        .iter()
        .filter(|text| !rows.contains_key(text.as_str()))
        .collect();
    assert!(lacking.is_empty(), "assets/help-zh.tsv lacks: {lacking:#?}");
    let over: Vec<_> = rows
        .keys()
        .filter(|text| !described.contains(**text))
        .collect();
    assert!(over.is_empty(), "nothing says any more: {over:#?}");
    let zh = program
        .call(&["--lang", "zh", "help", "commands", "order.enter"])
        .ends(0)
        .out;
    assert!(zh.contains("交期") && !zh.contains("Need date"), "{zh}");
}
