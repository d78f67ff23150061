//! What is pasted and not understood stays, is marked, and stops what would be wrong.

use super::*;

fn clerk() -> Clerk {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.bench.product(
        "2001",
        json!({ "name": "可乐", "spec": "330ml", "unit": "罐", "list_price": "2", "pack": "24" }),
    );
    clerk.bench.product(
        "2002",
        json!({ "name": "雪碧", "unit": "箱", "list_price": "40", "pack": "20" }),
    );
    clerk.keys("'GZMM Enter Enter");
    clerk
}

/// The first lines as they stand: sign, cells.
fn line(clerk: &Clerk, n: usize) -> String {
    let seen = clerk.seen();
    let row = seen.lines().find(|row| {
        row.contains(&format!("{n} "))
            && row
                .trim_start_matches('!')
                .trim_start()
                .starts_with(&n.to_string())
    });
    row.unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn words_that_are_of_no_goods_are_shown_and_marked() {
    let mut clerk = clerk();
    clerk.paste("2001 5罐 没见过");
    assert!(
        clerk.seen().contains("没看懂「没见过」"),
        "{}",
        clerk.seen()
    );
    assert!(
        line(&clerk, 1).starts_with("! 1 2001 没见过"),
        "{}",
        clerk.seen()
    );
    assert!(clerk.said().contains("1 行没有看懂"), "{}", clerk.said());
}

#[test]
fn a_unit_that_may_be_anything_stops_the_order() {
    let mut clerk = clerk();
    clerk.paste("2002 2托\n2001 2箱");
    assert!(line(&clerk, 1).contains("2托"), "{}", clerk.seen());
    assert!(line(&clerk, 1).starts_with('!'), "{}", clerk.seen());
    assert!(line(&clerk, 2).contains(" 48 罐"), "{}", clerk.seen());
    let before = clerk.commands();
    clerk.keys("F6");
    assert!(clerk.said().contains("2托 是多少箱"), "{}", clerk.said());
    assert_eq!(clerk.commands(), before);
    // The caret stands there; the number goes in, and the order out.
    clerk.keys("'2 Enter F6");
    assert_eq!(
        clerk.newest()["lines"][0]["ordered"],
        "2",
        "{}",
        clerk.said()
    );
    // Typed, it is the same.
    clerk.keys("'GZMM Enter Enter");
    clerk.type_text("2002 2托");
    clerk.keys("Enter");
    assert!(clerk.said().contains("2托 是多少箱"), "{}", clerk.said());
}

#[test]
fn a_price_for_another_unit_is_asked_about() {
    let mut clerk = clerk();
    clerk.paste("2001 2箱 单价30\n2002 3箱 单价 41");
    assert!(line(&clerk, 1).contains("30/箱"), "{}", clerk.seen());
    assert!(line(&clerk, 2).contains("41"), "{}", clerk.seen());
    assert!(!line(&clerk, 2).contains('/'), "{}", clerk.seen());
    clerk.keys("F6");
    assert!(clerk.said().contains("此货按罐计价"), "{}", clerk.said());
}

#[test]
fn what_was_pasted_with_a_unit_comes_back_with_it() {
    let mut clerk = clerk();
    clerk.paste("2002 2托");
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, clerk.parked().unwrap())]);
    let bench = std::mem::replace(&mut clerk.bench, office());
    let next = Clerk::with(bench, Lang::Zh, parked);
    assert!(
        line(&next, 1).contains("2托") && line(&next, 1).starts_with('!'),
        "{}",
        next.seen()
    );
}

#[test]
fn goods_nobody_knows_keep_their_quantity_in_words() {
    let mut clerk = clerk();
    clerk.paste("不知何物 5箱");
    clerk.keys("F6");
    let order = clerk.newest();
    assert_eq!(order["state"], "incomplete", "{}", clerk.said());
    assert_eq!(order["lines"][0]["name"], "不知何物 5箱");
}

