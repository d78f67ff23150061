//! Which orders of platforms pass by rule, and which stay for a person.

use orderdesk::domain::Code;
use serde_json::{Value, json};

use crate::support::shop::Shop;

/// Orders that do not pass, and why.
fn reasons() -> Vec<(&'static str, Value, &'static str)> {
    let head = |ship_to: &str, words: &str, paid: &str| json!({"buyer": "b", "ship_to": ship_to, "notes": words, "words": words, "paid": paid});
    let unknown = json!([{"code": "", "title": "不识", "qty": 1, "price": "20.00"}]);
    let with = |ship_to: &str, field: &str, value: Value| {
        let mut with = json!({"head": head(ship_to, "", "20.00")});
        with[field] = value;
        with
    };
    vec![
        (
            "8002",
            json!({"head": head("某村 2 号", "", "20.00")}),
            "address",
        ),
        (
            "8003",
            json!({"head": head("三处", "29号发", "20.00")}),
            "remark",
        ),
        (
            "8004",
            json!({"head": head("四处", "", "200.00")}),
            "amount",
        ),
        ("8005", with("五处", "marks", json!(["masked"])), "masked"),
        ("8006", with("六处", "marks", json!(["presale"])), "presale"),
        ("8007", with("七处", "lines", unknown), "unmapped"),
        ("8008", with("八处", "status", json!("refunding")), "held"),
        (
            "8009",
            json!({"head": head("八处", "", "20.00")}),
            "same_buyer",
        ),
    ]
}

