//! The platforms screen by key scripts over a real office.

use serde_json::{Value, json};

use crate::ui::screens::live::Live;
use crate::words::Lang;

/// Orders of a platform whose goods nobody has mapped, and one with a remark.
fn filled(lang: Lang) -> Live {
    let live = Live::new(lang);
    let batch = live.run(
        "2026-11-23T09:00:00",
        "import.start",
        json!({"kind": "orders", "file": "x.csv"}),
    )["batch"]
        .clone();
    for id in ["9001", "9002"] {
        let with = json!({
            "batch": batch, "channel": "pdd", "outside_id": id, "status": "to_ship", "ship_by": "2026-11-25T20:00:00",
            "head": {"buyer": id, "ship_to": format!("张三 13800000001 {id} 处"), "notes": "", "paid": "20.00"},
            "lines": [{"code": "", "title": "加厚毛巾", "item": "77", "sku": "蓝", "qty": 2, "price": "10.00"}],
        });
        live.run("2026-11-23T09:00:00", "import.order", with);
    }
    live
}

#[test]
fn goods_are_mapped_once_for_all_their_like() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = filled(lang);
        live.keys("Alt-P");
        insta::assert_snapshot!(format!("waiting_80_{name}"), live.seen(80, 24));
        live.keys("2");
        insta::assert_snapshot!(format!("unmapped_80_{name}"), live.seen(80, 24));
        live.keys("Enter");
        insta::assert_snapshot!(format!("choosing_80_{name}"), live.seen(80, 24));
        let product = live.ask("products", json!({}))["rows"][0]["code"]
            .as_str()
            .unwrap()
            .to_owned();
        live.keys(&format!("'{product} Enter"));
        insta::assert_snapshot!(format!("mapping_80_{name}"), live.seen(80, 24));
        live.keys("Enter Enter Enter");
        assert_eq!(
            live.ask("unmapped", json!({}))["rows"],
            json!([]),
            "{}",
            live.seen(80, 24)
        );
        let known = live.ask("goods_map", json!({}));
        assert_eq!(known["rows"][0]["parts"][0]["product"], json!(product));
        live.keys("3 Ctrl-X");
        assert_eq!(live.ask("goods_map", json!({}))["rows"], json!([]));
    }
}

#[test]
fn a_rule_is_written_and_what_it_lets_pass_passes() {
    let mut live = filled(Lang::Zh);
    live.keys("Alt-P 5 F5 Enter Enter");
    insta::assert_snapshot!("rule_80_zh", live.seen(80, 24));
    live.keys("F6");
    assert_eq!(
        live.ask("pass_rules", json!({}))["rows"]
            .as_array()
            .map(Vec::len),
        Some(1),
        "{}",
        live.seen(80, 24)
    );
    live.keys("1 F6");
    let rows = live.ask("worklist", json!({"queue": "platform"}));
    let whys: Vec<&Value> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["why"])
        .collect();
    assert!(whys.contains(&&json!("stay_unmapped")), "{whys:?}");
}

