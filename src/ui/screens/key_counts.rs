//! How many keys the daily work takes, counted by the scripts themselves.

use serde_json::{Value, json};

use super::live::Live;
use crate::ui::base::ScreenKind;
use crate::words::Lang;

/// Keys of a script: each name is one, of a text every character.
fn keys(script: &str) -> usize {
    let names = script.split_whitespace();
    names
        .map(|name| {
            name.strip_prefix('\'')
                .map_or(1, |text| text.chars().count())
        })
        .sum()
}

fn give(live: &mut Live, script: &str, most: usize) {
    assert!(
        keys(script) <= most,
        "{} keys, more than {most}: {script}",
        keys(script)
    );
    live.keys(script);
}

fn newest(live: &Live) -> Value {
    let order = live.ask("orders", json!({"limit": 1}))["rows"][0]["order"].clone();
    live.ask("order", json!({ "order": order }))
}

#[test]
fn ten_lines_for_a_known_customer() {
    let mut live = Live::new(Lang::Zh);
    for n in 1..=10 {
        let with = json!({"code": format!("A{n:02}"), "name": format!("货 {n}"), "unit": "件", "tax_rate": "13", "list_price": "5"});
        live.run("2026-11-20T09:00:00", "product.save", with);
    }
    // Head and save: the screen, two letters, Enter for what they mean, Enter for the need date, F6.
    give(&mut live, "Alt-1 'C1 Enter Enter", 12 - 1);
    for n in 1..=10 {
        let (code, qty) = (format!("A{n:02}"), format!("{}", n * 5));
        give(
            &mut live,
            &format!("'{code}*{qty} Enter"),
            code.len() + qty.len() + 2,
        );
    }
    live.keys("F6");
    let order = newest(&live);
    assert_eq!(
        order["lines"].as_array().map(Vec::len),
        Some(10),
        "{}",
        live.seen(80, 24)
    );
    assert_eq!(order["state"], "reviewing", "{}", live.seen(80, 24));
    assert_eq!(order["lines"][9]["ordered"], "50");
}

#[test]
fn an_order_is_found_from_anywhere() {
    let mut live = Live::new(Lang::Zh);
    let order = live.entered(
        "2026-11-24T09:00:00",
        "C1",
        json!([{"product": "P1", "qty": 1}]),
    );
    let tail = order[order.len() - 4..].to_owned();
    for from in ["Alt-0", "Alt-1", "Alt-4", "Alt-8", "Alt-P"] {
        live.keys(from);
        give(&mut live, &format!("Alt-5 '{tail} Enter"), 6);
        let seen = live.seen(80, 24);
        assert!(
            seen.contains(&order) && live.on() != ScreenKind::Find,
            "from {from}: {seen}"
        );
        live.keys("Esc Esc");
    }
}

#[test]
fn a_clean_order_is_approved() {
    let mut live = Live::new(Lang::Zh);
    let order = live.submitted(
        "2026-11-24T09:00:00",
        "C1",
        json!([{"product": "P1", "qty": 1}]),
    );
    for opinion in live.ask("order", json!({ "order": order }))["opinions"]
        .as_array()
        .unwrap()
    {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass"});
        live.run("2026-11-24T10:00:00", "review.give", with);
    }
    assert_eq!(live.state(&order), "director");
    live.sit_down("he", "director");
    give(&mut live, "Alt-2 F8 Enter", 3);
    assert_eq!(live.state(&order), "approved", "{}", live.seen(80, 24));
}

#[test]
fn money_that_came_in_is_applied_by_itself() {
    let mut live = Live::new(Lang::Zh);
    live.billed("C1", "P1", "10", "2026-12-20");
    let amount = "125";
    give(
        &mut live,
        &format!("Alt-8 F5 '{amount} Enter"),
        amount.len() + 8,
    );
    let receipts = live.ask("receipts", json!({}));
    assert_eq!(
        receipts["rows"][0]["amount"],
        "125.00",
        "{}",
        live.seen(80, 24)
    );
    let left = &live.ask("invoices", json!({}))["rows"][0];
    assert_eq!(left["open"], "0.00", "{left}");
}
