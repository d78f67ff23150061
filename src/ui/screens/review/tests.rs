//! Review by key scripts over a real office.

use serde_json::json;

use crate::ui::base::Event;
use crate::ui::screens::live::Live;
use crate::words::Lang;

mod judging;

/// Orders in several stages: one to judge, one with a price by hand, one over the limit.
fn office(lang: Lang) -> Live {
    let live = Live::new(lang);
    live.submitted(
        "2026-11-23T10:00:00",
        "C1",
        json!([{"product": "P1", "qty": "40"}]),
    );
    live.submitted(
        "2026-11-24T10:00:00",
        "C2",
        json!([{"product": "P1", "qty": "60"}, {"product": "P2", "qty": "10", "price": "190",
            "price_reason": "长期客户,竞争对手报价更低"}]),
    );
    live.submitted(
        "2026-11-24T11:00:00",
        "C1",
        json!([{"product": "P2", "qty": "120"}]),
    );
    live
}

fn opened(lang: Lang) -> Live {
    let mut live = office(lang);
    live.keys("Alt-2");
    live
}

/// An order whose departments have all said yes.
fn for_director(live: &Live, at: &str, lines: serde_json::Value) -> String {
    let order = live.submitted(at, "C1", lines);
    let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
    for opinion in opinions.as_array().unwrap() {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass"});
        live.run(at, "review.give", with);
    }
    order
}

#[test]
fn what_waits_for_me_and_the_order_beside_it() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        insta::assert_snapshot!(format!("mine_80_{name}"), live.seen(80, 24));
        live.keys("Down");
        insta::assert_snapshot!(format!("mine_120_{name}"), live.seen(120, 40));
        // Beside the order the list keeps all its columns.
        let seen = live.seen(160, 45);
        let row = seen.lines().nth(3).unwrap_or_default();
        let told = ["SO20261123-0001", "500.00", lang.pick("业务", "sales")];
        assert!(told.iter().all(|told| row.contains(told)), "{seen}");
        live.keys("Down Enter");
        insta::assert_snapshot!(format!("whole_80_{name}"), live.seen(80, 24));
        live.keys("Esc");
        assert!(
            live.seen(80, 24).contains("1-3"),
            "Esc goes back to the list"
        );
    }
}

