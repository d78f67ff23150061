//! How an order is typed.

use serde_json::json;

use super::{Clerk, office};
use crate::ui::base::ScreenKind;
use crate::words::Lang;
use std::collections::BTreeMap;

#[test]
fn ten_lines_take_few_keys() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter");
    let head = clerk.pressed;
    let mut allowed = 0;
    // Codes and quantities in turn; every second line is typed in two cells.
    for (n, code) in (0..10).zip(["1001", "1002", "1003", "1004", "P1"].into_iter().cycle()) {
        let qty = if n < 5 { "5" } else { "15" };
        if n < 5 {
            clerk.keys(&format!("'{code} Enter '{qty} Enter"));
        } else {
            // The same code again would add to the line above: a price makes it another line.
            clerk.keys(&format!("'{code}*{qty} Enter"));
        }
        allowed += code.len() + qty.len() + 2;
    }
    let lines = clerk.pressed - head;
    clerk.keys("F6");
    let order = clerk.newest();
    assert_eq!(order["state"], "reviewing", "{}", clerk.said());
    assert_eq!(order["lines"].as_array().unwrap().len(), 5);
    assert_eq!(order["lines"][0]["ordered"], "20");
    assert_eq!(order["head"]["need_date"], "2026-11-26");
    assert!(
        lines <= allowed,
        "{lines} keys for the lines, {allowed} allowed"
    );
    assert!(head < 12, "{head} keys for the head");
}

#[test]
fn customers_are_found_by_code_initials_name_and_phone_tail() {
    for typed in ["GZMM", "gzmmmy", "某某", "8000"] {
        let mut clerk = Clerk::new(Lang::Zh);
        clerk.keys(&format!("'{typed} Enter"));
        assert!(clerk.seen().contains("GZMM"), "{typed}\n{}", clerk.seen());
        assert!(clerk.seen().contains("天河路 1 号"), "{typed}");
    }
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'广州 Enter");
    assert!(clerk.seen().contains("1 GZMD"), "{}", clerk.seen());
    clerk.keys("2");
    assert!(
        clerk.seen().lines().next().unwrap().contains("广州某某"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Enter '1001*2 Enter");
    assert!(clerk.seen().contains("230.00"), "{}", clerk.seen());
}

#[test]
fn nothing_typed_waits_for_price_and_stock() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter");
    // All in one go: what has to be known before the next key is waited for by the shell.
    clerk.keys_ahead("'bxgls Enter '20 Enter '1001*2 Enter F6");
    clerk.answer();
    let order = clerk.newest();
    assert_eq!(order["lines"][0]["product"], "1003", "{}", clerk.seen());
    assert_eq!(order["lines"][0]["ordered"], "20");
    assert_eq!(order["lines"][1]["price"], "115.00");
    assert_eq!(order["state"], "reviewing");
}

#[test]
fn several_hits_are_chosen_by_digit_and_none_says_so() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '不锈钢 Enter");
    assert!(clerk.seen().contains("2 1004"), "{}", clerk.seen());
    clerk.keys("2 '30 Enter 'xyz Enter");
    assert!(clerk.said().contains("没有货品 xyz"), "{}", clerk.said());
    // Enter again keeps it; the order is saved as incomplete and says what it lacks.
    clerk.keys("Enter '2 Enter F6");
    assert!(
        clerk.said().contains("第 2 行 货品不明"),
        "{}",
        clerk.said()
    );
    let order = clerk.newest();
    assert_eq!(
        (&order["state"], &order["lines"][1]["name"]),
        (&json!("incomplete"), &json!("xyz"))
    );
    // Mending the gap changes the same order and hands it in.
    clerk.keys("'1003 Enter F6");
    let order = clerk.newest();
    assert_eq!(order["state"], "reviewing", "{}", clerk.said());
    assert_eq!(order["lines"][1]["product"], "1003");
}

#[test]
fn the_same_code_adds_and_signs_copy() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '6901234567890 Enter");
    assert!(
        clerk.said().contains("1001 已在第 1 行,现为 3"),
        "{}",
        clerk.said()
    );
    clerk.keys("'1003 Enter '4 Enter '+ Enter Ctrl-X F6");
    let order = clerk.newest();
    let lines = order["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 3, "{}", clerk.said());
    assert_eq!(lines[2]["ordered"], "4");
}

