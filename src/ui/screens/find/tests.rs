//! Finding on a real office.

use serde_json::json;

use crate::desk::testing::Bench;
use crate::ui::base::{Event, ScreenKind};
use crate::ui::shell::testing::{Live, keys};
use crate::words::Lang;

fn office() -> (Bench, String) {
    let bench = Bench::new();
    bench.customer("C2", json!({"name": "广州五金", "phone": "13800001234"}));
    bench.customer("C3", json!({"name": "广州百货"}));
    bench.product("P1", json!({"name": "不锈钢螺丝", "spec": "M3x10"}));
    bench.approved("C2", &[("P1", "20")]);
    let last = bench.approved("C2", &[("P1", "5"), ("P1", "7")]);
    (bench, last)
}

#[test]
fn find_looks_like_this() {
    let (bench, _) = office();
    for lang in Lang::ALL {
        for (columns, rows) in [(80, 24), (120, 40)] {
            let mut live = Live::new(&bench, lang);
            let name = |part: &str| format!("{part}_{}_{columns}", lang.pick("zh", "en"));
            live.keys("F3");
            insta::assert_snapshot!(name("empty"), live.seen(columns, rows));
            live.keys("'gz");
            insta::assert_snapshot!(name("hits"), live.seen(columns, rows));
            live.keys("'wj Enter");
            insta::assert_snapshot!(name("orders"), live.seen(columns, rows));
        }
    }
}

#[test]
fn an_order_is_found_from_anywhere_by_six_keys() {
    let (bench, last) = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("3");
    live.keys_ahead("F3 0 0 0 2");
    assert!(
        live.seen(80, 24).contains(&format!("order    {last}")),
        "{}",
        live.seen(80, 24)
    );
    live.keys("Enter");
    went_to_the_timeline(&live);
    // The same without waiting for anything.
    live.keys("Alt-0");
    live.keys_ahead("F3 0 0 0 2 Enter");
    went_to_the_timeline(&live);
}

/// On the timeline, or told that it is not there yet.
fn went_to_the_timeline(live: &Live) {
    let there = live.on() == ScreenKind::Timeline;
    assert!(there || live.seen(80, 24).contains("Timeline: not available yet"));
}

#[test]
fn a_product_opens_its_stock_and_back_comes_back() {
    let (bench, _) = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("F3 'bxg Enter");
    assert_eq!(live.on(), ScreenKind::Stock);
    assert!(live.seen(80, 24).contains(" P1 不锈钢螺丝 M3x10"));
    live.keys("Esc");
    assert_eq!(live.on(), ScreenKind::Find);
    assert!(live.seen(80, 24).contains("product  P1"));
}

#[test]
fn a_customer_opens_its_orders_and_typing_searches_anew() {
    let (bench, last) = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("F3 '1234 Enter");
    assert!(live.seen(80, 24).contains("Orders of 广州五金"));
    assert!(live.seen(80, 24).contains(&last));
    live.keys("Esc");
    assert!(live.seen(80, 24).contains("customer C2"));
    live.keys("F3 'P1");
    assert!(live.seen(80, 24).contains("product  P1"));
    live.keys("Esc");
    assert_eq!(live.on(), ScreenKind::Menu);
}

#[test]
fn the_newest_text_wins() {
    let (bench, _) = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("F3");
    keys(&mut live.app, "'gz Backspace Backspace 'zzz");
    live.settle();
    assert!(
        live.seen(80, 24).contains("No rows"),
        "{}",
        live.seen(80, 24)
    );
    keys(&mut live.app, "Enter");
    live.settle();
    assert_eq!(live.on(), ScreenKind::Find);
}

#[test]
fn the_language_changes_at_once() {
    let (bench, _) = office();
    let mut live = Live::new(&bench, Lang::En);
    live.keys("F3 'gz");
    assert!(live.seen(80, 24).contains("customer C2"));
    live.app.handle(Event::Resize(80, 24));
    live.keys("Ctrl-K 'qhyy Enter");
    assert!(
        live.seen(80, 24).contains("客户     C2"),
        "{}",
        live.seen(80, 24)
    );
}

#[test]
fn where_a_kind_is_cut_short_the_foot_says_so() {
    let (bench, _) = office();
    for n in 0..20 {
        bench.customer(&format!("K{n:02}"), json!({"name": "门市"}));
    }
    let mut live = Live::new(&bench, Lang::Zh);
    live.keys("F3");
    live.keys("'K0");
    let seen = live.seen(80, 24);
    assert!(seen.contains("/ 10\n"), "{seen}");
    for _ in 0..2 {
        live.keys("Backspace");
    }
    live.keys("'K");
    let seen = live.seen(80, 24);
    assert!(seen.contains("/ 20+"), "{seen}");
}
