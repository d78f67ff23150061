//! What decides about an order, and how few keys a decision takes.

use serde_json::{Value, json};

use super::{Live, for_director};
use crate::words::Lang;

const AT: &str = "2026-11-22T10:00:00";

fn one(qty: &str) -> Value {
    json!([{"product": "P1", "qty": qty}])
}

/// Every check but the one of the director's own reading fails.
fn twelve_fail(order: &mut Value) {
    let rows = [
        ("order.incomplete", "block", json!({"gap": "phone"})),
        (
            "price.below_floor",
            "block",
            json!({"line": 1, "price": "9.00", "floor": "10.00"}),
        ),
        ("customer.blocked", "block", json!({"customer": "C1"})),
        (
            "product.off_sale",
            "block",
            json!({"line": 1, "product": "P1"}),
        ),
        (
            "credit.over_limit",
            "block",
            json!({"over": "4000.00", "limit": "20000.00", "exposure": "0.00"}),
        ),
        (
            "credit.overdue",
            "block",
            json!({"overdue": "1200.00", "oldest_days": 41}),
        ),
        (
            "duplicate_order",
            "warn",
            json!({"order": "SO20261120-0003"}),
        ),
        (
            "price.deviation",
            "warn",
            json!({"line": 1, "price": "9.00", "resolved": "12.50"}),
        ),
        (
            "price.below_cost",
            "warn",
            json!({"line": 1, "price": "9.00", "cost": "9.50"}),
        ),
        (
            "contract.terms",
            "warn",
            json!({"contract": "HT-7", "clause": 2, "qty": "2"}),
        ),
        (
            "payment.method",
            "warn",
            json!({"terms": "net:30", "agreed": "prepaid"}),
        ),
        (
            "promise.late",
            "warn",
            json!({"line": 1, "need_date": "2026-11-30", "promise": "2026-12-03"}),
        ),
    ];
    let rows = rows.map(|(code, level, facts)| {
        let finance = code.starts_with("credit");
        json!({"code": code, "level": level, "facts": facts, "answer": "",
            "overridable": code != "order.incomplete",
            "overriders": match code {
                "order.incomplete" => json!([]),
                _ if finance => json!(["finance", "supervisor", "director"]),
                _ => json!(["supervisor", "director"]),
            },
            "mine": code != "order.incomplete" && !finance, "set_aside": code == "credit.overdue"})
    });
    order["checks"] = json!(rows);
}

