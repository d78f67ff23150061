//! The shipping screen by key scripts over a real office.

use serde_json::json;

use crate::ui::screens::live::Live;
use crate::words::Lang;

/// An approved order of ten, with its goods.
fn office(lang: Lang) -> (Live, String) {
    let live = Live::new(lang);
    let with = json!({"warehouse": "W1", "product": "P1", "qty": "100"});
    live.run("2026-11-24T09:00:00", "stock.receive", with);
    let lines = json!([{"product": "P1", "qty": "10"}]);
    let order = live.submitted("2026-11-24T10:00:00", "C1", lines);
    let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
    for opinion in opinions.as_array().unwrap() {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass"});
        live.run("2026-11-24T11:00:00", "review.give", with);
    }
    let with = json!({"order": order, "objective": 5, "accurate": 4});
    live.run("2026-11-24T12:00:00", "order.approve", with);
    (live, order)
}

#[test]
fn goods_go_from_shelf_to_slip_on_one_key() {
    for lang in Lang::ALL {
        let name = |part: &str| format!("{part}_{}", lang.pick("zh", "en"));
        let (mut live, order) = office(lang);
        live.keys("Alt-S");
        assert!(live.seen(80, 24).contains(&order), "{}", live.seen(80, 24));
        insta::assert_snapshot!(name("pack_80"), live.seen(80, 24));
        insta::assert_snapshot!(name("pack_120"), live.seen(120, 40));
        live.keys("F6");
        insta::assert_snapshot!(name("packing_80"), live.seen(80, 24));
        live.keys("'10 Enter F6 2");
        let state = |live: &Live| live.ask("order", json!({ "order": order }))["lines"][0].clone();
        assert_eq!(state(&live)["packed"], "10", "{}", live.seen(80, 24));
        assert!(
            live.seen(80, 24).contains("SH2026"),
            "{}",
            live.seen(80, 24)
        );
        live.keys("F6 'SF1234567890123 F6 1 F6 3");
        assert_eq!(state(&live)["shipped"], "10", "{}", live.seen(80, 24));
        insta::assert_snapshot!(name("road_80"), live.seen(80, 24));
        live.keys("F6 F6 4");
        assert!(
            live.seen(80, 24).contains("SH2026"),
            "{}",
            live.seen(80, 24)
        );
        live.keys("F6 F6 5");
        assert_eq!(state(&live)["signed"], "10", "{}", live.seen(80, 24));
        live.keys("F6 F6");
        let slips = live.ask("shipments", json!({ "wait": "slip" }));
        assert_eq!(slips["rows"], json!([]));
    }
}

#[test]
fn returns_go_step_by_step() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let (mut live, order) = office(lang);
        let with = json!({"order": order, "lines": [{"line": 1, "qty": "10"}]});
        let packed = live.run("2026-11-24T15:00:00", "shipment.pack", with);
        let with = json!({"shipment": packed["shipment"], "carrier": "SF"});
        live.run("2026-11-24T16:00:00", "shipment.dispatch", with);
        let with = json!({"order": order, "want": "credit", "fault": "customer",
            "lines": [{"line": 1, "qty": "2", "reason": "no_reason"}]});
        let back = live.run("2026-11-24T17:00:00", "return.open", with);
        live.keys("Alt-R");
        insta::assert_snapshot!(format!("returns_80_{name}"), live.seen(80, 24));
        live.keys("F6 Enter");
        let state = |live: &Live| {
            let asked = live.ask("returns", json!({ "return": back["return"] }));
            asked["rows"][0]["state"].clone()
        };
        assert_eq!(state(&live), "approved", "{}", live.seen(80, 24));
        live.keys("2");
        assert!(live.seen(80, 24).contains(back["return"].as_str().unwrap()));
    }
}
