//! Credit through real tables (`rules.md §4`).

use serde_json::{Value, json};

use super::super::{credit, query};
use crate::desk::testing_money::{Desk, day};
use crate::domain::Money;
use crate::store;

fn asked(desk: &Desk, customer: &str) -> Value {
    query::credit(desk.office.db(), customer, None, day("02")).unwrap()
}

fn fits(desk: &Desk, customer: &str, delta: i64) -> bool {
    let db = desk.office.db();
    let id = store::customers::by_code(db, customer).unwrap().unwrap().id;
    credit::test_order(db, id, day("02"), Money(delta)).is_ok()
}

#[test]
fn the_worked_example_of_the_rules_holds() {
    let desk = Desk::new();
    desk.does(
        "credit.set",
        json!({ "customer": "C1", "limit": "1000.00", "reason": "example" }),
    );
    desk.receive("C1", "50.00", "wire", json!({}));
    desk.invoice("C1", 30_000, "02");
    let a = desk.order("C1", "net:30", &[(10, 45_200)]);
    desk.ship(&a, &[(1, 3)]);
    assert_eq!(
        desk.does("invoice.post", json!({ "order": a }))["gross"],
        "135.60"
    );
    desk.ship(&a, &[(1, 1)]);
    let expected = json!({
        "payer": "C1", "limit": "1000.00", "exposure": "702.00", "available": "298.00",
        "ar_open": "435.60", "shipped_not_invoiced": "45.20", "approved_not_shipped": "271.20",
        "unapplied": "50.00", "uncleared": "0.00", "overdue_amount": "0.00",
        "oldest_overdue_days": 0, "temporary": null,
    });
    assert_eq!(asked(&desk, "C1"), expected);
    assert!(fits(&desk, "C1", 29_800) && !fits(&desk, "C1", 29_801));
    assert!(
        fits(&desk, "C2", 29_800) && !fits(&desk, "C2", 29_801),
        "one payer, one limit"
    );
    desk.ship(&a, &[(1, 6)]);
    assert_eq!(asked(&desk, "C1")["exposure"], "702.00");
    assert_eq!(desk.faults(), []);
}

#[test]
fn what_left_of_an_order_closed_short_counts_until_it_is_billed() {
    let desk = Desk::new();
    let a = desk.order("C1", "net:30", &[(100, 10_000)]);
    desk.ship(&a, &[(1, 40)]);
    desk.does(
        "order.close_short",
        json!({ "order": a, "reason": "no more" }),
    );
    let told = asked(&desk, "C1");
    assert_eq!(
        (&told["shipped_not_invoiced"], &told["approved_not_shipped"]),
        (&json!("40.00"), &json!("0.00"))
    );
    desk.does("invoice.post", json!({ "order": a }));
    let told = asked(&desk, "C1");
    assert_eq!(
        (&told["shipped_not_invoiced"], &told["ar_open"]),
        (&json!("0.00"), &json!("40.00"))
    );
    assert_eq!(desk.faults(), []);
}

#[test]
fn a_cheque_lowers_the_debt_but_not_the_exposure() {
    let desk = Desk::new();
    desk.invoice("C1", 30_000, "02");
    let rc = desk.receive("C1", "350.00", "cheque", json!({}));
    let told = asked(&desk, "C1");
    assert_eq!(
        (&told["ar_open"], &told["unapplied"]),
        (&json!("0.00"), &json!("50.00"))
    );
    assert_eq!(
        (&told["exposure"], &told["uncleared"]),
        (&json!("300.00"), &json!("350.00"))
    );
    desk.does("receipt.clear", json!({ "receipt": rc["receipt"] }));
    assert_eq!(asked(&desk, "C1")["exposure"], "-50.00");
    let iv = desk.invoice("C9", 100, "02");
    let rc = desk.receive("C9", "1.00", "cheque", json!({ "invoices": [iv] }));
    desk.does("receipt.bounce", json!({ "receipt": rc["receipt"] }));
    let told = asked(&desk, "C9");
    assert_eq!(
        (&told["exposure"], &told["uncleared"]),
        (&json!("1.00"), &json!("0.00"))
    );
    assert_eq!(told["limit"], Value::Null, "left out is unlimited");
    assert_eq!(told["available"], Value::Null);
}

#[test]
fn prepaid_orders_count_what_is_shipped_and_unpaid() {
    let desk = Desk::new();
    let order = desk.order("C9", "prepaid", &[(2, 20_000)]);
    desk.receive("C9", "200.00", "wire", json!({ "order": order }));
    assert_eq!(asked(&desk, "C9")["exposure"], "-200.00");
    desk.ship(&order, &[(1, 1)]);
    let told = asked(&desk, "C9");
    assert_eq!(
        (&told["exposure"], &told["approved_not_shipped"]),
        (&json!("-100.00"), &json!("0.00"))
    );
}

