//! Follow-up by key scripts over a real office.

mod after_sale;

use serde_json::json;

use crate::ui::base::Event;
use crate::ui::screens::live::Live;
use crate::words::Lang;

/// Rows in several queues: incomplete ones to call about, opinions overdue, an order without goods.
fn office(lang: Lang) -> Live {
    let live = Live::new(lang);
    live.entered("2026-11-23T09:00:00", "C1", json!([{"product": "P1"}]));
    live.entered("2026-11-23T11:00:00", "C2", json!([{"product": "P2"}]));
    live.submitted(
        "2026-11-23T10:00:00",
        "C1",
        json!([{"product": "P1", "qty": "40"}]),
    );
    let order = live.submitted(
        "2026-11-24T10:00:00",
        "C2",
        json!([{"product": "P2", "qty": "60"}]),
    );
    approve(&live, &order);
    live
}

fn approve(live: &Live, order: &str) {
    let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
    for opinion in opinions.as_array().unwrap() {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass"});
        live.run("2026-11-24T11:00:00", "review.give", with);
    }
    if live.state(order) == "director" {
        let with = json!({"order": order, "objective": 5, "accurate": 5});
        live.run("2026-11-24T12:00:00", "order.approve", with);
    }
}

fn opened(lang: Lang) -> Live {
    let mut live = office(lang);
    live.keys("Alt-4");
    live
}

#[test]
fn one_list_most_urgent_first() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        insta::assert_snapshot!(format!("all_80_{name}"), live.seen(80, 24));
        insta::assert_snapshot!(format!("all_120_{name}"), live.seen(120, 40));
        live.keys("1 F2");
        insta::assert_snapshot!(format!("contact_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn a_supervisor_sees_what_is_overdue_and_whose_it_is() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        live.keys("F4");
        insta::assert_snapshot!(format!("overdue_80_{name}"), live.seen(80, 24));
        insta::assert_snapshot!(format!("overdue_120_{name}"), live.seen(120, 40));
        live.keys("F4");
        assert!(
            !live
                .seen(80, 24)
                .lines()
                .next()
                .unwrap()
                .contains(lang.follow_overdue())
        );
    }
}

#[test]
fn a_message_is_chosen_copied_and_kept_with_the_order() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = opened(lang);
        live.keys("F9");
        insta::assert_snapshot!(format!("message_80_{name}"), live.seen(80, 24));
        live.keys("1");
        let copied = live.app.take_copy().unwrap();
        assert!(copied.contains("SO20261123-0001"), "{copied}");
        insta::assert_snapshot!(format!("message_kept_80_{name}"), live.seen(80, 24));
        live.keys("1 F6");
        let kept = live.ask("contacts", json!({ "order": "SO20261123-0001" }));
        assert_eq!(kept["rows"][0]["way"], "wechat", "{}", live.seen(80, 24));
        assert_eq!(kept["rows"][0]["text"], json!(copied));
    }
}

#[test]
fn what_cannot_be_told_yet_is_refused() {
    let mut live = opened(Lang::En);
    live.keys("F9 3");
    assert!(live.app.take_copy().is_none());
    assert!(live.seen(80, 24).contains("not"), "{}", live.seen(80, 24));
}

#[test]
fn no_answer_try_tomorrow_takes_four_keys_at_most() {
    let mut live = opened(Lang::Zh);
    live.keys("1");
    let before = live.seen(80, 24);
    assert!(
        before.contains("SO20261123-0001") && before.contains("1-2 / 2"),
        "{before}"
    );
    let keys = "F2 2 2 Enter";
    live.keys(keys);
    assert!(keys.split(' ').count() <= 4);
    let command = live.last_command().unwrap();
    assert!(
        command.contains("no_answer") && command.contains("2026-11-26T09:00:00"),
        "{command}"
    );
    let after = live.seen(80, 24);
    assert!(
        after.contains("1-1 / 1"),
        "the row is gone until then: {after}"
    );
    live.keys("F2 2 Enter");
    assert!(
        live.last_command().unwrap().contains("2026-11-26T09:00:00"),
        "tomorrow is the usual"
    );
}

#[test]
fn what_is_typed_as_it_comes_is_the_note_of_the_call_and_outlives_the_box() {
    let mut live = opened(Lang::Zh);
    live.keys("1 F2 '客户说3号提货 Esc");
    assert!(live.last_command().is_none(), "nothing went");
    live.keys("F2");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("客户说3号提货") && seen.contains("已填回"),
        "{seen}"
    );
    // Words first: the outcome is still to be confirmed.
    live.keys("'。 Enter Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains("客户说3号提货") && command.contains("reached"),
        "{command}"
    );
}

