//! What follows a sale, by key scripts: returns, complaints, surveys, tasks.

use serde_json::{Value, json};

use super::approve;
use crate::ui::screens::live::Live;
use crate::words::Lang;

/// An order that was signed for and is asked about, with a return, a complaint and tasks.
fn office(lang: Lang) -> (Live, String) {
    let live = Live::new(lang);
    let order = live.submitted(
        "2026-11-24T10:00:00",
        "C1",
        json!([{"product": "P1", "qty": "40"}, {"product": "P2", "qty": "3"}]),
    );
    approve(&live, &order);
    let at = "2026-11-24T14:00:00";
    live.run(
        at,
        "setting.set",
        json!({"name": "survey_every", "value": "1"}),
    );
    let lines = json!([{"line": 1, "qty": "40"}, {"line": 2, "qty": "3"}]);
    let packed = live.run(at, "shipment.pack", json!({"order": order, "lines": lines}));
    let shipment = &packed["shipment"];
    live.run(
        at,
        "shipment.dispatch",
        json!({"shipment": shipment, "carrier": "SF"}),
    );
    live.run(
        at,
        "shipment.sign",
        json!({"shipment": shipment, "signed_at": at, "signer": "门卫"}),
    );
    let with = json!({"order": order, "want": "exchange", "fault": "ours",
        "lines": [{"line": 2, "qty": "2", "reason": "damaged"}]});
    live.run(at, "return.open", with);
    let with = json!({"customer": "C1", "order": order, "severity": 1, "text": "窗框划伤"});
    live.run(at, "complaint.open", with);
    let with = json!({"customer": "C2", "severity": 3, "text": "Late again"});
    live.run(at, "complaint.open", with);
    let with = json!({"subject": order, "department": "quality", "text": "查划伤原因",
        "due": "2026-11-24"});
    live.run(at, "task.open", with);
    (live, order)
}

fn opened(lang: Lang) -> (Live, String) {
    let (mut live, order) = office(lang);
    live.keys("Alt-4");
    (live, order)
}

fn first(live: &Live, query: &str, with: Value) -> Value {
    live.ask(query, with)["rows"][0].clone()
}

#[test]
fn the_queues_after_the_sale_stand_in_the_list() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let (mut live, _) = opened(lang);
        insta::assert_snapshot!(format!("after_80_{name}"), live.seen(80, 24));
        live.keys("8 F6");
        insta::assert_snapshot!(format!("complaint_80_{name}"), live.seen(80, 24));
        live.keys("Esc 7 F6 Enter F6");
        insta::assert_snapshot!(format!("receive_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn a_survey_takes_three_keys() {
    let (mut live, order) = opened(Lang::Zh);
    live.keys("9");
    let keys = "F6 2 Enter";
    live.keys(keys);
    assert!(keys.split(' ').count() <= 4);
    let made = first(&live, "surveys", json!({}));
    assert_eq!(made["order"], order.as_str(), "{}", live.seen(80, 24));
    assert_eq!(made["score"], 2);
    assert!(made["complaint"].is_string(), "a low score complains");
}

#[test]
fn a_return_goes_from_asked_to_settled_without_leaving_the_list() {
    let (mut live, order) = opened(Lang::Zh);
    live.keys("7 F6 Enter");
    assert_eq!(first(&live, "returns", json!({}))["state"], "approved");
    // Both came, as they were agreed, one paper for each condition.
    live.keys("F6 Enter 2 Enter");
    let back = first(&live, "returns", json!({}));
    assert_eq!(back["state"], "received", "{}", live.seen(80, 24));
    assert_eq!(back["received"][0]["condition"], "second");
    live.keys("F6 Enter");
    let back = first(&live, "returns", json!({}));
    assert_eq!(back["state"], "settled", "{}", live.seen(80, 24));
    let exchange = back["exchange"].as_str().unwrap();
    assert_eq!(live.state(exchange), "draft");
    assert!(
        live.seen(80, 24).contains("没有要跟的事"),
        "the queue is empty"
    );
    assert_eq!(live.state(&order), "approved");
}

#[test]
fn a_complaint_is_answered_and_closed_with_cause_and_remedy() {
    let (mut live, _) = opened(Lang::Zh);
    live.keys("8 F6 1 '已派人 Enter");
    let complaint = first(&live, "complaints", json!({"customer": "C1"}));
    assert_eq!(complaint["answers"][0]["text"], "已派人");
    live.keys("F6 2 '装箱 Enter '补发 Enter");
    let complaint = first(&live, "complaints", json!({"customer": "C1"}));
    assert_eq!(complaint["state"], "closed", "{}", live.seen(80, 24));
    // The other one is about no order.
    live.keys("F6 1 'tomorrow Enter");
    let complaint = first(&live, "complaints", json!({"customer": "C2"}));
    assert_eq!(
        complaint["answers"][0]["text"],
        "tomorrow",
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn a_task_is_answered_then_closed() {
    let (mut live, _) = opened(Lang::Zh);
    live.keys("9 Tab F6 1 '运输颠簸 Enter");
    assert_eq!(
        first(&live, "tasks", json!({}))["state"],
        "answered",
        "{}",
        live.seen(80, 24)
    );
    live.keys("F6 Enter");
    assert_eq!(
        first(&live, "tasks", json!({}))["state"],
        "closed",
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn what_follows_a_sale_starts_at_the_steps_of_the_order() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let (mut live, _) = opened(lang);
        live.keys("9 F5");
        let seen = live.seen(80, 24);
        let digit = seen
            .lines()
            .find_map(|line| line.split_once(lang.step_after_sale()))
            .and_then(|(before, _)| before.chars().rfind(char::is_ascii_digit))
            .unwrap();
        live.keys(&digit.to_string());
        insta::assert_snapshot!(format!("after_steps_80_{name}"), live.seen(80, 24));
        let digit = live
            .seen(80, 24)
            .lines()
            .find_map(|line| {
                line.split_once(lang.step_goods_back())
                    .map(|(b, _)| b.to_owned())
            })
            .and_then(|before| before.chars().rfind(char::is_ascii_digit))
            .unwrap();
        live.keys(&digit.to_string());
        insta::assert_snapshot!(format!("goods_back_80_{name}"), live.seen(80, 24));
        live.keys("'5 Enter 5 2 1 Enter");
        let back = first(&live, "returns", json!({}));
        assert_eq!(back["lines"][0]["agreed"], "5", "{}", live.seen(80, 24));
        assert_eq!(back["lines"][0]["reason"], "size");
        assert_eq!(back["want"], "refund");
    }
}
