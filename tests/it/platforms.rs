//! Orders of platforms beside ours: made when they are to be sent, stopped when the platform's word
//! changes, passed by rule when they are clean, mapped once for all their like.

use serde_json::{Value, json};

use crate::support::shop::Shop;

fn nothing() -> (Vec<String>, bool) {
    (Vec::new(), false)
}

fn told(kind: &str) -> (Vec<String>, bool) {
    (vec![kind.to_owned()], true)
}

#[test]
fn ours_is_made_only_when_it_is_to_be_sent() {
    let shop = Shop::new();
    for (id, status) in [
        ("1001", "pending_payment"),
        ("1002", "shipped"),
        ("1003", "done"),
        ("1004", "closed"),
    ] {
        let came = shop.comes(id, json!({"status": status}));
        assert_eq!(
            (&came["order"], &came["came"]),
            (&Value::Null, &json!("skipped")),
            "{status}"
        );
    }
    let paid = shop.comes("1001", json!({}));
    assert_eq!(paid["came"], "added", "the unpaid one is paid now");
    let done = shop.comes("1002", json!({"status": "done"}));
    assert_eq!(
        (&done["order"], &done["came"]),
        (&Value::Null, &json!("updated"))
    );
    for (id, status) in [
        ("1005", "refunding"),
        ("1006", "unknown"),
        ("1007", "part_shipped"),
    ] {
        let came = shop.comes(id, json!({"status": status}));
        let kind = if status == "refunding" {
            "platform_refunding"
        } else {
            "platform_status"
        };
        assert_eq!(shop.stopped(&came["order"]), told(kind), "{status}");
    }
    assert_eq!(shop.stopped(&paid["order"]), nothing());
    let waits = shop
        .desk
        .ask("platform_orders", json!({"status": "closed"}));
    assert_eq!(waits["rows"][0]["outside_id"], "1004");
}

#[test]
fn what_the_platform_says_later_stops_ours_and_lets_it_go_again() {
    let shop = Shop::new();
    let number = shop.comes("2001", json!({}))["order"].clone();
    let same = shop.comes("2001", json!({}));
    assert_eq!(same["came"], "skipped");
    for (status, kind) in [
        ("refunding", "platform_refunding"),
        ("closed", "platform_cancelled"),
        ("shipped", "platform_shipped"),
        ("unknown", "platform_status"),
    ] {
        shop.comes("2001", json!({"status": status, "status_text": status}));
        assert_eq!(shop.stopped(&number), told(kind), "{status}");
    }
    shop.comes("2001", json!({}));
    assert_eq!(shop.stopped(&number), nothing(), "to be sent after all");
    // A part of the money back: somebody has to look, and the platform's word alone ends it no more.
    shop.comes("2001", json!({"refund": "5.00"}));
    assert_eq!(shop.stopped(&number), told("platform_refunding"));
    shop.comes("2001", json!({"refund": "5.00", "waybill": "X1"}));
    assert_eq!(shop.stopped(&number), told("platform_refunding"));
    let row =
        shop.desk.ask("worklist", json!({"queue": "exceptions"}))["rows"][0]["subject"].clone();
    shop.desk.say(json!({"do": "exception.solve", "by": "clerk",
        "with": {"exception": row, "cause": "price", "solution": "the buyer keeps all of it"}}));
    assert_eq!(
        shop.stopped(&number),
        nothing(),
        "the clerk who looked lets it go"
    );
    shop.desk.sound(true);
}

#[test]
fn a_line_closed_there_is_not_sent_and_one_closed_later_stops_ours() {
    let shop = Shop::new();
    let line = |id: &str, closed: bool| json!({"code": "P1", "title": "a", "line_id": id, "qty": 1, "price": "10.00", "closed": closed});
    let came = shop.comes(
        "3001",
        json!({"lines": [line("1", false), line("2", true)]}),
    );
    let order = shop.order(&came["order"]);
    assert_eq!(order["lines"].as_array().unwrap().len(), 1);
    assert_eq!(shop.stopped(&came["order"]), nothing());
    shop.comes("3001", json!({"lines": [line("1", true), line("2", true)]}));
    assert_eq!(shop.stopped(&came["order"]), told("platform_refunding"));
}

