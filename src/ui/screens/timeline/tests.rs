//! The order card by key scripts over a real office.

use serde_json::json;

use crate::ui::screens::live::Live;
use crate::words::Lang;

/// An order on its way: approved, part packed and sent, called about.
fn office(lang: Lang) -> (Live, String) {
    let live = Live::new(lang);
    let lines = json!([{"product": "P1", "qty": "40"}, {"product": "P2", "qty": "30"}]);
    let order = live.submitted("2026-11-20T10:00:00", "C2", lines);
    let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
    for opinion in opinions.as_array().unwrap() {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass", "text": "可以"});
        live.run("2026-11-20T11:00:00", "review.give", with);
    }
    live.run(
        "2026-11-20T12:00:00",
        "order.approve",
        json!({"order": order, "objective": 5, "accurate": 4}),
    );
    let packed = live.run(
        "2026-11-21T09:00:00",
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": "40"}]}),
    );
    let go = json!({"shipment": packed["shipment"], "carrier": "SF", "waybill": "SF123456789012"});
    live.run("2026-11-21T10:00:00", "shipment.dispatch", go);
    live.run(
        "2026-11-21T15:00:00",
        "contact.log",
        json!({"order": order, "way": "phone", "outcome": "reached",
        "text": "告诉客户第一批已发出,第二批下周二以前发,客户同意分批"}),
    );
    (live, order)
}

fn opened(lang: Lang) -> Live {
    let (mut live, _) = office(lang);
    live.keys("Alt-6 Enter");
    live
}

#[test]
fn where_the_order_stands_and_what_happened() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        insta::assert_snapshot!(format!("card_80_{name}"), live.seen(80, 24));
        insta::assert_snapshot!(format!("card_120_{name}"), live.seen(120, 40));
        live.keys("Ctrl-L F5");
        insta::assert_snapshot!(format!("steps_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn without_an_order_it_asks_which() {
    let (mut live, order) = office(Lang::Zh);
    live.keys("Alt-6");
    insta::assert_snapshot!("which_80_zh", live.seen(80, 24));
    live.keys("'harbor");
    assert!(live.seen(80, 24).contains(&order), "{}", live.seen(80, 24));
    live.keys("Esc");
    assert!(
        live.seen(80, 24).contains("订单台 > 菜单"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn the_waybill_suggests_a_carrier_and_takes_none() {
    let mut live = opened(Lang::Zh);
    live.keys("F5 1 Enter F5 1");
    live.keys("'YT1234567890 Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("[2 YTO 圆通]") && seen.contains("请确认承运商"),
        "{seen}"
    );
    live.keys("1 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains(r#""carrier":"SF""#),
        "the clerk knows better: {command}"
    );
}

#[test]
fn a_refused_step_keeps_its_paper() {
    let mut live = opened(Lang::Zh);
    live.keys("F5 1 '999 Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("装箱 SO20261120-0001") && seen.contains("! "),
        "{seen}"
    );
    insta::assert_snapshot!("refused_80_zh", seen);
}

/// A new version by keys: less at once, more waits for finance and the director.
#[test]
fn an_approved_order_is_changed_from_the_steps() {
    let (mut live, order) = office(Lang::Zh);
    live.keys("Alt-6 Enter");
    live.step("变更");
    insta::assert_snapshot!("change_80_zh", live.seen(80, 24));
    live.keys("'客户少要 Enter '2 Enter '20 Enter Enter");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["lines"][1]["ordered"], "20", "{}", live.seen(80, 24));
    assert_eq!(now["revision"], 2);
    live.step("变更");
    live.keys("'又要多些 Enter '2 Enter '35 Enter Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("待复审"), "{seen}");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["pending"], true);
    live.keys("F5 1 Enter");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["change"]["stage"], "director", "{}", live.seen(80, 24));
    live.keys("F5 1 Enter");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["lines"][1]["ordered"], "35", "{}", live.seen(80, 24));
    live.step("客户确认");
    live.keys("Tab '李四 Enter");
    let now = live.ask("order", json!({ "order": order }));
    assert_eq!(now["confirmed"]["person"], "李四", "{}", live.seen(80, 24));
}

#[test]
fn an_invoice_is_settled_by_keyboard() {
    let (mut live, order) = office(Lang::Zh);
    let invoice = live.run(
        "2026-11-21T16:00:00",
        "invoice.post",
        json!({ "order": order }),
    );
    let gross = invoice["gross"].clone();
    live.keys("Alt-6 Enter");
    live.step("贷项通知");
    insta::assert_snapshot!("credit_note_80_zh", live.seen(80, 24));
    live.keys("Tab '5 Tab Tab Tab '让价 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains("credit_note.post") && command.contains(r#""amount":"5.00""#),
        "{command} {}",
        live.seen(80, 24)
    );
    live.step("销账");
    live.keys("Enter Enter '坏账 Enter");
    let command = live.last_command().unwrap();
    assert!(command.contains("writeoff.post"), "{command}");
    assert_eq!(
        live.ask("order", json!({ "order": order }))["money"]["open"],
        "0.00"
    );
    // A deposit for what is still to come can be given back.
    let with = json!({"customer": "C2", "order": order, "amount": gross, "method": "wire"});
    live.run("2026-11-22T09:00:00", "receipt.record", with);
    live.keys("Ctrl-R");
    live.step("退款");
    live.keys("Enter Enter Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains("refund.pay") && command.contains(r#""receipt":"RC"#),
        "{command} {}",
        live.seen(80, 24)
    );
}