#[test]
fn a_clean_approval_takes_three_keys_at_most() {
    let mut live = office(Lang::Zh);
    let order = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P1", "qty": "2"}]),
    );
    live.keys("Alt-2 3");
    let keys = "F8 Enter";
    live.keys(keys);
    assert!(keys.split(' ').count() <= 3);
    let command = live.last_command().unwrap();
    assert!(
        command.contains("order.approve") && command.contains(r#""objective":5"#),
        "{command}"
    );
    assert_eq!(live.state(&order), "approved", "{}", live.seen(80, 24));
    assert!(
        live.seen(80, 24).contains(&format!("{order} 批准: 已办")),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn an_opinion_is_given_by_digits() {
    let mut live = opened(Lang::Zh);
    // The order has two opinions of mine: department, verdict, condition, text.
    live.keys("F6 1 2 '月底前付清 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains("review.give") && command.contains("conditional"),
        "{command}"
    );
    let order = live.ask("order", json!({ "order": "SO20261123-0001" }));
    let given = order["opinions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|o| !o["verdict"].is_null());
    assert_eq!(given.unwrap()["condition"], "月底前付清");
    // A fail has to say why: Enter stops there and says so.
    live.keys("F6 3 Enter Enter");
    assert!(
        live.seen(80, 24).contains("! 说明: 必填"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("'客户逾期 F6");
    assert_eq!(live.state("SO20261123-0001"), "director");
    insta::assert_snapshot!("given_120_zh", live.seen(120, 40));
}

#[test]
fn a_condition_is_set_and_met_by_keys() {
    let mut live = opened(Lang::Zh);
    let order = "SO20261123-0001";
    live.keys("F6 1 2 '收到三成 Tab Tab '30 Enter");
    let condition =
        |live: &Live| live.ask("order", json!({ "order": order }))["conditions"][0].clone();
    assert_eq!(
        (&condition(&live)["paid"], &condition(&live)["met"]),
        (&json!("30"), &json!(false))
    );
    live.keys("Enter");
    insta::assert_snapshot!("condition_80_zh", live.seen(80, 24));
    live.keys("Esc");
    live.step("条件已满足");
    live.keys("'款已到 Enter");
    assert_eq!(condition(&live)["met_text"], "款已到");
    assert_eq!(condition(&live)["met"], true);
}

#[test]
fn a_block_is_set_aside_by_name_and_reason() {
    let mut live = office(Lang::Zh);
    let order = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P2", "qty": "110"}]),
    );
    live.keys("Alt-2 3 F8 Enter");
    assert_eq!(live.state(&order), "director");
    insta::assert_snapshot!("override_80_zh", live.seen(80, 24));
    live.keys("'老客户,董事长已同意 Enter");
    assert_eq!(live.state(&order), "director", "until when is seen first");
    live.keys("Enter");
    assert_eq!(live.state(&order), "approved", "{}", live.seen(80, 24));
    let given = live.ask("order", json!({ "order": order }))["overrides"].clone();
    assert_eq!(given[0]["check"], "credit.over_limit");
}

#[test]
fn a_return_without_a_chosen_reason_is_not_sent() {
    let mut live = office(Lang::Zh);
    let order = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P1", "qty": "2"}]),
    );
    live.keys("Alt-2 3 F4 Enter Enter");
    assert_eq!(live.state(&order), "director", "{}", live.seen(80, 24));
    live.keys("7 Enter");
    assert_eq!(live.state(&order), "returned", "{}", live.seen(80, 24));
}

#[test]
fn a_draft_is_handed_in_and_edited_from_the_steps() {
    let mut live = Live::new(Lang::Zh);
    let lines = json!([{"product": "P1", "qty": "4"}]);
    let first = live.entered("2026-11-23T10:00:00", "C1", lines.clone());
    let second = live.entered("2026-11-23T10:01:00", "C1", lines);
    live.keys("Alt-2 6 F5 1 Enter");
    assert_eq!(live.state(&second), "draft", "{}", live.seen(80, 24));
    live.keys("'两家分店各要一批 Enter");
    assert_eq!(live.state(&second), "reviewing", "{}", live.seen(80, 24));
    live.keys("Ctrl-E");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("录单") && seen.contains(&first),
        "the screen of order entry: {seen}"
    );
}

#[test]
fn a_line_is_called_off_and_the_rest_given_up() {
    let mut live = Live::new(Lang::Zh);
    let lines = json!([{"product": "P1", "qty": "4"}, {"product": "P2", "qty": "2"}]);
    let order = for_director(&live, "2026-11-22T10:00:00", lines);
    let with = json!({"order": order, "objective": 5, "accurate": 5});
    if live.state(&order) == "director" {
        live.run("2026-11-22T11:00:00", "order.approve", with);
    }
    live.keys("Alt-2 7");
    live.step("取消");
    insta::assert_snapshot!("cancel_80_zh", live.seen(80, 24));
    live.keys("1 '1 Tab '3 Enter");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["lines"][0]["cancelled"], "3", "{}", live.seen(80, 24));
    live.step("短结");
    live.keys("'客户不等了 Enter");
    assert_eq!(live.state(&order), "short_closed", "{}", live.seen(80, 24));
}

#[test]
fn an_action_in_the_full_view_goes_back_to_the_list() {
    let mut live = office(Lang::Zh);
    let lines = |qty: &str| json!([{"product": "P1", "qty": qty}]);
    let first = for_director(&live, "2026-11-21T10:00:00", lines("2"));
    let second = for_director(&live, "2026-11-22T10:00:00", lines("3"));
    live.keys("Alt-2 3 Enter F8 Enter");
    let seen = live.seen(80, 24);
    let (done, other) = if live.state(&first) == "approved" {
        (first, second)
    } else {
        (second, first)
    };
    assert_eq!(live.state(&other), "director");
    assert!(seen.contains(&format!("{done} 批准: 已办")), "{seen}");
    assert!(
        seen.contains("等什么") && seen.contains(&format!("> {other}")),
        "{seen}"
    );
}

#[test]
fn a_marked_order_that_somebody_changed_is_read_again() {
    for keys in ["F6", "Space F6"] {
        let mut live = opened(Lang::Zh);
        live.keys(keys);
        live.keys("1 1 '可以");
        let with =
            json!({"order": "SO20261123-0001", "code": "address", "stage": "ship", "reason": "r"});
        live.run("2026-11-25T08:59:00", "hold.place", with);
        live.keys("Enter");
        let seen = live.seen(80, 24);
        assert!(seen.contains("已改过") && seen.contains("可以"), "{seen}");
        live.keys("Ctrl-R Enter");
        let order = live.ask("order", json!({ "order": "SO20261123-0001" }));
        let given = order["opinions"].as_array().unwrap().iter();
        let given = given.filter(|o| o["text"] == "可以").count();
        assert!(given > 0, "{keys}: {}", live.seen(80, 24));
    }
}

#[test]
fn an_order_goes_back_with_coded_reasons() {
    let mut live = office(Lang::Zh);
    let order = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P1", "qty": "2"}]),
    );
    live.keys("Alt-2 3 F4 1 '1 Tab '单价不对 Tab 2 Enter 3 Enter");
    assert_eq!(live.state(&order), "returned", "{}", live.seen(80, 24));
    let reasons = live.ask("order", json!({ "order": order }))["decisions"][0]["reasons"].clone();
    assert_eq!(
        reasons[0],
        json!({"code": "price", "line": 1, "text": "单价不对"}),
        "{reasons}"
    );
    assert_eq!(reasons[1]["code"], "need_date");
}

