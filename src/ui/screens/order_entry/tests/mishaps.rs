//! What the office refuses, and what becomes of what was typed.

use std::collections::BTreeMap;

use serde_json::json;

use super::Clerk;
use crate::ui::base::{Event, ScreenKind};
use crate::words::Lang;

#[test]
fn a_duplicate_is_asked_about_and_answered() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F6");
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F6");
    assert!(clerk.seen().contains("确为新单的理由"), "{}", clerk.seen());
    clerk.keys("'门店加单 Enter");
    let order = clerk.newest();
    assert_eq!(order["state"], "reviewing", "{}", clerk.seen());
    let answered = order["checks"]
        .as_array()
        .unwrap()
        .iter()
        .any(|c| c["answer"] == "门店加单");
    assert!(answered);
    // Taken back, the order stays as a draft with its number, and can be handed in later.
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F6 Esc");
    assert!(clerk.said().contains("未提交"), "{}", clerk.said());
    let draft = clerk.newest();
    assert_eq!(draft["state"], "draft");
    clerk.keys("'1003*1 Enter F6");
    let order = clerk.newest();
    assert_eq!(
        order["order"], draft["order"],
        "the same order, not another one"
    );
    assert_eq!(order["state"], "reviewing", "{}", clerk.said());
}

#[test]
fn a_second_use_of_their_number_marks_it() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Tab Tab 'PO-1 Enter '+1 Enter '1001*2 Enter F6");
    clerk.keys("'GZMM Tab Tab 'PO-1 Enter '+1 Enter '1003*2 Enter F6");
    assert!(clerk.said().contains("可能重复"), "{}", clerk.said());
    clerk.keys("'PO-2 Enter F6");
    assert_eq!(
        clerk.newest()["head"]["customer_ref"],
        "PO-2",
        "{}",
        clerk.said()
    );
}

#[test]
fn what_is_wrong_on_its_face_is_said_at_once() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1002 Enter '7 Enter");
    assert!(clerk.said().contains("应为 5 的倍数"), "{}", clerk.said());
    clerk.keys("'10 Enter '1003*-2 Enter");
    assert!(clerk.said().contains("须大于 0"), "{}", clerk.said());
    clerk.keys("F6");
    assert_eq!(clerk.commands(), 0);
    clerk.keys("'2 Enter F6");
    assert_eq!(clerk.newest()["lines"][1]["ordered"], "2");
}

#[test]
fn an_unknown_customer_stays_and_says_why() {
    let mut clerk = Clerk::new(Lang::En);
    clerk.keys("'nobody Enter");
    assert!(
        clerk.said().contains("no customer answers to nobody"),
        "{}",
        clerk.said()
    );
    clerk.keys("'GZMM Enter Enter '1001*1 Enter F6");
    assert_eq!(clerk.newest()["head"]["customer"], "GZMM");
}

#[test]
fn an_order_without_customer_is_kept_with_its_gap() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab '1001*2 Enter F6");
    assert!(clerk.said().contains("缺客户"), "{}", clerk.said());
    clerk.keys("'GZMM Enter F6");
    assert_eq!(
        clerk.newest()["head"]["customer"],
        "GZMM",
        "{}",
        clerk.said()
    );
    assert_eq!(clerk.newest()["state"], "reviewing", "{}", clerk.said());
}

#[test]
fn keys_typed_while_saving_belong_to_the_next_order() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter");
    clerk.keys_ahead("F6 'GZMD Enter Esc");
    assert!(clerk.said().contains("正在保存"), "{}", clerk.said());
    clerk.answer();
    assert_eq!(clerk.newest()["head"]["customer"], "GZMM");
    assert!(clerk.seen().contains("广州明德"), "{}", clerk.seen());
    assert!(!clerk.seen().contains("230.00"));
}

/// A draft that lacks something, and its number.
fn incomplete(lang: Lang) -> (Clerk, String) {
    let mut clerk = Clerk::new(lang);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'xyz Enter Enter '1 Enter F6");
    let number = clerk.newest()["order"].as_str().unwrap().to_owned();
    (clerk, number)
}

#[test]
fn what_somebody_else_changed_elsewhere_comes_in() {
    let (mut clerk, number) = incomplete(Lang::Zh);
    clerk
        .bench
        .run("order.edit", json!({ "order": number, "remark": "他改的" }));
    clerk.keys("Ctrl-U '1003 Enter F6");
    // Who, when and what, in one line.
    let said = clerk.said();
    assert!(said.contains("boss 09:30 改过此单"), "{said}");
    assert!(said.contains("备注 他改的"), "{said}");
    assert!(clerk.seen().contains("他改的"), "{}", clerk.seen());
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    clerk.keys("F6");
    let order = clerk.newest();
    assert_eq!(order["state"], "reviewing", "{}", clerk.seen());
    assert_eq!(order["order"], json!(number));
    assert_eq!(order["head"]["remark"], "他改的");
    assert_eq!(order["lines"][1]["product"], "1003");
}