#[test]
fn a_temporary_limit_counts_until_its_day() {
    let desk = Desk::new();
    let set = |limit: &str, until: Value| {
        desk.does(
            "credit.set",
            json!({
            "customer": "C9", "limit": limit, "until": until, "reason": "season" }),
        );
    };
    set("100.00", Value::Null);
    set("500.00", json!("2026-11-10"));
    let limit =
        |on: &str| query::credit(desk.office.db(), "C9", None, day(on)).unwrap()["limit"].clone();
    assert_eq!(
        (limit("10"), limit("11")),
        (json!("500.00"), json!("100.00"))
    );
}

#[test]
fn overdue_items_block_apart_from_the_limit() {
    let desk = Desk::new();
    desk.does(
        "customer.save",
        json!({
        "code": "C9", "name": "Nine", "terms": "net:30", "overdue_grace_days": 5,
        "overdue_block_amount": "200.00", "order_max": "400.00" }),
    );
    desk.invoice("C9", 10_000, "02"); // due 2 December
    let db = desk.office.db();
    let id = store::customers::by_code(db, "C9").unwrap().unwrap().id;
    let on = |text: &str| credit::standing(db, id, day(text)).unwrap();
    assert_eq!(on("12-02").oldest_overdue_days, 0);
    assert!(
        credit::overdue_refusal(&on("12-07")).is_none(),
        "five days are granted"
    );
    assert!(credit::overdue_refusal(&on("12-08")).is_some());
    desk.invoice("C9", 10_001, "02");
    assert!(
        credit::overdue_refusal(&on("12-03")).is_some(),
        "200.01 is too much"
    );
    assert!(credit::order_max_refusal(&on("02"), Money(40_000)).is_none());
    assert!(credit::order_max_refusal(&on("02"), Money(40_001)).is_some());
    assert!(
        credit::standing_refusal(&on("02")).is_none(),
        "no limit, no block"
    );
    desk.does(
        "credit.set",
        json!({ "customer": "C9", "limit": "200.00", "reason": "less" }),
    );
    assert!(credit::standing_refusal(&on("02")).is_some());
    assert!(
        credit::limit_refusal(&on("02"), Money::ZERO).is_none(),
        "adds nothing"
    );
}

#[test]
fn a_change_is_tested_by_what_it_adds() {
    let desk = Desk::new();
    desk.does(
        "customer.save",
        json!({
        "code": "C9", "name": "Nine", "terms": "net:30", "order_max": "400.00",
        "overdue_grace_days": 5 }),
    );
    let set = |limit: &str| {
        let with = json!({ "customer": "C9", "limit": limit, "reason": "change" });
        desk.does("credit.set", with);
    };
    let order = desk.order("C9", "net:30", &[(10, 10_000)]);
    desk.ship(&order, &[(1, 4)]);
    let db = desk.office.db();
    let customer = store::customers::by_code(db, "C9").unwrap().unwrap().id;
    let id = store::orders::by_number(db, &order).unwrap().unwrap().id;
    let lines = store::orders::lines(db, id).unwrap();
    let was = credit::carried("net:30", &lines).unwrap();
    assert_eq!(was, Money(10_000), "shipped or not, it is all in there");
    assert_eq!(
        credit::carried("prepaid", &lines).unwrap(),
        Money(4_000),
        "of a prepaid order what has left"
    );
    let refused = |on: &str, to: i64| {
        let to = Money(to);
        let standing = credit::standing(db, customer, day(on)).unwrap();
        let delta = to.sub(was).unwrap();
        let told = credit::limit_of_change(&standing, delta, to)
            .or_else(|| credit::overdue_of_change(&standing, delta));
        told.map(|refusal| refusal.code().name())
    };
    set("150.00");
    assert_eq!(refused("02", 15_000), None, "equal passes");
    assert_eq!(refused("02", 15_001), Some("credit.over_limit"));
    set("50.00");
    for to in [0, 9_999, 10_000] {
        assert_eq!(refused("02", to), None, "adds nothing");
    }
    set("1000.00");
    assert_eq!(refused("02", 40_000), None);
    assert_eq!(
        refused("02", 40_001),
        Some("credit.over_limit"),
        "a single order"
    );
    desk.invoice("C9", 100, "02"); // due 2 December
    assert_eq!(refused("12-07", 10_001), None);
    assert_eq!(refused("12-08", 10_001), Some("credit.overdue"));
    assert_eq!(refused("12-08", 10_000), None, "adds nothing");
}
