use serde_json::{Value, json};

use super::{query, reserve};
use crate::desk::testing::Bench;
use crate::domain::day::day;
use crate::domain::{Code, Qty};

fn receive(bench: &Bench, qty: &str) -> Value {
    bench.run(
        "stock.receive",
        json!({"warehouse": "W1", "product": "P1", "qty": qty}),
    )
}

fn reserved(bench: &Bench, order: &str) -> Qty {
    bench.line(order, 1).reserved
}

/// Orders of 10 for customers of grades none, B, A and A again, the last promised earlier.
fn ranked(bench: &Bench) -> [String; 4] {
    let promised = |customer: &str, on: &str| {
        let line = ("P1".to_owned(), "10".to_owned(), Some(day(on)));
        bench.promised(customer, &[line])
    };
    bench.customer("A1", json!({"grade": "A"}));
    bench.customer("B1", json!({"grade": "B"}));
    [
        promised("C1", "2026-11-24"),
        promised("B1", "2026-11-24"),
        promised("A1", "2026-12-10"),
        promised("A1", "2026-12-01"),
    ]
}

#[test]
fn goods_that_arrive_serve_waiting_lines_by_rank() {
    let bench = Bench::new();
    let [none, b, a_late, a_early] = ranked(&bench);
    let value = receive(&bench, "25");
    assert_eq!(
        value["reserved"],
        json!([
            {"order": a_early, "line": 1, "qty": "10"},
            {"order": a_late, "line": 1, "qty": "10"},
            {"order": b, "line": 1, "qty": "5"},
        ])
    );
    assert_eq!(
        (&value["on_hand"], &value["free"]),
        (&json!("25"), &json!("0"))
    );
    assert_eq!(reserved(&bench, &none), Qty::ZERO);
    let value = receive(&bench, "20");
    assert_eq!(
        value["reserved"][0],
        json!({"order": b, "line": 1, "qty": "5"})
    );
    assert_eq!(
        value["reserved"][1],
        json!({"order": none, "line": 1, "qty": "10"})
    );
    assert_eq!(value["free"], "5");
}

#[test]
fn the_office_may_leave_it_to_hand() {
    let bench = Bench::new();
    let order = bench.approved("C1", &[("P1", "10")]);
    bench.run(
        "setting.set",
        json!({"name": "receive_reserves", "value": "no"}),
    );
    assert_eq!(receive(&bench, "10")["reserved"], json!([]));
    assert_eq!(reserved(&bench, &order), Qty::ZERO);
}

#[test]
fn held_lines_and_unpaid_deposits_are_passed_over() {
    let bench = Bench::new();
    bench.customer("D1", json!({"terms": "deposit:30", "grade": "A"}));
    let held = bench.approved("C1", &[("P1", "10")]);
    let unpaid = bench.approved("D1", &[("P1", "10")]);
    let last = bench.approved("C1", &[("P1", "10")]);
    let hold =
        json!({"order": held, "code": "count", "line": 1, "stage": "allocate", "reason": "r"});
    bench.run("hold.place", hold);
    let value = receive(&bench, "30");
    assert_eq!(
        value["reserved"],
        json!([{"order": last, "line": 1, "qty": "10"}])
    );
    let by_hand = |order: &str| json!({"order": order, "line": 1, "qty": "1"});
    bench.refused(Code::HoldActive, "stock.reserve", by_hand(&held));
    bench.refused(Code::PaymentNotCleared, "stock.reserve", by_hand(&unpaid));
}

#[test]
fn a_loss_takes_from_the_lowest_rank_first() {
    let bench = Bench::new();
    let [none, b, a_late, a_early] = ranked(&bench);
    receive(&bench, "45");
    let adjust =
        |qty: &str| json!({"warehouse": "W1", "product": "P1", "qty": qty, "reason": "wet"});
    let value = bench.run("stock.adjust", adjust("-5"));
    assert_eq!(value["unreserved"], json!([]), "free stock goes first");
    let value = bench.run("stock.adjust", adjust("-12"));
    assert_eq!(
        value["unreserved"],
        json!([
            {"order": none, "line": 1, "qty": "10"},
            {"order": b, "line": 1, "qty": "2"},
        ])
    );
    assert_eq!(value["on_hand"], "28");
    bench.run(
        "stock.unreserve",
        json!({"order": a_early, "line": 1, "qty": "10"}),
    );
    let count = json!({"warehouse": "W1", "product": "P1", "counted": "17", "reason": "year end"});
    let value = bench.run("stock.count", count.clone());
    assert_eq!(
        value["unreserved"],
        json!([{"order": b, "line": 1, "qty": "1"}])
    );
    assert_eq!(reserved(&bench, &a_late), Qty(10_000));
    let value = bench.run("stock.count", count);
    assert_eq!(
        value["on_hand"], "17",
        "the same count again changes nothing"
    );
}

#[test]
fn packed_goods_cannot_be_lost() {
    let bench = Bench::new();
    let order = bench.approved("C1", &[("P1", "6")]);
    receive(&bench, "10");
    bench.run(
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": "6"}]}),
    );
    let adjust = |qty: &str| json!({"warehouse": "W1", "product": "P1", "qty": qty, "reason": "r"});
    let refusal = bench.refused(Code::StockShort, "stock.adjust", adjust("-5"));
    assert_eq!(refusal.facts()["packed"], "6");
    assert_eq!(refusal.facts()["free"], "4");
    assert_eq!(bench.run("stock.adjust", adjust("-4"))["on_hand"], "6");
}

