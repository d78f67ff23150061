//! The size table of a style.

use serde_json::{Value, json};

use super::{Clerk, office};
use crate::words::Lang;
use std::collections::BTreeMap;

/// A shirt in two colours and five sizes, white without 2XL.
pub(super) fn fashion(lang: Lang) -> Clerk {
    let bench = office();
    for colour in ["黑", "白"] {
        for (size, pack) in [("S", 1), ("M", 2), ("L", 2), ("XL", 1), ("2XL", 1)] {
            if (colour, size) == ("白", "2XL") {
                continue;
            }
            let code = format!("8801-{}-{size}", if colour == "黑" { "B" } else { "W" });
            bench.product(
                &code,
                json!({ "name": "圆领短袖", "unit": "件", "list_price": "59", "style": "8801",
                    "colour": colour, "size": size, "pack": pack }),
            );
        }
    }
    bench.run(
        "stock.receive",
        json!({ "warehouse": "W1", "product": "8801-B-M", "qty": "40" }),
    );
    Clerk::with(bench, lang, BTreeMap::new())
}

pub(super) fn goods(order: &Value) -> Vec<(String, String)> {
    let rows = order["lines"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.map(|row| (text(&row["product"]), text(&row["ordered"])))
        .collect()
}

#[test]
fn a_style_opens_its_colours_and_sizes() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter");
    assert!(
        clerk.seen().contains("尺码表 8801 圆领短袖"),
        "{}",
        clerk.seen()
    );
    // Black begins with a full hand, one M more, then white S and M.
    clerk.keys("Left '3 Enter Right '7 Enter");
    assert!(clerk.seen().contains("(40)"), "{}", clerk.seen());
    clerk.keys("Down Home Right '5 Enter '2*3 Enter");
    clerk.keys("Esc F6");
    let order = clerk.newest();
    let told = goods(&order);
    let of = |code: &str| {
        told.iter()
            .find(|(goods, _)| goods == code)
            .map(|(_, qty)| qty.as_str())
    };
    assert_eq!(of("8801-B-S"), Some("3"), "{told:?}");
    assert_eq!(of("8801-B-M"), Some("7"));
    assert_eq!(of("8801-B-L"), Some("6"));
    assert_eq!(of("8801-W-S"), Some("5"), "{told:?}");
    assert_eq!(of("8801-W-M"), Some("6"));
    assert_eq!(of("8801-W-L"), None);
    assert_eq!(told.len(), 7);
}

#[test]
fn the_table_shows_what_the_lines_hold_and_zero_takes_out() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801-B-M*9 Enter '1001*2 Enter '8801 Enter");
    assert!(clerk.seen().contains('9'), "{}", clerk.seen());
    clerk.keys("Right '0 Enter '4 Esc F6");
    let told = goods(&clerk.newest());
    assert_eq!(
        told,
        [
            ("1001".to_owned(), "2".to_owned()),
            ("8801-B-L".to_owned(), "4".to_owned())
        ]
    );
}

#[test]
fn what_does_not_fit_is_said_and_stays() {
    let mut clerk = fashion(Lang::En);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter 'abc Enter");
    assert!(clerk.said().contains("Not a number"), "{}", clerk.said());
    assert!(clerk.seen().contains("abc"));
    // White has no 2XL: its cell shows a dash and takes nothing.
    clerk.keys("Ctrl-U Down End '3 Enter");
    assert!(clerk.said().contains("not made"), "{}", clerk.said());
    clerk.keys("Ctrl-U Up");
    clerk.paste("1\t2\tx\n3");
    assert!(
        clerk.said().contains("cells did not fit"),
        "{}",
        clerk.said()
    );
}

#[test]
fn more_than_is_free_is_marked_and_told() {
    let mut clerk = fashion(Lang::En);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter Right '41");
    let told = "! 黑 M: 40 free, 1 short";
    assert!(clerk.seen().contains(told), "while typed: {}", clerk.seen());
    clerk.keys("Enter");
    assert!(clerk.seen().contains("!41"), "{}", clerk.seen());
    assert!(!clerk.seen().contains(told), "{}", clerk.seen());
    clerk.keys("Left");
    assert!(clerk.seen().contains(told), "{}", clerk.seen());
    clerk.keys("'40 Enter");
    assert!(!clerk.seen().contains("!40"), "{}", clerk.seen());
}

