//! The rules screen over a real office.

use serde_json::json;

use crate::ui::screens::live::Live;
use crate::words::Lang;

fn opened(lang: Lang) -> Live {
    let mut live = Live::new(lang);
    live.keys("Alt-9");
    live
}

#[test]
fn the_rules_look_like_this() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        for page in ["gaps", "checks", "route", "duties", "rights"] {
            insta::assert_snapshot!(format!("{page}_80_{name}"), live.seen(80, 24));
            live.keys("Tab");
        }
        live.keys("2 Down Down Down Enter");
        insta::assert_snapshot!(format!("check_80_{name}"), live.seen(80, 24));
        live.keys("Esc 3 F5");
        insta::assert_snapshot!(format!("new_route_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn a_check_is_changed_by_keys() {
    let mut live = opened(Lang::Zh);
    live.keys("2");
    live.keys("'改价 Enter");
    live.keys("3 'supervisor,营销总监 Tab '5 Tab '0.5 Enter");
    let rules = live.ask("check_rules", json!({}));
    let rows = rules["rows"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|r| r["check"] == "price.deviation")
        .unwrap();
    assert_eq!(
        (
            &row["control"],
            &row["override"],
            &row["percent"],
            &row["amount"]
        ),
        (
            &json!("block"),
            &json!(["director", "supervisor"]),
            &json!("5"),
            &json!("0.50")
        )
    );
    assert!(
        live.seen(80, 24).contains("改价: 已保存"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn a_role_that_is_none_is_told_and_the_sheet_stays() {
    let mut live = opened(Lang::En);
    live.keys("2 Enter Tab 'cook Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("no role is called cook"), "{seen}");
    live.keys("Esc");
    assert!(!live.seen(80, 24).contains("cook"));
}

#[test]
fn rights_are_given_and_taken_in_one_sheet() {
    let mut live = opened(Lang::En);
    live.keys("5 'order.void Enter");
    live.keys("'supervisor,finance Enter");
    let rights = live.ask("permissions", json!({"command": "order.void"}));
    assert_eq!(rights["rows"][0]["roles"], json!(["finance", "supervisor"]));
    live.keys("Enter Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("order.void: nothing changed"), "{seen}");
}

#[test]
fn rows_are_added_where_there_are_new_ones() {
    let mut live = opened(Lang::En);
    live.keys("F5 1 'fax Tab Tab 3 Enter");
    let gaps = live.ask("gap_rules", json!({}));
    let rows = gaps["rows"].as_array().unwrap();
    let added = rows.iter().find(|r| r["channel"] == "fax").unwrap();
    assert_eq!(
        (&added["code"], &added["control"]),
        (&json!("customer"), &json!("block"))
    );
    live.keys("F5 2 'nowhere Tab Tab 1 Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("channel"), "{seen}");
    live.keys("Esc 2 F5");
    let seen = live.seen(80, 24);
    assert!(seen.contains("Nothing is added here"), "{seen}");
}

#[test]
fn duties_are_switched_off() {
    let mut live = opened(Lang::En);
    live.keys("4 Enter 2 Enter");
    let duties = live.ask("duty_rules", json!({}));
    let off = duties["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["active"] == false);
    assert_eq!(off.count(), 1, "{duties}");
}
