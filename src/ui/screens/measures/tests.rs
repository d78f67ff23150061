//! The measures by key scripts over a real office.

use serde_json::json;

use crate::domain::measures::{Measure, STAGES};
use crate::ui::base::Look;
use crate::ui::base::look::Frames;
use crate::ui::screens::live::Live;
use crate::words::Lang;
use crate::words::measures::{FORMULAS, MEASURES};

/// An order wanted on a day, sent on one and signed for on another.
fn sold(live: &Live, need: &str, sent: &str, signed: &str) -> String {
    let at = |hour: &str| format!("2026-{sent}T{hour}:00:00");
    let qty = &need[3..]; // another each time: the same order twice is asked about
    let lines = json!([{"product": "P1", "qty": qty}]);
    let with = json!({"customer": "C1", "channel": "phone", "customer_ref": need,
        "need_date": format!("2026-{need}"), "ship_to": "广州", "lines": lines});
    let order = live.run(&at("08"), "order.enter", with)["order"]
        .as_str()
        .unwrap()
        .to_owned();
    live.run(&at("08"), "order.submit", json!({ "order": order }));
    let opinions = live.ask("order", json!({ "order": order }))["opinions"].clone();
    for opinion in opinions.as_array().unwrap() {
        let with = json!({"order": order, "department": opinion["department"], "verdict": "pass"});
        live.run(&at("09"), "review.give", with);
    }
    if live.state(&order) == "director" {
        let with = json!({"order": order, "objective": 5, "accurate": 5});
        live.run(&at("10"), "order.approve", with);
    }
    let packed = live.run(
        &at("11"),
        "shipment.pack",
        json!({"order": order, "lines": [{"line": 1, "qty": qty}]}),
    );
    let with = json!({"shipment": packed["shipment"], "carrier": "SF"});
    live.run(&at("12"), "shipment.dispatch", with);
    let signed = format!("2026-{signed}T15:00:00");
    let with = json!({"shipment": packed["shipment"], "signed_at": signed});
    live.run(&signed, "shipment.sign", with);
    order
}

fn office(look: Look) -> (Live, String) {
    let live = Live::that_looks(look);
    sold(&live, "11-22", "11-21", "11-22");
    let late = sold(&live, "11-23", "11-22", "11-24");
    (live, late)
}

#[test]
fn the_measures_look_like_this() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let (mut live, _) = office(Look::new(lang));
        live.keys("Alt-M");
        insta::assert_snapshot!(format!("month_80_{name}"), live.seen(80, 24));
        insta::assert_snapshot!(format!("month_120_{name}"), live.seen(120, 40));
        live.keys("Down Down Down Down Down Enter");
        insta::assert_snapshot!(format!("failed_80_{name}"), live.seen(80, 24));
    }
}

#[test]
fn the_signs_are_those_of_any_terminal_and_the_numbers_are_words_without_a_chart() {
    for (frames, name) in [(Frames::Ascii, "ascii"), (Frames::Plain, "plain")] {
        let (mut live, _) = office(Look {
            frames,
            ..Look::new(Lang::En)
        });
        live.keys("Alt-M Down Down Down Down");
        let seen = live.seen(80, 24);
        let body: Vec<_> = seen.lines().skip(1).collect(); // the office has a name of its own
        assert!(body.iter().all(|line| line.is_ascii()), "{seen}");
        insta::assert_snapshot!(format!("frames_{name}"), seen);
    }
}

#[test]
fn from_a_measure_to_the_line_that_failed_and_its_order() {
    let (mut live, late) = office(Look::new(Lang::En));
    live.keys("Alt-M");
    live.keys("'otif Enter");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains(&format!("{late}/1")) && seen.contains("signed late"),
        "{seen}"
    );
    live.keys("Enter");
    assert!(
        live.seen(80, 24).contains("Timeline"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Esc");
    assert!(live.seen(80, 24).contains("signed late"));
    live.keys("Esc Esc Tab");
    let seen = live.seen(80, 24);
    assert!(
        seen.contains("[2Last month]") && seen.contains("2026-10-01 .. 2026-10-31"),
        "{seen}"
    );
    live.keys("Enter");
    assert!(
        live.seen(80, 24).contains("nothing failed"),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Shift-Tab 3");
    assert!(live.seen(80, 24).contains("[3Three months]"));
    live.keys("Ctrl-R");
    assert!(live.seen(80, 24).contains("50.0%"), "{}", live.seen(80, 24));
}

#[test]
fn every_measure_and_stage_has_its_words() {
    for name in Measure::ALL {
        for lang in Lang::ALL {
            for table in [MEASURES, FORMULAS] {
                assert_ne!(lang.word(table, name.name()), name.name());
            }
        }
    }
    for stage in STAGES {
        let zh = Lang::Zh.word(crate::words::measures::STAGES, stage);
        assert!(!zh.is_ascii(), "{stage}");
    }
}

#[test]
fn no_window_is_too_small_for_it() {
    let (mut live, _) = office(Look::new(Lang::Zh));
    live.keys("Alt-M");
    for opened in [false, true] {
        for columns in [1, 10, 40, 80, 81, 100, 200] {
            for rows in [1, 3, 10, 12, 17, 18, 24, 25, 60] {
                live.seen(columns, rows);
            }
        }
        if !opened {
            live.keys("Enter");
        }
    }
}
