//! What a clerk's hands do by habit: take back, take out, open again.

use serde_json::json;

use super::Clerk;
use super::sizes::{fashion, goods};
use crate::words::Lang;

#[test]
fn undo_takes_back_what_was_done_last_in_head_or_lines() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Up Up Tab 'PO-7 Tab");
    clerk.keys("Ctrl-Z");
    assert!(
        clerk.said().contains("已撤销:客户单号 PO-7 -> "),
        "{}",
        clerk.said()
    );
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("已撤销:第 1 行"), "{}", clerk.said());
    clerk.keys("Ctrl-Z");
    assert!(
        clerk.said().contains("已撤销:交期 2026-11-26 -> "),
        "{}",
        clerk.said()
    );
    clerk.keys("Ctrl-Y");
    assert!(clerk.said().contains("已恢复:交期"), "{}", clerk.said());
    clerk.keys("Ctrl-Y Ctrl-Y Ctrl-Y");
    assert!(clerk.said().contains("没有可恢复的"), "{}", clerk.said());
    clerk.keys("F6");
    let order = clerk.newest();
    assert_eq!(order["head"]["need_date"], "2026-11-26");
    assert_eq!(order["head"]["customer_ref"], "PO-7");
    assert_eq!(goods(&order), [("1001".to_owned(), "2".to_owned())]);
}

#[test]
fn undo_takes_back_what_is_being_typed_and_redo_brings_it_again() {
    let mut clerk = Clerk::new(Lang::En);
    clerk.keys("'GZMM Tab Tab 'PO-1 Enter Enter '1001*2 Enter '1003");
    clerk.keys("Ctrl-Z");
    assert!(!clerk.seen().contains("2 1003  "), "{}", clerk.seen());
    assert!(
        clerk
            .said()
            .contains("Taken back: line 2 1003 -> (nothing)"),
        "{}",
        clerk.said()
    );
    clerk.keys("Ctrl-Y");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    // Something else done since: what was taken back is gone for good.
    clerk.keys("Ctrl-Z '1002*5 Enter Ctrl-Y");
    assert!(
        clerk.said().contains("Nothing to do again"),
        "{}",
        clerk.said()
    );
}

#[test]
fn taking_back_a_repeated_line_leaves_no_sign_behind() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2/110 Enter '+ Enter");
    clerk.keys("Ctrl-Z Ctrl-Z Ctrl-Y Ctrl-Y");
    assert!(!clerk.seen().contains("货品不明"), "{}", clerk.seen());
    assert_eq!(
        clerk.seen().matches("1001  ").count(),
        2,
        "{}",
        clerk.seen()
    );
    assert_eq!(clerk.seen().matches("+ ").count(), 0, "{}", clerk.seen());
}

#[test]
fn goods_chosen_from_the_list_can_be_taken_back() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter F2 Enter");
    assert!(clerk.seen().contains("红牛"), "{}", clerk.seen());
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("已撤销:第 1 行"), "{}", clerk.said());
    assert!(!clerk.seen().contains("红牛"), "{}", clerk.seen());
}