#[test]
fn clean_orders_pass_by_rule_and_the_rest_stays_with_its_reason() {
    let shop = Shop::new();
    let waits = shop.comes("8000", json!({}));
    assert_eq!(
        waits["passed"],
        Value::Null,
        "without a rule nothing passes by itself"
    );
    shop.desk.say(json!({"do": "pass_rule.save", "with": {"amount_most": "100", "from": "08:00", "to": "22:00", "words": ["村", "组"]}}));
    let clean = shop.comes("8001", json!({}));
    assert_eq!(clean["passed"], true);
    assert_eq!(shop.order(&clean["order"])["state"], "approved");
    for (id, more, reason) in reasons() {
        let came = shop.comes(id, more);
        assert_eq!(came["passed"], false, "{id}");
        let seen = shop
            .desk
            .ask("platform_order", json!({"order": came["order"]}));
        assert_eq!(seen["stays"][0], reason, "{id}: {}", seen["stays"]);
        assert_ne!(shop.order(&came["order"])["state"], "approved");
    }
    let late = json!({"do": "platform.pass", "by": "clerk", "at": "2026-11-24T23:30:00", "with": {"orders": [waits["order"]]}});
    assert_eq!(shop.desk.say(late)["stay"][0]["reasons"], json!(["time"]));
    let again = json!({"do": "platform.pass", "by": "clerk", "at": "2026-11-25T09:30:00", "with": {"orders": [waits["order"]]}});
    assert_eq!(shop.desk.say(again)["passed"], json!([waits["order"]]));
    let queue = shop.desk.ask("worklist", json!({"queue": "platform"}));
    let rows = queue["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 8);
    assert!(
        rows.iter().all(|row| row["due"] == "2026-11-24T20:00:00"),
        "counted down to the platform's promise"
    );
    assert!(
        rows.iter()
            .any(|row| row["why"] == "stay_unmapped" && row["next"] == "goods.map")
    );
    let counts = shop.desk.ask("counts", json!({}));
    assert_eq!(counts["platform"], 8, "{counts}");
    shop.desk.sound(true);
}

#[test]
fn the_platforms_price_passes_and_a_clerks_does_not() {
    let shop = Shop::new();
    shop.desk
        .say(json!({"do": "pass_rule.save", "with": {"active": true}}));
    let pass = |order: &Value| {
        let pass = json!({"do": "platform.pass", "by": "clerk", "with": {"orders": [order]}});
        shop.desk.say(pass)["stay"][0]["reasons"].clone()
    };
    let edited = |order: &Value| {
        let lines =
            json!([{"product": "P1", "qty": "2", "price": "9.00", "price_reason": "platform"}]);
        let with = json!({"order": order, "version": shop.order(order)["version"], "lines": lines});
        shop.desk
            .say(json!({"do": "order.edit", "by": "clerk", "with": with}));
    };
    let came = |id: &str, place: &str, words: &str| {
        let goods = json!([{"code": "P1", "title": "毛巾", "qty": 2, "price": "9.50"}]);
        let head = json!({"buyer": place, "ship_to": format!("张三 13800008101 {place}"), "notes": "", "words": words});
        shop.comes(id, json!({"head": head, "lines": goods}))
    };
    assert_eq!(came("8101", "一处", "")["passed"], true);
    shop.desk
        .say(json!({"do": "pass_rule.save", "with": {"remarks": true, "amount_most": "1"}}));
    let alone = came("8102", "二处", "")["order"].clone();
    edited(&alone);
    let (one, other) = (came("8103", "三处", ""), came("8104", "三处", ""));
    edited(&one["order"]);
    let orders = json!([other["order"], one["order"]]);
    let merged = shop
        .desk
        .say(json!({"do": "order.merge", "by": "clerk", "with": {"orders": orders}}));
    shop.desk
        .say(json!({"do": "pass_rule.save", "with": {"amount_most": null}}));
    for order in [&alone, &merged["order"]] {
        assert_eq!(pass(order), json!(["check_price.deviation"]));
    }
    shop.desk.sound(true);
}

#[test]
fn orders_whose_address_nobody_knows_are_not_taken_for_one() {
    let shop = Shop::new();
    for (marks, ship_to, twice) in [
        (json!([]), "张三 13800000001 一处", true),
        (json!(["masked"]), "张* 浙江省杭州市****", false),
        (json!([]), "", false),
    ] {
        let come = |id: &str| {
            let head = json!({"buyer": id, "ship_to": ship_to, "notes": ""});
            shop.comes(
                &format!("{id}{}", ship_to.len()),
                json!({"marks": marks, "head": head}),
            )["order"]
                .clone()
        };
        let (_, second) = (come("91"), come("92"));
        let order = shop.order(&second);
        let check = json!({"do": "order.submit", "by": "clerk", "with": {"order": second, "version": order["version"]}});
        let refused = shop.desk.attempt(check).map(drop);
        let duplicate = matches!(&refused, Err(no) if no.code() == Code::DuplicateOrder);
        assert_eq!(duplicate, twice, "{ship_to}: {refused:?}");
    }
}

#[test]
fn a_weight_counts_only_where_every_product_has_one() {
    let shop = Shop::new();
    shop.desk
        .say(json!({"do": "pass_rule.save", "with": {"channel": "pdd", "weight_most": 1_000}}));
    assert_eq!(
        shop.comes("9001", json!({}))["passed"],
        false,
        "nobody has weighed it"
    );
    shop.desk.say(json!({"do": "product.save", "with": {"code": "P1", "name": "P1", "unit": "件", "tax_rate": "13", "list_price": "10", "weight": 500}}));
    assert_eq!(shop.comes("9002", json!({}))["passed"], true);
    let heavy = json!([{"code": "P1", "title": "a", "qty": 3, "price": "10.00"}]);
    let came = shop.comes("9003", json!({"lines": heavy, "head": {"buyer": "x", "ship_to": "x", "notes": "", "paid": "30.00"}}));
    assert_eq!(came["passed"], false);
    assert_eq!(
        shop.desk
            .refused(json!({"do": "pass_rule.save", "with": {"from": "25:00"}})),
        "bad_field"
    );
    assert_eq!(
        shop.desk
            .refused(json!({"do": "pass_rule.save", "with": {"from": "10:00", "to": "09:00"}})),
        "bad_field"
    );
}

#[test]
fn what_the_platform_holds_is_money_enough_to_send() {
    let shop = Shop::new();
    shop.desk
        .say(json!({"do": "pass_rule.save", "with": {"active": true}}));
    let head = |id: &str, paid: Option<&str>| json!({"buyer": id, "ship_to": format!("张三 13800000001 {id} 处"), "notes": "", "paid": paid});
    let mut waybill = 0;
    let mut sent = |order: &Value| {
        let packed = shop
            .desk
            .say(json!({"do": "shipment.pack", "by": "warehouse", "with": {"order": order, "lines": [{"line": 1, "qty": "2"}]}}));
        waybill += 1;
        let with = json!({"shipment": packed["shipment"], "carrier": "SF", "waybill": format!("SF100000000000{waybill}")});
        let left = shop
            .desk
            .attempt(json!({"do": "shipment.dispatch", "by": "warehouse", "with": with}));
        left.map(drop)
            .map_err(|no| (no.code(), no.facts().get("missing").cloned()))
    };
    let paid = shop.comes("8201", json!({"head": head("8201", Some("20.00"))}));
    assert_eq!(shop.order(&paid["order"])["head"]["terms"], "prepaid");
    assert_eq!(sent(&paid["order"]), Ok(()));
    let missing = (Code::PaymentNotCleared, Some(json!("20.00")));
    for (id, paid, later, why) in [
        ("8203", None, json!({}), missing),
        (
            "8204",
            Some("20.00"),
            json!({"refund": "3.00"}),
            (Code::HoldActive, None),
        ),
    ] {
        let mut with = json!({"head": head(id, paid)});
        let came = shop.comes(id, with.clone());
        for (field, value) in later.as_object().unwrap() {
            with[field] = value.clone();
        }
        shop.comes(id, with);
        assert_eq!(sent(&came["order"]), Err(why), "{id}");
    }
    shop.desk.sound(true);
}