#[test]
fn twelve_failing_checks_scroll_and_the_keys_stay() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = Live::new(lang);
        live.run(
            "2026-11-20T10:00:00",
            "product.save",
            json!({"code": "P1", "name": "不锈钢螺丝",
            "spec": "M8", "unit": "件", "tax_rate": "13", "list_price": "12.50", "cost": "8"}),
        );
        for_director(&live, AT, one("40"));
        live.alter = Some(twelve_fail);
        live.keys("Alt-2");
        insta::assert_snapshot!(format!("twelve_120_{name}"), live.seen(120, 40));
        insta::assert_snapshot!(format!("twelve_80_{name}"), live.seen(80, 24));
        live.keys("Right");
        let checks = live.seen(80, 24);
        live.keys("Enter");
        live.seen(80, 24);
        live.keys("PgDn");
        insta::assert_snapshot!(format!("twelve_below_80_{name}"), live.seen(80, 24));
        live.keys("End");
        insta::assert_snapshot!(format!("twelve_end_80_{name}"), live.seen(80, 24));
        for seen in [checks, live.seen(80, 24)] {
            assert!(
                seen.contains("F8") && seen.contains("F4") && seen.contains("F6"),
                "{seen}"
            );
        }
        live.keys("F8");
        insta::assert_snapshot!(format!("twelve_approve_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn twenty_orders_take_two_keys_each_of_a_reviewer() {
    let mut live = Live::new(Lang::Zh);
    let orders: Vec<String> = (1..=20)
        .map(|n| live.submitted(AT, "C1", one(&n.to_string())))
        .collect();
    live.sit_down("fang", "finance");
    live.keys("Alt-2");
    assert!(
        live.seen(80, 24).contains("1-4 / 20"),
        "{}",
        live.seen(80, 24)
    );
    for n in 0..orders.len() {
        let keys = "F6 Enter";
        assert!(keys.split(' ').count() <= 3);
        live.keys(keys);
        let given = orders.iter().filter(|order| {
            let asked = live.ask("order", json!({ "order": order }));
            let opinions = asked["opinions"].as_array().unwrap().clone();
            let finance = opinions
                .iter()
                .find(|o| o["department"] == "finance")
                .unwrap();
            finance["verdict"] == "pass" && finance["by"] == "fang"
        });
        assert_eq!(given.count(), n + 1, "{}", live.seen(80, 24));
    }
    assert!(
        live.seen(80, 24).contains("没有等你的订单"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn twenty_orders_take_two_keys_each_of_the_director() {
    let mut live = Live::new(Lang::Zh);
    let orders: Vec<String> = (1..=20)
        .map(|n| for_director(&live, AT, one(&n.to_string())))
        .collect();
    live.keys("Alt-2");
    for _ in &orders {
        live.keys("F8 Enter");
    }
    let left = orders
        .iter()
        .filter(|order| live.state(order) != "approved");
    assert_eq!(left.count(), 0, "{}", live.seen(80, 24));
}

#[test]
fn one_enter_speaks_for_all_departments_of_a_person() {
    let mut live = Live::new(Lang::En);
    let order = live.submitted(AT, "C1", json!([{"product": "P2", "qty": "60"}]));
    live.keys("Alt-2 F6");
    insta::assert_snapshot!("opinion_all_80_en", live.seen(80, 24));
    live.keys("Enter");
    assert_eq!(live.state(&order), "director", "{}", live.seen(80, 24));
}

#[test]
fn a_returned_order_shows_what_changed_and_why() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = Live::new(lang);
        let lines = json!([{"product": "P1", "qty": "40"}, {"product": "P2", "qty": "3"}]);
        let order = for_director(&live, AT, lines);
        let reasons = json!([{"code": "price", "line": 1, "text": "太低"}, {"code": "credit"}]);
        live.run(
            AT,
            "order.return",
            json!({"order": order, "reasons": reasons}),
        );
        let with = json!({"order": order, "terms": "prepaid", "need_date": "2026-12-04",
            "lines": [{"product": "P1", "qty": "30"}, {"product": "P2", "qty": "3"},
                {"product": "P1", "qty": "5", "gift": true}]});
        live.run("2026-11-23T10:00:00", "order.edit", with);
        live.run(
            "2026-11-23T10:00:00",
            "order.submit",
            json!({ "order": order }),
        );
        live.keys("Alt-2");
        insta::assert_snapshot!(format!("changed_120_{name}"), live.seen(120, 40));
        insta::assert_snapshot!(format!("changed_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn margin_is_for_those_who_may_see_it() {
    for (role, sees) in [("finance", true), ("sales", false)] {
        let mut live = Live::new(Lang::Zh);
        live.run(
            "2026-11-20T10:00:00",
            "product.save",
            json!({"code": "P1", "name": "不锈钢螺丝",
            "unit": "件", "tax_rate": "13", "list_price": "12.50", "cost": "8"}),
        );
        live.submitted(AT, "C1", one("40"));
        live.sit_down("somebody", role);
        live.keys("Alt-2");
        let seen = live.seen(120, 40);
        // 500.00 with 13 % is 442.48 net; the cost is 320.00 with it, 283.19 net.
        assert_eq!(seen.contains("毛利 159.29 (36%)"), sees, "{seen}");
        assert_eq!(seen.contains("毛利%"), sees, "{seen}");
    }
}

#[test]
fn a_batch_stops_where_it_is_told_to() {
    let mut live = Live::new(Lang::Zh);
    let orders: Vec<String> = (1..=4)
        .map(|n| for_director(&live, AT, one(&n.to_string())))
        .collect();
    live.keys("Alt-2 Ins Ins Ins Ins F8");
    live.keys_ahead("Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("办理中 1/4  Esc 停在这里"), "{seen}");
    live.keys_ahead("Esc");
    live.settle();
    let done = orders
        .iter()
        .filter(|order| live.state(order) == "approved");
    assert_eq!(done.count(), 1);
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("1 单已办; 3 单未开始,仍选中") && seen.contains("已选 3 行"),
        "{seen}"
    );
    live.keys("F8 Enter");
    let done = orders
        .iter()
        .filter(|order| live.state(order) == "approved");
    assert_eq!(done.count(), 4, "{}", live.seen(80, 24));
}

#[test]
fn whoever_decided_meanwhile_is_named_and_the_list_is_new() {
    let mut live = Live::new(Lang::Zh);
    let order = for_director(&live, AT, one("2"));
    let other = for_director(&live, AT, one("3"));
    live.sit_down("zhong", "director");
    live.keys("Alt-2 F8 Tab Tab '价格合理");
    live.change_seat("boss");
    let with = json!({"order": order, "objective": 4, "accurate": 4});
    live.run("2026-11-25T08:59:00", "order.approve", with);
    live.change_seat("zhong");
    live.keys("Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("boss") && seen.contains("08:59"), "{seen}");
    assert!(
        seen.contains("价格合理") && seen.contains("现为已批"),
        "{seen}"
    );
    insta::assert_snapshot!("meanwhile_80_zh", seen);
    live.keys("Esc");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains(&format!("> {other}")) && !seen.contains(&format!("  {order}")),
        "{seen}"
    );
}

#[test]
fn a_long_queue_comes_page_by_page() {
    let mut live = Live::new(Lang::Zh);
    for n in 1..=120 {
        live.submitted(AT, "C1", one(&n.to_string()));
    }
    live.sit_down("fang", "finance");
    live.keys("Alt-2");
    assert!(
        live.seen(80, 24).contains("/ 100+"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("End");
    assert!(live.seen(80, 24).contains("/ 120"), "{}", live.seen(80, 24));
    // What is done below the first page does not throw the cursor back to it.
    live.keys("End F6 Enter");
    assert!(
        live.seen(80, 24).contains("119 / 119"),
        "{}",
        live.seen(80, 24)
    );
}