#[test]
fn who_wrote_when_and_how_kindly_makes_no_lines() {
    let mut clerk = clerk();
    clerk.paste(
        "张三 2026-11-27 10:20\n老板,你好\n你好,2001 5罐\n2002 3箱 谢谢!\n照上次那样\n辛苦了",
    );
    assert!(line(&clerk, 1).starts_with("1 2001"), "{}", clerk.seen());
    assert!(line(&clerk, 2).starts_with("2 2002"), "{}", clerk.seen());
    // What may be meant for somebody stays, marked.
    assert!(
        line(&clerk, 3).starts_with("! 3 照上次那样"),
        "{}",
        clerk.seen()
    );
    assert!(!clerk.seen().contains("辛苦"), "{}", clerk.seen());
    let kept = clerk.parked().unwrap()["current"]["note"].to_string();
    assert!(kept.contains("张三") && kept.contains("辛苦了"), "{kept}");
    clerk.keys("Ctrl-Z");
    clerk.paste("2001 5罐\n谢谢");
    assert!(
        clerk.said().contains("1 句客套或署名未成行"),
        "{}",
        clerk.said()
    );
}

#[test]
fn a_paste_is_taken_back_whole_with_its_remark() {
    let mut clerk = clerk();
    clerk.paste("编码\t数量\t备注\n2001\t5\t急\n2002\t3\t");
    assert!(clerk.seen().contains("急"), "{}", clerk.seen());
    let lines = clerk.seen();
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("粘贴的 2 行"), "{}", clerk.said());
    assert!(clerk.seen().contains("0 行  数量 0"), "{}", clerk.seen());
    assert!(!clerk.seen().contains("急"), "{}", clerk.seen());
    clerk.keys("Ctrl-Y");
    assert!(clerk.seen().contains("急"), "{}", clerk.seen());
    assert!(clerk.seen().contains("2002"), "{lines}");
}

#[test]
fn an_address_and_what_is_to_be_remarked_go_where_they_belong_and_are_told() {
    let mut clerk = clerk();
    let to = "佛山市南海区桂城街道海五路3号 李小姐 13800138000";
    clerk.paste(&format!("2001 5罐\n地址:{to}\n开专票\n照上次那样"));
    let said = clerk.said();
    // Also where something else wants a look.
    assert!(said.contains("1 行没有看懂"), "{said}");
    assert!(said.contains("收货地址已填"), "{said}");
    assert!(said.contains("1 句记到备注"), "{said}");
    let head = &clerk.parked().unwrap()["current"]["head"];
    assert_eq!(head["remark"], "开专票");
    let ship_to = head["ship_to"].as_str().unwrap();
    assert!(
        ship_to.contains("海五路3号") && ship_to.contains("李小姐"),
        "{ship_to}"
    );
    // One step.
    clerk.keys("Ctrl-Z");
    assert!(!clerk.seen().contains("海五路"), "{}", clerk.seen());
    // An address that was typed stays, and the other is in the remark.
    clerk.keys("Ctrl-Y");
    clerk.paste("2002 1箱\n送到:广州市天河区体育西路9号 王先生 13900139000");
    let head = clerk.parked().unwrap()["current"]["head"].clone();
    assert_eq!(head["ship_to"], ship_to);
    assert!(
        head["remark"].as_str().unwrap().contains("体育西路9号"),
        "{head}"
    );
}

#[test]
fn what_was_not_understood_is_still_told_after_the_list_was_left() {
    let mut clerk = clerk();
    clerk.paste("2001 5罐 没见过");
    clerk.keys("Up F2");
    clerk.keys("Esc");
    let seen = clerk.seen();
    assert!(seen.contains("没看懂「没见过」"), "{seen}");
}

