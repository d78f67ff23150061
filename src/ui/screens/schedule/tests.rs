//! The schedule board by key scripts over a real office.

use serde_json::json;

use crate::ui::screens::live::Live;
use crate::words::Lang;

/// Two orders for the same goods: C1 has them reserved, C2 waits and is late.
fn office(lang: Lang) -> (Live, [String; 2]) {
    let live = Live::new(lang);
    let approved = |customer: &str, qty: &str| {
        let lines = json!([{"product": "P2", "qty": qty}]);
        let order = live.submitted("2026-11-24T10:00:00", customer, lines);
        let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
        for opinion in opinions.as_array().unwrap() {
            let with = json!({"order": order, "department": opinion["department"],
                "verdict": "pass"});
            live.run("2026-11-24T11:00:00", "review.give", with);
        }
        let with = json!({"order": order, "objective": 5, "accurate": 4});
        live.run("2026-11-24T12:00:00", "order.approve", with);
        order
    };
    let expect = |qty: &str, date: &str| {
        let with = json!({"product": "P2", "warehouse": "W1", "qty": qty, "date": date,
            "confirmed": true, "ref": "PO1"});
        live.run("2026-11-24T09:00:00", "supply.expect", with);
    };
    expect("20", "2026-11-28");
    let (first, second) = (approved("C1", "30"), approved("C2", "20"));
    expect("20", "2026-12-04"); // it slips
    (live, [first, second])
}

#[test]
fn late_lines_come_first_and_trials_change_nothing() {
    for lang in Lang::ALL {
        let name = |part: &str| format!("{part}_{}", lang.pick("zh", "en"));
        let (mut live, [_, second]) = office(lang);
        live.keys("Alt-7");
        let seen = live.seen(80, 24);
        assert!(seen.contains(&format!("{second}/1")), "{seen}");
        insta::assert_snapshot!(name("late_80"), seen);
        insta::assert_snapshot!(name("late_120"), live.seen(120, 40));
        // Ten more on Friday would bring it forward.
        live.keys("F6 '20 Enter '1127 Enter");
        insta::assert_snapshot!(name("supply_80"), live.seen(80, 24));
        live.keys("Esc Tab");
        insta::assert_snapshot!(name("all_80"), live.seen(80, 24));
        live.keys("F4");
        insta::assert_snapshot!(name("bump_80"), live.seen(80, 24));
        assert!(live.last_command().is_none(), "nothing was done");
    }
}

#[test]
fn what_to_say_is_copied_and_kept_with_the_order() {
    let (mut live, [_, second]) = office(Lang::En);
    live.keys("Alt-7 F9");
    let said = live.app.take_copy().unwrap();
    assert!(
        said.contains(&second) && said.contains("will be with you on 2026-12-04"),
        "{said}"
    );
    live.keys("Enter Enter Enter Enter");
    let command = live.last_command().unwrap();
    assert!(
        command.contains("order.told") && command.contains(r#""date":"2026-12-04""#),
        "{command}"
    );
    let told = live.ask("late", json!({ "order": second }));
    assert_eq!(told["rows"][0]["told"]["date"], "2026-12-04");
}

#[test]
fn what_is_wrong_is_told_and_kept() {
    let (mut live, _) = office(Lang::En);
    live.keys("Alt-7 F6 'x Enter");
    assert!(live.seen(80, 24).contains("Not a number"));
    live.keys("Ctrl-U Enter");
    assert!(live.seen(80, 24).contains("needs a value"));
    live.keys("5 Enter Enter");
    assert!(live.seen(80, 24).contains("needs a value"));
    live.keys("Esc Enter");
    assert!(live.seen(80, 24).contains("SO20261124-0002"));
}

#[test]
fn no_window_is_too_small_for_it() {
    let (mut live, _) = office(Lang::Zh);
    live.keys("Alt-7 F6 '5");
    for columns in [80, 81, 100, 200] {
        for rows in [24, 25, 30, 60, 120] {
            live.seen(columns, rows);
        }
    }
}