#[test]
fn what_both_changed_is_chosen_field_by_field() {
    for lang in [Lang::Zh, Lang::En] {
        let (mut clerk, number) = incomplete(lang);
        let lines = json!([{ "product": "1001", "qty": "9" }, { "product": "1003", "qty": "4" }]);
        clerk.bench.run(
            "order.edit",
            json!({ "order": number, "lines": lines, "customer_ref": "PO-9" }),
        );
        clerk.keys("Ctrl-U '1003 Enter Up Up Tab '5 Enter F6");
        insta::assert_snapshot!(format!("clash_80_{}", lang.pick("zh", "en")), clerk.seen());
        clerk.keys("Enter");
        assert!(
            clerk.said().contains(lang.pick("没选", "still to choose")),
            "{}",
            clerk.said()
        );
        // Mine for the first, theirs for the second.
        clerk.keys("1 2 Enter F6");
        let order = clerk.newest();
        assert_eq!(order["order"], json!(number), "{}", clerk.seen());
        assert_eq!(order["state"], "reviewing", "{}", clerk.seen());
        assert_eq!(order["head"]["customer_ref"], "PO-9");
        let told: Vec<_> = order["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                (
                    row["product"].as_str().unwrap(),
                    row["ordered"].as_str().unwrap(),
                )
            })
            .collect();
        assert!(told.contains(&("1003", "4")), "{told:?}");
    }
}

#[test]
fn an_order_in_review_is_not_opened_for_changes() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F6");
    clerk.keys("'GZMM Enter Enter '1003*2 Enter Enter 1");
    let draft = clerk.newest()["order"].as_str().unwrap().to_owned();
    let reviewing = draft.replace("0002", "0001");
    clerk.open(&reviewing);
    assert!(clerk.said().contains("不能在这里改"), "{}", clerk.said());
    clerk.open(&draft);
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    assert!(
        !clerk.seen().lines().next().unwrap().contains("未保存"),
        "{}",
        clerk.seen()
    );
    clerk.keys("Down '1004*1 Enter F6");
    let order = clerk.order(&draft);
    assert_eq!(
        order["lines"].as_array().unwrap().len(),
        2,
        "{}",
        clerk.seen()
    );
    assert_eq!(order["state"], "reviewing");
}

#[test]
fn a_change_of_the_office_asks_again_and_touches_nothing_typed() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001 Enter '2");
    clerk.bench.run(
        "stock.receive",
        json!({ "warehouse": "W1", "product": "1001", "qty": "27" }),
    );
    clerk.app.handle(Event::OfficeChanged);
    clerk.answer();
    assert!(clerk.seen().contains("77"), "{}", clerk.seen());
    clerk.keys("Enter");
    assert!(clerk.seen().contains("230.00"), "{}", clerk.seen());
}

#[test]
fn undo_ends_at_the_draft_that_came_back() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*7 Enter");
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, clerk.parked().unwrap())]);
    let mut clerk = Clerk::with(clerk.bench, Lang::Zh, parked);
    assert!(clerk.said().contains("已取回"), "{}", clerk.said());
    clerk.keys("Ctrl-Z Ctrl-Z Up Up Up Ctrl-Z Ctrl-Z");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    assert!(clerk.seen().contains("GZMM"), "{}", clerk.seen());
    clerk.keys("Esc Alt-1");
    assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
}

#[test]
fn undo_alone_never_empties_what_is_parked() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter Ctrl-Z Ctrl-Z Ctrl-Z");
    assert!(!clerk.seen().contains("1001"), "{}", clerk.seen());
    let parked = clerk.parked().unwrap();
    assert_eq!(parked["current"]["lines"][0][0], "1001", "{parked}");
    clerk.keys("Esc Alt-1");
    assert!(clerk.seen().contains("1001"), "{}", clerk.seen());
    // Taken out on purpose it is gone.
    clerk.keys("Up Ctrl-X");
    let parked = clerk.parked().unwrap();
    assert_eq!(
        parked["current"]["lines"],
        serde_json::json!([]),
        "{parked}"
    );
}