#[test]
fn a_list_that_was_left_opens_again_and_keeps_the_quantity() {
    let mut clerk = clerk();
    clerk.bench.product(
        "2003",
        json!({ "name": "雪碧", "spec": "小", "unit": "箱", "list_price": "30" }),
    );
    clerk.type_text("xb 3");
    clerk.keys("Enter");
    let list = clerk.seen();
    assert!(list.contains("2002") && list.contains("2003"), "{list}");
    clerk.keys("Esc");
    assert!(clerk.seen().contains("xb 3"), "{}", clerk.seen());
    clerk.keys("Enter");
    assert!(clerk.seen().contains("2003"), "{}", clerk.seen());
    clerk.keys("Enter");
    assert!(clerk.seen().contains(" 3 箱"), "{}", clerk.seen());
}

#[test]
fn a_total_that_the_lines_do_not_come_to_and_lines_without_a_quantity_are_told() {
    let mut clerk = clerk();
    clerk.paste("2001 5罐\n2002 3箱\n共8件");
    assert!(clerk.said().contains("合计相符"), "{}", clerk.said());
    clerk.paste("2001 6罐\n2002\n共9件");
    let said = clerk.said();
    assert!(said.contains("1 行没有数量"), "{said}");
    clerk.paste("2001 6罐\n2002 2箱\n共9件");
    assert!(clerk.said().contains("对方写合计 9件"), "{}", clerk.said());
}

#[test]
fn lines_pasted_in_any_column_are_lines() {
    let mut clerk = clerk();
    clerk.keys("'2002 Enter");
    clerk.paste("2001 5罐\n2002 3箱");
    assert!(clerk.said().contains("粘贴成 2 行"), "{}", clerk.said());
}

#[test]
fn the_list_behind_goods_that_several_answer_to_has_them() {
    let mut clerk = clerk();
    clerk.bench.product(
        "2003",
        json!({ "name": "可乐", "spec": "2L*6", "unit": "箱", "list_price": "40" }),
    );
    clerk.paste("可乐 大 2箱");
    clerk.keys("Up F2");
    let seen = clerk.seen();
    assert!(seen.contains("2001") && seen.contains("2003"), "{seen}");
}

#[test]
fn a_number_that_may_be_the_amount_or_the_quantity_is_asked_about_by_what_the_goods_cost() {
    let mut clerk = clerk();
    clerk.paste("2002 10箱 400元\n2002 10箱 390元\n2002 10箱 38元\n2002\t41\t10\n2002\t10\t41");
    let seen = clerk.seen();
    // Ten at the price that is known are the amount.
    assert!(line(&clerk, 1).contains("40.00"), "{seen}");
    assert!(line(&clerk, 2).starts_with("! 2 2002"), "{seen}");
    assert!(line(&clerk, 2).contains("390.00?"), "{seen}");
    assert!(line(&clerk, 3).starts_with("3 2002"), "{seen}");
    assert!(line(&clerk, 3).contains("38.00"), "{seen}");
    assert!(line(&clerk, 4).starts_with("! 4 2002"), "{seen}");
    assert!(line(&clerk, 5).starts_with("5 2002"), "{seen}");
    clerk.keys("F6");
    assert!(clerk.said().contains("是单价吗"), "{}", clerk.said());
}

#[test]
fn goods_told_twice_are_told_by_product_and_over_all_messages() {
    let mut clerk = clerk();
    clerk.paste("2001 5罐\n可乐 6罐");
    assert!(clerk.said().contains("2001 重复"), "{}", clerk.said());
    clerk.keys("Ctrl-Z");
    clerk.paste("2002 5箱");
    assert!(!clerk.said().contains("重复"), "{}", clerk.said());
    clerk.paste("雪碧 3箱");
    assert!(clerk.said().contains("2002 重复"), "{}", clerk.said());
    assert!(line(&clerk, 2).starts_with("2 2002"), "{}", clerk.seen());
}