#[test]
fn a_price_by_hand_wants_a_reason_before_it_is_saved() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2/110 Enter '1003*1/8 Enter F6");
    assert_eq!(clerk.commands(), 0);
    assert!(
        clerk.seen().contains("第 1 行 1001: 改价原因"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Enter");
    assert!(
        clerk.seen().contains("要写一句才能继续"),
        "{}",
        clerk.seen()
    );
    clerk.keys("'大单 Enter");
    // The reason given last is offered for the next line.
    assert!(
        clerk.seen().contains("第 2 行 1003: 改价原因"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Enter");
    let order = clerk.newest();
    assert_eq!(order["lines"][0]["price_reason"], "大单");
    assert_eq!(order["lines"][1]["price_reason"], "大单");
    assert_eq!(order["state"], "reviewing", "{}", clerk.said());
}

#[test]
fn enter_on_an_empty_code_asks_how_to_save() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter Enter");
    assert!(clerk.seen().contains("2 保存并提交"), "{}", clerk.seen());
    clerk.keys("1");
    assert!(clerk.said().contains("已存为草稿"), "{}", clerk.said());
    assert_eq!(clerk.newest()["state"], "draft");
    // The form is free for the next one, at the customer.
    clerk.keys("'GZMD Enter Enter '1003*1 Enter Enter Enter");
    let order = clerk.newest();
    assert_eq!(
        (&order["state"], &order["head"]["customer"]),
        (&json!("reviewing"), &json!("GZMD"))
    );
    assert_eq!(clerk.parked(), None);
}

#[test]
fn all_fields_of_the_head_are_sent() {
    let mut clerk = Clerk::new(Lang::En);
    clerk.keys("'GZMM Tab '1205 Tab 'PO-77 Tab 'wx Tab 'bulk Tab 'net:45 Tab 'W1 Tab '李 Tab");
    clerk.keys("'仓库 Tab '急 Tab '3 Tab '+5-3 Tab '1001*2 Enter F8");
    let order = clerk.newest();
    let head = &order["head"];
    assert_eq!(head["need_date"], "2026-12-05", "{}", clerk.seen());
    assert_eq!(head["customer_ref"], "PO-77");
    assert_eq!(
        (&head["channel"], &head["kind"]),
        (&json!("wechat"), &json!("bulk"))
    );
    assert_eq!(
        (&head["terms"], &head["warehouse"]),
        (&json!("net:45"), &json!("W1"))
    );
    assert_eq!(
        (&head["ship_to"], &head["remark"]),
        (&json!("仓库"), &json!("急"))
    );
    assert_eq!(head["source"]["caller"], "李");
    assert_eq!(head["delivery_policy"], "complete_order");
    let line = &order["lines"][0];
    assert_eq!(
        (&line["tolerance_over"], &line["tolerance_under"]),
        (&json!("5"), &json!("3"))
    );
}

#[test]
fn a_tolerance_that_is_none_is_told() {
    let mut clerk = Clerk::new(Lang::En);
    clerk.keys("'GZMM Tab '1205 Tab 'PO-78 Tab Tab Tab Tab Tab Tab Tab Tab Tab '999 Tab");
    assert!(
        clerk.seen().contains("tolerance looks like"),
        "{}",
        clerk.seen()
    );
}

#[test]
fn the_last_order_of_the_customer_is_copied() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("F4");
    assert!(clerk.said().contains("先填客户"));
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*7 Enter F6");
    clerk.keys("'GZMM Enter Enter F4");
    assert!(clerk.said().contains("2 行"), "{}", clerk.said());
    clerk.keys("'1004*1 Enter F6");
    let order = clerk.newest();
    assert_eq!(
        order["lines"].as_array().unwrap().len(),
        3,
        "{}",
        clerk.said()
    );
    assert_eq!(order["lines"][1]["ordered"], "7");
}

#[test]
fn a_message_is_pasted_and_nothing_of_it_is_dropped() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter");
    clerk.paste("红牛250ml 20箱; 农夫550 30件 单价22\n不锈钢 5\n照上次那样");
    let seen = clerk.seen();
    assert!(seen.contains("1001") && seen.contains("1002"), "{seen}");
    assert!(
        seen.contains("有 2 种货品") && seen.contains("照上次那样"),
        "{seen}"
    );
    clerk.keys("F6 '单独谈的 Enter");
    let order = clerk.newest();
    assert_eq!(order["state"], "incomplete", "{}", clerk.seen());
    let told: Vec<_> = order["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| {
            format!(
                "{} {} {}",
                l["name"].as_str().unwrap(),
                l["ordered"],
                l["price"]
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "红牛维生素饮料 \"20\" \"115.00\"",
            "农夫山泉 \"30\" \"22.00\"",
            "不锈钢 \"5\" \"0.00\"",
            "照上次那样 null \"0.00\"",
        ]
    );
    assert!(
        order["head"]["source"]["note"]
            .as_str()
            .unwrap()
            .contains("农夫550 30件")
    );
}

