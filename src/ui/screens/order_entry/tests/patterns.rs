//! Orders written from templates and from earlier orders.

use super::Clerk;
use crate::words::Lang;

#[test]
fn lines_are_kept_under_a_name_and_come_back_by_it() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*20 Enter '1002*5 Enter");
    clerk.keys("Alt-W '每周补货 Enter");
    assert!(clerk.said().contains("每周补货"), "{}", clerk.said());
    clerk.keys("F5 'GZMM Enter Enter Alt-T");
    insta::assert_snapshot!("patterns_zh", clerk.seen());
    clerk.keys("'mzbh Enter");
    assert!(clerk.said().contains("2 行"), "{}", clerk.said());
    clerk.keys("F6");
    assert_eq!(
        clerk.newest()["lines"][1]["ordered"],
        "5",
        "{}",
        clerk.seen()
    );
}

#[test]
fn any_earlier_order_of_the_customer_is_written_again() {
    let mut clerk = Clerk::new(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter F6");
    clerk.keys("'GZMM Enter Enter '1003*7 Enter F6");
    clerk.keys("'GZMM Enter Enter Alt-T Down Enter '1004*1 Enter F6");
    let order = clerk.newest();
    assert_eq!(
        order["lines"].as_array().map(Vec::len),
        Some(2),
        "{}",
        clerk.seen()
    );
    assert_eq!(order["lines"][0]["ordered"], "2", "the older of the two");
}