#[test]
fn a_customers_headings_are_written_on_a_paper() {
    let mut live = filled(Lang::En);
    let customer = live.ask("customers", json!({}))["rows"][0]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    live.keys(&format!(
        "Alt-P 6 F5 '{customer} Tab 'Artikel Tab 'Stück Enter"
    ));
    let rows = live.ask("profiles", json!({}));
    let own = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["customer"] == json!(customer));
    assert_eq!(
        own.map(|row| row["fields"].clone()),
        Some(json!({"product": "Artikel", "qty": "Stück"})),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn a_shop_of_ones_own_is_taught_by_its_headings() {
    let mut live = Live::new(Lang::Zh);
    live.keys("Alt-P 6 Ins 'myshop Enter '编号 Tab '件数 Tab '品名 Enter");
    insta::assert_snapshot!("shop_80_zh", live.seen(80, 24));
    live.keys("Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter");
    let profile = live.ask("profile", json!({"name": "myshop"}));
    assert!(
        profile["source"]
            .as_str()
            .unwrap()
            .contains("order_id = [\"编号\"]"),
        "{}",
        live.seen(80, 24)
    );
    let file = live.office.path().with_file_name("m.csv");
    std::fs::write(&file, "编号,品名,件数\nA-1,不锈钢螺丝,3\n").unwrap();
    live.keys(&format!("Alt-D Tab '{} Enter", file.display()));
    let seen = live.seen(80, 24);
    assert!(seen.contains("件数") && seen.contains("待发货 1"), "{seen}");
}

#[test]
fn orders_to_the_same_buyer_are_made_one() {
    let mut live = Live::new(Lang::Zh);
    live.run(
        "2026-11-20T09:00:00",
        "pass_rule.save",
        json!({"active": true, "amount_most": "1"}),
    );
    let batch = live.run(
        "2026-11-23T09:00:00",
        "import.start",
        json!({"kind": "orders", "file": "x.csv"}),
    )["batch"]
        .clone();
    for id in ["9001", "9002"] {
        let with = json!({
            "batch": batch, "channel": "pdd", "outside_id": id, "status": "to_ship",
            "head": {"buyer": "b", "ship_to": "张三 13800000001 一处", "notes": "", "paid": "25.00"},
            "lines": [{"code": "P1", "title": "x", "qty": 2, "price": "12.50"}],
        });
        live.run("2026-11-23T09:00:00", "import.order", with);
    }
    live.run(
        "2026-11-23T09:00:00",
        "pass_rule.save",
        json!({"amount_most": null}),
    );
    live.run(
        "2026-11-23T09:00:00",
        "platform.pass",
        json!({"orders": [live.ask("orders", json!({}))["rows"][0]["order"]]}),
    );
    live.keys("Alt-P");
    let rows = live.ask("worklist", json!({"queue": "platform"}));
    let at = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .position(|row| row["why"] == "stay_same_buyer")
        .unwrap();
    for _ in 0..at {
        live.keys("Down");
    }
    live.keys("F6");
    let states: Vec<Value> = live.ask("orders", json!({}))["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].clone())
        .collect();
    assert!(
        states.contains(&json!("void")) && states.contains(&json!("draft")),
        "{states:?} {}",
        live.seen(80, 24)
    );
}

/// Clean orders without a rule, one of which has a remark.
fn unruled() -> Live {
    let live = Live::new(Lang::Zh);
    let at = "2026-11-23T09:00:00";
    let batch = live.run(
        at,
        "import.start",
        json!({"kind": "orders", "file": "x.csv"}),
    )["batch"]
        .clone();
    for (id, notes) in [("9001", ""), ("9002", ""), ("9003", "快点"), ("9004", "")] {
        let with = json!({
            "batch": batch, "channel": "pdd", "outside_id": id, "status": "to_ship", "ship_by": format!("2026-11-25T20:00:0{}", &id[3..]),
            "head": {"buyer": id, "ship_to": format!("张三 13800000001 {id} 处"), "notes": "", "words": notes, "paid": "25.00"},
            "lines": [{"code": "P1", "title": "x", "qty": 2, "price": "12.50"}],
        });
        live.run(at, "import.order", with);
    }
    live
}

fn states(live: &Live) -> Vec<String> {
    let rows = live.ask("orders", json!({"channel": "pdd"}));
    let mut rows = rows["rows"].as_array().unwrap().clone();
    rows.sort_by_key(|row| row["order"].to_string());
    let states = rows.iter().map(|row| row["state"].as_str().unwrap());
    states.map(str::to_owned).collect()
}

#[test]
fn one_key_hands_in_what_no_rule_speaks_of_and_another_tries_all_from_here() {
    let mut live = unruled();
    live.keys("Alt-P F6");
    let seen = live.seen(80, 24);
    assert_eq!(states(&live), ["reviewing", "draft", "draft", "draft"]);
    assert!(seen.contains("已提交"), "{seen}");
    live.keys("F8");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("通过 0,留下 3") && seen.contains("3 单没有过单规则"),
        "{seen}"
    );
    live.run(
        "2026-11-23T09:00:00",
        "pass_rule.save",
        json!({"active": true}),
    );
    live.keys("F8");
    let seen = live.seen(80, 24);
    assert_eq!(
        states(&live),
        ["reviewing", "approved", "draft", "approved"]
    );
    assert!(seen.contains("有备注") && seen.contains("提交"), "{seen}");
    // What a rule keeps a person hands in.
    live.keys("F6");
    assert_eq!(states(&live)[2], "reviewing", "{}", live.seen(80, 24));
}

#[test]
fn what_is_tried_is_handed_in_on_its_own_answer_alone() {
    let mut live = unruled();
    live.keys("Alt-P");
    live.keys_ahead("F6 F8");
    live.settle();
    let seen = live.seen(80, 24);
    assert_eq!(states(&live), ["draft"; 4], "{seen}");
    assert!(seen.contains("4 单没有过单规则"), "{seen}");
}

#[test]
fn goods_to_map_are_one_key_from_the_order_that_waits_for_them() {
    let mut live = filled(Lang::Zh);
    live.keys("Alt-P");
    let seen = live.seen(80, 24);
    assert!(seen.contains("匹配货品"), "{seen}");
    live.keys("F6");
    let seen = live.seen(80, 24);
    assert!(seen.contains("[2未匹配货品]"), "{seen}");
}