#[test]
fn orders_are_put_aside_and_picked_up() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F5 'GZMD Enter");
    assert!(clerk.seen().contains("广州明德"), "{}", clerk.seen());
    let parked = clerk.parked().unwrap();
    assert_eq!(parked["shelf"][0]["head"]["customer"], "GZMM");
    assert_eq!(parked["current"]["head"]["customer"], "GZMD");
    // The only one comes back at once, the one on the desk takes its place.
    clerk.keys("Ctrl-L");
    assert!(clerk.seen().contains("230.00"), "{}", clerk.seen());
    clerk.keys("F6");
    assert_eq!(
        clerk.newest()["head"]["customer"],
        "GZMM",
        "{}",
        clerk.said()
    );
    // What is left is offered to the next session.
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, clerk.parked().unwrap())]);
    let mut next = Clerk::with(office(), Lang::Zh, parked);
    assert!(next.seen().contains("另有挂单 1 张"), "{}", next.seen());
    assert!(!next.seen().contains("未保存"), "only what is shown counts");
    next.keys("Ctrl-L");
    assert!(
        next.seen().lines().next().unwrap().contains("广州明德"),
        "{}",
        next.seen()
    );
}

#[test]
fn a_dropped_session_goes_on_where_it_was() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003 Enter '7 Enter");
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, clerk.parked().unwrap())]);
    let mut next = Clerk::with(office(), Lang::Zh, parked);
    assert!(next.said().contains("已取回"), "{}", next.said());
    assert!(next.seen().contains("230.00"), "{}", next.seen());
    next.keys("'1004*1 Enter F6");
    let order = next.newest();
    assert_eq!(
        order["lines"].as_array().unwrap().len(),
        3,
        "{}",
        next.said()
    );
    assert_eq!(order["state"], "reviewing");
}

#[test]
fn undo_takes_lines_back() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*7 Enter Ctrl-Z");
    assert!(!clerk.seen().contains("不锈钢"), "{}", clerk.seen());
    clerk.keys("Ctrl-Y");
    assert!(clerk.seen().contains("不锈钢"), "{}", clerk.seen());
}

#[test]
fn what_did_not_pass_stands_below_until_the_next_line_is_there() {
    let mut clerk = Clerk::new(Lang::Zh);
    // The limit is 5,000: 45 x 115.00 is over it.
    clerk.keys("'GZMM Enter Enter '1001*45 Enter F6");
    let order = clerk.newest()["order"].as_str().unwrap().to_owned();
    let seen = clerk.seen();
    assert!(seen.contains("超额度 175.00"), "{seen}");
    assert!(
        seen.contains("减少数量、先收款,或由财务调额度  可由 财务、主管、营销总监 特批"),
        "{seen}"
    );
    assert!(
        seen.contains("评审: 业务、财务、仓库、物流、营销总监"),
        "{seen}"
    );
    assert!(seen.contains(&format!("F11 打开 {order}")), "{seen}");
    // The next order is typed as ever; its first line takes the room.
    clerk.keys("'GZMM Enter Enter");
    assert!(clerk.seen().contains("超额度"), "{}", clerk.seen());
    clerk.keys("'1003*1 Enter");
    assert!(!clerk.seen().contains("减少数量"), "{}", clerk.seen());
    // An order in which all passed has its message alone.
    clerk.keys("F6");
    assert!(!clerk.seen().contains("F11 打开"), "{}", clerk.seen());
}

#[test]
fn the_order_handed_in_last_opens_by_a_key() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*45 Enter F6");
    let order = clerk.newest()["order"].as_str().unwrap().to_owned();
    clerk.keys("F11");
    let seen = clerk.seen();
    assert!(seen.contains("时间线") && seen.contains(&order), "{seen}");
}

/// An office that gives 满200减30 and a screw for ten nuts.
fn with_promotions() -> Clerk {
    let bench = office();
    for (code, name, kind, condition, reward) in [
        (
            "M30",
            "满200减30",
            "amount_off",
            json!({ "min_amount": "200" }),
            json!({ "amount": "30" }),
        ),
        (
            "LM",
            "螺母送螺丝",
            "gift",
            json!({ "products": ["1004"], "min_qty": "10" }),
            json!({ "product": "1003", "qty": "1" }),
        ),
    ] {
        bench.run(
            "promotion.save",
            json!({ "code": code, "name": name, "kind": kind, "condition": condition,
                "reward": reward, "from": "2026-01-01", "to": "2026-12-31" }),
        );
    }
    Clerk::with(bench, Lang::Zh, BTreeMap::new())
}