#[test]
fn gaps_go_with_what_they_are_about() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'xyz Enter Enter '1 Enter F6");
    assert!(
        clerk.seen().contains("第 2 行 货品不明"),
        "{}",
        clerk.seen()
    );
    // A line above goes: it is the first now.
    clerk.keys("Up Ctrl-X");
    assert!(
        !clerk.seen().contains("第 2 行 货品不明"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Ctrl-Z");
    assert!(
        clerk.seen().contains("第 2 行 货品不明"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Down Ctrl-X");
    assert!(!clerk.seen().contains("货品不明"), "{}", clerk.seen());
    assert!(!clerk.seen().contains("!  2"), "{}", clerk.seen());
}

#[test]
fn an_emptied_line_begins_with_its_code() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001 Enter Ctrl-X '1003*4 Enter F6");
    let order = clerk.newest();
    assert_eq!(
        goods(&order),
        [("1003".to_owned(), "4".to_owned())],
        "{}",
        clerk.seen()
    );
}

#[test]
fn the_size_table_opens_again() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter Esc");
    assert!(!clerk.seen().contains("尺码表"));
    clerk.keys("'8801 Enter");
    assert!(clerk.seen().contains("尺码表 8801"), "{}", clerk.seen());
    clerk.keys("'2 Enter Esc Alt-Z");
    assert!(clerk.seen().contains("尺码表 8801"), "{}", clerk.seen());
}

#[test]
fn a_parked_order_is_told_apart_and_can_be_thrown_away() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter F5 'GZMD Enter '+3 Enter '1003*4 Enter F5");
    clerk.keys("Ctrl-L");
    let seen = clerk.seen();
    assert!(seen.contains("广州明德百货  1 行  34.00  09:30"), "{seen}");
    assert!(
        seen.contains("广州某某贸易有限公司  1 行  230.00  09:30"),
        "{seen}"
    );
    // Asked first, and no is marked.
    clerk.keys("Down Alt-X");
    assert!(
        clerk.seen().contains("丢弃这张没提交的单"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Enter");
    assert!(clerk.seen().contains("取回哪一张"), "{}", clerk.seen());
    clerk.keys("Down Alt-X 1");
    assert!(clerk.said().contains("已丢弃"), "{}", clerk.said());
    assert!(!clerk.seen().contains("某某"), "{}", clerk.seen());
    clerk.keys("1");
    assert!(clerk.seen().contains("广州明德百货"), "{}", clerk.seen());
    // The one on the desk too.
    clerk.keys("Alt-X 1");
    assert_eq!(clerk.parked(), None, "{}", clerk.seen());
    clerk.keys("Alt-X");
    assert!(clerk.said().contains("没有未存的内容"), "{}", clerk.said());
}

#[test]
fn more_than_nine_parked_orders_fit_in_the_box() {
    let mut clerk = Clerk::new(Lang::En);
    for n in 0..24 {
        clerk.keys(&format!("'GZMM Tab Tab 'PO-{n} Tab F5"));
    }
    clerk.keys("Ctrl-L");
    for _ in 0..23 {
        clerk.keys("Down");
    }
    let seen = clerk.seen();
    // The mark is in the last row of the box, above what its keys do.
    let below = seen.lines().skip_while(|line| !line.contains("│>")).nth(1);
    assert!(
        below.is_some_and(|line| line.contains("digit chooses")),
        "{seen}"
    );
    clerk.keys("Enter");
    assert!(clerk.seen().contains("PO-0 "), "{}", clerk.seen());
}

/// An order being changed that somebody else has handed in meanwhile.
fn handed_in_by_another(lang: Lang) -> (Clerk, String) {
    let mut clerk = Clerk::new(lang);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Enter 1");
    let number = clerk.newest()["order"].as_str().unwrap().to_owned();
    clerk.open(&number);
    clerk.keys("'1003*3 Enter");
    clerk.bench.run("order.submit", json!({ "order": number }));
    clerk.keys("F6");
    (clerk, number)
}

#[test]
fn an_order_handed_in_by_another_leaves_three_ways_on() {
    for lang in [Lang::Zh, Lang::En] {
        let (clerk, _) = handed_in_by_another(lang);
        insta::assert_snapshot!(
            format!("out_of_reach_80_{}", lang.pick("zh", "en")),
            clerk.seen()
        );
    }
    let (mut clerk, number) = handed_in_by_another(Lang::Zh);
    clerk.keys("1");
    assert!(clerk.seen().contains("时间线"), "{}", clerk.seen());
    clerk.keys("Alt-1 Ctrl-L");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    // Sent back, the changes go in after all.
    let reasons = json!([{ "code": "other" }]);
    clerk.bench.run(
        "order.return",
        json!({ "order": number, "reasons": reasons }),
    );
    clerk.keys("F6 F6");
    assert_eq!(
        clerk.order(&number)["lines"].as_array().unwrap().len(),
        2,
        "{}",
        clerk.seen()
    );

    let (mut clerk, number) = handed_in_by_another(Lang::Zh);
    clerk.keys("2 F6");
    let other = clerk.newest();
    assert_ne!(other["order"], json!(number), "{}", clerk.seen());
    assert_eq!(other["lines"].as_array().unwrap().len(), 2);

    let (mut clerk, _) = handed_in_by_another(Lang::Zh);
    clerk.keys("Esc F6 3 1");
    assert_eq!(clerk.parked(), None, "{}", clerk.seen());
}

#[test]
fn digits_typed_in_the_box_are_looked_for_and_chosen_by_after_an_arrow() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter F2 '1003");
    assert!(clerk.seen().contains("接着打字查找"), "{}", clerk.seen());
    clerk.keys("Enter '4 Enter");
    // Letters first, then a digit: still what is typed.
    clerk.keys("F2 'bxgl '2");
    assert!(clerk.seen().contains("没有找到"), "{}", clerk.seen());
    clerk.keys("Backspace Down 2 '5 Enter F6");
    let order = clerk.newest();
    let told = [("1003", "4"), ("1004", "5")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(goods(&order), told, "{}", clerk.seen());
    // Opened by Enter on what several answer to, a digit chooses at once.
    clerk.keys("'GZMM Enter '+3 Enter 'bxgl Enter 2 '6 Enter F6");
    assert_eq!(
        goods(&clerk.newest()),
        [("1004".to_owned(), "6".to_owned())]
    );
}

#[test]
fn an_empty_code_lists_what_the_customer_buys() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1004*2 Enter F6 'GZMM Enter '+3 Enter F2 Enter '3 Enter");
    assert!(clerk.seen().contains("不锈钢螺母"), "{}", clerk.seen());
}

#[test]
fn addresses_of_before_are_listed() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Up Up");
    let to_address = "Tab Tab Tab Tab Tab Tab Tab";
    clerk.keys(to_address);
    clerk.keys("'白云区石井仓 Enter F6");
    assert_eq!(
        clerk.newest()["head"]["ship_to"],
        "白云区石井仓",
        "{}",
        clerk.seen()
    );
    clerk.keys("'GZMM Enter '+3 Enter '1003*2 Enter Up Up");
    clerk.keys(to_address);
    clerk.keys("F2");
    assert!(clerk.seen().contains("1 天河路 1 号"), "{}", clerk.seen());
    assert!(clerk.seen().contains("2 白云区石井仓"), "{}", clerk.seen());
    clerk.keys("2 F6");
    assert_eq!(
        clerk.newest()["head"]["ship_to"],
        "白云区石井仓",
        "{}",
        clerk.seen()
    );
    // A field with nothing to choose says so.
    clerk.keys("Tab Tab F2");
    assert!(
        clerk.said().contains("客户单号:没有可选的"),
        "{}",
        clerk.seen()
    );
}

