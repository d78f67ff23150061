//! What others do with the order on the desk.

use super::*;

/// A draft of the office on the desk of somebody, with another typing in it too.
fn two_at_one_draft(lang: Lang) -> (Clerk, String) {
    let mut clerk = Clerk::new(lang);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter 'xyz Enter Enter '1 Enter F6");
    let number = clerk.newest()["order"].as_str().unwrap().to_owned();
    clerk.bench.run(
        "user.save",
        json!({ "login": "anna", "name": "安娜", "roles": ["clerk"] }),
    );
    clerk.keys("F5");
    clerk.bench.parks("anna", &json!({ "edits": [number] }));
    (clerk, number)
}

#[test]
fn whoever_opens_an_order_sees_who_else_is_typing_in_it() {
    for lang in [Lang::Zh, Lang::En] {
        let (mut clerk, number) = two_at_one_draft(lang);
        clerk.open(&number);
        let told = lang.pick("anna 09:30 也在改这张单", "anna 09:30 is changing it too");
        assert!(clerk.said().contains(told), "{}", clerk.seen());
        let rule = clerk.seen().lines().nth(17).unwrap().to_owned();
        assert!(rule.contains(told), "{}", clerk.seen());
        // She is done with it: the mark goes by itself, and what is typed here stays.
        clerk.keys("'1003*4 Enter");
        clerk.bench.parks("anna", &Value::Null);
        clerk.app.handle(Event::OfficeChanged);
        clerk.answer();
        assert!(!clerk.seen().contains("anna 09:30"), "{}", clerk.seen());
        assert!(clerk.seen().contains("1003"), "{}", clerk.seen());
    }
}

#[test]
fn what_another_saved_meanwhile_is_told_before_one_saves() {
    let (mut clerk, number) = two_at_one_draft(Lang::Zh);
    clerk.open(&number);
    let edit = json!({ "order": number, "remark": "她改的" });
    clerk.bench.run_by("anna", "order.edit", edit);
    clerk.app.handle(Event::OfficeChanged);
    clerk.answer();
    let told = "anna 09:30 已改过这张单,F6 时合并";
    assert!(clerk.seen().contains(told), "{}", clerk.seen());
    clerk.keys("Ctrl-U '1003 Enter F6");
    clerk.keys("F6");
    assert!(!clerk.seen().contains(told), "{}", clerk.seen());
    assert_eq!(clerk.order(&number)["head"]["remark"], "她改的");
}

#[test]
fn what_is_parked_names_the_orders_that_are_being_edited() {
    let (mut clerk, number) = two_at_one_draft(Lang::Zh);
    clerk.open(&number);
    assert_eq!(clerk.parked(), None, "only looking is no editing");
    clerk.keys("Ctrl-U '1003 Enter");
    assert_eq!(clerk.parked().unwrap()["edits"], json!([number]));
    clerk.keys("F5 'GZMD Enter");
    assert_eq!(
        clerk.parked().unwrap()["edits"],
        json!([number]),
        "put aside"
    );
}