#[test]
fn promotions_are_seen_beside_the_lines_and_saved() {
    let mut clerk = with_promotions();
    clerk.keys("'GZMM Enter '+1 Enter '1001*2 Enter '1004*10 Enter");
    // 230 + 70 less 30, spread 23 and 7.
    assert!(clerk.seen().contains("合计 270.00"), "{}", clerk.seen());
    assert!(clerk.seen().contains("207.00"), "{}", clerk.seen());
    assert!(
        clerk.seen().contains("满200减30 -30.00"),
        "{}",
        clerk.seen()
    );
    assert!(clerk.seen().contains("赠 1003"), "{}", clerk.seen());
    insta::assert_snapshot!("promotions_80_zh", clerk.seen());
    insta::assert_snapshot!("promotions_120_zh", clerk.wide());
    // A line taken out takes its promotion along.
    clerk.keys("Up Ctrl-X");
    assert!(clerk.seen().contains("合计 200.00"), "{}", clerk.seen());
    assert!(!clerk.seen().contains("赠 1003"), "{}", clerk.seen());
    clerk.keys("Ctrl-Z");
    clerk.keys("F6");
    let order = clerk.newest();
    assert_eq!(order["totals"]["gross"], "270.00");
    assert_eq!(order["lines"].as_array().unwrap().len(), 3);
}

#[test]
fn free_goods_are_neither_typed_twice_nor_copied() {
    let mut clerk = with_promotions();
    clerk.keys("'GZMM Enter '+1 Enter '1004*10 Enter Enter 1");
    let number = clerk.newest()["order"].as_str().unwrap().to_owned();
    assert_eq!(clerk.newest()["lines"].as_array().unwrap().len(), 2);
    clerk.open(&number);
    clerk.keys("F6");
    let order = clerk.order(&number);
    assert_eq!(order["lines"].as_array().unwrap().len(), 2, "{order}");
    assert_eq!(order["lines"][1]["promotion"], "LM");
    clerk.keys("'GZMM Enter '+1 Enter F4");
    assert!(clerk.said().contains("1 行"), "{}", clerk.said());
}

#[test]
fn prices_and_last_deals_are_one_key_away() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter '+1 Enter '1001*2 Enter F6");
    let order = clerk.newest()["order"].as_str().unwrap().to_owned();
    clerk.approve(&order);
    clerk.keys("'GZMM Enter '+1 Enter F7");
    assert!(clerk.said().contains("先填客户和货品"), "{}", clerk.said());
    clerk.keys("'1001*3 Enter F7");
    let seen = clerk.seen();
    for told in ["客户价 GZMM 115.00", "最低价 100.00", "最近成交", &order] {
        assert!(seen.contains(told), "{told}\n{seen}");
    }
    insta::assert_snapshot!("prices_80_zh", seen);
    clerk.keys("Esc");
    assert!(!clerk.seen().contains("最近成交"));
    // Typing goes on under the box and closes it.
    clerk.keys("F7 '1003*2 Enter");
    assert!(clerk.seen().contains("362.00"), "{}", clerk.seen());
}

#[test]
fn a_pasted_address_is_taken_apart_and_kept() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Tab Tab Tab Tab Tab Tab Tab Tab");
    clerk.paste("收货人：张三\n电话：１３８００１３８０００\n浙江省杭州市余杭区文一西路969号");
    assert!(
        clerk.said().contains("已拆分: 张三 13800138000"),
        "{}",
        clerk.said()
    );
    assert!(clerk.said().contains("浙江省/杭州市/余杭区"));
    clerk.keys("Enter '+3 Enter '1001*2 Enter F6");
    let order = clerk.newest();
    let head = &order["head"];
    assert_eq!(
        head["ship_to"],
        "浙江省杭州市余杭区文一西路969号 张三 13800138000",
        "{}",
        clerk.seen()
    );
    assert_eq!(head["consignee"]["district"], "余杭区");
    assert_eq!(head["consignee"]["phone"], "13800138000");
    assert!(
        head["source"]["note"]
            .as_str()
            .unwrap()
            .contains("收货人:张三")
            || head["source"]["note"].as_str().unwrap().contains("张三"),
        "{head}"
    );
}
