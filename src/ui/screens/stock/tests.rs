//! The stock screen on a real office.

use serde_json::json;

use crate::desk::testing::Bench;
use crate::ui::base::ScreenKind;
use crate::ui::shell::testing::Live;
use crate::words::Lang;

/// 100 of P1 in two warehouses, 20 of them kept for an order, 150 and 400 coming.
fn office() -> Bench {
    let bench = Bench::new();
    bench.warehouse("W2");
    bench.customer("C2", json!({"name": "广州五金"}));
    let screw = json!({"name": "不锈钢螺丝", "spec": "M3x10", "lead_days": 20});
    bench.product("P1", screw);
    bench.product(
        "P2",
        json!({"name": "红色安全帽", "barcode": "6901234567892"}),
    );
    let receive = |warehouse: &str, qty: &str| {
        let fields = json!({"warehouse": warehouse, "product": "P1", "qty": qty});
        bench.run("stock.receive", fields);
    };
    receive("W1", "80");
    let order = bench.approved("C2", &[("P1", "20")]);
    bench.run(
        "stock.reserve",
        json!({"order": order, "line": 1, "qty": "20"}),
    );
    receive("W2", "20");
    for (qty, date, confirmed) in [("150", "2026-11-27", true), ("400", "2026-12-04", false)] {
        let fields = json!({"product": "P1", "warehouse": "W1", "qty": qty, "date": date,
            "confirmed": confirmed, "ref": format!("PO{qty}")});
        bench.run("supply.expect", fields);
    }
    bench
}

#[test]
fn stock_looks_like_this() {
    let bench = office();
    for lang in Lang::ALL {
        for (columns, rows) in [(80, 24), (120, 40)] {
            let mut live = Live::new(&bench, lang);
            let name = |part: &str| format!("{part}_{}_{columns}", lang.pick("zh", "en"));
            live.keys("3");
            insta::assert_snapshot!(name("list"), live.seen(columns, rows));
            live.keys("'bxg Enter '300 Enter '1128 Enter");
            insta::assert_snapshot!(name("no"), live.seen(columns, rows));
            live.keys("Esc Enter '200 Enter '1128 Enter");
            insta::assert_snapshot!(name("yes"), live.seen(columns, rows));
        }
    }
}

#[test]
fn three_hundred_by_friday_takes_less_than_ten_keys() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("Alt-3");
    live.keys_ahead("b x Enter 3 0 0 Enter 5 Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("Not by then: 2026-12-"), "{seen}");
    live.keys("Esc");
    live.keys_ahead("'p1*90 Enter Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("Yes: 2026-11-27 at the earliest, from what comes in"),
        "{seen}"
    );
}

#[test]
fn a_quantity_that_is_none_is_told_and_kept() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3 Enter 'x Enter");
    assert!(live.seen(80, 24).contains("! Quantity: Not a number"));
    live.keys("Ctrl-U Enter");
    assert!(live.seen(80, 24).contains("! Quantity: needs a value"));
    live.keys("5 Enter '31.4 Enter");
    assert!(
        live.seen(80, 24).contains("! By: Not a date"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn the_reply_goes_into_the_clipboard_in_the_language_chosen() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::Zh);
    live.keys("3 F9");
    assert!(live.seen(80, 24).contains("先问数量"));
    live.keys("'P1 Enter '300 Enter '1128 Enter F9 Enter");
    let zh = live.app.take_copy().unwrap();
    assert!(
        zh.starts_with("您好,不锈钢螺丝 M3x10 300 件,最早 2026-12-"),
        "{zh}"
    );
    assert!(zh.contains("2026-11-28 前可先交 230 件。"), "{zh}");
    live.keys("F9 2");
    let en = live.app.take_copy().unwrap();
    assert!(
        en.starts_with("Hello, 300 件 of 不锈钢螺丝 M3x10 can be delivered"),
        "{en}"
    );
    assert!(live.seen(80, 24).contains("答复已放入剪贴板"));
}