#[test]
fn lines_without_a_quantity_are_marked_and_a_message_without_lines_says_so() {
    let mut clerk = clerk();
    clerk.paste("10\n2001\n20\n2002");
    let seen = clerk.seen();
    for n in 1..=4 {
        assert!(line(&clerk, n).starts_with(&format!("! {n} ")), "{seen}");
    }
    clerk.keys("Ctrl-Z");
    clerk.paste("谢谢老板\n周五前送到");
    let seen = clerk.seen();
    assert!(seen.contains("没有读出货品行"), "{seen}");
}

#[test]
fn a_sign_behind_goods_is_not_read_as_one_of_their_specification() {
    let mut clerk = clerk();
    clerk.bench.product(
        "2004",
        json!({ "name": "苏打", "spec": "330ml×24罐", "unit": "箱", "list_price": "40" }),
    );
    clerk.paste("2004 10箱 ×");
    assert!(line(&clerk, 1).starts_with('!'), "{}", clerk.seen());
    clerk.keys("Ctrl-Z");
    clerk.paste("2004 10箱(105)");
    assert!(line(&clerk, 1).starts_with('!'), "{}", clerk.seen());
}

#[test]
fn a_bare_quantity_like_the_price_is_asked_about() {
    let mut clerk = clerk();
    clerk.paste("2002 41.00\n2001 41.00\n2002 8.00");
    assert!(line(&clerk, 1).starts_with("! 1 2002"), "{}", clerk.seen());
    assert!(line(&clerk, 2).starts_with("2 2001"), "{}", clerk.seen());
    assert!(line(&clerk, 3).starts_with("3 2002"), "{}", clerk.seen());
}

#[test]
fn a_day_that_is_said_is_the_need_date_or_told() {
    let mut clerk = clerk();
    clerk.paste("2001 5罐\n12月8日前送到\n采购单号:CG-7781");
    let seen = clerk.seen();
    assert!(seen.contains("对方要 2026-12-08"), "{seen}");
    assert!(seen.contains("客户单号已填 CG-7781"), "{seen}");
    let head = clerk.parked().unwrap()["current"]["head"].clone();
    assert_ne!(head["need_date"], "2026-12-08", "{head}");
    assert_eq!(head["customer_ref"], "CG-7781", "{head}");

    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter");
    clerk.paste("1001 5件\n明天要");
    assert!(
        clerk.seen().contains("交期已填 2026-11-24"),
        "{}",
        clerk.seen()
    );
    let head = clerk.parked().unwrap()["current"]["head"].clone();
    assert_eq!(head["need_date"], "2026-11-24", "{head}");
    clerk.paste("1002 5件\n周五送\n下周一送");
    assert!(clerk.seen().contains("要货日不一"), "{}", clerk.seen());
}

#[test]
fn rows_of_an_order_form_that_stay_blank_are_no_lines() {
    let mut clerk = clerk();
    clerk.paste("编码\t库存\t数量\n2001\t8\t5\n2002\t9\t\n2003\t1\t0\n2004\t2\t");
    assert!(line(&clerk, 1).starts_with("1 2001"), "{}", clerk.seen());
    let seen = clerk.seen();
    assert!(seen.contains("3 行没填数量,未成行"), "{seen}");
    assert!(seen.contains("「库存」列未用"), "{seen}");
    assert!(!seen.contains("2002"), "{seen}");
}

#[test]
fn words_of_a_name_in_another_order_find_it() {
    let mut clerk = clerk();
    for (code, spec) in [("2005", "500ml 无糖"), ("2006", "500ml 低糖")] {
        let product =
            json!({ "name": "青屿乌龙茶", "spec": spec, "unit": "箱", "list_price": "40" });
        clerk.bench.product(code, product);
    }
    clerk.paste("乌龙茶无糖 5箱\n无糖乌龙 3箱\n乌龙茶微糖 2箱");
    assert!(line(&clerk, 1).starts_with("1 2005"), "{}", clerk.seen());
    assert!(line(&clerk, 2).starts_with("2 2005"), "{}", clerk.seen());
    assert!(line(&clerk, 3).starts_with("! 3 "), "{}", clerk.seen());
}