#[test]
fn holds_are_placed_and_released() {
    let mut live = opened(Lang::Zh);
    live.keys("F7 3 Enter '地址待确认 Enter");
    let holds = live.ask("order", json!({ "order": "SO20261123-0001" }))["holds"].clone();
    assert_eq!(
        (&holds[0]["code"], &holds[0]["stage"]),
        (&json!("address"), &json!("ship"))
    );
    assert!(
        live.seen(80, 24).contains("挂起 地址(发货): 地址待确认"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("F7 '已确认 Enter");
    let holds = live.ask("order", json!({ "order": "SO20261123-0001" }))["holds"].clone();
    assert_eq!(holds, json!([]), "{}", live.seen(80, 24));
}

#[test]
fn a_batch_passes_what_it_can_and_keeps_the_rest_marked() {
    let mut live = office(Lang::Zh);
    let fine = for_director(
        &live,
        "2026-11-21T10:00:00",
        json!([{"product": "P1", "qty": "2"}]),
    );
    let over = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P2", "qty": "110"}]),
    );
    live.keys("Alt-2 3 Space Space F8 Enter");
    assert_eq!(
        (live.state(&fine).as_str(), live.state(&over).as_str()),
        ("approved", "director")
    );
    let seen = live.seen(80, 24);
    assert!(seen.contains("批准: 1 单已办,1 单未办"), "{seen}");
    assert!(seen.contains("已选 1 行") && seen.contains("! "), "{seen}");
    insta::assert_snapshot!("batch_120_zh", live.seen(120, 40));
}

#[test]
fn whoever_was_faster_is_named_and_the_paper_stays() {
    let mut live = office(Lang::Zh);
    let order = for_director(
        &live,
        "2026-11-22T10:00:00",
        json!([{"product": "P1", "qty": "2"}]),
    );
    live.keys("Alt-2 3 F8 Tab Tab '好");
    live.run(
        "2026-11-25T08:59:00",
        "hold.place",
        json!({"order": order, "code": "address",
        "stage": "ship", "reason": "r"}),
    );
    live.keys("Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("boss") && seen.contains("已改过"), "{seen}");
    assert_eq!(live.state(&order), "director");
    live.keys("Enter");
    assert_eq!(
        live.state(&order),
        "approved",
        "what was typed was kept, the version is new"
    );
    let decision = live.ask("order", json!({ "order": order }))["decisions"][0].clone();
    assert_eq!(decision["note"], "好");
}

#[test]
fn a_key_ahead_of_the_answer_waits_for_its_order() {
    let mut live = opened(Lang::Zh);
    live.keys_ahead("Down F6");
    live.settle();
    assert!(
        live.seen(80, 24).contains("给出意见 SO20261124-0001"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn a_change_of_somebody_else_leaves_the_paper_alone() {
    let mut live = opened(Lang::Zh);
    live.keys("F6 1 1 '很好");
    live.app.handle(Event::OfficeChanged);
    live.settle();
    let seen = live.seen(80, 24);
    assert!(seen.contains("很好"), "{seen}");
}

#[test]
fn dialogs_are_drawn_whole() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        for (keys, dialog) in [
            ("F6", "opinion"),
            ("F5", "steps"),
            ("F4", "return"),
            ("F7", "hold"),
            ("F2", "contact"),
        ] {
            live.keys(keys);
            insta::assert_snapshot!(format!("{dialog}_80_{name}"), live.seen(80, 24));
            live.keys("Esc");
        }
    }
}

#[test]
fn what_was_typed_in_a_paper_outlives_its_screen_and_goes_when_it_is_sent() {
    let mut live = opened(Lang::En);
    live.keys("F6 1 'ring Space 'first Esc Esc");
    assert!(
        live.seen(80, 24).contains("Draft kept"),
        "{}",
        live.seen(80, 24)
    );
    let kept = live.last_kept("review").unwrap();
    assert!(kept.contains("ring first"), "{kept}");
    live.keys("Alt-2");
    assert!(
        !live.seen(80, 24).contains("unsaved"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("F6");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("ring first") && seen.contains("What you typed before"),
        "{seen}"
    );
    live.keys("F6 Esc");
    let kept = live.last_kept("review").unwrap();
    assert!(kept.contains("None"), "{kept}");
    assert!(
        !live.seen(80, 24).contains("Draft kept"),
        "{}",
        live.seen(80, 24)
    );
}