#[test]
fn a_promise_wants_its_day_and_amount() {
    let mut live = opened(Lang::Zh);
    live.keys("1 F2 4 Enter");
    assert!(
        live.seen(80, 24).contains("! 承诺日期: 必填"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("'1205 Enter '1,200 Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains(r#""promise":{"date":"2026-12-05","amount":"1200.00"}"#),
        "{command}"
    );
}

#[test]
fn the_cursor_stays_on_its_row_when_others_come() {
    let mut live = opened(Lang::Zh);
    live.keys("1 Down");
    let row = |live: &Live| {
        let seen = live.seen(80, 24);
        seen.lines()
            .find(|line| line.starts_with('>'))
            .unwrap_or_default()
            .to_owned()
    };
    let before = row(&live);
    live.entered("2026-11-20T09:00:00", "C1", json!([{"product": "P1"}]));
    live.app.handle(Event::OfficeChanged);
    live.settle();
    assert_eq!(row(&live), before);
}

#[test]
fn a_clerk_carries_an_order_from_approval_to_payment() {
    let mut live = Live::new(Lang::Zh);
    let order = live.submitted(
        "2026-11-24T10:00:00",
        "C1",
        json!([{"product": "P1", "qty": "40"}]),
    );
    approve(&live, &order);
    live.entered("2026-11-23T09:00:00", "C2", json!([{"product": "P1"}]));
    live.keys("Alt-6 Enter");
    for keys in [
        "F5 1 Enter",
        "F5 1 'SF123456789012 Enter Enter",
        "F5 1 1 '李四 Enter",
        "F5 1 Enter",
        "F5 1 Enter",
    ] {
        live.keys(keys);
    }
    let now = live.ask("order", json!({ "order": order }));
    let told: Vec<_> = ["fulfilment", "billing", "payment", "state"]
        .map(|name| now[name].clone())
        .to_vec();
    assert_eq!(
        told,
        ["signed", "invoiced", "paid", "closed"],
        "{}",
        live.seen(80, 24)
    );
    insta::assert_snapshot!("carried_80_zh", live.seen(80, 24));
}

#[test]
fn enter_goes_to_the_order_and_esc_comes_back_to_the_row() {
    let mut live = opened(Lang::Zh);
    live.keys("Down Down");
    let before = live.seen(80, 24);
    live.keys("Enter");
    assert!(
        live.seen(80, 24).contains("时间线,新的在前"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Esc");
    assert_eq!(live.seen(80, 24), before);
}

#[test]
fn enter_on_what_is_incomplete_opens_order_entry() {
    let mut live = opened(Lang::Zh);
    live.keys("1 Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("跟单 > 录单") && seen.contains("SO20261123-0001"),
        "{seen}"
    );
    live.keys("Esc");
    assert!(
        live.seen(80, 24).contains("订单台 > 跟单"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn letters_filter_and_esc_takes_the_filter_away() {
    let mut live = opened(Lang::En);
    live.keys("'harbor");
    assert!(
        !live.seen(120, 40).contains("广州天河百货"),
        "{}",
        live.seen(120, 40)
    );
    live.keys("Esc");
    assert!(
        live.seen(120, 40).contains("广州天河百货"),
        "{}",
        live.seen(120, 40)
    );
}

#[test]
fn two_hundred_rows_with_long_names() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut live = Live::new(lang);
        let long = "广东省珠江三角洲五金机电设备及配件进出口贸易有限责任公司天河分公司";
        let with = json!({"code": "LANG-KUNDE-0000001", "name": long, "terms": "net:30",
            "phone": "+86 020-8765 4321 转 8008"});
        live.run("2026-11-23T08:00:00", "customer.save", with);
        for n in 0..200 {
            let at = format!("2026-11-23T{:02}:{:02}:00", 9 + n / 60, n % 60);
            let customer = ["LANG-KUNDE-0000001", "C2"][n % 2];
            live.entered(&at, customer, json!([{"product": "P1"}]));
        }
        live.keys("Alt-4");
        insta::assert_snapshot!(format!("many_80_{name}"), live.seen(80, 24));
        insta::assert_snapshot!(format!("many_120_{name}"), live.seen(120, 40));
        live.keys("End");
        insta::assert_snapshot!(format!("many_end_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn the_hint_says_what_the_key_does_here() {
    for lang in Lang::ALL {
        let mut live = Live::new(lang);
        live.keys("Alt-4");
        let step = lang.pick("F6 下一步", "F6 Next");
        let seen = live.seen(80, 24);
        let hints = seen.lines().last().unwrap_or_default().to_owned();
        assert!(hints.contains(step), "{hints}");
        live.keys("F1");
        let name = lang.pick("下一步  ", "Next step  ");
        assert!(live.seen(80, 40).contains(name), "{}", live.seen(80, 40));
    }
}