#[test]
fn the_reply_is_kept_with_the_order_it_was_about() {
    let bench = office();
    let order = bench.run(
        "order.enter",
        json!({ "customer": "C1", "channel": "phone" }),
    );
    let number = order["order"].as_str().unwrap().to_owned();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3 'P1 Enter '300 Enter '1128 Enter F9 3");
    // A wrong number is refused and the paper stays.
    live.keys("'SO0 Enter Enter Enter Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("not found: order SO0"), "{seen}");
    live.keys("Ctrl-U");
    live.keys(&format!("'{number} Enter"));
    let seen = live.seen(80, 24);
    assert!(
        seen.contains(&format!("{number} Keep the reply")),
        "{number} {seen}"
    );
    let query = crate::ui::base::Query::parse("timeline", json!({ "order": number })).unwrap();
    let kept = bench.ask(&query).unwrap().to_string();
    assert!(kept.contains("can be delivered"), "{kept}");
}

#[test]
fn the_card_follows_the_cursor_and_other_peoples_work() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3");
    assert!(live.seen(80, 24).contains(" P1 不锈钢螺丝"));
    live.keys("Down");
    assert!(live.seen(80, 24).contains(" P2 红色安全帽"));
    bench.run(
        "stock.receive",
        json!({"warehouse": "W1", "product": "P2", "qty": "77"}),
    );
    live.app.handle(crate::ui::base::Event::OfficeChanged);
    live.settle();
    assert!(live.seen(80, 24).contains("77"));
    live.keys("'6901234567892 Enter");
    assert!(live.seen(80, 24).contains("Quantity:"));
    live.keys("Esc Esc Esc");
    assert_eq!(live.on(), ScreenKind::Menu);
}

#[test]
fn goods_are_received_counted_and_sent_by_keyboard() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3 F5");
    insta::assert_snapshot!("deeds", live.seen(80, 24));
    live.keys("1 1 5 Enter");
    assert!(
        live.seen(80, 24).contains("P1 Receive: done"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("F5 4");
    insta::assert_snapshot!("transfer", live.seen(80, 24));
    live.keys("1 2 9 9 9 Enter");
    let seen = live.seen(80, 24);
    assert!(seen.contains("P1 is short"), "{seen}");
    live.keys("Ctrl-U 7 Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("P1 Send to another warehouse: done TR"),
        "{seen}"
    );
    live.keys("F5 5 7 Enter");
    assert!(
        live.seen(80, 24).contains("done TR"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("F5 5");
    assert!(live.seen(80, 24).contains("no transfer is under way"));
}

#[test]
fn no_window_is_too_small_for_it() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::Zh);
    live.keys("3 Enter '5 Enter Enter");
    for columns in [80, 81, 100, 200] {
        for rows in [24, 25, 30, 60, 120] {
            live.seen(columns, rows);
        }
    }
}

#[test]
fn can_i_have_three_hundred_takes_fewer_than_ten_keys() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    let keys = "Alt-3 'P1*300 Enter Enter";
    let pressed = keys
        .split(' ')
        .map(|key| key.strip_prefix('\'').map_or(1, str::len));
    assert!(pressed.sum::<usize>() < 10);
    live.keys(keys);
    let seen = live.seen(80, 24);
    assert!(seen.contains("2026-12-21"), "{seen}");
}

#[test]
fn the_foot_of_the_list_counts_no_further_than_was_asked() {
    let bench = office();
    for n in 0..100 {
        bench.product(&format!("Q{n:03}"), json!({}));
    }
    for (lang, cut, all) in [
        (Lang::Zh, "/ 100+", "/ 10 "),
        (Lang::En, "of 100+", "of 10 "),
    ] {
        let mut live = Live::new(&bench, lang);
        live.keys("3");
        let seen = live.seen(80, 24);
        assert!(seen.contains(cut), "{seen}");
        live.keys("'Q00");
        let seen = live.seen(80, 24);
        assert!(seen.contains(all), "{seen}");
    }
}

#[test]
fn an_answer_goes_when_its_question_is_typed_over() {
    let bench = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3 'P1 Enter '300 Enter '1128 Enter");
    assert!(
        live.seen(80, 24).contains("Not by then"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("'1210");
    let seen = live.seen(80, 24);
    assert!(
        !seen.contains("Not by then") && seen.contains("1210"),
        "{seen}"
    );
    live.keys("Enter");
    assert!(
        live.seen(80, 24).contains("at the earliest"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn sizes_of_a_style_stand_from_small_to_large() {
    let bench = office();
    for size in ["L", "M", "S", "XL"] {
        let card = json!({"name": "短袖", "style": "8801", "colour": "黑", "size": size});
        bench.product(&format!("8801{size}"), card);
    }
    let mut live = Live::new(&bench, Lang::Zh);
    live.keys("3 '880");
    let seen = live.seen(80, 40);
    let places = ["8801S ", "8801M", "8801L", "8801XL"].map(|code| seen.find(code));
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{seen}"
    );
}
