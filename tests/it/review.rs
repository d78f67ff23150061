//! What those see who judge orders: margin by right, the customer's history, queues by index.

use orderdesk::desk::Caller;
use serde_json::{Value, json};

use crate::support::office::{Desk, boss};
use crate::support::tables;

fn seen_by(desk: &Desk, login: &str, order: &str) -> Value {
    let caller = Caller {
        seat: Some(login.to_owned()),
        ..boss()
    };
    let keys = json!({ "order": order });
    desk.office.ask_by_name(&caller, "review", keys).unwrap()
}

fn submitted(desk: &Desk, lines: Value) -> String {
    let entered = desk.say(
        json!({"do": "order.enter", "by": "clerk", "with": {"customer": "C1",
        "channel": "phone", "need_date": "2026-12-10", "ship_to": "广州", "lines": lines}}),
    );
    let order = entered["order"].as_str().unwrap().to_owned();
    desk.say(
        json!({"do": "order.submit", "by": "clerk", "with": {"order": order,
        "answers": [{"check": "duplicate_order", "text": "asked"}]}}),
    );
    order
}

/// P1 at 10.00 with 13 % and a cost of 9.00; P2 without one.
fn costed() -> Desk {
    let desk = Desk::new();
    desk.say(
        json!({"do": "product.save", "with": {"code": "P1", "name": "P1", "unit": "件",
        "tax_rate": "13", "list_price": "10", "cost": "9"}}),
    );
    desk
}

#[test]
fn the_margin_is_net_less_cost_for_those_who_may_see_it() {
    let desk = costed();
    let order = submitted(
        &desk,
        json!([{"product": "P1", "qty": "3"}, {"product": "P2", "qty": "1"}]),
    );
    for login in ["director", "finance", "supervisor"] {
        let margin = seen_by(&desk, login, &order)["margin"].clone();
        // 30.00 is 26.55 net, the cost of 27.00 is 23.89; the line without a cost is in no sum.
        assert_eq!(
            (&margin["net"], &margin["cost"], &margin["margin"]),
            (&json!("26.55"), &json!("23.89"), &json!("2.66"))
        );
        assert_eq!(
            (&margin["percent"], &margin["unknown"]),
            (&json!("10.02"), &json!(1))
        );
        assert_eq!(margin["lines"][0]["percent"], "10.02");
        assert_eq!(margin["lines"][1]["margin"], Value::Null);
    }
    for login in ["sales", "production", "clerk", "auditor"] {
        assert_eq!(
            seen_by(&desk, login, &order)["margin"],
            Value::Null,
            "{login}"
        );
    }
    // An office may think otherwise, and change its mind.
    for (value, sees) in [("yes", true), ("no", false)] {
        desk.say(json!({"do": "setting.set",
            "with": {"name": "permission.sales.cost.see", "value": value}}));
        assert_eq!(!seen_by(&desk, "sales", &order)["margin"].is_null(), sees);
    }
}

#[test]
fn prices_can_be_kept_from_a_department() {
    let desk = costed();
    let order = submitted(&desk, json!([{"product": "P1", "qty": "3"}]));
    let seen = |login: &str| seen_by(&desk, login, &order);
    assert_eq!(seen("production")["lines"][0]["price"], "10.00");
    desk.say(json!({"do": "setting.set",
        "with": {"name": "permission.production.price.see", "value": "no"}}));
    let kept = seen("production");
    assert_eq!(kept["lines"][0]["price"], Value::Null, "{kept}");
    assert_eq!(kept["gross"], Value::Null);
    assert_eq!(kept["lines"][0]["product"], "P1");
    assert_eq!(seen("clerk")["lines"][0]["price"], "10.00");
}

#[test]
fn a_cost_is_in_no_fact_that_others_read() {
    let desk = costed();
    let order = submitted(
        &desk,
        json!([{"product": "P1", "qty": "3", "price": "8", "price_reason": "old stock"}]),
    );
    let fact = |login: &str| {
        let answer = seen_by(&desk, login, &order);
        let checks = answer["checks"].as_array().unwrap().clone();
        let below = checks.into_iter().find(|c| c["code"] == "price.below_cost");
        below.unwrap()["facts"].clone()
    };
    assert_eq!(fact("finance")["cost"], "9.00");
    let seen = fact("sales");
    assert_eq!(
        (&seen["cost"], &seen["price"]),
        (&Value::Null, &json!("8.00"))
    );
}