#[test]
fn a_list_of_goods_stands_by_size_and_says_whose_price_it_shows() {
    for lang in Lang::ALL {
        let mut clerk = fashion(lang);
        clerk.keys("'GZMM Enter '+3 Enter F2 'yldx");
        let seen = clerk.seen();
        let places: Vec<_> = [
            "8801-B-S ",
            "8801-B-M",
            "8801-B-L",
            "8801-B-XL",
            "8801-B-2XL",
            "8801-W-S",
        ]
        .map(|code| seen.find(code))
        .to_vec();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{seen}"
        );
        assert!(
            seen.contains(lang.pick("标价/单位", "list price/unit")),
            "{seen}"
        );
    }
}

#[test]
fn a_save_that_ended_in_the_size_table_does_not_go_on_later() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 F6");
    assert!(clerk.seen().contains("尺码表"), "{}", clerk.seen());
    clerk.keys("'2 Enter Esc '1001 Enter");
    assert_eq!(clerk.commands(), 0, "{}", clerk.seen());
}

#[test]
fn it_is_drawn_in_both_languages() {
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut clerk = fashion(lang);
        clerk.keys("'GZMM Enter '+3 Enter '8801 Enter '2 Enter '12 Enter Down '5");
        insta::assert_snapshot!(format!("sizes_80_{tag}"), clerk.seen());
        insta::assert_snapshot!(format!("sizes_120_{tag}"), clerk.wide());
    }
}

#[test]
fn a_hand_of_all_sizes_is_taken_back_in_one_step_and_told() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801 Enter");
    clerk.keys("Left '3 Enter");
    assert!(clerk.seen().contains("21"), "{}", clerk.seen());
    clerk.keys("Ctrl-Z");
    assert!(clerk.said().contains("已撤销"), "{}", clerk.seen());
    assert!(clerk.seen().contains("尺码表"), "{}", clerk.seen());
    assert!(clerk.seen().contains("0 行  数量 0"), "{}", clerk.seen());
    clerk.keys("Ctrl-Y Esc F6");
    assert_eq!(goods(&clerk.newest()).len(), 5, "{}", clerk.seen());
}

#[test]
fn a_quantity_behind_a_style_is_told_to_stand_nowhere_yet() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter '+3 Enter '8801*5 Enter");
    assert!(clerk.said().contains("数量 5"), "{}", clerk.said());
}

#[test]
fn a_style_typed_over_other_goods_leaves_no_line_of_theirs() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys(
        "'GZMM Enter '+3 Enter 'wxyz Space '3 Enter Enter Up Ctrl-U '8801 Enter '2 Enter Esc",
    );
    assert!(clerk.seen().contains("1 行  数量 2"), "{}", clerk.seen());
}

#[test]
fn a_long_name_leaves_colour_and_size_to_be_seen() {
    let mut clerk = fashion(Lang::Zh);
    for size in ["S", "M"] {
        clerk.bench.product(
            &format!("9901{size}"),
            json!({ "name": "桑陌纯棉圆领短袖T恤", "spec": format!("黑 {size}"), "unit": "件", "list_price": "59",
                "style": "9901", "colour": "黑", "size": size }),
        );
    }
    clerk.keys("'GZMM Enter '+3 Enter '9901S*1 Enter '9901M*2 Enter");
    let seen = clerk.seen();
    let row = |code: &str| {
        seen.lines()
            .find(|row| row.contains(code))
            .unwrap()
            .to_owned()
    };
    assert!(row("9901S").contains(".. 黑 S "), "{seen}");
    assert!(row("9901M").contains(".. 黑 M "), "{seen}");
}

#[test]
fn the_table_asked_for_is_that_of_the_goods_being_typed() {
    let mut clerk = fashion(Lang::Zh);
    clerk.keys("'GZMM Enter Enter '1001*2 Enter '8801-B-M Alt+Z");
    assert!(clerk.seen().contains("尺码表 8801"), "{}", clerk.seen());
}