#[test]
fn what_was_merged_or_split_is_stopped_with_it() {
    let shop = Shop::new();
    let to =
        json!({"buyer": "b", "ship_to": "张三 13800000001 一处", "notes": "", "paid": "20.00"});
    let one = shop.comes("4001", json!({"head": to}))["order"].clone();
    let two = shop.comes("4002", json!({"head": to}))["order"].clone();
    let seen = shop.desk.ask("platform_order", json!({"order": two}));
    assert_eq!(seen["same_buyer"], json!([one]));
    assert_eq!(
        seen["raw"][0]["cells"]["订单号"], "4002",
        "the row as it came"
    );
    shop.desk
        .say(json!({"do": "order.merge", "by": "clerk", "with": {"orders": [two, one]}}));
    let split = shop.desk.say(json!({"do": "order.split", "by": "clerk",
        "with": {"order": two, "lines": [{"line": 2}]}}));
    shop.comes("4001", json!({"head": to, "status": "closed"}));
    assert_eq!(
        shop.stopped(&two),
        told("platform_cancelled"),
        "it went into this one"
    );
    assert_eq!(
        shop.stopped(&split["split"]),
        told("platform_cancelled"),
        "and a part of it here"
    );
}

#[test]
fn cash_on_delivery_is_the_carriers_to_collect_and_no_address_is_none() {
    let shop = Shop::new();
    let came = shop.comes("5001", json!({"marks": ["cod"]}));
    assert_eq!(shop.order(&came["order"])["head"]["terms"], "cod");
    shop.desk.say(json!({"do": "customer.save", "with": {"code": "SHOP", "name": "店", "terms": "net:30", "address": "本店 1 号"}}));
    let came = shop.comes(
        "5002",
        json!({"shop": "SHOP", "head": {"buyer": "b", "ship_to": "", "notes": ""}}),
    );
    let order = shop.order(&came["order"]);
    assert_eq!(
        (&order["head"]["ship_to"], &order["state"]),
        (&json!(""), &json!("incomplete")),
        "not the shop's own address"
    );
}

#[test]
fn a_batch_taken_back_leaves_nothing_behind() {
    let shop = Shop::new();
    let gone = shop.comes("6001", json!({"status": "refunding"}))["order"].clone();
    shop.comes("6002", json!({"status": "done"}));
    let undone = shop
        .desk
        .say(json!({"do": "import.undo", "by": "clerk", "with": {"batch": shop.batch}}));
    assert_eq!(undone["undone"], json!([gone]));
    let fresh = Shop::new();
    let number = fresh.comes("6001", json!({}))["order"].clone();
    fresh.comes("6002", json!({"status": "done"}));
    let undone = fresh
        .desk
        .say(json!({"do": "import.undo", "by": "clerk", "with": {"batch": fresh.batch}}));
    assert_eq!(undone["undone"], json!([number]));
    let left = fresh.desk.ask("platform_orders", json!({"status": "done"}));
    assert_eq!(left["rows"], json!([]));
    assert_eq!(shop.stopped(&gone).0, Vec::<String>::new());
}