#[test]
fn a_warehouse_is_checked_when_it_is_typed() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk
        .bench
        .run("warehouse.save", json!({ "code": "W2", "name": "佛山仓" }));
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Up Up Tab Tab Tab Tab Tab");
    clerk.keys("'nowhere Enter");
    assert!(
        clerk.said().contains("没有仓库 nowhere"),
        "{}",
        clerk.said()
    );
    clerk.keys("'fsc Enter F6");
    assert_eq!(
        clerk.newest()["head"]["warehouse"],
        "W2",
        "{}",
        clerk.seen()
    );
    // Several: a list, those that fit first.
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Up Up Tab Tab Tab Tab Tab 'w Enter");
    clerk.keys("2 F6");
    assert_eq!(
        clerk.newest()["head"]["warehouse"],
        "W2",
        "{}",
        clerk.seen()
    );
}

#[test]
fn a_quantity_or_price_may_be_typed_with_its_unit() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001 Enter '2箱 Enter '1003 Enter '1打 Tab '8/盒 Enter F6");
    clerk.keys("'特价 Enter");
    let order = clerk.newest();
    let told = [("1001", "2"), ("1003", "12")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(goods(&order), told, "{}", clerk.seen());
    assert_eq!(order["lines"][1]["price"], "8.00", "{}", clerk.seen());
    // What may be anything is asked about.
    clerk.keys("'GZMM Enter '+3 Enter '1003 Enter '2件 Enter");
    assert!(clerk.said().contains("2件 是多少盒"), "{}", clerk.said());
    clerk.keys("F6");
    assert!(clerk.said().contains("2件 是多少盒"), "{}", clerk.said());
}

#[test]
fn undo_goes_past_the_customer_and_redo_brings_all_back() {
    for typed in ["gzmm", "GZMM", "广州某"] {
        let mut clerk = Clerk::new(Lang::Zh);
        clerk.keys(&format!("'{typed} Enter '+3 Enter '1001*2 Enter"));
        clerk.keys("Ctrl-Z Ctrl-Z Ctrl-Z");
        assert!(
            clerk.said().contains("客户 GZMM -> (无)"),
            "{}",
            clerk.said()
        );
        clerk.keys("Ctrl-Z");
        assert!(clerk.said().contains("没有可撤销的"), "{}", clerk.said());
        clerk.keys("Ctrl-Y Ctrl-Y Ctrl-Y F6");
        let order = clerk.newest();
        assert_eq!(order["head"]["customer"], "GZMM", "{}", clerk.seen());
        assert_eq!(order["head"]["need_date"], "2026-11-26");
        assert_eq!(goods(&order), [("1001".to_owned(), "2".to_owned())]);
    }
    // Chosen among several, and words that become codes.
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'gzm Enter 1 '+3 Enter '1001*2 Enter Up Up Tab Tab 'wx Tab");
    clerk.keys("Ctrl-Z Ctrl-Z Ctrl-Z Ctrl-Z");
    assert!(clerk.said().contains("-> (无)"), "{}", clerk.said());
    clerk.keys("Ctrl-Y Ctrl-Y Ctrl-Y Ctrl-Y F6");
    let order = clerk.newest();
    assert_eq!(order["head"]["channel"], "wechat", "{}", clerk.seen());
    assert_eq!(goods(&order).len(), 1);
}