#[test]
fn a_cell_half_typed_comes_back_and_goes_on() {
    let restarted = |clerk: &Clerk| {
        let parked = BTreeMap::from([(ScreenKind::OrderEntry, clerk.parked().unwrap())]);
        Clerk::with(super::office(), Lang::Zh, parked)
    };
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '1003*");
    let mut next = restarted(&clerk);
    assert!(next.seen().contains("1003*"), "{}", next.seen());
    next.keys("'7 Enter");
    assert!(next.seen().contains("不锈钢螺丝"), "{}", next.seen());
    next.keys("'1004 Enter '1");
    let mut third = restarted(&next);
    third.keys("'2 Enter F6");
    let order = third.newest();
    assert_eq!(order["lines"][1]["ordered"], "7", "{order}");
    assert_eq!(order["lines"][2]["ordered"], "12", "{order}");
    // The same in the head, and what was there before can still be typed over.
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZM");
    let mut next = restarted(&clerk);
    next.keys("'M Enter");
    assert!(next.seen().contains("广州某某"), "{}", next.seen());
}

#[test]
fn the_step_counts_when_all_is_typed_in_one_cell() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter");
    clerk.type_text("1002 7");
    clerk.keys("Enter");
    assert!(clerk.said().contains("第 1 行"), "{}", clerk.said());
    assert!(clerk.seen().contains("!  1 1002"), "{}", clerk.seen());
    // A unit behind the quantity is no part of the code.
    clerk.type_text("1003 2盒");
    clerk.keys("Enter");
    assert!(clerk.seen().contains("不锈钢螺丝"), "{}", clerk.seen());
    clerk.type_text("1004 2打");
    clerk.keys("Enter");
    let parked = clerk.parked().unwrap();
    assert_eq!(parked["current"]["lines"][2][1], "24", "{parked}");
}

#[test]
fn a_form_whose_answer_was_never_heard_is_handed_in_again_as_the_same() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter");
    let parked = clerk.parked().unwrap();
    clerk.keys_ahead("F6");
    let first = clerk.line.forms.borrow()[0].clone();
    // The session ends before it hears anything; what was typed is offered to the next one.
    let parked = BTreeMap::from([(ScreenKind::OrderEntry, parked)]);
    let mut next = Clerk::with(super::office(), Lang::Zh, parked);
    next.keys_ahead("F6");
    assert_eq!(next.line.forms.borrow()[0], first);
    next.answer();
    next.keys("'GZMD Enter Enter '1001*2 Enter");
    next.keys_ahead("F6");
    let forms = next.line.forms.borrow();
    assert!(
        forms.len() == 2 && forms[1] != first,
        "a new order is another: {forms:?}"
    );
}

#[test]
fn a_merge_tells_the_news_alone_and_is_taken_back_whole() {
    for lang in Lang::ALL {
        let (mut clerk, number) = incomplete(lang);
        let lines = json!([{ "product": "1001", "qty": "9" }, { "product": "1003", "qty": "4" }]);
        clerk.bench.run(
            "order.edit",
            json!({ "order": number, "lines": lines, "remark": "急" }),
        );
        clerk.keys("Ctrl-U '1003 Enter Up Up Tab '5 Enter F6");
        // The box over it is what the help begins with.
        clerk.keys("F1");
        let help = clerk.seen();
        let title = lang.pick("两人改了同一张单", "Two changed the order");
        assert!(help.lines().nth(1).unwrap().contains(title), "{help}");
        clerk.keys("Esc 1 1 Enter");
        let said = clerk.said();
        assert!(said.contains("急"), "{said}");
        // The address is the customer's own: the office filled it in, nobody typed it.
        assert!(!said.contains("天河路"), "{said}");
        assert!(clerk.seen().contains("急"), "{}", clerk.seen());
        clerk.keys("Ctrl-Z");
        let said = clerk.said();
        let told = lang.pick("已撤销合并", "Merge taken back");
        assert!(said.contains(told), "{said}");
        assert!(!clerk.seen().contains("急"), "{}", clerk.seen());
        clerk.keys("Ctrl-Y");
        assert!(clerk.seen().contains("急"), "{}", clerk.seen());
    }
}

#[test]
fn a_line_that_the_other_took_out_is_said_to_be_out() {
    let (mut clerk, number) = incomplete(Lang::Zh);
    let lines = json!([{ "product": "1003", "qty": "4" }]);
    clerk
        .bench
        .run("order.edit", json!({ "order": number, "lines": lines }));
    clerk.keys("Ctrl-U '1004 Enter Up Up Tab '5 Enter F6");
    assert!(clerk.seen().contains("(已删)"), "{}", clerk.seen());
}