#[test]
fn goods_told_once_are_known_for_all_their_like_and_for_what_comes() {
    let shop = Shop::new();
    let set = json!([{"code": "NO", "title": "套装", "item": "88", "sku": "红", "qty": 2, "price": "30.00"}]);
    let paid = |id: &str| json!({"lines": set, "head": {"buyer": id, "ship_to": format!("{id} 处"), "notes": "", "paid": "60.00"}});
    let one = shop.comes("7001", paid("7001"))["order"].clone();
    let two = shop.comes("7002", paid("7002"))["order"].clone();
    let mended = shop.comes("7003", paid("7003"))["order"].clone();
    shop.desk.say(json!({"do": "order.edit", "by": "clerk", "with": {"order": mended, "lines": [{"product": "P1", "qty": 7}]}}));
    let waits = shop.desk.ask("unmapped", json!({}));
    assert_eq!(waits["rows"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&waits["rows"][0]["orders"], &waits["rows"][0]["item"]),
        (&json!(2), &json!("88")),
        "a clerk has filled in the third"
    );
    let map = |parts: Value| {
        json!({"do": "goods.map", "by": "clerk",
        "with": {"platform": "pdd", "shop": "PLATFORM", "item": "88", "sku": "红", "parts": parts}})
    };
    assert_eq!(
        shop.desk.refused(map(json!([{"product": "P9"}]))),
        "not_found"
    );
    assert_eq!(
        shop.desk.refused(map(json!([{"product": "P1", "qty": 0}]))),
        "bad_field"
    );
    let mapped = shop
        .desk
        .say(map(json!([{"product": "P1", "qty": 3}, {"product": "P2"}])));
    assert_eq!(
        (&mapped["orders"], &mapped["left"]),
        (&json!([one, two]), &json!(0))
    );
    let order = shop.order(&one);
    let lines: Vec<_> = order["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (l["product"].clone(), l["ordered"].clone()))
        .collect();
    assert_eq!(
        lines,
        [(json!("P1"), json!("6")), (json!("P2"), json!("2"))]
    );
    assert_eq!(
        order["totals"]["gross"], "60.00",
        "the parts together cost what the set does"
    );
    assert_eq!(
        shop.order(&mended)["lines"][0]["ordered"],
        "7",
        "a clerk's own line is left alone"
    );
    assert_eq!(shop.desk.ask("unmapped", json!({}))["rows"], json!([]));
    let next = shop.comes("7004", paid("7004"));
    assert_eq!(
        shop.order(&next["order"])["state"],
        "draft",
        "known from now on"
    );
    shop.desk.say(json!({"do": "goods.unmap", "by": "clerk", "with": {"platform": "pdd", "shop": "PLATFORM", "item": "88", "sku": "红"}}));
    assert_eq!(shop.desk.ask("goods_map", json!({}))["rows"], json!([]));
    shop.desk.sound(true);
}

#[test]
fn waybills_go_back_in_the_platforms_own_columns_until_it_knows() {
    let shop = Shop::new();
    shop.desk.say(json!({"do": "customer.save", "with": {"code": "PLATFORM", "name": "平台客户", "kind": "person", "terms": "net:30"}}));
    shop.desk.say(json!({"do": "pass_rule.save", "with": {}}));
    let order = shop.comes("9101", json!({}))["order"].clone();
    assert_eq!(
        shop.desk.ask("waybills_back", json!({}))["rows"],
        json!([]),
        "nothing has left"
    );
    let packed = shop.desk.say(json!({"do": "shipment.pack", "by": "warehouse", "with": {"order": order, "warehouse": "W1", "lines": [{"line": 1, "qty": 2}]}}));
    shop.desk.say(json!({"do": "shipment.dispatch", "by": "logistics", "with": {"shipment": packed["shipment"], "carrier": "SF", "waybill": "SF1234567890123"}}));
    let back = shop.desk.ask("waybills_back", json!({"platform": "pdd"}));
    assert_eq!(
        back["rows"],
        json!([{"订单号": "9101", "快递公司": "顺丰", "快递单号": "SF1234567890123"}])
    );
    assert_eq!(
        shop.desk.ask("waybills_back", json!({}))["rows"][0]["order"],
        order
    );
    shop.comes("9101", json!({"status": "shipped"}));
    assert_eq!(
        shop.stopped(&order),
        nothing(),
        "sent here as well: nothing is wrong"
    );
    assert_eq!(
        shop.desk.ask("waybills_back", json!({}))["rows"],
        json!([]),
        "the platform knows"
    );
    shop.desk.sound(true);
}

#[test]
fn an_order_is_split_by_what_lies_free_and_by_warehouse() {
    let shop = Shop::new();
    let desk = &shop.desk;
    desk.say(json!({"do": "warehouse.save", "with": {"code": "W2", "name": "仓二"}}));
    desk.say(json!({"do": "stock.receive", "by": "warehouse", "with": {"warehouse": "W2", "product": "P2", "qty": 5}}));
    let enter = |lines: Value| {
        desk.say(json!({"do": "order.enter", "by": "clerk", "with": {"customer": "C1", "channel": "phone", "lines": lines}}))["order"].clone()
    };
    let split = |order: &Value, by: &str| json!({"do": "order.split", "by": "clerk", "with": {"order": order, "by": by}});
    let short = enter(json!([{"product": "P1", "qty": 130}, {"product": "P2", "qty": 2}]));
    let rest = desk.say(split(&short, "stock"))["split"].clone();
    let lines = |order: &Value| -> Vec<Value> {
        let order = shop.order(order);
        order["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| json!([l["product"], l["ordered"]]))
            .collect()
    };
    assert_eq!(lines(&short), [json!(["P1", "100"]), json!(["P2", "2"])]);
    assert_eq!(lines(&rest), [json!(["P1", "30"])]);
    assert_eq!(
        desk.refused(split(&short, "stock")),
        "bad_field",
        "all of it can go"
    );
    let two = enter(json!([{"product": "P1", "qty": 3}, {"product": "P2", "qty": 1}]));
    let away = desk.say(split(&two, "warehouse"))["split"].clone();
    assert_eq!(shop.order(&away)["head"]["warehouse"], "W2");
    assert_eq!(lines(&away), [json!(["P2", "1"])]);
    assert_eq!(lines(&two), [json!(["P1", "3"])]);
    // What is sold ahead goes for itself.
    let ahead = enter(
        json!([{"product": "P1", "qty": 2, "need_date": "2026-12-01"},
        {"product": "P2", "qty": 1, "need_date": "2027-01-20"}]),
    );
    let later = desk.say(split(&ahead, "presale"))["split"].clone();
    assert_eq!(lines(&later), [json!(["P2", "1"])]);
    assert_eq!(lines(&ahead), [json!(["P1", "2"])]);
    assert_eq!(
        desk.refused(split(&ahead, "presale")),
        "bad_field",
        "all wanted for one day"
    );
}