#[test]
fn undo_says_what_a_line_was() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter Up Right Tab '7 Enter Ctrl-Z");
    assert!(
        clerk.said().contains("第 1 行 1001 x 7 -> x 2"),
        "{}",
        clerk.said()
    );
}

#[test]
fn an_order_taken_back_to_nothing_comes_back_whole() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter '1003*4 Enter");
    clerk.keys("Ctrl-Z Ctrl-Z Ctrl-Z Ctrl-Z Esc Alt-1");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    assert!(clerk.seen().contains("1001"), "{}", clerk.seen());
}

#[test]
fn other_goods_in_a_line_have_another_price() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2/110 Enter Up '1003 Enter F6");
    let order = clerk.newest();
    assert_eq!(order["lines"][0]["product"], "1003", "{}", clerk.seen());
    assert_eq!(order["lines"][0]["price"], "8.50", "{}", clerk.seen());
}

#[test]
fn the_terms_of_now_are_marked() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Tab Tab Tab Tab F2");
    assert!(clerk.seen().contains(">3 货后30天"), "{}", clerk.seen());
    clerk.keys("Esc 'net:45 Tab Shift-Tab F2");
    assert!(clerk.seen().contains(">7 货后45天"), "{}", clerk.seen());
    clerk.keys("Enter");
    assert!(clerk.seen().contains("货后45天"), "{}", clerk.seen());
}

#[test]
fn a_repeated_line_never_writes_over_another() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter '1003*4 Enter Up Ctrl-D F6");
    let told = [("1001", "2"), ("1001", "2"), ("1003", "4")];
    let told = told.map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(goods(&clerk.newest()), told, "{}", clerk.seen());
}

#[test]
fn what_was_left_by_escape_comes_back_with_its_steps() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '1001*2 Enter '1003*4 Enter");
    clerk.keys("Esc Alt-1");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    clerk.keys("Ctrl-Z");
    assert!(clerk.seen().contains("1 行  数量 2"), "{}", clerk.seen());
    clerk.keys("Alt-0 Alt-1 Ctrl-Y");
    assert!(clerk.seen().contains("2 行  数量 6"), "{}", clerk.seen());
    // Another order is opened meanwhile: what was typed is parked.
    clerk.keys("Esc");
    let number = {
        clerk.bench.run(
            "order.enter",
            json!({ "customer": "GZMD", "channel": "phone", "lines": [{ "product": "1002", "qty": "5" }] }),
        )["order"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    clerk.open(&number);
    assert!(clerk.seen().contains("1002"), "{}", clerk.seen());
    assert!(clerk.seen().contains("另有挂单 1 张"), "{}", clerk.seen());
}

#[test]
fn what_is_missing_is_still_told_of_an_edit_that_was_parked() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'xyz Enter Enter '1 Enter F6");
    assert!(clerk.seen().contains("货品不明"), "{}", clerk.seen());
    clerk.keys("Up Up Up Up Up Tab '加急 F5");
    assert!(!clerk.seen().contains("待补"), "{}", clerk.seen());
    clerk.keys("Ctrl-L");
    assert!(clerk.seen().contains("待补"), "{}", clerk.seen());
}

#[test]
fn an_empty_line_put_in_takes_no_amount_of_another() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*4 Enter Up Ins");
    let rows: Vec<String> = clerk
        .seen()
        .lines()
        .skip(8)
        .take(4)
        .map(str::to_owned)
        .collect();
    let amounts = ["230.00", "", "34.00"];
    for (row, amount) in rows.iter().zip(amounts) {
        let shown = ["230.00", "34.00"].into_iter().filter(|a| row.contains(a));
        assert_eq!(shown.collect::<String>(), amount, "{}", clerk.seen());
    }
}