#[test]
fn quantities_keep_to_the_step() {
    let bench = Bench::new();
    bench.product("P1", json!({"step": "0.5"}));
    let receive = |qty: &str| json!({"warehouse": "W1", "product": "P1", "qty": qty});
    bench.refused(Code::QtyNotAStep, "stock.receive", receive("1.25"));
    bench.refused(Code::BadField, "stock.receive", receive("0"));
    bench.refused(Code::BadField, "stock.receive", receive("-1"));
    bench.run("stock.receive", receive("1.5"));
}

#[test]
fn stock_is_reserved_by_hand_up_to_what_is_free_and_open() {
    let bench = Bench::new();
    bench.warehouse("W2");
    receive(&bench, "4");
    bench.run(
        "stock.receive",
        json!({"warehouse": "W2", "product": "P1", "qty": "3"}),
    );
    let order = bench.approved("C1", &[("P1", "8")]);
    let ask = |qty: &str, warehouse: Option<&str>| json!({"order": order, "line": 1, "qty": qty, "warehouse": warehouse});
    let refusal = bench.refused(Code::StockShort, "stock.reserve", ask("5", Some("W1")));
    assert_eq!(refusal.facts()["free"], "4");
    bench.refused(Code::StockShort, "stock.reserve", ask("8", None));
    bench.refused(Code::BadField, "stock.reserve", ask("9", None));
    let value = bench.run("stock.reserve", ask("7", None));
    assert_eq!(
        (&value["reserved"], &value["open"]),
        (&json!("7"), &json!("1"))
    );
    bench.refused(Code::StockShort, "stock.unreserve", ask("4", Some("W2")));
    let value = bench.run("stock.unreserve", ask("5", None));
    assert_eq!(value["reserved"], "2");
    let list = query::stock(bench.db(), bench.today(), Some("P1"), None, None, 50).unwrap();
    assert_eq!(
        list["rows"][0]["reserved"], "2",
        "the first warehouse keeps its part"
    );
    assert_eq!(list["rows"][1]["free"], "3");
}

#[test]
fn approval_reserves_what_is_free_and_cancelling_gives_it_back() {
    let bench = Bench::new();
    bench.warehouse("W2");
    receive(&bench, "4");
    bench.run(
        "stock.receive",
        json!({"warehouse": "W2", "product": "P1", "qty": "3"}),
    );
    let number = bench.approved("C1", &[("P1", "5"), ("P1", "5")]);
    let order = bench.order(&number);
    let kept = bench.body(|cx| reserve::reserve_order(cx, &order));
    assert_eq!(kept, [(1, Qty(5_000)), (2, Qty(2_000))]);
    let freed = bench.body(|cx| reserve::free_order(cx, order.id));
    assert_eq!(freed, kept);
    assert_eq!(reserved(&bench, &number), Qty::ZERO);
}

#[test]
fn reservations_end_on_their_day() {
    let bench = Bench::new();
    let number = bench.approved("C1", &[("P1", "5")]);
    receive(&bench, "5");
    assert_eq!(bench.body_on("2026-12-23", reserve::expire).0.len(), 0);
    assert_eq!(bench.body_on("2026-12-24", reserve::expire).0.len(), 1);
    assert_eq!(reserved(&bench, &number), Qty::ZERO);
}

#[test]
fn supply_is_written_anew_until_something_of_it_came() {
    let bench = Bench::new();
    let expect = |qty: &str| {
        json!({"warehouse": "W1", "product": "P1", "qty": qty, "date": "2026-12-01",
            "confirmed": true, "ref": "PO1"})
    };
    let first = bench.run("supply.expect", expect("10"));
    assert_eq!(bench.run("supply.expect", expect("12")), first);
    let stock = || {
        let list = query::stock(bench.db(), bench.today(), Some("P1"), None, None, 50).unwrap();
        list["rows"][0].clone()
    };
    assert_eq!(stock()["expected"], "12");
    let receive = |qty: &str, paper: &str| json!({"warehouse": "W1", "product": "P1", "qty": qty, "ref": paper});
    bench.run("stock.receive", receive("5", "other"));
    assert_eq!(stock()["expected"], "12");
    bench.run("stock.receive", receive("5", "PO1"));
    assert_eq!(stock()["expected"], "7");
    assert_ne!(bench.run("supply.expect", expect("3")), first);
    assert_eq!(stock()["expected"], "10");
    bench.run("stock.receive", receive("50", "PO1"));
    assert_eq!(
        (&stock()["expected"], &stock()["on_hand"]),
        (&json!("0"), &json!("60"))
    );
}

#[test]
fn the_list_goes_on_where_the_page_ended() {
    let bench = Bench::new();
    bench.warehouse("W2");
    bench.product("P2", json!({}));
    bench.product("P3", json!({}));
    for (product, warehouse) in [("P1", "W1"), ("P1", "W2"), ("P3", "W1")] {
        let goods = json!({"warehouse": warehouse, "product": product, "qty": "1"});
        bench.run("stock.receive", goods);
    }
    let page = |product: Option<&str>, after: Option<&str>| {
        query::stock(bench.db(), bench.today(), product, None, after, 2).unwrap()
    };
    let first = page(None, None);
    assert_eq!(first["rows"].as_array().unwrap().len(), 2);
    let second = page(None, first["next"].as_str());
    assert_eq!(second["rows"].as_array().unwrap().len(), 1);
    assert_eq!(second["rows"][0]["product"], "P3");
    assert_eq!(second["next"], Value::Null);
    let none = page(Some("P2"), None);
    assert_eq!(none["rows"][0]["on_hand"], "0");
    assert_eq!(none["rows"][0]["warehouse"], Value::Null);
}