#[test]
fn checks_are_those_of_now_with_who_may_set_them_aside() {
    let desk = costed();
    let order = submitted(&desk, json!([{"product": "P1", "qty": "3"}]));
    let check = |login: &str| {
        let answer = seen_by(&desk, login, &order);
        let checks = answer["checks"].as_array().unwrap().clone();
        checks
            .into_iter()
            .find(|c| c["code"] == "credit.over_limit")
            .unwrap()
    };
    assert_eq!(check("director")["level"], "pass");
    desk.say(json!({"do": "credit.set", "by": "finance",
        "with": {"customer": "C1", "limit": "10", "reason": "year"}}));
    let now = check("director");
    assert_eq!(
        (&now["level"], &now["facts"]["over"]),
        (&json!("block"), &json!("20.00"))
    );
    assert_eq!(
        (&now["mine"], &now["set_aside"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(check("sales")["mine"], json!(false));
    assert_eq!(
        now["overriders"],
        json!(["finance", "supervisor", "director"])
    );
    desk.say(json!({"do": "override.give", "by": "finance",
        "with": {"order": order, "check": "credit.over_limit", "reason": "old customer"}}));
    assert_eq!(check("director")["set_aside"], json!(true));
}

#[test]
fn the_customers_year_is_told_without_the_order_at_hand() {
    let desk = Desk::new();
    desk.say(json!({"do": "stock.receive", "by": "warehouse",
        "with": {"warehouse": "W1", "product": "P1", "qty": "100"}}));
    let first = submitted(&desk, json!([{"product": "P1", "qty": "1"}]));
    let history = |order: &str| seen_by(&desk, "director", order)["history"].clone();
    assert_eq!(history(&first)["orders"], 0);
    assert_eq!(history(&first)["late_days"], Value::Null);
    desk.say(json!({"do": "order.return", "by": "director",
        "with": {"order": first, "reasons": [{"code": "price"}]}}));
    let second = submitted(&desk, json!([{"product": "P1", "qty": "2"}]));
    desk.say(json!({"do": "order.cancel", "by": "clerk",
        "with": {"order": second, "reason": "customer"}}));
    let paid = desk.approved("C1", json!([{"product": "P1", "qty": "3"}]));
    let packed = desk.say(json!({"do": "shipment.pack", "by": "warehouse",
        "with": {"order": paid, "lines": [{"line": 1, "qty": "3"}]}}));
    desk.say(json!({"do": "shipment.dispatch", "by": "logistics",
        "with": {"shipment": packed["shipment"], "carrier": "SF"}}));
    desk.say(json!({"do": "invoice.post", "by": "finance", "with": {"order": paid, "due": "2026-11-25"}}));
    desk.say(
        json!({"do": "receipt.record", "by": "finance", "at": "2026-12-01T09:00:00",
        "with": {"customer": "C1", "amount": "30", "method": "wire"}}),
    );
    let last = submitted(&desk, json!([{"product": "P1", "qty": "4"}]));
    let told = history(&last);
    assert_eq!(
        (&told["orders"], &told["gross"]),
        (&json!(3), &json!("40.00")),
        "{told}"
    );
    assert_eq!(
        (&told["returned"], &told["cancelled"]),
        (&json!(1), &json!(1)),
        "{told}"
    );
    assert_eq!(
        (&told["late_days"], &told["paid_invoices"]),
        (&json!(6), &json!(1)),
        "{told}"
    );
    assert_eq!(told["last_order"]["order"], json!(paid), "{told}");
}

#[test]
fn a_queue_holds_what_a_department_owes_and_nothing_else() {
    let desk = Desk::new();
    let queue = |who: &str| {
        let rows = desk.ask(
            "worklist",
            json!({"queue": "review", "who": who, "limit": 2}),
        );
        rows["rows"].as_array().unwrap().len()
    };
    for n in 1..=3 {
        submitted(&desk, json!([{"product": "P1", "qty": n.to_string()}]));
    }
    let last = submitted(&desk, json!([{"product": "P1", "qty": "9"}]));
    // The page of one department is full of its own, whatever the others owe before.
    assert_eq!(
        (queue("sales"), queue("finance"), queue("quality")),
        (2, 2, 0)
    );
    desk.say(
        json!({"do": "review.give", "by": "sales", "with": {"order": last,
        "department": "sales", "verdict": "fail", "text": "no", "must_return": true}}),
    );
    let all = desk.ask("worklist", json!({"queue": "review", "who": "finance"}));
    let rows = all["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["order"] != json!(last)), "{all}");
    assert_eq!(rows.len(), 3);
    let db = tables::reader(&desk.path);
    let waiting = tables::number(&db, "SELECT count(*) FROM opinion WHERE waiting = 1");
    let owed = tables::number(
        &db,
        "SELECT count(*) FROM opinion p JOIN sales_order o ON o.id = p.order_id
         WHERE p.verdict IS NULL AND o.state = 'reviewing'",
    );
    assert_eq!(waiting, owed, "what nobody waits for stands in no queue");
}

#[test]
fn the_directors_clock_runs_in_working_hours() {
    let desk = Desk::new();
    let order = submitted(&desk, json!([{"product": "P1", "qty": "1"}]));
    for department in ["sales", "finance", "production", "purchasing"] {
        let with = json!({"order": order, "department": department, "verdict": "pass"});
        let _ = desk.attempt(json!({"do": "review.give", "by": department, "with": with,
            "at": "2026-11-23T16:00:00"}));
    }
    let row = |at: &str| {
        let keys = json!({"queue": "director", "who": "director", "at": at});
        desk.ask("worklist", keys)["rows"][0].clone()
    };
    let early = row("2026-11-23T17:00:00");
    assert_eq!(
        (&early["why"], &early["since"]),
        (&json!("approval"), &json!("2026-11-23T16:00:00"))
    );
    let due = early["due"].as_str().unwrap();
    assert!(
        due.starts_with("2026-11-24T"),
        "the night does not count: {due}"
    );
    assert_eq!(row("2026-11-25T09:00:00")["why"], "late");
}

#[test]
fn queues_of_judges_go_along_an_index_and_sort_nothing() {
    let desk = Desk::new();
    let db = tables::reader(&desk.path);
    for (name, sql) in [
        (
            "review",
            include_str!("../../src/store/sql/queue_review.sql"),
        ),
        (
            "director",
            include_str!("../../src/store/sql/queue_director.sql"),
        ),
        (
            "change",
            include_str!("../../src/store/sql/queue_change.sql"),
        ),
    ] {
        let plan = tables::rows(&db, &format!("EXPLAIN QUERY PLAN {sql}"));
        let text = plan.join("\n");
        assert!(
            !text.contains("TEMP B-TREE") && !text.contains("SCAN c"),
            "{name}:\n{text}"
        );
        let index = match name {
            "review" => "opinion_waiting",
            "change" => "order_change_waiting",
            _ => "order_director",
        };
        assert!(text.contains(index), "{name}:\n{text}");
    }
}
